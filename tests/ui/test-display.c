/* The canvas shown otherwise than the slide is: what is seen changes, by the numbers; what the
 * model reads does not; and nothing flashes meanwhile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "canvas-fixture.h"
#include "core/analysis/tile-reader.h"

#define VIEW_WIDTH  320
#define VIEW_HEIGHT 240
#define SIDE        700 /* more than the view, dense too */
#define PATCH_PX    128

static const TsDisplayLook look = { 0.1, 1.5, 0.8 };

static void
paint_tissue (int x, int y, guint8 *out_rgb)
{
  out_rgb[0] = (guint8) (x * 255 / SIDE);
  out_rgb[1] = (guint8) (y * 255 / SIDE);
  out_rgb[2] = 90;
}

typedef struct {
  TsCanvasFixture canvas;
  TsSlide *slide;
} Desk;

static void
set_up (Desk *self, gconstpointer data)
{
  ts_canvas_fixture_set_up (&self->canvas, VIEW_WIDTH, VIEW_HEIGHT);
  self->slide = ts_canvas_fixture_make_slide (SIDE, SIDE, paint_tissue);
  ts_slide_view_set_slide (self->canvas.view, self->slide);
  /* One device pixel to a slide pixel. */
  ts_slide_view_set_viewport (
    self->canvas.view, (TsPoint){ SIDE / 2, SIDE / 2 },
    1.0 / gtk_widget_get_scale_factor (GTK_WIDGET (self->canvas.view)));
  ts_canvas_fixture_wait_sharp (&self->canvas);
}

static void
tear_down (Desk *self, gconstpointer data)
{
  ts_slide_unref (self->slide);
  ts_canvas_fixture_tear_down (&self->canvas);
}

static guint32 *
copy_pixels (Desk *self)
{
  return g_memdup2 (self->canvas.pixels, (gsize) self->canvas.width *
                                           (gsize) self->canvas.height *
                                           sizeof (guint32));
}

static void
wait_settled (Desk *self)
{
  for (int i = 0; i < 2000 && !ts_slide_view_is_settled (self->canvas.view);
       i++) {
    while (g_main_context_iteration (NULL, FALSE))
      ;
    ts_canvas_fixture_shoot (&self->canvas);
    g_usleep (1000);
  }
  g_assert_true (ts_slide_view_is_settled (self->canvas.view));
  ts_canvas_fixture_shoot (&self->canvas);
}

/* Pixels that are not what the display makes of the raw ones. */
static guint
count_wrong (Desk *self, const guint32 *raw, TsDisplay *display)
{
  guint n_px = (guint) self->canvas.width * (guint) self->canvas.height;
  g_autofree guint32 *expected = g_memdup2 (raw, n_px * sizeof *raw);
  guint n_wrong = 0;

  if (display != NULL)
    ts_display_apply (display, expected, n_px);
  for (guint i = 0; i < n_px; i++)
    n_wrong += self->canvas.pixels[i] != expected[i];
  return n_wrong;
}

static void
test_every_pixel_is_shown_by_the_look (Desk *self, gconstpointer data)
{
  g_autoptr (TsDisplay) display = ts_display_new (&look, NULL, NULL);
  g_autofree guint32 *raw = copy_pixels (self);

  ts_slide_view_set_display (self->canvas.view, display);
  wait_settled (self);
  g_assert_cmpuint (count_wrong (self, raw, display), ==, 0);
  ts_slide_view_set_display (self->canvas.view, NULL);
  wait_settled (self);
  g_assert_cmpuint (count_wrong (self, raw, NULL), ==, 0);
}

/* Each frame is wholly the old one or wholly the new one. */
static void
test_nothing_flashes (Desk *self, gconstpointer data)
{
  g_autoptr (TsDisplay) display = ts_display_new (&look, NULL, NULL);
  g_autofree guint32 *raw = copy_pixels (self);
  gboolean is_new = FALSE;

  ts_slide_view_set_display (self->canvas.view, display);
  for (int i = 0; i < 2000 && !is_new; i++) {
    g_main_context_iteration (NULL, FALSE);
    ts_canvas_fixture_shoot (&self->canvas);
    is_new = count_wrong (self, raw, display) == 0;
    g_assert_true (is_new || count_wrong (self, raw, NULL) == 0);
  }
  g_assert_true (is_new);
}

static void
test_the_last_wish_counts (Desk *self, gconstpointer data)
{
  g_autoptr (TsDisplay) last = ts_display_new (&look, NULL, NULL);
  g_autofree guint32 *raw = copy_pixels (self);

  for (int i = 0; i < 20; i++) {
    g_autoptr (TsDisplay) display =
      ts_display_new (&(TsDisplayLook){ i / 40.0, 1, 1 }, NULL, NULL);
    ts_slide_view_set_display (self->canvas.view, display);
  }
  ts_slide_view_set_display (self->canvas.view, last);
  wait_settled (self);
  g_assert_cmpuint (count_wrong (self, raw, last), ==, 0);
}

static void
test_it_stays_for_the_next_slide (Desk *self, gconstpointer data)
{
  g_autoptr (TsDisplay) display = ts_display_new (&look, NULL, NULL);
  g_autofree guint32 *raw = copy_pixels (self);
  TsViewport viewport = *ts_slide_view_get_viewport (self->canvas.view);

  ts_slide_view_set_display (self->canvas.view, display);
  ts_slide_view_set_slide (self->canvas.view, NULL);
  ts_slide_view_set_slide (self->canvas.view, self->slide);
  ts_slide_view_set_viewport (self->canvas.view, viewport.center_l0,
                              viewport.scale);
  wait_settled (self);
  g_assert_cmpuint (count_wrong (self, raw, display), ==, 0);
}

static GBytes *
read_for_model (Desk *self)
{
  TsGridSpec grid;
  TsTilePixels pixels;

  g_assert_true (ts_grid_spec_init (&grid, ts_slide_get_info (self->slide),
                                    PATCH_PX, 0.5, NULL));
  g_autoptr (TsTileReader) reader = ts_tile_reader_new (self->slide, &grid);
  g_assert_true (ts_tile_reader_read (reader, 1, 2, &pixels, NULL));
  return g_bytes_new (pixels.rgb,
                      (gsize) pixels.width_px * pixels.height_px * 3);
}

static void
test_the_model_gets_the_slides_own_pixels (Desk *self, gconstpointer data)
{
  g_autoptr (TsDisplay) display = ts_display_new (&look, NULL, NULL);
  g_autoptr (GBytes) before = read_for_model (self);
  g_autofree guint32 *raw = copy_pixels (self);

  ts_slide_view_set_display (self->canvas.view, display);
  wait_settled (self);
  g_assert_cmpuint (count_wrong (self, raw, NULL), >, 1000);
  g_autoptr (GBytes) after = read_for_model (self);
  g_assert_true (g_bytes_equal (before, after));
}

#define ADD(name, test) \
  g_test_add ("/display/" name, Desk, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  ADD ("every-pixel-is-shown-by-the-look",
       test_every_pixel_is_shown_by_the_look);
  ADD ("nothing-flashes", test_nothing_flashes);
  ADD ("the-last-wish-counts", test_the_last_wish_counts);
  ADD ("it-stays-for-the-next-slide", test_it_stays_for_the_next_slide);
  ADD ("the-model-gets-the-slides-own-pixels",
       test_the_model_gets_the_slides_own_pixels);
  return g_test_run ();
}
