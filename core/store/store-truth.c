/* The reference standard, and where slides were last seen.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/store/query.h"
#include "core/store/record.h"
#include "core/store/store-studies.h"

#define STANDING                             \
  "NOT EXISTS (SELECT 1 FROM truth AS later" \
  " WHERE later.supersedes_key = truth.truth_key)"

static gboolean
check_nobody_reads (TsStore *self, const char *study_key, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT reader, pseudonym FROM case_reading"
                    " JOIN study_slide USING (study_key, slide_identity)"
                    " WHERE study_key = ? AND NOT EXISTS"
                    " (SELECT 1 FROM case_step AS step WHERE"
                    " step.case_key = case_reading.case_key AND"
                    " step.kind = 'finished') LIMIT 1");
  g_autofree char *reader = NULL;
  g_autofree char *pseudonym = NULL;

  ts_query_bind_text (&query, study_key);
  if (!ts_query_next (&query, error))
    return query.is_done;
  reader = ts_query_dup_text (&query, 0);
  pseudonym = ts_query_dup_text (&query, 1);
  g_set_error (error, TS_ERROR, TS_ERROR_STORE,
               "cannot enter truth in '%s': reader '%s' has case '%s' open",
               self->path, reader, pseudonym);
  return FALSE;
}

/* *out_key: of the truth that stands, NULL without. *out_is_same: it says the same. */
static gboolean
find_standing (TsStore *self,
               const char *study_key,
               const TsTruth *truth,
               char **out_key,
               gboolean *out_is_same,
               GError **error)
{
  g_auto (TsQuery) query = ts_query (
    self, "SELECT truth_key, label = ?4 AND source = ?5 AND dated = ?6"
          " AND author = ?7 FROM truth WHERE study_key = ?1"
          " AND slide_identity = ?2 AND question = ?3 AND " STANDING
          " ORDER BY truth_key LIMIT 1");

  ts_query_bind_text (&query, study_key);
  ts_query_bind_text (&query, truth->slide_identity);
  ts_query_bind_text (&query, truth->question);
  ts_query_bind_text (&query, truth->label);
  ts_query_bind_text (&query, truth->source);
  ts_query_bind_text (&query, truth->dated);
  ts_query_bind_text (&query, truth->author);
  *out_key = NULL;
  *out_is_same = FALSE;
  if (!ts_query_next (&query, error))
    return query.is_done;
  *out_key = ts_query_dup_text (&query, 0);
  *out_is_same = ts_query_get_int (&query, 1) != 0;
  return ts_query_check (&query, error);
}

static char *
compute_key (const char *study_key,
             const TsTruth *truth,
             const char *supersedes_key)
{
  g_autoptr (TsDigest) digest = ts_digest_new ();

  ts_digest_add_text (digest, "supersedes_key", supersedes_key);
  ts_digest_add_text (digest, "study_key", study_key);
  ts_digest_add_text (digest, "slide_identity", truth->slide_identity);
  ts_digest_add_text (digest, "question", truth->question);
  ts_digest_add_text (digest, "label", truth->label);
  ts_digest_add_text (digest, "source", truth->source);
  ts_digest_add_text (digest, "dated", truth->dated);
  ts_digest_add_text (digest, "author", truth->author);
  return g_strdup (ts_digest_get_hex (digest));
}

static gboolean
add_row (TsStore *self,
         const char *key,
         const char *supersedes_key,
         const char *study_key,
         const TsTruth *truth,
         GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "INSERT INTO truth VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");

  ts_query_bind_text (&query, key);
  ts_query_bind_text (&query, supersedes_key);
  ts_query_bind_text (&query, study_key);
  ts_query_bind_text (&query, truth->slide_identity);
  ts_query_bind_text (&query, truth->question);
  ts_query_bind_text (&query, truth->label);
  ts_query_bind_text (&query, truth->source);
  ts_query_bind_text (&query, truth->dated);
  ts_query_bind_text (&query, truth->author);
  return ts_query_run (&query, error);
}

static gboolean
add_truth (TsStore *self,
           gint64 session_id,
           const char *study_key,
           const TsTruth *truth,
           GError **error)
{
  g_autofree char *old_key = NULL;
  g_autofree char *key = NULL;
  TsEvent event = { .session_id = session_id,
                    .kind = "truth-entered",
                    .at_us = g_get_real_time (),
                    .record_kind = "truth" };
  gboolean is_same = FALSE;

  if (!find_standing (self, study_key, truth, &old_key, &is_same, error))
    return FALSE;
  if (is_same)
    return TRUE;
  if (!check_nobody_reads (self, study_key, error))
    return FALSE;
  event.record_key = key = compute_key (study_key, truth, old_key);
  return add_row (self, key, old_key, study_key, truth, error) &&
         ts_record_witness (self, &event, truth->slide_identity, error);
}

gboolean
ts_store_add_truth (TsStore *self,
                    gint64 session_id,
                    const char *study_key,
                    const TsTruth *truth,
                    GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);

  return ts_store_begin (hold, TS_SURVIVES_POWER_LOSS, error) &&
         ts_store_end (
           self, add_truth (self, session_id, study_key, truth, error), error);
}

static void
free_truth (gpointer truth)
{
  ts_truth_free (truth);
}

static TsTruth *
read_truth (TsQuery *query)
{
  TsTruth *truth = ts_truth_new ();

  truth->slide_identity = ts_query_dup_text (query, 0);
  truth->pseudonym = ts_query_dup_text (query, 1);
  truth->question = ts_query_dup_text (query, 2);
  truth->label = ts_query_dup_text (query, 3);
  truth->source = ts_query_dup_text (query, 4);
  truth->dated = ts_query_dup_text (query, 5);
  truth->author = ts_query_dup_text (query, 6);
  return truth;
}

GPtrArray *
ts_store_list_truth (TsStore *self, const char *study_key, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_truth);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT slide_identity, pseudonym, question, label, source,"
                    " dated, author FROM truth"
                    " JOIN study_slide USING (study_key, slide_identity)"
                    " WHERE study_key = ? AND " STANDING
                    " ORDER BY position, question, truth_key");

  ts_query_bind_text (&query, study_key);
  while (ts_query_next (&query, error))
    g_ptr_array_add (list, read_truth (&query));
  if (!query.is_done || !ts_query_check (&query, error))
    return NULL;
  return g_steal_pointer (&list);
}

gboolean
ts_store_note_slide_file (TsStore *self,
                          const char *slide_identity,
                          const char *path,
                          GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_auto (TsQuery) query = { 0 };

  if (!ts_store_begin (hold, TS_SURVIVES_KILL, error))
    return FALSE;
  query = ts_query (self, "INSERT INTO slide_file VALUES (?, ?, ?)"
                          " ON CONFLICT (slide_identity, path)"
                          " DO UPDATE SET seen_at_us = excluded.seen_at_us");
  ts_query_bind_text (&query, slide_identity);
  ts_query_bind_text (&query, path);
  ts_query_bind_int (&query, g_get_real_time ());
  return ts_store_end (self, ts_query_run (&query, error), error);
}

char **
ts_store_list_slide_files (TsStore *self,
                           const char *slide_identity,
                           GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT path FROM slide_file WHERE slide_identity = ?"
                    " ORDER BY seen_at_us DESC, path");

  ts_query_bind_text (&query, slide_identity);
  while (ts_query_next (&query, error)) {
    g_autofree char *path = ts_query_dup_text (&query, 0);

    if (path != NULL)
      g_strv_builder_add (paths, path);
  }
  return query.is_done ? g_strv_builder_end (paths) : NULL;
}
