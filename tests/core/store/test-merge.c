/* Tests of merging: every row is kept with its origin, once; what was changed is found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/merge.h"

#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "study-fixture.h"

typedef struct {
  Fixture base;
  char *a, *b, *all;
} Files;

static void
set_up (Files *self, gconstpointer data)
{
  fixture_init (&self->base, NULL);
  self->a = g_build_filename (self->base.folder, "A.db", NULL);
  self->b = g_build_filename (self->base.folder, "B.db", NULL);
  self->all = g_build_filename (self->base.folder, "ALL.db", NULL);
}

static void
tear_down (Files *self, gconstpointer data)
{
  g_free (self->a);
  g_free (self->b);
  g_free (self->all);
  fixture_clear (&self->base, NULL);
}

static void
read_in (const char *path, const char *reader)
{
  g_autoptr (TsStore) store = open_store (path);

  g_free (read_one_case (store, reader));
}

static TsMergeReport *
merge (const char *first, const char *second, const char *output)
{
  const char *const inputs[] = { first, second, NULL };
  g_autoptr (GError) error = NULL;
  TsMergeReport *report = ts_store_merge (inputs, output, &error);

  g_assert_no_error (error);
  g_assert_nonnull (report);
  return report;
}

static const TsMergedInput *
get_input (const TsMergeReport *report, guint i)
{
  return g_ptr_array_index (report->inputs, i);
}

/* Everything but row numbers and times of merging. */
static char *
dump (const char *path)
{
  return read_raw_text (
    path, "SELECT (SELECT group_concat (hash) FROM (SELECT hash FROM event"
          " WHERE kind <> 'stores-merged' ORDER BY hash)) ||"
          " (SELECT group_concat (reading_key || answer) FROM"
          " (SELECT * FROM reading ORDER BY reading_key)) ||"
          " (SELECT count (*) FROM session) || ' ' ||"
          " (SELECT count (*) FROM prediction) || ' ' ||"
          " (SELECT count (*) FROM opinion) || ' ' ||"
          " (SELECT count (*) FROM study_slide) || ' ' ||"
          " (SELECT count (*) FROM bookmark)");
}

static void
assert_sound (const char *path)
{
  g_autoptr (TsStore) store = open_store (path);
  g_autoptr (GError) error = NULL;

  ts_store_verify_events (store, &error);
  g_assert_no_error (error);
  g_assert_null (read_raw_text (path, "PRAGMA foreign_key_check"));
}

static void
test_every_row_is_kept (Files *self, gconstpointer data)
{
  g_autoptr (TsMergeReport) report = NULL;

  read_in (self->a, "A");
  read_in (self->b, "B");
  report = merge (self->a, self->b, self->all);
  assert_sound (self->all);
  g_assert_cmpuint (report->faults->len, ==, 0);
  g_assert_cmpuint (report->doubles->len, ==, 0);
  g_assert_cmpuint (report->conflicts->len, ==, 0);
  g_assert_cmpuint (get_input (report, 1)->n_new, >, 8);
  g_assert_cmpuint (get_input (report, 1)->n_known, ==, 0);
  /* One study, three slides, one truth; of the rest twice as much. */
  g_assert_cmpint (read_raw_int (self->all, "SELECT count (*) FROM study"), ==,
                   1);
  g_assert_cmpint (read_raw_int (self->all, "SELECT count (*) FROM slide"), ==,
                   3);
  g_assert_cmpint (read_raw_int (self->all, "SELECT count (*) FROM truth"), ==,
                   1);
  g_assert_cmpint (read_raw_int (self->all, "SELECT count (*) FROM reading"),
                   ==, 4);
  g_assert_cmpint (read_raw_int (self->all, "SELECT count (*) FROM queue_item"),
                   ==, 4);
}

static void
test_origin_is_kept (Files *self, gconstpointer data)
{
  g_autoptr (TsMergeReport) report = NULL;
  g_autoptr (TsMergeReport) again = NULL;
  g_autoptr (TsStore) store = NULL;
  g_autofree char *third =
    g_build_filename (self->base.folder, "third.db", NULL);
  g_autofree char *key = NULL;
  g_autofree char *origin = NULL;

  read_in (self->a, "A");
  read_in (self->b, "B");
  report = merge (self->a, self->b, self->all);
  /* Also by way of another merged store. */
  again = merge (self->all, self->a, third);
  key = read_raw_text (self->b, "SELECT case_key FROM case_reading");
  store = open_store (third);
  origin = ts_store_find_origin (store, "case_reading", key, NULL);
  g_assert_cmpstr (origin, ==, get_input (report, 1)->uuid);
  g_assert_cmpuint (get_input (again, 1)->n_new, ==, 0);
}

static void
test_again_adds_nothing (Files *self, gconstpointer data)
{
  g_autoptr (TsMergeReport) report = NULL;
  g_autoptr (TsMergeReport) again = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gint64 n_events = 0;

  read_in (self->a, "A");
  read_in (self->b, "B");
  report = merge (self->a, self->b, self->all);
  before = dump (self->all);
  n_events = read_raw_int (self->all, "SELECT count (*) FROM event");
  again = merge (self->a, self->b, self->all);
  after = dump (self->all);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (read_raw_int (self->all, "SELECT count (*) FROM event"), ==,
                   n_events);
  g_assert_cmpuint (get_input (again, 0)->n_new, ==, 0);
  g_assert_cmpuint (get_input (again, 0)->n_known, ==,
                    get_input (report, 0)->n_new);
}

static void
test_order_does_not_matter (Files *self, gconstpointer data)
{
  g_autofree char *other = g_build_filename (self->base.folder, "o.db", NULL);
  g_autoptr (TsMergeReport) one = NULL;
  g_autoptr (TsMergeReport) two = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  read_in (self->a, "A");
  read_in (self->b, "B");
  one = merge (self->a, self->b, self->all);
  two = merge (self->b, self->a, other);
  before = dump (self->all);
  after = dump (other);
  g_assert_cmpstr (before, ==, after);
}

static void
test_grown_input_brings_the_rest (Files *self, gconstpointer data)
{
  g_autoptr (TsMergeReport) report = NULL;
  g_autoptr (TsMergeReport) again = NULL;

  read_in (self->a, "A");
  read_in (self->b, "B");
  report = merge (self->a, self->b, self->all);
  {
    g_autoptr (TsStore) store = open_store (self->a);
    g_autoptr (TsStudy) study = put_study (store, "lung");
    gint64 session_id = begin_sitting (store, "A");
    g_autoptr (TsStudyCase) more =
      begin_case (store, session_id, study, "A", "S02");

    g_assert_nonnull (more);
  }
  again = merge (self->a, self->b, self->all);
  g_assert_cmpuint (get_input (again, 0)->n_new, ==, 2);
  g_assert_cmpuint (again->notes->len, ==, 0);
  assert_sound (self->all);
}

/* A study file handed to two readers. */
static void
copy_file (const char *from, const char *to)
{
  g_autofree char *sql = g_strdup_printf ("VACUUM INTO '%s'", to);

  g_assert_cmpint (run_raw (from, sql), ==, SQLITE_OK);
}

static void
read_more (const char *path, const char *reader)
{
  g_autoptr (TsStore) store = open_store (path);
  g_autoptr (TsStudy) study = put_study (store, "lung");
  gint64 session_id = begin_sitting (store, reader);
  g_autoptr (TsStudyCase) reading_case =
    begin_case (store, session_id, study, reader, "S02");

  add_answer (store, session_id, reading_case->key, "LUAD", TS_DECISION_NONE);
  take_step (store, session_id, reading_case->key, TS_STEP_LOCKED);
}

static void
test_copies_are_joined_at_their_beginning (Files *self, gconstpointer data)
{
  g_autoptr (TsMergeReport) report = NULL;

  read_in (self->a, "A");
  copy_file (self->a, self->b);
  read_more (self->a, "A");
  read_more (self->b, "B");
  report = merge (self->a, self->b, self->all);
  assert_sound (self->all);
  g_assert_cmpuint (report->notes->len, ==, 1);
  g_assert_true (
    g_pattern_match_simple ("2 copies of one store went apart after 20* UTC",
                            g_ptr_array_index (report->notes, 0)));
  g_assert_cmpuint (report->doubles->len, ==, 0);
  g_assert_cmpint (
    read_raw_int (self->all, "SELECT count (*) FROM case_reading"), ==, 3);
  g_assert_cmpint (read_raw_int (self->all, "SELECT count (*) FROM reading"),
                   ==, 4);
}

static void
test_case_read_twice_is_told (Files *self, gconstpointer data)
{
  g_autoptr (TsMergeReport) report = NULL;

  read_in (self->a, "A");
  read_in (self->b, "A");
  report = merge (self->a, self->b, self->all);
  g_assert_cmpuint (report->doubles->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (report->doubles, 0), ==,
                   "reader 'A' has read case 'S01' of study 'lung' in arm "
                   "'first' 2 times");
  g_assert_cmpint (
    read_raw_int (self->all, "SELECT count (*) FROM case_reading"), ==, 2);
}

static void
go_on (const char *path, const char *answer)
{
  g_autoptr (TsStore) store = open_store (path);
  g_autofree char *key =
    read_raw_text (path, "SELECT case_key FROM case_reading");
  gint64 session_id = begin_sitting (store, "A");

  add_answer (store, session_id, key, answer, TS_DECISION_NONE);
  take_step (store, session_id, key, TS_STEP_LOCKED);
}

static void
test_case_that_went_on_in_two_copies_is_told (Files *self, gconstpointer data)
{
  g_autoptr (TsMergeReport) report = NULL;

  {
    g_autoptr (TsStore) store = open_store (self->a);
    g_autoptr (TsStudy) study = put_study (store, "lung");
    gint64 session_id = begin_sitting (store, "A");

    ts_study_case_free (begin_case (store, session_id, study, "A", "S01"));
  }
  copy_file (self->a, self->b);
  go_on (self->a, "LUAD");
  go_on (self->b, "LUSC");
  report = merge (self->a, self->b, self->all);
  assert_sound (self->all);
  g_assert_cmpuint (report->doubles->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (report->doubles, 0), ==,
                   "reader 'A' has locked case 'S01' of study 'lung' in arm "
                   "'first' in 2 copies of a store");
  g_assert_cmpint (read_raw_int (self->all, "SELECT count (*) FROM reading"),
                   ==, 2);
}

static void
test_changed_input_is_told_by_row (Files *self, gconstpointer data)
{
  g_autoptr (TsMergeReport) report = NULL;
  g_autofree char *pattern = NULL;

  read_in (self->a, "A");
  read_in (self->b, "B");
  tamper (self->b, "reading_no_update",
          "UPDATE reading SET answer = 'normal' WHERE phase = 'blind'");
  report = merge (self->a, self->b, self->all);
  pattern = g_strdup_printf ("'%s': event * (reading-added) does not fit its "
                             "hash: it or its reading '*' was changed",
                             self->b);
  g_assert_cmpuint (report->faults->len, ==, 1);
  g_assert_true (
    g_pattern_match_simple (pattern, g_ptr_array_index (report->faults, 0)));
  g_assert_false (g_file_test (self->all, G_FILE_TEST_EXISTS));
}

/* A log cut short is sound by itself, but the merged store knows what there was. */
static void
test_cut_log_is_told_by_the_merged_store (Files *self, gconstpointer data)
{
  guint n_told = 0;
  g_autoptr (TsMergeReport) report = NULL;
  g_autoptr (TsMergeReport) again = NULL;

  read_in (self->a, "A");
  read_in (self->b, "B");
  report = merge (self->a, self->b, self->all);
  tamper (self->all, "event_no_delete",
          "DELETE FROM event WHERE event_id = (SELECT max (event_id) FROM"
          " event WHERE origin_id = 2)");
  again = merge (self->all, self->a, self->base.path);
  for (guint i = 0; i < again->faults->len; i++)
    n_told += g_pattern_match_simple (
                "*: the newest event '*' of a merged store is missing",
                g_ptr_array_index (again->faults, i))
                ? 1
                : 0;
  g_assert_cmpuint (n_told, ==, 1);
}

static void
test_output_that_is_an_input_is_refused (Files *self, gconstpointer data)
{
  g_autofree char *link = g_build_filename (self->base.folder, "l.db", NULL);
  const char *const inputs[] = { self->a, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf (
    "cannot write '%s': it is one of the stores to merge", link);

  read_in (self->a, "A");
  g_assert_cmpint (symlink (self->a, link), ==, 0);
  g_assert_null (ts_store_merge (inputs, link, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_WRITE);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_missing_input_leaves_nothing (Files *self, gconstpointer data)
{
  const char *const inputs[] = { self->a, self->b, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;

  read_in (self->a, "A");
  g_assert_null (ts_store_merge (inputs, self->all, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  dir = g_dir_open (self->base.folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    g_assert_true (g_str_has_prefix (name, "A.db"));
}

static void
test_free_opinions_and_predictions_come_too (Files *self, gconstpointer data)
{
  const float probs[] = { 0.1f, 0.2f, 0.7f };
  const float others[] = { 0.2f, 0.1f, 0.7f };
  g_autoptr (TsMergeReport) report = NULL;

  for (guint i = 0; i < 2; i++) {
    const TsPrediction predictions[] = {
      { .row = 1, .col = 1, .n_probs = 3, .probs = i == 0 ? probs : others },
      { .row = 2, .col = i, .n_probs = 3, .probs = probs }
    };
    g_autoptr (TsStore) store = open_store (i == 0 ? self->a : self->b);
    Keys keys = put_keys (store);
    g_autoptr (TsOpinion) opinion = make_opinion (&keys);
    g_autoptr (TsOpinion) correction = make_opinion (&keys);

    g_assert_true (
      ts_store_add_predictions (store, keys.run_id, predictions, 2, NULL));
    g_assert_true (ts_store_add_opinion (store, opinion, NULL));
    correction->supersedes_id = opinion->opinion_id;
    g_assert_true (ts_store_add_opinion (store, correction, NULL));
  }
  report = merge (self->a, self->b, self->all);
  assert_sound (self->all);
  g_assert_cmpint (read_raw_int (self->all, "SELECT count (*) FROM opinion"),
                   ==, 4);
  g_assert_cmpint (
    read_raw_int (self->all, "SELECT count (*) FROM opinion AS o JOIN opinion"
                             " AS old ON o.supersedes_id = old.opinion_id"
                             " AND o.session_id = old.session_id"),
    ==, 2);
  g_assert_cmpint (read_raw_int (self->all, "SELECT count (*) FROM prediction"),
                   ==, 3);
  g_assert_cmpuint (report->conflicts->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (report->conflicts, 0), ==,
                   "1 predictions of 'quickhash1:aa' are not the same in both");
}

static void
test_inputs_are_only_read (Files *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize n_before = 0;
  gsize n_after = 0;
  g_autoptr (TsMergeReport) report = NULL;

  read_in (self->a, "A");
  read_in (self->b, "B");
  g_assert_true (g_file_get_contents (self->a, &before, &n_before, NULL));
  report = merge (self->a, self->b, self->all);
  g_assert_true (g_file_get_contents (self->a, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

static void
test_reading_goes_on_in_a_merged_store (Files *self, gconstpointer data)
{
  g_autoptr (TsMergeReport) report = NULL;

  read_in (self->a, "A");
  read_in (self->b, "B");
  report = merge (self->a, self->b, self->all);
  read_more (self->all, "C");
  assert_sound (self->all);
}

#define ADD(name, function) \
  g_test_add ("/merge/" name, Files, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("every-row-is-kept", test_every_row_is_kept);
  ADD ("origin-is-kept", test_origin_is_kept);
  ADD ("again-adds-nothing", test_again_adds_nothing);
  ADD ("order-does-not-matter", test_order_does_not_matter);
  ADD ("grown-input-brings-the-rest", test_grown_input_brings_the_rest);
  ADD ("copies-are-joined-at-their-beginning",
       test_copies_are_joined_at_their_beginning);
  ADD ("case-read-twice-is-told", test_case_read_twice_is_told);
  ADD ("case-that-went-on-in-two-copies-is-told",
       test_case_that_went_on_in_two_copies_is_told);
  ADD ("changed-input-is-told-by-row", test_changed_input_is_told_by_row);
  ADD ("cut-log-is-told-by-the-merged-store",
       test_cut_log_is_told_by_the_merged_store);
  ADD ("output-that-is-an-input-is-refused",
       test_output_that_is_an_input_is_refused);
  ADD ("missing-input-leaves-nothing", test_missing_input_leaves_nothing);
  ADD ("free-opinions-and-predictions-come-too",
       test_free_opinions_and_predictions_come_too);
  ADD ("inputs-are-only-read", test_inputs_are_only_read);
  ADD ("reading-goes-on-in-a-merged-store",
       test_reading_goes_on_in_a_merged_store);
  return g_test_run ();
}
