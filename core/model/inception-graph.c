/* Inception v3 in DeepPATH's variant, layer by layer.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/inception-graph.h"

#include <math.h>

#include "core/model/inception-table.h"

#define OPSET          13
#define BATCH_NORM_EPS 0.001
#define POOLED_SIDE_PX 8
#define CHANNEL_STEP   8

typedef struct {
  char *name;
  guint channels;
} Value;

typedef struct {
  TsGraph *graph;
  const TsInceptionGraphParams *params;
  GError *error; /* the first one; no more is asked for after it */
} Builder;

static void
clear_value (Value *value)
{
  g_clear_pointer (&value->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Value, clear_value)

static guint
scale_channels (const Builder *self, guint channels)
{
  double steps = floor (channels * self->params->width / CHANNEL_STEP + 0.5);

  return CHANNEL_STEP * (guint) MAX (steps, 1);
}

/* Takes the tensor. */
static void
add_constant (Builder *self, const char *name, TsTensor *tensor)
{
  ts_graph_add_constant (self->graph, name, tensor);
  ts_tensor_unref (tensor);
}

static TsTensor *
new_filled (gint64 n, float value)
{
  const TsShape shape = { 1, { n } };
  TsTensor *tensor = ts_tensor_new (TS_TYPE_FLOAT, &shape, NULL);
  float *values;

  g_assert (tensor != NULL);
  values = ts_tensor_edit_floats (tensor);
  for (gint64 i = 0; i < n; i++)
    values[i] = value;
  return tensor;
}

/* FALSE when there is no such value: see TsInceptionProvider. */
static gboolean
add_variable (Builder *self,
              TsInceptionPart part,
              const char *name,
              const TsShape *shape)
{
  const TsInceptionVariable variable = { part, name, *shape };
  TsTensor *tensor;

  if (self->error != NULL)
    return FALSE;
  tensor =
    self->params->provider (&variable, self->params->user_data, &self->error);
  if (tensor == NULL)
    return FALSE;
  g_assert (ts_shape_equal (ts_tensor_get_shape (tensor), shape));
  add_constant (self, name, tensor);
  return TRUE;
}

static TsNode *
add_node (Builder *self,
          const char *op,
          const char *const *inputs,
          const char *output)
{
  const char *outputs[] = { output, NULL };

  return ts_graph_add_node (self->graph, output, op, inputs, outputs);
}

static void
set_square (TsNode *node, const char *name, gint64 value, guint n)
{
  gint64 values[4] = { value, value, value, value };

  ts_node_set_ints (node, name, values, n);
}

static char *
add_conv_weights (Builder *self,
                  const char *scope,
                  const TsInceptionConv *conv,
                  guint channels_in,
                  guint channels_out)
{
  const TsShape shape = {
    4, { channels_out, channels_in, conv->kernel_h, conv->kernel_w }
  };
  char *name = g_strconcat (scope, "/weights", NULL);

  add_variable (self, TS_INCEPTION_CONV_WEIGHTS, name, &shape);
  return name;
}

/* The scale; ones stand for the gamma that this network does not have. */
static char *
add_gamma (Builder *self, const char *scope, const TsShape *shape)
{
  g_autofree char *gamma = g_strconcat (scope, "/BatchNorm/gamma", NULL);
  char *ones;

  if (add_variable (self, TS_INCEPTION_GAMMA, gamma, shape))
    return g_steal_pointer (&gamma);
  ones = g_strdup_printf ("ones/%" G_GINT64_FORMAT, shape->dims[0]);
  if (ts_graph_get_constant (self->graph, ones) == NULL)
    add_constant (self, ones, new_filled (shape->dims[0], 1));
  return ones;
}

static void
add_batch_norm (Builder *self,
                const char *scope,
                const char *input,
                const char *output,
                guint channels)
{
  const TsShape shape = { 1, { channels } };
  g_autofree char *gamma = add_gamma (self, scope, &shape);
  g_autofree char *beta = g_strconcat (scope, "/BatchNorm/beta", NULL);
  g_autofree char *mean = g_strconcat (scope, "/BatchNorm/moving_mean", NULL);
  g_autofree char *variance =
    g_strconcat (scope, "/BatchNorm/moving_variance", NULL);
  const char *inputs[] = { input, gamma, beta, mean, variance, NULL };

  add_variable (self, TS_INCEPTION_BETA, beta, &shape);
  add_variable (self, TS_INCEPTION_MEAN, mean, &shape);
  add_variable (self, TS_INCEPTION_VARIANCE, variance, &shape);
  ts_node_set_float (add_node (self, "BatchNormalization", inputs, output),
                     "epsilon", BATCH_NORM_EPS);
}

/* Convolution without bias, batch norm, ReLU. */
static Value
add_conv (Builder *self,
          const char *scope,
          const TsInceptionConv *conv,
          const Value *input)
{
  guint channels = scale_channels (self, conv->channels);
  gboolean is_padded =
    conv->step == TS_INCEPTION_SAME || conv->step == TS_INCEPTION_FORK;
  gint64 pad_h = is_padded ? conv->kernel_h / 2 : 0;
  gint64 pad_w = is_padded ? conv->kernel_w / 2 : 0;
  const gint64 kernel[] = { conv->kernel_h, conv->kernel_w };
  const gint64 pads[] = { pad_h, pad_w, pad_h, pad_w };
  g_autofree char *weights =
    add_conv_weights (self, scope, conv, input->channels, channels);
  g_autofree char *raw = g_strconcat (scope, "/Conv2D", NULL);
  g_autofree char *normal = g_strconcat (scope, "/BatchNorm", NULL);
  const char *conv_inputs[] = { input->name, weights, NULL };
  const char *relu_inputs[] = { normal, NULL };
  Value output = { g_strconcat (scope, "/Relu", NULL), channels };
  TsNode *node = add_node (self, "Conv", conv_inputs, raw);

  ts_node_set_ints (node, "kernel_shape", kernel, 2);
  set_square (node, "strides", conv->step == TS_INCEPTION_REDUCE ? 2 : 1, 2);
  ts_node_set_ints (node, "pads", pads, 4);
  add_batch_norm (self, scope, raw, normal, channels);
  add_node (self, "Relu", relu_inputs, output.name);
  return output;
}

/* 3x3: average keeps the size and leaves padding out of the mean, max halves it. */
static Value
add_pool (Builder *self,
          const char *scope,
          TsInceptionPool pool,
          const Value *input)
{
  gboolean is_max = pool == TS_INCEPTION_MAX;
  const char *inputs[] = { input->name, NULL };
  Value output = { g_strconcat (scope, is_max ? "/MaxPool" : "/AvgPool", NULL),
                   input->channels };
  TsNode *node =
    add_node (self, is_max ? "MaxPool" : "AveragePool", inputs, output.name);

  set_square (node, "kernel_shape", 3, 2);
  set_square (node, "strides", is_max ? 2 : 1, 2);
  set_square (node, "pads", is_max ? 0 : 1, 4);
  if (!is_max)
    ts_node_set_int (node, "count_include_pad", 0);
  return output;
}

static Value
add_concat (Builder *self, const char *scope, const Value *parts, guint n)
{
  g_autofree const char **inputs = g_new0 (const char *, n + 1);
  Value output = { g_strconcat (scope, "/concat", NULL), 0 };

  for (guint i = 0; i < n; i++) {
    inputs[i] = parts[i].name;
    output.channels += parts[i].channels;
  }
  ts_node_set_int (add_node (self, "Concat", inputs, output.name), "axis", 1);
  return output;
}

/* Both convolutions of a fork read the same value; what they give is joined. */
static Value
add_fork (Builder *self,
          const char *scope,
          const char *const *conv_scopes,
          const TsInceptionConv *convs,
          const Value *input)
{
  Value parts[2], output;

  parts[0] = add_conv (self, conv_scopes[0], &convs[0], input);
  parts[1] = add_conv (self, conv_scopes[1], &convs[1], input);
  output = add_concat (self, scope, parts, 2);
  clear_value (&parts[0]);
  clear_value (&parts[1]);
  return output;
}

static char *
conv_scope (const char *scope, guint index)
{
  return index == 0 ? g_strconcat (scope, "/Conv", NULL)
                    : g_strdup_printf ("%s/Conv_%u", scope, index);
}

static Value
add_branch (Builder *self,
            const char *block,
            const TsInceptionBranch *branch,
            const Value *input)
{
  g_autofree char *scope = g_strconcat (block, "/", branch->name, NULL);
  Value value = { g_strdup (input->name), input->channels };

  if (branch->pool != TS_INCEPTION_NO_POOL) {
    Value pooled = add_pool (self, scope, branch->pool, &value);

    clear_value (&value);
    value = pooled;
  }
  for (guint i = 0; branch->convs[i].kernel_h > 0; i++) {
    gboolean is_fork = branch->convs[i].step == TS_INCEPTION_FORK;
    g_autofree char *name = conv_scope (scope, i);
    g_autofree char *next_name = conv_scope (scope, i + 1);
    const char *names[] = { name, next_name };
    Value next = is_fork
                   ? add_fork (self, scope, names, &branch->convs[i], &value)
                   : add_conv (self, name, &branch->convs[i], &value);

    clear_value (&value);
    value = next;
    i += is_fork ? 1 : 0;
  }
  return value;
}

static Value
add_block (Builder *self, const TsInceptionBlock *block, const Value *input)
{
  Value parts[G_N_ELEMENTS (block->branches)];
  Value output;
  guint n = 0;

  for (; block->branches[n].name != NULL; n++)
    parts[n] = add_branch (self, block->scope, &block->branches[n], input);
  output = add_concat (self, block->scope, parts, n);
  for (guint i = 0; i < n; i++)
    clear_value (&parts[i]);
  return output;
}

static Value
add_trunk (Builder *self)
{
  Value value = { g_strdup ("input"), 3 };

  for (guint i = 0; i < TS_INCEPTION_STEM_CONVS; i++) {
    const TsInceptionStem *stem = &ts_inception_stem[i];
    Value next = add_conv (self, stem->scope, &stem->conv, &value);

    clear_value (&value);
    value = next;
    if (stem->is_pooled) {
      next = add_pool (self, stem->scope, TS_INCEPTION_MAX, &value);
      clear_value (&value);
      value = next;
    }
  }
  for (guint i = 0; i < TS_INCEPTION_N_BLOCKS; i++) {
    Value next = add_block (self, &ts_inception_blocks[i], &value);

    clear_value (&value);
    value = next;
  }
  return value;
}

/* Average over 8x8, flatten, one logit per output. Dropout is for training. */
static void
add_head (Builder *self, const Value *trunk)
{
  guint n_outputs = self->params->n_outputs;
  const TsShape weights = { 2, { n_outputs, trunk->channels } };
  const TsShape biases = { 1, { n_outputs } };
  const char *pool_inputs[] = { trunk->name, NULL };
  const char *flat_inputs[] = { "logits/pool", NULL };
  const char *fc_inputs[] = { "logits/flatten", "logits/logits/weights",
                              "logits/logits/biases", NULL };
  TsNode *node = add_node (self, "AveragePool", pool_inputs, "logits/pool");

  set_square (node, "kernel_shape", POOLED_SIDE_PX, 2);
  set_square (node, "strides", 1, 2);
  add_node (self, "Flatten", flat_inputs, "logits/flatten");
  add_variable (self, TS_INCEPTION_LOGIT_WEIGHTS, "logits/logits/weights",
                &weights);
  add_variable (self, TS_INCEPTION_LOGIT_BIASES, "logits/logits/biases",
                &biases);
  ts_node_set_int (add_node (self, "Gemm", fc_inputs, "logits"), "transB", 1);
}

TsGraph *
ts_inception_graph_new (const TsInceptionGraphParams *params, GError **error)
{
  const TsShape in = { 4,
                       { -1, 3, TS_INCEPTION_SIDE_PX, TS_INCEPTION_SIDE_PX } };
  const TsShape out = { 2, { -1, params->n_outputs } };
  Builder self = { ts_graph_new (OPSET), params, NULL };
  g_auto (Value) trunk = { 0 };

  ts_graph_add_input (self.graph, "input", &in);
  ts_graph_add_output (self.graph, "logits", &out);
  trunk = add_trunk (&self);
  add_head (&self, &trunk);
  if (self.error == NULL)
    return self.graph;
  g_propagate_error (error, self.error);
  ts_graph_free (self.graph);
  return NULL;
}
