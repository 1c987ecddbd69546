/* What a slide is called by in a store: its content, whatever the file is called and wherever
 * it lies. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *path;
  const char *quickhash; /* OpenSlide's quickhash-1, or NULL */
  const char *vendor;    /* OpenSlide's word */
  gint64 width_px, height_px;
} TsSlideIdentityFacts;

/* quickhash-1 of a pyramid knows only the smallest level, so two slides that differ at full
 * resolution could share it. "slide1:<hex>" is SHA-256 over it, the size of level 0, the
 * length of the file, 32 blocks of 16 KiB at even distances (a file no longer than that:
 * all of it) and, of a TIFF file, the lengths of all its tiles and strips, which hardly ever
 * stay the same when one of them is other. Of a slide in several files only the one that is
 * opened is looked at, and the others as far as quickhash-1 does.
 * Without a quickhash-1 it is "sha256:<hex>" over the whole file.
 * NULL with TS_ERROR_OPEN or TS_ERROR_READ. The caller owns it. */
char *ts_slide_identify (const TsSlideIdentityFacts *facts,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
