/* A folder of its own for a test's store, and records to put in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "core/store/store.h"

/* An empty folder that fixture_clear takes away. */
typedef struct {
  char *folder;
  char *path; /* of a store in it; nothing is there yet */
} Fixture;

void fixture_init (Fixture *self, gconstpointer data);
void fixture_clear (Fixture *self, gconstpointer data);

TsStore *open_store (const char *path);
TsSlideInfo *make_slide (const char *identity);
TsModelInfo *make_model (const char *identity); /* normal, LUAD, LUSC */
TsGridSpec make_grid (double mpp);

/* What an opinion needs to be there. */
typedef struct {
  gint64 slide_id, model_id, run_id, reader_id, session_id;
} Keys;
Keys put_keys (TsStore *store);
TsOpinion *make_opinion (const Keys *keys);

/* With another program's means: no store, no settings of ours. */
sqlite3 *open_raw (const char *path);
int run_raw (const char *path, const char *sql);
gint64 read_raw_int (const char *path, const char *sql);
char *read_raw_text (const char *path, const char *sql);
