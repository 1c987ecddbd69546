/* The event log: each event carries a hash over the one before and its own content
 * (core/store/digest.h), so that a change made behind our back is found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/store/digest.h"
#include "core/store/query.h"

#define CHAIN_START "tessera events 1"

/* Adds the names an event goes by in any file. */
static gboolean
add_names (TsStore *self,
           TsDigest *digest,
           const TsEvent *event,
           GError **error)
{
  enum { READER, STARTED_AT_US, SOFTWARE, SLIDE };
  g_auto (TsQuery) query = ts_query (
    self, "SELECT reader.name, started_at_us, software, slide.identity"
          " FROM (SELECT ?1 AS session_id, ?2 AS slide_id)"
          " LEFT JOIN session USING (session_id)"
          " LEFT JOIN reader USING (reader_id)"
          " LEFT JOIN slide USING (slide_id)");
  g_autofree char *reader = NULL;
  g_autofree char *software = NULL;
  g_autofree char *slide = NULL;

  ts_query_bind_id (&query, event->session_id);
  ts_query_bind_id (&query, event->slide_id);
  if (!ts_query_next (&query, error))
    return FALSE;
  reader = ts_query_dup_text (&query, READER);
  software = ts_query_dup_text (&query, SOFTWARE);
  slide = ts_query_dup_text (&query, SLIDE);
  ts_digest_add_text (digest, "reader", reader);
  if (event->session_id != 0)
    ts_digest_add_int (digest, "session_started_at_us",
                       ts_query_get_int (&query, STARTED_AT_US));
  ts_digest_add_text (digest, "session_software", software);
  ts_digest_add_text (digest, "slide", slide);
  return ts_query_check (&query, error);
}

static gboolean
add_opinion_names (TsStore *self,
                   TsDigest *digest,
                   const TsOpinion *opinion,
                   GError **error)
{
  enum { SUPERSEDES, MODEL, GRID };
  g_auto (TsQuery) query =
    ts_query (self, "SELECT (SELECT hash FROM event WHERE opinion_id = ?),"
                    " (SELECT identity FROM model WHERE model_id = ?),"
                    " (SELECT grid_key FROM run WHERE run_id = ?)");
  g_autofree char *supersedes = NULL;
  g_autofree char *model = NULL;
  g_autofree char *grid = NULL;

  ts_query_bind_id (&query, opinion->supersedes_id);
  ts_query_bind_id (&query, opinion->model_id);
  ts_query_bind_id (&query, opinion->run_id);
  if (!ts_query_next (&query, error))
    return FALSE;
  supersedes = ts_query_dup_text (&query, SUPERSEDES);
  model = ts_query_dup_text (&query, MODEL);
  grid = ts_query_dup_text (&query, GRID);
  ts_digest_add_text (digest, "opinion.supersedes", supersedes);
  ts_digest_add_text (digest, "opinion.model", model);
  ts_digest_add_text (digest, "opinion.grid", grid);
  return ts_query_check (&query, error);
}

static void
add_rect (TsDigest *digest, const char *name, TsRect rect)
{
  const struct {
    const char *part;
    double value;
  } parts[] = { { "x", rect.x },
                { "y", rect.y },
                { "width", rect.width },
                { "height", rect.height } };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *full =
      g_strdup_printf ("opinion.%s_%s_l0", name, parts[i].part);

    ts_digest_add_real (digest, full, parts[i].value);
  }
}

static void
add_opinion (TsDigest *digest, const TsOpinion *opinion)
{
  ts_digest_add_text (digest, "opinion.scope",
                      ts_scope_to_text (opinion->scope));
  if (opinion->scope == TS_SCOPE_TILE) {
    ts_digest_add_int (digest, "opinion.row", opinion->row);
    ts_digest_add_int (digest, "opinion.col", opinion->col);
  }
  add_rect (digest, "region", opinion->region_l0);
  ts_digest_add_text (digest, "opinion.verdict",
                      ts_verdict_to_text (opinion->verdict));
  ts_digest_add_text (digest, "opinion.own_class", opinion->own_class);
  ts_digest_add_text (digest, "opinion.comment", opinion->comment);
  ts_digest_add_text (digest, "opinion.shown_class", opinion->shown_class);
  ts_digest_add_floats (digest, "opinion.shown_probs", opinion->shown_probs,
                        opinion->n_shown_probs);
  ts_digest_add_text (digest, "opinion.layer", opinion->layer);
  ts_digest_add_int (digest, "opinion.was_overlay_visible",
                     opinion->was_overlay_visible ? 1 : 0);
  ts_digest_add_real (digest, "opinion.opacity", opinion->opacity);
  ts_digest_add_real (digest, "opinion.threshold", opinion->threshold);
  add_rect (digest, "viewport", opinion->viewport_l0);
  ts_digest_add_real (digest, "opinion.magnification", opinion->magnification);
  ts_digest_add_int (digest, "opinion.active_ms", opinion->active_ms);
  ts_digest_add_text (digest, "opinion.software", opinion->software);
  ts_digest_add_int (digest, "opinion.committed_at_us",
                     opinion->committed_at_us);
}

/* NULL with error. The opinion is read from the file, so that what is hashed is what is
 * kept. */
static char *
compute_hash (TsStore *self,
              const char *before,
              const TsEvent *event,
              GError **error)
{
  g_autoptr (TsDigest) digest = ts_digest_new ();
  g_autoptr (TsOpinion) opinion = NULL;

  ts_digest_add_text (digest, "before", before);
  ts_digest_add_text (digest, "kind", event->kind);
  ts_digest_add_text (digest, "detail", event->detail);
  ts_digest_add_int (digest, "at_us", event->at_us);
  if (!add_names (self, digest, event, error))
    return NULL;
  if (event->opinion_id != 0) {
    opinion = ts_store_load_opinion (self, event->opinion_id, error);
    if (opinion == NULL || !add_opinion_names (self, digest, opinion, error))
      return NULL;
    add_opinion (digest, opinion);
  }
  return g_strdup (ts_digest_get_hex (digest));
}

static gboolean
find_last (TsStore *self, gint64 *out_event_id, char **out_hash, GError **error)
{
  g_auto (TsQuery) query = ts_query (self, "SELECT event_id, hash FROM event"
                                           " ORDER BY event_id DESC LIMIT 1");

  *out_event_id = 0;
  *out_hash = NULL;
  if (ts_query_next (&query, error)) {
    *out_event_id = ts_query_get_int (&query, 0);
    *out_hash = ts_query_dup_text (&query, 1);
    return ts_query_check (&query, error);
  }
  *out_hash = g_strdup (CHAIN_START);
  return query.is_done;
}

gboolean
ts_store_append_event (TsStore *self, const TsEvent *event, GError **error)
{
  g_autofree char *before = NULL;
  g_autofree char *hash = NULL;
  g_auto (TsQuery) query = { 0 };
  gint64 last_id = 0;

  if (!find_last (self, &last_id, &before, error))
    return FALSE;
  hash = compute_hash (self, before, event, error);
  if (hash == NULL)
    return FALSE;
  query = ts_query (self, "INSERT INTO event (event_id, session_id, slide_id,"
                          " opinion_id, kind, detail, at_us, hash)"
                          " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  ts_query_bind_int (&query, last_id + 1);
  ts_query_bind_id (&query, event->session_id);
  ts_query_bind_id (&query, event->slide_id);
  ts_query_bind_id (&query, event->opinion_id);
  ts_query_bind_text (&query, event->kind);
  ts_query_bind_text (&query, event->detail);
  ts_query_bind_int (&query, event->at_us);
  ts_query_bind_text (&query, hash);
  return ts_query_run (&query, error);
}

static gboolean
check_detail (TsStore *self, const char *detail, GError **error)
{
  g_auto (TsQuery) query = ts_query (self, "SELECT json_valid (?)");

  if (detail == NULL)
    return TRUE;
  ts_query_bind_text (&query, detail);
  if (!ts_query_next (&query, error))
    return FALSE;
  if (ts_query_get_int (&query, 0) != 0)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_STORE,
               "cannot write to '%s': the detail of an event is not JSON",
               self->path);
  return FALSE;
}

gboolean
ts_store_add_event (TsStore *self,
                    gint64 session_id,
                    gint64 slide_id,
                    const char *kind,
                    const char *detail,
                    GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  TsEvent event = { .session_id = session_id,
                    .slide_id = slide_id,
                    .kind = kind,
                    .detail = detail,
                    .at_us = g_get_real_time () };

  if (!check_detail (hold, detail, error))
    return FALSE;
  if (!ts_store_begin (self, TS_SURVIVES_POWER_LOSS, error))
    return FALSE;
  return ts_store_end (self, ts_store_append_event (self, &event, error),
                       error);
}

/* The event the query stands on; *inout_hash is the one before and becomes its own. */
static gboolean
verify_event (TsQuery *query, char **inout_hash, GError **error)
{
  enum {
    EVENT_ID,
    SESSION_ID,
    SLIDE_ID,
    OPINION_ID,
    KIND,
    DETAIL,
    AT_US,
    HASH
  };
  g_autofree char *kind = ts_query_dup_text (query, KIND);
  g_autofree char *detail = ts_query_dup_text (query, DETAIL);
  g_autofree char *hash = ts_query_dup_text (query, HASH);
  g_autofree char *computed = NULL;
  TsEvent event = { .session_id = ts_query_get_int (query, SESSION_ID),
                    .slide_id = ts_query_get_int (query, SLIDE_ID),
                    .opinion_id = ts_query_get_int (query, OPINION_ID),
                    .kind = kind,
                    .detail = detail,
                    .at_us = ts_query_get_int (query, AT_US) };

  if (!ts_query_check (query, error))
    return FALSE;
  computed = compute_hash (query->store, *inout_hash, &event, error);
  if (computed == NULL)
    return FALSE;
  if (!g_str_equal (computed, hash)) {
    g_set_error (error, TS_ERROR, TS_ERROR_STORE,
                 "'%s' was changed by another program: event %" G_GINT64_FORMAT
                 " (%s) does not fit its hash",
                 query->store->path, ts_query_get_int (query, EVENT_ID), kind);
    return FALSE;
  }
  g_free (*inout_hash);
  *inout_hash = g_steal_pointer (&hash);
  return TRUE;
}

static gboolean
verify_opinions (TsStore *self, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT opinion_id FROM opinion WHERE opinion_id NOT IN"
                    " (SELECT opinion_id FROM event WHERE opinion_id NOT NULL)"
                    " ORDER BY opinion_id LIMIT 1");
  gint64 opinion_id = 0;

  if (!ts_query_find_id (&query, &opinion_id, error))
    return FALSE;
  if (opinion_id == 0)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_STORE,
               "'%s' was changed by another program: opinion %" G_GINT64_FORMAT
               " has no event",
               self->path, opinion_id);
  return FALSE;
}

gboolean
ts_store_verify_events (TsStore *self, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autofree char *hash = g_strdup (CHAIN_START);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT event_id, session_id, slide_id, opinion_id, kind,"
                    " detail, at_us, hash FROM event ORDER BY event_id");

  while (ts_query_next (&query, error)) {
    if (!verify_event (&query, &hash, error))
      return FALSE;
  }
  return query.is_done && verify_opinions (self, error);
}
