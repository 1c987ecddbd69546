/* Tests of the pure parts of reading: order, what may be shown, blindness, regions, coverage.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "../store/study-fixture.h"
#include "core/review/blindness.h"
#include "core/review/coverage.h"
#include "core/review/reading-order.h"
#include "core/review/region-rule.h"

#define DAY_US G_TIME_SPAN_DAY

static TsStudy *
make_long_study (guint n_slides)
{
  TsStudy *study = make_study ("long");

  g_ptr_array_set_size (study->slides, 0);
  for (guint i = 0; i < n_slides; i++)
    ts_study_add_slide (study)->identity = g_strdup_printf ("q:%u", i);
  return study;
}

static void
test_order_is_a_permutation_of_its_own (void)
{
  g_autoptr (TsStudy) study = make_long_study (40);
  g_autofree guint *order = ts_reading_order (study, "first", "A");
  g_autofree guint *same = ts_reading_order (study, "first", "A");
  g_autofree guint *other = ts_reading_order (study, "first", "B");
  g_autofree guint *again = ts_reading_order (study, "again", "A");
  gboolean is_there[40] = { FALSE };

  for (guint i = 0; i < 40; i++) {
    g_assert_cmpuint (order[i], <, 40);
    g_assert_false (is_there[order[i]]);
    is_there[order[i]] = TRUE;
  }
  g_assert_cmpmem (order, 40 * sizeof *order, same, 40 * sizeof *same);
  g_assert_cmpint (memcmp (order, other, 40 * sizeof *order), !=, 0);
  g_assert_cmpint (memcmp (order, again, 40 * sizeof *order), !=, 0);
  study->order = TS_ORDER_GIVEN;
  g_free (g_steal_pointer (&same));
  same = ts_reading_order (study, "first", "A");
  for (guint i = 0; i < 40; i++)
    g_assert_cmpuint (same[i], ==, i);
}

/* Each slide comes first about as often as any other. */
static void
test_order_is_fair (void)
{
  g_autoptr (TsStudy) study = make_long_study (5);
  guint n_first[5] = { 0 };

  for (guint i = 0; i < 5000; i++) {
    g_autofree char *reader = g_strdup_printf ("R%u", i);
    g_autofree guint *order = ts_reading_order (study, "first", reader);

    n_first[order[0]]++;
  }
  for (guint i = 0; i < 5; i++)
    g_assert_cmpfloat_with_epsilon (n_first[i] / 5000.0, 0.2, 0.03);
}

static void
free_case (gpointer reading_case)
{
  ts_study_case_free (reading_case);
}

static void
add_finished (GPtrArray *cases,
              const char *arm,
              const char *slide,
              gint64 at_us)
{
  TsStudyCase *reading_case = g_new0 (TsStudyCase, 1);

  reading_case->arm = g_strdup (arm);
  reading_case->reader = g_strdup ("A");
  reading_case->slide_identity = g_strdup (slide);
  reading_case->state = TS_CASE_FINISHED;
  reading_case->finished_at_us = at_us;
  g_ptr_array_add (cases, reading_case);
}

static void
test_washout_is_waited_for (void)
{
  g_autoptr (TsStudy) study = make_study ("lung");
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (free_case);
  TsNextCase next;

  next = ts_reading_order_find_next (study, "again", "A", cases, DAY_US);
  g_assert_cmpint (next.kind, ==, TS_NEXT_WAIT);
  g_assert_cmpint (next.wait_until_us, ==, 0);
  add_finished (cases, "first", "quickhash1:s2", DAY_US);
  next = ts_reading_order_find_next (study, "again", "A", cases, 28 * DAY_US);
  g_assert_cmpint (next.kind, ==, TS_NEXT_WAIT);
  g_assert_cmpint (next.wait_until_us, ==, 29 * DAY_US);
  next = ts_reading_order_find_next (study, "again", "A", cases, 29 * DAY_US);
  g_assert_cmpint (next.kind, ==, TS_NEXT_BEGIN);
  g_assert_cmpstr (next.slide->pseudonym, ==, "S02");
}

static void
test_last_slide_ends_the_arm (void)
{
  g_autoptr (TsStudy) study = make_study ("lung");
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (free_case);
  TsNextCase next;

  add_finished (cases, "first", "quickhash1:s1", 1);
  add_finished (cases, "first", "quickhash1:s3", 1);
  next = ts_reading_order_find_next (study, "first", "A", cases, 2);
  g_assert_cmpint (next.kind, ==, TS_NEXT_BEGIN);
  g_assert_cmpstr (next.slide->pseudonym, ==, "S02");
  g_assert_cmpuint (next.n_finished, ==, 2);
  add_finished (cases, "first", "quickhash1:s2", 1);
  next = ts_reading_order_find_next (study, "first", "A", cases, 2);
  g_assert_cmpint (next.kind, ==, TS_NEXT_NONE);
  g_assert_cmpuint (next.n_slides, ==, 3);
}

static void
test_blind_reader_sees_only_his_own (void)
{
  for (guint state = 0; state <= TS_CASE_FINISHED; state++)
    for (guint i = 0; i < TS_N_MATERIALS; i++) {
      gboolean is_model = i <= TS_MATERIAL_MODEL_PICTURE;
      gboolean may =
        i == TS_MATERIAL_OWN_READING || (state == TS_CASE_REVEALED && is_model);

      g_assert_cmpint (
        ts_session_may_show ((TsCaseState) state, (TsMaterial) i), ==, may);
    }
}

/* An event of the log as "kind", "kind detail", or "kind @day"; begun and locked are of case
 * "k". */
typedef struct {
  const char *kind, *detail;
  gint64 day;
  gint64 origin_id;
} Entry;

static void
free_event (gpointer event)
{
  ts_stored_event_free (event);
}

static TsBlindness
compute (const Entry *entries, guint n_entries, guint washout_days)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (free_event);
  TsStudyCase reading_case = { .key = (char *) "k" };

  for (guint i = 0; i < n_entries; i++) {
    TsStoredEvent *event = g_new0 (TsStoredEvent, 1);
    const char *kind = entries[i].kind;

    event->event_id = i + 1;
    event->at_us = 1 + entries[i].day * DAY_US;
    event->origin_id = entries[i].origin_id;
    event->kind = g_strdup (kind);
    event->detail = g_strdup (entries[i].detail);
    if (g_str_has_prefix (kind, "case-") || g_str_equal (kind, "display-state"))
      event->case_key = g_strdup ("k");
    g_ptr_array_add (events, event);
  }
  return ts_blindness_compute (events, &reading_case, washout_days, NULL);
}

#define BEGUN                 \
  {                           \
    "case-begun", NULL, 10, 0 \
  }
#define STATE                                                  \
  {                                                            \
    "display-state", "{\"visible\": [\"own-reading\"]}", 10, 0 \
  }
#define LOCKED                 \
  {                            \
    "case-locked", NULL, 10, 0 \
  }

typedef struct {
  const char *name;
  Entry entries[5];
  guint n_entries, washout_days;
  TsBlindness expected;
} Log;

static const Log logs[] = {
  { "plain", { BEGUN, STATE, LOCKED }, 3, 0, TS_BLIND },
  { "not-locked", { BEGUN, STATE }, 2, 0, TS_BLIND_UNKNOWN },
  { "without-a-word", { BEGUN, LOCKED }, 2, 0, TS_BLIND_UNKNOWN },
  { "layer-during",
    { BEGUN, STATE, { "layer-shown", "{\"layer\": \"LUAD\"}", 10, 0 }, LOCKED },
    4,
    0,
    TS_NOT_BLIND_SHOWN },
  { "layer-none",
    { BEGUN, STATE, { "layer-shown", "{\"layer\": \"none\"}", 10, 0 }, LOCKED },
    4,
    0,
    TS_BLIND },
  { "probability-during",
    { BEGUN, STATE, { "shown", "{\"what\": \"probability\"}", 10, 0 }, LOCKED },
    4,
    0,
    TS_NOT_BLIND_SHOWN },
  { "unknown-material",
    { BEGUN, STATE, { "shown", "{\"what\": \"hologram\"}", 10, 0 }, LOCKED },
    4,
    0,
    TS_NOT_BLIND_SHOWN },
  { "own-region",
    { BEGUN, STATE, { "shown", "{\"what\": \"own-reading\"}", 10, 0 }, LOCKED },
    4,
    0,
    TS_BLIND },
  { "model-on-screen-at-the-start",
    { BEGUN,
      { "display-state", "{\"visible\": [\"run-panel\"]}", 10, 0 },
      LOCKED },
    3,
    0,
    TS_NOT_BLIND_SHOWN },
  { "revealed-after-the-lock",
    { BEGUN, STATE, LOCKED, { "overlay-shown", NULL, 10, 0 } },
    4,
    0,
    TS_BLIND },
  { "map-seen-before",
    { { "overlay-shown", NULL, 1, 0 }, BEGUN, STATE, LOCKED },
    4,
    0,
    TS_NOT_BLIND_SEEN },
  { "revealed-in-another-arm",
    { { "case-revealed", NULL, 1, 0 }, BEGUN, STATE, LOCKED },
    4,
    9,
    TS_BLIND_AFTER_WASHOUT },
  { "too-soon-after-another-arm",
    { { "case-revealed", NULL, 2, 0 }, BEGUN, STATE, LOCKED },
    4,
    9,
    TS_NOT_BLIND_SEEN },
  { "opinion-given-before",
    { { "opinion-added", NULL, 1, 0 }, BEGUN, STATE, LOCKED },
    4,
    0,
    TS_NOT_BLIND_SEEN },
  { "seen-on-another-computer-before",
    { BEGUN, STATE, LOCKED, { "overlay-shown", NULL, 9, 1 } },
    4,
    0,
    TS_NOT_BLIND_SEEN },
  { "seen-on-another-computer-after",
    { { "overlay-shown", NULL, 11, 1 }, BEGUN, STATE, LOCKED },
    4,
    0,
    TS_BLIND },
};

static void
test_blindness (gconstpointer data)
{
  const Log *log = data;

  g_assert_cmpstr (ts_blindness_to_text (
                     compute (log->entries, log->n_entries, log->washout_days)),
                   ==, ts_blindness_to_text (log->expected));
}

static TsRegion
make_outline (TsRegionShape shape, TsPoint *points, guint n_points)
{
  return (
    TsRegion){ .shape = shape, .points_l0 = points, .n_points = n_points };
}

static void
test_outline_is_even_odd (void)
{
  /* A star drawn in one go: its middle is crossed twice. */
  TsPoint star[] = { { 50, 0 }, { 80, 90 }, { 2, 35 }, { 98, 35 }, { 20, 90 } };
  TsPoint box[] = { { 30, 40 }, { 10, 20 } };
  TsRegion polygon = make_outline (TS_REGION_POLYGON, star, 5);
  TsRegion rectangle = make_outline (TS_REGION_RECTANGLE, box, 2);

  g_assert_true (ts_region_contains (&polygon, (TsPoint){ 50, 20 }));
  g_assert_false (ts_region_contains (&polygon, (TsPoint){ 50, 50 }));
  g_assert_true (ts_region_contains (&polygon, (TsPoint){ 25, 80 }));
  g_assert_false (ts_region_contains (&polygon, (TsPoint){ 5, 80 }));
  g_assert_true (ts_region_contains (&rectangle, (TsPoint){ 10, 20 }));
  g_assert_true (ts_region_contains (&rectangle, (TsPoint){ 29.9, 39.9 }));
  g_assert_false (ts_region_contains (&rectangle, (TsPoint){ 30, 30 }));
  g_assert_false (ts_region_contains (&rectangle, (TsPoint){ 9.9, 30 }));
}

/* A point inside is inside exactly one of the tiles of a plane cut by outlines. */
static void
test_neighbours_share_no_point (void)
{
  TsPoint left[] = { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 0, 10 } };
  TsPoint right[] = { { 10, 0 }, { 20, 0 }, { 20, 10 }, { 10, 10 } };
  TsRegion a = make_outline (TS_REGION_FREEHAND, left, 4);
  TsRegion b = make_outline (TS_REGION_POLYGON, right, 4);

  for (double y = 0; y < 10; y += 2.5)
    for (double x = 0; x < 20; x += 2.5)
      g_assert_cmpint (ts_region_contains (&a, (TsPoint){ x, y }) +
                         ts_region_contains (&b, (TsPoint){ x, y }),
                       ==, 1);
}

static const TsGridSpec grid = { .patch_px = 10,
                                 .spacing_um = 1,
                                 .area_l0 = { 0, 0, 35, 20 },
                                 .step_x = 10,
                                 .step_y = 10,
                                 .n_cols = 4,
                                 .n_rows = 2 };

static void
test_mean_and_majority_are_both_kept (void)
{
  /* Centres at x = 5, 15, 25 and, of the tile cut by the edge, 32.5. */
  const float probs[4][2] = {
    { 0.6f, 0.4f }, { 0.6f, 0.4f }, { 0.0f, 1.0f }, { 0.5f, 0.5f }
  };
  TsPoint box[] = { { 0, 0 }, { 32, 10 } };
  TsRegion region = make_outline (TS_REGION_RECTANGLE, box, 2);
  g_auto (TsRegionRule) rule = { 0 };
  float means[2];
  TsRegionCall call;

  ts_region_rule_init (&rule, &region, &grid, 2);
  for (guint32 col = 0; col < 4; col++)
    for (guint32 row = 0; row < 2; row++) {
      TsPrediction prediction = {
        .row = row, .col = col, .n_probs = 2, .probs = probs[col]
      };
      ts_region_rule_add (&rule, &prediction);
    }
  ts_region_rule_add (&rule, &(TsPrediction){ .n_probs = 0 });
  call = ts_region_rule_finish (&rule, means);
  g_assert_cmpuint (call.n_tiles, ==, 3);
  g_assert_cmpfloat_with_epsilon (means[0], 0.4f, 1e-6);
  g_assert_cmpfloat_with_epsilon (means[1], 0.6f, 1e-6);
  g_assert_cmpint (call.mean_class, ==, 1);
  g_assert_cmpint (call.majority_class, ==, 0);
  g_assert_cmpuint (call.n_majority, ==, 2);
}

static void
test_tie_goes_to_the_larger_mean (void)
{
  const float probs[2][2] = { { 0.6f, 0.4f }, { 0.1f, 0.9f } };
  TsPoint box[] = { { 0, 0 }, { 35, 20 } };
  TsRegion region = make_outline (TS_REGION_RECTANGLE, box, 2);
  g_auto (TsRegionRule) rule = { 0 };
  float means[2];
  TsRegionCall call;

  ts_region_rule_init (&rule, &region, &grid, 2);
  for (guint32 col = 0; col < 2; col++)
    ts_region_rule_add (
      &rule, &(TsPrediction){ .col = col, .n_probs = 2, .probs = probs[col] });
  call = ts_region_rule_finish (&rule, means);
  g_assert_cmpint (call.majority_class, ==, 1);
  g_assert_cmpuint (call.n_majority, ==, 1);
}

static void
test_region_without_a_tile_has_no_call (void)
{
  TsPoint box[] = { { 1, 1 }, { 2, 2 } };
  TsRegion region = make_outline (TS_REGION_RECTANGLE, box, 2);
  g_auto (TsRegionRule) rule = { 0 };
  const float probs[] = { 0.5f, 0.5f };
  float means[2];
  TsRegionCall call;

  ts_region_rule_init (&rule, &region, &grid, 2);
  ts_region_rule_add (&rule, &(TsPrediction){ .n_probs = 2, .probs = probs });
  call = ts_region_rule_finish (&rule, means);
  g_assert_cmpuint (call.n_tiles, ==, 0);
  g_assert_cmpint (call.mean_class, ==, -1);
  g_assert_cmpint (call.majority_class, ==, -1);
}

static void
test_coverage_counts_what_was_seen (void)
{
  TsRect bounds = { 1000, 500, 12800, 6400 };
  g_autoptr (TsCoverage) coverage = ts_coverage_new (bounds);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TsCoverage) again = NULL;

  g_assert_cmpfloat (ts_coverage_get_share (coverage, 0), ==, 0);
  ts_coverage_add_view (coverage, bounds, 1.25);
  ts_coverage_add_view (coverage, (TsRect){ 1000, 500, 6400, 3200 }, 20);
  ts_coverage_add_view (coverage, (TsRect){ 1000, 500, 3200, 3200 }, 10);
  g_assert_cmpfloat (ts_coverage_get_share (coverage, 0), ==, 1);
  g_assert_cmpfloat (ts_coverage_get_share (coverage, 10), ==, 0.25);
  g_assert_cmpfloat (ts_coverage_get_share (coverage, 20), ==, 0.25);
  g_assert_cmpfloat (ts_coverage_get_share (coverage, 40), ==, 0);
  g_assert_cmpfloat_with_epsilon (ts_coverage_get_mm2 (coverage, 20, 0.5, 0.5),
                                  6400 * 3200 * 0.25e-6, 1e-9);
  bytes = ts_coverage_to_bytes (coverage);
  again = ts_coverage_new_from_bytes (bounds, bytes);
  g_assert_cmpfloat (ts_coverage_get_share (again, 20), ==, 0.25);
  g_assert_null (
    ts_coverage_new_from_bytes ((TsRect){ 0, 0, 100, 100 }, bytes));
}

static void
test_broken_coverage_is_refused (void)
{
  TsRect bounds = { 0, 0, 2, 1 };
  const guint8 bad[] = { 8, 0 };
  g_autoptr (GBytes) bytes = g_bytes_new (bad, sizeof bad);

  g_assert_null (ts_coverage_new_from_bytes (bounds, bytes));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/order-is-a-permutation-of-its-own",
                   test_order_is_a_permutation_of_its_own);
  g_test_add_func ("/review/order-is-fair", test_order_is_fair);
  g_test_add_func ("/review/washout-is-waited-for", test_washout_is_waited_for);
  g_test_add_func ("/review/last-slide-ends-the-arm",
                   test_last_slide_ends_the_arm);
  g_test_add_func ("/review/blind-reader-sees-only-his-own",
                   test_blind_reader_sees_only_his_own);
  for (guint i = 0; i < G_N_ELEMENTS (logs); i++) {
    g_autofree char *path =
      g_strdup_printf ("/review/blindness/%s", logs[i].name);

    g_test_add_data_func (path, &logs[i], test_blindness);
  }
  g_test_add_func ("/review/outline-is-even-odd", test_outline_is_even_odd);
  g_test_add_func ("/review/neighbours-share-no-point",
                   test_neighbours_share_no_point);
  g_test_add_func ("/review/mean-and-majority-are-both-kept",
                   test_mean_and_majority_are_both_kept);
  g_test_add_func ("/review/tie-goes-to-the-larger-mean",
                   test_tie_goes_to_the_larger_mean);
  g_test_add_func ("/review/region-without-a-tile-has-no-call",
                   test_region_without_a_tile_has_no_call);
  g_test_add_func ("/review/coverage-counts-what-was-seen",
                   test_coverage_counts_what_was_seen);
  g_test_add_func ("/review/broken-coverage-is-refused",
                   test_broken_coverage_is_refused);
  return g_test_run ();
}
