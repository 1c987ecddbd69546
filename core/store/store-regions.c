/* Regions a reader marks, what a model says of them, and the tiles to review.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/store/case-private.h"
#include "core/store/record.h"

static gboolean
find_phase (TsStore *self,
            TsCaseState state,
            TsPhase *out_phase,
            GError **error)
{
  *out_phase = state == TS_CASE_BLIND ? TS_PHASE_BLIND : TS_PHASE_REVEALED;
  if (state == TS_CASE_BLIND || state == TS_CASE_REVEALED)
    return TRUE;
  return ts_store_refuse (self,
                          state == TS_CASE_LOCKED ? "the case is locked"
                                                  : "the case is finished",
                          error);
}

static gboolean
check_shape (TsStore *self, const TsRegion *region, GError **error)
{
  guint n_min = region->shape == TS_REGION_RECTANGLE ? 2 : 3;
  guint n_max = region->shape == TS_REGION_RECTANGLE ? 2 : TS_REGION_MAX_POINTS;
  g_autofree char *message = NULL;

  if (region->n_points >= n_min && region->n_points <= n_max)
    return TRUE;
  message =
    g_strdup_printf ("a %s has %u points",
                     ts_region_shape_to_text (region->shape), region->n_points);
  return ts_store_refuse (self, message, error);
}

/* The old row is of the same case and phase, and stands. */
static gboolean
check_superseded (TsStore *self, const TsRegion *region, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT 1 FROM region AS old WHERE region_key = ?"
                    " AND case_key = ? AND phase = ? AND NOT EXISTS"
                    " (SELECT 1 FROM region AS later"
                    " WHERE later.supersedes_key = old.region_key)");
  gint64 found = 0;

  if (region->supersedes_key == NULL)
    return TRUE;
  ts_query_bind_text (&query, region->supersedes_key);
  ts_query_bind_text (&query, region->case_key);
  ts_query_bind_text (&query, ts_phase_to_text (region->phase));
  if (!ts_query_find_id (&query, &found, error))
    return FALSE;
  return found != 0 ||
         ts_store_refuse (
           self, "the region to change is locked, changed or of another case",
           error);
}

static gboolean
add_region_row (TsStore *self, const TsRegion *region, GError **error)
{
  g_autofree char *points =
    ts_points_to_text (region->points_l0, region->n_points);
  g_auto (TsQuery) query =
    ts_query (self, "INSERT INTO region (region_key, supersedes_key, case_key,"
                    " phase, shape, points, question, answer, comment,"
                    " is_withdrawn, software, at_us) VALUES"
                    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  ts_query_bind_text (&query, region->key);
  ts_query_bind_text (&query, region->supersedes_key);
  ts_query_bind_text (&query, region->case_key);
  ts_query_bind_text (&query, ts_phase_to_text (region->phase));
  ts_query_bind_text (&query, ts_region_shape_to_text (region->shape));
  ts_query_bind_text (&query, points);
  ts_query_bind_text (&query, region->question);
  ts_query_bind_text (&query, region->answer);
  ts_query_bind_text (&query, region->comment);
  ts_query_bind_int (&query, region->is_withdrawn ? 1 : 0);
  ts_query_bind_text (&query, ts_version_text ());
  ts_query_bind_int (&query, region->at_us);
  return ts_query_run (&query, error);
}

static gboolean
add_region (TsStore *self, gint64 session_id, TsRegion *region, GError **error)
{
  g_autoptr (TsStudyCase) reading_case =
    ts_store_take_case (self, session_id, region->case_key, error);
  TsEvent event = { .session_id = session_id,
                    .kind = "region-added",
                    .at_us = g_get_real_time (),
                    .record_kind = "region" };

  if (reading_case == NULL ||
      !find_phase (self, reading_case->state, &region->phase, error) ||
      !check_shape (self, region, error) ||
      !check_superseded (self, region, error))
    return FALSE;
  g_free (region->key);
  event.record_key = region->key = ts_record_make_key ();
  region->at_us = event.at_us;
  g_free (region->software);
  region->software = g_strdup (ts_version_text ());
  return add_region_row (self, region, error) &&
         ts_record_witness (self, &event, reading_case->slide_identity, error);
}

gboolean
ts_store_add_region (TsStore *self,
                     gint64 session_id,
                     TsRegion *region,
                     GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);

  return ts_store_begin (hold, TS_SURVIVES_POWER_LOSS, error) &&
         ts_store_end (self, add_region (self, session_id, region, error),
                       error);
}

static void
free_region (gpointer region)
{
  ts_region_free (region);
}

static TsRegion *
read_region (TsQuery *query)
{
  enum {
    KEY,
    SUPERSEDES,
    CASE,
    PHASE,
    SHAPE,
    POINTS,
    QUESTION,
    ANSWER,
    COMMENT,
    SOFTWARE,
    AT_US
  };
  TsRegion *region = ts_region_new ();
  g_autofree char *phase = ts_query_dup_text (query, PHASE);
  g_autofree char *shape = ts_query_dup_text (query, SHAPE);
  g_autofree char *points = ts_query_dup_text (query, POINTS);

  region->key = ts_query_dup_text (query, KEY);
  region->supersedes_key = ts_query_dup_text (query, SUPERSEDES);
  region->case_key = ts_query_dup_text (query, CASE);
  if (!ts_phase_from_text (phase, &region->phase))
    ts_query_refuse (query, "phase");
  if (!ts_region_shape_from_text (shape, &region->shape))
    ts_query_refuse (query, "shape");
  if (points != NULL)
    region->points_l0 = ts_points_from_text (points, &region->n_points);
  if (region->points_l0 == NULL)
    ts_query_refuse (query, "points");
  region->question = ts_query_dup_text (query, QUESTION);
  region->answer = ts_query_dup_text (query, ANSWER);
  region->comment = ts_query_dup_text (query, COMMENT);
  region->software = ts_query_dup_text (query, SOFTWARE);
  region->at_us = ts_query_get_int (query, AT_US);
  return region;
}

GPtrArray *
ts_store_list_regions (TsStore *self, const char *case_key, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_region);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT region_key, supersedes_key, case_key, phase, shape,"
                    " points, question, answer, comment, software, at_us"
                    " FROM region AS old WHERE case_key = ?"
                    " AND is_withdrawn = 0 AND NOT EXISTS"
                    " (SELECT 1 FROM region AS later"
                    " WHERE later.supersedes_key = old.region_key)"
                    " ORDER BY at_us, region_key");

  ts_query_bind_text (&query, case_key);
  while (ts_query_next (&query, error))
    g_ptr_array_add (list, read_region (&query));
  if (!query.is_done || !ts_query_check (&query, error))
    return NULL;
  return g_steal_pointer (&list);
}

static gboolean
add_call (TsStore *self,
          gint64 session_id,
          const char *case_key,
          const TsStoreRegionCall *call,
          GError **error)
{
  g_autoptr (TsStudyCase) reading_case =
    ts_store_take_case (self, session_id, case_key, error);
  g_autofree char *key = ts_record_make_key ();
  TsEvent event = { .session_id = session_id,
                    .kind = "region-compared",
                    .at_us = g_get_real_time (),
                    .record_kind = "region_call",
                    .record_key = key };
  g_auto (TsQuery) query = { 0 };

  if (reading_case == NULL)
    return FALSE;
  query = ts_query (
    self, "INSERT INTO region_call (call_key, region_key, model_identity,"
          " grid_key, rule, n_tiles, n_majority, mean_probs, mean_class,"
          " majority_class, software, at_us) SELECT ?1, region_key, ?3, ?4,"
          " ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 FROM region"
          " WHERE region_key = ?2");
  ts_query_bind_text (&query, key);
  ts_query_bind_text (&query, call->region_key);
  ts_query_bind_text (&query, call->model_identity);
  ts_query_bind_text (&query, call->grid_key);
  ts_query_bind_text (&query, call->rule);
  ts_query_bind_int (&query, call->n_tiles);
  ts_query_bind_int (&query, call->n_majority);
  ts_query_bind_floats (&query, call->mean_probs, call->n_probs);
  ts_query_bind_text (&query, call->mean_class);
  ts_query_bind_text (&query, call->majority_class);
  ts_query_bind_text (&query, ts_version_text ());
  ts_query_bind_int (&query, event.at_us);
  return ts_query_run (&query, error) &&
         ts_record_witness (self, &event, reading_case->slide_identity, error);
}

gboolean
ts_store_add_region_call (TsStore *self,
                          gint64 session_id,
                          const char *case_key,
                          const TsStoreRegionCall *call,
                          GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);

  return ts_store_begin (hold, TS_SURVIVES_POWER_LOSS, error) &&
         ts_store_end (self, add_call (self, session_id, case_key, call, error),
                       error);
}

gboolean
ts_store_has_region_call (TsStore *self,
                          const TsStoreRegionCall *call,
                          gboolean *out_is_there,
                          GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT 1 FROM region_call WHERE region_key = ?"
                    " AND model_identity = ? AND grid_key = ? AND rule = ?");
  gint64 found = 0;

  ts_query_bind_text (&query, call->region_key);
  ts_query_bind_text (&query, call->model_identity);
  ts_query_bind_text (&query, call->grid_key);
  ts_query_bind_text (&query, call->rule);
  if (!ts_query_find_id (&query, &found, error))
    return FALSE;
  *out_is_there = found != 0;
  return TRUE;
}
