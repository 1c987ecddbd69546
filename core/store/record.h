/* Rows that an event is the witness of: a digest over all their columns, whatever the table,
 * so that they can be checked in any file. With the store's lock held.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/digest.h"
#include "core/store/store-private.h"

G_BEGIN_DECLS

typedef struct {
  const char *name;     /* of the table: the event's record_kind */
  const char *key_name; /* of the column */
  const char *select;   /* the row of a key */
  const char *lost;     /* keys that no event names */
} TsRecordTable;

/* In an order in which each names only rows of those before; ends with a NULL name. */
extern const TsRecordTable ts_record_tables[];
/* NULL when there is none of that name. */
const TsRecordTable *ts_record_find_table (const char *name);

/* Each column that is not NULL as "record.<name>". *out_is_there is FALSE, without error,
 * when there is no such table or row. */
gboolean ts_record_digest (TsStore *store,
                           const char *table,
                           const char *key,
                           TsDigest *digest,
                           gboolean *out_is_there,
                           GError **error);

/* 32 hexadecimal digits by chance; the caller owns them. */
char *ts_record_make_key (void) G_GNUC_WARN_UNUSED_RESULT;

/* In a transaction, after the row: its event. slide_identity: or NULL. */
gboolean ts_record_witness (TsStore *store,
                            const TsEvent *event,
                            const char *slide_identity,
                            GError **error);

G_END_DECLS
