/* Runs: the same bytes from any number of executors, and no allocation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* dladdr */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "tests/core/nn/net-case.h"

/* Counting means taking the place of malloc, which a sanitizer does already. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
  !defined(__GLIBC__)
  #define COUNTS_ALLOCATIONS 0
#else
  #define COUNTS_ALLOCATIONS 1

static gint n_allocations, is_counting;

extern void *__libc_malloc (size_t n);
extern void *__libc_calloc (size_t n, size_t size);
extern void *__libc_realloc (void *p, size_t n);
extern void *__libc_memalign (size_t alignment, size_t n);

/* Those of BLAS are not ours: on processors with AVX-512, OpenBLAS 0.3.21 allocates a few
 * bytes in each small product. */
static void
count (const void *caller)
{
  Dl_info place;

  if (g_atomic_int_get (&is_counting) == 0)
    return;
  if (dladdr (caller, &place) == 0 || place.dli_fname == NULL ||
      strstr (place.dli_fname, "blas") == NULL)
    g_atomic_int_inc (&n_allocations);
}

void *
malloc (size_t n)
{
  count (__builtin_return_address (0));
  return __libc_malloc (n);
}

void *
calloc (size_t n, size_t size)
{
  count (__builtin_return_address (0));
  return __libc_calloc (n, size);
}

void *
realloc (void *p, size_t n)
{
  count (__builtin_return_address (0));
  return __libc_realloc (p, n);
}

int
posix_memalign (void **out, size_t alignment, size_t n)
{
  count (__builtin_return_address (0));
  *out = __libc_memalign (alignment, n);
  return *out != NULL ? 0 : ENOMEM;
}
#endif

static void
add_conv (NetCase *c, const char *names, gint64 in, gint64 out, gint64 groups)
{
  g_auto (GStrv) parts = g_strsplit (names, " ", 4);
  g_autofree char *inputs = g_strdup_printf ("%s %s", parts[0], parts[1]);
  const gint64 pads[] = { 1, 1, 1, 1 };
  TsNode *node;

  net_case_constant (c, parts[1], SHAPE (out, in / groups, 3, 3));
  node = net_case_node (c, "Conv", inputs, parts[2]);
  ts_node_set_ints (node, "pads", pads, 4);
  ts_node_set_int (node, "group", groups);
}

/* A little of everything that networks for tiles are made of. */
static NetCase *
new_network (void)
{
  const gint64 window[] = { 3, 3 }, two[] = { 2, 2 };
  NetCase *c = net_case_new (13, 1);
  TsNode *node;

  c->low = -0.1;
  c->high = 0.1;
  net_case_input (c, "x", SHAPE (1, 3, 64, 64));
  add_conv (c, "x w1 a", 3, 16, 1);
  net_case_node (c, "Relu", "a", "b");
  add_conv (c, "b w2 d", 16, 16, 16);
  net_case_node (c, "HardSwish", "d", "e");
  add_conv (c, "e w3 f", 16, 16, 1);
  net_case_node (c, "Add", "f b", "g");
  node = net_case_node (c, "MaxPool", "g", "h");
  ts_node_set_ints (node, "kernel_shape", window, 2);
  ts_node_set_ints (node, "strides", two, 2);
  node = net_case_node (c, "AveragePool", "g", "i");
  ts_node_set_ints (node, "kernel_shape", window, 2);
  ts_node_set_ints (node, "strides", two, 2);
  net_case_node (c, "Concat", "h i", "j");
  add_conv (c, "j w4 k", 32, 24, 1);
  net_case_node (c, "GlobalAveragePool", "k", "l");
  net_case_node (c, "Flatten", "l", "m");
  net_case_constant (c, "fc", SHAPE (24, 5));
  net_case_node (c, "Gemm", "m fc", "n");
  net_case_node (c, "Softmax", "n", "y");
  net_case_output (c, "y");
  net_case_output (c, "k");
  return c;
}

#define N_RUNS    20
#define N_THREADS 4

typedef struct {
  TsNetwork *network;
  float results[N_RUNS][5];
  float sums[N_RUNS];
} Worker;

static void
fill_input (TsExecutor *executor, guint run)
{
  float *x = ts_executor_get_input (executor, 0);
  TsRandom random;

  ts_random_init (&random, run);
  for (guint i = 0; i < 3 * 64 * 64; i++)
    x[i] = (float) ts_random_uniform (&random);
}

static void *
work (void *data)
{
  Worker *worker = data;
  g_autoptr (TsExecutor) executor = ts_executor_new (worker->network, NULL);

  for (guint run = 0; run < N_RUNS; run++) {
    const float *k = ts_executor_get_output (executor, 1);
    float sum = 0;

    fill_input (executor, run);
    ts_executor_run (executor);
    memcpy (worker->results[run], ts_executor_get_output (executor, 0),
            sizeof worker->results[run]);
    for (guint i = 0; i < 24 * 31 * 31; i++)
      sum += k[i];
    worker->sums[run] = sum;
  }
  return NULL;
}

static void
check_threads (guint flags)
{
  g_autoptr (NetCase) c = new_network ();
  g_autoptr (TsNetwork) network = NULL;
  Worker workers[N_THREADS + 1] = { 0 };
  pthread_t threads[N_THREADS];

  c->flags = flags;
  network = net_case_plan (c, NULL);
  for (guint i = 0; i <= N_THREADS; i++)
    workers[i].network = network;
  work (&workers[N_THREADS]);
  for (guint i = 0; i < N_THREADS; i++)
    g_assert_cmpint (pthread_create (&threads[i], NULL, work, &workers[i]), ==,
                     0);
  for (guint i = 0; i < N_THREADS; i++)
    pthread_join (threads[i], NULL);
  for (guint i = 0; i < N_THREADS; i++) {
    g_assert_cmpmem (workers[i].results, sizeof workers[i].results,
                     workers[N_THREADS].results, sizeof workers[i].results);
    g_assert_cmpmem (workers[i].sums, sizeof workers[i].sums,
                     workers[N_THREADS].sums, sizeof workers[i].sums);
  }
  g_assert_false (memcmp (workers[0].results[0], workers[0].results[1],
                          sizeof workers[0].results[0]) == 0);
}

/* With our own kernels, and with BLAS: whichever is installed, also one that is not safe
 * from several threads. */
static void
test_threads_give_the_same_bytes (void)
{
  check_threads (0);
  check_threads (TS_PLAN_PORTABLE);
}

/* What one run leaves in the arena does not reach the next. */
static void
test_runs_do_not_depend_on_each_other (void)
{
  g_autoptr (NetCase) c = new_network ();
  g_autoptr (TsNetwork) network = net_case_plan (c, NULL);
  g_autoptr (TsExecutor) executor = ts_executor_new (network, NULL);
  g_autoptr (TsExecutor) fresh = ts_executor_new (network, NULL);

  for (guint run = 0; run < 5; run++) {
    fill_input (executor, run);
    ts_executor_run (executor);
  }
  fill_input (fresh, 4);
  ts_executor_run (fresh);
  g_assert_cmpmem (ts_executor_get_output (executor, 0), 5 * sizeof (float),
                   ts_executor_get_output (fresh, 0), 5 * sizeof (float));
  ts_executor_run (fresh);
  g_assert_cmpmem (ts_executor_get_output (executor, 0), 5 * sizeof (float),
                   ts_executor_get_output (fresh, 0), 5 * sizeof (float));
}

static void
test_run_allocates_nothing (void)
{
#if COUNTS_ALLOCATIONS
  g_autoptr (NetCase) c = new_network ();
  g_autoptr (TsNetwork) network = net_case_plan (c, NULL);
  g_autoptr (TsExecutor) executor = ts_executor_new (network, NULL);

  fill_input (executor, 1);
  /* The first call of BLAS on a thread may set up its buffers. */
  ts_executor_run (executor);
  g_atomic_int_set (&is_counting, 1);
  g_free (g_malloc (1));
  g_assert_cmpint (g_atomic_int_get (&n_allocations), ==, 1);
  ts_executor_run (executor);
  g_assert_cmpint (g_atomic_int_get (&n_allocations), ==, 1);
  g_atomic_int_set (&is_counting, 0);
#else
  g_test_skip ("a sanitizer has taken the place of malloc");
#endif
}

static void
test_network_outlives_its_graph_and_its_maker (void)
{
  g_autoptr (NetCase) c = new_network ();
  TsNetwork *network = net_case_plan (c, NULL);
  g_autoptr (TsExecutor) executor = ts_executor_new (network, NULL);
  float first;

  fill_input (executor, 1);
  ts_executor_run (executor);
  first = ts_executor_get_output (executor, 0)[0];
  ts_network_unref (network);
  g_clear_pointer (&c, net_case_free);
  ts_executor_run (executor);
  g_assert_cmpfloat (ts_executor_get_output (executor, 0)[0], ==, first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/executor/threads-give-the-same-bytes",
                   test_threads_give_the_same_bytes);
  g_test_add_func ("/executor/runs-do-not-depend-on-each-other",
                   test_runs_do_not_depend_on_each_other);
  g_test_add_func ("/executor/run-allocates-nothing",
                   test_run_allocates_nothing);
  g_test_add_func ("/executor/network-outlives-its-graph-and-its-maker",
                   test_network_outlives_its_graph_and_its_maker);
  return g_test_run ();
}
