/* A dense array with a shape. float32 for values, int64 for the shape arithmetic that
 * exporters write into graphs. Immutable once shared; reference counted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_MAX_RANK         8
#define TS_TENSOR_MAX_BYTES ((gsize) 4 << 30)

typedef enum { TS_TYPE_FLOAT, TS_TYPE_INT64 } TsType;

typedef struct {
  guint rank; /* 0: a scalar */
  gint64 dims[TS_MAX_RANK];
} TsShape;

typedef struct TsTensor TsTensor;

/* Zeroed, aligned to 64 bytes; NULL with TS_ERROR_TOO_LARGE when the bytes do not fit
 * into memory or are more than TS_TENSOR_MAX_BYTES. */
TsTensor *ts_tensor_new (TsType type,
                         const TsShape *shape,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
TsTensor *ts_tensor_ref (TsTensor *self);
void ts_tensor_unref (TsTensor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTensor, ts_tensor_unref)

TsType ts_tensor_get_type (const TsTensor *self);
const TsShape *ts_tensor_get_shape (const TsTensor *self);
gsize ts_tensor_get_n_elements (const TsTensor *self);
const float *
ts_tensor_get_floats (const TsTensor *self); /* of a float tensor */
const gint64 *ts_tensor_get_int64s (const TsTensor *self);
float *ts_tensor_edit_floats (TsTensor *self); /* only before it is shared */
gint64 *ts_tensor_edit_int64s (TsTensor *self);

/* FALSE when the rank is above TS_MAX_RANK, the product overflows or a dimension is negative. */
gboolean ts_shape_count (const TsShape *shape, gsize *out_n_elements);
gboolean ts_shape_equal (const TsShape *a, const TsShape *b);
char *ts_shape_to_text (const TsShape *shape)
  G_GNUC_WARN_UNUSED_RESULT; /* "1x3x299x299", or "scalar" */

G_END_DECLS
