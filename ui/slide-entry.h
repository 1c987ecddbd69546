/* A slide in a list: its file, and what was found by looking at it (slide-looker.h).
 *
 * Signals
 *   changed ()   something of it
 *
 * Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "core/store/store-progress.h"

G_BEGIN_DECLS

#define TS_TYPE_SLIDE_ENTRY (ts_slide_entry_get_type ())
G_DECLARE_FINAL_TYPE (TsSlideEntry, ts_slide_entry, TS, SLIDE_ENTRY, GObject)

TsSlideEntry *ts_slide_entry_new (const char *path,
                                  gint64 n_bytes,
                                  gint64 modified_us) G_GNUC_WARN_UNUSED_RESULT;

const char *ts_slide_entry_get_path (TsSlideEntry *self);
gint64 ts_slide_entry_get_n_bytes (TsSlideEntry *self);
/* Whether the file of that size and time is the one that was looked at. */
gboolean ts_slide_entry_is_same_file (TsSlideEntry *self,
                                      gint64 n_bytes,
                                      gint64 modified_us);

/* What a look found; everything is taken. thumbnail and trouble: one of them is NULL, or both
 * while nobody has looked. identity: NULL where the file is no slide. */
typedef struct {
  GdkTexture *thumbnail;
  char *trouble, *identity;
} TsSlideLook;
void ts_slide_entry_take_look (TsSlideEntry *self, TsSlideLook look);
gboolean ts_slide_entry_was_looked_at (TsSlideEntry *self);
/* Memory is wanted; it is looked at again when it is shown. */
void ts_slide_entry_drop_thumbnail (TsSlideEntry *self);

/* Borrowed, or NULL. */
GdkTexture *ts_slide_entry_get_thumbnail (TsSlideEntry *self);
const char *ts_slide_entry_get_trouble (TsSlideEntry *self);
const char *ts_slide_entry_get_identity (TsSlideEntry *self);

void ts_slide_entry_set_progress (TsSlideEntry *self,
                                  const TsSlideProgress *progress);
const TsSlideProgress *ts_slide_entry_get_progress (TsSlideEntry *self);

/* Whether the window shows this slide. */
gboolean ts_slide_entry_is_open (TsSlideEntry *self);
void ts_slide_entry_set_open (TsSlideEntry *self, gboolean is_open);

/* "CMU-1.svs", or "Slide 3" where file names are not to be seen. position: in its list, from
 * 0. The caller owns it. */
char *ts_slide_entry_format_name (TsSlideEntry *self,
                                  guint position,
                                  gboolean is_named) G_GNUC_WARN_UNUSED_RESULT;
/* "2.1 GB · 3 opinions · 45 % analysed", or why it cannot be read, without the path. The caller
 * owns it. */
char *
ts_slide_entry_format_state (TsSlideEntry *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
