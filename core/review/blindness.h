/* Whether a case was read blind, from the events of the log and nothing else. Pure. Any
 * thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/review/may-show.h"
#include "core/store/store-cases.h"

G_BEGIN_DECLS

typedef enum {
  TS_BLIND,               /* nothing forbidden was shown up to the lock */
  TS_BLIND_AFTER_WASHOUT, /* the slide's model was seen, longer ago than the arm's
                             washout */
  TS_NOT_BLIND_SEEN,      /* it was seen before the case began */
  TS_NOT_BLIND_SHOWN,     /* it was shown between beginning and lock */
  TS_BLIND_UNKNOWN /* not locked, or the log does not say what was on screen */
} TsBlindness;

/* "blind", "blind after washout", "seen before", "shown", "unknown". */
const char *ts_blindness_to_text (TsBlindness blindness);

/* events: of the case's reader and slide (ts_store_list_events), whatever they were done in:
 * free viewing, another arm, this case. What counts as shown: "layer-shown" (but of "none"),
 * "overlay-shown", "opinion-added" (which is given before a model's tile), "case-revealed",
 * and "shown" of anything that ts_session_may_show forbids to a blind reader but file names.
 * Within the case at least one "display-state" must say what was on screen. Events of another
 * store (a merged file) are set against the case by their time, those of its own by their
 * order. *out_at_us: of the newest that counts, 0 for none; may be NULL. */
TsBlindness ts_blindness_compute (const GPtrArray *events,
                                  const TsStudyCase *reading_case,
                                  guint washout_days,
                                  gint64 *out_at_us);

/* The details of the events that say what is on screen; the caller owns them.
 * "shown" and "hidden": */
char *ts_display_event_detail (const char *case_key,
                               TsMaterial material) G_GNUC_WARN_UNUSED_RESULT;
/* "display-state": is_visible [TS_N_MATERIALS]. */
char *ts_display_state_detail (const char *case_key, const gboolean *is_visible)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
