/* Pictures of slides: what the store knows of one, for the command line, and a view as a
 * job for a thread of its own, for Ctrl+E.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/export/snapshot.h"
#include "core/jobs/case.h"

G_BEGIN_DECLS

typedef struct {
  const char *slide_path;
  const char *store_path; /* only read; must be there */
  const char *layer;      /* "most-likely", a class, a gene; NULL: no overlay */
  TsPalette palette;
  double opacity, threshold;
  TsRect region_l0;      /* empty: the slide's bounds */
  guint width_px;        /* 0: one per level-0 pixel, at most 2048 */
  char **out_unreadable; /* as in TsSnapshotParams; of a snapshot */
} TsStoredPicture;

/* The run is the newest one that has the layer, of those at the slide's resolution where it
 * has one (the identity of a slide need not tell); genes are shown beside the newest run of
 * classes on the same grid. All opinions on the slide are marked. TS_ERROR_MISSING when the
 * store has no predictions of the slide (with a layer only), or no such layer (the message
 * lists those there are). One thread at a time; long. */
gboolean ts_stored_snapshot_write (const TsStoredPicture *picture,
                                   const char *path,
                                   const TsCancel *cancel,
                                   GError **error);
/* The layer over the whole slide (core/export/snapshot.h); opacity, region and width are not
 * looked at. */
gboolean ts_stored_heat_map_write (const TsStoredPicture *picture,
                                   const char *path,
                                   const TsCancel *cancel,
                                   GError **error);

typedef struct TsSnapshotJob TsSnapshotJob;

/* References or copies all that params name, but for texts, which must stay. Main thread. */
TsSnapshotJob *
ts_snapshot_job_new (const TsSnapshotParams *params) G_GNUC_WARN_UNUSED_RESULT;
void ts_snapshot_job_free (TsSnapshotJob *self); /* any thread */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsSnapshotJob, ts_snapshot_job_free)
/* Any thread, one at a time; long. */
gboolean ts_snapshot_job_write (TsSnapshotJob *self,
                                const char *path,
                                const TsCancel *cancel,
                                GError **error);

G_END_DECLS
