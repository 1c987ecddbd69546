/* The slides opened last, kept in the program's own settings: the desktop's list of recent
 * files is read by others, and a slide's name may be a patient's. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  char *path;
  gint64 opened_at_s; /* unix seconds */
} TsRecentSlide;

/* Newest first: GPtrArray of TsRecentSlide, which go with it. Whether they are still there is
 * not asked: the drive may be asleep. */
GPtrArray *
ts_recent_slides_list (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
/* Puts the path first; the oldest of more than ten goes. */
void ts_recent_slides_note (GSettings *settings, const char *path);
void ts_recent_slides_clear (GSettings *settings);

G_END_DECLS
