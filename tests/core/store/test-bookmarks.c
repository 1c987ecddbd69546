/* Tests of bookmarks: kept, listed, taken away, never changed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/store-bookmarks.h"

#include <math.h>

#include "core/base/error.h"
#include "store-fixture.h"

static TsBookmark *
make_bookmark (const Keys *keys, const char *note)
{
  TsBookmark *bookmark = g_new0 (TsBookmark, 1);

  bookmark->slide_id = keys->slide_id;
  bookmark->reader_id = keys->reader_id;
  bookmark->center_l0 = (TsPoint){ 1000.5, -3.25 };
  bookmark->scale = 0.125;
  bookmark->angle_deg = 90;
  bookmark->note = g_strdup (note);
  return bookmark;
}

static gint64
add (TsStore *store, const Keys *keys, const char *note)
{
  g_autoptr (TsBookmark) bookmark = make_bookmark (keys, note);
  g_autoptr (GError) error = NULL;

  g_assert_true (ts_store_add_bookmark (store, bookmark, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bookmark->added_at_us, >, 0);
  return bookmark->bookmark_id;
}

static void
test_comes_back_as_it_was (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  gint64 id = add (store, &keys, "Drüse?");
  g_autoptr (GPtrArray) list = NULL;
  const TsBookmark *bookmark = NULL;

  list = ts_store_list_bookmarks (store, keys.slide_id, keys.reader_id, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  bookmark = g_ptr_array_index (list, 0);
  g_assert_cmpint (bookmark->bookmark_id, ==, id);
  g_assert_cmpint (bookmark->slide_id, ==, keys.slide_id);
  g_assert_cmpint (bookmark->reader_id, ==, keys.reader_id);
  g_assert_cmpfloat (bookmark->center_l0.x, ==, 1000.5);
  g_assert_cmpfloat (bookmark->center_l0.y, ==, -3.25);
  g_assert_cmpfloat (bookmark->scale, ==, 0.125);
  g_assert_cmpfloat (bookmark->angle_deg, ==, 90);
  g_assert_cmpstr (bookmark->note, ==, "Drüse?");
}

static void
test_list_is_of_a_slide_and_a_reader (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  Keys other = keys;
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) elsewhere = NULL;

  other.reader_id = ts_store_put_reader (store, "B", NULL);
  add (store, &keys, NULL);
  add (store, &other, NULL);
  own = ts_store_list_bookmarks (store, keys.slide_id, keys.reader_id, NULL);
  all = ts_store_list_bookmarks (store, keys.slide_id, 0, NULL);
  elsewhere = ts_store_list_bookmarks (store, keys.slide_id + 1, 0, NULL);
  g_assert_cmpuint (own->len, ==, 1);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpuint (elsewhere->len, ==, 0);
}

static void
test_can_be_taken_away (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  gint64 id = add (store, &keys, NULL);
  gint64 kept = add (store, &keys, NULL);
  g_autoptr (GPtrArray) list = NULL;
  const TsBookmark *bookmark = NULL;

  g_assert_true (ts_store_remove_bookmark (store, id, NULL));
  g_assert_true (ts_store_remove_bookmark (store, id, NULL));
  list = ts_store_list_bookmarks (store, 0, 0, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  bookmark = g_ptr_array_index (list, 0);
  g_assert_cmpint (bookmark->bookmark_id, ==, kept);
}

static void
test_nonsense_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  g_autoptr (TsBookmark) no_scale = make_bookmark (&keys, NULL);
  g_autoptr (TsBookmark) no_number = make_bookmark (&keys, NULL);
  g_autoptr (TsBookmark) no_slide = make_bookmark (&keys, NULL);
  g_autoptr (GError) error = NULL;

  no_scale->scale = 0;
  no_number->center_l0.x = NAN;
  no_slide->slide_id = 77;
  g_assert_false (ts_store_add_bookmark (store, no_scale, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_false (ts_store_add_bookmark (store, no_number, NULL));
  g_assert_false (ts_store_add_bookmark (store, no_slide, NULL));
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT count (*) FROM bookmark"), ==, 0);
}

static void
test_row_is_never_changed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);

  add (store, &keys, "here");
  g_assert_cmpint (run_raw (fixture->path, "UPDATE bookmark SET note = 'x'"),
                   ==, SQLITE_CONSTRAINT);
  g_assert_cmpint (
    run_raw (fixture->path, "REPLACE INTO bookmark SELECT * FROM bookmark"), ==,
    SQLITE_CONSTRAINT);
}

#define ADD(name, function)                                              \
  g_test_add ("/bookmarks/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("comes-back-as-it-was", test_comes_back_as_it_was);
  ADD ("list-is-of-a-slide-and-a-reader", test_list_is_of_a_slide_and_a_reader);
  ADD ("can-be-taken-away", test_can_be_taken_away);
  ADD ("nonsense-is-refused", test_nonsense_is_refused);
  ADD ("row-is-never-changed", test_row_is_never_changed);
  return g_test_run ();
}
