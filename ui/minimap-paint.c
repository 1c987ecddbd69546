/* What the minimap draws.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/minimap-paint.h"

#include <cairo.h>
#include <math.h>

#define N_CORNERS 4
/* A smaller outline would not be found. */
#define MIN_OUTLINE_VIEW 7.0
/* How far corners may be apart and still make an upright outline. */
#define UPRIGHT_VIEW 0.01

/* From the least magnification class up; the first is for what was not seen. */
static const double class_powers[] = { 2.5, 5, 10, 20 };
static const guint8 veil_alphas[] = { 84, 70, 54, 36, 18, 0 };
/* A class begins a little below its name: steps of the record are 9 % wide. */
#define CLASS_TOLERANCE 0.95

void
ts_minimap_append_glass (GtkSnapshot *snapshot,
                         const TsSlide *slide,
                         const graphene_rect_t *bounds)
{
  guint32 rgb = ts_slide_get_info (slide)->background_rgb;
  GdkRGBA colour = { (float) ((rgb >> 16) & 0xff) / 255.0f,
                     (float) ((rgb >> 8) & 0xff) / 255.0f,
                     (float) (rgb & 0xff) / 255.0f, 1.0f };

  gtk_snapshot_append_color (snapshot, &colour, bounds);
}

static guint8
get_veil_alpha (double scale, double base_power)
{
  double power =
    ts_viewport_scale_to_power (scale, base_power > 0 ? base_power : 20);
  guint class_index = 0;

  if (scale <= 0)
    return veil_alphas[0];
  while (class_index < G_N_ELEMENTS (class_powers) &&
         power >= class_powers[class_index] * CLASS_TOLERANCE)
    class_index++;
  return veil_alphas[1 + class_index];
}

GdkTexture *
ts_minimap_make_veil (const TsVisited *visited, double base_power)
{
  guint n_cols = ts_visited_get_n_cols (visited);
  guint n_rows = ts_visited_get_n_rows (visited);
  gsize n_row_bytes = (gsize) n_cols * sizeof (guint32);
  guint32 *texels = g_malloc (n_row_bytes * n_rows);

  for (guint row = 0; row < n_rows; row++)
    for (guint col = 0; col < n_cols; col++) {
      double scale = ts_visited_get_scale (visited, col, row);
      texels[(gsize) row * n_cols + col] =
        (guint32) get_veil_alpha (scale, base_power) << 24;
    }
  g_autoptr (GBytes) bytes = g_bytes_new_take (texels, n_row_bytes * n_rows);
  return gdk_memory_texture_new ((int) n_cols, (int) n_rows, GDK_MEMORY_DEFAULT,
                                 bytes, n_row_bytes);
}

void
ts_minimap_append_veil (GtkSnapshot *snapshot,
                        GdkTexture *veil,
                        const TsVisited *visited,
                        const TsPixelSnap *snap)
{
  TsRect bounds_l0 = ts_visited_get_bounds_l0 (visited);
  double cell_l0 = ts_visited_get_cell_l0 (visited);
  TsRect cells_l0 = { bounds_l0.x, bounds_l0.y,
                      ts_visited_get_n_cols (visited) * cell_l0,
                      ts_visited_get_n_rows (visited) * cell_l0 };
  graphene_rect_t bounds = ts_pixel_snap_rect (snap, cells_l0);

  gtk_snapshot_append_texture (snapshot, veil, &bounds);
}

static void
find_corners (const TsViewport *minimap,
              const TsViewport *canvas,
              TsPoint *out_corners)
{
  const TsPoint corners_view[N_CORNERS] = {
    { 0, 0 },
    { canvas->width_view, 0 },
    { canvas->width_view, canvas->height_view },
    { 0, canvas->height_view },
  };

  for (guint i = 0; i < N_CORNERS; i++)
    out_corners[i] = ts_viewport_to_view (
      minimap, ts_viewport_to_l0 (canvas, corners_view[i]));
}

static gboolean
is_upright (const TsPoint *corners)
{
  return (fabs (corners[0].y - corners[1].y) < UPRIGHT_VIEW &&
          fabs (corners[1].x - corners[2].x) < UPRIGHT_VIEW) ||
         (fabs (corners[0].x - corners[1].x) < UPRIGHT_VIEW &&
          fabs (corners[1].y - corners[2].y) < UPRIGHT_VIEW);
}

/* Grown about its middle to the least size. */
static void
keep_findable (TsPoint *corners)
{
  TsPoint middle = { (corners[0].x + corners[2].x) / 2,
                     (corners[0].y + corners[2].y) / 2 };
  double side_a =
    hypot (corners[1].x - corners[0].x, corners[1].y - corners[0].y);
  double side_b =
    hypot (corners[2].x - corners[1].x, corners[2].y - corners[1].y);
  double grow = MIN_OUTLINE_VIEW / MAX (MIN (side_a, side_b), 1e-6);

  for (guint i = 0; i < N_CORNERS && grow > 1; i++) {
    corners[i].x = middle.x + (corners[i].x - middle.x) * grow;
    corners[i].y = middle.y + (corners[i].y - middle.y) * grow;
  }
}

/* On the slide's edge, and on the middle of a pixel so that the line is sharp. */
static void
keep_inside (TsPoint *corners, const graphene_rect_t *bounds)
{
  double left = (double) bounds->origin.x, top = (double) bounds->origin.y;
  double right = left + (double) bounds->size.width;
  double bottom = top + (double) bounds->size.height;

  for (guint i = 0; i < N_CORNERS; i++) {
    corners[i].x = floor (CLAMP (corners[i].x, left + 1, right - 2)) + 0.5;
    corners[i].y = floor (CLAMP (corners[i].y, top + 1, bottom - 2)) + 0.5;
  }
}

/* White within black: seen on tissue, on glass and on any overlay colour. */
static const GdkRGBA casing_colour = { 0, 0, 0, 0.85f };
static const GdkRGBA line_colour = { 1, 1, 1, 1 };
#define CASING_WIDTH 3.0
#define LINE_WIDTH   1.0

/* A line along the rectangle of opposite corners, as rectangles: no picture to be made and
 * handed to the renderer in every frame. */
static void
append_frame (GtkSnapshot *snapshot,
              const TsPoint *corners,
              double line_width,
              const GdkRGBA *colour)
{
  double left = MIN (corners[0].x, corners[2].x) - line_width / 2;
  double top = MIN (corners[0].y, corners[2].y) - line_width / 2;
  double width = fabs (corners[2].x - corners[0].x) + line_width;
  double height = fabs (corners[2].y - corners[0].y) + line_width;
  float side = (float) line_width;
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (
    &outline,
    &GRAPHENE_RECT_INIT ((float) left, (float) top, (float) width,
                         (float) height),
    0);
  gtk_snapshot_append_border (
    snapshot, &outline, (float[4]){ side, side, side, side },
    (GdkRGBA[4]){ *colour, *colour, *colour, *colour });
}

static void
append_slanted_view (GtkSnapshot *snapshot,
                     const graphene_rect_t *bounds,
                     const TsPoint *corners)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  for (guint i = 0; i < N_CORNERS; i++)
    cairo_line_to (cr, corners[i].x, corners[i].y);
  cairo_close_path (cr);
  gdk_cairo_set_source_rgba (cr, &casing_colour);
  cairo_set_line_width (cr, CASING_WIDTH);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &line_colour);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

void
ts_minimap_append_view (GtkSnapshot *snapshot,
                        const TsViewport *minimap,
                        const graphene_rect_t *bounds,
                        const TsViewport *canvas)
{
  TsPoint corners[N_CORNERS];

  find_corners (minimap, canvas, corners);
  keep_findable (corners);
  if (!is_upright (corners)) {
    append_slanted_view (snapshot, bounds, corners);
    return;
  }
  keep_inside (corners, bounds);
  gtk_snapshot_push_clip (snapshot, bounds);
  append_frame (snapshot, corners, CASING_WIDTH, &casing_colour);
  append_frame (snapshot, corners, LINE_WIDTH, &line_colour);
  gtk_snapshot_pop (snapshot);
}
