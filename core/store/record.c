/* Rows that an event is the witness of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/record.h"

#include "core/store/query.h"

#define TABLE(name, key)                                       \
  {                                                            \
    #name, #key, "SELECT * FROM " #name " WHERE " #key " = ?", \
      "SELECT " #key " FROM " #name " WHERE NOT EXISTS"        \
      " (SELECT 1 FROM event WHERE record_kind = '" #name "'"  \
      " AND record_key = " #key ") ORDER BY " #key             \
  }

const TsRecordTable ts_record_tables[] = {
  TABLE (study, study_key),       TABLE (truth, truth_key),
  TABLE (case_reading, case_key), TABLE (case_step, step_key),
  TABLE (region, region_key),     TABLE (queue_item, item_key),
  TABLE (reading, reading_key),   TABLE (region_call, call_key),
  { NULL, NULL, NULL, NULL },
};

const TsRecordTable *
ts_record_find_table (const char *name)
{
  for (const TsRecordTable *table = ts_record_tables; table->name != NULL;
       table++)
    if (g_strcmp0 (table->name, name) == 0)
      return table;
  return NULL;
}

static void
add_column (TsQuery *query, TsDigest *digest, int column)
{
  g_autofree char *name =
    g_strconcat ("record.", sqlite3_column_name (query->stmt, column), NULL);
  g_autofree char *text = NULL;

  switch (sqlite3_column_type (query->stmt, column)) {
  case SQLITE_INTEGER:
    ts_digest_add_int (digest, name, ts_query_get_int (query, column));
    break;
  case SQLITE_FLOAT:
    ts_digest_add_real (digest, name, ts_query_get_real (query, column));
    break;
  case SQLITE_TEXT:
    text = ts_query_dup_text (query, column);
    ts_digest_add_text (digest, name, text);
    break;
  case SQLITE_BLOB:
    ts_digest_add_bytes (digest, name,
                         sqlite3_column_blob (query->stmt, column),
                         (gsize) sqlite3_column_bytes (query->stmt, column));
    break;
  default: /* NULL adds nothing */
    break;
  }
}

gboolean
ts_record_digest (TsStore *store,
                  const char *table,
                  const char *key,
                  TsDigest *digest,
                  gboolean *out_is_there,
                  GError **error)
{
  const TsRecordTable *known = ts_record_find_table (table);
  g_auto (TsQuery) query = { 0 };

  *out_is_there = FALSE;
  if (known == NULL)
    return TRUE;
  query = ts_query (store, known->select);
  ts_query_bind_text (&query, key);
  if (!ts_query_next (&query, error))
    return query.is_done;
  for (int i = 0; i < sqlite3_column_count (query.stmt); i++)
    add_column (&query, digest, i);
  *out_is_there = TRUE;
  return ts_query_check (&query, error);
}

char *
ts_record_make_key (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  GString *key = g_string_new (uuid);

  g_string_replace (key, "-", "", 0);
  return g_string_free (key, FALSE);
}

gboolean
ts_record_witness (TsStore *store,
                   const TsEvent *event,
                   const char *slide_identity,
                   GError **error)
{
  TsEvent full = *event;
  g_auto (TsQuery) query =
    ts_query (store, "SELECT slide_id FROM slide WHERE identity = ?");

  ts_query_bind_text (&query, slide_identity);
  if (!ts_query_find_id (&query, &full.slide_id, error))
    return FALSE;
  ts_query_clear (&query);
  return ts_store_append_event (store, &full, error);
}
