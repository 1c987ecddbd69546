/* Draws shapes on the canvas: what pointer, finger and keys mean.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw-tool.h"

#include <math.h>

#include "ui/draw-tool-private.h"

/* A press this near is meant for the point. */
#define REACH_VIEW 9.0
/* A drag has left its press, and a freehand line its last point. */
#define DRAG_VIEW     5.0
#define FREEHAND_VIEW 2.0
/* More points than this are not dragged one by one. */
#define MAX_HANDLES 64

enum { SIGNAL_CHANGED, SIGNAL_DRAWN, SIGNAL_REMOVAL_ASKED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsDrawTool, ts_draw_tool, G_TYPE_OBJECT)

static TsPoint
to_view (TsDrawTool *self, TsPoint point_l0)
{
  return ts_viewport_to_view (ts_slide_view_get_viewport (self->view),
                              point_l0);
}

static TsPoint
to_l0 (TsDrawTool *self, TsPoint point_view)
{
  return ts_viewport_to_l0 (ts_slide_view_get_viewport (self->view),
                            point_view);
}

static double
get_distance (TsPoint a, TsPoint b)
{
  return hypot (a.x - b.x, a.y - b.y);
}

void
ts_draw_tool_emit_changed (TsDrawTool *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static TsPoint *
get_points (TsDrawTool *self)
{
  return (TsPoint *) (void *) self->points->data;
}

static TsRegionShape
get_shape (TsDrawTool *self)
{
  if (self->mode == TS_DRAW_AREA)
    return self->is_freehand ? TS_REGION_FREEHAND : TS_REGION_POLYGON;
  return self->mode == TS_DRAW_LINE ? TS_REGION_LINE : TS_REGION_RECTANGLE;
}

/* The mode. */
TsDrawMode
ts_draw_tool_get_mode (TsDrawTool *self)
{
  return self->mode;
}

static void
reset (TsDrawTool *self)
{
  g_array_set_size (self->points, 0);
  self->is_freehand = FALSE;
  self->press = TS_PRESS_NONE;
}

void
ts_draw_tool_cancel (TsDrawTool *self)
{
  reset (self);
  ts_draw_tool_emit_changed (self);
}

void
ts_draw_tool_set_mode (TsDrawTool *self, TsDrawMode mode)
{
  if (self->mode == mode)
    return;
  reset (self);
  self->mode = mode;
  self->has_cursor = FALSE;
  ts_slide_view_set_tool_active (self->view, mode != TS_DRAW_NOTHING);
  gtk_widget_set_cursor_from_name (
    GTK_WIDGET (self->view), mode != TS_DRAW_NOTHING ? "crosshair" : NULL);
  if (mode == TS_DRAW_NOTHING)
    ts_shape_list_select (self->list, -1);
  ts_draw_tool_emit_changed (self);
}

/* The draft. */
static gboolean
is_at_last (TsDrawTool *self, TsPoint at_view)
{
  guint n = self->points->len;

  return n > 0 && get_distance (to_view (self, get_points (self)[n - 1]),
                                at_view) <= DRAG_VIEW;
}

static TsPoint
get_loose_end (TsDrawTool *self)
{
  return self->has_cursor ? self->cursor_l0 : to_l0 (self, self->pointer_view);
}

TsOutline *
ts_draw_tool_get_draft (TsDrawTool *self)
{
  guint n = self->points->len;
  g_autofree TsPoint *points = g_new (TsPoint, n + 1);

  if (n == 0)
    return NULL;
  for (guint i = 0; i < n; i++)
    points[i] = get_points (self)[i];
  if (!self->is_freehand && (self->has_cursor || !isnan (self->pointer_view.x)))
    points[n++] = get_loose_end (self);
  /* Two points enclose nothing yet. */
  return ts_outline_new (self->mode == TS_DRAW_AREA && n < 3 ? TS_REGION_LINE
                                                             : get_shape (self),
                         points, n);
}

gboolean
ts_draw_tool_get_cursor (TsDrawTool *self, TsPoint *out_l0)
{
  *out_l0 = self->cursor_l0;
  return self->has_cursor;
}

/* What is too small to be meant is given up. */
static void
finish (TsDrawTool *self)
{
  TsOutline *outline =
    ts_outline_new (get_shape (self), get_points (self), self->points->len);
  gboolean is_sound = ts_outline_check (outline, NULL) &&
                      (outline->shape == TS_REGION_LINE
                         ? ts_outline_get_length (outline, 1, 1) > 0
                         : ts_outline_get_area (outline, 1, 1) > 0 ||
                             ts_outline_crosses_itself (outline));

  reset (self);
  if (is_sound)
    ts_shape_list_add (self->list, outline);
  else
    ts_outline_free (outline);
  ts_draw_tool_emit_changed (self);
  if (is_sound)
    g_signal_emit (self, signals[SIGNAL_DRAWN], 0);
}

static void
add_point (TsDrawTool *self, TsPoint point_l0)
{
  if (self->points->len < TS_REGION_MAX_POINTS)
    g_array_append_val (self->points, point_l0);
  if (self->points->len == 2 && self->mode != TS_DRAW_AREA)
    finish (self);
  else
    ts_draw_tool_emit_changed (self);
}

/* A click, or Enter at the cursor. */
static void
set_point (TsDrawTool *self, TsPoint at_view)
{
  gboolean can_close = self->mode == TS_DRAW_AREA && self->points->len >= 3;

  if (can_close && (is_at_last (self, at_view) ||
                    get_distance (to_view (self, get_points (self)[0]),
                                  at_view) <= REACH_VIEW))
    finish (self);
  else if (!is_at_last (self, at_view))
    add_point (self, to_l0 (self, at_view));
}

/* Finished shapes under the pointer. */
static gboolean
find_handle (TsDrawTool *self, TsPoint at_view, guint *out_shape, guint *out_i)
{
  for (guint shape = ts_shape_list_get_n (self->list); shape-- > 0;) {
    const TsOutline *outline = ts_shape_list_get (self->list, shape);

    for (guint i = 0; outline->n_points <= MAX_HANDLES && i < outline->n_points;
         i++) {
      TsPoint point = to_view (self, outline->points_l0[i]);
      if (get_distance (point, at_view) > REACH_VIEW)
        continue;
      *out_shape = shape;
      *out_i = i;
      return TRUE;
    }
  }
  return FALSE;
}

static double
get_distance_to_edge (TsPoint a, TsPoint b, TsPoint point)
{
  double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
  double t =
    square > 0 ? ((point.x - a.x) * dx + (point.y - a.y) * dy) / square : 0;

  t = CLAMP (t, 0, 1);
  return get_distance (point, (TsPoint){ a.x + t * dx, a.y + t * dy });
}

static gboolean
is_on_outline (TsDrawTool *self, const TsOutline *outline, TsPoint at_view)
{
  guint n = outline->n_points;
  guint n_edges = outline->shape == TS_REGION_LINE ? n - 1 : n;

  for (guint i = 0; i < n_edges; i++)
    if (get_distance_to_edge (to_view (self, outline->points_l0[i]),
                              to_view (self, outline->points_l0[(i + 1) % n]),
                              at_view) <= REACH_VIEW)
      return TRUE;
  return FALSE;
}

/* TRUE when a finished shape was selected. */
static gboolean
select_at (TsDrawTool *self, TsPoint at_view)
{
  for (guint i = ts_shape_list_get_n (self->list); i-- > 0;)
    if (is_on_outline (self, ts_shape_list_get (self->list, i), at_view)) {
      ts_shape_list_select (self->list, (int) i);
      return TRUE;
    }
  return FALSE;
}

/* The pointer. */
void
ts_draw_tool_press (TsDrawTool *self, TsPoint at_view)
{
  self->press = TS_PRESS_CLICK;
  self->press_view = at_view;
  self->pointer_view = at_view;
  self->has_cursor = FALSE;
  if (self->points->len == 0 &&
      find_handle (self, at_view, &self->held_shape, &self->held_point)) {
    self->press = TS_PRESS_HANDLE;
    ts_shape_list_select (self->list, (int) self->held_shape);
  }
}

static void
begin_drag (TsDrawTool *self)
{
  self->press = TS_PRESS_DRAG;
  if (self->points->len > 0)
    return;
  self->is_freehand = self->mode == TS_DRAW_AREA;
  add_point (self, to_l0 (self, self->press_view));
}

void
ts_draw_tool_drag (TsDrawTool *self, TsPoint at_view)
{
  self->pointer_view = at_view;
  if (self->press == TS_PRESS_HANDLE) {
    ts_shape_list_move_point (self->list, self->held_shape, self->held_point,
                              to_l0 (self, at_view));
    return;
  }
  if (self->press == TS_PRESS_CLICK &&
      get_distance (self->press_view, at_view) > DRAG_VIEW)
    begin_drag (self);
  if (self->press == TS_PRESS_DRAG && self->is_freehand &&
      get_distance (to_view (self, get_points (self)[self->points->len - 1]),
                    at_view) >= FREEHAND_VIEW)
    add_point (self, to_l0 (self, at_view));
  else
    ts_draw_tool_emit_changed (self);
}

void
ts_draw_tool_release (TsDrawTool *self, TsPoint at_view)
{
  TsPress press = self->press;

  self->press = TS_PRESS_NONE;
  self->pointer_view = at_view;
  if (press == TS_PRESS_DRAG && self->is_freehand)
    finish (self);
  else if (press == TS_PRESS_DRAG)
    add_point (self, to_l0 (self, at_view));
  else if (press == TS_PRESS_CLICK &&
           (self->points->len > 0 || !select_at (self, at_view)))
    set_point (self, at_view);
}

/* The keys. */
static void
remove_selected (TsDrawTool *self)
{
  int selected = ts_shape_list_get_selected (self->list);

  if (selected >= 0)
    g_signal_emit (self, signals[SIGNAL_REMOVAL_ASKED], 0, (guint) selected);
}

static void
take_back (TsDrawTool *self)
{
  guint n = self->points->len;

  if (n == 0)
    return;
  g_array_set_size (self->points, n - 1);
  ts_draw_tool_emit_changed (self);
}

static void
escape (TsDrawTool *self)
{
  if (self->points->len > 0)
    ts_draw_tool_cancel (self);
  else
    ts_draw_tool_set_mode (self, TS_DRAW_NOTHING);
}

/* Where the pointer is, else where the last point is, else in the middle. */
static void
ensure_cursor (TsDrawTool *self)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (self->view);
  TsPoint middle = { viewport->width_view / 2, viewport->height_view / 2 };
  guint n = self->points->len;

  if (self->has_cursor)
    return;
  self->has_cursor = TRUE;
  if (n > 0)
    self->cursor_l0 = get_points (self)[n - 1];
  else
    self->cursor_l0 =
      to_l0 (self, isnan (self->pointer_view.x) ? middle : self->pointer_view);
}

/* The canvas follows a cursor that leaves it. */
static void
keep_in_view (TsDrawTool *self)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (self->view);
  TsPoint at = to_view (self, self->cursor_l0);
  double dx = at.x < 0 ? at.x : MAX (at.x - viewport->width_view, 0);
  double dy = at.y < 0 ? at.y : MAX (at.y - viewport->height_view, 0);

  if (dx != 0 || dy != 0)
    ts_slide_view_pan (self->view, dx, dy);
}

static gboolean
move_cursor (TsDrawTool *self, guint keyval, GdkModifierType state)
{
  static const struct {
    guint keyval, keypad;
    int dx, dy;
  } table[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  };
  double step = (state & GDK_SHIFT_MASK) != 0 ? 40 : 4;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    if (table[i].keyval != keyval && table[i].keypad != keyval)
      continue;
    ensure_cursor (self);
    TsPoint at = to_view (self, self->cursor_l0);
    self->cursor_l0 = to_l0 (
      self, (TsPoint){ at.x + table[i].dx * step, at.y + table[i].dy * step });
    keep_in_view (self);
    ts_draw_tool_emit_changed (self);
    return TRUE;
  }
  return FALSE;
}

static void
enter (TsDrawTool *self)
{
  if (!self->has_cursor && self->mode == TS_DRAW_AREA &&
      self->points->len >= 3) {
    finish (self);
    return;
  }
  ensure_cursor (self);
  set_point (self, to_view (self, self->cursor_l0));
}

gboolean
ts_draw_tool_handle_key (TsDrawTool *self, guint keyval, GdkModifierType state)
{
  if (self->mode == TS_DRAW_NOTHING ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  switch (keyval) {
  case GDK_KEY_Escape:
    escape (self);
    return TRUE;
  case GDK_KEY_BackSpace:
    take_back (self);
    return TRUE;
  case GDK_KEY_Delete:
  case GDK_KEY_KP_Delete:
    remove_selected (self);
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    enter (self);
    return TRUE;
  default:
    return move_cursor (self, keyval, state);
  }
}

/* Life cycle. */
static void
ts_draw_tool_finalize (GObject *object)
{
  TsDrawTool *self = TS_DRAW_TOOL (object);

  g_array_unref (self->points);
  g_object_unref (self->list);
  G_OBJECT_CLASS (ts_draw_tool_parent_class)->finalize (object);
}

static void
ts_draw_tool_class_init (TsDrawToolClass *klass)
{
  const GType type = TS_TYPE_DRAW_TOOL;

  G_OBJECT_CLASS (klass)->finalize = ts_draw_tool_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DRAWN] = g_signal_new ("drawn", type, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REMOVAL_ASKED] =
    g_signal_new ("removal-asked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
ts_draw_tool_init (TsDrawTool *self)
{
  self->points = g_array_new (FALSE, FALSE, sizeof (TsPoint));
  self->pointer_view = (TsPoint){ NAN, NAN };
}

TsDrawTool *
ts_draw_tool_new (TsSlideView *view, TsShapeList *list)
{
  TsDrawTool *self = g_object_new (TS_TYPE_DRAW_TOOL, NULL);

  self->view = view;
  self->list = g_object_ref (list);
  ts_draw_tool_init_input (self);
  return self;
}
