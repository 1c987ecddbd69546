/* Tests of the store's file: what is not ours, damaged, newer, locked or out of reach is
 * refused in clear words and left as it is; an older file is brought up to date.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/store/schema.h"
#include "core/store/store-private.h"
#include "store-fixture.h"

static GBytes *
read_bytes (const char *path)
{
  char *data = NULL;
  gsize n_bytes = 0;

  g_assert_true (g_file_get_contents (path, &data, &n_bytes, NULL));
  return g_bytes_new_take (data, n_bytes);
}

/* reason follows "cannot open 'path': ". */
static void
assert_refused (const char *path, int code, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected =
    g_strdup_printf ("cannot open '%s': %s", path, reason);

  g_assert_null (ts_store_open (path, &error));
  g_assert_error (error, TS_ERROR, code);
  g_assert_cmpstr (error->message, ==, expected);
  g_clear_error (&error);
  g_assert_null (ts_store_open_read_only (path, &error));
  g_assert_error (error, TS_ERROR, code);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
assert_refused_and_kept (const char *path, int code, const char *reason)
{
  g_autoptr (GBytes) before = read_bytes (path);
  g_autoptr (GBytes) after = NULL;

  assert_refused (path, code, reason);
  after = read_bytes (path);
  g_assert_true (g_bytes_equal (before, after));
}

/* A store with an opinion, closed. */
static void
make_store (const char *path)
{
  g_autoptr (TsStore) store = open_store (path);
  Keys keys = put_keys (store);
  g_autoptr (TsOpinion) opinion = make_opinion (&keys);

  g_assert_true (ts_store_add_opinion (store, opinion, NULL));
}

static void
test_text_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (5000, 'x');

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  assert_refused_and_kept (fixture->path, TS_ERROR_OPEN,
                           "it is not an SQLite database");
}

static void
test_other_database_is_refused (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run_raw (fixture->path, "CREATE TABLE t (a)"), ==,
                   SQLITE_OK);
  assert_refused_and_kept (fixture->path, TS_ERROR_OPEN,
                           "it is a database of another program");
}

static void
test_other_application_is_refused (Fixture *fixture, gconstpointer data)
{
  make_store (fixture->path);
  g_assert_cmpint (run_raw (fixture->path, "PRAGMA application_id = 77"), ==,
                   SQLITE_OK);
  assert_refused_and_kept (fixture->path, TS_ERROR_OPEN,
                           "it is a database of another program");
}

static void
test_newer_is_refused (Fixture *fixture, gconstpointer data)
{
  make_store (fixture->path);
  g_assert_cmpint (run_raw (fixture->path, "PRAGMA user_version = 9"), ==,
                   SQLITE_OK);
  assert_refused_and_kept (
    fixture->path, TS_ERROR_UNSUPPORTED,
    "it was written by a newer Tessera (schema 9, this program knows up to 2)");
}

static void
test_cut_file_is_refused (Fixture *fixture, gconstpointer data)
{
  make_store (fixture->path);
  g_assert_cmpint (truncate (fixture->path, 20000), ==, 0);
  assert_refused_and_kept (fixture->path, TS_ERROR_STORE,
                           "the file is damaged; it was left as it is");
}

static void
test_missing_trigger_is_refused (Fixture *fixture, gconstpointer data)
{
  make_store (fixture->path);
  g_assert_cmpint (run_raw (fixture->path, "DROP TRIGGER opinion_no_update"),
                   ==, SQLITE_OK);
  assert_refused_and_kept (fixture->path, TS_ERROR_STORE,
                           "it is damaged: trigger 'opinion_no_update' is "
                           "missing or was changed");
}

static void
test_folder_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected =
    g_strdup_printf ("cannot open '%s': it is not a file", fixture->folder);

  g_assert_null (ts_store_open (fixture->folder, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_file_as_folder_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->path, "x.db", NULL);

  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  assert_refused (path, TS_ERROR_OPEN, "Not a directory");
}

static void
test_reading_makes_no_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf (
    "cannot open '%s': No such file or directory", fixture->path);

  g_assert_null (ts_store_open_read_only (fixture->path, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_empty_file_becomes_a_store (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  make_store (fixture->path);
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT count (*) FROM opinion"), ==, 1);
}

/* Overwrites every page that holds rows of the table's own tree. */
static void
spoil_table (const char *path, const char *table)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT rootpage FROM sqlite_schema WHERE name = '%s'", table);
  gint64 page = read_raw_int (path, sql);
  gint64 page_bytes = read_raw_int (path, "PRAGMA page_size");
  g_autoptr (GBytes) bytes = read_bytes (path);
  gsize n_bytes = 0;
  char *data = g_bytes_unref_to_data (g_steal_pointer (&bytes), &n_bytes);

  memset (data + (page - 1) * page_bytes, 0xA5, (gsize) page_bytes);
  g_assert_true (g_file_set_contents (path, data, (gssize) n_bytes, NULL));
  g_free (data);
}

static void
test_spoiled_page_is_named_damage (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf (
    "cannot read '%s': the file is damaged; it was left as it is",
    fixture->path);

  make_store (fixture->path);
  spoil_table (fixture->path, "opinion");
  store = open_store (fixture->path);
  g_assert_null (ts_store_list_opinions (store, 0, 0, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, expected);
}

typedef struct {
  const char *name, *trigger, *sql, *what;
} BadRow;

/* Rows that the checks of the file let through and we never write. */
static const BadRow bad_rows[] = {
  { "text-that-is-no-text", "opinion_no_update",
    "UPDATE opinion SET comment = CAST (x'c328' AS TEXT)", "comment" },
  { "text-with-a-zero", "opinion_no_update",
    "UPDATE opinion SET own_class = CAST (x'4c0041' AS TEXT)", "own_class" },
  { "infinite-number", "opinion_no_update",
    "UPDATE opinion SET opacity = 9e999", "opacity" },
  { "negative-column", "opinion_no_update", "UPDATE opinion SET col = -1",
    "col" },
  { "probability-not-a-number", "opinion_no_update",
    "UPDATE opinion SET shown_probs = x'0000803e0000c07f'", "shown_probs" },
};

static void
test_bad_row_is_refused (Fixture *fixture, gconstpointer data)
{
  const BadRow *bad = data;
  g_autoptr (TsStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *restore = NULL;
  g_autofree char *query = g_strdup_printf (
    "SELECT sql FROM sqlite_schema WHERE name = '%s'", bad->trigger);
  g_autofree char *drop = g_strdup_printf ("DROP TRIGGER %s", bad->trigger);
  g_autofree char *expected =
    g_strdup_printf ("cannot read '%s': the file is damaged: no sense in '%s'",
                     fixture->path, bad->what);

  make_store (fixture->path);
  restore = read_raw_text (fixture->path, query);
  g_assert_cmpint (run_raw (fixture->path, drop), ==, SQLITE_OK);
  g_assert_cmpint (run_raw (fixture->path, bad->sql), ==, SQLITE_OK);
  g_assert_cmpint (run_raw (fixture->path, restore), ==, SQLITE_OK);
  store = open_store (fixture->path);
  g_assert_null (ts_store_list_opinions (store, 0, 0, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_locked_store_says_so (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  sqlite3 *other = open_raw (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf (
    "cannot write to '%s': another program holds it", fixture->path);

  sqlite3_busy_timeout (store->db, 20);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (ts_store_put_reader (store, "A", &error), ==, 0);
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, expected);
  g_clear_error (&error);
  sqlite3_close (other);
  g_assert_cmpint (ts_store_put_reader (store, "A", &error), >, 0);
  g_assert_no_error (error);
}

static void
test_full_disk_says_so (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autofree char *long_text = g_strnfill (1 << 20, 'x');
  g_autoptr (GError) error = NULL;
  g_autofree char *expected =
    g_strdup_printf ("cannot write to '%s': the disk is full", fixture->path);

  g_assert_cmpint (
    sqlite3_exec (store->db, "PRAGMA max_page_count = 60", NULL, NULL, NULL),
    ==, SQLITE_OK);
  g_assert_cmpint (ts_store_put_reader (store, long_text, &error), ==, 0);
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, expected);
  g_clear_error (&error);
  g_assert_cmpint (ts_store_put_reader (store, "A", &error), >, 0);
  g_assert_no_error (error);
}

/* Runs body as a person without rights; as root the rights would not count. */
static void
run_without_rights (void (*body) (const char *path), const char *path)
{
  pid_t child = fork ();
  int status = -1;

  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    if (getuid () == 0 && setuid (65534) != 0)
      _exit (2);
    body (path);
    _exit (0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
}

static void
expect_read_only (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsStore) store = NULL;
  g_autofree char *expected = g_strdup_printf (
    "cannot write to '%s': the file or its folder is read-only", path);

  g_assert_null (ts_store_open (path, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_cmpstr (error->message, ==, expected);
  g_clear_error (&error);
  store = ts_store_open_read_only (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ts_store_find_slide (store, "quickhash1:aa", &error), >, 0);
  g_assert_no_error (error);
}

static void
test_read_only_folder_can_be_read (Fixture *fixture, gconstpointer data)
{
  make_store (fixture->path);
  g_chmod (fixture->path, 0444);
  g_chmod (fixture->folder, 0555);
  run_without_rights (expect_read_only, fixture->path);
  g_chmod (fixture->folder, 0755);
}

static void
expect_no_right (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected =
    g_strdup_printf ("cannot open '%s': Permission denied", path);

  g_assert_null (ts_store_open (path, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_new_file_in_read_only_folder_is_refused (Fixture *fixture,
                                              gconstpointer data)
{
  g_chmod (fixture->folder, 0555);
  run_without_rights (expect_no_right, fixture->path);
  g_chmod (fixture->folder, 0755);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* As step 3 of a later program. */
static gboolean
upgrade (const char *path, const char *step, GError **error)
{
  g_auto (GStrv) first = ts_schema_load_steps ();
  const char *const steps[] = { first[0], first[1], step };
  sqlite3 *db = open_raw (path);
  TsSchema schema = { db, path, steps, 3 };
  gboolean is_done = ts_schema_upgrade (&schema, error);

  sqlite3_close (db);
  return is_done;
}

static void
test_older_file_is_copied_and_brought_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *backup = g_strconcat (fixture->path, ".v2-backup", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsStore) old = NULL;

  make_store (fixture->path);
  g_assert_true (upgrade (fixture->path, "CREATE TABLE later (a)", &error));
  g_assert_no_error (error);
  g_assert_cmpint (read_raw_int (fixture->path, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT count (*) FROM opinion"), ==, 1);
  old = open_store (backup);
  g_assert_true (ts_store_verify_events (old, &error));
  g_assert_no_error (error);
  /* Once is enough. */
  g_assert_true (upgrade (fixture->path, "CREATE TABLE later (a)", &error));
  g_assert_no_error (error);
}

static void
test_older_backup_is_not_written_over (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = g_strconcat (fixture->path, ".v2-backup", NULL);
  g_autofree char *second = g_strconcat (first, "-2", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  make_store (fixture->path);
  g_assert_true (g_file_set_contents (first, "mine", -1, NULL));
  g_assert_true (upgrade (fixture->path, "CREATE TABLE later (a)", &error));
  g_assert_true (g_file_get_contents (first, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "mine");
  g_assert_cmpint (read_raw_int (second, "PRAGMA user_version"), ==, 2);
}

static void
assert_step_fails (const char *path, const char *step, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *start =
    g_strdup_printf ("step 3 of the schema failed: cannot %s", message);
  g_autoptr (TsStore) store = NULL;

  g_assert_false (upgrade (path, step, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_true (g_str_has_prefix (error->message, start));
  g_assert_cmpint (read_raw_int (path, "PRAGMA user_version"), ==, 2);
  g_clear_error (&error);
  store = open_store (path);
  g_assert_true (ts_store_verify_events (store, &error));
  g_assert_no_error (error);
}

static void
test_failed_step_leaves_the_older_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *open = g_strdup_printf ("open '%s': ", fixture->path);
  g_autofree char *references = g_strdup_printf (
    "bring '%s' up to date: 1 rows name rows that are not there",
    fixture->path);

  make_store (fixture->path);
  assert_step_fails (fixture->path, "CREATE TABLE later (a); CREATE nonsense",
                     open);
  assert_step_fails (fixture->path,
                     "CREATE TABLE later (a REFERENCES slide);"
                     "INSERT INTO later VALUES (77)",
                     references);
}

static void
test_damaged_older_file_is_not_changed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  make_store (fixture->path);
  g_assert_cmpint (run_raw (fixture->path, "DROP TRIGGER event_no_delete"), ==,
                   SQLITE_OK);
  g_assert_false (upgrade (fixture->path, "CREATE TABLE later (a)", &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpint (read_raw_int (fixture->path, "PRAGMA user_version"), ==, 2);
}

static void
test_older_file_is_not_only_read (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) first = ts_schema_load_steps ();
  const char *const steps[] = { first[0], first[1], "CREATE TABLE later (a)" };
  sqlite3 *db = NULL;
  TsSchema schema = { NULL, fixture->path, steps, 3 };
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf (
    "cannot open '%s': it has the older schema 2 and must first be opened for "
    "writing",
    fixture->path);

  make_store (fixture->path);
  db = open_raw (fixture->path);
  schema.db = db;
  g_assert_false (ts_schema_check (&schema, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED);
  g_assert_cmpstr (error->message, ==, expected);
  sqlite3_close (db);
}

#define ADD(name, function)                                               \
  g_test_add ("/store-file/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

static void
add_bad_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_rows); i++) {
    g_autofree char *name =
      g_strdup_printf ("/store-file/%s-is-refused", bad_rows[i].name);

    g_test_add (name, Fixture, &bad_rows[i], fixture_init,
                test_bad_row_is_refused, fixture_clear);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("text-is-refused", test_text_is_refused);
  ADD ("other-database-is-refused", test_other_database_is_refused);
  ADD ("other-application-is-refused", test_other_application_is_refused);
  ADD ("newer-is-refused", test_newer_is_refused);
  ADD ("cut-file-is-refused", test_cut_file_is_refused);
  ADD ("missing-trigger-is-refused", test_missing_trigger_is_refused);
  ADD ("folder-is-refused", test_folder_is_refused);
  ADD ("file-as-folder-is-refused", test_file_as_folder_is_refused);
  ADD ("reading-makes-no-file", test_reading_makes_no_file);
  ADD ("empty-file-becomes-a-store", test_empty_file_becomes_a_store);
  ADD ("spoiled-page-is-named-damage", test_spoiled_page_is_named_damage);
  add_bad_rows ();
  ADD ("locked-store-says-so", test_locked_store_says_so);
  ADD ("full-disk-says-so", test_full_disk_says_so);
  ADD ("read-only-folder-can-be-read", test_read_only_folder_can_be_read);
  ADD ("new-file-in-read-only-folder-is-refused",
       test_new_file_in_read_only_folder_is_refused);
  ADD ("older-file-is-copied-and-brought-up",
       test_older_file_is_copied_and_brought_up);
  ADD ("older-backup-is-not-written-over",
       test_older_backup_is_not_written_over);
  ADD ("failed-step-leaves-the-older-file",
       test_failed_step_leaves_the_older_file);
  ADD ("damaged-older-file-is-not-changed",
       test_damaged_older_file_is_not_changed);
  ADD ("older-file-is-not-only-read", test_older_file_is_not_only_read);
  return g_test_run ();
}
