/* Our side of run-peers, as a program that waits to be told: bench-network MODEL [WORKERS].
 * Each worker is a thread with an executor of its own. It says "ready SHAPE", then answers
 * each line of its input:
 *   run SECONDS   ran TILES TILES-PER-SECOND CPU-SECONDS
 *   output        output VALUE VALUE ...
 * and ends with its input. The rate is the sum over the workers, each by its own clock, so
 * that it does not depend on which of them ends last.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* CLOCK_PROCESS_CPUTIME_ID */

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/base/parse.h"
#include "core/model/model.h"

#define MAX_WORKERS 256
#define MAX_SECONDS 3600
#define IMAGE_SEED  1

typedef struct {
  TsExecutor *executor;
  double seconds;
  guint n_tiles;
  double tiles_per_second;
} Worker;

static double
get_cpu_seconds (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

/* -1 to 1, the same image as in peer-onnxruntime.cjs: a linear congruential generator
 * (constants: Numerical Recipes), whose upper 24 bits a float holds exactly. */
static void
fill_image (float *values, gsize n)
{
  guint32 state = IMAGE_SEED;

  for (gsize i = 0; i < n; i++) {
    state = state * 1664525u + 1013904223u;
    values[i] = (float) (state >> 8) / (float) (1 << 23) - 1;
  }
}

static gpointer
run_worker (gpointer user_data)
{
  Worker *worker = user_data;
  gint64 begin = g_get_monotonic_time (), now = begin;
  gint64 end = begin + (gint64) (worker->seconds * G_USEC_PER_SEC);

  worker->n_tiles = 0;
  do {
    ts_executor_run (worker->executor);
    worker->n_tiles++;
    now = g_get_monotonic_time ();
  } while (now < end);
  worker->tiles_per_second =
    worker->n_tiles * 1e6 / (double) MAX (now - begin, 1);
  return NULL;
}

static void
answer_run (Worker *workers, guint n_workers, double seconds)
{
  g_autofree GThread **threads = g_new (GThread *, n_workers);
  double cpu_begin = get_cpu_seconds (), rate = 0;
  guint n_tiles = 0;

  for (guint i = 0; i < n_workers; i++) {
    workers[i].seconds = seconds;
    threads[i] = g_thread_new ("network", run_worker, &workers[i]);
  }
  for (guint i = 0; i < n_workers; i++) {
    g_thread_join (threads[i]);
    n_tiles += workers[i].n_tiles;
    rate += workers[i].tiles_per_second;
  }
  g_print ("ran %u %.4f %.4f\n", n_tiles, rate, get_cpu_seconds () - cpu_begin);
}

static void
answer_output (const TsNetwork *network, Worker *worker)
{
  gsize n = 0;
  const float *values;

  ts_shape_count (ts_network_get_output_shape (network, 0), &n);
  ts_executor_run (worker->executor);
  values = ts_executor_get_output (worker->executor, 0);
  g_print ("output");
  for (gsize i = 0; i < n; i++)
    g_print (" %.9g", (double) values[i]);
  g_print ("\n");
}

/* FALSE for a line that is none of ours. */
static gboolean
answer (const char *line, const TsNetwork *network, GArray *workers)
{
  double seconds;

  if (g_str_has_prefix (line, "run ") &&
      ts_parse_double (line + strlen ("run "), 0, MAX_SECONDS, &seconds))
    answer_run ((Worker *) workers->data, workers->len, seconds);
  else if (g_str_equal (line, "output"))
    answer_output (network, &g_array_index (workers, Worker, 0));
  else
    return FALSE;
  fflush (stdout);
  return TRUE;
}

static int
serve (TsNetwork *network, GArray *workers)
{
  g_autofree char *shape =
    ts_shape_to_text (ts_network_get_input_shape (network, 0));
  char line[64];

  g_print ("ready %s\n", shape);
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL) {
    g_strchomp (line);
    if (!answer (line, network, workers)) {
      g_printerr ("'%s' is neither 'run SECONDS' nor 'output'\n", line);
      return 2;
    }
  }
  return 0;
}

static gboolean
add_worker (GArray *workers, TsNetwork *network, GError **error)
{
  Worker worker = { .executor = ts_executor_new (network, error) };
  gsize n = 0;

  if (worker.executor == NULL)
    return FALSE;
  ts_shape_count (ts_network_get_input_shape (network, 0), &n);
  fill_image (ts_executor_get_input (worker.executor, 0), n);
  g_array_append_val (workers, worker);
  return TRUE;
}

static void
clear_worker (gpointer worker)
{
  ts_executor_free (((Worker *) worker)->executor);
}

int
main (int argc, char **argv)
{
  g_autoptr (GArray) workers = g_array_new (FALSE, FALSE, sizeof (Worker));
  g_autoptr (TsModel) model = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_workers = 1;

  if (argc < 2 || argc > 3 ||
      (argc == 3 && !ts_parse_int (argv[2], 1, MAX_WORKERS, &n_workers))) {
    g_printerr ("usage: bench-network MODEL [WORKERS]\n");
    return 2;
  }
  g_array_set_clear_func (workers, clear_worker);
  model = ts_model_load (argv[1], NULL, NULL, &error);
  for (gint64 i = 0; i < n_workers && error == NULL; i++)
    add_worker (workers, ts_model_get_network (model), &error);
  if (error != NULL) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  return serve (ts_model_get_network (model), workers);
}
