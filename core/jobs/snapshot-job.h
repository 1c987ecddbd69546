/* Snapshot and heat map of what the store knows of a slide: for the command line and for
 * Ctrl+E. One thread at a time; long.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/export/snapshot.h"
#include "core/jobs/case.h"

G_BEGIN_DECLS

typedef struct {
  const char *slide_path;
  const char *store_path;
  const char *layer; /* "most-likely", a class, a gene; NULL: no overlay */
  TsPalette palette;
  double opacity, threshold;
  TsRect region_l0; /* empty: the whole slide */
  guint width_px;
} TsStoredPicture;

/* TS_ERROR_MISSING when the store has no predictions of the slide, or no such layer (the
 * message lists those there are). */
gboolean ts_stored_snapshot_write (const TsStoredPicture *picture,
                                   const char *path,
                                   const TsCancel *cancel,
                                   GError **error);
gboolean ts_stored_heat_map_write (const TsStoredPicture *picture,
                                   const char *path,
                                   const TsCancel *cancel,
                                   GError **error);

G_END_DECLS
