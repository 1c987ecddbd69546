/* One reader's opinion with everything that was true when it was given. Only ever
 * added; a correction is a new row that names the old one. A plain value.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/geometry.h"

G_BEGIN_DECLS

typedef enum {
  TS_VERDICT_AGREE,
  TS_VERDICT_DISAGREE, /* own_class says what the reader sees */
  TS_VERDICT_UNSURE,
  TS_VERDICT_WITHDRAWN /* the reversing row that undo writes */
} TsVerdict;

typedef enum { TS_SCOPE_TILE, TS_SCOPE_REGION, TS_SCOPE_SLIDE } TsScope;

typedef struct {
  gint64 opinion_id;    /* given by the store, 0 before */
  gint64 supersedes_id; /* the row this one corrects or withdraws, 0 for none */
  gint64 reader_id, session_id, slide_id, model_id,
    run_id; /* 0 where there is none */
  TsScope scope;
  guint32 col, row; /* TS_SCOPE_TILE */
  TsRect region_l0; /* the tile or region in level-0 pixels */
  TsVerdict verdict;
  char *own_class; /* the reader's class; NULL for unsure and withdrawn */
  char *comment;   /* free text or NULL */
  char *
    shown_class; /* the model's most likely class as shown, NULL when none was */
  float *shown_probs; /* [n_shown_probs], the vector as shown */
  guint n_shown_probs;
  char *layer; /* name of the layer on screen, NULL for none */
  gboolean was_overlay_visible;
  double opacity, threshold;
  TsRect viewport_l0;
  double magnification;   /* as objective power, 0 when unknown */
  gint64 active_ms;       /* time with this tile selected, idle taken out */
  gint64 committed_at_us; /* unix microseconds, UTC; set by the store */
  char *software;         /* ts_version_text () */
} TsOpinion;

TsOpinion *ts_opinion_new (void) G_GNUC_WARN_UNUSED_RESULT; /* all empty */
TsOpinion *ts_opinion_copy (const TsOpinion *self) G_GNUC_WARN_UNUSED_RESULT;
void ts_opinion_free (TsOpinion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsOpinion, ts_opinion_free)

/* The rows that stand: those that no later row corrects or withdraws. A withdrawal undoes the
 * row it names, and with it the correction that row was: what that had corrected stands
 * again. opinions [n], oldest first; a row without an id stands for itself. Borrowed rows in
 * the same order; the caller frees the array. */
GPtrArray *
ts_opinion_list_standing (const TsOpinion *const *opinions,
                          guint n_opinions) G_GNUC_WARN_UNUSED_RESULT;

/* "agree", "disagree", "unsure", "withdrawn"; "tile", "region", "slide". */
const char *ts_verdict_to_text (TsVerdict verdict);
gboolean ts_verdict_from_text (const char *text, TsVerdict *out_verdict);
const char *ts_scope_to_text (TsScope scope);
gboolean ts_scope_from_text (const char *text, TsScope *out_scope);

G_END_DECLS
