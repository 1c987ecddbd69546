/* What is known of a slide: the facts that results are keyed and scaled by.
 * A plain value: fill it, copy it, free it. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/geometry.h"

G_BEGIN_DECLS

typedef enum {
  TS_MPP_NONE,   /* the file says nothing: viewing only */
  TS_MPP_VENDOR, /* the scanner's own field (openslide.mpp-x) */
  TS_MPP_TIFF,   /* TIFF XResolution with a real unit and a plausible value */
  TS_MPP_READER  /* entered by the reader, or given by --mpp */
} TsMppSource;

typedef struct {
  char
    *identity; /* "slide1:<hex>" or "sha256:<hex>": of the content, not the name
                         (core/slide/slide-identity.h) */
  char *vendor;               /* OpenSlide's word, "aperio" */
  gint64 width_px, height_px; /* level 0 */
  guint n_levels;
  double mpp_x, mpp_y; /* microns per level-0 pixel, 0 when unknown */
  TsMppSource mpp_source;
  /* What the file hints at where it states no resolution, 0 for nothing: for the reader to
   * confirm, never used by itself. */
  double likely_mpp;
  double objective_power; /* as the file says, 0 when it does not */
  TsRect bounds_l0; /* the scanned part; the whole slide where not given */
  guint32 background_rgb; /* 0xRRGGBB, white where not given */
} TsSlideInfo;

void ts_slide_info_free (TsSlideInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsSlideInfo, ts_slide_info_free)

gboolean ts_slide_info_has_mpp (const TsSlideInfo *self);

/* Objective power for display: the file's, else 10 / mpp (0.5 um/px is 20x by
 * the field's habit), else 0. */
double ts_slide_info_get_power (const TsSlideInfo *self);

/* "none", "vendor", "tiff-resolution", "reader": in files, tables and --json. */
const char *ts_mpp_source_to_text (TsMppSource source);
gboolean ts_mpp_source_from_text (const char *text, TsMppSource *out_source);

G_END_DECLS
