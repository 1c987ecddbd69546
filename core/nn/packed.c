/* Packed weights.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/packed.h"

#include "core/nn/gemm.h"

TsPacked *
ts_packed_new (const TsKernels *kernels,
               gsize n_matrices,
               gsize depth,
               gsize n_columns,
               GError **error)
{
  const gsize n_padded = kernels->multiply == NULL
                           ? n_columns
                           : (n_columns + TS_PANEL_COLUMNS - 1) /
                               TS_PANEL_COLUMNS * TS_PANEL_COLUMNS;
  const TsShape shape = {
    3, { (gint64) n_matrices, (gint64) n_padded, (gint64) depth }
  };
  TsTensor *values = ts_tensor_new (TS_TYPE_FLOAT, &shape, error);
  TsPacked *self;

  if (values == NULL)
    return NULL;
  self = g_new0 (TsPacked, 1);
  self->kernels = kernels;
  self->n_matrices = n_matrices;
  self->depth = depth;
  self->n_columns = n_columns;
  self->matrix_size = n_padded * depth;
  self->values = values;
  return self;
}

void
ts_packed_free (TsPacked *self)
{
  if (self == NULL)
    return;
  ts_tensor_unref (self->values);
  g_free (self);
}

gsize
ts_packed_get_bytes (const TsPacked *self)
{
  return ts_tensor_get_n_elements (self->values) * sizeof (float);
}

void
ts_packed_set (TsPacked *self,
               gsize matrix,
               gsize row,
               gsize column,
               float value)
{
  float *values =
    ts_tensor_edit_floats (self->values) + matrix * self->matrix_size;
  const gsize panel = column / TS_PANEL_COLUMNS;

  if (self->kernels->multiply == NULL)
    values[row * self->n_columns + column] = value;
  else
    values[(panel * self->depth + row) * TS_PANEL_COLUMNS +
           column % TS_PANEL_COLUMNS] = value;
}

static void
multiply_by_blas (const TsPacked *self, const float *b, const TsRows *rows)
{
  const TsGemm gemm = {
    .m = rows->n_rows,
    .n = self->n_columns,
    .k = self->depth,
    .alpha = 1,
    .a = rows->a,
    .a_stride = rows->a_stride,
    .b = b,
    .b_stride = self->n_columns,
    .c = rows->c,
    .c_stride = rows->c_stride,
  };

  ts_gemm (&gemm);
  ts_epilogue_apply (&rows->epilogue, rows->c, rows->n_rows, self->n_columns,
                     rows->c_stride);
}

void
ts_packed_multiply (const TsPacked *self, gsize matrix, const TsRows *rows)
{
  const float *b =
    ts_tensor_get_floats (self->values) + matrix * self->matrix_size;
  const TsPanelProduct product = {
    .a = rows->a,
    .a_stride = rows->a_stride,
    .n_rows = rows->n_rows,
    .panels = b,
    .depth = self->depth,
    .n_columns = self->n_columns,
    .c = rows->c,
    .c_stride = rows->c_stride,
    .epilogue = rows->epilogue,
  };

  if (self->kernels->multiply != NULL)
    self->kernels->multiply (&product);
  else
    multiply_by_blas (self, b, rows);
}
