/* Help for operators while they check and plan.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/op.h"

#include <string.h>

gboolean
ts_op_fail (const TsOp *op,
            GError **error,
            TsError code,
            const char *format,
            ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TS_ERROR, (int) code, "node '%s' (%s): %s", op->name,
               op->kind->name, reason);
  return FALSE;
}

gboolean
ts_op_has_input (const TsOp *op, guint index)
{
  return index < op->n_inputs && op->inputs[index] != NULL;
}

const TsShape *
ts_op_get_shape (const TsOp *op, guint index)
{
  g_assert (ts_op_has_input (op, index));
  return &op->inputs[index]->shape;
}

gboolean
ts_op_set_output (TsOp *op,
                  guint index,
                  TsType type,
                  const TsShape *shape,
                  GError **error)
{
  TsValue *value = index < op->n_outputs ? op->outputs[index] : NULL;
  gsize n_elements;

  if (!ts_shape_is_sane (shape, &n_elements)) {
    g_autofree char *text = ts_shape_to_text (shape);

    return ts_op_fail (op, error, TS_ERROR_TOO_LARGE,
                       "its output of %s is too large", text);
  }
  if (value == NULL)
    return TRUE;
  value->type = type;
  value->shape = *shape;
  value->n_elements = n_elements;
  return TRUE;
}

void
ts_op_set_constant (TsOp *op, guint index, TsTensor *tensor)
{
  TsValue *value = op->outputs[index];

  if (value == NULL)
    return;
  value->type = ts_tensor_get_type (tensor);
  value->shape = *ts_tensor_get_shape (tensor);
  value->n_elements = ts_tensor_get_n_elements (tensor);
  value->constant = ts_tensor_ref (tensor);
}

gboolean
ts_op_get_constant (const TsOp *op,
                    guint index,
                    const char *role,
                    TsTensor **out_tensor,
                    GError **error)
{
  if (!ts_op_has_input (op, index))
    return ts_op_fail (op, error, TS_ERROR_FORMAT, "the %s is missing", role);
  if (op->inputs[index]->constant == NULL)
    return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                       "the %s '%s' is not a constant", role,
                       op->inputs[index]->name);
  *out_tensor = op->inputs[index]->constant;
  return TRUE;
}

gboolean
ts_op_get_int_list (const TsOp *op,
                    guint index,
                    const char *role,
                    const gint64 **out_values,
                    guint *out_n,
                    GError **error)
{
  TsTensor *tensor = NULL;

  if (!ts_op_get_constant (op, index, role, &tensor, error))
    return FALSE;
  if (ts_tensor_get_type (tensor) != TS_TYPE_INT64 ||
      ts_tensor_get_shape (tensor)->rank > 1 ||
      ts_tensor_get_n_elements (tensor) > G_MAXUINT16)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "the %s '%s' is not a list of integers", role,
                       op->inputs[index]->name);
  *out_values = ts_tensor_get_int64s (tensor);
  *out_n = (guint) ts_tensor_get_n_elements (tensor);
  return TRUE;
}

gboolean
ts_op_get_list (const TsOp *op,
                const char *name,
                guint index,
                const gint64 **out_values,
                guint *out_n,
                GError **error)
{
  *out_values = NULL;
  *out_n = 0;
  if (ts_node_has_attribute (op->node, name)) {
    *out_values = ts_node_get_ints (op->node, name, out_n);
    return TRUE;
  }
  if (!ts_op_has_input (op, index))
    return TRUE;
  return ts_op_get_int_list (op, index, name, out_values, out_n, error);
}

gboolean
ts_op_get_axis (const TsOp *op,
                gint64 axis,
                guint limit,
                guint *out_axis,
                GError **error)
{
  const gint64 n = limit;

  if (axis < -n || axis >= n)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "axis %" G_GINT64_FORMAT " is not one of %u", axis,
                       limit);
  *out_axis = (guint) (axis < 0 ? axis + n : axis);
  return TRUE;
}

gboolean
ts_op_mark_axes (const TsOp *op,
                 const gint64 *axes,
                 guint n,
                 guint limit,
                 gboolean *is_set,
                 GError **error)
{
  for (guint i = 0; i < limit; i++)
    is_set[i] = FALSE;
  for (guint i = 0; i < n; i++) {
    guint axis = 0;

    if (!ts_op_get_axis (op, axes[i], limit, &axis, error))
      return FALSE;
    if (is_set[axis])
      return ts_op_fail (op, error, TS_ERROR_FORMAT, "axis %u is named twice",
                         axis);
    is_set[axis] = TRUE;
  }
  return TRUE;
}

/* No tensor of a tile network comes near. */
#define MAX_ELEMENTS ((gsize) 1 << 30)

gboolean
ts_shape_is_sane (const TsShape *shape, gsize *out_n_elements)
{
  TsShape filled = *shape;
  gsize n;

  if (shape->rank > TS_MAX_RANK)
    return FALSE;
  for (guint i = 0; i < shape->rank; i++)
    filled.dims[i] = shape->dims[i] == 0 ? 1 : shape->dims[i];
  return ts_shape_count (&filled, &n) && n <= MAX_ELEMENTS &&
         ts_shape_count (shape, out_n_elements);
}

gsize
ts_shape_product (const TsShape *shape, guint from, guint to)
{
  gsize product = 1;

  for (guint i = from; i < to; i++)
    product *= (gsize) shape->dims[i];
  return product;
}

gsize
ts_shape_count_pixels (const TsShape *shape)
{
  return ts_shape_product (shape, 0, 1) *
         ts_shape_product (shape, 2, shape->rank);
}

TsShape
ts_shape_to_channels_last (const TsShape *shape)
{
  TsShape last = *shape;

  for (guint i = 1; i + 1 < shape->rank; i++)
    last.dims[i] = shape->dims[i + 1];
  if (shape->rank > 1)
    last.dims[shape->rank - 1] = shape->dims[1];
  return last;
}

gboolean
ts_shape_is_pixel (const TsShape *shape, guint rank)
{
  for (guint i = 0; i < shape->rank; i++)
    if (i + rank != shape->rank + 1 && shape->dims[i] != 1)
      return FALSE;
  return shape->rank <= rank;
}
