/* A recorded pan and zoom, frame by frame.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/view-path.h"

#include <math.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/parse.h"

#define NOTCHES_PER_DOUBLING 3
/* A hand that drags rests every so many frames. */
#define DRAG_FRAMES 12
#define REST_FRAMES 2

typedef struct {
  guint n_frames;
  double x, y, scale; /* scale 0: fit */
  char way[8];
} Stretch;

static gboolean
parse_stretch (const char *line, Stretch *out)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  const char *fields[5] = { NULL };
  guint n_fields = 0;
  gint64 n_frames = 0;

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && n_fields < G_N_ELEMENTS (fields))
      fields[n_fields++] = words[i];
  if (n_fields != G_N_ELEMENTS (fields) ||
      !ts_parse_int (fields[0], 1, G_MAXINT, &n_frames) ||
      !ts_parse_double (fields[1], 0, 1, &out->x) ||
      !ts_parse_double (fields[2], 0, 1, &out->y))
    return FALSE;
  out->n_frames = (guint) n_frames;
  g_strlcpy (out->way, fields[4], sizeof out->way);
  return strcmp (fields[3], "fit") == 0 ||
         ts_parse_double (fields[3], 0.001, 8, &out->scale);
}

/* How far a stretch has come after frame i of n, 0 to 1. */
static double
get_progress (const Stretch *stretch, guint i)
{
  double t = (i + 1.0) / stretch->n_frames;

  if (strcmp (stretch->way, "glide") == 0)
    return 1 - pow (1 - t, 3);
  if (strcmp (stretch->way, "drag") == 0 && i + 1 < stretch->n_frames) {
    guint in_stroke = i % DRAG_FRAMES;
    if (in_stroke >= DRAG_FRAMES - REST_FRAMES)
      return (double) (i - in_stroke + DRAG_FRAMES - REST_FRAMES) /
             stretch->n_frames;
  }
  return t;
}

static double
get_scale (const Stretch *stretch, double from, double to, double progress)
{
  double doublings = log2 (to / from);
  double steps = fabs (doublings) * NOTCHES_PER_DOUBLING;

  if (strcmp (stretch->way, "wheel") != 0 || progress >= 1)
    return from * exp2 (doublings * progress);
  return from * exp2 (copysign (floor (steps * progress), doublings) /
                      NOTCHES_PER_DOUBLING);
}

static void
append_stretch (GArray *frames,
                const Stretch *stretch,
                const TsViewport *fitted,
                TsRect bounds)
{
  TsViewport from = frames->len > 0
                      ? g_array_index (frames, TsViewport, frames->len - 1)
                      : *fitted;
  TsPoint to = { bounds.x + stretch->x * bounds.width,
                 bounds.y + stretch->y * bounds.height };
  double scale = stretch->scale > 0 ? stretch->scale : fitted->scale;

  for (guint i = 0; i < stretch->n_frames; i++) {
    double progress = get_progress (stretch, i);
    TsViewport frame = from;

    frame.center_l0.x += (to.x - from.center_l0.x) * progress;
    frame.center_l0.y += (to.y - from.center_l0.y) * progress;
    frame.scale = get_scale (stretch, from.scale, scale, progress);
    g_array_append_val (frames, frame);
  }
}

GArray *
ts_view_path_read (const char *path,
                   TsRect bounds_l0,
                   double width_view,
                   double height_view,
                   GError **error)
{
  TsViewport fitted = { .width_view = width_view, .height_view = height_view };
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (TsViewport));
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  ts_viewport_fit (&fitted, bounds_l0);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    Stretch stretch = { 0 };
    if (lines[i][0] == '#' || lines[i][0] == '\0')
      continue;
    if (!parse_stretch (lines[i], &stretch)) {
      g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                   "'%s': line %u is no stretch of a path", path, i + 1);
      return NULL;
    }
    append_stretch (frames, &stretch, &fitted, bounds_l0);
  }
  return g_steal_pointer (&frames);
}
