/* Channels in another order: of groups and members, members and groups. Not an operator of
 * ONNX; plan-rewrite.c makes one of three.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/nn/op-table.h"

typedef struct {
  gsize n_groups;
} Params;

static gboolean
shuffle_takes_channels_last (const TsOp *op)
{
  return TRUE;
}

/* from [n_groups][n_members], to the other way round; each of n floats. */
static void
shuffle (const float *from, float *to, gsize n_groups, gsize n_members, gsize n)
{
  for (gsize m = 0; m < n_members; m++)
    for (gsize g = 0; g < n_groups; g++, to += n)
      memcpy (to, from + (g * n_members + m) * n, n * sizeof *to);
}

static void
shuffle_pixel (const float *from, float *to, gsize n_groups, gsize n_members)
{
  for (gsize m = 0; m < n_members; m++)
    for (gsize g = 0; g < n_groups; g++)
      *to++ = from[g * n_members + m];
}

static void
shuffle_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const TsValue *in = op->inputs[0], *out = op->outputs[0];
  const gsize n_groups = ((const Params *) op->params)->n_groups;
  const gsize n_members = (gsize) in->shape.dims[1] / n_groups;
  const gsize n_images = (gsize) in->shape.dims[0];
  const gsize n_pixels = ts_shape_count_pixels (&in->shape);

  if (op->is_channels_last)
    for (gsize i = 0; i < n_pixels; i++)
      shuffle_pixel (TS_IN (buffers, 0) + i * in->pixel_stride,
                     TS_OUT (buffers, 0) + i * out->pixel_stride, n_groups,
                     n_members);
  else
    for (gsize i = 0; i < n_images; i++)
      shuffle (TS_IN (buffers, 0) + i * in->n_elements / n_images,
               TS_OUT (buffers, 0) + i * in->n_elements / n_images, n_groups,
               n_members, n_pixels / n_images);
}

static const TsOperator kind = {
  .name = "Shuffle",
  .traits = TS_OP_STRIDES,
  .takes_channels_last = shuffle_takes_channels_last,
  .run = shuffle_run,
};

void
ts_channel_shuffle_make (TsOp *op, gsize n_groups)
{
  Params *p = g_new0 (Params, 1);

  p->n_groups = n_groups;
  if (op->kind->clear != NULL && op->params != NULL)
    op->kind->clear (op);
  g_free (op->params);
  op->params = p;
  op->kind = &kind;
  op->n_inputs = 1;
}
