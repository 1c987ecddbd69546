/* Looks at slides for their lists, one after the other in the background: a small picture from
 * the slide's own pixels (never its label or macro image), its identity, how far it is read.
 * Of the pictures so many are kept. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/slide-entry.h"

G_BEGIN_DECLS

#define TS_TYPE_SLIDE_LOOKER (ts_slide_looker_get_type ())
G_DECLARE_FINAL_TYPE (TsSlideLooker, ts_slide_looker, TS, SLIDE_LOOKER, GObject)

TsSlideLooker *ts_slide_looker_new (TsStore *store) G_GNUC_WARN_UNUSED_RESULT;
/* Whose opinions are counted; 0 for anybody's. */
void ts_slide_looker_set_reader (TsSlideLooker *self, gint64 reader_id);
/* The entry asked for last comes first. Nothing to do for one that was looked at. */
void ts_slide_looker_ask (TsSlideLooker *self, TsSlideEntry *entry);
/* No longer wanted: scrolled out of sight. */
void ts_slide_looker_forget (TsSlideLooker *self, TsSlideEntry *entry);
/* Only how far it is read, again. */
void ts_slide_looker_ask_progress (TsSlideLooker *self, TsSlideEntry *entry);
/* Stops; what is under way is dropped. */
void ts_slide_looker_shut (TsSlideLooker *self);

G_END_DECLS
