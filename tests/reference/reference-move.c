/* Naive matrix product, and the twins that only move elements.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/reference/reference.h"

/* A vector as a matrix: a row on the left, a column on the right. */
static RefTensor *
as_matrix (const RefTensor *x, gboolean is_left)
{
  RefTensor *matrix = ref_copy (x);

  if (x->shape.rank == 1)
    matrix->shape = is_left ? (TsShape){ 2, { 1, x->shape.dims[0] } }
                            : (TsShape){ 2, { x->shape.dims[0], 1 } };
  return matrix;
}

static TsShape
multiply_shapes (const TsShape *a, const TsShape *b)
{
  TsShape shape = { .rank = MAX (a->rank, b->rank) };

  for (guint i = 1; i <= shape.rank; i++)
    shape.dims[shape.rank - i] = MAX (i <= a->rank ? a->dims[a->rank - i] : 1,
                                      i <= b->rank ? b->dims[b->rank - i] : 1);
  shape.dims[shape.rank - 2] = a->dims[a->rank - 2];
  shape.dims[shape.rank - 1] = b->dims[b->rank - 1];
  return shape;
}

RefTensor *
ref_matmul (const RefTensor *left, const RefTensor *right)
{
  g_autoptr (RefTensor) a = as_matrix (left, TRUE);
  g_autoptr (RefTensor) b = as_matrix (right, FALSE);
  const TsShape shape = multiply_shapes (&a->shape, &b->shape);
  const guint rank = shape.rank;
  RefTensor *y = ref_new (&shape);
  gint64 index[TS_MAX_RANK] = { 0 };

  do {
    gint64 in_a[TS_MAX_RANK], in_b[TS_MAX_RANK];

    memcpy (in_a, index, sizeof index);
    memcpy (in_b, index, sizeof index);
    for (gint64 k = 0; k < b->shape.dims[b->shape.rank - 2]; k++) {
      in_a[rank - 1] = in_b[rank - 2] = k;
      *ref_at (y, index, rank) +=
        *ref_at (a, in_a, rank) * *ref_at (b, in_b, rank);
    }
  } while (ref_next (&shape, index));
  if (left->shape.rank == 1) {
    y->shape.dims[y->shape.rank - 2] = y->shape.dims[y->shape.rank - 1];
    y->shape.rank--;
  }
  if (right->shape.rank == 1)
    y->shape.rank--;
  return y;
}

RefTensor *
ref_transpose (const RefTensor *x, const gint64 *order)
{
  const guint rank = x->shape.rank;
  TsShape shape = { .rank = rank };
  gint64 index[TS_MAX_RANK] = { 0 }, from[TS_MAX_RANK];
  RefTensor *y;

  for (guint i = 0; i < rank; i++)
    shape.dims[i] = x->shape.dims[order != NULL ? order[i] : rank - 1 - i];
  y = ref_new (&shape);
  do {
    for (guint i = 0; i < rank; i++)
      from[order != NULL ? order[i] : rank - 1 - i] = index[i];
    *ref_at (y, index, rank) = *ref_at (x, from, rank);
  } while (ref_next (&shape, index));
  return y;
}

RefTensor *
ref_concat (const RefTensor *const *parts, guint n, guint axis)
{
  TsShape shape = parts[0]->shape;
  gint64 first = 0;
  RefTensor *y;

  for (guint i = 1; i < n; i++)
    shape.dims[axis] += parts[i]->shape.dims[axis];
  y = ref_new (&shape);
  for (guint i = 0; i < n; i++) {
    gint64 from[TS_MAX_RANK] = { 0 }, to[TS_MAX_RANK];

    do {
      memcpy (to, from, sizeof to);
      to[axis] += first;
      *ref_at (y, to, shape.rank) = *ref_at (parts[i], from, shape.rank);
    } while (ref_next (&parts[i]->shape, from));
    first += parts[i]->shape.dims[axis];
  }
  return y;
}

RefTensor *
ref_slice (const RefTensor *x,
           const TsShape *out,
           const gint64 *starts,
           const gint64 *steps)
{
  RefTensor *y = ref_new (out);
  gint64 index[TS_MAX_RANK] = { 0 }, from[TS_MAX_RANK];

  do {
    for (guint i = 0; i < out->rank; i++)
      from[i] = starts[i] + index[i] * steps[i];
    *ref_at (y, index, out->rank) = *ref_at (x, from, out->rank);
  } while (ref_next (out, index));
  return y;
}

/* Walks back into [0, n) one step at a time. */
static gint64
bring_back (gint64 place, gint64 n, const char *mode)
{
  while (place < 0 || place >= n) {
    if (g_str_equal (mode, "edge"))
      place = place < 0 ? 0 : n - 1;
    else if (g_str_equal (mode, "wrap"))
      place += place < 0 ? n : -n;
    else
      place = place < 0 ? -place : 2 * (n - 1) - place;
  }
  return place;
}

RefTensor *
ref_pad (const RefTensor *x,
         const gint64 *before,
         const gint64 *after,
         const char *mode,
         double value)
{
  TsShape shape = x->shape;
  gint64 index[TS_MAX_RANK] = { 0 }, from[TS_MAX_RANK];
  RefTensor *y;

  for (guint i = 0; i < shape.rank; i++)
    shape.dims[i] += before[i] + after[i];
  y = ref_new (&shape);
  do {
    gboolean is_outside = FALSE;

    for (guint i = 0; i < shape.rank; i++) {
      from[i] = index[i] - before[i];
      if (g_str_equal (mode, "constant"))
        is_outside = is_outside || from[i] < 0 || from[i] >= x->shape.dims[i];
      else
        from[i] = bring_back (from[i], x->shape.dims[i], mode);
    }
    *ref_at (y, index, shape.rank) =
      is_outside ? value : *ref_at (x, from, shape.rank);
  } while (ref_next (&shape, index));
  return y;
}

RefTensor *
ref_gather (const RefTensor *x,
            const gint64 *indices,
            const TsShape *indices_shape,
            guint axis)
{
  TsShape shape = { .rank = x->shape.rank - 1 + indices_shape->rank };
  gint64 index[TS_MAX_RANK] = { 0 };
  RefTensor *y;

  for (guint i = 0; i < shape.rank; i++)
    shape.dims[i] = i < axis ? x->shape.dims[i]
                    : i < axis + indices_shape->rank
                      ? indices_shape->dims[i - axis]
                      : x->shape.dims[i + 1 - indices_shape->rank];
  y = ref_new (&shape);
  do {
    gint64 from[TS_MAX_RANK] = { 0 }, picked = 0;

    for (guint i = 0; i < indices_shape->rank; i++)
      picked = picked * indices_shape->dims[i] + index[axis + i];
    for (guint i = 0; i < x->shape.rank; i++)
      from[i] = i < axis    ? index[i]
                : i == axis ? indices[picked]
                            : index[i + indices_shape->rank - 1];
    if (from[axis] < 0)
      from[axis] += x->shape.dims[axis];
    *ref_at (y, index, shape.rank) = *ref_at (x, from, x->shape.rank);
  } while (ref_next (&shape, index));
  return y;
}
