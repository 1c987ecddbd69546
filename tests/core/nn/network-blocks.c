/* Random networks: the blocks of known ones, and whole networks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/nn/network-sketch.h"

static RefWindow
square_window (gint64 side, gint64 stride, gint64 padding)
{
  return (RefWindow){ .kernel = { side, side },
                      .stride = { stride, stride },
                      .dilation = { 1, 1 },
                      .before = { padding, padding },
                      .after = { padding, padding } };
}

static gint64
draw_width (Sketch *s)
{
  return 4 + sketch_below (s, 13);
}

/* A pool and a convolution after it, which may be done in the other order. */
static guint
add_pool_branch (Sketch *s, guint from)
{
  RefWindow w = square_window (3, 1, 1);
  const char *op = sketch_below (s, 4) == 0 ? "MaxPool" : "AveragePool";

  w.counts_padding = sketch_below (s, 2) == 0;
  return sketch_conv_relu (s, sketch_pool (s, op, from, &w), draw_width (s), 1,
                           1);
}

/* Four branches side by side, one of them a fork that is a concatenation itself. */
static void
add_inception (Sketch *s)
{
  const guint from = sketch_any (s);
  guint parts[5], fork[2], narrow;

  parts[0] = sketch_conv_relu (s, from, draw_width (s), 1, 1);
  narrow = sketch_conv_relu (s, from, draw_width (s), 1, 1);
  parts[1] = sketch_conv_relu (s, narrow, draw_width (s), 3, 3);
  narrow = sketch_conv_relu (s, from, draw_width (s), 1, 1);
  narrow = sketch_conv_relu (s, narrow, draw_width (s), 1, 7);
  narrow = sketch_conv_relu (s, narrow, draw_width (s), 7, 1);
  fork[0] = sketch_conv_relu (s, narrow, draw_width (s), 1, 3);
  fork[1] = sketch_conv_relu (s, narrow, draw_width (s), 3, 1);
  parts[2] = sketch_concat (s, fork, 2, 1);
  parts[3] = add_pool_branch (s, from);
  parts[4] = from;
  sketch_concat (s, parts, 4 + sketch_below (s, 2), 1);
}

/* Half the size: strided convolution and strided pool, joined. */
static void
add_reduction (Sketch *s)
{
  const guint from = sketch_any (s);
  const RefWindow w = square_window (3, 2, sketch_below (s, 2));
  const SketchConv conv = { draw_width (s), 1, w, TRUE };
  guint parts[2];

  if (!sketch_fits (s, from, &w))
    return;
  parts[0] = sketch_unary (s, "Relu", sketch_conv (s, from, &conv));
  parts[1] = sketch_pool (s, "MaxPool", from, &w);
  sketch_concat (s, parts, 2, 1);
}

/* y = f (x + g (x)), also of a sum that is read again. */
static void
add_residual (Sketch *s)
{
  guint from = sketch_any (s);

  for (guint n = 1 + sketch_below (s, 3); n > 0; n--) {
    const gint64 width = sketch_shape (s, from)->dims[1];
    guint to = sketch_conv_relu (s, from, draw_width (s), 1, 1);
    SketchConv conv = { width, 1, square_window (3, 1, 1), TRUE };

    to = sketch_conv (s, to, &conv);
    if (!ts_shape_equal (sketch_shape (s, to), sketch_shape (s, from)))
      return;
    to = sketch_below (s, 2) == 0 ? sketch_binary (s, "Add", from, to)
                                  : sketch_binary (s, "Add", to, from);
    from = sketch_below (s, 3) > 0 ? sketch_unary (s, "Relu", to) : to;
  }
}

/* Each layer sees all before it: concatenations of concatenations. */
static void
add_dense (Sketch *s)
{
  guint all = sketch_any (s);

  for (guint n = 2 + sketch_below (s, 3); n > 0; n--) {
    const guint next = sketch_conv_relu (s, all, 4 + sketch_below (s, 5), 3, 3);
    const guint parts[] = { all, next };
    const guint turned[] = { next, all, next };

    all = sketch_below (s, 3) > 0 ? sketch_concat (s, parts, 2, 1)
                                  : sketch_concat (s, turned, 3, 1);
  }
}

/* Channels weighed by what the whole image holds. */
static void
add_squeeze_and_excite (Sketch *s)
{
  const guint from = sketch_any (s);
  TsShape one = *sketch_shape (s, from);
  const SketchConv conv = { one.dims[1], 1, square_window (1, 1, 0), TRUE };
  guint gate;

  one.dims[2] = one.dims[3] = 1;
  sketch_add (s, "GlobalAveragePool", sketch_name (s, from), one);
  gate = sketch_conv_relu (s, sketch_last (s), draw_width (s), 1, 1);
  gate = sketch_conv (s, gate, &conv);
  gate = sketch_unary (s, sketch_below (s, 2) == 0 ? "Sigmoid" : "HardSigmoid",
                       gate);
  if (sketch_below (s, 2) == 0)
    sketch_binary (s, "Mul", from, gate);
  else
    sketch_binary (s, "Mul", gate, from);
}

/* Places weighed by one channel, which is also part of what it weighs. */
static void
add_attention (Sketch *s)
{
  const guint from = sketch_any (s);
  const SketchConv conv = { 1, 1, square_window (3, 1, 1), TRUE };
  const guint map = sketch_unary (s, "Sigmoid", sketch_conv (s, from, &conv));
  const guint parts[] = { map, sketch_unary (s, "Relu", from), map };
  const guint all = sketch_concat (s, parts + sketch_below (s, 2), 2, 1);

  if (sketch_below (s, 2) == 0)
    sketch_binary (s, "Mul", all, map);
  else
    sketch_binary (s, "Mul", map, all);
}

/* Channels of two groups in turns: Reshape, Transpose, Reshape; or another turn that only
 * looks like it. Read by a convolution in groups. */
static void
add_shuffle (Sketch *s)
{
  static const gint64 orders[][5] = { { 0, 2, 1, 3, 4 }, { 0, 2, 1, 3, 4 },
                                      { 0, 2, 1, 3, 4 }, { 0, 2, 1, 4, 3 },
                                      { 0, 1, 2, 4, 3 }, { 0, 3, 1, 2, 4 } };
  const gint64 *order = orders[sketch_below (s, G_N_ELEMENTS (orders))];
  const guint from = sketch_any (s);
  const TsShape in = *sketch_shape (s, from);
  const gint64 n_groups = 2 + sketch_below (s, 2);
  const gint64 split[] = { in.dims[0], n_groups, in.dims[1] / n_groups,
                           in.dims[2], in.dims[3] };
  const SketchConv conv = { in.dims[1], n_groups, square_window (1, 1, 0),
                            TRUE };
  g_autofree char *wide = NULL, *narrow = NULL, *inputs = NULL;
  g_autofree char *back = NULL;
  char names[2][16];

  if (in.dims[1] % n_groups != 0)
    return;
  wide = sketch_ints (s, 5, split);
  narrow = sketch_ints (s, 4, in.dims);
  g_snprintf (names[0], sizeof names[0], "r%u", s->values->len);
  g_snprintf (names[1], sizeof names[1], "t%u", s->values->len);
  inputs = g_strdup_printf ("%s %s", sketch_name (s, from), wide);
  back = g_strdup_printf ("%s %s", names[1], narrow);
  net_case_node (s->c, "Reshape", inputs, names[0]);
  ts_node_set_ints (net_case_node (s->c, "Transpose", names[0], names[1]),
                    "perm", order, 5);
  sketch_add (s, "Reshape", back, in);
  if (sketch_below (s, 2) == 0)
    sketch_conv (s, sketch_last (s), &conv);
}

/* Depthwise, then pointwise, with a residual where it fits. */
static void
add_separable (Sketch *s)
{
  const guint from = sketch_any (s);
  const gint64 width = sketch_shape (s, from)->dims[1];
  const SketchConv deep = { width, width,
                            square_window (3, 1 + sketch_below (s, 2), 1),
                            TRUE };
  const SketchConv point = { width, 1, square_window (1, 1, 0), FALSE };
  guint to = sketch_unary (s, "HardSwish", sketch_conv (s, from, &deep));

  to = sketch_conv (s, to, &point);
  if (ts_shape_equal (sketch_shape (s, to), sketch_shape (s, from)))
    sketch_binary (s, "Add", to, from);
}

void
sketch_random_block (Sketch *s)
{
  static void (*const blocks[]) (Sketch *) = {
    add_inception, add_reduction,          add_residual,  add_dense,
    add_shuffle,   add_squeeze_and_excite, add_attention, add_separable
  };

  blocks[sketch_below (s, G_N_ELEMENTS (blocks))](s);
}

void
sketch_head (Sketch *s)
{
  static const char *const ends[] = { "Softmax", "Sigmoid", "Identity" };
  const guint from = sketch_any (s);
  const TsShape in = *sketch_shape (s, from);
  g_autofree char *matrix = sketch_constant (s, SHAPE (in.dims[1], 5), -1, 1);
  g_autofree char *shift = sketch_constant (s, SHAPE (5), -1, 1);
  g_autofree char *product = g_strdup_printf ("flat %s %s", matrix, shift);

  net_case_node (s->c, "GlobalAveragePool", sketch_name (s, from), "pooled");
  net_case_node (s->c, "Flatten", "pooled", "flat");
  net_case_node (s->c, "Gemm", product, "logits");
  net_case_node (s->c, ends[sketch_below (s, 3)], "logits", "classes");
  net_case_output (s->c, "classes");
}

static void
add_inputs (Sketch *s)
{
  static const gint64 sides[] = { 1, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 17, 20 };
  static const gint64 widths[] = { 1, 2, 3, 3, 3, 4, 7, 8, 8, 12, 16, 24 };
  const guint n = sketch_below (s, 4) == 0 ? 2 : 1;
  TsShape shape = { 4, { 1 + sketch_below (s, 3) / 2 } };

  shape.dims[2] = sides[sketch_below (s, G_N_ELEMENTS (sides))];
  shape.dims[3] = sketch_below (s, 3) > 0
                    ? shape.dims[2]
                    : sides[sketch_below (s, G_N_ELEMENTS (sides))];
  for (guint i = 0; i < n; i++) {
    SketchValue value;

    shape.dims[1] = widths[sketch_below (s, G_N_ELEMENTS (widths))];
    value.shape = shape;
    g_snprintf (value.name, sizeof value.name, "v%u", i);
    g_array_append_val (s->values, value);
    net_case_input (s->c, value.name, shape);
  }
}

/* The last value, and some that others read as well; an input now and then. */
static void
add_outputs (Sketch *s)
{
  g_autoptr (GHashTable) chosen = g_hash_table_new (NULL, NULL);

  for (guint n = sketch_below (s, 4); n > 0; n--)
    g_hash_table_add (chosen,
                      GUINT_TO_POINTER (sketch_below (s, s->values->len)));
  g_hash_table_add (chosen, GUINT_TO_POINTER (sketch_last (s)));
  for (guint i = 0; i < s->values->len; i++)
    if (g_hash_table_contains (chosen, GUINT_TO_POINTER (i)))
      net_case_output (s->c, sketch_name (s, i));
}

NetCase *
network_sketch_draw (guint64 seed, guint n_layers)
{
  Sketch s = { .c = net_case_new (13, seed) };

  s.values = g_array_new (FALSE, TRUE, sizeof (SketchValue));
  add_inputs (&s);
  for (guint i = 0; i < n_layers; i++)
    if (sketch_below (&s, 4) == 0)
      sketch_random_block (&s);
    else
      sketch_random_layer (&s);
  if (sketch_below (&s, 3) == 0)
    sketch_head (&s);
  add_outputs (&s);
  g_array_unref (s.values);
  return s.c;
}
