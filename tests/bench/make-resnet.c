/* A randomly initialised ResNet-50 as an ONNX file: make-resnet OUTPUT [SEED]. The graph is
 * the one torchvision exports for evaluation (stride in the 3x3 convolutions, batch norm
 * folded, so that each convolution has a bias). For timing; its results mean nothing.
 * Source of the network: He et al., "Deep residual learning for image recognition", 2016.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/base/parse.h"
#include "core/base/random.h"
#include "core/model/onnx-file.h"

#define OPSET     13
#define SIDE_PX   224
#define N_CLASSES 3
#define EXPANSION 4 /* channels at the end of a block to those within it */
/* Of the last convolution in a block, against He's deviation: 16 additions would else let
 * the values grow until the softmax of the outputs is 0 and 1. */
#define BRANCH_SHARE     0.25
#define BIAS_DEVIATION   0.05
#define LOGITS_DEVIATION 0.05

typedef struct {
  TsGraph *graph;
  TsRandom random;
  guint channels; /* of the last value */
} Builder;

typedef struct {
  guint channels, kernel, stride;
  double share; /* of He's deviation */
} Conv;

static void
add_random (Builder *self,
            const char *name,
            const TsShape *shape,
            double deviation)
{
  g_autoptr (TsTensor) tensor = ts_tensor_new (TS_TYPE_FLOAT, shape, NULL);
  gsize n;

  g_assert (tensor != NULL);
  n = ts_tensor_get_n_elements (tensor);
  for (gsize i = 0; i < n; i++)
    ts_tensor_edit_floats (tensor)[i] =
      (float) (ts_random_normal (&self->random) * deviation);
  ts_graph_add_constant (self->graph, name, tensor);
}

/* NAME.weight and NAME.bias for a Conv or a Gemm. */
static TsNode *
add_weighted (Builder *self,
              const char *op,
              const char *name,
              const char *input,
              const TsShape *shape,
              double deviation)
{
  const TsShape bias_shape = { 1, { shape->dims[0] } };
  g_autofree char *weight = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias = g_strconcat (name, ".bias", NULL);
  const char *inputs[] = { input, weight, bias, NULL };
  const char *outputs[] = { name, NULL };

  add_random (self, weight, shape, deviation);
  add_random (self, bias, &bias_shape, BIAS_DEVIATION);
  return ts_graph_add_node (self->graph, name, op, inputs, outputs);
}

static void
set_window (TsNode *node, guint kernel, guint stride)
{
  const gint64 kernels[] = { kernel, kernel }, strides[] = { stride, stride };
  const gint64 pad = kernel / 2, pads[] = { pad, pad, pad, pad };

  ts_node_set_ints (node, "kernel_shape", kernels, 2);
  ts_node_set_ints (node, "strides", strides, 2);
  ts_node_set_ints (node, "pads", pads, 4);
}

static void
add_conv (Builder *self, const char *name, const char *input, const Conv *conv)
{
  const TsShape shape = {
    4, { conv->channels, self->channels, conv->kernel, conv->kernel }
  };
  double fan_in = (double) self->channels * conv->kernel * conv->kernel;

  set_window (add_weighted (self, "Conv", name, input, &shape,
                            conv->share * sqrt (2 / fan_in)),
              conv->kernel, conv->stride);
  self->channels = conv->channels;
}

/* Returns the name of the new value; takes a, borrows b, which may be NULL. */
static char *
add_plain (Builder *self, const char *op, char *a, const char *b)
{
  g_autofree char *input = a;
  char *output = g_strconcat (input, "/", op, NULL);
  const char *inputs[] = { input, b, NULL }, *outputs[] = { output, NULL };

  ts_graph_add_node (self->graph, output, op, inputs, outputs);
  return output;
}

/* 1x1, 3x3, 1x1, and beside them the value itself or a 1x1 that makes it fit. Takes input. */
static char *
add_block (Builder *self,
           const char *name,
           char *input,
           guint width,
           guint stride)
{
  guint channels = self->channels;
  g_autofree char *shortcut = input;
  const Conv convs[] = { { width, 1, 1, 1 },
                         { width, 3, stride, 1 },
                         { width * EXPANSION, 1, 1, BRANCH_SHARE } };
  const Conv fit = { width * EXPANSION, 1, stride, G_SQRT2 / 2 };
  char *value = g_strdup (input);

  for (guint i = 0; i < G_N_ELEMENTS (convs); i++) {
    char *conv = g_strdup_printf ("%s.conv%u", name, i + 1);

    add_conv (self, conv, value, &convs[i]);
    g_free (value);
    value = i < 2 ? add_plain (self, "Relu", conv, NULL) : conv;
  }
  if (channels != self->channels) {
    char *conv = g_strconcat (name, ".downsample", NULL);

    self->channels = channels;
    add_conv (self, conv, shortcut, &fit);
    g_free (shortcut);
    shortcut = conv;
  }
  return add_plain (self, "Relu", add_plain (self, "Add", value, shortcut),
                    NULL);
}

static char *
add_stem (Builder *self)
{
  const Conv conv = { 64, 7, 2, 1 };
  g_autofree char *value = NULL;
  const char *inputs[] = { NULL, NULL }, *outputs[] = { "maxpool", NULL };

  add_conv (self, "conv1", "input", &conv);
  value = add_plain (self, "Relu", g_strdup ("conv1"), NULL);
  inputs[0] = value;
  set_window (
    ts_graph_add_node (self->graph, "maxpool", "MaxPool", inputs, outputs), 3,
    2);
  return g_strdup ("maxpool");
}

static TsGraph *
build_graph (guint64 seed)
{
  static const guint n_blocks[] = { 3, 4, 6, 3 };
  const TsShape in = { 4, { -1, 3, SIDE_PX, SIDE_PX } };
  const TsShape out = { 2, { -1, N_CLASSES } };
  Builder self = { .graph = ts_graph_new (OPSET), .channels = 3 };
  g_autofree char *value = NULL;
  TsShape fc;

  ts_random_init (&self.random, seed);
  ts_graph_add_input (self.graph, "input", &in);
  ts_graph_add_output (self.graph, "fc", &out);
  value = add_stem (&self);
  for (guint stage = 0; stage < G_N_ELEMENTS (n_blocks); stage++)
    for (guint i = 0; i < n_blocks[stage]; i++) {
      g_autofree char *name = g_strdup_printf ("layer%u.%u", stage + 1, i);

      value = add_block (&self, name, value, 64u << stage,
                         stage > 0 && i == 0 ? 2 : 1);
    }
  value = add_plain (&self, "GlobalAveragePool", value, NULL);
  value = add_plain (&self, "Flatten", value, NULL);
  fc = (TsShape){ 2, { N_CLASSES, self.channels } };
  ts_node_set_int (
    add_weighted (&self, "Gemm", "fc", value, &fc, LOGITS_DEVIATION), "transB",
    1);
  return self.graph;
}

int
main (int argc, char **argv)
{
  /* The transform is that of torchvision's own weights. */
  const char *const keys[] = { "spec_version", "name",
                               "architecture", "num_classes",
                               "class_names",  "patch_size_pixels",
                               "transform",    "head",
                               "notes",        NULL };
  const char *const values[] = {
    "1.0",
    "ResNet-50, untrained",
    "resnet50",
    "3",
    "[\"A\",\"B\",\"C\"]",
    "224",
    "[{\"name\":\"Resize\",\"arguments\":{\"size\":224}},"
    "{\"name\":\"ToTensor\"},{\"name\":\"Normalize\",\"arguments\":"
    "{\"mean\":[0.485,0.456,0.406],\"std\":[0.229,0.224,0.225]}}]",
    "softmax",
    "randomly initialised, not trained: its results mean nothing",
    NULL
  };
  g_autoptr (TsGraph) graph = NULL;
  g_autoptr (GError) error = NULL;
  gint64 seed = 1;

  if (argc < 2 || argc > 3 ||
      (argc == 3 && !ts_parse_int (argv[2], 0, G_MAXINT64, &seed))) {
    g_printerr ("usage: make-resnet OUTPUT [SEED]\n");
    return 2;
  }
  graph = build_graph ((guint64) seed);
  if (!ts_onnx_file_save (argv[1], graph, keys, values, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  return 0;
}
