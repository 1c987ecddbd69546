/* Conv against its naive twin, what is fused into it, and what it refuses.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tests/core/nn/net-case.h"

/* Sums of a few hundred products of numbers below 1, in float; the transforms of Toom-Cook
 * tiles cost a digit. */
#define BOUND 1e-5

typedef struct {
  gint64 n, c, h, w, m, groups;
  gint64 kernel[2], stride[2], dilation[2], pads[4];
  gboolean has_bias;
} Layer;

static void
set_window (TsNode *node, const Layer *l)
{
  ts_node_set_ints (node, "kernel_shape", l->kernel, 2);
  ts_node_set_ints (node, "strides", l->stride, 2);
  ts_node_set_ints (node, "dilations", l->dilation, 2);
  ts_node_set_ints (node, "pads", l->pads, 4);
  ts_node_set_int (node, "group", l->groups);
}

static RefWindow
make_window (const Layer *l)
{
  return (RefWindow){ .kernel = { l->kernel[0], l->kernel[1] },
                      .stride = { l->stride[0], l->stride[1] },
                      .dilation = { l->dilation[0], l->dilation[1] },
                      .before = { l->pads[0], l->pads[1] },
                      .after = { l->pads[2], l->pads[3] } };
}

static RefTensor *
add_layer (NetCase *c, const Layer *l, TsNode **out_node)
{
  const RefWindow window = make_window (l);
  const RefTensor *x = net_case_input (c, "x", SHAPE (l->n, l->c, l->h, l->w));
  const RefTensor *w = net_case_constant (
    c, "w", SHAPE (l->m, l->c / l->groups, l->kernel[0], l->kernel[1]));
  const RefTensor *b =
    l->has_bias ? net_case_constant (c, "b", SHAPE (l->m)) : NULL;

  *out_node = net_case_node (c, "Conv", l->has_bias ? "x w b" : "x w", "y");
  return ref_conv (x, w, b, l->groups, &window);
}

static void
check_layer (const Layer *l, guint64 seed)
{
  g_autoptr (NetCase) c = net_case_new (13, seed);
  TsNode *node;
  RefTensor *expected = add_layer (c, l, &node);

  set_window (node, l);
  net_case_output (c, "y");
  net_case_expect (c, expected, BOUND);
}

/* The kinds of layers of Inception, MobileNet, ResNeXt and ShuffleNet, made small. */
static void
test_layers_of_known_networks (void)
{
  const Layer layers[] = {
    { 1, 3, 29, 29, 8, 1, { 3, 3 }, { 2, 2 }, { 1, 1 }, { 0 }, TRUE },
    { 1, 8, 17, 17, 8, 1, { 1, 7 }, { 1, 1 }, { 1, 1 }, { 0, 3, 0, 3 }, TRUE },
    { 1, 8, 17, 17, 8, 1, { 7, 1 }, { 1, 1 }, { 1, 1 }, { 3, 0, 3, 0 }, TRUE },
    { 1, 8, 35, 35, 5, 1, { 5, 5 }, { 1, 1 }, { 1, 1 }, { 2, 2, 2, 2 }, FALSE },
    { 1, 16, 8, 8, 24, 1, { 1, 1 }, { 1, 1 }, { 1, 1 }, { 0 }, TRUE },
    { 2, 16, 9, 7, 12, 1, { 1, 1 }, { 2, 2 }, { 1, 1 }, { 0 }, TRUE },
    { 1, 16, 8, 8, 24, 2, { 1, 1 }, { 1, 1 }, { 1, 1 }, { 0 }, TRUE },
    { 1, 12, 15, 15, 12, 12, { 3, 3 }, { 2, 2 }, { 1, 1 }, { 1, 1, 1, 1 }, 1 },
    { 1, 6, 15, 15, 18, 6, { 5, 5 }, { 1, 1 }, { 1, 1 }, { 2, 2, 2, 2 }, 0 },
    { 2, 16, 14, 14, 16, 4, { 3, 3 }, { 1, 1 }, { 1, 1 }, { 1, 1, 1, 1 }, 1 },
    { 1, 4, 20, 20, 4, 1, { 3, 3 }, { 1, 1 }, { 4, 4 }, { 4, 4, 4, 4 }, TRUE },
    { 3, 3, 32, 32, 4, 1, { 4, 4 }, { 4, 4 }, { 1, 1 }, { 0 }, TRUE },
    { 1, 64, 60, 60, 4, 1, { 3, 3 }, { 1, 1 }, { 1, 1 }, { 1, 1, 1, 1 }, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    check_layer (&layers[i], i);
}

static void
test_random_layers (void)
{
  TsRandom random;

  ts_random_init (&random, 1);
  for (guint i = 0; i < 300; i++) {
    Layer l = { .n = 1 + ts_random_below (&random, 2),
                .groups = 1 + ts_random_below (&random, 3) };

    l.c = l.groups * (1 + ts_random_below (&random, 4));
    l.m = l.groups * (1 + ts_random_below (&random, 4));
    for (guint k = 0; k < 2; k++) {
      l.kernel[k] = 1 + ts_random_below (&random, 4);
      l.stride[k] = 1 + ts_random_below (&random, 3);
      l.dilation[k] = 1 + ts_random_below (&random, 3);
      l.pads[k] = ts_random_below (&random, 4);
      l.pads[k + 2] = ts_random_below (&random, 4);
    }
    l.h = (l.kernel[0] - 1) * l.dilation[0] + 1 + ts_random_below (&random, 9);
    l.w = (l.kernel[1] - 1) * l.dilation[1] + 1 + ts_random_below (&random, 9);
    l.has_bias = ts_random_below (&random, 2) == 0;
    check_layer (&l, 1000 + i);
  }
}

/* The padding alone is wide enough for the kernel: some windows see nothing of the image. */
static void
test_window_in_the_padding_gives_the_bias (void)
{
  const Layer l = { 1,   2,        1,        1,        2,
                    1,   { 2, 2 }, { 1, 1 }, { 1, 1 }, { 4, 3, 4, 3 },
                    TRUE };

  check_layer (&l, 5);
}

static void
check_auto_pad (const char *auto_pad, gint64 side, gint64 kernel, gint64 stride)
{
  g_autoptr (NetCase) c = net_case_new (11, (guint64) (side * kernel));
  const RefTensor *x = net_case_input (c, "x", SHAPE (1, 2, side, side + 1));
  const RefTensor *w = net_case_constant (c, "w", SHAPE (3, 2, kernel, kernel));
  const RefWindow window = { .kernel = { kernel, kernel },
                             .stride = { stride, stride },
                             .dilation = { 1, 1 },
                             .auto_pad = auto_pad };
  TsNode *node = net_case_node (c, "Conv", "x w", "y");

  ts_node_set_string (node, "auto_pad", auto_pad);
  ts_node_set_ints (node, "strides", window.stride, 2);
  net_case_output (c, "y");
  net_case_expect (c, ref_conv (x, w, NULL, 1, &window), BOUND);
}

static void
test_auto_pad (void)
{
  const char *const modes[] = { "SAME_UPPER", "SAME_LOWER", "VALID" };

  for (guint m = 0; m < G_N_ELEMENTS (modes); m++)
    for (gint64 side = 5; side < 9; side++)
      for (gint64 kernel = 1; kernel < 5; kernel++)
        for (gint64 stride = 1; stride < 4; stride++)
          check_auto_pad (modes[m], side, kernel, stride);
}

static double
keep_between (double v)
{
  return v < 0 ? 0 : v > 0.5 ? 0.5 : v;
}

/* Conv, BatchNormalization, Mul, Add, Clip: one operator is left, between the two that turn
 * the layout, and it gives the same. */
static void
test_takes_in_what_follows (void)
{
  const Layer l = { 2,   4,        9,        9,        6,
                    2,   { 3, 3 }, { 1, 1 }, { 1, 1 }, { 1, 1, 1, 1 },
                    TRUE };
  g_autoptr (NetCase) c = net_case_new (13, 3);
  g_autoptr (TsNetwork) network = NULL;
  g_autoptr (RefTensor) conv = NULL, normal = NULL, scaled = NULL;
  g_autoptr (RefTensor) shifted = NULL;
  const RefTensor *parameters[4], *factor, *shift;
  TsNode *node;

  conv = add_layer (c, &l, &node);
  set_window (node, &l);
  parameters[0] = net_case_constant (c, "scale", SHAPE (6));
  parameters[1] = net_case_constant (c, "bias", SHAPE (6));
  parameters[2] = net_case_constant (c, "mean", SHAPE (6));
  c->low = 0.5;
  parameters[3] = net_case_constant (c, "variance", SHAPE (6));
  factor = net_case_constant (c, "factor", SHAPE (6, 1, 1));
  shift = net_case_constant (c, "shift", SCALAR);
  net_case_node (c, "BatchNormalization", "y scale bias mean variance", "n");
  net_case_node (c, "Mul", "factor n", "s");
  net_case_node (c, "Add", "s shift", "a");
  net_case_constant_from (c, "low", SCALAR, &(double){ 0 });
  net_case_constant_from (c, "high", SCALAR, &(double){ 0.5 });
  net_case_node (c, "Clip", "a low high", "z");
  net_case_output (c, "z");
  normal = ref_batch_norm (conv, parameters, (double) 1e-5f, TRUE);
  scaled = ref_binary (normal, factor, ref_multiply);
  shifted = ref_binary (scaled, shift, ref_add);
  net_case_expect (c, ref_unary (shifted, keep_between), 4 * BOUND);
  network = net_case_plan (c, NULL);
  g_assert_cmpuint (network->ops->len, ==, 3);
  g_assert_cmpstr (ts_network_get_last_op (network), ==, "Clip");
}

static void
refuse (Layer l, TsError code, const char *message)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  TsNode *node;

  net_case_input (c, "x", SHAPE (1, 4, 8, 8));
  net_case_constant (c, "w", SHAPE (6, l.c, 3, 3));
  net_case_constant (c, "b", SHAPE (l.m));
  node = net_case_node (c, "Conv", "x w b", "y");
  set_window (node, &l);
  net_case_output (c, "y");
  net_case_refuse (c, code, message);
}

static void
test_refuses_what_does_not_fit (void)
{
  const Layer good = {
    1, 4, 8, 8, 6, 1, { 3, 3 }, { 1, 1 }, { 1, 1 }, { 0 }, 1
  };
  Layer l = good;

  l.c = 3;
  refuse (l, TS_ERROR_FORMAT,
          "node 'conv' (Conv): kernel has 3 channels for an input of 4");
  l.c = 1;
  l.groups = 2;
  refuse (l, TS_ERROR_FORMAT,
          "node 'conv' (Conv): kernel has 1 channels for an input of 2 in each "
          "group");
  l.groups = 3;
  refuse (l, TS_ERROR_FORMAT,
          "node 'conv' (Conv): 3 groups do not divide 4 input and 6 output "
          "channels");
  l.groups = 0;
  refuse (l, TS_ERROR_FORMAT,
          "node 'conv' (Conv): 0 groups do not divide 4 input and 6 output "
          "channels");
  l = good;
  l.m = 5;
  refuse (l, TS_ERROR_FORMAT,
          "node 'conv' (Conv): bias has 5 values for 6 channels");
  l = good;
  l.kernel[0] = 2;
  refuse (l, TS_ERROR_FORMAT,
          "node 'conv' (Conv): kernel_shape is 2x3, but the kernel is 3x3");
}

static void
test_refuses_impossible_windows (void)
{
  const Layer good = {
    1, 4, 8, 8, 6, 1, { 3, 3 }, { 1, 1 }, { 1, 1 }, { 0 }, 1
  };
  Layer l = good;

  l.stride[1] = 0;
  refuse (l, TS_ERROR_FORMAT, "node 'conv' (Conv): strides 0 is out of range");
  l = good;
  l.dilation[0] = -1;
  refuse (l, TS_ERROR_FORMAT,
          "node 'conv' (Conv): dilations -1 is out of range");
  l = good;
  l.pads[2] = -1;
  refuse (l, TS_ERROR_FORMAT, "node 'conv' (Conv): pads -1 is out of range");
  l.pads[2] = G_MAXINT64;
  refuse (l, TS_ERROR_FORMAT,
          "node 'conv' (Conv): pads 9223372036854775807 is out of range");
  l = good;
  l.dilation[0] = 4;
  refuse (l, TS_ERROR_FORMAT,
          "node 'conv' (Conv): a kernel of 3x3 does not fit an input of 8x8");
}

static void
test_refuses_other_than_images (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (1, 4, 8, 8, 8));
  net_case_constant (c, "w", SHAPE (6, 4, 3, 3, 3));
  net_case_node (c, "Conv", "x w", "y");
  net_case_output (c, "y");
  net_case_refuse (
    c, TS_ERROR_UNSUPPORTED,
    "node 'conv' (Conv): its input has 5 dimensions, only images "
    "(NCHW) are supported");
}

static void
test_row_is_an_image_of_height_1 (void)
{
  const gint64 pads[] = { 2, 1 }, two = 2;
  const RefWindow window = { .kernel = { 1, 4 },
                             .stride = { 1, 2 },
                             .dilation = { 1, 2 },
                             .before = { 0, 2 },
                             .after = { 0, 1 } };
  g_autoptr (NetCase) c = net_case_new (13, 9);
  g_autoptr (RefTensor) x =
    ref_copy (net_case_input (c, "x", SHAPE (2, 3, 17)));
  g_autoptr (RefTensor) w =
    ref_copy (net_case_constant (c, "w", SHAPE (5, 3, 4)));
  TsNode *node = net_case_node (c, "Conv", "x w", "y");
  RefTensor *expected;

  x->shape = SHAPE (2, 3, 1, 17);
  w->shape = SHAPE (5, 3, 1, 4);
  ts_node_set_ints (node, "pads", pads, 2);
  ts_node_set_ints (node, "strides", &two, 1);
  ts_node_set_ints (node, "dilations", &two, 1);
  expected = ref_conv (x, w, NULL, 1, &window);
  expected->shape = SHAPE (2, 5, expected->shape.dims[3]);
  net_case_output (c, "y");
  net_case_expect (c, expected, BOUND);
}

static void
test_refuses_kernel_that_is_computed (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (1, 4, 8, 8));
  net_case_input (c, "w", SHAPE (6, 4, 3, 3));
  net_case_node (c, "Conv", "x w", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_UNSUPPORTED,
                   "node 'conv' (Conv): the kernel 'w' is not a constant");
}

static void
test_refuses_unknown_auto_pad (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  TsNode *node;

  net_case_input (c, "x", SHAPE (1, 4, 8, 8));
  net_case_constant (c, "w", SHAPE (6, 4, 3, 3));
  node = net_case_node (c, "Conv", "x w", "y");
  ts_node_set_string (node, "auto_pad", "SOME");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_UNSUPPORTED,
                   "node 'conv' (Conv): auto_pad 'SOME' is not known");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conv/layers-of-known-networks",
                   test_layers_of_known_networks);
  g_test_add_func ("/conv/random-layers", test_random_layers);
  g_test_add_func ("/conv/window-in-the-padding-gives-the-bias",
                   test_window_in_the_padding_gives_the_bias);
  g_test_add_func ("/conv/auto-pad", test_auto_pad);
  g_test_add_func ("/conv/row-is-an-image-of-height-1",
                   test_row_is_an_image_of_height_1);
  g_test_add_func ("/conv/takes-in-what-follows", test_takes_in_what_follows);
  g_test_add_func ("/conv/refuses-what-does-not-fit",
                   test_refuses_what_does_not_fit);
  g_test_add_func ("/conv/refuses-impossible-windows",
                   test_refuses_impossible_windows);
  g_test_add_func ("/conv/refuses-other-than-images",
                   test_refuses_other_than_images);
  g_test_add_func ("/conv/refuses-kernel-that-is-computed",
                   test_refuses_kernel_that_is_computed);
  g_test_add_func ("/conv/refuses-unknown-auto-pad",
                   test_refuses_unknown_auto_pad);
  return g_test_run ();
}
