/* NumPy's broadcasting.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/broadcast.h"

gboolean
ts_broadcast_shapes (const TsShape *a, const TsShape *b, TsShape *out)
{
  const guint rank = MAX (a->rank, b->rank);
  TsShape result = { .rank = rank };

  for (guint i = 1; i <= rank; i++) {
    const gint64 in_a = i <= a->rank ? a->dims[a->rank - i] : 1;
    const gint64 in_b = i <= b->rank ? b->dims[b->rank - i] : 1;

    if (in_a != in_b && in_a != 1 && in_b != 1)
      return FALSE;
    result.dims[rank - i] = in_a == 1 ? in_b : in_a;
  }
  *out = result;
  return TRUE;
}

TsShape
ts_broadcast_fill (const TsShape *shape, guint rank)
{
  TsShape filled = { .rank = rank };

  for (guint i = 0; i < rank; i++)
    filled.dims[i] =
      i + shape->rank < rank ? 1 : shape->dims[i + shape->rank - rank];
  return filled;
}

static void
set_strides (TsBroadcast *self, guint array, const TsShape *shape)
{
  const guint missing = self->rank - shape->rank;
  gsize stride = 1;

  for (guint i = shape->rank; i > 0; i--) {
    const gsize dim = (gsize) shape->dims[i - 1];

    self->strides[array][missing + i - 1] = dim == 1 ? 0 : stride;
    stride *= dim;
  }
}

/* Whether a step along i is, for every array, a walk through all of i + 1. */
static gboolean
is_one_walk (const TsBroadcast *self, guint i, guint n)
{
  for (guint array = 0; array < n; array++)
    if (self->strides[array][i] !=
        self->strides[array][i + 1] * self->dims[i + 1])
      return FALSE;
  return TRUE;
}

static void
remove_dimension (TsBroadcast *self, guint i, guint n)
{
  for (guint k = i; k + 1 < self->rank; k++) {
    self->dims[k] = self->dims[k + 1];
    for (guint array = 0; array < n; array++)
      self->strides[array][k] = self->strides[array][k + 1];
  }
  self->rank--;
}

static void
merge_dimensions (TsBroadcast *self, guint n)
{
  for (guint i = self->rank; i > 0; i--)
    if (self->dims[i - 1] == 1 && self->rank > 1)
      remove_dimension (self, i - 1, n);
  for (guint i = self->rank - 1; i > 0; i--)
    if (is_one_walk (self, i - 1, n)) {
      self->dims[i] *= self->dims[i - 1];
      remove_dimension (self, i - 1, n);
    }
}

void
ts_broadcast_init (TsBroadcast *self,
                   const TsShape *out,
                   const TsShape *const *shapes,
                   guint n)
{
  g_assert (n <= TS_BROADCAST_MAX);
  *self = (TsBroadcast){ .rank = MAX (out->rank, 1), .dims = { 1 } };
  for (guint i = 0; i < out->rank; i++)
    self->dims[i] = (gsize) out->dims[i];
  for (guint array = 0; array < n; array++)
    set_strides (self, array, shapes[array]);
  merge_dimensions (self, n);
}

gboolean
ts_broadcast_next (const TsBroadcast *self, TsBroadcastPlace *place)
{
  place->out += ts_broadcast_get_inner (self);
  for (guint i = self->rank - 1; i > 0; i--) {
    for (guint array = 0; array < TS_BROADCAST_MAX; array++)
      place->at[array] += self->strides[array][i - 1];
    if (++place->index[i - 1] < self->dims[i - 1])
      return TRUE;
    for (guint array = 0; array < TS_BROADCAST_MAX; array++)
      place->at[array] -= self->strides[array][i - 1] * self->dims[i - 1];
    place->index[i - 1] = 0;
  }
  return FALSE;
}
