/* The product with AVX2 and FMA: six rows by sixteen columns in registers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/kernels-multiply.h"

#include <immintrin.h>
#include <math.h>
#include <string.h>

#define MAX_ROWS 6
/* Floats of A that are multiplied with one panel after another: few enough to stay in a
 * cache near by. But fetching the panels again for each block must not cost more than it
 * saves: at least so many rows. */
#define BLOCK_FLOATS   (96 * 1024)
#define MIN_BLOCK_ROWS 96
/* Longer rows are multiplied piece by piece, so that the block of rows stays in the second
 * cache while the panels go by. */
#define PIECE_DEPTH 1024

static const float no_bias[TS_PANEL_COLUMNS];

typedef struct {
  const float *a, *panel;
  float *c;
  const float *bias; /* [16] */
  gsize a_stride, c_stride, depth, n_columns;
  gboolean is_continued; /* c has the sum of the pieces before */
  float low, high;
} Piece;

/* Columns that are there, of one row; the others are zero. */
static inline void
load (const Piece *p, const float *from, __m256 *left, __m256 *right)
{
  float row[TS_PANEL_COLUMNS] = { 0 };

  if (p->n_columns < TS_PANEL_COLUMNS) {
    memcpy (row, from, p->n_columns * sizeof *row);
    from = row;
  }
  *left = _mm256_loadu_ps (from);
  *right = _mm256_loadu_ps (from + TS_LANES);
}

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
  if (p->is_continued)
#pragma GCC unroll 6
    for (int r = 0; r < n_rows; r++)
      load (p, p->c + r * p->c_stride, &left[r], &right[r]);
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

typedef struct {
  gsize row, n_rows, first, depth, column; /* of A, of its rows, and of B */
} Place;

/* A piece of a panel with a block of rows. */
static void
multiply_piece (const TsPanelProduct *x, const Place *at)
{
  const gsize n = MIN (x->n_columns - at->column, TS_PANEL_COLUMNS);
  const gboolean is_last = at->first + at->depth == x->depth;
  float bias[TS_PANEL_COLUMNS] = { 0 };
  Piece piece = {
    .a = x->a + at->row * x->a_stride + at->first,
    .panel = x->panels + at->column * x->depth + at->first * TS_PANEL_COLUMNS,
    .c = x->c + at->row * x->c_stride + at->column,
    .bias = x->epilogue.bias != NULL && is_last ? bias : no_bias,
    .a_stride = x->a_stride,
    .c_stride = x->c_stride,
    .depth = at->depth,
    .n_columns = n,
    .is_continued = at->first > 0,
    .low = is_last ? x->epilogue.low : -INFINITY,
    .high = is_last ? x->epilogue.high : INFINITY,
  };

  if (piece.bias == bias)
    memcpy (bias, x->epilogue.bias + at->column, n * sizeof *bias);
  multiply_block (&piece, at->n_rows);
}

void
ts_kernels_multiply_avx2 (const TsPanelProduct *x)
{
  const gsize n_pieces = (x->depth + PIECE_DEPTH - 1) / PIECE_DEPTH;
  const gsize depth = (x->depth + n_pieces - 1) / n_pieces;
  const gsize block =
    MAX (BLOCK_FLOATS / depth / MAX_ROWS * MAX_ROWS, MIN_BLOCK_ROWS);
  Place at = { 0 };

  for (at.row = 0; at.row < x->n_rows; at.row += block)
    for (at.first = 0; at.first < x->depth; at.first += depth) {
      at.n_rows = MIN (block, x->n_rows - at.row);
      at.depth = MIN (depth, x->depth - at.first);
      for (at.column = 0; at.column < x->n_columns;
           at.column += TS_PANEL_COLUMNS)
        multiply_piece (x, &at);
    }
}
