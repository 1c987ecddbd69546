/* A randomly initialised Inception v3: the graph from the layer table, weights by seed.
 *
 * DeepPATH starts from a truncated normal of deviation 0.1 and relies on the statistics of
 * each training batch to keep activations in range. Here the moving statistics are those
 * of no data at all (mean 0, variance 1), so that 94 such layers would overflow; the
 * deviation is therefore that of He et al. 2015, sqrt (2 / fan-in), which keeps the second
 * moment of the activations. The auxiliary head serves training only and is not made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/new-inception.h"

#include <math.h>

#include <json-glib/json-glib.h>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/model/inception-table.h"
#include "core/model/model-card.h"
#include "core/model/onnx-file.h"

#define OPSET          13
#define BATCH_NORM_EPS 0.001
#define LOGITS_STDDEV  0.01
#define POOLED_SIDE_PX 8
#define CHANNEL_STEP   8
/* A normal cut at two deviations has this share of the whole one's deviation. */
#define TRUNCATED_SHARE 0.87962566103423978

typedef struct {
  char *name;
  guint channels;
} Value;

typedef struct {
  TsGraph *graph;
  TsRandom random;
  double width;
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
  double steps = floor (channels * self->width / CHANNEL_STEP + 0.5);

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

static TsTensor *
new_random (Builder *self, const TsShape *shape, double deviation)
{
  TsTensor *tensor = ts_tensor_new (TS_TYPE_FLOAT, shape, NULL);
  gsize n;
  float *values;

  g_assert (tensor != NULL);
  n = ts_tensor_get_n_elements (tensor);
  values = ts_tensor_edit_floats (tensor);
  for (gsize i = 0; i < n; i++) {
    double draw;

    do
      draw = ts_random_normal (&self->random);
    while (fabs (draw) > 2);
    values[i] = (float) (draw * deviation / TRUNCATED_SHARE);
  }
  return tensor;
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
  /* weights [out][in][h][w] */
  const TsShape shape = {
    4, { channels_out, channels_in, conv->kernel_h, conv->kernel_w }
  };
  double fan_in = (double) channels_in * conv->kernel_h * conv->kernel_w;
  char *name = g_strconcat (scope, "/weights", NULL);

  add_constant (self, name, new_random (self, &shape, sqrt (2 / fan_in)));
  return name;
}

/* Scale 1 stands for the gamma that this network does not have. */
static void
add_batch_norm (Builder *self,
                const char *scope,
                const char *input,
                const char *output,
                guint channels)
{
  g_autofree char *ones = g_strdup_printf ("ones/%u", channels);
  g_autofree char *beta = g_strconcat (scope, "/BatchNorm/beta", NULL);
  g_autofree char *mean = g_strconcat (scope, "/BatchNorm/moving_mean", NULL);
  g_autofree char *variance =
    g_strconcat (scope, "/BatchNorm/moving_variance", NULL);
  const char *inputs[] = { input, ones, beta, mean, variance, NULL };

  if (ts_graph_get_constant (self->graph, ones) == NULL)
    add_constant (self, ones, new_filled (channels, 1));
  add_constant (self, beta, new_filled (channels, 0));
  add_constant (self, mean, new_filled (channels, 0));
  add_constant (self, variance, new_filled (channels, 1));
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
add_head (Builder *self, const Value *trunk, guint n_outputs)
{
  const TsShape shape = { 2, { n_outputs, trunk->channels } };
  const char *pool_inputs[] = { trunk->name, NULL };
  const char *flat_inputs[] = { "logits/pool", NULL };
  const char *fc_inputs[] = { "logits/flatten", "logits/logits/weights",
                              "logits/logits/biases", NULL };
  TsNode *node = add_node (self, "AveragePool", pool_inputs, "logits/pool");

  set_square (node, "kernel_shape", POOLED_SIDE_PX, 2);
  set_square (node, "strides", 1, 2);
  add_node (self, "Flatten", flat_inputs, "logits/flatten");
  add_constant (self, "logits/logits/weights",
                new_random (self, &shape, LOGITS_STDDEV));
  add_constant (self, "logits/logits/biases", new_filled (n_outputs, 0));
  ts_node_set_int (add_node (self, "Gemm", fc_inputs, "logits"), "transB", 1);
}

static TsGraph *
build_graph (const TsNewInceptionParams *params, guint n_outputs)
{
  const TsShape in = { 4,
                       { -1, 3, TS_INCEPTION_SIDE_PX, TS_INCEPTION_SIDE_PX } };
  const TsShape out = { 2, { -1, n_outputs } };
  Builder self = { .graph = ts_graph_new (OPSET), .width = params->width };
  g_auto (Value) trunk = { 0 };

  ts_random_init (&self.random, params->seed);
  ts_graph_add_input (self.graph, "input", &in);
  ts_graph_add_output (self.graph, "logits", &out);
  trunk = add_trunk (&self);
  add_head (&self, &trunk, n_outputs);
  return self.graph;
}

static char *
class_list (const char *const *class_names)
{
  g_autoptr (JsonArray) list = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; class_names[i] != NULL; i++)
    json_array_add_string_element (list, class_names[i]);
  json_node_set_array (node, list);
  return json_to_string (node, FALSE);
}

static gboolean
save (const char *path,
      const TsNewInceptionParams *params,
      guint n_classes,
      GError **error)
{
  gboolean is_softmax = params->head == TS_HEAD_SOFTMAX;
  g_autofree char *classes = class_list (params->class_names);
  g_autofree char *count = g_strdup_printf ("%u", n_classes);
  g_autofree char *source = g_strdup_printf (
    "made by tessera with seed %" G_GUINT64_FORMAT, params->seed);
  const char *const card[][2] = {
    { "spec_version", "1.0" },
    { "name", "Inception v3, untrained" },
    { "architecture", "inception_v3" },
    { "num_classes", count },
    { "class_names", classes },
    { "patch_size_pixels", "512" },
    { "spacing_um_px", "0.5" },
    { "transform",
      "[{\"name\":\"Resize\",\"arguments\":{\"size\":299}},"
      "{\"name\":\"ToTensor\"},{\"name\":\"Normalize\",\"arguments\":"
      "{\"mean\":[0.5,0.5,0.5],\"std\":[0.5,0.5,0.5]}}]" },
    { "resize_filter", ts_resize_filter_to_text (TS_RESIZE_TF1_BILINEAR) },
    { "head", ts_head_to_text (params->head) },
    { "background_output", "0" },
    { "role",
      ts_role_to_text (is_softmax ? TS_ROLE_CLASSES : TS_ROLE_MUTATIONS) },
    { "source", source },
    { "notes", "randomly initialised, not trained: its results mean nothing" },
    { NULL, NULL },
  };
  const char *keys[G_N_ELEMENTS (card)], *values[G_N_ELEMENTS (card)];
  g_autoptr (TsModelCard) checked = NULL;
  g_autoptr (TsGraph) graph = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (card); i++) {
    keys[i] = card[i][0];
    values[i] = card[i][1];
  }
  checked = ts_model_card_parse (keys, values, G_N_ELEMENTS (card) - 1, NULL,
                                 NULL, error);
  if (checked == NULL)
    return FALSE;
  graph = build_graph (params, n_classes + 1);
  return ts_onnx_file_save (path, graph, keys, values, error);
}

gboolean
ts_new_inception_write (const char *path,
                        const TsNewInceptionParams *params,
                        GError **error)
{
  guint n_classes = g_strv_length ((char **) params->class_names);

  g_assert (params->head != TS_HEAD_FEATURES);
  if (n_classes == 0) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_MISSING,
                         "a new network needs at least one class");
    return FALSE;
  }
  if (!(params->width >= 1.0 / 16 && params->width <= 4)) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                         "the width of a new network must be 0.0625 to 4");
    return FALSE;
  }
  return save (path, params, n_classes, error);
}
