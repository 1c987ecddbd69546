/* Conv: groups, strides, pads, dilations. One image at a time; the way it is computed is
 * chosen once, in choose_method().
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/nn/conv-kernels.h"
#include "core/nn/epilogue.h"
#include "core/nn/gemm.h"
#include "core/nn/op-table.h"

/* Floats of patches gathered before each product: half of a second-level cache. */
#define COLUMNS_TARGET (64 * 1024)
/* Fewer columns than this make a slow product. */
#define MIN_COLUMNS 256

typedef enum {
  METHOD_POINTWISE, /* 1x1, stride 1, no padding: the image is the matrix */
  METHOD_COLUMNS,   /* patches gathered block by block, then a product */
  METHOD_DEPTHWISE  /* one channel a group: no product at all */
} Method;

typedef struct {
  TsWindow window;
  gsize n_groups, in_channels, out_channels; /* channels of one group */
  gsize taps;                                /* of one output value */
  Method method;
  gsize block;             /* columns gathered at a time */
  TsTensor *kernel, *bias; /* [M][C/g][kh][kw]; [M] or NULL */
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
  p->n_groups = (gsize) n_groups;
  p->in_channels = (gsize) kernel->dims[1];
  p->out_channels = (gsize) (kernel->dims[0] / n_groups);
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
  if (!ts_window_read (&p->window, op, kernel->dims + 2, FALSE, error) ||
      !check_channels (op, p, kernel, error) ||
      !check_bias (op, p, kernel->dims[0], error))
    return FALSE;
  out.dims[1] = kernel->dims[0];
  ts_window_set_shape (&p->window, &out);
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
  const gsize n_out = p->n_groups * p->out_channels;
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
is_pointwise (const TsWindowAxis *axis)
{
  return axis->kernel == 1 && axis->stride == 1 && axis->before == 0 &&
         axis->after == 0;
}

/* The one place that decides how a layer is computed. */
static void
choose_method (Params *p)
{
  const gsize n_pixels = p->window.y.out * p->window.x.out;

  p->taps = p->in_channels * p->window.y.kernel * p->window.x.kernel;
  p->block = CLAMP (COLUMNS_TARGET / p->taps, MIN_COLUMNS, n_pixels);
  if (p->block > n_pixels)
    p->block = n_pixels;
  if (is_pointwise (&p->window.y) && is_pointwise (&p->window.x))
    p->method = METHOD_POINTWISE;
  else if (p->in_channels == 1)
    p->method = METHOD_DEPTHWISE;
  else
    p->method = METHOD_COLUMNS;
}

static gboolean
conv_plan (TsOp *op, GError **error)
{
  Params *p = op->params;

  choose_method (p);
  op->scratch_bytes =
    p->method == METHOD_COLUMNS ? p->taps * p->block * sizeof (float) : 0;
  op->multiply_adds = (guint64) op->outputs[0]->n_elements * p->taps;
  /* The kernel may be another by now; the graph's is no longer needed. */
  op->n_inputs = 1;
  return TRUE;
}

typedef struct {
  const float *image;  /* [C/g][H][W] of this group */
  const float *kernel; /* [M/g][taps] */
  float *out;          /* [M/g][pixels] */
  TsEpilogue epilogue;
  float *scratch;
} Group;

static void
run_product (const Params *p,
             const Group *g,
             const float *matrix,
             gsize matrix_stride,
             gsize first,
             gsize n)
{
  const gsize n_pixels = p->window.y.out * p->window.x.out;
  const TsGemm gemm = {
    .m = p->out_channels,
    .n = n,
    .k = p->taps,
    .alpha = 1,
    .a = g->kernel,
    .a_stride = p->taps,
    .b = matrix,
    .b_stride = matrix_stride,
    .c = g->out + first,
    .c_stride = n_pixels,
  };

  ts_gemm (&gemm);
  ts_epilogue_apply (&g->epilogue, g->out + first, p->out_channels, n,
                     n_pixels);
}

static void
run_group (const Params *p, const Group *g)
{
  const gsize n_pixels = p->window.y.out * p->window.x.out;

  if (p->method == METHOD_POINTWISE) {
    run_product (p, g, g->image, n_pixels, 0, n_pixels);
    return;
  }
  if (p->method == METHOD_DEPTHWISE) {
    for (gsize m = 0; m < p->out_channels; m++)
      ts_conv_plane (&p->window, g->image, g->kernel + m * p->taps,
                     g->out + m * n_pixels);
    ts_epilogue_apply (&g->epilogue, g->out, p->out_channels, n_pixels,
                       n_pixels);
    return;
  }
  for (gsize first = 0; first < n_pixels; first += p->block) {
    const gsize n = MIN (p->block, n_pixels - first);

    ts_im2col (&p->window, g->image, p->in_channels, first, n, g->scratch);
    run_product (p, g, g->scratch, n, first, n);
  }
}

static void
conv_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const gsize n_images = (gsize) op->outputs[0]->shape.dims[0];
  const gsize in_size = p->in_channels * p->window.y.in * p->window.x.in;
  const gsize out_size = p->out_channels * p->window.y.out * p->window.x.out;
  const float *kernel = ts_tensor_get_floats (p->kernel);
  const float *bias = p->bias != NULL ? ts_tensor_get_floats (p->bias) : NULL;

  for (gsize i = 0; i < n_images * p->n_groups; i++) {
    const gsize first = i % p->n_groups * p->out_channels;
    const Group group = {
      .image = TS_IN (buffers, 0) + i * in_size,
      .kernel = kernel + first * p->taps,
      .out = TS_OUT (buffers, 0) + i * out_size,
      .epilogue = { bias != NULL ? bias + first : NULL, op->low, op->high },
      .scratch = buffers->scratch,
    };

    run_group (p, &group);
  }
}

static void
conv_clear (TsOp *op)
{
  Params *p = op->params;

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
    .check = conv_check,
    .plan = conv_plan,
    .run = conv_run,
    .clear = conv_clear,
    .absorb_affine = conv_absorb_affine,
    .absorbs_clamp = TRUE,
  },
  { .name = NULL },
};
