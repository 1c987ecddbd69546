/* MaxPool, AveragePool and the global pools against their naive twins.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tests/core/nn/net-case.h"

/* A window's sum in float; a maximum is exact. */
#define BOUND 1e-6

static void
check_pool (const RefWindow *window,
            TsShape shape,
            gboolean is_max,
            guint64 seed)
{
  g_autoptr (NetCase) c = net_case_new (19, seed);
  const RefTensor *x = net_case_input (c, "x", shape);
  const gint64 pads[] = { window->before[0], window->before[1],
                          window->after[0], window->after[1] };
  TsNode *node =
    net_case_node (c, is_max ? "MaxPool" : "AveragePool", "x", "y");

  ts_node_set_ints (node, "kernel_shape", window->kernel, 2);
  ts_node_set_ints (node, "strides", window->stride, 2);
  ts_node_set_ints (node, "dilations", window->dilation, 2);
  ts_node_set_int (node, "ceil_mode", window->is_ceil);
  if (window->auto_pad != NULL)
    ts_node_set_string (node, "auto_pad", window->auto_pad);
  else
    ts_node_set_ints (node, "pads", pads, 4);
  if (!is_max)
    ts_node_set_int (node, "count_include_pad", window->counts_padding);
  net_case_output (c, "y");
  net_case_expect (c, ref_pool (x, window, is_max), is_max ? 0 : BOUND);
}

static void
check_random (TsRandom *random, gboolean is_max, guint64 seed)
{
  static const char *const modes[] = { "SAME_UPPER", "SAME_LOWER", "VALID",
                                       NULL,         NULL,         NULL };
  RefWindow w = { .is_ceil = ts_random_below (random, 2) == 0,
                  .counts_padding = ts_random_below (random, 2) == 0,
                  .auto_pad = modes[ts_random_below (random, 6)] };
  TsShape shape = SHAPE (1 + ts_random_below (random, 2),
                         1 + ts_random_below (random, 3), 0, 0);

  /* Padding of at most half a window always leaves some of the image in it. */
  for (guint i = 0; i < 2; i++) {
    w.kernel[i] = 1 + ts_random_below (random, 5);
    w.stride[i] = 1 + ts_random_below (random, 3);
    w.dilation[i] = w.auto_pad != NULL ? 1 : 1 + ts_random_below (random, 2);
    w.before[i] = ts_random_below (random, (guint32) w.kernel[i] / 2 + 1);
    w.after[i] = ts_random_below (random, (guint32) w.kernel[i] / 2 + 1);
    shape.dims[2 + i] =
      (w.kernel[i] - 1) * w.dilation[i] + 1 + ts_random_below (random, 9);
  }
  check_pool (&w, shape, is_max, seed);
}

static void
test_max_pool (void)
{
  TsRandom random;

  ts_random_init (&random, 2);
  for (guint i = 0; i < 300; i++)
    check_random (&random, TRUE, i);
}

static void
test_average_pool (void)
{
  TsRandom random;

  ts_random_init (&random, 3);
  for (guint i = 0; i < 600; i++)
    check_random (&random, FALSE, i);
}

/* All below zero: padding must not win. */
static void
test_max_pool_does_not_see_the_padding (void)
{
  g_autoptr (NetCase) c = net_case_new (8, 1);
  const RefWindow window = { .kernel = { 3, 3 },
                             .stride = { 1, 1 },
                             .dilation = { 1, 1 },
                             .before = { 1, 1 },
                             .after = { 1, 1 } };
  const gint64 ones[] = { 1, 1, 1, 1 };
  const RefTensor *x;
  TsNode *node;

  c->low = -1e30;
  c->high = -1e29;
  x = net_case_input (c, "x", SHAPE (1, 1, 4, 4));
  node = net_case_node (c, "MaxPool", "x", "y");
  ts_node_set_ints (node, "kernel_shape", window.kernel, 2);
  ts_node_set_ints (node, "pads", ones, 4);
  net_case_output (c, "y");
  net_case_expect (c, ref_pool (x, &window, TRUE), 0);
}

static void
check_global (const char *op, gboolean is_max)
{
  g_autoptr (NetCase) c = net_case_new (13, 4);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 5, 9, 7));

  net_case_node (c, op, "x", "y");
  net_case_output (c, "y");
  net_case_expect (c, ref_global_pool (x, is_max), is_max ? 0 : 1e-7);
}

static void
test_global_pools (void)
{
  check_global ("GlobalAveragePool", FALSE);
  check_global ("GlobalMaxPool", TRUE);
}

/* 11 channels are a whole vector and a rest; a row of 9 pixels. */
#define N_CHANNELS 11
#define N_PIXELS   9

/* The pixel at `hole` of every second channel is not a number, and so are the outputs whose
 * window of n_window pixels has it, and only those. */
static void
check_hole (const char *op, guint n_window, guint hole, guint flags)
{
  const gint64 kernel[] = { 1, (gint64) n_window };
  const guint n_out = N_PIXELS - n_window + 1;
  g_autoptr (NetCase) c = net_case_new (13, 5);
  RefTensor *x =
    (RefTensor *) net_case_input (c, "x", SHAPE (1, N_CHANNELS, 1, N_PIXELS));
  TsNode *node = net_case_node (c, op, "x", "y");
  const RefTensor *y;

  if (g_str_equal (op, "MaxPool"))
    ts_node_set_ints (node, "kernel_shape", kernel, 2);
  net_case_output (c, "y");
  for (guint i = 0; i < N_CHANNELS; i += 2)
    x->values[i * N_PIXELS + hole] = NAN;
  c->flags = flags;
  net_case_run (c);
  y = c->results->pdata[0];
  g_assert_cmpuint (y->n, ==, N_CHANNELS * n_out);
  for (guint i = 0; i < y->n; i++) {
    const guint first = i % n_out;
    const gboolean is_hit =
      i / n_out % 2 == 0 && first <= hole && hole < first + n_window;

    g_assert_cmpint (isnan (y->values[i]) != 0, ==, is_hit);
  }
}

/* Wherever in its window it stands. */
static void
test_not_a_number_is_the_largest (void)
{
  static const guint flags[] = { 0, TS_PLAN_PORTABLE };

  for (guint hole = 0; hole < N_PIXELS; hole++)
    for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
      check_hole ("MaxPool", 3, hole, flags[i]);
      check_hole ("GlobalMaxPool", N_PIXELS, hole, flags[i]);
    }
}

static NetCase *
new_max_pool (TsNode **out_node, const char *outputs)
{
  const gint64 kernel[] = { 2, 2 };
  NetCase *c = net_case_new (12, 1);

  net_case_input (c, "x", SHAPE (1, 1, 4, 4));
  *out_node = net_case_node (c, "MaxPool", "x", outputs);
  ts_node_set_ints (*out_node, "kernel_shape", kernel, 2);
  net_case_output (c, "y");
  return c;
}

static void
test_refuses_padding_that_hides_the_image (void)
{
  TsNode *node;
  g_autoptr (NetCase) c = new_max_pool (&node, "y");
  const gint64 pads[] = { 2, 0, 0, 0 };

  ts_node_set_ints (node, "pads", pads, 4);
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'maxpool' (MaxPool): its padding is so wide that a "
                   "window covers no input");
}

static void
test_refuses_missing_kernel_shape (void)
{
  g_autoptr (NetCase) c = net_case_new (12, 1);

  net_case_input (c, "x", SHAPE (1, 1, 4, 4));
  net_case_node (c, "AveragePool", "x", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'averagepool' (AveragePool): the attribute "
                   "'kernel_shape' is missing");
}

static void
test_refuses_malformed_lists (void)
{
  TsNode *node;
  g_autoptr (NetCase) c = new_max_pool (&node, "y");
  const gint64 strides[] = { 1, 1, 1 };

  ts_node_set_ints (node, "strides", strides, 3);
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'maxpool' (MaxPool): strides has 3 values and not 2");
}

static void
test_indices_are_refused_only_where_used (void)
{
  TsNode *node;
  g_autoptr (NetCase) c = new_max_pool (&node, "y indices");

  net_case_run (c);
  net_case_node (c, "Relu", "indices", "z");
  net_case_refuse (
    c, TS_ERROR_UNSUPPORTED,
    "node 'relu' (Relu): input 'indices' is an output that is not "
    "computed");
}

static void
test_refuses_column_order (void)
{
  TsNode *node;
  g_autoptr (NetCase) c = new_max_pool (&node, "y");

  ts_node_set_int (node, "storage_order", 1);
  net_case_refuse (
    c, TS_ERROR_UNSUPPORTED,
    "node 'maxpool' (MaxPool): storage_order 1 is not supported");
}

static void
test_refuses_images_beyond_reason (void)
{
  const gint64 kernel[] = { 2, 2 };
  g_autoptr (NetCase) c = net_case_new (12, 1);
  TsNode *node;
  const TsShape shape = SHAPE (1, 1, 1 << 20, 2);

  ts_graph_add_input (c->graph, "x", &shape);
  g_array_append_val (c->shapes, shape);
  node = net_case_node (c, "MaxPool", "x", "y");
  ts_node_set_ints (node, "kernel_shape", kernel, 2);
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_TOO_LARGE,
                   "node 'maxpool' (MaxPool): its input is larger than 65536 "
                   "pixels a side");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pool/max", test_max_pool);
  g_test_add_func ("/pool/average", test_average_pool);
  g_test_add_func ("/pool/max-does-not-see-the-padding",
                   test_max_pool_does_not_see_the_padding);
  g_test_add_func ("/pool/global", test_global_pools);
  g_test_add_func ("/pool/not-a-number-is-the-largest",
                   test_not_a_number_is_the_largest);
  g_test_add_func ("/pool/refuses-padding-that-hides-the-image",
                   test_refuses_padding_that_hides_the_image);
  g_test_add_func ("/pool/refuses-missing-kernel-shape",
                   test_refuses_missing_kernel_shape);
  g_test_add_func ("/pool/refuses-malformed-lists",
                   test_refuses_malformed_lists);
  g_test_add_func ("/pool/indices-are-refused-only-where-used",
                   test_indices_are_refused_only_where_used);
  g_test_add_func ("/pool/refuses-column-order", test_refuses_column_order);
  g_test_add_func ("/pool/refuses-images-beyond-reason",
                   test_refuses_images_beyond_reason);
  return g_test_run ();
}
