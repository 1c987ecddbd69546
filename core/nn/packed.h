/* Weights laid out for products with rows of values: by panels for our own kernels, plain
 * for BLAS. Made once, shared by all workers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/error.h"
#include "core/nn/kernels.h"
#include "core/nn/tensor.h"

G_BEGIN_DECLS

typedef struct {
  const TsKernels *kernels;
  gsize n_matrices, depth, n_columns; /* each matrix is [depth][n_columns] */
  gsize matrix_size;                  /* floats from one to the next */
  TsTensor *values;
} TsPacked;

/* All zeros; NULL with TS_ERROR_TOO_LARGE. */
TsPacked *ts_packed_new (const TsKernels *kernels,
                         gsize n_matrices,
                         gsize depth,
                         gsize n_columns,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_packed_free (TsPacked *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsPacked, ts_packed_free)

gsize ts_packed_get_bytes (const TsPacked *self);
/* Only before it is shared. */
void ts_packed_set (TsPacked *self,
                    gsize matrix,
                    gsize row,
                    gsize column,
                    float value);

typedef struct {
  const float *a; /* [n_rows][depth], rows a_stride apart */
  gsize a_stride, n_rows;
  float *c; /* [n_rows][n_columns], rows c_stride apart */
  gsize c_stride;
  TsEpilogue epilogue; /* bias [n_columns] */
} TsRows;

/* c = a times the matrix, then bias and bounds. A row of c depends on that row of a alone,
 * to the last bit, where the kernels are our own. Any thread. */
void
ts_packed_multiply (const TsPacked *self, gsize matrix, const TsRows *rows);

G_END_DECLS
