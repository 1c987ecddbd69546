/* Copies elements out of an array in another order: transposed, stretched, cut, reversed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/tensor.h"

G_BEGIN_DECLS

typedef struct {
  guint rank; /* at least 1 */
  gsize dims[TS_MAX_RANK];
  gint64
    strides[TS_MAX_RANK]; /* elements in the source, may be 0 or negative */
  gint64 start;           /* of the first element */
  gsize element_bytes;
} TsStridedCopy;

/* Fills target, dense, in the shape; dimensions that are one walk are joined here. */
void ts_strided_copy_init (TsStridedCopy *self,
                           const TsShape *target,
                           const gint64 *strides,
                           gint64 start,
                           TsType type);
void
ts_strided_copy_run (const TsStridedCopy *self, const void *from, void *to);
/* strides [rank] of a dense array. */
void ts_shape_get_strides (const TsShape *shape, gint64 *strides);

G_END_DECLS
