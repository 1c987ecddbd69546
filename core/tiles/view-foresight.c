/* How a view moves, and what it is about to show.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/view-foresight.h"

#include <math.h>

/* Velocities are averaged over about so long. */
#define MEMORY_S 0.08
/* Longer between two moves is a rest; the first move after it counts as one of STEP_S, since
 * how long it took is not known. */
#define REST_S 0.25
#define STEP_S 0.1
/* One notch of a wheel is a third of a doubling; three times the scale at once is a jump. */
#define MAX_STEP_DOUBLINGS 1.585
/* Slower than this is at rest: pixels of the view, and doublings, a second. */
#define MIN_VIEW_PX_S   20.0
#define MIN_DOUBLINGS_S 0.2

static void
average_in (double *value, double now, double seconds, gboolean is_first)
{
  double share = is_first ? 1 : 1 - exp (-seconds / MEMORY_S);

  *value += (now - *value) * share;
}

static gboolean
is_jump (const TsViewport *from, const TsViewport *to)
{
  double dx_view = fabs (to->center_l0.x - from->center_l0.x) * from->scale;
  double dy_view = fabs (to->center_l0.y - from->center_l0.y) * from->scale;

  return !(dx_view <= from->width_view && dy_view <= from->height_view &&
           fabs (log2 (to->scale / from->scale)) <= MAX_STEP_DOUBLINGS);
}

void
ts_view_foresight_note (TsViewForesight *self,
                        const TsViewport *viewport,
                        gint64 now_us)
{
  double seconds = (double) (now_us - self->at_us) / 1e6;
  gboolean is_first = seconds > REST_S;
  TsViewport last = self->last;

  if (!self->is_known || is_jump (&last, viewport)) {
    *self =
      (TsViewForesight){ .is_known = TRUE, .last = *viewport, .at_us = now_us };
    return;
  }
  self->last = *viewport;
  self->at_us = now_us;
  if (is_first)
    seconds = STEP_S;
  seconds = MAX (seconds, 1e-3);
  average_in (&self->x_l0_s,
              (viewport->center_l0.x - last.center_l0.x) / seconds, seconds,
              is_first);
  average_in (&self->y_l0_s,
              (viewport->center_l0.y - last.center_l0.y) / seconds, seconds,
              is_first);
  average_in (&self->doublings_s, log2 (viewport->scale / last.scale) / seconds,
              seconds, is_first);
}

gboolean
ts_view_foresight_look (const TsViewForesight *self,
                        double seconds,
                        TsViewport *out_viewport)
{
  const TsViewport *last = &self->last;
  double speed_view = hypot (self->x_l0_s, self->y_l0_s) * last->scale;

  if (!self->is_known || (!(speed_view > MIN_VIEW_PX_S) &&
                          !(fabs (self->doublings_s) > MIN_DOUBLINGS_S)))
    return FALSE;
  double max_x = last->width_view / last->scale;
  double max_y = last->height_view / last->scale;
  double dx = CLAMP (self->x_l0_s * seconds, -max_x, max_x);
  double dy = CLAMP (self->y_l0_s * seconds, -max_y, max_y);

  *out_viewport = *last;
  out_viewport->center_l0.x += dx;
  out_viewport->center_l0.y += dy;
  out_viewport->scale *= exp2 (CLAMP (self->doublings_s * seconds, -1, 1));
  return TRUE;
}
