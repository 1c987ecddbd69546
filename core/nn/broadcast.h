/* NumPy's broadcasting: shapes aligned at their last dimension, a 1 stretched.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/tensor.h"

G_BEGIN_DECLS

#define TS_BROADCAST_MAX 3

/* How to walk over up to three arrays at once: dims, and how far each array goes on with a
 * step along one (0: stretched), in elements. Neighbouring dimensions that walk alike are
 * one, so the innermost loop is long. */
typedef struct {
  guint rank; /* at least 1 */
  gsize dims[TS_MAX_RANK];
  gsize strides[TS_BROADCAST_MAX][TS_MAX_RANK];
} TsBroadcast;

/* FALSE when they do not go together. out may be one of them. */
gboolean ts_broadcast_shapes (const TsShape *a, const TsShape *b, TsShape *out);
/* The same shape with dimensions of 1 before, up to rank. */
TsShape ts_broadcast_fill (const TsShape *shape, guint rank);
/* shapes [n <= 3] each stretch to out. */
void ts_broadcast_init (TsBroadcast *self,
                        const TsShape *out,
                        const TsShape *const *shapes,
                        guint n);

/* Where each array is at one place of all dimensions but the innermost. */
typedef struct {
  gsize at[TS_BROADCAST_MAX];
  gsize out; /* elements before, in the output */
  gsize index[TS_MAX_RANK];
} TsBroadcastPlace; /* starts zeroed */

/* FALSE after the last place. */
gboolean ts_broadcast_next (const TsBroadcast *self, TsBroadcastPlace *place);

static inline gsize
ts_broadcast_get_inner (const TsBroadcast *self)
{
  return self->dims[self->rank - 1];
}

static inline gsize
ts_broadcast_get_inner_stride (const TsBroadcast *self, guint i)
{
  return self->strides[i][self->rank - 1];
}

G_END_DECLS
