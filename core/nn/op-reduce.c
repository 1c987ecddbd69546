/* ReduceMean, ReduceSum and their kin: some dimensions to one value, in double.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/nn/op-table.h"

typedef enum {
  REDUCE_MEAN,
  REDUCE_SUM,
  REDUCE_PROD,
  REDUCE_MAX,
  REDUCE_MIN,
  REDUCE_L2
} Kind;

/* A walk over some of the input's dimensions. */
typedef struct {
  guint rank;
  gsize dims[TS_MAX_RANK], strides[TS_MAX_RANK], n;
} Walk;

typedef struct {
  Walk kept, reduced;
} Params;

static void
append (Walk *walk, gsize dim, gsize stride)
{
  walk->n *= dim;
  if (walk->rank > 0 && walk->strides[walk->rank - 1] == stride * dim) {
    walk->dims[walk->rank - 1] *= dim;
    walk->strides[walk->rank - 1] = stride;
    return;
  }
  walk->dims[walk->rank] = dim;
  walk->strides[walk->rank++] = stride;
}

/* Where element i of the walk lies. */
static gsize
locate (const Walk *walk, gsize i)
{
  gsize at = 0;

  for (guint d = walk->rank; d > 0; d--) {
    at += i % walk->dims[d - 1] * walk->strides[d - 1];
    i /= walk->dims[d - 1];
  }
  return at;
}

static gboolean
mark_reduced (TsOp *op, gboolean *is_reduced, GError **error)
{
  const guint rank = ts_op_get_shape (op, 0)->rank;
  const gint64 *axes = NULL;
  guint n = 0;

  if (!ts_op_get_list (op, "axes", 1, &axes, &n, error) ||
      !ts_op_mark_axes (op, axes, n, rank, is_reduced, error))
    return FALSE;
  for (guint i = 0; i < rank && n == 0; i++)
    is_reduced[i] = ts_node_get_int (op->node, "noop_with_empty_axes", 0) == 0;
  return TRUE;
}

static gboolean
reduce_check (TsOp *op, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  const gboolean keeps = ts_node_get_int (op->node, "keepdims", 1) != 0;
  gboolean is_reduced[TS_MAX_RANK] = { FALSE };
  Params *p = g_new0 (Params, 1);
  TsShape out = { 0 };

  op->params = p;
  p->kept.n = p->reduced.n = 1;
  if (op->inputs[0]->n_elements == 0)
    return ts_op_fail (op, error, TS_ERROR_FORMAT, "input '%s' is empty",
                       op->inputs[0]->name);
  if (!mark_reduced (op, is_reduced, error))
    return FALSE;
  for (guint i = 0; i < in->rank; i++) {
    append (is_reduced[i] ? &p->reduced : &p->kept, (gsize) in->dims[i],
            ts_shape_product (in, i + 1, in->rank));
    if (!is_reduced[i] || keeps)
      out.dims[out.rank++] = is_reduced[i] ? 1 : in->dims[i];
  }
  return ts_op_set_output (op, 0, op->inputs[0]->type, &out, error);
}

static gboolean
reduce_plan (TsOp *op, GError **error)
{
  op->n_inputs = 1;
  return TRUE;
}

/* What is not a number stays so. */
static double
join (Kind kind, double all, double v)
{
  switch (kind) {
  case REDUCE_PROD:
    return all * v;
  case REDUCE_MAX:
    return v > all || isnan (v) ? v : all;
  case REDUCE_MIN:
    return v < all || isnan (v) ? v : all;
  case REDUCE_L2:
    return all + v * v;
  case REDUCE_MEAN:
  case REDUCE_SUM:
  default:
    return all + v;
  }
}

static double
reduce_floats (const Params *p, Kind kind, const float *x)
{
  double all = kind == REDUCE_PROD  ? 1
               : kind == REDUCE_MAX ? -INFINITY
               : kind == REDUCE_MIN ? INFINITY
                                    : 0;

  for (gsize i = 0; i < p->reduced.n; i++)
    all = join (kind, all, x[locate (&p->reduced, i)]);
  if (kind == REDUCE_MEAN)
    all /= (double) p->reduced.n;
  return kind == REDUCE_L2 ? sqrt (all) : all;
}

/* The common case: means and sums over whole images, one run of memory. */
static double
sum_run (const float *x, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += x[i];
  return sum;
}

static gint64
reduce_ints (const Params *p, Kind kind, const gint64 *x)
{
  gint64 all = x[0];

  for (gsize i = 1; i < p->reduced.n; i++) {
    const gint64 v = x[locate (&p->reduced, i)];

    if (kind == REDUCE_PROD)
      all = (gint64) ((guint64) all * (guint64) v);
    else if (kind == REDUCE_MAX)
      all = MAX (all, v);
    else if (kind == REDUCE_MIN)
      all = MIN (all, v);
    else
      all = (gint64) ((guint64) all + (guint64) v);
  }
  return kind == REDUCE_MEAN ? all / (gint64) p->reduced.n : all;
}

static void
reduce_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const Kind kind = *(const Kind *) op->kind->detail;
  const gboolean is_run = p->reduced.rank == 1 && p->reduced.strides[0] == 1 &&
                          (kind == REDUCE_MEAN || kind == REDUCE_SUM);
  const double share = kind == REDUCE_MEAN ? 1.0 / (double) p->reduced.n : 1;
  const gint64 *ints = buffers->inputs[0];
  gint64 *int_out = buffers->outputs[0];
  const float *x = TS_IN (buffers, 0);
  float *y = TS_OUT (buffers, 0);

  for (gsize i = 0; i < p->kept.n; i++) {
    const gsize at = locate (&p->kept, i);

    if (op->inputs[0]->type == TS_TYPE_INT64)
      int_out[i] = reduce_ints (p, kind, ints + at);
    else if (is_run)
      y[i] = (float) (sum_run (x + at, p->reduced.n) * share);
    else
      y[i] = (float) reduce_floats (p, kind, x + at);
  }
}

static gboolean
float_check (TsOp *op, GError **error)
{
  if (op->inputs[0]->type != TS_TYPE_FLOAT)
    return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                       "input '%s' is not float", op->inputs[0]->name);
  return reduce_check (op, error);
}

static const TsAttributeSpec attributes[] = {
  { "axes", TS_ATTRIBUTE_INTS },
  { "keepdims", TS_ATTRIBUTE_INT },
  { "noop_with_empty_axes", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

#define REDUCTION(op_name, kind, check_function)                   \
  {                                                                \
    .name = op_name, .attributes = attributes, .min_inputs = 1,    \
    .max_inputs = 2, .traits = TS_OP_ANY_TYPE | TS_OP_TAKES_EMPTY, \
    .detail = &(const Kind){ kind }, .check = check_function,      \
    .plan = reduce_plan, .run = reduce_run,                        \
  }

const TsOperator ts_reduce_operators[] = {
  REDUCTION ("ReduceMean", REDUCE_MEAN, reduce_check),
  REDUCTION ("ReduceSum", REDUCE_SUM, reduce_check),
  REDUCTION ("ReduceProd", REDUCE_PROD, reduce_check),
  REDUCTION ("ReduceMax", REDUCE_MAX, reduce_check),
  REDUCTION ("ReduceMin", REDUCE_MIN, reduce_check),
  REDUCTION ("ReduceL2", REDUCE_L2, float_check),
  { .name = NULL },
};
