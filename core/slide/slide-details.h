/* What a slide's file says of itself beyond the facts that results depend on: its properties,
 * its label and overview pictures, its ICC profile. Much of it may identify the patient, and
 * is marked so. The file is opened anew for each question. Any thread; long.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/slide/slide.h"

G_BEGIN_DECLS

typedef struct {
  char *name, *value; /* UTF-8 */
  /* TRUE for all but the properties known to hold sizes, resolutions and formats: scanners
   * write names, numbers, dates and comments where they like. */
  gboolean is_private;
} TsSlideProperty;

typedef struct {
  GPtrArray *properties; /* TsSlideProperty, by name */
  char **
    pictures; /* "label", "macro", ...; NULL after the last; private all of them */
  guint
    n_tile_sizes; /* of the levels in order, 0x0 where the file has no tiles */
  struct {
    guint32 width_px, height_px;
  } tile_sizes[64];
  guint64 n_file_bytes; /* of the one file that was opened */
} TsSlideDetails;

/* A slide in memory has none: empty lists. NULL with TS_ERROR_OPEN. */
TsSlideDetails *ts_slide_details_read (TsSlide *slide, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
void ts_slide_details_free (TsSlideDetails *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsSlideDetails, ts_slide_details_free)

/* Whether a property of this name holds nothing that could identify anybody. */
gboolean ts_slide_property_is_safe (const char *name);

typedef struct {
  guint32 *
    argb; /* [height][width], premultiplied ARGB32; the caller owns it (g_free) */
  guint width, height;
} TsSlidePicture;

#define TS_SLIDE_MAX_PICTURE_PX (1 << 26)

/* One of TsSlideDetails.pictures. FALSE with TS_ERROR_OPEN, _MISSING, _TOO_LARGE or _READ. */
gboolean ts_slide_read_picture (TsSlide *slide,
                                const char *name,
                                TsSlidePicture *out,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

#define TS_SLIDE_MAX_PROFILE_BYTES (16 << 20)

/* The ICC profile of the slide's pixels. OpenSlide 4 gives it for all it reads; with an older
 * one it is taken from a TIFF file's own tag, for the vendors whose level 0 is the file's first
 * picture. NULL: none that can be read. The caller owns the reference. */
GBytes *ts_slide_read_profile (TsSlide *slide) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
