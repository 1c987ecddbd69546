/* Outlines with the wobble of cut tissue, and their distances on a coarse grid.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/layout.h"

#include <math.h>

#define N_CORNERS   240
#define N_HARMONICS 18
#define FAR_PX      1e6f
#define UNCUT       9

/* In thousandths of the slide's width, as are the pictures' heights at 4:3. */
typedef struct {
  double x, y, radius_x, radius_y, wobble;
  double cut; /* where the knife went, in radii from the centre, or far away */
  double cut_angle;
} Blob;

typedef struct {
  Blob blob;
  TsAreaKind kind;
  TsGenes genes;
  guint piece;
} Tumour;

static const Blob PIECES[] = {
  { 335, 372, 292, 318, 0.11, 0.86, 0.75 },
  { 812, 372, 146, 312, 0.09, 0.84, 4.45 },
};

static const Tumour TUMOURS[] = {
  { { 190, 258, 106, 118, 0.13, UNCUT, 0 }, TS_AREA_LUAD, TS_GENE_TP53, 0 },
  { { 438, 246, 112, 104, 0.13, UNCUT, 0 },
    TS_AREA_LUAD,
    TS_GENE_EGFR | TS_GENE_STK11,
    0 },
  { { 350, 528, 140, 90, 0.13, UNCUT, 0 },
    TS_AREA_LUAD,
    TS_GENE_TP53 | TS_GENE_STK11,
    0 },
  { { 806, 258, 104, 118, 0.12, UNCUT, 0 }, TS_AREA_LUSC, 0, 1 },
  { { 820, 528, 86, 92, 0.12, UNCUT, 0 }, TS_AREA_LUSC, 0, 1 },
};

/* The knife's line, with the corners it leaves rounded. */
static double
shorten (const Blob *blob, double angle, double radius)
{
  double towards = cos (angle - blob->cut_angle);
  double limit = towards > 0.1 ? blob->cut / towards : UNCUT;

  return pow (pow (radius, -14) + pow (limit, -14), -1.0 / 14);
}

static TsOutline
draw_blob (const Blob *blob, double unit_px, TsRandom *random)
{
  TsOutline outline = { N_CORNERS, g_new (double, 2 * N_CORNERS) };
  double amplitude[N_HARMONICS], phase[N_HARMONICS];
  double x = blob->x + ts_random_normal (random) * 4;
  double y = blob->y + ts_random_normal (random) * 4;

  for (guint k = 0; k < N_HARMONICS; k++) {
    amplitude[k] =
      ts_random_normal (random) * blob->wobble / pow (k + 1.6, 1.0);
    phase[k] = ts_random_uniform (random) * 2 * G_PI;
  }
  for (guint i = 0; i < N_CORNERS; i++) {
    double angle = 2 * G_PI * i / N_CORNERS, radius = 1;

    for (guint k = 0; k < N_HARMONICS; k++)
      radius += amplitude[k] * cos ((k + 2) * angle + phase[k]);
    radius = shorten (blob, angle, CLAMP (radius, 0.78, 1.17));
    outline.xy_px[2 * i] =
      unit_px * (x + blob->radius_x * radius * cos (angle));
    outline.xy_px[2 * i + 1] =
      unit_px * (y + blob->radius_y * radius * sin (angle));
  }
  return outline;
}

/* A stroke along part of a piece's outline, at some distance, by an unsteady hand. */
static void
draw_pen (TsScene *scene,
          const TsOutline *piece,
          const double span[2],
          TsRandom *random)
{
  guint first = (guint) (span[0] * piece->n), n = (guint) (span[1] * piece->n);
  TsOutline line = { n, g_new (double, 2 * n) };
  double x = 0, y = 0, shake = 0, unit_px = scene->width_px / 1000.0;

  for (guint i = 0; i < piece->n; i++) {
    x += piece->xy_px[2 * i] / piece->n;
    y += piece->xy_px[2 * i + 1] / piece->n;
  }
  for (guint i = 0; i < n; i++) {
    guint corner = (first + i) % piece->n;
    double dx = piece->xy_px[2 * corner] - x;
    double dy = piece->xy_px[2 * corner + 1] - y;
    double length = hypot (dx, dy);
    double grown = length + unit_px * (17 + shake);

    line.xy_px[2 * i] = x + dx / length * grown;
    line.xy_px[2 * i + 1] = y + dy / length * grown;
    shake = 0.9 * shake + ts_random_normal (random) * 0.7;
  }
  g_array_append_val (scene->pens, line);
}

void
ts_layout_draw (TsScene *scene, TsRandom *random)
{
  static const double BLUE[2] = { 0.44, 0.30 }, GREEN[2] = { 0.93, 0.15 };
  double unit_px = scene->width_px / 1000.0;

  for (guint i = 0; i < G_N_ELEMENTS (PIECES); i++) {
    TsOutline piece = draw_blob (&PIECES[i], unit_px, random);

    g_array_append_val (scene->pieces, piece);
  }
  for (guint i = 0; i < G_N_ELEMENTS (TUMOURS); i++) {
    TsArea area = { TUMOURS[i].kind, TUMOURS[i].genes, TUMOURS[i].piece,
                    draw_blob (&TUMOURS[i].blob, unit_px, random) };

    g_array_append_val (scene->areas, area);
  }
  draw_pen (scene, &g_array_index (scene->pieces, TsOutline, 0), BLUE, random);
  draw_pen (scene, &g_array_index (scene->pieces, TsOutline, 1), GREEN, random);
}

/* Squared. */
static double
distance_to_segment (const double from[2],
                     const double to[2],
                     double x,
                     double y)
{
  double dx = to[0] - from[0], dy = to[1] - from[1];
  double along = (x - from[0]) * dx + (y - from[1]) * dy;
  double share = CLAMP (along / (dx * dx + dy * dy + 1e-12), 0, 1);

  dx = from[0] + share * dx - x;
  dy = from[1] + share * dy - y;
  return dx * dx + dy * dy;
}

static float
distance_to_line (const TsOutline *line, double x, double y)
{
  double least = (double) FAR_PX * (double) FAR_PX;

  for (guint i = 0; i + 1 < line->n; i++)
    least = MIN (least, distance_to_segment (line->xy_px + 2 * i,
                                             line->xy_px + 2 * i + 2, x, y));
  return (float) sqrt (least);
}

/* Positive inside. */
static float
signed_distance (const TsOutline *outline, double x, double y)
{
  double least = (double) FAR_PX * (double) FAR_PX;
  gboolean is_inside = FALSE;

  for (guint i = 0; i < outline->n; i++) {
    const double *from = outline->xy_px + 2 * i;
    const double *to = outline->xy_px + 2 * ((i + 1) % outline->n);

    least = MIN (least, distance_to_segment (from, to, x, y));
    if ((from[1] > y) != (to[1] > y) &&
        x < from[0] + (y - from[1]) / (to[1] - from[1]) * (to[0] - from[0]))
      is_inside = !is_inside;
  }
  return (float) (is_inside ? sqrt (least) : -sqrt (least));
}

static void
measure_at (TsScene *scene, gsize at, double x, double y)
{
  scene->inside_px[at] = scene->depth_px[at] = -FAR_PX;
  scene->pen_px[at] = FAR_PX;
  for (guint i = 0; i < scene->pieces->len; i++) {
    const TsOutline *piece = &g_array_index (scene->pieces, TsOutline, i);

    scene->inside_px[at] =
      MAX (scene->inside_px[at], signed_distance (piece, x, y));
  }
  for (guint i = 0; i < scene->areas->len; i++) {
    const TsArea *area = &g_array_index (scene->areas, TsArea, i);
    float depth_px = signed_distance (&area->outline, x, y);

    if (depth_px > scene->depth_px[at]) {
      scene->depth_px[at] = depth_px;
      scene->nearest[at] = (guint8) i;
    }
  }
  for (guint i = 0; i < scene->pens->len; i++) {
    const TsOutline *pen = &g_array_index (scene->pens, TsOutline, i);
    float distance_px = distance_to_line (pen, x, y);

    if (distance_px < scene->pen_px[at]) {
      scene->pen_px[at] = distance_px;
      scene->pen_index[at] = (guint8) i;
    }
  }
}

void
ts_layout_measure (TsScene *scene)
{
  gsize n;

  scene->map_width = scene->width_px / TS_LAYOUT_STEP_PX + 2;
  scene->map_height = scene->height_px / TS_LAYOUT_STEP_PX + 2;
  n = (gsize) scene->map_width * scene->map_height;
  scene->inside_px = g_new (float, n);
  scene->depth_px = g_new (float, n);
  scene->nearest = g_new0 (guint8, n);
  scene->pen_px = g_new (float, n);
  scene->pen_index = g_new0 (guint8, n);
  for (guint row = 0; row < scene->map_height; row++)
    for (guint column = 0; column < scene->map_width; column++)
      measure_at (scene, (gsize) row * scene->map_width + column,
                  column * TS_LAYOUT_STEP_PX, row * TS_LAYOUT_STEP_PX);
}
