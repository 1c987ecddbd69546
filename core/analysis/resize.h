/* Resampling as the named libraries do it, byte for byte where they work in bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/pil-resize.h"
#include "core/model/model-card.h"

G_BEGIN_DECLS

typedef struct TsResizer TsResizer;

/* Tables for one pair of sizes; three channels, interleaved. One thread at a time (it
 * keeps scratch). NULL with TS_ERROR_TOO_LARGE. */
TsResizer *ts_resizer_new (TsResizeFilter filter,
                           const TsResizeSizes *sizes,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_resizer_free (TsResizer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsResizer, ts_resizer_free)

const TsResizeSizes *ts_resizer_get_sizes (const TsResizer *self);

/* rgb [src_height][src_width][3] with row_bytes between rows, to out
 * [dst_height][dst_width][3], values 0..255: whole numbers where the library works in bytes
 * (PIL, OpenCV), fractions where it works in floats (TF1's resize_bilinear with
 * align_corners false, which has no half-pixel centres; torch's interpolate, bilinear,
 * align_corners false, antialias false). */
void ts_resizer_run (TsResizer *self,
                     const guint8 *rgb,
                     gsize row_bytes,
                     float *out);

G_END_DECLS
