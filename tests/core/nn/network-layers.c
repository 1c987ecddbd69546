/* Random networks: one layer of any kind, with any attributes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/nn/network-sketch.h"

/* Of each window as many as it shall be drawn. */
static const gint64 kernels[][2] = {
  { 1, 1 }, { 1, 1 }, { 1, 1 }, { 1, 1 }, { 3, 3 }, { 3, 3 }, { 3, 3 },
  { 3, 3 }, { 5, 5 }, { 1, 7 }, { 7, 1 }, { 1, 3 }, { 3, 1 }, { 2, 2 },
  { 7, 7 }, { 3, 5 }, { 4, 4 }, { 1, 5 }, { 1, 2 },
};

#define PICK(s, list) ((list)[sketch_below (s, G_N_ELEMENTS (list))])

static RefWindow
draw_window (Sketch *s, guint value)
{
  static const char *const modes[] = { "SAME_UPPER", "SAME_LOWER", "VALID" };
  const gint64 *kernel = PICK (s, kernels);
  const guint padding = sketch_below (s, 8);
  RefWindow w = { .stride = { 1, 1 }, .dilation = { 1, 1 } };

  if (padding == 0)
    w.auto_pad = PICK (s, modes);
  for (guint k = 0; k < 2; k++) {
    w.kernel[k] = kernel[k];
    if (sketch_below (s, 4) == 0)
      w.stride[k] = 1 + sketch_below (s, 3);
    if (padding > 2) {
      w.before[k] = (kernel[k] - 1) / 2;
      w.after[k] = kernel[k] / 2;
    } else if (padding == 2) {
      w.before[k] = sketch_below (s, (guint) kernel[k]);
      w.after[k] = sketch_below (s, (guint) kernel[k]);
    }
  }
  if (!sketch_fits (s, value, &w))
    w = (RefWindow){ .kernel = { 1, 1 },
                     .stride = { 1, 1 },
                     .dilation = { 1, 1 } };
  return w;
}

/* Half the padding of a convolution's: no window lies in the padding alone. */
static void
add_pool_to (Sketch *s, guint from)
{
  RefWindow w = draw_window (s, from);

  for (guint k = 0; k < 2; k++) {
    w.before[k] = MIN (w.before[k], w.kernel[k] / 2);
    w.after[k] = MIN (w.after[k], w.kernel[k] / 2);
  }
  w.is_ceil = w.auto_pad == NULL && sketch_below (s, 3) == 0;
  w.counts_padding = sketch_below (s, 2) == 0;
  if (sketch_fits (s, from, &w))
    sketch_pool (s, sketch_below (s, 2) == 0 ? "MaxPool" : "AveragePool", from,
                 &w);
}

static void
add_clip (Sketch *s, guint from)
{
  const gboolean is_six = sketch_below (s, 2) == 0;
  g_autofree char *low =
    is_six ? sketch_constant (s, SCALAR, 0, 0) : g_strdup ("-");
  g_autofree char *high = sketch_constant (s, SCALAR, 0.5, 0.75);
  g_autofree char *inputs =
    g_strdup_printf ("%s %s %s", sketch_name (s, from), low, high);

  sketch_add (s, "Clip", inputs, *sketch_shape (s, from));
}

static void
add_batch_norm (Sketch *s, guint from)
{
  const TsShape channels = { 1, { sketch_shape (s, from)->dims[1] } };
  g_autofree char *scale = sketch_constant (s, channels, -1.5, 1.5);
  g_autofree char *bias = sketch_constant (s, channels, -0.5, 0.5);
  g_autofree char *mean = sketch_constant (s, channels, -0.5, 0.5);
  g_autofree char *variance = sketch_constant (s, channels, 0.5, 2);
  g_autofree char *inputs = g_strdup_printf (
    "%s %s %s %s %s", sketch_name (s, from), scale, bias, mean, variance);

  sketch_add (s, "BatchNormalization", inputs, *sketch_shape (s, from));
}

static void
add_function (Sketch *s, guint from)
{
  static const char *const ops[] = { "Relu",        "Relu",     "Relu",
                                     "Relu",        "Sigmoid",  "HardSwish",
                                     "HardSigmoid", "Identity", "Dropout",
                                     "LeakyRelu",   "Tanh",     "Neg",
                                     "Elu" };
  const guint kind = sketch_below (s, 6);

  if (kind == 0)
    add_clip (s, from);
  else if (kind == 1)
    add_batch_norm (s, from);
  else
    sketch_unary (s, PICK (s, ops), from);
}

static void
add_conv_to (Sketch *s, guint from)
{
  static const gint64 widths[] = { 1,  2,  3,  4,  5,  6,  7,  8,  8,
                                   12, 16, 16, 17, 20, 24, 31, 32, 40 };
  const gint64 in = sketch_shape (s, from)->dims[1];
  SketchConv conv = { .out = PICK (s, widths),
                      .groups = 1,
                      .window = draw_window (s, from),
                      .has_bias = sketch_below (s, 3) > 0 };
  RefWindow wider = conv.window;

  if (sketch_below (s, 6) == 0)
    conv.groups = conv.out = in;
  else if (sketch_below (s, 6) == 0 && in % 2 == 0)
    conv.groups = 2;
  conv.out = (conv.out + conv.groups - 1) / conv.groups * conv.groups;
  for (guint k = 0; k < 2 && sketch_below (s, 8) == 0; k++)
    wider.dilation[k] = 2;
  if (sketch_fits (s, from, &wider))
    conv.window = wider;
  sketch_conv (s, from, &conv);
  for (guint n = sketch_below (s, 4); n > 0; n--)
    add_function (s,
                  sketch_below (s, 8) > 0 ? sketch_last (s) : sketch_any (s));
}

static void
add_conv (Sketch *s)
{
  add_conv_to (s, sketch_any (s));
}

static void
add_pool (Sketch *s)
{
  add_pool_to (s, sketch_any (s));
}

static void
add_any_function (Sketch *s)
{
  add_function (s, sketch_any (s));
}

static void
add_concat (Sketch *s)
{
  const guint axis =
    sketch_below (s, 5) > 0 ? 1 : PICK (s, ((const guint[]){ 0, 2, 3 }));
  const guint n = 1 + sketch_below (s, 4);
  guint parts[4] = { sketch_any (s) };

  for (guint i = 1; i < n; i++)
    parts[i] = sketch_partner (s, parts[0], axis);
  sketch_concat (s, parts, n, axis);
}

/* A value that stretches to the shape of this one: the same shape, but for ones. */
static guint
find_stretched (Sketch *s, guint value)
{
  const TsShape *whole = sketch_shape (s, value);

  for (guint tries = 0; tries < 12; tries++) {
    const guint other = sketch_any (s);
    TsShape shape = *sketch_shape (s, other);

    for (guint i = 0; i < 4; i++)
      if (shape.dims[i] == 1)
        shape.dims[i] = whole->dims[i];
    if (ts_shape_equal (&shape, whole))
      return other;
  }
  return value;
}

static void
add_binary (Sketch *s)
{
  static const char *const ops[] = { "Add", "Add", "Add", "Mul",
                                     "Sub", "Max", "Min" };
  const guint a = sketch_any (s);
  const guint b =
    sketch_below (s, 2) == 0 ? find_stretched (s, a) : sketch_partner (s, a, 4);

  if (sketch_below (s, 2) == 0)
    sketch_binary (s, PICK (s, ops), a, b);
  else
    sketch_binary (s, PICK (s, ops), b, a);
  if (sketch_below (s, 2) == 0)
    add_function (s, sketch_last (s));
}

/* One to four of them, and a bound behind them now and then. */
static void
add_sum (Sketch *s)
{
  static const char *const ops[] = { "Sum", "Sum", "Max", "Min" };
  const guint first = sketch_any (s);
  g_autoptr (GString) inputs = g_string_new (sketch_name (s, first));

  for (guint n = sketch_below (s, 4); n > 0; n--)
    g_string_append_printf (inputs, " %s",
                            sketch_name (s, sketch_partner (s, first, 4)));
  sketch_add (s, PICK (s, ops), inputs->str, *sketch_shape (s, first));
  if (sketch_below (s, 2) == 0)
    add_function (s, sketch_last (s));
}

/* By a constant: of one number, a number for each channel, or a whole image. */
static void
add_scaling (Sketch *s)
{
  static const char *const ops[] = { "Add", "Mul", "Sub", "Div", "Max" };
  const guint from = sketch_any (s);
  const TsShape *in = sketch_shape (s, from);
  const TsShape shapes[] = {
    SCALAR,
    SHAPE (1),
    SHAPE (in->dims[1], 1, 1),
    SHAPE (1, in->dims[1], 1, 1),
    SHAPE (1, 1, in->dims[2], 1),
    SHAPE (in->dims[1], in->dims[2], in->dims[3]),
    *in,
  };
  const char *op = PICK (s, ops);
  const gboolean is_turned =
    sketch_below (s, 3) == 0 && !g_str_equal (op, "Div");
  g_autofree char *constant = sketch_constant (s, PICK (s, shapes), 0.5, 1.5);
  g_autofree char *inputs =
    g_strdup_printf ("%s %s", is_turned ? constant : sketch_name (s, from),
                     is_turned ? sketch_name (s, from) : constant);

  sketch_add (s, op, inputs, *in);
}

/* An image that is always the same. */
static void
add_still (Sketch *s)
{
  SketchValue value = { .shape = *sketch_shape (s, sketch_any (s)) };
  g_autofree char *name = NULL;

  value.shape.dims[1] = 1 + sketch_below (s, 5);
  name = sketch_constant (s, value.shape, -1, 1);
  g_strlcpy (value.name, name, sizeof value.name);
  g_array_append_val (s->values, value);
}

/* Uneven parts, all of them values from now on. */
static void
add_split (Sketch *s)
{
  const guint from = sketch_any (s);
  const guint axis = sketch_below (s, 4) > 0 ? 1 : 2;
  TsShape first = *sketch_shape (s, from), second = first;
  const gint64 n = first.dims[axis];
  g_autofree char *lengths = NULL, *inputs = NULL, *outputs = NULL;
  SketchValue values[2];
  TsNode *node;

  if (n < 2)
    return;
  first.dims[axis] = 1 + sketch_below (s, (guint) n - 1);
  second.dims[axis] = n - first.dims[axis];
  values[0].shape = first;
  values[1].shape = second;
  for (guint i = 0; i < 2; i++)
    g_snprintf (values[i].name, sizeof values[i].name, "v%u",
                s->values->len + i);
  lengths =
    sketch_ints (s, 2, (const gint64[]){ first.dims[axis], second.dims[axis] });
  inputs = g_strdup_printf ("%s %s", sketch_name (s, from), lengths);
  outputs = g_strdup_printf ("%s %s", values[0].name, values[1].name);
  node = net_case_node (s->c, "Split", inputs, outputs);
  ts_node_set_int (node, "axis", axis);
  g_array_append_vals (s->values, values, 2);
}

static void
add_slice (Sketch *s)
{
  const guint from = sketch_any (s);
  const guint axis = 1 + sketch_below (s, 3);
  TsShape shape = *sketch_shape (s, from);
  const gint64 n = shape.dims[axis], first = sketch_below (s, (guint) n);
  const gint64 end = first + 1 + sketch_below (s, (guint) (n - first));
  g_autofree char *starts = sketch_ints (s, 1, &first);
  g_autofree char *ends = sketch_ints (s, 1, &end);
  g_autofree char *axes = sketch_ints (s, 1, &(const gint64){ axis });
  g_autofree char *inputs =
    g_strdup_printf ("%s %s %s %s", sketch_name (s, from), starts, ends, axes);

  shape.dims[axis] = end - first;
  sketch_add (s, "Slice", inputs, shape);
}

/* The same elements in another order of dimensions, or in another shape. */
static void
add_turn (Sketch *s)
{
  static const gint64 orders[][4] = {
    { 0, 2, 3, 1 }, { 0, 3, 1, 2 }, { 0, 1, 3, 2 }, { 0, 2, 1, 3 }
  };
  const guint from = sketch_any (s);
  const gint64 *order = PICK (s, orders);
  const TsShape *in = sketch_shape (s, from);
  TsShape out = *in;

  for (guint i = 0; i < 4; i++)
    out.dims[i] = in->dims[order[i]];
  if (sketch_below (s, 2) == 0) {
    ts_node_set_ints (sketch_add (s, "Transpose", sketch_name (s, from), out),
                      "perm", order, 4);
  } else {
    g_autofree char *dims = sketch_ints (s, 4, out.dims);
    g_autofree char *inputs =
      g_strdup_printf ("%s %s", sketch_name (s, from), dims);

    sketch_add (s, "Reshape", inputs, out);
  }
}

/* Often read by a convolution or a pool, which may do the padding as well when it is of
 * zeros. */
static void
add_pad (Sketch *s)
{
  static const char *const modes[] = { "constant", "constant", "constant",
                                       "reflect", "edge" };
  const guint from = sketch_any (s);
  const char *mode = PICK (s, modes);
  const gboolean is_zero = sketch_below (s, 3) > 0;
  TsShape shape = *sketch_shape (s, from);
  gint64 pads[8] = { 0 };
  g_autofree char *amounts = NULL, *value = NULL, *inputs = NULL;

  for (guint axis = sketch_below (s, 8) == 0 ? 1 : 2; axis < 4; axis++) {
    const guint most =
      g_str_equal (mode, "reflect") ? (guint) shape.dims[axis] : 4;

    pads[axis] = sketch_below (s, MIN (most, 4));
    pads[axis + 4] = sketch_below (s, MIN (most, 4));
    if (shape.dims[axis] > 2 && sketch_below (s, 12) == 0)
      pads[axis] = -1;
  }
  for (guint axis = 0; axis < 4; axis++)
    shape.dims[axis] += pads[axis] + pads[axis + 4];
  amounts = sketch_ints (s, 8, pads);
  value = sketch_constant (s, SCALAR, is_zero ? 0 : -1, is_zero ? 0 : 1);
  inputs = g_strdup_printf ("%s %s %s", sketch_name (s, from), amounts, value);
  ts_node_set_string (sketch_add (s, "Pad", inputs, shape), "mode", mode);
  if (sketch_below (s, 3) > 0)
    add_conv_to (s, sketch_last (s));
  else if (sketch_below (s, 2) == 0)
    add_pool_to (s, sketch_last (s));
}

static void
add_normalisation (Sketch *s)
{
  const guint from = sketch_any (s);
  TsShape shape = *sketch_shape (s, from);
  TsNode *node;

  switch (sketch_below (s, 4)) {
  case 0:
    node = sketch_add (s, "Softmax", sketch_name (s, from), shape);
    ts_node_set_int (node, "axis", 1 + sketch_below (s, 3));
    break;
  case 1:
    node = sketch_add (s, "LRN", sketch_name (s, from), shape);
    ts_node_set_int (node, "size", 2 + sketch_below (s, 4));
    ts_node_set_float (node, "alpha", 0.5);
    break;
  case 2:
    shape.dims[2] = shape.dims[3] = 1;
    ts_node_set_ints (
      sketch_add (s, "ReduceMean", sketch_name (s, from), shape), "axes",
      (const gint64[]){ 2, -1 }, 2);
    break;
  default:
    shape.dims[2] = shape.dims[3] = 1;
    sketch_add (
      s, sketch_below (s, 2) == 0 ? "GlobalAveragePool" : "GlobalMaxPool",
      sketch_name (s, from), shape);
  }
}

void
sketch_random_layer (Sketch *s)
{
  static void (*const layers[]) (Sketch *) = {
    add_conv,          add_conv,         add_conv,   add_conv,   add_conv,
    add_any_function,  add_any_function, add_pool,   add_pool,   add_concat,
    add_concat,        add_concat,       add_binary, add_binary, add_sum,
    add_scaling,       add_split,        add_slice,  add_turn,   add_pad,
    add_normalisation, add_still,
  };

  layers[sketch_below (s, G_N_ELEMENTS (layers))](s);
}
