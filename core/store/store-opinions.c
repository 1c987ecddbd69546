/* Opinions: added, read, never changed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/version.h"
#include "core/store/query.h"

#define COLUMNS                                                              \
  "supersedes_id, reader_id, session_id, slide_id, model_id, run_id, scope," \
  " row, col, region_x_l0, region_y_l0, region_width_l0, region_height_l0,"  \
  " verdict, own_class, comment, shown_class, shown_probs, layer,"           \
  " was_overlay_visible, opacity, threshold, viewport_x_l0, viewport_y_l0,"  \
  " viewport_width_l0, viewport_height_l0, magnification, active_ms,"        \
  " software, committed_at_us"
#define SELECT_OPINION "SELECT " COLUMNS ", opinion_id FROM opinion "

/* In the order of COLUMNS. */
enum {
  SUPERSEDES_ID,
  READER_ID,
  SESSION_ID,
  SLIDE_ID,
  MODEL_ID,
  RUN_ID,
  SCOPE,
  ROW,
  COL,
  REGION,
  VERDICT = REGION + 4,
  OWN_CLASS,
  COMMENT,
  SHOWN_CLASS,
  SHOWN_PROBS,
  LAYER,
  WAS_OVERLAY_VISIBLE,
  OPACITY,
  THRESHOLD,
  VIEWPORT,
  MAGNIFICATION = VIEWPORT + 4,
  ACTIVE_MS,
  SOFTWARE,
  COMMITTED_AT_US,
  OPINION_ID
};

static void
bind_rect (TsQuery *query, TsRect rect)
{
  ts_query_bind_real (query, rect.x);
  ts_query_bind_real (query, rect.y);
  ts_query_bind_real (query, rect.width);
  ts_query_bind_real (query, rect.height);
}

static TsRect
read_rect (TsQuery *query, int column)
{
  TsRect rect = { 0 };

  rect.x = ts_query_get_real (query, column);
  rect.y = ts_query_get_real (query, column + 1);
  rect.width = ts_query_get_real (query, column + 2);
  rect.height = ts_query_get_real (query, column + 3);
  return rect;
}

static void
bind_keys (TsQuery *query, const TsOpinion *opinion)
{
  ts_query_bind_id (query, opinion->supersedes_id);
  ts_query_bind_id (query, opinion->reader_id);
  ts_query_bind_id (query, opinion->session_id);
  ts_query_bind_id (query, opinion->slide_id);
  ts_query_bind_id (query, opinion->model_id);
  ts_query_bind_id (query, opinion->run_id);
  ts_query_bind_text (query, ts_scope_to_text (opinion->scope));
  if (opinion->scope == TS_SCOPE_TILE) {
    ts_query_bind_int (query, opinion->row);
    ts_query_bind_int (query, opinion->col);
  } else {
    ts_query_bind_null (query);
    ts_query_bind_null (query);
  }
  bind_rect (query, opinion->region_l0);
}

static void
bind_said_and_shown (TsQuery *query, const TsOpinion *opinion)
{
  ts_query_bind_text (query, ts_verdict_to_text (opinion->verdict));
  ts_query_bind_text (query, opinion->own_class);
  ts_query_bind_text (query, opinion->comment);
  ts_query_bind_text (query, opinion->shown_class);
  ts_query_bind_floats (query, opinion->shown_probs, opinion->n_shown_probs);
  ts_query_bind_text (query, opinion->layer);
  ts_query_bind_int (query, opinion->was_overlay_visible ? 1 : 0);
  ts_query_bind_real (query, opinion->opacity);
  ts_query_bind_real (query, opinion->threshold);
  bind_rect (query, opinion->viewport_l0);
  ts_query_bind_real (query, opinion->magnification);
  ts_query_bind_int (query, opinion->active_ms);
}

static gboolean
add_row (TsStore *self, const TsOpinion *opinion, gint64 at_us, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "INSERT INTO opinion (" COLUMNS ") VALUES"
                    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  bind_keys (&query, opinion);
  bind_said_and_shown (&query, opinion);
  ts_query_bind_text (&query, ts_version_text ());
  ts_query_bind_int (&query, at_us);
  return ts_query_run (&query, error);
}

gboolean
ts_store_add_opinion (TsStore *self, TsOpinion *opinion, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  TsEvent event = { .session_id = opinion->session_id,
                    .slide_id = opinion->slide_id,
                    .kind = "opinion-added",
                    .at_us = g_get_real_time () };
  gboolean is_done = FALSE;

  if (!ts_store_begin (hold, TS_SURVIVES_POWER_LOSS, error))
    return FALSE;
  is_done = add_row (self, opinion, event.at_us, error);
  event.opinion_id = ts_store_get_last_id (self);
  is_done = is_done && ts_store_append_event (self, &event, error);
  if (!ts_store_end (self, is_done, error))
    return FALSE;
  opinion->opinion_id = event.opinion_id;
  opinion->committed_at_us = event.at_us;
  g_free (opinion->software);
  opinion->software = g_strdup (ts_version_text ());
  return TRUE;
}

static void
read_keys (TsQuery *query, TsOpinion *opinion)
{
  g_autofree char *scope = ts_query_dup_text (query, SCOPE);

  opinion->opinion_id = ts_query_get_int (query, OPINION_ID);
  opinion->supersedes_id = ts_query_get_int (query, SUPERSEDES_ID);
  opinion->reader_id = ts_query_get_int (query, READER_ID);
  opinion->session_id = ts_query_get_int (query, SESSION_ID);
  opinion->slide_id = ts_query_get_int (query, SLIDE_ID);
  opinion->model_id = ts_query_get_int (query, MODEL_ID);
  opinion->run_id = ts_query_get_int (query, RUN_ID);
  if (!ts_scope_from_text (scope, &opinion->scope))
    ts_query_refuse (query, "scope");
  opinion->row = ts_query_get_uint32 (query, ROW);
  opinion->col = ts_query_get_uint32 (query, COL);
  opinion->region_l0 = read_rect (query, REGION);
}

static TsOpinion *
read_opinion (TsQuery *query)
{
  TsOpinion *opinion = ts_opinion_new ();
  g_autofree char *verdict = ts_query_dup_text (query, VERDICT);

  read_keys (query, opinion);
  if (!ts_verdict_from_text (verdict, &opinion->verdict))
    ts_query_refuse (query, "verdict");
  opinion->own_class = ts_query_dup_text (query, OWN_CLASS);
  opinion->comment = ts_query_dup_text (query, COMMENT);
  opinion->shown_class = ts_query_dup_text (query, SHOWN_CLASS);
  opinion->shown_probs =
    ts_query_dup_floats (query, SHOWN_PROBS, &opinion->n_shown_probs);
  opinion->layer = ts_query_dup_text (query, LAYER);
  opinion->was_overlay_visible =
    ts_query_get_int (query, WAS_OVERLAY_VISIBLE) != 0;
  opinion->opacity = ts_query_get_real (query, OPACITY);
  opinion->threshold = ts_query_get_real (query, THRESHOLD);
  opinion->viewport_l0 = read_rect (query, VIEWPORT);
  opinion->magnification = ts_query_get_real (query, MAGNIFICATION);
  opinion->active_ms = ts_query_get_int (query, ACTIVE_MS);
  opinion->software = ts_query_dup_text (query, SOFTWARE);
  opinion->committed_at_us = ts_query_get_int (query, COMMITTED_AT_US);
  return opinion;
}

TsOpinion *
ts_store_load_opinion (TsStore *self, gint64 opinion_id, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, SELECT_OPINION "WHERE opinion_id = ?");
  g_autoptr (TsOpinion) opinion = NULL;

  ts_query_bind_int (&query, opinion_id);
  if (!ts_query_next (&query, error)) {
    if (query.is_done)
      ts_store_set_damaged (self, "opinion_id", error);
    return NULL;
  }
  opinion = read_opinion (&query);
  return ts_query_check (&query, error) ? g_steal_pointer (&opinion) : NULL;
}

static void
free_opinion (gpointer opinion)
{
  ts_opinion_free (opinion);
}

GPtrArray *
ts_store_list_opinions (TsStore *self,
                        gint64 slide_id,
                        gint64 session_id,
                        GError **error)
{
  /* Separate texts, so that each has its index. */
  static const char of_slide[] =
    SELECT_OPINION "WHERE slide_id = ?1 AND (?2 IS NULL OR session_id = ?2)"
                   " ORDER BY opinion_id";
  static const char of_session[] =
    SELECT_OPINION "WHERE session_id = ?2 AND ?1 IS NULL ORDER BY opinion_id";
  static const char of_all[] =
    SELECT_OPINION "WHERE ?1 IS NULL AND ?2 IS NULL ORDER BY opinion_id";
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GPtrArray) opinions =
    g_ptr_array_new_with_free_func (free_opinion);
  g_auto (TsQuery) query = ts_query (hold, slide_id != 0     ? of_slide
                                           : session_id != 0 ? of_session
                                                             : of_all);

  ts_query_bind_id (&query, slide_id);
  ts_query_bind_id (&query, session_id);
  while (ts_query_next (&query, error))
    g_ptr_array_add (opinions, read_opinion (&query));
  return query.is_done ? g_steal_pointer (&opinions) : NULL;
}
