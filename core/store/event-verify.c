/* Looking through the event log and the rows it is the witness of for what was changed by
 * another program.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/store/query.h"
#include "core/store/record.h"
#include "core/store/study-key.h"

typedef struct {
  TsStore *store;
  GPtrArray *faults; /* char * */
  guint max_faults;
  char *own_hash; /* of the newest own event so far */
} Search;

static void G_GNUC_PRINTF (2, 3)
  add_fault (Search *self, const char *format, ...)
{
  va_list arguments;

  if (self->faults->len >= self->max_faults)
    return;
  va_start (arguments, format);
  g_ptr_array_add (self->faults, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* Whether an event of that hash comes before. */
static gboolean
has_event_before (TsStore *store,
                  const char *hash,
                  gint64 event_id,
                  gboolean *out_has,
                  GError **error)
{
  g_auto (TsQuery) query = ts_query (
    store, "SELECT event_id FROM event WHERE hash = ? AND event_id < ?");
  gint64 found = 0;

  ts_query_bind_text (&query, hash);
  ts_query_bind_int (&query, event_id);
  if (!ts_query_find_id (&query, &found, error))
    return FALSE;
  *out_has = found != 0 || g_str_equal (hash, TS_EVENT_CHAIN_START);
  return TRUE;
}

typedef struct {
  gint64 event_id, origin_id;
  TsEvent event;
  char *kind, *detail, *hash, *before, *record_kind, *record_key;
} Row;

static void
row_clear (Row *row)
{
  g_free (row->kind);
  g_free (row->detail);
  g_free (row->hash);
  g_free (row->before);
  g_free (row->record_kind);
  g_free (row->record_key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static Row
read_row (TsQuery *query)
{
  enum {
    EVENT_ID,
    SESSION_ID,
    SLIDE_ID,
    OPINION_ID,
    KIND,
    DETAIL,
    AT_US,
    HASH,
    BEFORE,
    ORIGIN_ID,
    RECORD_KIND,
    RECORD_KEY
  };
  Row row = { .event_id = ts_query_get_int (query, EVENT_ID),
              .origin_id = ts_query_get_int (query, ORIGIN_ID),
              .kind = ts_query_dup_text (query, KIND),
              .detail = ts_query_dup_text (query, DETAIL),
              .hash = ts_query_dup_text (query, HASH),
              .before = ts_query_dup_text (query, BEFORE),
              .record_kind = ts_query_dup_text (query, RECORD_KIND),
              .record_key = ts_query_dup_text (query, RECORD_KEY) };

  row.event = (TsEvent){ .session_id = ts_query_get_int (query, SESSION_ID),
                         .slide_id = ts_query_get_int (query, SLIDE_ID),
                         .opinion_id = ts_query_get_int (query, OPINION_ID),
                         .kind = row.kind,
                         .detail = row.detail,
                         .at_us = ts_query_get_int (query, AT_US),
                         .record_kind = row.record_kind,
                         .record_key = row.record_key };
  return row;
}

static void
add_misfit (Search *self, const Row *row)
{
  if (row->record_key == NULL)
    add_fault (self, "event %" G_GINT64_FORMAT " (%s) does not fit its hash",
               row->event_id, row->kind);
  else
    add_fault (self,
               "event %" G_GINT64_FORMAT " (%s) does not fit its hash: it or "
               "its %s '%s' was changed",
               row->event_id, row->kind, row->record_kind, row->record_key);
}

/* An own event follows the own one before; another store's, any that is there. */
static gboolean
check_event (Search *self, const Row *row, GError **error)
{
  gboolean is_own = row->origin_id == 0;
  const char *before = is_own ? self->own_hash : row->before;
  g_autofree char *computed = NULL;
  g_autoptr (GError) local = NULL;
  gboolean has_before = TRUE;

  if (!is_own &&
      (before == NULL || !has_event_before (self->store, before, row->event_id,
                                            &has_before, error)))
    return FALSE;
  if (!has_before)
    add_fault (self,
               "event %" G_GINT64_FORMAT " (%s): the event before it is "
               "missing",
               row->event_id, row->kind);
  computed = ts_store_hash_event (self->store, before, &row->event, &local);
  if (computed == NULL)
    add_fault (self, "event %" G_GINT64_FORMAT " (%s): %s", row->event_id,
               row->kind, local->message);
  else if (!g_str_equal (computed, row->hash) ||
           (row->before != NULL && !g_str_equal (row->before, before)))
    add_misfit (self, row);
  return TRUE;
}

static gboolean
check_events (Search *self, GError **error)
{
  g_auto (TsQuery) query = ts_query (
    self->store, "SELECT event_id, session_id, slide_id, opinion_id, kind,"
                 " detail, at_us, hash, before_hash, origin_id, record_kind,"
                 " record_key FROM event ORDER BY event_id");

  while (self->faults->len < self->max_faults &&
         ts_query_next (&query, error)) {
    g_auto (Row) row = read_row (&query);

    if (!ts_query_check (&query, error) || !check_event (self, &row, error))
      return FALSE;
    if (row.origin_id != 0)
      continue;
    g_free (self->own_hash);
    self->own_hash = g_steal_pointer (&row.hash);
  }
  return query.is_done || self->faults->len >= self->max_faults;
}

/* Each row of sql is a fault; its one column is put into format. */
static gboolean
check_none (Search *self, const char *sql, const char *format, GError **error)
{
  g_auto (TsQuery) query = ts_query (self->store, sql);

  while (ts_query_next (&query, error)) {
    g_autofree char *subject = ts_query_dup_text (&query, 0);
    g_auto (GStrv) parts = g_strsplit (format, "%", 2);

    add_fault (self, "%s%s%s", parts[0], subject, parts[1]);
  }
  return query.is_done;
}

static gboolean
check_witnesses (Search *self, GError **error)
{
  if (!check_none (self,
                   "SELECT CAST (opinion_id AS TEXT) FROM opinion"
                   " WHERE opinion_id NOT IN (SELECT opinion_id FROM event"
                   " WHERE opinion_id NOT NULL) ORDER BY opinion_id",
                   "opinion % has no event", error))
    return FALSE;
  for (const TsRecordTable *table = ts_record_tables; table->name != NULL;
       table++) {
    g_autofree char *format =
      g_strdup_printf ("%s '%%' has no event", table->name);

    if (!check_none (self, table->lost, format, error))
      return FALSE;
  }
  return TRUE;
}

/* What was given out as blind after the lock, or as revealed before the reveal. A copy of a
 * store may have gone on with a case that was locked in another: those are two origins. */
static gboolean
check_phases (Search *self, GError **error)
{
#define GIVEN                                                            \
  "(SELECT 'reading' AS kind, reading_key AS key, case_key, phase"       \
  " FROM reading UNION ALL SELECT 'region', region_key, case_key, phase" \
  " FROM region)"
#define STEPS                                                               \
  "(SELECT event_id, origin_id, case_key, step.kind FROM case_step AS step" \
  " JOIN event ON record_kind = 'case_step' AND record_key = step_key)"
  return check_none (self,
                     "SELECT given.kind || ' ''' || given.key FROM " GIVEN
                     " AS given JOIN event ON record_kind = given.kind AND"
                     " record_key = given.key JOIN " STEPS
                     " AS step USING (case_key)"
                     " WHERE given.phase = 'blind' AND step.kind = 'locked' AND"
                     " step.event_id < event.event_id AND"
                     " step.origin_id IS event.origin_id",
                     "%' is given as blind, but came after the lock", error) &&
         check_none (
           self,
           "SELECT given.kind || ' ''' || given.key FROM " GIVEN
           " AS given JOIN event ON record_kind = given.kind AND"
           " record_key = given.key WHERE given.phase = 'revealed' AND"
           " NOT EXISTS (SELECT 1 FROM " STEPS " AS step"
           " WHERE step.case_key = given.case_key AND"
           " step.kind = 'revealed' AND step.event_id < event.event_id)",
           "%' is given as revealed, but nothing was revealed before", error);
}

static gboolean
check_studies (Search *self, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self->store, "SELECT study_key FROM study");

  while (ts_query_next (&query, error)) {
    g_autofree char *key = ts_query_dup_text (&query, 0);
    g_autoptr (TsStudy) study =
      ts_store_load_study_held (self->store, key, error);
    g_autofree char *computed = NULL;

    if (study == NULL)
      return FALSE;
    computed = ts_study_compute_key (study);
    if (!g_str_equal (computed, key))
      add_fault (self, "the definition of study '%s' was changed", study->name);
  }
  return query.is_done;
}

GPtrArray *
ts_store_find_faults (TsStore *self, guint max_faults, GError **error)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  Search search = { .store = self,
                    .faults = faults,
                    .max_faults = max_faults,
                    .own_hash = g_strdup (TS_EVENT_CHAIN_START) };
  gboolean is_done =
    check_events (&search, error) && check_witnesses (&search, error) &&
    check_none (&search,
                "SELECT value FROM event,"
                " json_each (detail, '$.heads') WHERE kind = 'stores-merged'"
                " AND value NOT IN (SELECT hash FROM event)",
                "the newest event '%' of a merged store is missing", error) &&
    check_phases (&search, error) && check_studies (&search, error);

  g_free (search.own_hash);
  return is_done ? g_steal_pointer (&faults) : NULL;
}

gboolean
ts_store_verify_events (TsStore *self, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GPtrArray) faults = ts_store_find_faults (hold, 1, error);

  if (faults == NULL)
    return FALSE;
  if (faults->len == 0)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_STORE,
               "'%s' was changed by another program: %s", self->path,
               (const char *) g_ptr_array_index (faults, 0));
  return FALSE;
}

GPtrArray *
ts_store_list_faults (TsStore *self, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);

  return ts_store_find_faults (hold, TS_STORE_MAX_FAULTS, error);
}
