/* The product with AVX2 and FMA: six rows by sixteen columns in registers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/kernels-multiply.h"

#include <immintrin.h>
#include <math.h>
#include <string.h>

#define MAX_ROWS 6
/* Floats of A that are multiplied with one panel after another: they stay in the
 * second-level cache. */
#define BLOCK_FLOATS (48 * 1024)

static const float no_bias[TS_PANEL_COLUMNS];

typedef struct {
  const float *a, *panel;
  float *c;
  const float *bias; /* [16] */
  gsize a_stride, c_stride, depth, n_columns;
  float low, high;
} Piece;

/* Columns that are there, of one row in registers. */
static inline void
store (const Piece *p, float *to, __m256 left, __m256 right)
{
  float row[TS_PANEL_COLUMNS];

  if (p->n_columns >= TS_PANEL_COLUMNS) {
    _mm256_storeu_ps (to, left);
    _mm256_storeu_ps (to + TS_LANES, right);
    return;
  }
  _mm256_storeu_ps (row, left);
  _mm256_storeu_ps (row + TS_LANES, right);
  memcpy (to, row, p->n_columns * sizeof *row);
}

/* max (low, v): a v that is not a number stays so. */
static inline __m256
finish (const Piece *p, __m256 sum, const float *bias)
{
  const __m256 v = _mm256_add_ps (sum, _mm256_loadu_ps (bias));

  return _mm256_min_ps (_mm256_set1_ps (p->high),
                        _mm256_max_ps (_mm256_set1_ps (p->low), v));
}

/* Without the pragmas gcc 12 keeps the sums in memory. is_bare: all columns are there, and
 * neither bias nor bounds. */
static inline __attribute__ ((always_inline)) void
multiply_rows (const Piece *p, const int n_rows, const gboolean is_bare)
{
  const float *panel = p->panel;
  const float *a = p->a, *a3 = p->a + 3 * p->a_stride;
  __m256 left[MAX_ROWS], right[MAX_ROWS];

#pragma GCC unroll 6
  for (int r = 0; r < n_rows; r++)
    left[r] = right[r] = _mm256_setzero_ps ();
  for (gsize k = 0; k < p->depth; k++, panel += TS_PANEL_COLUMNS, a++, a3++) {
    const __m256 b_left = _mm256_loadu_ps (panel);
    const __m256 b_right = _mm256_loadu_ps (panel + TS_LANES);

#pragma GCC unroll 6
    for (int r = 0; r < n_rows; r++) {
      const __m256 v = _mm256_broadcast_ss (r < 3 ? a + r * p->a_stride
                                                  : a3 + (r - 3) * p->a_stride);

      left[r] = _mm256_fmadd_ps (v, b_left, left[r]);
      right[r] = _mm256_fmadd_ps (v, b_right, right[r]);
    }
  }
#pragma GCC unroll 6
  for (int r = 0; r < n_rows; r++) {
    float *to = p->c + r * p->c_stride;

    if (is_bare) {
      _mm256_storeu_ps (to, left[r]);
      _mm256_storeu_ps (to + TS_LANES, right[r]);
    } else {
      store (p, to, finish (p, left[r], p->bias),
             finish (p, right[r], p->bias + TS_LANES));
    }
  }
}

#define MULTIPLY(n)                              \
  static void multiply_##n (const Piece *p)      \
  {                                              \
    multiply_rows (p, n, FALSE);                 \
  }                                              \
  static void multiply_bare_##n (const Piece *p) \
  {                                              \
    multiply_rows (p, n, TRUE);                  \
  }

MULTIPLY (1)
MULTIPLY (2)
MULTIPLY (3)
MULTIPLY (4)
MULTIPLY (5)
MULTIPLY (6)

typedef void (*RowsFunc) (const Piece *);

static const RowsFunc functions[][MAX_ROWS] = {
  { multiply_1, multiply_2, multiply_3, multiply_4, multiply_5, multiply_6 },
  { multiply_bare_1, multiply_bare_2, multiply_bare_3, multiply_bare_4,
    multiply_bare_5, multiply_bare_6 },
};

/* Rows in groups of nearly one size: 13 rows are 5 + 4 + 4, not 6 + 6 + 1. */
static void
multiply_block (Piece *p, gsize n_rows)
{
  const gboolean is_bare = p->n_columns == TS_PANEL_COLUMNS &&
                           p->low == -INFINITY && p->high == INFINITY &&
                           p->bias == no_bias;
  const gsize n_groups = (n_rows + MAX_ROWS - 1) / MAX_ROWS;
  const gsize n_least = n_rows / n_groups;
  const gsize n_larger = n_rows - n_least * n_groups;

  for (gsize g = 0; g < n_groups; g++) {
    const gsize n = n_least + (g < n_larger ? 1 : 0);

    functions[is_bare][n - 1](p);
    p->a += n * p->a_stride;
    p->c += n * p->c_stride;
  }
}

static void
multiply_panel (const TsPanelProduct *x,
                gsize column,
                gsize first_row,
                gsize n_rows)
{
  const gsize n = MIN (x->n_columns - column, TS_PANEL_COLUMNS);
  float bias[TS_PANEL_COLUMNS] = { 0 };
  Piece piece = {
    .a = x->a + first_row * x->a_stride,
    .panel = x->panels + column * x->depth,
    .c = x->c + first_row * x->c_stride + column,
    .bias = x->epilogue.bias != NULL ? bias : no_bias,
    .a_stride = x->a_stride,
    .c_stride = x->c_stride,
    .depth = x->depth,
    .n_columns = n,
    .low = x->epilogue.low,
    .high = x->epilogue.high,
  };

  if (x->epilogue.bias != NULL)
    memcpy (bias, x->epilogue.bias + column, n * sizeof *bias);
  multiply_block (&piece, n_rows);
}

void
ts_kernels_multiply_avx2 (const TsPanelProduct *x)
{
  const gsize block =
    MAX (BLOCK_FLOATS / x->depth / MAX_ROWS, 1) * (gsize) MAX_ROWS;

  for (gsize row = 0; row < x->n_rows; row += block)
    for (gsize column = 0; column < x->n_columns; column += TS_PANEL_COLUMNS)
      multiply_panel (x, column, row, MIN (block, x->n_rows - row));
}
