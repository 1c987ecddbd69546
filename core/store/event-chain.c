/* The event log: each event carries a hash over the one before and its own content
 * (core/store/digest.h), so that a change made behind our back is found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/store/digest.h"
#include "core/store/query.h"
#include "core/store/record.h"

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

/* The row an event is the witness of; a row that is not there is an error. */
static gboolean
add_record (TsStore *self,
            TsDigest *digest,
            const TsEvent *event,
            GError **error)
{
  gboolean is_there = FALSE;

  ts_digest_add_text (digest, "record_kind", event->record_kind);
  ts_digest_add_text (digest, "record_key", event->record_key);
  if (!ts_record_digest (self, event->record_kind, event->record_key, digest,
                         &is_there, error))
    return FALSE;
  if (is_there)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_STORE,
               "cannot read '%s': the %s '%s' is not there", self->path,
               event->record_kind, event->record_key);
  return FALSE;
}

/* The rows are read from the file, so that what is hashed is what is kept. */
char *
ts_store_hash_event (TsStore *self,
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
  if (event->record_kind != NULL && !add_record (self, digest, event, error))
    return NULL;
  return g_strdup (ts_digest_get_hex (digest));
}

/* The newest of this file's own chain; other stores' events stand between. */
static char *
find_last (TsStore *self, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT hash FROM event WHERE origin_id IS NULL"
                    " ORDER BY event_id DESC LIMIT 1");
  g_autofree char *hash = NULL;

  if (!ts_query_next (&query, error))
    return query.is_done ? g_strdup (TS_EVENT_CHAIN_START) : NULL;
  hash = ts_query_dup_text (&query, 0);
  return ts_query_check (&query, error) ? g_steal_pointer (&hash) : NULL;
}

gboolean
ts_store_append_event (TsStore *self, const TsEvent *event, GError **error)
{
  g_autofree char *before = find_last (self, error);
  g_autofree char *hash = NULL;
  g_auto (TsQuery) query = { 0 };

  if (before == NULL)
    return FALSE;
  hash = ts_store_hash_event (self, before, event, error);
  if (hash == NULL)
    return FALSE;
  query =
    ts_query (self, "INSERT INTO event (event_id, session_id, slide_id,"
                    " opinion_id, kind, detail, at_us, hash, before_hash,"
                    " record_kind, record_key) VALUES"
                    " ((SELECT coalesce (max (event_id), 0) + 1 FROM event),"
                    " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  ts_query_bind_id (&query, event->session_id);
  ts_query_bind_id (&query, event->slide_id);
  ts_query_bind_id (&query, event->opinion_id);
  ts_query_bind_text (&query, event->kind);
  ts_query_bind_text (&query, event->detail);
  ts_query_bind_int (&query, event->at_us);
  ts_query_bind_text (&query, hash);
  ts_query_bind_text (&query, before);
  ts_query_bind_text (&query, event->record_kind);
  ts_query_bind_text (&query, event->record_key);
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
