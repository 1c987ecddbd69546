/* What an open slide is made of behind core/slide/slide.h: a table of functions over
 * whatever reads the pixels, and the facts it found. Private to the room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/slide/file-stamp.h"
#include "core/slide/slide.h"

G_BEGIN_DECLS

#define TS_SLIDE_MAX_LEVELS 64

/* Any thread; reads run side by side. The region was checked: the level is there, the
 * corner is not negative, the sizes are positive and within TS_SLIDE_MAX_REGION_PX. */
typedef struct {
  gboolean (*read_region) (gpointer backend,
                           const TsSlideRegion *region,
                           guint32 *out_argb,
                           GError **error);
  void (*free) (gpointer backend);
} TsSlideOps;

typedef struct {
  gint64 width_px, height_px;
  double downsample;
} TsSlideLevel;

/* Takes the backend, info and path (NULL for none); levels [info->n_levels] is copied. */
TsSlide *ts_slide_new (const TsSlideOps *ops,
                       gpointer backend,
                       TsSlideInfo *info,
                       const TsSlideLevel *levels,
                       char *path) G_GNUC_WARN_UNUSED_RESULT;

/* What the slide's file was before it was opened. */
void ts_slide_note_file (TsSlide *self, const TsFileStamp *stamp);

G_END_DECLS
