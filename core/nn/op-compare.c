/* Comparisons, logic and Where, as shape arithmetic needs them. Truth is int64 0 or 1.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/nn/broadcast.h"
#include "core/nn/op-table.h"

typedef gboolean (*FloatTest) (float a, float b);
typedef gboolean (*IntTest) (gint64 a, gint64 b);

typedef struct {
  FloatTest floats; /* NULL: integers only */
  IntTest ints;
} Detail;

#define TEST(id, type, expression)    \
  static gboolean id (type a, type b) \
  {                                   \
    return expression;                \
  }

TEST (equal_floats, float, a == b)
TEST (equal_ints, gint64, a == b)
TEST (less_floats, float, a < b)
TEST (less_ints, gint64, a < b)
TEST (less_equal_floats, float, a <= b)
TEST (less_equal_ints, gint64, a <= b)
TEST (greater_floats, float, a > b)
TEST (greater_ints, gint64, a > b)
TEST (greater_equal_floats, float, a >= b)
TEST (greater_equal_ints, gint64, a >= b)
TEST (and_ints, gint64, a != 0 && b != 0)
TEST (or_ints, gint64, a != 0 || b != 0)

/* The walk over all inputs from input `first` on. */
static gboolean
join_inputs (TsOp *op, TsShape *out, GError **error)
{
  const TsShape *shapes[TS_BROADCAST_MAX];
  TsBroadcast *walk = g_new0 (TsBroadcast, 1);

  op->params = walk;
  *out = op->inputs[0]->shape;
  for (guint i = 0; i < op->n_inputs; i++) {
    g_autofree char *text = ts_shape_to_text (&op->inputs[i]->shape);

    shapes[i] = &op->inputs[i]->shape;
    if (!ts_broadcast_shapes (out, shapes[i], out))
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "input '%s' of %s does not go with the others",
                         op->inputs[i]->name, text);
  }
  ts_broadcast_init (walk, out, shapes, op->n_inputs);
  return TRUE;
}

static gboolean
compare_check (TsOp *op, GError **error)
{
  const Detail *detail = op->kind->detail;
  const TsType type = op->inputs[0]->type;
  TsShape out;

  if (op->inputs[1]->type != type)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "its inputs are of different types");
  if (type == TS_TYPE_FLOAT && detail->floats == NULL)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "input '%s' is not a truth value", op->inputs[0]->name);
  return join_inputs (op, &out, error) &&
         ts_op_set_output (op, 0, TS_TYPE_INT64, &out, error);
}

static void
compare_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Detail *detail = op->kind->detail;
  const TsBroadcast *walk = op->params;
  const gboolean is_float = op->inputs[0]->type == TS_TYPE_FLOAT;
  gint64 *y = buffers->outputs[0];
  TsBroadcastPlace place = { 0 };

  do
    for (gsize i = 0; i < ts_broadcast_get_inner (walk); i++) {
      const gsize a = place.at[0] + i * ts_broadcast_get_inner_stride (walk, 0);
      const gsize b = place.at[1] + i * ts_broadcast_get_inner_stride (walk, 1);

      y[place.out + i] =
        is_float ? detail->floats (TS_IN (buffers, 0)[a], TS_IN (buffers, 1)[b])
                 : detail->ints (((const gint64 *) buffers->inputs[0])[a],
                                 ((const gint64 *) buffers->inputs[1])[b]);
    }
  while (ts_broadcast_next (walk, &place));
}

static gboolean
where_check (TsOp *op, GError **error)
{
  const TsType type = op->inputs[1]->type;
  TsShape out;

  if (op->inputs[0]->type != TS_TYPE_INT64 || op->inputs[2]->type != type)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "its inputs are of the wrong types");
  return join_inputs (op, &out, error) &&
         ts_op_set_output (op, 0, type, &out, error);
}

static void
where_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const TsBroadcast *walk = op->params;
  const gsize bytes = ts_type_bytes (op->outputs[0]->type);
  const gint64 *condition = buffers->inputs[0];
  char *y = buffers->outputs[0];
  TsBroadcastPlace place = { 0 };

  do
    for (gsize i = 0; i < ts_broadcast_get_inner (walk); i++) {
      const gsize at =
        place.at[0] + i * ts_broadcast_get_inner_stride (walk, 0);
      const guint chosen = condition[at] != 0 ? 1 : 2;
      const gsize from =
        place.at[chosen] + i * ts_broadcast_get_inner_stride (walk, chosen);

      memcpy (y + (place.out + i) * bytes,
              (const char *) buffers->inputs[chosen] + from * bytes, bytes);
    }
  while (ts_broadcast_next (walk, &place));
}

static gboolean
not_check (TsOp *op, GError **error)
{
  if (op->inputs[0]->type != TS_TYPE_INT64)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "input '%s' is not a truth value", op->inputs[0]->name);
  return ts_op_set_output (op, 0, TS_TYPE_INT64, &op->inputs[0]->shape, error);
}

static void
not_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const gint64 *x = buffers->inputs[0];
  gint64 *y = buffers->outputs[0];

  for (gsize i = 0; i < op->outputs[0]->n_elements; i++)
    y[i] = x[i] == 0;
}

#define COMPARISON(op_name, float_test, int_test)                              \
  {                                                                            \
    .name = op_name, .min_inputs = 2, .max_inputs = 2,                         \
    .traits = TS_OP_ANY_TYPE,                                                  \
    .detail = &(const Detail){ float_test, int_test }, .check = compare_check, \
    .run = compare_run,                                                        \
  }

const TsOperator ts_compare_operators[] = {
  COMPARISON ("Equal", equal_floats, equal_ints),
  COMPARISON ("Less", less_floats, less_ints),
  COMPARISON ("LessOrEqual", less_equal_floats, less_equal_ints),
  COMPARISON ("Greater", greater_floats, greater_ints),
  COMPARISON ("GreaterOrEqual", greater_equal_floats, greater_equal_ints),
  COMPARISON ("And", NULL, and_ints),
  COMPARISON ("Or", NULL, or_ints),
  {
    .name = "Not",
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_ANY_TYPE,
    .check = not_check,
    .run = not_run,
  },
  {
    .name = "Where",
    .min_inputs = 3,
    .max_inputs = 3,
    .traits = TS_OP_ANY_TYPE,
    .check = where_check,
    .run = where_run,
  },
  { .name = NULL },
};
