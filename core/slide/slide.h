/* An open slide: its facts and its pixels. Reference counted. Any thread may read;
 * reads from several threads run side by side. An error on one region does not end
 * the slide: the handle is reopened behind this interface.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/slide-info.h"

G_BEGIN_DECLS

typedef struct TsSlide TsSlide;

/* NULL with TS_ERROR_OPEN (not there, not recognised, damaged), _UNSUPPORTED or
 * _TOO_LARGE; the message names the file and the reason. */
TsSlide *ts_slide_open (const char *path,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A slide in memory for tests and tools: level 0 only, rgb [height][width][3], copied. */
TsSlide *ts_slide_new_from_rgb (const guint8 *rgb,
                                gint64 width_px,
                                gint64 height_px,
                                double mpp) G_GNUC_WARN_UNUSED_RESULT;
TsSlide *ts_slide_ref (TsSlide *self);
void ts_slide_unref (TsSlide *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsSlide, ts_slide_unref)

/* Borrowed. The resolution in it changes only by ts_slide_set_mpp. */
const TsSlideInfo *ts_slide_get_info (const TsSlide *self);
const char *
ts_slide_get_path (const TsSlide *self); /* NULL for one in memory; private */
gint64 ts_slide_get_level_width (const TsSlide *self, guint level);
gint64 ts_slide_get_level_height (const TsSlide *self, guint level);
double ts_slide_get_level_downsample (const TsSlide *self, guint level);
/* The level with the largest downsample that is not above the wanted one. */
guint ts_slide_find_level (const TsSlide *self, double downsample);

typedef struct {
  guint level;
  gint64 x_l0, y_l0; /* upper left corner */
  gint64 width_lv, height_lv;
} TsSlideRegion;

/* The region's pixels into out_argb [height_lv][width_lv]: premultiplied ARGB32 in native
 * byte order (cairo's), outside the slide transparent (0). A corner that is no whole pixel
 * of the level is interpolated to; a corner left of or above the slide is rounded to a
 * whole one. FALSE with TS_ERROR_READ or, beyond TS_SLIDE_MAX_REGION_PX pixels,
 * TS_ERROR_TOO_LARGE; out_argb is then undefined. */
#define TS_SLIDE_MAX_REGION_PX (G_GINT64_CONSTANT (1) << 26)
gboolean ts_slide_read_region (TsSlide *self,
                               const TsSlideRegion *region,
                               guint32 *out_argb,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the file under the slide's path is still the one that was opened: by its size, time
 * and place on the disk, without reading it. Of a slide of several files only the one that was
 * named is looked at. One in memory stays the same. Any thread. */
typedef enum {
  TS_SLIDE_FILE_SAME,
  TS_SLIDE_FILE_CHANGED,
  TS_SLIDE_FILE_GONE
} TsSlideFileState;
TsSlideFileState ts_slide_get_file_state (TsSlide *self);
/* The file as it is now has the slide's identity, the caller knows: it was only touched, moved
 * back or copied over itself. Any thread. */
void ts_slide_accept_file (TsSlide *self);

/* For a slide without resolution, the reader's word. Main thread, before any analysis
 * of the slide begins. */
void ts_slide_set_mpp (TsSlide *self,
                       double mpp_x,
                       double mpp_y,
                       TsMppSource source);

G_END_DECLS
