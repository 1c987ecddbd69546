/* GlobalAveragePool and GlobalMaxPool: all of an image to one value a channel.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/nn/op-table.h"

static gboolean
global_check (TsOp *op, GError **error)
{
  TsShape out = *ts_op_get_shape (op, 0);

  if (out.rank < 3)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "its input has %u dimensions and no image", out.rank);
  for (guint i = 2; i < out.rank; i++)
    out.dims[i] = 1;
  return ts_op_set_output (op, 0, TS_TYPE_FLOAT, &out, error);
}

static gboolean
global_takes_channels_last (const TsOp *op)
{
  return TRUE;
}

/* How the values of an image lie: those of a channel step apart. */
typedef struct {
  const float *image;
  gsize n, step, channel_step;
} Images;

static Images
find_image (const TsOp *op, const TsOpBuffers *buffers, gsize index)
{
  const TsValue *in = op->inputs[0];
  const gsize n_images = (gsize) in->shape.dims[0];
  const gsize n = ts_shape_count_pixels (&in->shape) / n_images;

  if (op->is_channels_last)
    return (Images){ TS_IN (buffers, 0) + index * n * in->pixel_stride, n,
                     in->pixel_stride, 1 };
  return (Images){ TS_IN (buffers, 0) + index * in->n_elements / n_images, n, 1,
                   n };
}

static float
find_average (const float *values, gsize n, gsize step)
{
  double sum = 0;

  for (gsize k = 0; k < n; k++)
    sum += values[k * step];
  return (float) (sum / (double) n);
}

/* Not a number where one of them is none. */
static float
find_largest (const float *values, gsize n, gsize step)
{
  float largest = values[0];

  for (gsize k = 1; k < n; k++) {
    const float v = values[k * step];

    if (v > largest || isnan (v))
      largest = v;
  }
  return largest;
}

static void
global_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const TsValue *out = op->outputs[0];
  const gboolean is_max = op->kind->detail != NULL;
  const gsize n_channels = (gsize) out->shape.dims[1];
  const gsize stride = op->is_channels_last ? out->pixel_stride : n_channels;

  for (gsize i = 0; i < (gsize) out->shape.dims[0]; i++) {
    const Images in = find_image (op, buffers, i);
    float *to = TS_OUT (buffers, 0) + i * stride;

    for (gsize c = 0; c < n_channels; c++) {
      const float *values = in.image + c * in.channel_step;

      to[c] = is_max ? find_largest (values, in.n, in.step)
                     : find_average (values, in.n, in.step);
    }
  }
}

const TsOperator ts_global_pool_operators[] = {
  {
    .name = "GlobalAveragePool",
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_STRIDES,
    .check = global_check,
    .takes_channels_last = global_takes_channels_last,
    .run = global_run,
  },
  {
    .name = "GlobalMaxPool",
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_STRIDES,
    .detail = "largest",
    .check = global_check,
    .takes_channels_last = global_takes_channels_last,
    .run = global_run,
  },
  { .name = NULL },
};
