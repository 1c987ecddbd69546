/* Inside the store: its fields, the lock, transactions. Only core/store includes this.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

#include "core/base/lock.h"
#include "core/store/holder.h"
#include "core/store/store.h"

G_BEGIN_DECLS

typedef enum {
  TS_SURVIVES_KILL, /* written to the system, not yet to the disk */
  TS_SURVIVES_POWER_LOSS
} TsDurability;

struct TsStore {
  gint n_refs;
  TsLock lock; /* over all that follows */
  sqlite3 *db;
  char *path;
  gboolean is_read_only;
  TsHolder *holder; /* NULL for a store that is only read, or in memory */
  TsDurability durability; /* what PRAGMA synchronous says now */
  GHashTable *statements;  /* const char *sql to prepared sqlite3_stmt * */
};

/* Holds the lock to the end of the block:
 *   g_autoptr (TsStoreHold) hold = ts_store_hold (self); */
typedef TsStore TsStoreHold;
TsStoreHold *ts_store_hold (TsStore *self) G_GNUC_WARN_UNUSED_RESULT;
void ts_store_release (TsStoreHold *hold);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsStoreHold, ts_store_release)

/* All that follows: with the lock held. */

gboolean
ts_store_begin (TsStore *self, TsDurability durability, GError **error);
/* Commits when is_done, else takes all back (error is then set already). What is returned:
 * whether it was committed. */
gboolean ts_store_end (TsStore *self, gboolean is_done, GError **error);

/* "cannot read 'path': <what>", the file being damaged. */
void ts_store_set_damaged (TsStore *self, const char *what, GError **error);

/* In a transaction: the id of the row made last. */
gint64 ts_store_get_last_id (TsStore *self);

/* What an event says; a plain value that borrows its texts. */
typedef struct {
  gint64 session_id, slide_id, opinion_id; /* 0 for none */
  const char *kind, *detail;
  gint64 at_us;
  const char *record_kind,
    *record_key; /* of the row it is the witness of, or NULL */
} TsEvent;

/* What stands before the first event of a chain. */
#define TS_EVENT_CHAIN_START "tessera events 1"
/* In a transaction, after the rows it names. */
gboolean
ts_store_append_event (TsStore *self, const TsEvent *event, GError **error);

/* The hash of an event after the one whose hash is before, of the rows as they are in the
 * file. NULL with error; a missing row is one. The caller owns it. */
char *ts_store_hash_event (TsStore *self,
                           const char *before,
                           const TsEvent *event,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What does not fit in the log and in the rows it is the witness of, as texts ("event 5
 * (opinion-added) does not fit its hash"); empty when all is well. At most max_faults of
 * them. NULL with error when the file cannot be read. */
GPtrArray *ts_store_find_faults (TsStore *self,
                                 guint max_faults,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* NULL with error; a missing row is one. */
TsOpinion *
ts_store_load_opinion (TsStore *self, gint64 opinion_id, GError **error);

/* The card of a model with its classes. */
TsModelInfo *
ts_store_load_model (TsStore *self, gint64 model_id, GError **error);

G_END_DECLS
