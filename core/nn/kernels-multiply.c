/* The product with AVX2 and FMA: six rows by sixteen columns in registers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/kernels-parts.h"

#include <immintrin.h>
#include <math.h>
#include <string.h>

#define INLINE   static inline __attribute__ ((always_inline))
#define MAX_ROWS 6
#define UNROLLED \
  2 /* columns of A in a round of the loop; with 4, registers run out */
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

/* Where the loop is: in the panel, and in rows 0 and 3 of A. */
typedef struct {
  const float *panel, *a, *a3;
  gsize a_stride;
} Strip;

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

/* Sums of up to six rows, in registers. */
typedef struct {
  __m256 left[MAX_ROWS], right[MAX_ROWS];
} Sums;

/* Column k of A times row k of the panel. Without the pragmas gcc 12 keeps the sums in
 * memory. */
INLINE void
add_product (Sums *sums, const int n_rows, const Strip *at, const int k)
{
  const __m256 left = _mm256_loadu_ps (at->panel + k * TS_PANEL_COLUMNS);
  const __m256 right =
    _mm256_loadu_ps (at->panel + k * TS_PANEL_COLUMNS + TS_LANES);

#pragma GCC unroll 6
  for (int r = 0; r < n_rows; r++) {
    const float *a =
      r < 3 ? at->a + r * at->a_stride : at->a3 + (r - 3) * at->a_stride;
    const __m256 v = _mm256_broadcast_ss (a + k);

    sums->left[r] = _mm256_fmadd_ps (v, left, sums->left[r]);
    sums->right[r] = _mm256_fmadd_ps (v, right, sums->right[r]);
  }
}

INLINE void
advance (Strip *at, const int n)
{
  at->panel += n * TS_PANEL_COLUMNS;
  at->a += n;
  at->a3 += n;
}

INLINE void
add_products (Sums *sums, const int n_rows, const Piece *p)
{
  Strip at = { p->panel, p->a, p->a + 3 * p->a_stride, p->a_stride };
  const gsize depth = p->depth;
  gsize k = 0;

  for (; k + UNROLLED <= depth; k += UNROLLED) {
#pragma GCC unroll 2
    for (int i = 0; i < UNROLLED; i++)
      add_product (sums, n_rows, &at, i);
    advance (&at, UNROLLED);
  }
  for (; k < depth; k++) {
    add_product (sums, n_rows, &at, 0);
    advance (&at, 1);
  }
}

/* is_bare: all columns are there, and neither bias nor bounds. */
INLINE void
multiply_rows (const Piece *p, const int n_rows, const gboolean is_bare)
{
  Sums sums;

#pragma GCC unroll 6
  for (int r = 0; r < n_rows; r++)
    sums.left[r] = sums.right[r] = _mm256_setzero_ps ();
  if (p->is_continued)
#pragma GCC unroll 6
    for (int r = 0; r < n_rows; r++)
      load (p, p->c + r * p->c_stride, &sums.left[r], &sums.right[r]);
  add_products (&sums, n_rows, p);
#pragma GCC unroll 6
  for (int r = 0; r < n_rows; r++) {
    float *to = p->c + r * p->c_stride;

    if (is_bare) {
      _mm256_storeu_ps (to, sums.left[r]);
      _mm256_storeu_ps (to + TS_LANES, sums.right[r]);
    } else {
      store (p, to, finish (p, sums.left[r], p->bias),
             finish (p, sums.right[r], p->bias + TS_LANES));
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
