/* Tests of the store's file: what is not ours, damaged, newer, locked or out of reach is
 * refused in clear words and left as it is; an older file is brought up to date.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <stdlib.h>
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
test_name_is_a_file_name (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { ":memory:", "file:a.db?mode=memory",
                                       "file:b.db", "c%20d?e#f" };
  g_autofree char *before = g_get_current_dir ();

  g_assert_cmpint (g_chdir (fixture->folder), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TsStore) reading = NULL;

    make_store (names[i]);
    g_assert_true (g_file_test (names[i], G_FILE_TEST_IS_REGULAR));
    reading = ts_store_open_read_only (names[i], &error);
    g_assert_no_error (error);
    g_assert_cmpstr (ts_store_get_path (reading), ==, names[i]);
    g_assert_cmpint (g_unlink (names[i]), ==, 0);
  }
  g_assert_cmpint (g_chdir (before), ==, 0);
}

static void
test_empty_name_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ts_store_open ("", &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_cmpstr (error->message, ==, "the name of the store is empty");
}

static void
test_link_leads_to_the_store (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link.db", NULL);
  g_autofree char *log = NULL;
  g_autoptr (TsStore) store = NULL;
  g_auto (GStrv) parts = NULL;
  char *real;

  make_store (fixture->path);
  real = realpath (fixture->path, NULL);
  log = g_strconcat (real, "-wal", NULL);
  free (real);
  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  store = open_store (link);
  put_keys (store);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (ts_store_get_path (store), ==, link);
  parts = ts_store_list_parts (link);
  g_assert_true (g_strv_contains ((const char *const *) parts, log));
}

/* "there/../s.db" lies beside what there leads to, not beside the link. */
static void
test_folders_may_be_links (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deep = g_build_filename (fixture->folder, "a", "b", NULL);
  g_autofree char *link = g_build_filename (fixture->folder, "there", NULL);
  g_autofree char *name = g_build_filename (link, "..", "s.db", NULL);
  g_autofree char *made = g_build_filename (fixture->folder, "a", "s.db", NULL);
  g_autofree char *wrong = g_build_filename (fixture->folder, "s.db", NULL);

  g_assert_cmpint (g_mkdir_with_parents (deep, 0700), ==, 0);
  g_assert_cmpint (symlink (deep, link), ==, 0);
  make_store (name);
  g_assert_true (g_file_test (made, G_FILE_TEST_IS_REGULAR));
  g_assert_false (g_file_test (wrong, G_FILE_TEST_EXISTS));
}

static void
test_link_to_nowhere_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link.db", NULL);

  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  assert_refused (link, TS_ERROR_OPEN, "No such file or directory");
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* SQLite takes what it finds under these names for the remains of a crash. */
static void
test_no_file_of_another_is_deleted (Fixture *fixture, gconstpointer data)
{
  static const char *const suffixes[] = { "-wal", "-journal", "-shm" };
  static const char *const texts[] = { "II*\0 a slide", "x" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (texts); j++) {
      g_autofree char *part = g_strconcat (fixture->path, suffixes[i], NULL);
      g_autofree char *expected = g_strdup_printf (
        "cannot open '%s': '%s' is no file of SQLite's, which would delete it",
        fixture->path, part);
      g_autoptr (GBytes) after = NULL;
      g_autoptr (GError) error = NULL;
      gsize n_bytes = j == 0 ? 12 : 1;

      g_assert_true (
        g_file_set_contents (part, texts[j], (gssize) n_bytes, NULL));
      g_assert_null (ts_store_open (fixture->path, &error));
      g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
      g_assert_cmpstr (error->message, ==, expected);
      g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
      after = read_bytes (part);
      g_assert_cmpmem (g_bytes_get_data (after, NULL), g_bytes_get_size (after),
                       texts[j], n_bytes);
      g_assert_cmpint (g_unlink (part), ==, 0);
    }
  }
}

/* SQLite deletes the log of an empty file even when it only reads. */
static void
test_log_of_another_is_refused_beside_a_store (Fixture *fixture,
                                               gconstpointer data)
{
  g_autofree char *part = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *reason = g_strdup_printf (
    "'%s' is no file of SQLite's, which would delete it", part);

  make_store (fixture->path);
  g_assert_true (g_file_set_contents (part, "a slide", -1, NULL));
  assert_refused_and_kept (fixture->path, TS_ERROR_OPEN, reason);
  g_assert_cmpint (truncate (fixture->path, 0), ==, 0);
  assert_refused (fixture->path, TS_ERROR_OPEN, reason);
  g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));
}

/* What a crash, or SQLite when it is done, may leave. */
static void
test_remains_of_sqlite_are_no_files_of_another (Fixture *fixture,
                                                gconstpointer data)
{
  static const char zeros[64] = { 0 };
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *journal = g_strconcat (fixture->path, "-journal", NULL);

  make_store (fixture->path);
  for (gssize n_bytes = 0; n_bytes <= 64; n_bytes += 64) {
    g_autoptr (TsStore) store = NULL;

    g_assert_true (g_file_set_contents (log, zeros, n_bytes, NULL));
    g_assert_true (g_file_set_contents (journal, zeros, n_bytes, NULL));
    store = open_store (fixture->path);
    g_assert_cmpint (put_keys (store).slide_id, >, 0);
  }
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
  ADD ("name-is-a-file-name", test_name_is_a_file_name);
  ADD ("empty-name-is-refused", test_empty_name_is_refused);
  ADD ("link-leads-to-the-store", test_link_leads_to_the_store);
  ADD ("folders-may-be-links", test_folders_may_be_links);
  ADD ("link-to-nowhere-is-refused", test_link_to_nowhere_is_refused);
  ADD ("no-file-of-another-is-deleted", test_no_file_of_another_is_deleted);
  ADD ("log-of-another-is-refused-beside-a-store",
       test_log_of_another_is_refused_beside_a_store);
  ADD ("remains-of-sqlite-are-no-files-of-another",
       test_remains_of_sqlite_are_no_files_of_another);
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
