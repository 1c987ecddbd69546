/* Random networks: values, constants and the nodes that the layers are made of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/nn/network-sketch.h"

#include <math.h>

/* Keeps a network small enough to run thousands of them. */
#define MAX_CHANNELS      96
#define MAX_ELEMENTS      16000
#define MAX_MULTIPLY_ADDS 300000

const char *
sketch_name (const Sketch *s, guint value)
{
  return g_array_index (s->values, SketchValue, value).name;
}

const TsShape *
sketch_shape (const Sketch *s, guint value)
{
  return &g_array_index (s->values, SketchValue, value).shape;
}

guint
sketch_last (const Sketch *s)
{
  return s->values->len - 1;
}

guint
sketch_below (Sketch *s, guint limit)
{
  return ts_random_below (&s->c->random, limit);
}

guint
sketch_any (Sketch *s)
{
  const guint n = s->values->len;

  return sketch_below (s, 2) == 0 ? n - 1 - sketch_below (s, MIN (n, 3))
                                  : sketch_below (s, n);
}

guint
sketch_partner (Sketch *s, guint value, guint axis)
{
  for (guint tries = 0; tries < 12; tries++) {
    const guint other = sketch_any (s);
    TsShape shape = *sketch_shape (s, other);

    if (axis < shape.rank)
      shape.dims[axis] = sketch_shape (s, value)->dims[axis];
    if (ts_shape_equal (&shape, sketch_shape (s, value)))
      return other;
  }
  return value;
}

TsNode *
sketch_add (Sketch *s, const char *op, const char *inputs, TsShape shape)
{
  SketchValue value = { .shape = shape };
  TsNode *node;

  g_snprintf (value.name, sizeof value.name, "v%u", s->values->len);
  node = net_case_node (s->c, op, inputs, value.name);
  g_array_append_val (s->values, value);
  return node;
}

char *
sketch_constant (Sketch *s, TsShape shape, double low, double high)
{
  char *name = g_strdup_printf ("k%u", s->n_constants++);

  s->c->low = low;
  s->c->high = high;
  net_case_constant (s->c, name, shape);
  return name;
}

char *
sketch_ints (Sketch *s, guint n, const gint64 *values)
{
  char *name = g_strdup_printf ("k%u", s->n_constants++);

  net_case_ints (s->c, name, n, values);
  return name;
}

gboolean
sketch_fits (const Sketch *s, guint value, const RefWindow *w)
{
  const TsShape *shape = sketch_shape (s, value);
  const gboolean is_same =
    w->auto_pad != NULL && g_str_has_prefix (w->auto_pad, "SAME");

  for (guint k = 0; k < 2; k++)
    if (!is_same && (w->kernel[k] - 1) * w->dilation[k] >=
                      shape->dims[2 + k] + w->before[k] + w->after[k])
      return FALSE;
  return TRUE;
}

static TsShape
slide (const Sketch *s, guint value, const RefWindow *w, gint64 channels)
{
  TsShape shape = *sketch_shape (s, value);

  g_assert_true (sketch_fits (s, value, w));
  shape.dims[1] = channels;
  for (guint k = 0; k < 2; k++)
    shape.dims[2 + k] = ref_count_windows (w, k, shape.dims[2 + k]).n;
  return shape;
}

static void
set_window (TsNode *node, const RefWindow *w)
{
  const gint64 pads[] = { w->before[0], w->before[1], w->after[0],
                          w->after[1] };

  ts_node_set_ints (node, "kernel_shape", w->kernel, 2);
  ts_node_set_ints (node, "strides", w->stride, 2);
  ts_node_set_ints (node, "dilations", w->dilation, 2);
  if (w->auto_pad != NULL)
    ts_node_set_string (node, "auto_pad", w->auto_pad);
  else
    ts_node_set_ints (node, "pads", pads, 4);
}

static gint64
count (const TsShape *shape)
{
  gsize n = 0;

  g_assert_true (ts_shape_count (shape, &n));
  return (gint64) n;
}

/* As many output channels as are wanted and can be had. */
static gint64
limit_channels (const Sketch *s, guint from, const SketchConv *conv)
{
  const TsShape one = slide (s, from, &conv->window, 1);
  const gint64 pixels = count (&one);
  const gint64 taps = sketch_shape (s, from)->dims[1] / conv->groups *
                      conv->window.kernel[0] * conv->window.kernel[1];
  gint64 out = conv->out;

  while (out > conv->groups &&
         (out * pixels * taps > MAX_MULTIPLY_ADDS || out > MAX_CHANNELS ||
          out * pixels > MAX_ELEMENTS))
    out -= conv->groups;
  return out;
}

/* Weights that keep the size of values about the same. */
guint
sketch_conv (Sketch *s, guint from, const SketchConv *conv)
{
  const RefWindow *w = &conv->window;
  const gint64 in = sketch_shape (s, from)->dims[1] / conv->groups;
  const gint64 out = limit_channels (s, from, conv);
  const double reach = 1.7 / sqrt ((double) (in * w->kernel[0] * w->kernel[1]));
  g_autofree char *kernel = sketch_constant (
    s, SHAPE (out, in, w->kernel[0], w->kernel[1]), -reach, reach);
  g_autofree char *bias = conv->has_bias
                            ? sketch_constant (s, SHAPE (out), -0.5, 0.5)
                            : g_strdup ("");
  g_autofree char *inputs =
    g_strdup_printf (conv->has_bias ? "%s %s %s" : "%s %s%s",
                     sketch_name (s, from), kernel, bias);
  TsNode *node = sketch_add (s, "Conv", inputs, slide (s, from, w, out));

  set_window (node, w);
  ts_node_set_int (node, "group", conv->groups);
  return sketch_last (s);
}

guint
sketch_conv_relu (Sketch *s, guint from, gint64 out, gint64 ky, gint64 kx)
{
  const SketchConv conv = {
    .out = out,
    .groups = 1,
    .window = { .kernel = { ky, kx },
                .stride = { 1, 1 },
                .dilation = { 1, 1 },
                .before = { (ky - 1) / 2, (kx - 1) / 2 },
                .after = { ky / 2, kx / 2 } },
    .has_bias = sketch_below (s, 4) > 0,
  };

  return sketch_unary (s, "Relu", sketch_conv (s, from, &conv));
}

guint
sketch_unary (Sketch *s, const char *op, guint from)
{
  sketch_add (s, op, sketch_name (s, from), *sketch_shape (s, from));
  return sketch_last (s);
}

guint
sketch_pool (Sketch *s, const char *op, guint from, const RefWindow *w)
{
  const TsShape shape = slide (s, from, w, sketch_shape (s, from)->dims[1]);
  TsNode *node = sketch_add (s, op, sketch_name (s, from), shape);

  set_window (node, w);
  ts_node_set_int (node, "ceil_mode", w->is_ceil);
  if (g_str_equal (op, "AveragePool"))
    ts_node_set_int (node, "count_include_pad", w->counts_padding);
  return sketch_last (s);
}

/* Parts that would make it too large are left out. */
guint
sketch_concat (Sketch *s, const guint *parts, guint n, gint64 axis)
{
  g_autoptr (GString) inputs = g_string_new (sketch_name (s, parts[0]));
  TsShape shape = *sketch_shape (s, parts[0]);

  for (guint i = 1; i < n; i++) {
    TsShape joined = shape;

    joined.dims[axis] += sketch_shape (s, parts[i])->dims[axis];
    if (joined.dims[axis] > MAX_CHANNELS || count (&joined) > MAX_ELEMENTS)
      continue;
    g_string_append_printf (inputs, " %s", sketch_name (s, parts[i]));
    shape = joined;
  }
  ts_node_set_int (sketch_add (s, "Concat", inputs->str, shape), "axis", axis);
  return sketch_last (s);
}

guint
sketch_binary (Sketch *s, const char *op, guint a, guint b)
{
  g_autofree char *inputs =
    g_strdup_printf ("%s %s", sketch_name (s, a), sketch_name (s, b));
  TsShape shape = *sketch_shape (s, a);

  for (guint i = 0; i < shape.rank; i++)
    shape.dims[i] = MAX (shape.dims[i], sketch_shape (s, b)->dims[i]);
  sketch_add (s, op, inputs, shape);
  return sketch_last (s);
}
