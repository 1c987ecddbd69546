/* Conv: groups, strides, pads, dilations. The way it is computed is chosen once, in
 * choose_way().
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/nn/conv-way.h"
#include "core/nn/op-table.h"

typedef struct {
  TsConvLayer layer;
  TsTensor *kernel,
    *bias; /* [M][C/g][kh][kw], until it is packed; [M] or NULL */
  const TsConvWay *way;
  gpointer prepared;
} Params;

static gboolean
check_channels (TsOp *op, Params *p, const TsShape *kernel, GError **error)
{
  const gint64 n_groups = ts_node_get_int (op->node, "group", 1);
  const gint64 channels = ts_op_get_shape (op, 0)->dims[1];

  if (n_groups < 1 || channels % n_groups != 0 ||
      kernel->dims[0] % n_groups != 0)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "%" G_GINT64_FORMAT " groups do not divide %" //
                       G_GINT64_FORMAT " input and %" G_GINT64_FORMAT
                       " output channels",
                       n_groups, channels, kernel->dims[0]);
  if (kernel->dims[1] != channels / n_groups)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "kernel has %" G_GINT64_FORMAT
                       " channels for an input of %" G_GINT64_FORMAT "%s",
                       kernel->dims[1], channels / n_groups,
                       n_groups > 1 ? " in each group" : "");
  p->layer.n_groups = (gsize) n_groups;
  p->layer.in_channels = (gsize) kernel->dims[1];
  p->layer.out_channels = (gsize) (kernel->dims[0] / n_groups);
  return TRUE;
}

static gboolean
check_bias (TsOp *op, Params *p, gint64 n, GError **error)
{
  TsTensor *bias = NULL;

  if (!ts_op_has_input (op, 2))
    return TRUE;
  if (!ts_op_get_constant (op, 2, "bias", &bias, error))
    return FALSE;
  if (ts_tensor_get_n_elements (bias) != (gsize) n)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "bias has %zu values for %" G_GINT64_FORMAT " channels",
                       ts_tensor_get_n_elements (bias), n);
  p->bias = ts_tensor_ref (bias);
  return TRUE;
}

static gboolean
conv_check (TsOp *op, GError **error)
{
  Params *p = g_new0 (Params, 1);
  const TsShape *kernel, *in = ts_op_get_shape (op, 0);
  TsTensor *tensor = NULL;
  TsShape out = *in;

  op->params = p;
  if (!ts_op_get_constant (op, 1, "kernel", &tensor, error))
    return FALSE;
  p->kernel = ts_tensor_ref (tensor);
  kernel = ts_tensor_get_shape (tensor);
  if (kernel->rank != in->rank && (in->rank == 3 || in->rank == 4))
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "kernel has %u dimensions and not %u", kernel->rank,
                       in->rank);
  if (!ts_window_read (&p->layer.window, op, kernel->dims + 2, FALSE, error) ||
      !check_channels (op, p, kernel, error) ||
      !check_bias (op, p, kernel->dims[0], error))
    return FALSE;
  out.dims[1] = kernel->dims[0];
  ts_window_set_shape (&p->layer.window, &out);
  p->layer.n_images = (gsize) in->dims[0];
  return ts_op_set_output (op, 0, TS_TYPE_FLOAT, &out, error);
}

/* A kernel and a bias of our own, to change. */
static gboolean
make_own (Params *p, GError **error)
{
  const TsShape *shape = ts_tensor_get_shape (p->kernel);
  const TsShape bias_shape = { 1, { shape->dims[0] } };
  g_autoptr (TsTensor) kernel = ts_tensor_new (TS_TYPE_FLOAT, shape, error);
  g_autoptr (TsTensor) bias = ts_tensor_new (TS_TYPE_FLOAT, &bias_shape, error);

  if (kernel == NULL || bias == NULL)
    return FALSE;
  memcpy (ts_tensor_edit_floats (kernel), ts_tensor_get_floats (p->kernel),
          ts_tensor_get_n_elements (kernel) * sizeof (float));
  if (p->bias != NULL)
    memcpy (ts_tensor_edit_floats (bias), ts_tensor_get_floats (p->bias),
            ts_tensor_get_n_elements (bias) * sizeof (float));
  ts_tensor_unref (p->kernel);
  g_clear_pointer (&p->bias, ts_tensor_unref);
  p->kernel = g_steal_pointer (&kernel);
  p->bias = g_steal_pointer (&bias);
  return TRUE;
}

static gboolean
conv_absorb_affine (TsOp *op, const double *scale, const double *shift)
{
  Params *p = op->params;
  const gsize n_out = p->layer.n_groups * p->layer.out_channels;
  gsize per_channel;
  float *kernel, *bias;

  if (!make_own (p, NULL))
    return FALSE;
  kernel = ts_tensor_edit_floats (p->kernel);
  bias = ts_tensor_edit_floats (p->bias);
  per_channel = ts_tensor_get_n_elements (p->kernel) / n_out;
  for (gsize m = 0; m < n_out; m++) {
    bias[m] = (float) (bias[m] * scale[m] + shift[m]);
    for (gsize i = 0; i < per_channel; i++)
      kernel[m * per_channel + i] =
        (float) (kernel[m * per_channel + i] * scale[m]);
  }
  return TRUE;
}

static gboolean
conv_give_epilogue (TsOp *op, TsTensor **out_bias)
{
  Params *p = op->params;

  if (!ts_window_is_pixel (&p->layer.window))
    return FALSE;
  *out_bias = g_steal_pointer (&p->bias);
  return TRUE;
}

static gboolean
conv_absorb_padding (TsOp *op, const TsPadding *padding)
{
  ts_window_take_padding (&((Params *) op->params)->layer.window, padding);
  return TRUE;
}

/* The one place that decides how a layer is computed. */
static const TsConvWay *
choose_way (const TsConvLayer *layer)
{
  static const TsConvWay *const ways[] = { &ts_conv_gather, &ts_conv_pointwise,
                                           &ts_conv_depthwise,
                                           &ts_conv_toom_cook };
  const TsConvWay *best = NULL;
  double least = INFINITY;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    const double cycles = ways[i]->estimate (layer);

    if (cycles < least) {
      least = cycles;
      best = ways[i];
    }
  }
  return best;
}

static gboolean
conv_plan (TsOp *op, GError **error)
{
  Params *p = op->params;
  TsConvLayer *layer = &p->layer;
  TsConvNeeds needs = { 0 };

  layer->kernels = op->kernels;
  layer->kernel = ts_tensor_get_floats (p->kernel);
  layer->epilogue.bias =
    p->bias != NULL ? ts_tensor_get_floats (p->bias) : NULL;
  layer->epilogue.low = op->low;
  layer->epilogue.high = op->high;
  p->way = choose_way (layer);
  p->prepared = p->way->prepare (layer, &needs, error);
  if (p->prepared == NULL)
    return FALSE;
  op->scratch_bytes = needs.scratch_bytes;
  op->weight_bytes = needs.weight_bytes;
  op->multiply_adds = (guint64) op->outputs[0]->n_elements *
                      layer->in_channels * ts_conv_get_taps (layer);
  op->way = p->way->name;
  layer->kernel = NULL;
  g_clear_pointer (&p->kernel, ts_tensor_unref);
  /* The graph's kernel is no longer needed either. */
  op->n_inputs = 1;
  return TRUE;
}

static void
conv_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const TsConvBuffers images = { TS_IN (buffers, 0), TS_OUT (buffers, 0),
                                 op->inputs[0]->pixel_stride,
                                 op->outputs[0]->pixel_stride,
                                 buffers->scratch };

  p->way->run (p->prepared, &p->layer, &images);
}

static void
conv_clear (TsOp *op)
{
  Params *p = op->params;

  if (p->prepared != NULL)
    p->way->free (p->prepared);
  g_clear_pointer (&p->kernel, ts_tensor_unref);
  g_clear_pointer (&p->bias, ts_tensor_unref);
}

static const TsAttributeSpec conv_attributes[] = {
  { "auto_pad", TS_ATTRIBUTE_STRING }, { "dilations", TS_ATTRIBUTE_INTS },
  { "group", TS_ATTRIBUTE_INT },       { "kernel_shape", TS_ATTRIBUTE_INTS },
  { "pads", TS_ATTRIBUTE_INTS },       { "strides", TS_ATTRIBUTE_INTS },
  { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_conv_operators[] = {
  {
    .name = "Conv",
    .attributes = conv_attributes,
    .min_inputs = 2,
    .max_inputs = 3,
    .traits = TS_OP_IMAGE | TS_OP_STRIDES,
    .check = conv_check,
    .plan = conv_plan,
    .run = conv_run,
    .clear = conv_clear,
    .absorb_affine = conv_absorb_affine,
    .absorbs_clamp = TRUE,
    .absorb_padding = conv_absorb_padding,
    .give_epilogue = conv_give_epilogue,
  },
  { .name = NULL },
};
