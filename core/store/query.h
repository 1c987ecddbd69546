/* One use of a prepared statement: bind in order, step, read columns. With the store's lock
 * held. A fault in binding or reading is kept and reported by the next step, run or check,
 * so that callers have one place to look.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store-private.h"

G_BEGIN_DECLS

typedef struct {
  TsStore *store;
  sqlite3_stmt *stmt;
  int n_bound;
  gboolean is_done; /* all rows were seen, without error */
  GError *failure;
} TsQuery;

/* sql must be a string that stays (statements are kept by its address). */
TsQuery ts_query (TsStore *store, const char *sql);
void ts_query_clear (TsQuery *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TsQuery, ts_query_clear)

/* Each binds the next parameter. */
void ts_query_bind_int (TsQuery *self, gint64 value);
void ts_query_bind_id (TsQuery *self, gint64 id); /* 0: NULL */
void ts_query_bind_real (TsQuery *self, double value);
void ts_query_bind_known (TsQuery *self, double value); /* 0: NULL */
void ts_query_bind_null (TsQuery *self);
/* NULL: NULL. Must be UTF-8 and stay until the step. */
void ts_query_bind_text (TsQuery *self, const char *text);
/* [n_values] as little-endian float32; 0: NULL. */
void ts_query_bind_floats (TsQuery *self, const float *values, guint n_values);

/* NULL: NULL. Must stay until the step. */
void ts_query_bind_bytes (TsQuery *self, const void *data, gsize n_bytes);

/* TRUE: a row can be read. FALSE: error is set, or is_done. */
gboolean ts_query_next (TsQuery *self, GError **error);
/* A statement without rows. */
gboolean ts_query_run (TsQuery *self, GError **error);
/* *out_id is the first column, 0 when there is no row. */
gboolean ts_query_find_id (TsQuery *self, gint64 *out_id, GError **error);
/* For a row whose columns were just read. */
gboolean ts_query_check (TsQuery *self, GError **error);
/* Makes ts_query_check fail: the row holds what we never write. */
void ts_query_refuse (TsQuery *self, const char *what);

/* Columns of the row; NULL counts as 0. */
gint64 ts_query_get_int (TsQuery *self, int column);
guint32 ts_query_get_uint32 (TsQuery *self, int column);
double ts_query_get_real (TsQuery *self, int column);
char *ts_query_dup_text (TsQuery *self, int column) G_GNUC_WARN_UNUSED_RESULT;
/* The caller frees; NULL and 0 for NULL. Values that are no numbers are refused. */
float *ts_query_dup_floats (TsQuery *self,
                            int column,
                            guint *out_n_values) G_GNUC_WARN_UNUSED_RESULT;
/* NULL for NULL; the caller unrefs. */
GBytes *ts_query_dup_bytes (TsQuery *self,
                            int column) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
