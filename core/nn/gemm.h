/* Matrix product: C = alpha * op(A) op(B) + beta * C, row-major. Any thread, several at
 * once; the same inputs give the same bits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gboolean is_a_transposed, is_b_transposed;
  gsize m, n, k; /* op(A) [m x k], op(B) [k x n], C [m x n]; all below 2^31 */
  float alpha, beta;
  const float *a, *b;
  float *c;
  gsize a_stride, b_stride, c_stride; /* floats from row to row as stored */
} TsGemm;

/* Takes a lock only around a BLAS that is not safe from several threads. */
void ts_gemm (const TsGemm *gemm);
/* Before the first product, from any thread: makes BLAS run each call on the thread that
 * makes it, for our workers are the threads. */
void ts_gemm_prepare (void);

G_END_DECLS
