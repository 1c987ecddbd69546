/* How much of the bare network's speed a run keeps: bench-tile-run SLIDE [MODEL
 * [WORKERS [SECONDS]]]; without MODEL, with a full-size Inception v3. The network alone and the run take turns, as the machine may have other work;
 * it prints tiles per second, processor time per tile, and their ratios. The second ratio
 * is the one to trust where others use the machine.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* CLOCK_PROCESS_CPUTIME_ID */

#include <stdlib.h>
#include <time.h>

#include "core/analysis/tile-reader.h"
#include "core/analysis/tile-run.h"
#include "core/base/parse.h"
#include "core/tiles/grid.h"
#include "tests/bench/made-inception.h"

#define N_ROUNDS 5

typedef struct {
  TsSlide *slide;
  TsModel *model;
  TsGridSpec grid;
  guint n_workers;
  gint64 round_us;
  gint n_done; /* atomic */
} Bench;

typedef struct {
  double tiles_per_second, cpu_ms_per_tile;
} Speed;

static gint64
get_cpu_us (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static Speed
speed_of (const Bench *bench, gint64 wall_us, gint64 cpu_us)
{
  return (Speed){ bench->n_done * 1e6 / (double) wall_us,
                  (double) cpu_us / 1e3 / bench->n_done };
}

static gpointer
run_bare (gpointer user_data)
{
  Bench *bench = user_data;
  TsNetwork *network = ts_model_get_network (bench->model);
  g_autoptr (TsExecutor) executor = ts_executor_new (network, NULL);
  gint64 end = g_get_monotonic_time () + bench->round_us;

  while (g_get_monotonic_time () < end) {
    ts_executor_run (executor);
    g_atomic_int_inc (&bench->n_done);
  }
  return NULL;
}

/* The network alone, one executor a thread. */
static Speed
measure_bare (Bench *bench)
{
  g_autofree GThread **threads = g_new (GThread *, bench->n_workers);
  gint64 begin = g_get_monotonic_time (), cpu_begin = get_cpu_us ();

  bench->n_done = 0;
  for (guint i = 0; i < bench->n_workers; i++)
    threads[i] = g_thread_new ("bare", run_bare, bench);
  for (guint i = 0; i < bench->n_workers; i++)
    g_thread_join (threads[i]);
  return speed_of (bench, g_get_monotonic_time () - begin,
                   get_cpu_us () - cpu_begin);
}

static gboolean
count_result (const TsTileResult *result, gpointer user_data, GError **error)
{
  Bench *bench = user_data;

  if (result->state == TS_TILE_PREDICTED)
    g_atomic_int_inc (&bench->n_done);
  return TRUE;
}

/* Runs over the whole slide, from first to last tile. */
static Speed
measure_run (Bench *bench)
{
  const TsModelInfo *info = ts_model_get_info (bench->model);
  gint64 spent = 0, cpu_spent = 0;

  bench->n_done = 0;
  while (spent < bench->round_us) {
    g_autoptr (TsPredictionMap) map =
      ts_prediction_map_new (&bench->grid, info->n_classes);
    const TsTileRunParams params = { .slide = bench->slide,
                                     .model = bench->model,
                                     .map = map,
                                     .n_workers = bench->n_workers,
                                     .on_result = count_result,
                                     .user_data = bench };
    g_autoptr (TsTileRun) run = ts_tile_run_new (&params, NULL);
    gint64 begin = g_get_monotonic_time (), cpu_begin = get_cpu_us ();
    ts_tile_run_aim (run, bench->grid.area_l0, TRUE);
    if (!ts_tile_run_wait (run, NULL, NULL))
      g_error ("the run failed");
    spent += g_get_monotonic_time () - begin;
    cpu_spent += get_cpu_us () - cpu_begin;
  }
  return speed_of (bench, spent, cpu_spent);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static double
median (double values[N_ROUNDS])
{
  qsort (values, N_ROUNDS, sizeof *values, compare);
  return values[N_ROUNDS / 2];
}

static void
run_rounds (Bench *bench)
{
  double rates[N_ROUNDS], cpu_shares[N_ROUNDS];

  for (guint i = 0; i < N_ROUNDS; i++) {
    Speed bare = measure_bare (bench), run = measure_run (bench);
    rates[i] = run.tiles_per_second / bare.tiles_per_second;
    cpu_shares[i] = bare.cpu_ms_per_tile / run.cpu_ms_per_tile;
    g_print ("bare %.2f tiles/s, %.1f ms; run %.2f tiles/s, %.1f ms\n",
             bare.tiles_per_second, bare.cpu_ms_per_tile, run.tiles_per_second,
             run.cpu_ms_per_tile);
  }
  g_print (
    "medians of run to bare: %.3f by the clock, %.3f by processor time\n",
    median (rates), median (cpu_shares));
}

int
main (int argc, char **argv)
{
  Bench bench = { 0 };
  gint64 n_workers = g_get_num_processors (), seconds = 5;
  g_auto (TsMadeInception) made = { 0 };
  g_autoptr (GError) error = NULL;
  const TsModelInfo *info = NULL;

  if (argc < 2 || argc > 5 ||
      (argc > 3 && !ts_parse_int (argv[3], 1, 256, &n_workers)) ||
      (argc > 4 && !ts_parse_int (argv[4], 1, 3600, &seconds))) {
    g_printerr ("usage: bench-tile-run SLIDE [MODEL [WORKERS [SECONDS]]]\n");
    return 2;
  }
  bench.n_workers = (guint) n_workers;
  bench.round_us = seconds * G_USEC_PER_SEC;
  bench.slide = ts_slide_open (argv[1], &error);
  if (bench.slide != NULL &&
      (argc > 2 || ts_made_inception_init (&made, &error)))
    bench.model =
      ts_model_load (argc > 2 ? argv[2] : made.path, NULL, NULL, &error);
  info = bench.model != NULL ? ts_model_get_info (bench.model) : NULL;
  if (info == NULL ||
      !ts_grid_spec_init (&bench.grid, ts_slide_get_info (bench.slide),
                          info->patch_px, info->spacing_um, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  run_rounds (&bench);
  ts_model_unref (bench.model);
  ts_slide_unref (bench.slide);
  return 0;
}
