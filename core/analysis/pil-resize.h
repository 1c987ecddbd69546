/* Resampling of 8-bit RGB as Pillow's Image.resize does it, byte for byte: two passes,
 * first along rows, then along columns, in fixed point. One thread at a time (it keeps
 * scratch). Method: Pillow, src/libImaging/Resample.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { TS_PIL_BILINEAR, TS_PIL_BICUBIC, TS_PIL_LANCZOS } TsPilFilter;

typedef struct {
  guint src_width, src_height, dst_width, dst_height; /* pixels */
} TsResizeSizes;

/* No side above 2^15, no picture above 2^28 pixels: else FALSE with TS_ERROR_TOO_LARGE. */
gboolean ts_resize_sizes_check (const TsResizeSizes *sizes, GError **error);

typedef struct TsPilResizer TsPilResizer;

/* NULL with TS_ERROR_TOO_LARGE. */
TsPilResizer *ts_pil_resizer_new (TsPilFilter filter,
                                  const TsResizeSizes *sizes,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_pil_resizer_free (TsPilResizer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsPilResizer, ts_pil_resizer_free)

/* rgb [src_height][src_width][3], row_bytes from row to row, to out_rgb
 * [dst_height][dst_width][3] without padding. */
void ts_pil_resizer_run (TsPilResizer *self,
                         const guint8 *rgb,
                         gsize row_bytes,
                         guint8 *out_rgb);

G_END_DECLS
