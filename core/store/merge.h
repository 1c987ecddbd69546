/* Several stores in one: every row of each is kept, with the store it came from. One thread.
 *
 * Slides, models, runs and readers are joined by what they are called in any file; sessions
 * by reader, time and software; the rest by its key or its event's hash. So a store that was
 * merged before adds only what is new in it, and copies of one store that went apart are
 * joined at their common beginning. Each event names its origin (the store's uuid); rows
 * without an event (slides, models, predictions, bookmarks) have none.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/store/store.h"

G_BEGIN_DECLS

typedef struct {
  char *path, *uuid;
  guint n_new, n_known; /* events that were brought, and that were there */
} TsMergedInput;

typedef struct {
  GPtrArray *inputs; /* TsMergedInput */
  /* char *, each a sentence without its full stop: */
  GPtrArray
    *faults; /* what was changed by another program; then nothing was merged */
  GPtrArray *doubles; /* the same thing read twice; both are kept */
  GPtrArray
    *conflicts; /* rows that differ and cannot both be kept: the first stays */
  GPtrArray *notes; /* copies that went apart */
} TsMergeReport;

void ts_merge_report_free (TsMergeReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsMergeReport, ts_merge_report_free)

/* inputs: paths, NULL-terminated, at least one; they are only read. output: made whole beside
 * its place and then put there if it is not there yet; a store that is there gets what it
 * lacks, each input in one transaction. NULL with error when a file cannot be read or
 * written, or output is one of the inputs. */
TsMergeReport *ts_store_merge (const char *const *inputs,
                               const char *output,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
