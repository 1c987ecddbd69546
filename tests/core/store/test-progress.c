/* Tests of how far a slide is read: only what stands counts, and only of the newest run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/store-progress.h"

#include "store-fixture.h"

static TsSlideProgress
find (TsStore *store, const char *identity, gint64 reader_id)
{
  g_autoptr (GError) error = NULL;
  TsSlideProgress progress = { 0 };

  g_assert_true (ts_store_find_slide_progress (store, identity, reader_id,
                                               &progress, &error));
  g_assert_no_error (error);
  return progress;
}

static char *
read_identity (Fixture *fixture)
{
  return read_raw_text (fixture->path, "SELECT identity FROM slide");
}

static gint64
add_opinion (TsStore *store,
             const Keys *keys,
             TsVerdict verdict,
             gint64 supersedes_id)
{
  g_autoptr (TsOpinion) opinion = make_opinion (keys);

  opinion->verdict = verdict;
  opinion->supersedes_id = supersedes_id;
  g_assert_true (ts_store_add_opinion (store, opinion, NULL));
  return opinion->opinion_id;
}

static void
test_unknown_slide_has_none (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  TsSlideProgress progress = find (store, "quickhash1:nobody", 0);

  g_assert_cmpint (progress.slide_id, ==, 0);
  g_assert_cmpuint (progress.n_opinions, ==, 0);
  g_assert_cmpint (progress.n_tiles, ==, 0);
}

static void
test_only_standing_opinions_count (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  g_autofree char *identity = read_identity (fixture);
  gint64 first = add_opinion (store, &keys, TS_VERDICT_AGREE, 0);
  gint64 second = add_opinion (store, &keys, TS_VERDICT_UNSURE, 0);

  g_assert_cmpuint (find (store, identity, 0).n_opinions, ==, 2);
  add_opinion (store, &keys, TS_VERDICT_UNSURE, first);
  g_assert_cmpuint (find (store, identity, 0).n_opinions, ==, 2);
  add_opinion (store, &keys, TS_VERDICT_WITHDRAWN, second);
  g_assert_cmpuint (find (store, identity, 0).n_opinions, ==, 1);
  g_assert_cmpuint (find (store, identity, keys.reader_id).n_opinions, ==, 1);
  g_assert_cmpuint (find (store, identity, keys.reader_id + 1).n_opinions, ==,
                    0);
}

static void
test_tiles_left_out_are_looked_at (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  g_autofree char *identity = read_identity (fixture);
  const float probs[] = { 0.5f, 0.25f, 0.25f };
  const TsPrediction predictions[] = {
    { .col = 0, .row = 0, .n_probs = 3, .probs = probs },
    { .col = 1, .row = 0, .background_share = 1 },
  };
  gint64 n_tiles =
    read_raw_int (fixture->path, "SELECT n_cols * n_rows FROM run");

  g_assert_cmpint (find (store, identity, 0).n_tiles, ==, 0);
  g_assert_true (
    ts_store_add_predictions (store, keys.run_id, predictions, 2, NULL));
  g_assert_cmpint (find (store, identity, 0).n_looked, ==, 2);
  g_assert_cmpint (find (store, identity, 0).n_tiles, ==, n_tiles);
}

#define ADD(name, function)                                             \
  g_test_add ("/progress/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("unknown-slide-has-none", test_unknown_slide_has_none);
  ADD ("only-standing-opinions-count", test_only_standing_opinions_count);
  ADD ("tiles-left-out-are-looked-at", test_tiles_left_out_are_looked_at);
  return g_test_run ();
}
