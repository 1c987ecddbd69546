/* Tests that a store written by the program of schema 1 is brought up to date with every row,
 * after a copy.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/schema.h"
#include "store-fixture.h"

/* The tables by the step as it was released, the rows as that program wrote them. */
static void
make_version_1 (const char *path)
{
  g_auto (GStrv) steps = ts_schema_load_steps ();
  g_autofree char *rows_path =
    g_build_filename (g_getenv ("TS_SOURCE_ROOT"), "tests", "core", "store",
                      "version-1.sql", NULL);
  g_autofree char *rows = NULL;

  g_assert_true (g_file_get_contents (rows_path, &rows, NULL, NULL));
  g_assert_cmpint (run_raw (path, steps[0]), ==, SQLITE_OK);
  g_assert_cmpint (run_raw (path, rows), ==, SQLITE_OK);
}

static void
test_rows_are_kept (Fixture *fixture, gconstpointer data)
{
  static const char counts[] =
    "SELECT (SELECT count (*) FROM slide) || (SELECT count (*) FROM reader) ||"
    " (SELECT count (*) FROM prediction) || (SELECT count (*) FROM opinion) ||"
    " (SELECT count (*) FROM event)";
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *sound = NULL;
  g_autoptr (TsStore) store = NULL;
  g_autoptr (GError) error = NULL;

  make_version_1 (fixture->path);
  before = read_raw_text (fixture->path, counts);
  store = open_store (fixture->path);
  g_assert_true (ts_store_verify_events (store, &error));
  g_assert_no_error (error);
  after = read_raw_text (fixture->path, counts);
  g_assert_cmpstr (before, ==, "12125");
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (read_raw_int (fixture->path, "PRAGMA user_version"), ==,
                   TS_SCHEMA_VERSION);
  sound = read_raw_text (fixture->path, "PRAGMA integrity_check");
  g_assert_cmpstr (sound, ==, "ok");
}

static void
test_copy_is_left (Fixture *fixture, gconstpointer data)
{
  g_autofree char *backup = g_strconcat (fixture->path, ".v1-backup", NULL);

  make_version_1 (fixture->path);
  ts_store_unref (open_store (fixture->path));
  g_assert_cmpint (read_raw_int (backup, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (read_raw_int (backup, "SELECT count (*) FROM opinion"), ==,
                   2);
}

static void
test_log_goes_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = NULL;
  g_autoptr (GError) error = NULL;

  make_version_1 (fixture->path);
  store = open_store (fixture->path);
  put_keys (store);
  g_assert_true (ts_store_verify_events (store, &error));
  g_assert_no_error (error);
  g_assert_cmpint (read_raw_int (fixture->path, "SELECT count (*) FROM event"),
                   ==, 6);
}

#define ADD(name, function)                                              \
  g_test_add ("/version-1/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("rows-are-kept", test_rows_are_kept);
  ADD ("copy-is-left", test_copy_is_left);
  ADD ("log-goes-on", test_log_goes_on);
  return g_test_run ();
}
