/* The slides of a folder, or some chosen ones, as a list of TsSlideEntry: by name, numbers in
 * names as numbers. A folder is watched; what stays the same in it stays the same entry.
 *
 * Signals
 *   loaded ()   the folder was read, the first time and again after a change
 *
 * Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/slide-entry.h"

G_BEGIN_DECLS

#define TS_TYPE_SLIDE_FOLDER (ts_slide_folder_get_type ())
G_DECLARE_FINAL_TYPE (TsSlideFolder, ts_slide_folder, TS, SLIDE_FOLDER, GObject)

TsSlideFolder *ts_slide_folder_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* The ends of names that slides have, without the dot: "svs". */
extern const char *const ts_slide_suffixes[];
extern const guint ts_n_slide_suffixes;

/* Reads the folder in the background; what was listed goes at once when it is another one. */
void ts_slide_folder_show (TsSlideFolder *self, const char *folder);
/* Just these, until ts_slide_folder_show. Those that are not there are listed too. */
void ts_slide_folder_show_files (TsSlideFolder *self,
                                 const char *const *paths,
                                 guint n_paths);
/* The folder shown, NULL for chosen files and at the beginning. Borrowed. */
const char *ts_slide_folder_get_folder (TsSlideFolder *self);
gboolean ts_slide_folder_is_loading (TsSlideFolder *self);

/* A new reference, or NULL past the end. */
TsSlideEntry *ts_slide_folder_get (TsSlideFolder *self,
                                   guint position) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE when the path is not listed. */
gboolean ts_slide_folder_find (TsSlideFolder *self,
                               const char *path,
                               guint *out_position);

G_END_DECLS
