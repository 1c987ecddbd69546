/* A folder of its own for a test's store, and records to put in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <glib/gstdio.h>

void
fixture_init (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("tessera-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "tessera.db", NULL);
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  if (dir != NULL)
    g_dir_close (dir);
  g_remove (path);
}

void
fixture_clear (Fixture *self, gconstpointer data)
{
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

TsStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  TsStore *store = ts_store_open (path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

TsSlideInfo *
make_slide (const char *identity)
{
  TsSlideInfo *slide = g_new0 (TsSlideInfo, 1);

  slide->identity = g_strdup (identity);
  slide->vendor = g_strdup ("aperio");
  slide->width_px = 4000;
  slide->height_px = 3000;
  slide->n_levels = 2;
  slide->mpp_x = slide->mpp_y = 0.499;
  slide->mpp_source = TS_MPP_VENDOR;
  slide->objective_power = 20;
  slide->bounds_l0 = (TsRect){ 0, 0, 4000, 3000 };
  slide->background_rgb = 0xffffff;
  return slide;
}

TsModelInfo *
make_model (const char *identity)
{
  TsModelInfo *model = g_new0 (TsModelInfo, 1);

  model->identity = g_strdup (identity);
  model->name = g_strdup ("lung");
  model->licence = g_strdup ("MIT");
  model->class_names = g_strsplit ("normal,LUAD,LUSC", ",", -1);
  model->n_classes = 3;
  model->patch_px = 512;
  model->spacing_um = 0.5;
  model->head = TS_HEAD_SIGMOID;
  model->role = TS_ROLE_MUTATIONS;
  model->runs_on_class = g_strdup ("LUAD");
  model->n_parameters = 21000000;
  model->n_multiply_adds = G_GUINT64_CONSTANT (5700000000);
  return model;
}

TsGridSpec
make_grid (double mpp)
{
  double step = 512 * 0.5 / mpp;

  return (TsGridSpec){ .patch_px = 512,
                       .spacing_um = 0.5,
                       .mpp_x = mpp,
                       .mpp_y = mpp,
                       .area_l0 = { 0, 0, 4000, 3000 },
                       .step_x = step,
                       .step_y = step,
                       .n_cols = 8,
                       .n_rows = 6 };
}

Keys
put_keys (TsStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlideInfo) slide = make_slide ("quickhash1:aa");
  g_autoptr (TsModelInfo) model = make_model ("sha256:bb");
  TsGridSpec grid = make_grid (0.499);
  Keys keys = { 0 };

  keys.slide_id = ts_store_put_slide (store, slide, &error);
  g_assert_no_error (error);
  keys.model_id = ts_store_put_model (store, model, &error);
  g_assert_no_error (error);
  keys.run_id = ts_store_put_run (store, keys.slide_id, keys.model_id, &grid,
                                  TS_MPP_VENDOR, &error);
  g_assert_no_error (error);
  keys.reader_id = ts_store_put_reader (store, "Dr. Ösl", &error);
  g_assert_no_error (error);
  keys.session_id =
    ts_store_begin_session (store, keys.reader_id, "tessera 0", &error);
  g_assert_no_error (error);
  g_assert_cmpint (keys.slide_id, >, 0);
  g_assert_cmpint (keys.model_id, >, 0);
  g_assert_cmpint (keys.run_id, >, 0);
  g_assert_cmpint (keys.session_id, >, 0);
  return keys;
}

TsOpinion *
make_opinion (const Keys *keys)
{
  const float probs[] = { 0.1f, 0.2f, 0.7f };
  TsOpinion *opinion = ts_opinion_new ();

  opinion->reader_id = keys->reader_id;
  opinion->session_id = keys->session_id;
  opinion->slide_id = keys->slide_id;
  opinion->model_id = keys->model_id;
  opinion->run_id = keys->run_id;
  opinion->scope = TS_SCOPE_TILE;
  opinion->col = 3;
  opinion->row = 2;
  opinion->region_l0 = (TsRect){ 1539.078156312625, 1026.052104208417,
                                 513.0260521042084, 513.0260521042084 };
  opinion->verdict = TS_VERDICT_DISAGREE;
  opinion->own_class = g_strdup ("LUAD");
  opinion->comment = g_strdup ("Drüsen; 'it''s' -- \"LUAD\"\n\xE2\x86\x92");
  opinion->shown_class = g_strdup ("LUSC");
  opinion->shown_probs = g_memdup2 (probs, sizeof probs);
  opinion->n_shown_probs = 3;
  opinion->layer = g_strdup ("most-likely");
  opinion->was_overlay_visible = TRUE;
  opinion->opacity = 0.6;
  opinion->threshold = 0.1;
  opinion->viewport_l0 = (TsRect){ -17.25, 0, 2000, 1500 };
  opinion->magnification = 8.3;
  opinion->active_ms = 4321;
  return opinion;
}

sqlite3 *
open_raw (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  return db;
}

int
run_raw (const char *path, const char *sql)
{
  sqlite3 *db = open_raw (path);
  int rc = sqlite3_exec (db, sql, NULL, NULL, NULL);

  sqlite3_close (db);
  return rc;
}

gint64
read_raw_int (const char *path, const char *sql)
{
  g_autofree char *text = read_raw_text (path, sql);

  g_assert_nonnull (text);
  return g_ascii_strtoll (text, NULL, 10);
}

char *
read_raw_text (const char *path, const char *sql)
{
  sqlite3 *db = open_raw (path);
  sqlite3_stmt *stmt = NULL;
  char *text = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==,
                   SQLITE_OK);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return text;
}
