/* What a heat map costs a frame: bench-heat [ROUNDS], in a display of its own
 * (tests/bench/run-view). The canvas, 1500x900, shows a slide in memory and on it a map of no
 * tiles, of 100 and of 100,000, in turn; the view pans by a few pixels each frame, at a scale
 * that shows the whole of either map. The 100,000 are also shown as a run adds a tile every
 * frame. Frame times as in frame-watch.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "core/base/parse.h"
#include "core/base/random.h"
#include "tests/bench/frame-watch.h"
#include "tests/bench/order-statistics.h"
#include "ui/slide-view.h"

#define WIDTH      1500
#define HEIGHT     900
#define SLIDE_SIDE 2000
#define N_FRAMES   120
#define MAX_ROUNDS 99

typedef enum { MAP_NONE, MAP_SMALL, MAP_LARGE, MAP_GROWING, N_MAPS } Map;

static const char *const map_names[] = { "no map", "100 tiles", "100,000 tiles",
                                         "100,000 and a run" };
static char *class_names[] = { (char *) "A", (char *) "B", NULL };
static const TsModelInfo model = {
  .class_names = class_names,
  .n_classes = 2,
};
static const TsHeatMapStyle style = {
  .layer = { .kind = TS_LAYER_CLASS, .class_index = 0, .name = (char *) "A" },
  .model = &model,
};

typedef struct {
  TsSlideView *view;
  TsPredictionMap *map; /* shown now, or NULL */
  gboolean is_growing;
  guint frame;
} Bench;

static TsPredictionMap *
make_map (guint n_cols, guint n_rows)
{
  TsGridSpec grid = { .patch_px = 1,
                      .spacing_um = 0.5,
                      .mpp_x = 0.5,
                      .mpp_y = 0.5,
                      .area_l0 = { 0, 0, SLIDE_SIDE, SLIDE_SIDE },
                      .step_x = (double) SLIDE_SIDE / n_cols,
                      .step_y = (double) SLIDE_SIDE / n_rows,
                      .n_cols = n_cols,
                      .n_rows = n_rows };
  TsPredictionMap *map = ts_prediction_map_new (&grid, 2);
  TsRandom random;

  ts_random_init (&random, 7);
  for (guint row = 0; row < n_rows; row++)
    for (guint col = 0; col < n_cols; col++) {
      float p = (float) ts_random_uniform (&random);
      float probs[] = { p, 1 - p };
      ts_prediction_map_set (map, col, row, TS_TILE_PREDICTED, probs);
    }
  return map;
}

static TsSlide *
make_slide (void)
{
  gsize n_bytes = (gsize) SLIDE_SIDE * SLIDE_SIDE * 3;
  g_autofree guint8 *rgb = g_malloc (n_bytes);

  for (gsize i = 0; i < n_bytes; i++)
    rgb[i] = (guint8) (i * 2654435761u >> 24);
  return ts_slide_new_from_rgb (rgb, SLIDE_SIDE, SLIDE_SIDE, 0.5);
}

static void
grow (Bench *bench)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (bench->map);
  const float probs[] = { 0.7f, 0.3f };

  ts_prediction_map_set (bench->map, bench->frame % grid->n_cols,
                         bench->frame / grid->n_cols + 20, TS_TILE_PREDICTED,
                         probs);
  ts_slide_view_refresh_heat_map (bench->view, bench->map, &style);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Bench *bench = user_data;
  double offset = (bench->frame % 16) * 3.0;

  if (bench->frame++ >= N_FRAMES)
    return G_SOURCE_REMOVE;
  if (bench->is_growing)
    grow (bench);
  ts_slide_view_set_viewport (
    bench->view, (TsPoint){ SLIDE_SIDE / 2 + offset, SLIDE_SIDE / 2 + offset },
    0.9);
  return G_SOURCE_CONTINUE;
}

static TsFrameTimes
measure (Bench *bench)
{
  g_autoptr (TsFrameWatch) watch =
    ts_frame_watch_new (GTK_WIDGET (bench->view));

  bench->frame = 0;
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->view), on_tick, bench, NULL);
  while (bench->frame <= N_FRAMES)
    g_main_context_iteration (NULL, TRUE);
  return ts_frame_watch_get_busy (watch);
}

static void
show_map (Bench *bench, TsPredictionMap *map)
{
  bench->map = map;
  ts_slide_view_set_heat_map (bench->view, map, map != NULL ? &style : NULL);
}

static void
run_rounds (Bench *bench, guint n_rounds)
{
  g_autoptr (TsPredictionMap) small = make_map (10, 10);
  g_autoptr (TsPredictionMap) large = make_map (400, 250);
  TsPredictionMap *maps[] = { NULL, small, large, large };
  double median[N_MAPS][MAX_ROUNDS], p99[N_MAPS][MAX_ROUNDS];
  double ratio[MAX_ROUNDS];

  for (guint i = 0; i <= n_rounds; i++) /* the first warms */
    for (Map map = MAP_NONE; map < N_MAPS; map++) {
      show_map (bench, maps[map]);
      bench->is_growing = map == MAP_GROWING;
      TsFrameTimes busy = measure (bench);
      median[map][i > 0 ? i - 1 : 0] = busy.median_ms;
      p99[map][i > 0 ? i - 1 : 0] = busy.p99_ms;
    }
  for (Map map = MAP_NONE; map < N_MAPS; map++) {
    for (guint i = 0; i < n_rounds; i++)
      ratio[i] = median[map][i] / median[MAP_SMALL][i];
    g_print ("%-18s busy %5.1f ms median, %5.1f ms p99 a frame; %.2fx of 100 "
             "tiles (medians of %u turns)\n",
             map_names[map], ts_order_quantile (median[map], n_rounds, 0.5),
             ts_order_quantile (p99[map], n_rounds, 0.5),
             ts_order_quantile (ratio, n_rounds, 0.5), n_rounds);
  }
}

int
main (int argc, char **argv)
{
  gint64 n_rounds = 7;
  Bench bench = { 0 };

  if (argc > 2 ||
      (argc > 1 && !ts_parse_int (argv[1], 1, MAX_ROUNDS - 1, &n_rounds))) {
    g_printerr ("usage: bench-heat [ROUNDS]\n");
    return 2;
  }
  gtk_init ();
  g_autoptr (TsSlide) slide = make_slide ();
  GtkWidget *window = gtk_window_new ();
  bench.view = TS_SLIDE_VIEW (ts_slide_view_new ());
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bench.view));
  gtk_window_present (GTK_WINDOW (window));
  ts_slide_view_set_slide (bench.view, slide);
  while (!ts_slide_view_is_settled (bench.view))
    g_main_context_iteration (NULL, TRUE);
  run_rounds (&bench, (guint) n_rounds);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
