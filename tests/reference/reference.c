/* Tensors of the naive twins, and the twins that work element by element.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/reference/reference.h"

#include <math.h>
#include <string.h>

RefTensor *
ref_new (const TsShape *shape)
{
  RefTensor *self = g_new0 (RefTensor, 1);

  self->shape = *shape;
  self->n = 1;
  for (guint i = 0; i < shape->rank; i++)
    self->n *= (gsize) shape->dims[i];
  self->values = g_new0 (double, self->n + 1);
  return self;
}

RefTensor *
ref_copy (const RefTensor *x)
{
  RefTensor *copy = ref_new (&x->shape);

  memcpy (copy->values, x->values, x->n * sizeof (double));
  return copy;
}

RefTensor *
ref_from_tensor (const TsTensor *tensor)
{
  RefTensor *x = ref_new (ts_tensor_get_shape (tensor));

  for (gsize i = 0; i < x->n; i++)
    x->values[i] = ts_tensor_get_type (tensor) == TS_TYPE_FLOAT
                     ? ts_tensor_get_floats (tensor)[i]
                     : (double) ts_tensor_get_int64s (tensor)[i];
  return x;
}

void
ref_free (RefTensor *self)
{
  if (self == NULL)
    return;
  g_free (self->values);
  g_free (self);
}

double *
ref_at (const RefTensor *x, const gint64 *index, guint rank)
{
  gsize at = 0;

  for (guint i = 0; i < x->shape.rank; i++) {
    const gint64 dim = x->shape.dims[i];
    const gint64 place = index[rank - x->shape.rank + i];

    at = at * (gsize) dim + (gsize) (dim == 1 ? 0 : place);
  }
  g_assert (at < x->n);
  return &x->values[at];
}

gboolean
ref_next (const TsShape *shape, gint64 *index)
{
  for (guint i = shape->rank; i > 0; i--) {
    if (++index[i - 1] < shape->dims[i - 1])
      return TRUE;
    index[i - 1] = 0;
  }
  return FALSE;
}

RefTensor *
ref_unary (const RefTensor *x, double (*f) (double))
{
  RefTensor *y = ref_copy (x);

  for (gsize i = 0; i < y->n; i++)
    y->values[i] = f (y->values[i]);
  return y;
}

double
ref_add (double a, double b)
{
  return a + b;
}

double
ref_subtract (double a, double b)
{
  return a - b;
}

double
ref_multiply (double a, double b)
{
  return a * b;
}

double
ref_divide (double a, double b)
{
  return a / b;
}

static TsShape
stretch (const TsShape *a, const TsShape *b)
{
  TsShape out = { .rank = MAX (a->rank, b->rank) };

  for (guint i = 0; i < out.rank; i++) {
    const gint64 in_a =
      i + a->rank >= out.rank ? a->dims[i + a->rank - out.rank] : 1;
    const gint64 in_b =
      i + b->rank >= out.rank ? b->dims[i + b->rank - out.rank] : 1;

    g_assert (in_a == in_b || in_a == 1 || in_b == 1);
    out.dims[i] = MAX (in_a, in_b);
  }
  return out;
}

RefTensor *
ref_binary (const RefTensor *a,
            const RefTensor *b,
            double (*f) (double, double))
{
  const TsShape shape = stretch (&a->shape, &b->shape);
  RefTensor *y = ref_new (&shape);
  gint64 index[TS_MAX_RANK] = { 0 };

  do
    *ref_at (y, index, shape.rank) =
      f (*ref_at (a, index, shape.rank), *ref_at (b, index, shape.rank));
  while (ref_next (&shape, index));
  return y;
}

RefTensor *
ref_batch_norm (const RefTensor *x,
                const RefTensor *const *parameters,
                double epsilon,
                gboolean is_spatial)
{
  RefTensor *y = ref_copy (x);
  const gsize n_images = (gsize) x->shape.dims[0];
  const gsize n_channels = (gsize) x->shape.dims[1];
  const gsize per_image = x->n / n_images;

  for (gsize i = 0; i < x->n; i++) {
    const gsize c =
      is_spatial ? i % per_image / (per_image / n_channels) : i % per_image;

    y->values[i] = parameters[0]->values[c] *
                     (x->values[i] - parameters[2]->values[c]) /
                     sqrt (parameters[3]->values[c] + epsilon) +
                   parameters[1]->values[c];
  }
  return y;
}

RefTensor *
ref_lrn (const RefTensor *x,
         gint64 size,
         double alpha,
         double beta,
         double bias)
{
  RefTensor *y = ref_copy (x);
  gint64 index[TS_MAX_RANK] = { 0 };
  const gint64 n_channels = x->shape.dims[1];

  do {
    const gint64 c = index[1];
    const gint64 first = MAX (0, c - (gint64) floor ((double) (size - 1) / 2));
    const gint64 last =
      MIN (n_channels - 1, c + (gint64) ceil ((double) (size - 1) / 2));
    double sum = 0;

    for (index[1] = first; index[1] <= last; index[1]++)
      sum += pow (*ref_at (x, index, x->shape.rank), 2);
    index[1] = c;
    *ref_at (y, index, x->shape.rank) /=
      pow (bias + alpha / (double) size * sum, beta);
  } while (ref_next (&x->shape, index));
  return y;
}

RefTensor *
ref_softmax (const RefTensor *x, guint from, guint to)
{
  TsShape kept = x->shape;
  RefTensor *y = ref_unary (x, exp);
  g_autoptr (RefTensor) sums = NULL;
  gint64 index[TS_MAX_RANK] = { 0 };

  for (guint i = from; i < to; i++)
    kept.dims[i] = 1;
  sums = ref_new (&kept);
  do
    *ref_at (sums, index, kept.rank) += *ref_at (y, index, kept.rank);
  while (ref_next (&x->shape, index));
  do
    *ref_at (y, index, kept.rank) /= *ref_at (sums, index, kept.rank);
  while (ref_next (&x->shape, index));
  return y;
}

RefTensor *
ref_reduce (const RefTensor *x,
            const gboolean *is_reduced,
            double start,
            double (*f) (double, double))
{
  TsShape shape = x->shape;
  gint64 index[TS_MAX_RANK] = { 0 };
  RefTensor *y;

  for (guint i = 0; i < shape.rank; i++)
    shape.dims[i] = is_reduced[i] ? 1 : shape.dims[i];
  y = ref_new (&shape);
  for (gsize i = 0; i < y->n; i++)
    y->values[i] = start;
  do {
    double *to = ref_at (y, index, shape.rank);

    *to = f (*to, *ref_at (x, index, shape.rank));
  } while (ref_next (&x->shape, index));
  return y;
}
