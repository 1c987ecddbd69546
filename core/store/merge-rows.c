/* One store's rows into another, which has it attached as "source".
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/merge-rows.h"

#include "core/base/version.h"
#include "core/store/query.h"
#include "core/store/record.h"
#include "core/store/sqlite-error.h"

/* Rows by the names they have in every file; maps from the source's row numbers to ours. */
static const char *const joined[] = {
  "INSERT INTO main.reader (name, added_at_us) SELECT name, added_at_us"
  " FROM source.reader WHERE name NOT IN (SELECT name FROM main.reader)"
  " ORDER BY reader_id",
  "INSERT INTO main.slide (identity, vendor, width_px, height_px, n_levels,"
  " mpp_x, mpp_y, mpp_source, objective_power, bounds_x_l0, bounds_y_l0,"
  " bounds_width_l0, bounds_height_l0, background_rgb, added_at_us)"
  " SELECT identity, vendor, width_px, height_px, n_levels, mpp_x, mpp_y,"
  " mpp_source, objective_power, bounds_x_l0, bounds_y_l0, bounds_width_l0,"
  " bounds_height_l0, background_rgb, added_at_us FROM source.slide"
  " WHERE identity NOT IN (SELECT identity FROM main.slide) ORDER BY slide_id",
  "CREATE TEMP TABLE new_model AS SELECT identity FROM source.model"
  " WHERE identity NOT IN (SELECT identity FROM main.model)",
  "INSERT INTO main.model (identity, name, architecture, source, licence,"
  " notes, patch_px, spacing_um, head, role, runs_on_class, n_parameters,"
  " n_multiply_adds, added_at_us) SELECT identity, name, architecture,"
  " s.source, licence, notes, patch_px, spacing_um, head, role,"
  " runs_on_class, n_parameters, n_multiply_adds, added_at_us"
  " FROM source.model AS s WHERE identity IN (SELECT identity FROM new_model)"
  " ORDER BY model_id",
  "CREATE TEMP TABLE to_reader AS SELECT s.reader_id AS source_id,"
  " m.reader_id AS main_id FROM source.reader AS s"
  " JOIN main.reader AS m USING (name)",
  "CREATE TEMP TABLE to_slide AS SELECT s.slide_id AS source_id,"
  " m.slide_id AS main_id FROM source.slide AS s"
  " JOIN main.slide AS m USING (identity)",
  "CREATE TEMP TABLE to_model AS SELECT s.model_id AS source_id,"
  " m.model_id AS main_id, identity FROM source.model AS s"
  " JOIN main.model AS m USING (identity)",
  "INSERT INTO main.model_class (model_id, class_index, name)"
  " SELECT main_id, class_index, name FROM source.model_class"
  " JOIN to_model ON source_id = model_id JOIN new_model USING (identity)",
  "INSERT INTO main.run (slide_id, model_id, grid_key, patch_px, spacing_um,"
  " mpp_x, mpp_y, mpp_source, area_x_l0, area_y_l0, area_width_l0,"
  " area_height_l0, step_x_l0, step_y_l0, n_cols, n_rows, software,"
  " started_at_us) SELECT sl.main_id, mo.main_id, grid_key, patch_px,"
  " spacing_um, mpp_x, mpp_y, mpp_source, area_x_l0, area_y_l0,"
  " area_width_l0, area_height_l0, step_x_l0, step_y_l0, n_cols, n_rows,"
  " software, started_at_us FROM source.run AS s"
  " JOIN to_slide AS sl ON sl.source_id = s.slide_id"
  " JOIN to_model AS mo ON mo.source_id = s.model_id"
  " WHERE NOT EXISTS (SELECT 1 FROM main.run AS m WHERE"
  " m.slide_id = sl.main_id AND m.model_id = mo.main_id AND"
  " m.grid_key = s.grid_key) ORDER BY run_id",
  "CREATE TEMP TABLE to_run AS SELECT s.run_id AS source_id,"
  " m.run_id AS main_id FROM source.run AS s"
  " JOIN to_slide AS sl ON sl.source_id = s.slide_id"
  " JOIN to_model AS mo ON mo.source_id = s.model_id"
  " JOIN main.run AS m ON m.slide_id = sl.main_id AND"
  " m.model_id = mo.main_id AND m.grid_key = s.grid_key",
  "INSERT INTO main.session (reader_id, software, started_at_us)"
  " SELECT main_id, software, started_at_us FROM source.session AS s"
  " JOIN to_reader ON source_id = reader_id WHERE NOT EXISTS"
  " (SELECT 1 FROM main.session AS m WHERE m.reader_id = main_id AND"
  " m.software = s.software AND m.started_at_us = s.started_at_us)"
  " ORDER BY session_id",
  "CREATE TEMP TABLE to_session AS SELECT s.session_id AS source_id,"
  " min (m.session_id) AS main_id FROM source.session AS s"
  " JOIN to_reader AS r ON r.source_id = s.reader_id"
  " JOIN main.session AS m ON m.reader_id = r.main_id AND"
  " m.software = s.software AND m.started_at_us = s.started_at_us"
  " GROUP BY s.session_id",
  "INSERT INTO main.slide_mpp (slide_id, reader_id, mpp, entered_at_us)"
  " SELECT sl.main_id, r.main_id, mpp, entered_at_us"
  " FROM source.slide_mpp AS s JOIN to_slide AS sl"
  " ON sl.source_id = s.slide_id LEFT JOIN to_reader AS r"
  " ON r.source_id = s.reader_id WHERE NOT EXISTS"
  " (SELECT 1 FROM main.slide_mpp AS m WHERE m.slide_id = sl.main_id AND"
  " m.reader_id IS r.main_id AND m.mpp = s.mpp AND"
  " m.entered_at_us = s.entered_at_us) ORDER BY slide_mpp_id",
  "INSERT INTO main.bookmark (slide_id, reader_id, center_x_l0, center_y_l0,"
  " scale, angle_deg, note, software, added_at_us) SELECT sl.main_id,"
  " r.main_id, center_x_l0, center_y_l0, scale, angle_deg, note, software,"
  " added_at_us FROM source.bookmark AS s JOIN to_slide AS sl"
  " ON sl.source_id = s.slide_id LEFT JOIN to_reader AS r"
  " ON r.source_id = s.reader_id WHERE NOT EXISTS"
  " (SELECT 1 FROM main.bookmark AS m WHERE m.slide_id = sl.main_id AND"
  " m.reader_id IS r.main_id AND m.center_x_l0 = s.center_x_l0 AND"
  " m.center_y_l0 = s.center_y_l0 AND m.added_at_us = s.added_at_us)"
  " ORDER BY bookmark_id",
  "INSERT INTO main.prediction (run_id, row, col, background_share, probs,"
  " made_at_us) SELECT main_id, row, col, background_share, probs,"
  " made_at_us FROM source.prediction JOIN to_run ON source_id = run_id",
  "INSERT INTO main.origin (store_uuid, head_hash, file_name, software,"
  " merged_at_us) SELECT store_uuid, head_hash, file_name, software,"
  " merged_at_us FROM source.origin AS s WHERE NOT EXISTS"
  " (SELECT 1 FROM main.origin AS m WHERE m.store_uuid = s.store_uuid AND"
  " m.head_hash = s.head_hash) ORDER BY origin_id",
};

static const char *const temporary[] = { "new_model", "to_reader", "to_slide",
                                         "to_model",  "to_run",    "to_session",
                                         "new_study" };

/* Rows that are keyed alike in every file, in an order in which each names only those before. */
#define COPY(table, key)                                                    \
  "INSERT INTO main." #table " SELECT * FROM source." #table " WHERE " #key \
  " NOT IN (SELECT " #key " FROM main." #table ")"
#define COPY_PART(table)                                     \
  "INSERT INTO main." #table " SELECT * FROM source." #table \
  " WHERE study_key IN (SELECT study_key FROM new_study)"
static const char *const copied[] = {
  "CREATE TEMP TABLE new_study AS SELECT study_key FROM source.study"
  " WHERE study_key NOT IN (SELECT study_key FROM main.study)",
  COPY (study, study_key),
  COPY_PART (study_slide),
  COPY_PART (study_question),
  COPY_PART (study_answer),
  COPY_PART (study_arm),
  COPY_PART (study_model),
  COPY (truth, truth_key),
  COPY (case_reading, case_key),
  COPY (case_step, step_key),
  COPY (region, region_key),
  COPY (queue_item, item_key),
  COPY (reading, reading_key),
  COPY (region_call, call_key),
};

/* Each row is what differs. */
#define DIFFERS(table, key)                                                 \
  "SELECT '" #table " ''' || " #key " || ''' is not the same in both' FROM" \
  " (SELECT * FROM source." #table " WHERE " #key " IN (SELECT " #key       \
  " FROM main." #table ") EXCEPT SELECT * FROM main." #table ")"
static const char *const differing[] = {
  "SELECT 'slide ''' || identity || ''' is not the same in both' FROM"
  " (SELECT identity, width_px, height_px, n_levels, mpp_x, mpp_y"
  " FROM source.slide WHERE identity IN (SELECT identity FROM main.slide)"
  " EXCEPT SELECT identity, width_px, height_px, n_levels, mpp_x, mpp_y"
  " FROM main.slide)",
  "SELECT count (*) || ' predictions of ''' || identity ||"
  " ''' are not the same in both' FROM source.prediction AS s"
  " JOIN to_run ON source_id = s.run_id JOIN main.prediction AS m ON"
  " m.run_id = main_id AND m.row = s.row AND m.col = s.col"
  " JOIN main.run AS r ON r.run_id = main_id"
  " JOIN main.slide USING (slide_id) WHERE m.probs IS NOT s.probs"
  " GROUP BY identity",
  DIFFERS (case_reading, case_key),
  DIFFERS (case_step, step_key),
  DIFFERS (region, region_key),
  DIFFERS (queue_item, item_key),
  DIFFERS (reading, reading_key),
  DIFFERS (region_call, call_key),
};

static gboolean
run_all (TsStore *self, const char *const *sql, guint n_sql, GError **error)
{
  for (guint i = 0; i < n_sql; i++) {
    g_auto (TsQuery) query = ts_query (self, sql[i]);

    if (!ts_query_run (&query, error))
      return FALSE;
  }
  return TRUE;
}

/* The first column of each row, into list. */
static gboolean
collect (TsStore *self, const char *sql, GPtrArray *list, GError **error)
{
  g_auto (TsQuery) query = ts_query (self, sql);

  while (ts_query_next (&query, error))
    g_ptr_array_add (list, ts_query_dup_text (&query, 0));
  return query.is_done && ts_query_check (&query, error);
}

static gboolean
drop_temporary (TsStore *self, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (temporary); i++) {
    g_autofree char *sql =
      g_strconcat ("DROP TABLE IF EXISTS temp.", temporary[i], NULL);

    if (!ts_sqlite_run (self->db, self->path, sql, error))
      return FALSE;
  }
  return TRUE;
}

/* The source's newest own event, NULL without error when it has none. */
static char *
find_head (TsStore *self, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT hash FROM source.event WHERE origin_id IS NULL"
                    " ORDER BY event_id DESC LIMIT 1");

  return ts_query_next (&query, error) ? ts_query_dup_text (&query, 0) : NULL;
}

static gboolean
put_origin (TsStore *self,
            const TsMergedInput *input,
            const char *head,
            gint64 *out_origin_id,
            GError **error)
{
  g_autofree char *name = g_path_get_basename (input->path);
  g_autofree char *shown = g_filename_display_name (name);
  g_auto (TsQuery) query = { 0 };
  g_auto (TsQuery) found = { 0 };

  query = ts_query (self, "INSERT INTO main.origin (store_uuid, head_hash,"
                          " file_name, software, merged_at_us)"
                          " SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS"
                          " (SELECT 1 FROM main.origin WHERE store_uuid = ?1"
                          " AND head_hash = ?2)");
  ts_query_bind_text (&query, input->uuid);
  ts_query_bind_text (&query, head);
  ts_query_bind_text (&query, shown);
  ts_query_bind_text (&query, ts_version_text ());
  ts_query_bind_int (&query, g_get_real_time ());
  if (!ts_query_run (&query, error))
    return FALSE;
  found = ts_query (self, "SELECT origin_id FROM main.origin"
                          " WHERE store_uuid = ? AND head_hash = ?");
  ts_query_bind_text (&found, input->uuid);
  ts_query_bind_text (&found, head);
  return ts_query_find_id (&found, out_origin_id, error);
}

/* The opinion an event of the source is of; *out_id is ours, 0 for none. */
static gboolean
copy_opinion (TsStore *self, gint64 event_id, gint64 *out_id, GError **error)
{
  g_auto (TsQuery) query = ts_query (
    self,
    "INSERT INTO main.opinion (supersedes_id, reader_id, session_id, slide_id,"
    " model_id, run_id, scope, row, col, region_x_l0, region_y_l0,"
    " region_width_l0, region_height_l0, verdict, own_class, comment,"
    " shown_class, shown_probs, layer, was_overlay_visible, opacity,"
    " threshold, viewport_x_l0, viewport_y_l0, viewport_width_l0,"
    " viewport_height_l0, magnification, active_ms, software,"
    " committed_at_us) SELECT (SELECT m.opinion_id FROM source.event AS before"
    " JOIN main.event AS m USING (hash)"
    " WHERE before.opinion_id = o.supersedes_id),"
    " r.main_id, se.main_id, sl.main_id, mo.main_id, ru.main_id, scope, row,"
    " col, region_x_l0, region_y_l0, region_width_l0, region_height_l0,"
    " verdict, own_class, comment, shown_class, shown_probs, layer,"
    " was_overlay_visible, opacity, threshold, viewport_x_l0, viewport_y_l0,"
    " viewport_width_l0, viewport_height_l0, magnification, active_ms,"
    " software, committed_at_us FROM source.event AS e"
    " JOIN source.opinion AS o USING (opinion_id)"
    " JOIN to_reader AS r ON r.source_id = o.reader_id"
    " JOIN to_session AS se ON se.source_id = o.session_id"
    " JOIN to_slide AS sl ON sl.source_id = o.slide_id"
    " LEFT JOIN to_model AS mo ON mo.source_id = o.model_id"
    " LEFT JOIN to_run AS ru ON ru.source_id = o.run_id"
    " WHERE e.event_id = ?");

  ts_query_bind_int (&query, event_id);
  if (!ts_query_run (&query, error))
    return FALSE;
  *out_id = sqlite3_changes (self->db) > 0 ? ts_store_get_last_id (self) : 0;
  return TRUE;
}

static gboolean
copy_event (TsStore *self, gint64 event_id, gint64 origin_id, GError **error)
{
  gint64 opinion_id = 0;
  g_auto (TsQuery) query = { 0 };

  if (!copy_opinion (self, event_id, &opinion_id, error))
    return FALSE;
  query = ts_query (
    self,
    "INSERT INTO main.event (event_id, session_id, slide_id, opinion_id, kind,"
    " detail, at_us, hash, before_hash, origin_id, record_kind, record_key)"
    " SELECT (SELECT coalesce (max (event_id), 0) + 1 FROM main.event),"
    " se.main_id, sl.main_id, ?2, kind, detail, at_us, hash,"
    " coalesce (before_hash, (SELECT hash FROM source.event AS before WHERE"
    " before.event_id < e.event_id AND before.origin_id IS NULL"
    " ORDER BY before.event_id DESC LIMIT 1), '" TS_EVENT_CHAIN_START "'),"
    " coalesce ((SELECT m.origin_id FROM source.origin AS o JOIN main.origin"
    " AS m ON m.store_uuid = o.store_uuid AND m.head_hash = o.head_hash"
    " WHERE o.origin_id = e.origin_id), ?3), record_kind, record_key"
    " FROM source.event AS e LEFT JOIN to_session AS se"
    " ON se.source_id = e.session_id LEFT JOIN to_slide AS sl"
    " ON sl.source_id = e.slide_id WHERE e.event_id = ?1");
  ts_query_bind_int (&query, event_id);
  ts_query_bind_id (&query, opinion_id);
  ts_query_bind_int (&query, origin_id);
  return ts_query_run (&query, error);
}

static gboolean
copy_events (TsStore *self,
             gint64 origin_id,
             TsMergedInput *input,
             GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (TsQuery) query =
    ts_query (self, "SELECT event_id, hash IN (SELECT hash FROM main.event)"
                    " FROM source.event ORDER BY event_id");

  while (ts_query_next (&query, error)) {
    gint64 event_id = ts_query_get_int (&query, 0);

    if (ts_query_get_int (&query, 1) != 0)
      input->n_known++;
    else
      g_array_append_val (ids, event_id);
  }
  if (!query.is_done)
    return FALSE;
  ts_query_clear (&query);
  for (guint i = 0; i < ids->len; i++)
    if (!copy_event (self, g_array_index (ids, gint64, i), origin_id, error))
      return FALSE;
  input->n_new = ids->len;
  return TRUE;
}

static gboolean
copy_chain (TsStore *self, TsMergedInput *input, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *head = find_head (self, &local);
  g_autofree char *detail = NULL;
  TsEvent event = { .kind = "stores-merged" };
  gint64 origin_id = 0;

  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (head == NULL)
    return TRUE;
  if (!put_origin (self, input, head, &origin_id, error) ||
      !copy_events (self, origin_id, input, error))
    return FALSE;
  detail = g_strdup_printf ("{\"heads\": [\"%s\"]}", head);
  event.detail = detail;
  event.at_us = g_get_real_time ();
  return input->n_new == 0 || ts_store_append_event (self, &event, error);
}

static gboolean
check_whole (TsStore *self, GError **error)
{
  g_autoptr (GPtrArray) faults = ts_store_find_faults (self, 1, error);

  if (faults == NULL)
    return FALSE;
  if (faults->len == 0)
    return TRUE;
  ts_store_set_damaged (self, g_ptr_array_index (faults, 0), error);
  return FALSE;
}

static gboolean
copy_rows (TsStore *self,
           TsMergedInput *input,
           GPtrArray *conflicts,
           GError **error)
{
  if (!drop_temporary (self, error) ||
      !run_all (self, joined, G_N_ELEMENTS (joined), error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (differing); i++)
    if (!collect (self, differing[i], conflicts, error))
      return FALSE;
  return run_all (self, copied, G_N_ELEMENTS (copied), error) &&
         copy_chain (self, input, error) && check_whole (self, error) &&
         drop_temporary (self, error);
}

static gboolean
attach (TsStore *self, const char *path, GError **error)
{
  g_auto (TsQuery) query = ts_query (self, "ATTACH ? AS source");

  ts_query_bind_text (&query, path);
  return ts_query_run (&query, error);
}

gboolean
ts_merge_rows (TsStore *target,
               const char *source_path,
               TsMergedInput *input,
               GPtrArray *conflicts,
               GError **error)
{
  gboolean is_done = FALSE;

  if (!attach (target, source_path, error))
    return FALSE;
  is_done =
    ts_store_begin (target, TS_SURVIVES_POWER_LOSS, error) &&
    ts_store_end (target, copy_rows (target, input, conflicts, error), error);
  /* What names the source's tables must not be kept for the next one. */
  g_hash_table_remove_all (target->statements);
  return ts_sqlite_run (target->db, target->path, "DETACH source",
                        is_done ? error : NULL) &&
         is_done;
}

gboolean
ts_merge_find_doubles (TsStore *target, TsMergeReport *report, GError **error)
{
#define CASE_TEXT                                                         \
  "case ''' || pseudonym || ''' of study ''' || study.name || ''' in arm" \
  " ''' || arm || '''"
  return collect (target,
                  "SELECT 'reader ''' || reader || ''' has read " CASE_TEXT
                  " ' ||"
                  " count (*) || ' times' FROM case_reading"
                  " JOIN study USING (study_key)"
                  " JOIN study_slide USING (study_key, slide_identity)"
                  " GROUP BY study_key, reader, slide_identity, arm"
                  " HAVING count (*) > 1 ORDER BY reader, pseudonym",
                  report->doubles, error) &&
         collect (target,
                  "SELECT 'reader ''' || reader || ''' has ' || step.kind || '"
                  " " CASE_TEXT
                  " in ' || count (*) || ' copies of a store' FROM"
                  " case_step AS step JOIN case_reading USING (case_key)"
                  " JOIN study USING (study_key)"
                  " JOIN study_slide USING (study_key, slide_identity)"
                  " WHERE step.kind <> 'measured' GROUP BY case_key, step.kind"
                  " HAVING count (*) > 1 ORDER BY reader, pseudonym, step.kind",
                  report->doubles, error) &&
         collect (
           target,
           "SELECT count (*) || ' copies of one store went apart after ' ||"
           " datetime (before.at_us / 1000000, 'unixepoch') || ' UTC' FROM"
           " event JOIN event AS before ON event.before_hash = before.hash"
           " GROUP BY before.event_id HAVING count (*) > 1"
           " ORDER BY before.event_id",
           report->notes, error);
}
