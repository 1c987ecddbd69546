/* Bringing a file to the present schema: whose file it is, which steps it lacks, a copy
 * before each change. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* "TsSR" in the file's header: it is ours. */
#define TS_SCHEMA_APPLICATION_ID 0x54735352

/* v1  slides, models, runs, predictions, readers, sessions, opinions, events
 * v2  studies, cases, readings, regions, truth, several stores in one, bookmarks */
#define TS_SCHEMA_VERSION 2

typedef struct {
  sqlite3 *db;
  const char *path;
  const char *const *steps; /* [n_steps]: step i brings a file from version i to
                               i + 1 */
  guint n_steps;
} TsSchema;

/* The steps, [TS_SCHEMA_VERSION] and NULL; the caller frees them. */
char **ts_schema_load_steps (void) G_GNUC_WARN_UNUSED_RESULT;

/* Makes the tables in an empty file; takes an older one through the steps it lacks, each in
 * a transaction, after a copy beside it ("tessera.db.v1-backup", never over another file).
 * Leaves alone and refuses another program's file, a newer one, and one in which a table or
 * a trigger of its version is missing or was changed. */
gboolean ts_schema_upgrade (const TsSchema *self, GError **error);

/* The same refusals, and an older file too, for a file that is only read. */
gboolean ts_schema_check (const TsSchema *self, GError **error);

G_END_DECLS
