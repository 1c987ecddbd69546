/* Tests of who holds a store: told, shared on one computer, refused to another, taken over
 * from the dead.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/store/store-private.h"
#include "store-fixture.h"

static char *
get_list_path (const Fixture *fixture)
{
  return g_strconcat (fixture->path, "-holder", NULL);
}

/* Another process that has the store open until it is killed. */
static pid_t
start_holder (const char *path)
{
  int ends[2];
  char byte = 0;
  pid_t child = -1;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    TsStore *store = open_store (path);

    g_assert_nonnull (store);
    g_assert_cmpint (write (ends[1], "x", 1), ==, 1);
    pause ();
    _exit (0);
  }
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  close (ends[0]);
  close (ends[1]);
  return child;
}

static void
stop_holder (pid_t child)
{
  int status = 0;

  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
}

static void
test_list_goes_with_the_last (Fixture *fixture, gconstpointer data)
{
  g_autofree char *list = get_list_path (fixture);
  TsStore *one = open_store (fixture->path);
  TsStore *two = open_store (fixture->path);

  g_assert_true (g_file_test (list, G_FILE_TEST_EXISTS));
  g_assert_null (ts_store_describe_other_holders (one));
  ts_store_unref (one);
  g_assert_true (g_file_test (list, G_FILE_TEST_EXISTS));
  ts_store_unref (two);
  g_assert_false (g_file_test (list, G_FILE_TEST_EXISTS));
}

static void
test_other_program_is_named_and_shares (Fixture *fixture, gconstpointer data)
{
  pid_t child = start_holder (fixture->path);
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autofree char *others = ts_store_describe_other_holders (store);
  g_autofree char *pattern =
    g_strdup_printf ("* (process %d of '%s' on '%s') since 20* UTC", child,
                     g_get_user_name (), g_get_host_name ());

  g_assert_nonnull (others);
  g_assert_true (g_pattern_match_simple (pattern, others));
  g_assert_cmpint (ts_store_put_reader (store, "A", NULL), >, 0);
  stop_holder (child);
  g_assert_null (ts_store_describe_other_holders (store));
}

static void
test_dead_program_is_taken_off (Fixture *fixture, gconstpointer data)
{
  g_autofree char *list = get_list_path (fixture);
  TsStore *store = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  stop_holder (start_holder (fixture->path));
  g_assert_true (g_file_test (list, G_FILE_TEST_EXISTS));
  store = open_store (fixture->path);
  g_assert_true (g_file_get_contents (list, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  ts_store_unref (store);
  g_assert_false (g_file_test (list, G_FILE_TEST_EXISTS));
}

static void
test_other_computer_is_named_and_refuses (Fixture *fixture, gconstpointer data)
{
  g_autofree char *list = get_list_path (fixture);
  g_autofree char *expected = g_strdup_printf (
    "cannot open '%s': another computer holds it: tessera (process 4711 of "
    "'anna' on 'pc2') since 2026-11-24 17:52 UTC; it can still be read, and if "
    "that program is gone, delete '%s'",
    fixture->path, list);
  g_autoptr (TsStore) store = NULL;
  g_autoptr (GError) error = NULL;

  ts_store_unref (open_store (fixture->path));
  g_assert_true (g_file_set_contents (
    list, "7\tanother\tpc2\t4711\tanna\ttessera\t1795542720000000\n", -1,
    NULL));
  g_assert_null (ts_store_open (fixture->path, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, expected);
  g_clear_error (&error);
  store = ts_store_open_read_only (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (store);
  g_assert_cmpint (g_unlink (list), ==, 0);
  ts_store_unref (open_store (fixture->path));
}

static void
test_busy_store_names_the_holder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  pid_t child = start_holder (fixture->path);
  sqlite3 *other = open_raw (fixture->path);
  g_autofree char *pattern = g_strdup_printf (
    "cannot write to '%s': another program holds it: * (process %d of *",
    fixture->path, child);
  g_autoptr (GError) error = NULL;

  sqlite3_busy_timeout (store->db, 20);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (ts_store_put_reader (store, "A", &error), ==, 0);
  g_assert_true (g_pattern_match_simple (pattern, error->message));
  sqlite3_close (other);
  stop_holder (child);
}

static void
test_nonsense_in_the_list_names_nobody (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "", "x", "\n\n", "1\t2\t3\n",
                                       "\xff\t\t\t\t\t\t\n" };
  g_autofree char *list = get_list_path (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_true (g_file_set_contents (list, texts[i], -1, NULL));
    ts_store_unref (open_store (fixture->path));
    g_assert_false (g_file_test (list, G_FILE_TEST_EXISTS));
  }
}

static void
test_memory_has_no_holder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (NULL);

  g_assert_null (ts_store_describe_other_holders (store));
}

#define ADD(name, function)                                           \
  g_test_add ("/holder/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("list-goes-with-the-last", test_list_goes_with_the_last);
  ADD ("other-program-is-named-and-shares",
       test_other_program_is_named_and_shares);
  ADD ("dead-program-is-taken-off", test_dead_program_is_taken_off);
  ADD ("other-computer-is-named-and-refuses",
       test_other_computer_is_named_and_refuses);
  ADD ("busy-store-names-the-holder", test_busy_store_names_the_holder);
  ADD ("nonsense-in-the-list-names-nobody",
       test_nonsense_in_the_list_names_nobody);
  ADD ("memory-has-no-holder", test_memory_has_no_holder);
  return g_test_run ();
}
