/* Marks of opinions and the outline of the selected tile. A mark is told by its shape as well
 * as by its colour: a disc with a tick agrees, a diamond with a cross disagrees, a square
 * with a question is unsure.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo.h>
#include <math.h>

#include "ui/slide-view-private.h"

#define MARK_SIZE_VIEW 22
/* In tiles smaller than this a mark would hide its neighbours: it shrinks with them. */
#define MIN_MARK_SIZE_VIEW 5

static void
trace_shape (cairo_t *cr, TsVerdict verdict)
{
  if (verdict == TS_VERDICT_AGREE) {
    cairo_arc (cr, 0, 0, 0.82, 0, 2 * G_PI);
  } else if (verdict == TS_VERDICT_DISAGREE) {
    cairo_move_to (cr, 0, -0.86);
    cairo_line_to (cr, 0.86, 0);
    cairo_line_to (cr, 0, 0.86);
    cairo_line_to (cr, -0.86, 0);
    cairo_close_path (cr);
  } else {
    cairo_rectangle (cr, -0.76, -0.76, 1.52, 1.52);
  }
}

static void
trace_sign (cairo_t *cr, TsVerdict verdict)
{
  if (verdict == TS_VERDICT_AGREE) {
    cairo_move_to (cr, -0.40, 0.02);
    cairo_line_to (cr, -0.10, 0.34);
    cairo_line_to (cr, 0.42, -0.32);
  } else if (verdict == TS_VERDICT_DISAGREE) {
    cairo_move_to (cr, -0.30, -0.30);
    cairo_line_to (cr, 0.30, 0.30);
    cairo_move_to (cr, 0.30, -0.30);
    cairo_line_to (cr, -0.30, 0.30);
  } else {
    cairo_arc (cr, 0, -0.20, 0.27, -1.1 * G_PI, 0.35 * G_PI);
    cairo_line_to (cr, 0, 0.20);
    cairo_move_to (cr, 0, 0.46);
    cairo_line_to (cr, 0, 0.47);
  }
}

static void
set_fill (cairo_t *cr, TsVerdict verdict)
{
  /* Okabe and Ito's bluish green, vermilion and yellow. */
  if (verdict == TS_VERDICT_AGREE)
    cairo_set_source_rgb (cr, 0.0, 0.62, 0.45);
  else if (verdict == TS_VERDICT_DISAGREE)
    cairo_set_source_rgb (cr, 0.84, 0.37, 0.0);
  else
    cairo_set_source_rgb (cr, 0.94, 0.89, 0.26);
}

static void
draw_mark (cairo_t *cr, TsVerdict verdict)
{
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  trace_shape (cr, verdict);
  set_fill (cr, verdict);
  cairo_fill_preserve (cr);
  /* White within black: told from any overlay colour. */
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
  cairo_set_line_width (cr, 0.26);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 0.12);
  cairo_stroke (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 0.20);
  if (verdict == TS_VERDICT_UNSURE)
    cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
  trace_sign (cr, verdict);
  cairo_stroke (cr);
}

static GdkTexture *
make_mark_texture (TsVerdict verdict, int surface_scale)
{
  int size_px = MARK_SIZE_VIEW * surface_scale;
  gsize stride = (gsize) size_px * sizeof (guint32);
  guint8 *pixels = g_malloc0 (stride * (gsize) size_px);
  cairo_surface_t *surface = cairo_image_surface_create_for_data (
    pixels, CAIRO_FORMAT_ARGB32, size_px, size_px, (int) stride);
  cairo_t *cr = cairo_create (surface);

  cairo_translate (cr, size_px / 2.0, size_px / 2.0);
  cairo_scale (cr, size_px / 2.0, size_px / 2.0);
  draw_mark (cr, verdict);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_autoptr (GBytes) bytes =
    g_bytes_new_take (pixels, stride * (gsize) size_px);
  return gdk_memory_texture_new (size_px, size_px, GDK_MEMORY_DEFAULT, bytes,
                                 stride);
}

void
ts_slide_view_drop_mark_textures (TsSlideView *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->mark_textures); i++)
    g_clear_object (&self->mark_textures[i]);
}

static void
ensure_mark_textures (TsSlideView *self)
{
  int surface_scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  if (self->mark_textures[0] != NULL &&
      self->mark_textures_scale == surface_scale)
    return;

  ts_slide_view_drop_mark_textures (self);
  self->mark_textures_scale = surface_scale;
  for (guint i = 0; i < G_N_ELEMENTS (self->mark_textures); i++)
    self->mark_textures[i] = make_mark_texture ((TsVerdict) i, surface_scale);
}

/* Of the tile's corners in the upright frame, the one that is upper left on the screen. */
static graphene_point_t
find_upper_left (TsSlideView *self, const graphene_rect_t *tile)
{
  graphene_point_t best = tile->origin;
  float best_sum = INFINITY;

  for (int i = 0; i < 4; i++) {
    graphene_point_t corner = GRAPHENE_POINT_INIT (
      tile->origin.x + (i % 2 == 1 ? tile->size.width : 0),
      tile->origin.y + (i / 2 == 1 ? tile->size.height : 0));
    graphene_point_t seen = ts_slide_view_turn_point (self, corner);
    if (seen.x + seen.y < best_sum - 0.5f) {
      best_sum = seen.x + seen.y;
      best = corner;
    }
  }
  return best;
}

/* In the upper left corner of the tile, so that the middle stays free for the eye; upright,
 * however the slide is turned. */
static void
append_mark (TsSlideView *self,
             GtkSnapshot *snapshot,
             const TsPixelSnap *snap,
             const TsTileMark *mark)
{
  graphene_rect_t tile = ts_pixel_snap_rect (snap, mark->tile_l0);
  graphene_point_t corner = find_upper_left (self, &tile);
  float size = MIN (tile.size.width, tile.size.height) * 0.6f;
  float inset = size >= MARK_SIZE_VIEW ? 4 : 0;

  size = CLAMP (size, MIN_MARK_SIZE_VIEW, MARK_SIZE_VIEW);
  float inwards = inset + size / 2;
  graphene_point_t middle = ts_slide_view_turn_point (
    self, GRAPHENE_POINT_INIT (
            corner.x + (corner.x > tile.origin.x ? -inwards : inwards),
            corner.y + (corner.y > tile.origin.y ? -inwards : inwards)));
  graphene_rect_t bounds =
    GRAPHENE_RECT_INIT (middle.x - size / 2, middle.y - size / 2, size, size);
  gtk_snapshot_append_texture (snapshot, self->mark_textures[mark->verdict],
                               &bounds);
}

void
ts_slide_view_paint_marks (TsSlideView *self, GtkSnapshot *snapshot)
{
  TsPixelSnap snap = ts_slide_view_get_snap (self);

  if (self->marks->len > 0)
    ensure_mark_textures (self);
  for (guint i = 0; i < self->marks->len; i++) {
    const TsTileMark *mark = &g_array_index (self->marks, TsTileMark, i);
    if (ts_viewport_sees (&self->viewport, mark->tile_l0))
      append_mark (self, snapshot, &snap, mark);
  }
}

static void
append_frame (GtkSnapshot *snapshot,
              const graphene_rect_t *bounds,
              float width,
              GdkRGBA colour)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, bounds, 0);
  gtk_snapshot_append_border (snapshot, &outline,
                              (float[4]){ width, width, width, width },
                              (GdkRGBA[4]){ colour, colour, colour, colour });
}

/* Black within white: seen on tissue, on glass and on any overlay colour. */
void
ts_slide_view_paint_selection (TsSlideView *self, GtkSnapshot *snapshot)
{
  if (!self->has_selection)
    return;
  TsPixelSnap snap = ts_slide_view_get_snap (self);
  graphene_rect_t bounds = ts_pixel_snap_rect (&snap, self->selection_l0);

  gtk_snapshot_save (snapshot);
  ts_slide_view_turn_snapshot (self, snapshot);
  graphene_rect_inset (&bounds, -3, -3);
  append_frame (snapshot, &bounds, 4, (GdkRGBA){ 0, 0, 0, 0.85f });
  graphene_rect_inset (&bounds, 1, 1);
  append_frame (snapshot, &bounds, 2, (GdkRGBA){ 1, 1, 1, 1 });
  gtk_snapshot_restore (snapshot);
}
