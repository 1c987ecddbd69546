/* The canvas, pixel by pixel: no seam, no hole, the right place, at any scale.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "canvas-fixture.h"
#include "core/base/error.h"
#include "core/slide/slide-backend.h"
#include "ui/early-slide.h"
#include "ui/read-failures.h"
#include "ui/texture-cache.h"

#define VIEW_WIDTH   640
#define VIEW_HEIGHT  420
#define SLIDE_WIDTH  2900
#define SLIDE_HEIGHT 2300

static const double scales[] = { 0.11, 0.173, 0.25,  0.3333, 0.5003,
                                 0.61, 0.77,  0.999, 1.0,    1.2345,
                                 1.75, 2.5,   3.3,   0.2071 };

static void
paint_uniform (int x, int y, guint8 *out_rgb)
{
  out_rgb[0] = 200;
  out_rgb[1] = 120;
  out_rgb[2] = 60;
}

/* Smooth, so that any filter gives the same, and different everywhere. */
static void
paint_gradient (int x, int y, guint8 *out_rgb)
{
  out_rgb[0] = (guint8) (x * 255 / SLIDE_WIDTH);
  out_rgb[1] = (guint8) (y * 255 / SLIDE_HEIGHT);
  out_rgb[2] = 90;
}

static gboolean
is_on_slide (const TsViewport *viewport,
             int surface_scale,
             int x,
             int y,
             TsPoint *out_l0)
{
  double margin_l0 = 2 / (viewport->scale * surface_scale);
  TsPoint place = { (x + 0.5) / surface_scale, (y + 0.5) / surface_scale };

  *out_l0 = ts_viewport_to_l0 (viewport, place);
  return out_l0->x > margin_l0 && out_l0->y > margin_l0 &&
         out_l0->x < SLIDE_WIDTH - margin_l0 &&
         out_l0->y < SLIDE_HEIGHT - margin_l0;
}

static guint
count_other_pixels (TsCanvasFixture *fixture, guint32 wanted)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (fixture->view);
  guint n = 0;
  TsPoint place_l0;

  for (int y = 0; y < fixture->height; y++)
    for (int x = 0; x < fixture->width; x++)
      if (is_on_slide (viewport, fixture->surface_scale, x, y, &place_l0) &&
          fixture->pixels[y * fixture->width + x] != wanted)
        n++;
  return n;
}

static void
test_has_no_seams (void)
{
  TsCanvasFixture fixture = { 0 };
  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  g_autoptr (TsSlide) slide =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_uniform);

  ts_slide_view_set_slide (fixture.view, slide);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
    ts_slide_view_set_viewport (
      fixture.view, (TsPoint){ 1400 + i * 17.77, 1100 - i * 9.31 }, scales[i]);
    ts_canvas_fixture_wait_sharp (&fixture);
    g_assert_cmpuint (count_other_pixels (&fixture, 0xffc8783c), ==, 0);
  }
  ts_canvas_fixture_tear_down (&fixture);
}

/* Largest distance of a pixel from the truth, red and green. */
static int
measure_error (TsCanvasFixture *fixture)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (fixture->view);
  int worst = 0;
  TsPoint at;

  for (int y = 0; y < fixture->height; y++)
    for (int x = 0; x < fixture->width; x++) {
      if (!is_on_slide (viewport, fixture->surface_scale, x, y, &at))
        continue;
      guint32 pixel = fixture->pixels[y * fixture->width + x];
      int red = (int) ((pixel >> 16) & 0xff), green = (int) (pixel >> 8 & 0xff);
      int red_true = (int) (at.x * 255 / SLIDE_WIDTH);
      int green_true = (int) (at.y * 255 / SLIDE_HEIGHT);
      worst = MAX (worst, ABS (red - red_true));
      worst = MAX (worst, ABS (green - green_true));
    }
  return worst;
}

static void
test_shows_the_right_place (void)
{
  TsCanvasFixture fixture = { 0 };
  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  g_autoptr (TsSlide) slide =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_gradient);

  ts_slide_view_set_slide (fixture.view, slide);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
    ts_slide_view_set_viewport (
      fixture.view, (TsPoint){ 1333.3 + i * 31.1, 1000 + i * 13.7 }, scales[i]);
    ts_canvas_fixture_wait_sharp (&fixture);
    /* One step of the gradient is 11 pixels of the slide: two for rounding of colour, and
     * a pixel of the screen at the coarsest scale. */
    g_assert_cmpint (measure_error (&fixture), <=, 3);
  }
  ts_canvas_fixture_tear_down (&fixture);
}

/* A jump far in: until the sharp tiles come, coarse ones stand there, not glass. */
static void
test_never_shows_a_hole (void)
{
  TsCanvasFixture fixture = { 0 };
  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  g_autoptr (TsSlide) slide =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_uniform);

  ts_slide_view_set_slide (fixture.view, slide);
  ts_canvas_fixture_wait_sharp (&fixture);
  for (guint i = 0; i < 30; i++) {
    ts_slide_view_set_viewport (
      fixture.view, (TsPoint){ 100 + i * 90.7, 100 + i * 70.3 }, 0.4 + i * 0.1);
    ts_canvas_fixture_shoot (&fixture);
    g_assert_cmpuint (count_other_pixels (&fixture, 0xffc8783c), ==, 0);
  }
  ts_canvas_fixture_tear_down (&fixture);
}

static void
test_moves_as_one_piece (void)
{
  TsCanvasFixture fixture = { 0 };
  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  g_autoptr (TsSlide) slide =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_gradient);

  ts_slide_view_set_slide (fixture.view, slide);
  ts_slide_view_set_viewport (fixture.view, (TsPoint){ 1400.2, 1100.7 }, 0.617);
  ts_canvas_fixture_wait_sharp (&fixture);
  g_autofree guint32 *before = g_steal_pointer (&fixture.pixels);
  ts_slide_view_pan (fixture.view, 7, 3);
  ts_canvas_fixture_wait_sharp (&fixture);
  int dx = 7 * fixture.surface_scale, dy = 3 * fixture.surface_scale;
  for (int y = 0; y < fixture.height - dy; y++)
    for (int x = 0; x < fixture.width - dx; x++)
      g_assert_cmphex (fixture.pixels[y * fixture.width + x], ==,
                       before[(y + dy) * fixture.width + x + dx]);
  ts_canvas_fixture_tear_down (&fixture);
}

static void
test_zooms_to_the_pointer (void)
{
  TsCanvasFixture fixture = { 0 };
  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  g_autoptr (TsSlide) slide =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_gradient);
  TsPoint anchor_view = { 300, 170 };

  ts_slide_view_set_slide (fixture.view, slide);
  TsPoint before =
    ts_viewport_to_l0 (ts_slide_view_get_viewport (fixture.view), anchor_view);
  ts_slide_view_zoom_at (fixture.view, anchor_view, 2.7);
  TsPoint after =
    ts_viewport_to_l0 (ts_slide_view_get_viewport (fixture.view), anchor_view);
  g_assert_cmpfloat_with_epsilon (before.x, after.x, 1e-6);
  g_assert_cmpfloat_with_epsilon (before.y, after.y, 1e-6);
  ts_canvas_fixture_tear_down (&fixture);
}

static void
test_keys_give_magnifications (void)
{
  const double powers[] = { 1.25, 2.5, 5, 10, 20, 40 };
  TsCanvasFixture fixture = { 0 };
  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  g_autoptr (TsSlide) slide =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_gradient);

  ts_slide_view_set_slide (fixture.view, slide);
  double fitted = ts_slide_view_get_power (fixture.view);
  for (guint i = 1; i < G_N_ELEMENTS (powers); i++) {
    g_assert_true (ts_slide_view_handle_key (fixture.view, GDK_KEY_1 + i, 0));
    /* Half of the fitted size is the least. */
    double wanted = MAX (powers[i], fitted / 2);
    g_assert_cmpfloat_with_epsilon (ts_slide_view_get_power (fixture.view),
                                    wanted, 1e-9);
  }
  g_assert_true (ts_slide_view_handle_key (fixture.view, GDK_KEY_0, 0));
  g_assert_cmpfloat_with_epsilon (ts_slide_view_get_power (fixture.view),
                                  fitted, 1e-9);
  g_assert_false (ts_slide_view_handle_key (fixture.view, GDK_KEY_7, 0));
  g_assert_false (
    ts_slide_view_handle_key (fixture.view, GDK_KEY_1, GDK_CONTROL_MASK));
  ts_canvas_fixture_tear_down (&fixture);
}

static void
test_arrows_move_the_view (void)
{
  TsCanvasFixture fixture = { 0 };
  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  g_autoptr (TsSlide) slide =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_gradient);

  ts_slide_view_set_slide (fixture.view, slide);
  ts_slide_view_handle_key (fixture.view, GDK_KEY_5, 0);
  TsPoint before = ts_slide_view_get_viewport (fixture.view)->center_l0;
  ts_slide_view_handle_key (fixture.view, GDK_KEY_Right, 0);
  ts_slide_view_handle_key (fixture.view, GDK_KEY_Down, 0);
  TsPoint after = ts_slide_view_get_viewport (fixture.view)->center_l0;
  g_assert_cmpfloat (after.x, >, before.x);
  g_assert_cmpfloat (after.y, >, before.y);
  ts_slide_view_handle_key (fixture.view, GDK_KEY_Left, GDK_SHIFT_MASK);
  TsPoint paged = ts_slide_view_get_viewport (fixture.view)->center_l0;
  g_assert_cmpfloat (after.x - paged.x, >, VIEW_WIDTH / 2);
  ts_canvas_fixture_tear_down (&fixture);
}

static void
on_held (TsSlideView *view, gboolean is_hidden, gpointer user_data)
{
  *(int *) user_data += is_hidden ? 1 : 100;
}

static void
test_h_hides_while_held (void)
{
  TsCanvasFixture fixture = { 0 };
  int told = 0;
  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  g_autoptr (TsSlide) slide =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_gradient);

  ts_slide_view_set_slide (fixture.view, slide);
  g_signal_connect (fixture.view, "overlay-held", G_CALLBACK (on_held), &told);
  ts_slide_view_handle_key (fixture.view, GDK_KEY_h, 0);
  ts_slide_view_handle_key (fixture.view, GDK_KEY_h, 0);
  g_assert_cmpint (told, ==, 1);
  ts_slide_view_handle_key_release (fixture.view, GDK_KEY_h);
  ts_slide_view_handle_key_release (fixture.view, GDK_KEY_h);
  g_assert_cmpint (told, ==, 101);
  ts_canvas_fixture_tear_down (&fixture);
}

/* Two canvases that show one slide read each tile once; the last to leave takes them out. */
static void
test_canvases_share_tiles (void)
{
  TsCanvasFixture one = { 0 }, other = { 0 };
  TsTileCache *cache = ts_texture_cache_get ();
  gsize n_bytes_before = ts_tile_cache_get_n_bytes (cache);
  g_autoptr (TsSlide) slide =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_uniform);

  ts_canvas_fixture_set_up (&one, VIEW_WIDTH, VIEW_HEIGHT);
  ts_canvas_fixture_set_up (&other, VIEW_WIDTH, VIEW_HEIGHT);
  ts_slide_view_set_slide (one.view, slide);
  ts_canvas_fixture_wait_sharp (&one);
  while (!ts_slide_view_is_idle (one.view))
    g_usleep (2000);
  gsize n_bytes = ts_tile_cache_get_n_bytes (cache);
  ts_slide_view_set_slide (other.view, slide);
  ts_canvas_fixture_shoot (&other);
  g_assert_true (ts_slide_view_is_sharp (other.view));
  g_assert_cmpuint (count_other_pixels (&other, 0xffc8783c), ==, 0);
  g_assert_cmpuint (ts_slide_view_get_stats (other.view).n_requested, ==, 0);
  g_assert_cmpuint (ts_tile_cache_get_n_bytes (cache), ==, n_bytes);
  ts_slide_view_set_slide (one.view, NULL);
  g_assert_cmpuint (ts_tile_cache_get_n_bytes (cache), ==, n_bytes);
  ts_slide_view_set_slide (other.view, NULL);
  g_assert_cmpuint (ts_tile_cache_get_n_bytes (cache), ==, n_bytes_before);
  ts_canvas_fixture_tear_down (&one);
  ts_canvas_fixture_tear_down (&other);
}

static void
test_limit_of_the_cache (void)
{
  TsTileCache *cache = ts_texture_cache_get ();

  ts_texture_cache_set_limit (300);
  g_assert_cmpuint (ts_tile_cache_get_byte_budget (cache), ==, 300u << 20);
  ts_texture_cache_set_limit (0);
  g_assert_cmpuint (ts_tile_cache_get_byte_budget (cache), >=, 256u << 20);
  g_assert_cmpuint (ts_tile_cache_get_byte_budget (cache), <=, 1024u << 20);
}

/* What was opened early is claimed once, by its path, and its tiles are there at once. */
static void
test_early_slide (void)
{
  g_autofree char *path = g_test_build_filename (
    G_TEST_DIST, "resources", "demo", "demo-slide.tiff", NULL);
  TsCanvasFixture fixture = { 0 };

  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  ts_early_slide_begin (path);
  g_assert_null (ts_early_slide_claim ("another.svs"));
  TsEarlySlide *early = ts_early_slide_claim (path);
  g_assert_nonnull (early);
  g_assert_null (ts_early_slide_claim (path));
  g_autoptr (TsSlide) slide = ts_early_slide_wait (early);
  g_assert_nonnull (slide);
  ts_slide_view_set_slide (fixture.view, slide);
  ts_canvas_fixture_wait_sharp (&fixture);
  ts_early_slide_unref (early);
  ts_early_slide_end ();
  ts_canvas_fixture_tear_down (&fixture);
}

/* A file that is no slide gives none, and nothing is left behind. */
static void
test_early_slide_that_is_none (void)
{
  ts_early_slide_begin ("/there/is/no/such.svs");
  TsEarlySlide *early = ts_early_slide_claim ("/there/is/no/such.svs");
  g_assert_null (ts_early_slide_wait (early));
  ts_early_slide_unref (early);
  ts_early_slide_end ();
  ts_early_slide_begin ("/nobody/claims/this.svs");
  ts_early_slide_end ();
}

static void
test_another_slide_takes_its_place (void)
{
  TsCanvasFixture fixture = { 0 };
  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  g_autoptr (TsSlide) first =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_gradient);
  g_autoptr (TsSlide) second =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_uniform);

  ts_slide_view_set_slide (fixture.view, first);
  ts_canvas_fixture_shoot (&fixture);
  ts_slide_view_set_slide (fixture.view, second);
  ts_canvas_fixture_wait_sharp (&fixture);
  g_assert_cmpuint (count_other_pixels (&fixture, 0xffc8783c), ==, 0);
  ts_slide_view_set_slide (fixture.view, NULL);
  ts_canvas_fixture_shoot (&fixture);
  /* Nothing of a slide: all is as it is around one. */
  for (int i = 1; i < fixture.height * fixture.width; i++)
    if (fixture.pixels[i] != fixture.pixels[0])
      g_error ("pixel %d is 0x%08x", i, fixture.pixels[i]);
  g_assert_cmphex (fixture.pixels[0], !=, 0xffc8783c);
  ts_canvas_fixture_tear_down (&fixture);
}

static void
test_shows_a_real_slide (void)
{
  const char *folder = g_getenv ("TS_TEST_DATA");
  g_autofree char *path = g_build_filename (
    folder != NULL ? folder : "", "slides", "CMU-1-Small-Region.svs", NULL);
  g_autoptr (GError) error = NULL;
  TsCanvasFixture fixture = { 0 };

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_test_skip ("CMU-1-Small-Region.svs is not here");
    return;
  }
  g_autoptr (TsSlide) slide = ts_slide_open (path, &error);
  g_assert_no_error (error);
  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  ts_slide_view_set_slide (fixture.view, slide);
  /* The power at which a pixel of the screen is a pixel of the file. */
  ts_slide_view_set_power (fixture.view, 20.0 / gtk_widget_get_scale_factor (
                                                  GTK_WIDGET (fixture.view)));
  ts_canvas_fixture_wait_sharp (&fixture);
  const TsViewport *viewport = ts_slide_view_get_viewport (fixture.view);
  TsRect seen = ts_viewport_get_visible_l0 (viewport);
  gsize n_bytes = (gsize) fixture.width * (gsize) fixture.height * 4;
  g_autofree guint32 *wanted = g_malloc (n_bytes);
  TsSlideRegion region = { 0, (gint64) round (seen.x), (gint64) round (seen.y),
                           fixture.width, fixture.height };
  g_assert_true (ts_slide_read_region (slide, &region, wanted, &error));
  g_assert_cmpmem (fixture.pixels, n_bytes, wanted, n_bytes);
  ts_canvas_fixture_tear_down (&fixture);
}

/* A slide that is broken from BROKEN_X to the right. */
#define BROKEN_X 1024

static gboolean
read_left_only (gpointer backend,
                const TsSlideRegion *region,
                guint32 *out_argb,
                GError **error)
{
  if (region->x_l0 + region->width_lv > BROKEN_X) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_READ, "bogus marker");
    return FALSE;
  }
  for (gint64 i = 0; i < region->width_lv * region->height_lv; i++)
    out_argb[i] = 0xffc8783c;
  return TRUE;
}

static void
free_nothing (gpointer backend)
{
}

static TsSlide *
make_broken_slide (void)
{
  static const TsSlideOps ops = { read_left_only, free_nothing };
  const TsSlideLevel level = { 2048, 1024, 1 };
  TsSlideInfo *info = g_new0 (TsSlideInfo, 1);

  info->vendor = g_strdup ("test");
  info->identity = g_strdup ("test:broken");
  info->width_px = level.width_px;
  info->height_px = level.height_px;
  info->n_levels = 1;
  info->mpp_x = info->mpp_y = 0.5;
  info->bounds_l0 = (TsRect){ 0, 0, 2048, 1024 };
  info->background_rgb = 0xffffff;
  return ts_slide_new (&ops, NULL, info, &level, NULL);
}

static void
wait_settled (TsCanvasFixture *fixture)
{
  for (int i = 0; i < 2000 && !ts_slide_view_is_settled (fixture->view); i++) {
    while (g_main_context_iteration (NULL, FALSE))
      ;
    ts_canvas_fixture_shoot (fixture);
    g_usleep (2000);
  }
  g_assert_true (ts_slide_view_is_settled (fixture->view));
  ts_canvas_fixture_shoot (fixture);
}

/* Left of the edge tissue, right of it nothing but the two greys of the hatching, both. */
static void
test_unreadable_parts_are_hatched (void)
{
  TsCanvasFixture fixture = { 0 };
  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  g_autoptr (TsSlide) slide = make_broken_slide ();
  guint n_tissue = 0, n_ground = 0, n_line = 0, n_other = 0;

  ts_slide_view_set_slide (fixture.view, slide);
  ts_slide_view_set_viewport (fixture.view, (TsPoint){ BROKEN_X, 512 }, 1);
  wait_settled (&fixture);
  for (int y = 0; y < fixture.height; y++)
    for (int x = 0; x < fixture.width; x++) {
      guint32 pixel = fixture.pixels[y * fixture.width + x];
      if (x < fixture.width / 2)
        n_tissue += pixel == 0xffc8783c;
      else if (pixel == 0xffb4b4b4)
        n_ground++;
      else if (pixel == 0xff8a8a8a)
        n_line++;
      else
        n_other++;
    }
  guint half = (guint) (fixture.width * fixture.height / 2);
  g_assert_cmpuint (n_tissue, ==, half);
  g_assert_cmpuint (n_other, ==, 0);
  /* A quarter of the period is line. */
  g_assert_cmpuint (n_line, >, half / 5);
  g_assert_cmpuint (n_line, <, half * 3 / 10);
  g_assert_cmpuint (n_ground + n_line, ==, half);
  ts_canvas_fixture_tear_down (&fixture);
}

/* Told with place and reason, and not asked for again. */
static void
test_unreadable_parts_are_named_once (void)
{
  TsCanvasFixture fixture = { 0 };
  ts_canvas_fixture_set_up (&fixture, VIEW_WIDTH, VIEW_HEIGHT);
  g_autoptr (TsSlide) slide = make_broken_slide ();

  ts_slide_view_set_slide (fixture.view, slide);
  ts_slide_view_set_viewport (fixture.view, (TsPoint){ BROKEN_X, 512 }, 1);
  wait_settled (&fixture);
  g_autoptr (GPtrArray) failures = ts_slide_view_list_failures (fixture.view);
  g_assert_cmpuint (failures->len, >=, 4);
  for (guint i = 0; i < failures->len; i++) {
    const TsReadFailure *failure = failures->pdata[i];
    g_assert_cmpfloat (failure->region_l0.x + failure->region_l0.width, >,
                       BROKEN_X);
    g_assert_nonnull (strstr (failure->reason, "bogus marker"));
  }
  ts_slide_view_pan (fixture.view, 3, 0);
  wait_settled (&fixture);
  ts_slide_view_pan (fixture.view, -3, 0);
  wait_settled (&fixture);
  g_autoptr (GPtrArray) again = ts_slide_view_list_failures (fixture.view);
  g_assert_cmpuint (again->len, ==, failures->len);
  guint n_places = ts_read_failures_count_places (again);
  g_assert_cmpuint (n_places, >=, 4);
  g_assert_cmpuint (n_places, <=, again->len);
  ts_canvas_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide-view/canvases-share-their-tiles",
                   test_canvases_share_tiles);
  g_test_add_func ("/slide-view/the-cache-has-the-limit-wanted",
                   test_limit_of_the_cache);
  g_test_add_func ("/slide-view/a-slide-opened-early-is-shown",
                   test_early_slide);
  g_test_add_func ("/slide-view/what-is-no-slide-is-not-opened-early",
                   test_early_slide_that_is_none);
  g_test_add_func ("/slide-view/has-no-seams", test_has_no_seams);
  g_test_add_func ("/slide-view/shows-the-right-place",
                   test_shows_the_right_place);
  g_test_add_func ("/slide-view/never-shows-a-hole", test_never_shows_a_hole);
  g_test_add_func ("/slide-view/moves-as-one-piece", test_moves_as_one_piece);
  g_test_add_func ("/slide-view/zooms-to-the-pointer",
                   test_zooms_to_the_pointer);
  g_test_add_func ("/slide-view/keys-give-magnifications",
                   test_keys_give_magnifications);
  g_test_add_func ("/slide-view/arrows-move-the-view",
                   test_arrows_move_the_view);
  g_test_add_func ("/slide-view/h-hides-while-held", test_h_hides_while_held);
  g_test_add_func ("/slide-view/another-slide-takes-its-place",
                   test_another_slide_takes_its_place);
  g_test_add_func ("/slide-view/shows-a-real-slide", test_shows_a_real_slide);
  g_test_add_func ("/slide-view/unreadable-parts-are-hatched",
                   test_unreadable_parts_are_hatched);
  g_test_add_func ("/slide-view/unreadable-parts-are-named-once",
                   test_unreadable_parts_are_named_once);
  return g_test_run ();
}
