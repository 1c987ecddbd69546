/* Resampling of 8-bit RGB as OpenCV's resize with INTER_AREA does it. One thread at a time
 * (it keeps scratch). Method: OpenCV 4, modules/imgproc/src/resize.cpp.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/pil-resize.h"

G_BEGIN_DECLS

typedef struct TsAreaResizer TsAreaResizer;

/* NULL with TS_ERROR_TOO_LARGE. */
TsAreaResizer *ts_area_resizer_new (const TsResizeSizes *sizes,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_area_resizer_free (TsAreaResizer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsAreaResizer, ts_area_resizer_free)

/* rgb [src_height][src_width][3], row_bytes from row to row, to out_rgb
 * [dst_height][dst_width][3] without padding. */
void ts_area_resizer_run (TsAreaResizer *self,
                          const guint8 *rgb,
                          gsize row_bytes,
                          guint8 *out_rgb);

G_END_DECLS
