/* Tests that no row of the store is ever changed, replaced or taken away, by whatever
 * program writes to the file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-fixture.h"

typedef struct {
  const char *name, *column; /* one that could be set to 1 */
} Table;

/* But bookmark and slide_file, which are no evidence, and origin, which has rows in merged
 * stores only. */
static const Table tables[] = {
  { "slide", "vendor" },
  { "reader", "name" },
  { "slide_mpp", "mpp" },
  { "model", "notes" },
  { "run", "n_cols" },
  { "model_class", "name" },
  { "prediction", "row" },
  { "session", "software" },
  { "opinion", "comment" },
  { "event", "detail" },
  { "store_name", "made_at_us" },
  { "study", "name" },
  { "study_slide", "patient" },
  { "study_question", "prompt" },
  { "study_answer", "code" },
  { "study_arm", "name" },
  { "study_model", "model_identity" },
  { "truth", "author" },
  { "case_reading", "order_position" },
  { "case_step", "active_ms" },
  { "region", "comment" },
  { "queue_item", "seed" },
  { "reading", "answer" },
  { "region_call", "rule" },
};

/* A row in each table. */
static void
fill (const char *path)
{
  const float probs[] = { 0.1f, 0.2f, 0.7f };
  const TsPrediction prediction = {
    .row = 1, .col = 2, .n_probs = 3, .probs = probs
  };
  g_autoptr (TsStore) store = open_store (path);
  Keys keys = put_keys (store);
  g_autoptr (TsOpinion) opinion = make_opinion (&keys);
  g_autoptr (GError) error = NULL;
  g_autofree char *case_key = read_one_case (store, "R");

  g_assert_nonnull (case_key);
  g_assert_true (
    ts_store_add_reader_mpp (store, keys.slide_id, "A", 0.5, &error));
  g_assert_true (
    ts_store_add_predictions (store, keys.run_id, &prediction, 1, &error));
  g_assert_true (ts_store_add_opinion (store, opinion, &error));
  g_assert_no_error (error);
}

static char *
dump_table (const char *path, const char *table)
{
  sqlite3 *db = open_raw (path);
  g_autofree char *sql = g_strconcat ("SELECT * FROM ", table, NULL);
  g_autoptr (GString) dump = g_string_new (NULL);
  sqlite3_stmt *stmt = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==,
                   SQLITE_OK);
  while (sqlite3_step (stmt) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count (stmt); i++) {
      const char *text = (const char *) sqlite3_column_text (stmt, i);

      g_string_append_printf (dump, "%s|", text != NULL ? text : "NULL");
    }
  }
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return g_strdup (dump->str);
}

/* verb table rest: refused with the reason, and nothing is different. */
static void
assert_refused (const char *path,
                const char *verb,
                const char *table,
                const char *rest,
                const char *reason)
{
  g_autofree char *sql = g_strconcat (verb, " ", table, " ", rest, NULL);
  g_autofree char *expected =
    g_strconcat (table, " rows are never ", reason, NULL);
  g_autofree char *before = dump_table (path, table);
  g_autofree char *after = NULL;
  g_autofree char *message = NULL;
  sqlite3 *db = open_raw (path);

  g_assert_cmpstr (before, !=, "");
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==,
                   SQLITE_CONSTRAINT);
  message = g_strdup (sqlite3_errmsg (db));
  sqlite3_close (db);
  g_assert_cmpstr (message, ==, expected);
  after = dump_table (path, table);
  g_assert_cmpstr (after, ==, before);
}

static void
test_delete_is_refused (Fixture *fixture, gconstpointer data)
{
  fill (fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    assert_refused (fixture->path, "DELETE FROM", tables[i].name, "",
                    "deleted");
}

static void
test_update_is_refused (Fixture *fixture, gconstpointer data)
{
  fill (fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *rest =
      g_strconcat ("SET ", tables[i].column, " = 1", NULL);

    assert_refused (fixture->path, "UPDATE", tables[i].name, rest, "changed");
  }
}

static void
test_replace_is_refused (Fixture *fixture, gconstpointer data)
{
  fill (fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *rest =
      g_strconcat ("SELECT * FROM ", tables[i].name, NULL);

    if (g_str_equal (tables[i].name, "prediction"))
      continue; /* passed over without a word: the next test */
    assert_refused (fixture->path, "REPLACE INTO", tables[i].name, rest,
                    "replaced");
  }
}

static void
test_replaced_prediction_stays (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  fill (fixture->path);
  before = dump_table (fixture->path, "prediction");
  g_assert_cmpint (run_raw (fixture->path,
                            "REPLACE INTO prediction SELECT run_id, row, col,"
                            " 1.0, NULL, 7 FROM prediction"),
                   ==, SQLITE_OK);
  after = dump_table (fixture->path, "prediction");
  g_assert_cmpstr (after, ==, before);
}

static void
test_every_table_is_tested (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);

  g_assert_nonnull (store);
  g_assert_cmpint (
    read_raw_int (fixture->path,
                  "SELECT count (*) FROM sqlite_schema WHERE type = 'table'"
                  " AND name NOT IN ('bookmark', 'slide_file', 'origin')"),
    ==, G_N_ELEMENTS (tables));
  g_assert_cmpint (read_raw_int (fixture->path,
                                 "SELECT count (*) FROM pragma_table_list"
                                 " WHERE type = 'table' AND NOT strict"
                                 " AND name NOT LIKE 'sqlite%'"),
                   ==, 0);
}

#define ADD(name, function)                                                \
  g_test_add ("/append-only/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("delete-is-refused", test_delete_is_refused);
  ADD ("update-is-refused", test_update_is_refused);
  ADD ("replace-is-refused", test_replace_is_refused);
  ADD ("replaced-prediction-stays", test_replaced_prediction_stays);
  ADD ("every-table-is-tested", test_every_table_is_tested);
  return g_test_run ();
}
