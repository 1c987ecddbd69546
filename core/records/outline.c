/* What can be measured on a shape.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/outline.h"

#include <math.h>

TsOutline *
ts_outline_new (TsRegionShape shape, const TsPoint *points_l0, guint n_points)
{
  TsOutline *self = g_new0 (TsOutline, 1);

  self->shape = shape;
  self->points_l0 = g_memdup2 (points_l0, (gsize) n_points * sizeof (TsPoint));
  self->n_points = n_points;
  return self;
}

void
ts_outline_free (TsOutline *self)
{
  if (self == NULL)
    return;
  g_free (self->points_l0);
  g_free (self);
}

/* Corners, whatever they are stored as. */
static guint
count_corners (const TsOutline *self)
{
  return self->shape == TS_REGION_RECTANGLE && self->n_points == 2
           ? 4
           : self->n_points;
}

static TsPoint
get_corner (const TsOutline *self, guint i)
{
  const TsPoint *points = self->points_l0;

  if (self->shape != TS_REGION_RECTANGLE || self->n_points != 2)
    return points[i];
  return (TsPoint){ points[i == 1 || i == 2].x, points[i >= 2].y };
}

static guint
count_edges (const TsOutline *self)
{
  guint n = count_corners (self);

  if (n < 2)
    return 0;
  return self->shape == TS_REGION_LINE ? n - 1 : n;
}

typedef struct {
  TsPoint from, to;
  guint index;
} Edge;

static Edge
get_edge (const TsOutline *self, guint i)
{
  guint n = count_corners (self);

  return (Edge){ get_corner (self, i), get_corner (self, (i + 1) % n), i };
}

double
ts_outline_get_length (const TsOutline *self, double mpp_x, double mpp_y)
{
  double length = 0;

  for (guint i = 0; i < count_edges (self); i++) {
    Edge edge = get_edge (self, i);
    length += hypot ((edge.to.x - edge.from.x) * mpp_x,
                     (edge.to.y - edge.from.y) * mpp_y);
  }
  return length;
}

double
ts_outline_get_area (const TsOutline *self, double mpp_x, double mpp_y)
{
  double sum = 0;

  if (self->shape == TS_REGION_LINE || count_corners (self) < 3)
    return 0;
  /* From the first corner, so that nothing is lost far from the slide's origin. */
  TsPoint origin = get_corner (self, 0);
  for (guint i = 0; i < count_edges (self); i++) {
    Edge edge = get_edge (self, i);
    sum += (edge.from.x - origin.x) * (edge.to.y - origin.y) -
           (edge.to.x - origin.x) * (edge.from.y - origin.y);
  }
  return fabs (sum) / 2 * mpp_x * mpp_y;
}

gboolean
ts_outline_contains (const TsOutline *self, TsPoint point)
{
  gboolean is_inside = FALSE;

  if (self->shape == TS_REGION_LINE)
    return FALSE;
  for (guint i = 0; i < count_edges (self); i++) {
    Edge edge = get_edge (self, i);
    TsPoint a = edge.from, b = edge.to;

    if ((a.y > point.y) != (b.y > point.y) &&
        point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x)
      is_inside = !is_inside;
  }
  return is_inside;
}

TsRect
ts_outline_get_bounds (const TsOutline *self)
{
  TsPoint first = { INFINITY, INFINITY }, last = { -INFINITY, -INFINITY };

  if (self->n_points == 0)
    return (TsRect){ 0, 0, 0, 0 };
  for (guint i = 0; i < self->n_points; i++) {
    TsPoint point = self->points_l0[i];
    first = (TsPoint){ MIN (first.x, point.x), MIN (first.y, point.y) };
    last = (TsPoint){ MAX (last.x, point.x), MAX (last.y, point.y) };
  }
  return (TsRect){ first.x, first.y, last.x - first.x, last.y - first.y };
}

/* On which side of the line a to b: above 0, below 0, or on it. */
static double
get_side (TsPoint a, TsPoint b, TsPoint point)
{
  return (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
}

static gboolean
is_between (TsPoint a, TsPoint b, TsPoint point)
{
  return point.x >= MIN (a.x, b.x) && point.x <= MAX (a.x, b.x) &&
         point.y >= MIN (a.y, b.y) && point.y <= MAX (a.y, b.y);
}

static gboolean
edges_touch (const Edge *first, const Edge *second)
{
  double a = get_side (first->from, first->to, second->from);
  double b = get_side (first->from, first->to, second->to);
  double c = get_side (second->from, second->to, first->from);
  double d = get_side (second->from, second->to, first->to);

  if (((a > 0 && b < 0) || (a < 0 && b > 0)) &&
      ((c > 0 && d < 0) || (c < 0 && d > 0)))
    return TRUE;
  return (a == 0 && is_between (first->from, first->to, second->from)) ||
         (b == 0 && is_between (first->from, first->to, second->to)) ||
         (c == 0 && is_between (second->from, second->to, first->from)) ||
         (d == 0 && is_between (second->from, second->to, first->to));
}

static double
get_left (const Edge *edge)
{
  return MIN (edge->from.x, edge->to.x);
}

static int
compare_left (gconstpointer a, gconstpointer b)
{
  double first = get_left (a), second = get_left (b);

  return first < second ? -1 : first > second;
}

static gboolean
are_neighbours (const Edge *first, const Edge *second, guint n_edges)
{
  guint apart = (first->index + n_edges - second->index) % n_edges;

  return apart == 1 || apart == n_edges - 1;
}

/* Edges of no length would touch whoever ends there. */
static GArray *
list_edges (const TsOutline *self)
{
  guint n = count_edges (self);
  GArray *edges = g_array_sized_new (FALSE, FALSE, sizeof (Edge), n);

  for (guint i = 0; i < n; i++) {
    Edge edge = get_edge (self, i);
    if (edge.from.x == edge.to.x && edge.from.y == edge.to.y)
      continue;
    edge.index = edges->len;
    g_array_append_val (edges, edge);
  }
  return edges;
}

/* Each edge against those that begin before it ends, from left to right. */
gboolean
ts_outline_crosses_itself (const TsOutline *self)
{
  g_autoptr (GArray) list = list_edges (self);
  const Edge *edges = (const Edge *) (void *) list->data;

  if (self->shape == TS_REGION_LINE || list->len < 4)
    return FALSE;
  g_array_sort (list, compare_left);
  for (guint i = 0; i < list->len; i++) {
    double right = MAX (edges[i].from.x, edges[i].to.x);
    for (guint j = i + 1; j < list->len && get_left (&edges[j]) <= right; j++)
      if (!are_neighbours (&edges[i], &edges[j], list->len) &&
          edges_touch (&edges[i], &edges[j]))
        return TRUE;
  }
  return FALSE;
}
