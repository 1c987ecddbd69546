/* The views a reader rested at.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/view-history.h"

#include <math.h>

/* Views differ when the picture moved by more than this share of the view's smaller side,
 * was scaled by more than this or turned by more than this many radians. */
#define SAME_SHARE 0.05
#define SAME_ANGLE 0.02

struct TsViewHistory {
  GArray *views; /* of TsViewport */
  guint current; /* index of the view the reader is at, or was last */
};

TsViewHistory *
ts_view_history_new (void)
{
  TsViewHistory *self = g_new0 (TsViewHistory, 1);

  self->views = g_array_new (FALSE, FALSE, sizeof (TsViewport));
  return self;
}

void
ts_view_history_free (TsViewHistory *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->views);
  g_free (self);
}

void
ts_view_history_clear (TsViewHistory *self)
{
  g_array_set_size (self->views, 0);
  self->current = 0;
}

guint
ts_view_history_get_length (const TsViewHistory *self)
{
  return self->views->len;
}

static const TsViewport *
get_current (const TsViewHistory *self)
{
  return self->views->len > 0
           ? &g_array_index (self->views, TsViewport, self->current)
           : NULL;
}

static gboolean
looks_the_same (const TsViewport *a, const TsViewport *b)
{
  double side = MIN (a->width_view, a->height_view);
  TsPoint centre = ts_viewport_to_view (a, b->center_l0);
  double moved =
    hypot (centre.x - a->width_view / 2, centre.y - a->height_view / 2);

  return moved <= side * SAME_SHARE &&
         fabs (log (a->scale / b->scale)) <= SAME_SHARE &&
         fabs (ts_angle_normalise (a->angle - b->angle)) <= SAME_ANGLE;
}

void
ts_view_history_visit (TsViewHistory *self, const TsViewport *view)
{
  const TsViewport *current = get_current (self);

  if (current != NULL && looks_the_same (current, view))
    return;
  if (current != NULL)
    g_array_set_size (self->views, self->current + 1);
  g_array_append_val (self->views, *view);
  if (self->views->len > TS_VIEW_HISTORY_MAX)
    g_array_remove_index (self->views, 0);
  self->current = self->views->len - 1;
}

gboolean
ts_view_history_can_go (const TsViewHistory *self,
                        const TsViewport *now,
                        int direction)
{
  const TsViewport *current = get_current (self);

  if (current == NULL)
    return FALSE;
  if (!looks_the_same (current, now))
    return direction < 0; /* back to the current one; forward is forgotten */
  return direction < 0 ? self->current > 0
                       : self->current + 1 < self->views->len;
}

gboolean
ts_view_history_go (TsViewHistory *self,
                    const TsViewport *now,
                    int direction,
                    TsViewport *out)
{
  if (!ts_view_history_can_go (self, now, direction))
    return FALSE;
  if (direction < 0) {
    ts_view_history_visit (self, now);
    self->current--;
  } else {
    self->current++;
  }
  *out = g_array_index (self->views, TsViewport, self->current);
  return TRUE;
}
