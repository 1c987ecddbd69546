/* Predictions, many a second.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/query.h"

/* Rows read at a time: the lock is not held while the caller looks at them. */
#define N_PER_READ 512

static gboolean
add_prediction (TsStore *self,
                gint64 run_id,
                const TsPrediction *prediction,
                gint64 at_us,
                GError **error)
{
  g_auto (TsQuery) query = ts_query (
    self, "INSERT INTO prediction (run_id, row, col, background_share, probs,"
          " made_at_us) VALUES (?, ?, ?, ?, ?, ?)");

  ts_query_bind_int (&query, run_id);
  ts_query_bind_int (&query, prediction->row);
  ts_query_bind_int (&query, prediction->col);
  ts_query_bind_real (&query, (double) prediction->background_share);
  ts_query_bind_floats (&query, prediction->probs, prediction->n_probs);
  ts_query_bind_int (&query, at_us);
  return ts_query_run (&query, error);
}

gboolean
ts_store_add_predictions (TsStore *self,
                          gint64 run_id,
                          const TsPrediction *predictions,
                          guint n,
                          GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  gint64 at_us = g_get_real_time ();
  gboolean is_done = TRUE;

  if (!ts_store_begin (hold, TS_SURVIVES_KILL, error))
    return FALSE;
  for (guint i = 0; is_done && i < n; i++)
    is_done = add_prediction (self, run_id, &predictions[i], at_us, error);
  return ts_store_end (self, is_done, error);
}

static void
free_probs (gpointer data)
{
  TsPrediction *prediction = data;

  g_free ((gpointer) prediction->probs);
}

/* The next rows after (row, col), at most N_PER_READ; NULL with error. */
static GArray *
read_some (TsStore *self, gint64 run_id, gint64 row, gint64 col, GError **error)
{
  enum { ROW, COL, BACKGROUND_SHARE, PROBS, MADE_AT_US };
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GArray) some = g_array_new (FALSE, FALSE, sizeof (TsPrediction));
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT row, col, background_share, probs, made_at_us"
                    " FROM prediction WHERE run_id = ? AND (row, col) > (?, ?)"
                    " ORDER BY row, col LIMIT ?");

  g_array_set_clear_func (some, free_probs);
  ts_query_bind_int (&query, run_id);
  ts_query_bind_int (&query, row);
  ts_query_bind_int (&query, col);
  ts_query_bind_int (&query, N_PER_READ);
  while (ts_query_next (&query, error)) {
    TsPrediction prediction = { 0 };

    prediction.row = ts_query_get_uint32 (&query, ROW);
    prediction.col = ts_query_get_uint32 (&query, COL);
    prediction.background_share =
      (float) ts_query_get_real (&query, BACKGROUND_SHARE);
    prediction.probs = ts_query_dup_floats (&query, PROBS, &prediction.n_probs);
    prediction.made_at_us = ts_query_get_int (&query, MADE_AT_US);
    g_array_append_val (some, prediction);
  }
  return query.is_done ? g_steal_pointer (&some) : NULL;
}

gboolean
ts_store_foreach_prediction (
  TsStore *self,
  gint64 run_id,
  gboolean (*callback) (const TsPrediction *prediction, gpointer user_data),
  gpointer user_data,
  GError **error)
{
  gint64 row = -1;
  gint64 col = -1;

  while (TRUE) {
    g_autoptr (GArray) some = read_some (self, run_id, row, col, error);

    if (some == NULL)
      return FALSE;
    for (guint i = 0; i < some->len; i++) {
      const TsPrediction *prediction = &g_array_index (some, TsPrediction, i);

      row = prediction->row;
      col = prediction->col;
      if (!callback (prediction, user_data))
        return TRUE;
    }
    if (some->len < N_PER_READ)
      return TRUE;
  }
}

gboolean
ts_store_find_prediction_time (TsStore *self,
                               gint64 run_id,
                               guint32 col,
                               guint32 row,
                               gint64 *out_at_us,
                               GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT made_at_us FROM prediction"
                    " WHERE run_id = ? AND row = ? AND col = ?");

  ts_query_bind_int (&query, run_id);
  ts_query_bind_int (&query, row);
  ts_query_bind_int (&query, col);
  return ts_query_find_id (&query, out_at_us, error);
}
