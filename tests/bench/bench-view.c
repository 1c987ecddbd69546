/* How smooth the canvas is: bench-view [SLIDE [ROUNDS]], in a display of its own
 * (tests/bench/run-view). The whole window of the program, 1500x900, opens the slide, and a
 * recorded pan and zoom (view-path.txt) is replayed on it, one place of the path each frame,
 * once on cold tiles and then on warm ones, without and with a run of a full-size Inception
 * v3 on every core; beside it, in turn, a bare GTK program that draws as many ready textures
 * in a window as large along the same path. What is measured of a frame is said in
 * frame-watch.h. Without SLIDE, the real slide of TS_TEST_DATA; skipped where that is absent.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "core/base/parse.h"
#include "tests/bench/bare-canvas.h"
#include "tests/bench/frame-watch.h"
#include "tests/bench/made-inception.h"
#include "tests/bench/order-statistics.h"
#include "tests/bench/view-path.h"
#include "ui/window.h"

#define MESON_SKIP    77
#define WINDOW_WIDTH  1500
#define WINDOW_HEIGHT 900
#define N_OPENS       7
#define MAX_ROUNDS    99
#define MAX_WAIT_US   (60 * G_USEC_PER_SEC)
/* Small tiles, so that the run does not end before the measurement. */
#define RUN_CARD "{\"patch_size_pixels\": 48, \"spacing_um_px\": 0.5}"

typedef struct {
  const char *slide_path;
  AdwApplication *application;
  GSettings *settings;
  TsStore *store;
  TsWorkspace *workspace;
  GtkWidget *window;
  TsSlideView *view;
  GArray *frames; /* of TsViewport */
  GtkWidget *bare_window;
  TsBareCanvas *bare;
} Bench;

static void
iterate_until (gboolean (*is_done) (Bench *bench), Bench *bench)
{
  gint64 end_us = g_get_monotonic_time () + MAX_WAIT_US;

  while (!is_done (bench)) {
    g_main_context_iteration (NULL, TRUE);
    if (g_get_monotonic_time () > end_us)
      g_error ("the window did not come to rest");
  }
}

static gboolean
on_awake (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Opening: from the call to the end of the frame that shows the first pixels, and of the one
 * that is sharp. */
typedef struct {
  gint64 began_us;
  double first_ms, sharp_ms; /* 0: not yet */
  Bench *bench;
} Opening;

static void
on_opening_frame (Opening *self)
{
  double ms = (double) (g_get_monotonic_time () - self->began_us) / 1e3;

  if (ts_workspace_is_opening (self->bench->workspace))
    return;
  if (self->first_ms == 0 && ts_slide_view_has_pixels (self->bench->view))
    self->first_ms = ms;
  if (self->sharp_ms == 0 && ts_slide_view_is_settled (self->bench->view))
    self->sharp_ms = ms;
}

static void
open_once (Bench *bench, double *out_first_ms, double *out_sharp_ms)
{
  Opening opening = { g_get_monotonic_time (), 0, 0, bench };
  GdkFrameClock *clock = gtk_widget_get_frame_clock (bench->window);
  gulong handler = g_signal_connect_swapped (
    clock, "after-paint", G_CALLBACK (on_opening_frame), &opening);

  ts_workspace_open (bench->workspace, bench->slide_path);
  while (opening.sharp_ms == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
  *out_first_ms = opening.first_ms;
  *out_sharp_ms = opening.sharp_ms;
}

static void
measure_opening (Bench *bench)
{
  double first[N_OPENS], sharp[N_OPENS];

  for (guint i = 0; i < N_OPENS; i++)
    open_once (bench, &first[i], &sharp[i]);
  g_print ("opened in the running program, %d times: first pixels after %.0f "
           "ms, sharp after %.0f ms (medians; longest %.0f)\n",
           N_OPENS, ts_order_quantile (first, N_OPENS, 0.5),
           ts_order_quantile (sharp, N_OPENS, 0.5),
           ts_order_quantile (sharp, N_OPENS, 1));
}

/* A replay. */
typedef struct {
  Bench *bench;
  guint frame;
  gboolean is_bare;
} Replay;

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Replay *self = user_data;
  guint frame = self->frame++;

  if (frame >= self->bench->frames->len)
    return G_SOURCE_REMOVE;
  if (self->is_bare) {
    ts_bare_canvas_show_frame (self->bench->bare, frame);
  } else {
    const TsViewport *viewport =
      &g_array_index (self->bench->frames, TsViewport, frame);
    ts_slide_view_set_viewport (self->bench->view, viewport->center_l0,
                                viewport->scale);
  }
  return G_SOURCE_CONTINUE;
}

static TsFrameWatch *
replay (Bench *bench, gboolean is_bare)
{
  Replay replay_state = { bench, 0, is_bare };
  GtkWidget *widget =
    is_bare ? GTK_WIDGET (bench->bare) : GTK_WIDGET (bench->view);
  TsFrameWatch *watch = ts_frame_watch_new (widget);

  gtk_widget_add_tick_callback (widget, on_tick, &replay_state, NULL);
  while (replay_state.frame <= bench->frames->len)
    g_main_context_iteration (NULL, TRUE);
  return watch;
}

static void
print_times (const char *what, const TsFrameWatch *watch)
{
  TsFrameTimes seen = ts_frame_watch_get_intervals (watch);
  TsFrameTimes busy = ts_frame_watch_get_busy (watch);

  g_print ("  %-26s interval %5.1f / %5.1f ms (max %5.1f), over 16.7 ms %3.0f "
           "%%, over 33 ms %4.1f %%; busy %5.1f / %5.1f ms\n",
           what, seen.median_ms, seen.p99_ms, seen.max_ms, 100 * seen.over_60hz,
           100 * seen.over_30hz, busy.median_ms, busy.p99_ms);
}

static double
get_peak_mb (void)
{
  struct rusage usage = { 0 };

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss / 1024;
}

static void
measure_cold (Bench *bench, const char *what)
{
  double first_ms, sharp_ms;

  open_once (bench, &first_ms, &sharp_ms);
  TsSlideViewStats before = ts_slide_view_get_stats (bench->view);
  g_autoptr (TsFrameWatch) watch = replay (bench, FALSE);
  TsSlideViewStats stats = ts_slide_view_get_stats (bench->view);
  guint64 n_needed = stats.n_needed - before.n_needed;
  guint64 n_missing = stats.n_missing - before.n_missing;

  print_times (what, watch);
  g_print ("  %-26s %.1f %% of the tiles needed were there, %.1f %% of the "
           "frames sharp; %" G_GUINT64_FORMAT " tiles asked for, "
           "%" G_GUINT64_FORMAT " read, %" G_GUINT64_FORMAT
           " dropped as stale; peak memory %.0f MB\n",
           "", 100 - 100.0 * (double) n_missing / (double) MAX (n_needed, 1),
           100.0 * (double) (stats.n_sharp_frames - before.n_sharp_frames) /
             (double) MAX (stats.n_frames - before.n_frames, 1),
           stats.n_requested - before.n_requested,
           stats.n_loaded - before.n_loaded, stats.n_dropped - before.n_dropped,
           get_peak_mb ());
}

/* Turns on warm tiles. Beside a run the heat map lies on the tissue, and on the bare program
 * one more texture as large. */
typedef enum {
  TURN_BARE,
  TURN_OURS,
  TURN_BARE_RUN,
  TURN_BARE_MAP_RUN,
  TURN_OURS_RUN,
  N_TURNS
} Turn;

static const char *const turn_names[] = { "bare", "Tessera",
                                          "bare beside a run",
                                          "the same, one map more",
                                          "Tessera with a run" };

typedef struct {
  double median[N_TURNS][MAX_ROUNDS], p99[N_TURNS][MAX_ROUNDS];
  double busy[N_TURNS][MAX_ROUNDS], busy_p99[N_TURNS][MAX_ROUNDS];
} Table;

static void
rest (guint ms)
{
  gint64 end_us = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
}

static void
take_turn (Bench *bench, Turn turn, guint round, Table *table)
{
  gboolean is_bare = turn != TURN_OURS && turn != TURN_OURS_RUN;

  gtk_widget_set_visible (bench->bare_window, is_bare);
  gtk_widget_set_visible (bench->window, !is_bare);
  rest (400);
  ts_bare_canvas_set_overlay (bench->bare, turn == TURN_BARE_MAP_RUN);
  g_autoptr (TsFrameWatch) watch = replay (bench, is_bare);
  TsFrameTimes seen = ts_frame_watch_get_intervals (watch);
  TsFrameTimes busy = ts_frame_watch_get_busy (watch);

  table->median[turn][round] = seen.median_ms;
  table->p99[turn][round] = seen.p99_ms;
  table->busy[turn][round] = busy.median_ms;
  table->busy_p99[turn][round] = busy.p99_ms;
  print_times (turn_names[turn], watch);
}

static double
median_ratio (double (*values)[MAX_ROUNDS], Turn turn, Turn floor, guint n)
{
  double ratios[MAX_ROUNDS];

  for (guint i = 0; i < n; i++)
    ratios[i] = values[turn][i] / values[floor][i];
  return ts_order_quantile (ratios, n, 0.5);
}

static void
print_ratios (Table *table, Turn turn, Turn floor, guint n)
{
  g_print ("  %s to %s, medians of %u turns: interval median %.2fx, p99 %.2fx; "
           "busy median %.2fx, p99 %.2fx\n",
           turn_names[turn], turn_names[floor], n,
           median_ratio (table->median, turn, floor, n),
           median_ratio (table->p99, turn, floor, n),
           median_ratio (table->busy, turn, floor, n),
           median_ratio (table->busy_p99, turn, floor, n));
}

static void
make_bare_window (Bench *bench)
{
  g_autoptr (TsPyramid) pyramid =
    ts_pyramid_new (ts_workspace_get_slide (bench->workspace));
  GtkWidget *view = GTK_WIDGET (bench->view);

  bench->bare = TS_BARE_CANVAS (ts_bare_canvas_new (
    pyramid, bench->frames, gtk_widget_get_scale_factor (view)));
  gtk_widget_set_size_request (GTK_WIDGET (bench->bare),
                               gtk_widget_get_width (view),
                               gtk_widget_get_height (view));
  gtk_widget_set_valign (GTK_WIDGET (bench->bare), GTK_ALIGN_END);
  gtk_widget_set_halign (GTK_WIDGET (bench->bare), GTK_ALIGN_START);
  bench->bare_window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (bench->bare_window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (bench->bare_window), WINDOW_WIDTH,
                               WINDOW_HEIGHT);
  gtk_window_set_child (GTK_WINDOW (bench->bare_window),
                        GTK_WIDGET (bench->bare));
}

static gboolean
has_run (Bench *bench)
{
  return ts_workspace_has_run (bench->workspace);
}

static void
start_run (Bench *bench, const TsMadeInception *made)
{
  ts_workspace_load_model (bench->workspace, TS_ROLE_CLASSES, made->path, 0);
  iterate_until (has_run, bench);
  ts_workspace_set_whole_slide (bench->workspace, TRUE);
}

static void
take_turns (Bench *bench, Turn first, Turn last, guint n_rounds, Table *table)
{
  for (guint i = 0; i <= n_rounds; i++)
    for (Turn turn = first; turn <= last; turn++)
      take_turn (bench, turn, i == 0 ? 0 : i - 1, table); /* the first warms */
}

static void
measure_turns (Bench *bench, guint n_rounds, const TsMadeInception *made)
{
  g_autofree Table *table = g_new0 (Table, 1);

  make_bare_window (bench);
  g_print ("warm tiles, %.1f textures a frame:\n",
           ts_bare_canvas_get_n_drawn (bench->bare));
  take_turns (bench, TURN_BARE, TURN_OURS, n_rounds, table);
  print_ratios (table, TURN_OURS, TURN_BARE, n_rounds);
  gtk_widget_set_visible (bench->window, TRUE);
  start_run (bench, made);
  measure_cold (bench, "cold tiles with a run");
  ts_workspace_set_whole_slide (bench->workspace, TRUE);
  take_turns (bench, TURN_BARE_RUN, TURN_OURS_RUN, n_rounds, table);
  print_ratios (table, TURN_OURS_RUN, TURN_BARE_RUN, n_rounds);
  print_ratios (table, TURN_OURS_RUN, TURN_BARE_MAP_RUN, n_rounds);
  print_ratios (table, TURN_OURS_RUN, TURN_BARE, n_rounds);
}

static gboolean
write_card (const TsMadeInception *made, GError **error)
{
  g_autofree char *path =
    g_build_filename (made->folder, "inception-v3.json", NULL);

  return g_file_set_contents (path, RUN_CARD, -1, error);
}

static void
open_window (Bench *bench)
{
  g_autoptr (GError) error = NULL;

  bench->settings = g_settings_new ("io.github.tessera_path.Tessera");
  g_settings_set_int (bench->settings, "window-width", WINDOW_WIDTH);
  g_settings_set_int (bench->settings, "window-height", WINDOW_HEIGHT);
  g_settings_set_boolean (bench->settings, "inspector-visible",
                          g_getenv ("TS_BENCH_INSPECTOR") != NULL);
  bench->store = ts_store_open (NULL, &error);
  if (bench->store == NULL)
    g_error ("%s", error->message);
  bench->workspace = ts_workspace_new (bench->store);
  TsWindowParams params = { bench->application, bench->workspace,
                            bench->settings };
  bench->window = ts_window_new (&params);
  bench->view = ts_window_get_view (TS_WINDOW (bench->window));
  gtk_window_present (GTK_WINDOW (bench->window));
  rest (300);
}

static void
run_bench (Bench *bench, const char *path_file, guint n_rounds)
{
  g_autoptr (GError) error = NULL;
  g_auto (TsMadeInception) made = { 0 };

  if (!ts_made_inception_init (&made, &error) || !write_card (&made, &error))
    g_error ("%s", error->message);
  open_window (bench);
  measure_opening (bench);
  bench->frames = ts_view_path_read (
    path_file,
    ts_slide_get_info (ts_workspace_get_slide (bench->workspace))->bounds_l0,
    gtk_widget_get_width (GTK_WIDGET (bench->view)),
    gtk_widget_get_height (GTK_WIDGET (bench->view)), &error);
  if (bench->frames == NULL)
    g_error ("%s", error->message);
  g_print (
    "%s, canvas of %d x %d, %u frames; median / p99\n",
    G_OBJECT_TYPE_NAME (gtk_native_get_renderer (GTK_NATIVE (bench->window))),
    gtk_widget_get_width (GTK_WIDGET (bench->view)),
    gtk_widget_get_height (GTK_WIDGET (bench->view)), bench->frames->len);
  measure_cold (bench, "cold tiles");
  measure_turns (bench, n_rounds, &made);
  g_autofree char *card =
    g_build_filename (made.folder, "inception-v3.json", NULL);
  remove (card);
}

int
main (int argc, char **argv)
{
  const char *folder = g_getenv ("TS_TEST_DATA");
  const char *sources = g_getenv ("TS_SOURCE_ROOT");
  g_autofree char *slide =
    argc > 1 ? g_strdup (argv[1])
             : g_build_filename (folder != NULL ? folder : "", "slides",
                                 "CMU-1-Small-Region.svs", NULL);
  g_autofree char *path_file = g_build_filename (
    sources != NULL ? sources : ".", "tests", "bench", "view-path.txt", NULL);
  gint64 n_rounds = 5;
  Bench bench = { .slide_path = slide };

  if (!g_file_test (slide, G_FILE_TEST_EXISTS)) {
    g_printerr ("%s is not here\n", slide);
    return argc == 1 ? MESON_SKIP : 1;
  }
  if (argc > 3 ||
      (argc > 2 && !ts_parse_int (argv[2], 1, MAX_ROUNDS, &n_rounds))) {
    g_printerr ("usage: bench-view [SLIDE [ROUNDS]]\n");
    return 2;
  }
  setvbuf (stdout, NULL, _IOLBF, 0);
  bench.application = g_object_new (
    ADW_TYPE_APPLICATION, "flags", G_APPLICATION_NON_UNIQUE,
    "resource-base-path", "/io/github/tessera_path/Tessera", NULL);
  if (!g_application_register (G_APPLICATION (bench.application), NULL, NULL))
    return 1;
  g_timeout_add (20, on_awake, NULL);
  run_bench (&bench, path_file, (guint) n_rounds);
  g_array_unref (bench.frames);
  gtk_window_destroy (GTK_WINDOW (bench.bare_window));
  gtk_window_close (GTK_WINDOW (bench.window));
  g_object_unref (bench.workspace);
  ts_store_unref (bench.store);
  g_object_unref (bench.settings);
  g_object_unref (bench.application);
  return 0;
}
