/* LRN: each value divided by a power of the squares around it, across channels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/nn/op-table.h"

typedef struct {
  gsize before, after; /* channels to each side */
  double alpha_share, beta, bias;
} Params;

static gboolean
lrn_check (TsOp *op, GError **error)
{
  const TsShape *shape = ts_op_get_shape (op, 0);
  const gint64 size = ts_node_get_int (op->node, "size", 0);
  Params *p = g_new0 (Params, 1);

  op->params = p;
  if (shape->rank < 2)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "its input has %u dimensions and no channels",
                       shape->rank);
  if (size < 1 || size > G_MAXUINT16)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "size %" G_GINT64_FORMAT " is out of range", size);
  p->before = (gsize) (size - 1) / 2;
  p->after = (gsize) (size - 1) - p->before;
  p->alpha_share =
    ts_node_get_float (op->node, "alpha", (double) 1e-4f) / (double) size;
  p->beta = ts_node_get_float (op->node, "beta", 0.75);
  p->bias = ts_node_get_float (op->node, "bias", 1);
  return ts_op_set_output (op, 0, TS_TYPE_FLOAT, shape, error);
}

/* One place of one image: values [n_channels] at a distance of step. */
static void
normalise (const Params *p,
           const float *x,
           float *y,
           gsize n_channels,
           gsize step)
{
  for (gsize c = 0; c < n_channels; c++) {
    const gsize first = c > p->before ? c - p->before : 0;
    const gsize last = MIN (c + p->after, n_channels - 1);
    double sum = 0;

    for (gsize k = first; k <= last; k++)
      sum += (double) x[k * step] * x[k * step];
    y[c * step] =
      (float) (x[c * step] / pow (p->bias + p->alpha_share * sum, p->beta));
  }
}

static void
lrn_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const TsShape *shape = &op->outputs[0]->shape;
  const gsize n_channels = (gsize) shape->dims[1];
  const gsize n_images = (gsize) shape->dims[0];
  const gsize step = ts_shape_product (shape, 2, shape->rank);

  for (gsize i = 0; i < n_images; i++)
    for (gsize k = 0; k < step; k++)
      normalise (p, TS_IN (buffers, 0) + i * n_channels * step + k,
                 TS_OUT (buffers, 0) + i * n_channels * step + k, n_channels,
                 step);
}

static const TsAttributeSpec attributes[] = {
  { "alpha", TS_ATTRIBUTE_FLOAT }, { "beta", TS_ATTRIBUTE_FLOAT },
  { "bias", TS_ATTRIBUTE_FLOAT },  { "size", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_lrn_operators[] = {
  {
    .name = "LRN",
    .attributes = attributes,
    .min_inputs = 1,
    .max_inputs = 1,
    .check = lrn_check,
    .run = lrn_run,
  },
  { .name = NULL },
};
