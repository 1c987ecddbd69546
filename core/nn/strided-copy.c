/* Copies elements in another order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/strided-copy.h"

#include <string.h>

static void
append (TsStridedCopy *self, gsize dim, gint64 stride)
{
  if (dim == 1)
    return;
  if (self->rank > 0 &&
      self->strides[self->rank - 1] == stride * (gint64) dim) {
    self->dims[self->rank - 1] *= dim;
    self->strides[self->rank - 1] = stride;
    return;
  }
  self->dims[self->rank] = dim;
  self->strides[self->rank++] = stride;
}

void
ts_strided_copy_init (TsStridedCopy *self,
                      const TsShape *target,
                      const gint64 *strides,
                      gint64 start,
                      TsType type)
{
  *self = (TsStridedCopy){
    .start = start,
    .element_bytes = type == TS_TYPE_FLOAT ? sizeof (float) : sizeof (gint64),
  };
  for (guint i = 0; i < target->rank; i++)
    append (self, (gsize) target->dims[i], strides[i]);
  if (self->rank == 0) {
    self->rank = 1;
    self->dims[0] = 1;
  }
}

#define COPY(id, type)                                                 \
  static type *id (const type *from, gint64 stride, gsize n, type *to) \
  {                                                                    \
    if (stride == 1)                                                   \
      memcpy (to, from, n * sizeof *to);                               \
    else                                                               \
      for (gsize i = 0; i < n; i++)                                    \
        to[i] = from[(gint64) i * stride];                             \
    return to + n;                                                     \
  }

COPY (copy_floats, float)
COPY (copy_ints, gint64)

void
ts_strided_copy_run (const TsStridedCopy *self, const void *from, void *to)
{
  const guint last = self->rank - 1;
  gsize index[TS_MAX_RANK] = { 0 }, n_rows = 1;
  gint64 at = self->start;

  for (guint i = 0; i < last; i++)
    n_rows *= self->dims[i];
  for (gsize row = 0; row < n_rows; row++) {
    if (self->element_bytes == sizeof (float))
      to = copy_floats ((const float *) from + at, self->strides[last],
                        self->dims[last], to);
    else
      to = copy_ints ((const gint64 *) from + at, self->strides[last],
                      self->dims[last], to);
    for (guint i = last; i > 0; i--) {
      at += self->strides[i - 1];
      if (++index[i - 1] < self->dims[i - 1])
        break;
      at -= self->strides[i - 1] * (gint64) self->dims[i - 1];
      index[i - 1] = 0;
    }
  }
}

void
ts_shape_get_strides (const TsShape *shape, gint64 *strides)
{
  gint64 stride = 1;

  for (guint i = shape->rank; i > 0; i--) {
    strides[i - 1] = stride;
    stride *= MAX (shape->dims[i - 1], 1);
  }
}
