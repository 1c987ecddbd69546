/* The background run on a small slide of coloured squares.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tile-run.h"

#include <math.h>
#include <string.h>
#include <sys/resource.h>

#include "core/base/error.h"
#include "core/base/lock.h"
#include "core/slide/slide-backend.h"
#include "core/tiles/grid.h"
#include "tests/core/analysis/tiny-model.h"

#define PATCH  16
#define N_COLS 12
#define N_ROWS 9

typedef enum { RED, GREEN, BLUE, WHITE } Colour;

static Colour
colour_of (guint col, guint row)
{
  return (Colour) ((col * 5 + row * 3) % 4);
}

/* Broken tiles are those on the diagonal, for a slide whose backend says so. */
static gboolean
read_squares (gpointer backend,
              const TsSlideRegion *region,
              guint32 *out_argb,
              GError **error)
{
  static const guint32 argb[] = { 0xffc81414, 0xff14c814, 0xff1414c8,
                                  0xfffafafa };
  gboolean is_small = region->width_lv <= PATCH && region->height_lv <= PATCH;
  gint64 first = region->x_l0 / PATCH;

  if (backend != NULL && is_small && first == region->y_l0 / PATCH) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_READ, "bad sectors");
    return FALSE;
  }
  for (gint64 y = 0; y < region->height_lv; y++) {
    for (gint64 x = 0; x < region->width_lv; x++)
      out_argb[y * region->width_lv + x] =
        argb[colour_of ((guint) ((region->x_l0 + x) / PATCH),
                        (guint) ((region->y_l0 + y) / PATCH))];
  }
  return TRUE;
}

static void
free_nothing (gpointer backend)
{
}

static TsSlide *
new_slide (gboolean is_broken)
{
  static const TsSlideOps ops = { read_squares, free_nothing };
  static char mark;
  const TsSlideLevel level = { N_COLS * PATCH, N_ROWS * PATCH, 1 };
  TsSlideInfo *info = g_new0 (TsSlideInfo, 1);

  info->width_px = N_COLS * PATCH;
  info->height_px = N_ROWS * PATCH;
  info->n_levels = 1;
  info->mpp_x = info->mpp_y = 0.5;
  info->mpp_source = TS_MPP_VENDOR;
  info->bounds_l0 = (TsRect){ 0, 0, N_COLS * PATCH, N_ROWS * PATCH };
  info->background_rgb = 0xffffff;
  return ts_slide_new (&ops, is_broken ? &mark : NULL, info, &level, NULL);
}

/* A slide, its models and maps, and what the run says. */
typedef struct {
  TsSlide *slide;
  TsModel *model, *mutations;
  TsPredictionMap *map, *gene_map;
  TsTileRun *run;

  TsLock lock; /* guards all below */
  TsCond changed;
  GArray *places; /* of TsTilePlace, as the results came */
  guint n_inside; /* calls of on_result going on */
  guint n_wakes;
  gboolean is_shut;  /* on_result waits while it is */
  gboolean is_quiet; /* no result may come */
  guint fail_at;     /* on_result fails from this many on; 0: never */
  guint n_genes_new, n_classes_new;
  int niceness; /* of the last worker */
  char *failure;
} Fixture;

static gboolean
on_result (const TsTileResult *result, gpointer user_data, GError **error)
{
  Fixture *self = user_data;
  TsTilePlace place = { result->col, result->row };
  gboolean may_go_on = TRUE;

  ts_lock_acquire (&self->lock);
  g_assert_cmpuint (self->n_inside, ==, 0);
  g_assert_false (self->is_quiet);
  self->n_inside++;
  g_array_append_val (self->places, place);
  self->n_classes_new += result->state == TS_TILE_PREDICTED;
  self->n_genes_new += result->gene_state == TS_TILE_PREDICTED;
  self->niceness = getpriority (PRIO_PROCESS, 0);
  if (result->failure != NULL && self->failure == NULL)
    self->failure = g_strdup (result->failure);
  ts_cond_broadcast (&self->changed);
  while (self->is_shut)
    ts_cond_wait (&self->changed, &self->lock);
  self->n_inside--;
  may_go_on = self->fail_at == 0 || self->places->len < self->fail_at;
  ts_lock_release (&self->lock);
  if (!may_go_on)
    g_set_error_literal (error, TS_ERROR, TS_ERROR_STORE, "the disk is full");
  return may_go_on;
}

static void
on_wake (gpointer user_data)
{
  Fixture *self = user_data;

  ts_lock_acquire (&self->lock);
  self->n_wakes++;
  ts_cond_broadcast (&self->changed);
  ts_lock_release (&self->lock);
}

static TsPredictionMap *
new_map (TsSlide *slide, TsModel *model)
{
  const TsModelInfo *info = ts_model_get_info (model);
  TsGridSpec grid = { 0 };

  g_assert_true (ts_grid_spec_init (&grid, ts_slide_get_info (slide),
                                    info->patch_px, info->spacing_um, NULL));
  return ts_prediction_map_new (&grid, info->n_classes);
}

static Fixture *
fixture_new (TsModel *mutations)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->slide = new_slide (FALSE);
  self->model = tiny_model_new_colours ();
  self->mutations = mutations;
  self->map = new_map (self->slide, self->model);
  if (mutations != NULL)
    self->gene_map = new_map (self->slide, mutations);
  ts_lock_init (&self->lock);
  ts_cond_init (&self->changed);
  self->places = g_array_new (FALSE, FALSE, sizeof (TsTilePlace));
  return self;
}

static TsTileRunParams
params_of (Fixture *self, guint n_workers)
{
  return (TsTileRunParams){ .slide = self->slide,
                            .model = self->model,
                            .mutations = self->mutations,
                            .map = self->map,
                            .gene_map = self->gene_map,
                            .n_workers = n_workers,
                            .is_low_priority = TRUE,
                            .on_result = on_result,
                            .wake = on_wake,
                            .user_data = self };
}

static void
start (Fixture *self, guint n_workers)
{
  const TsTileRunParams params = params_of (self, n_workers);
  g_autoptr (GError) error = NULL;

  self->run = ts_tile_run_new (&params, &error);
  g_assert_no_error (error);
}

static void
stop (Fixture *self)
{
  g_clear_pointer (&self->run, ts_tile_run_free);
}

static void
fixture_free (Fixture *self)
{
  stop (self);
  ts_slide_unref (self->slide);
  ts_model_unref (self->model);
  ts_prediction_map_unref (self->map);
  g_clear_pointer (&self->mutations, ts_model_unref);
  g_clear_pointer (&self->gene_map, ts_prediction_map_unref);
  ts_cond_clear (&self->changed);
  ts_lock_clear (&self->lock);
  g_array_unref (self->places);
  g_free (self->failure);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static TsRect
tiles_l0 (guint col, guint row, guint n_cols, guint n_rows)
{
  return (TsRect){ col * PATCH + 1, row * PATCH + 1, n_cols * PATCH - 2,
                   n_rows * PATCH - 2 };
}

static void
aim_at_whole (Fixture *self)
{
  ts_tile_run_aim (self->run, tiles_l0 (0, 0, 1, 1), TRUE);
}

static void
wait (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  ts_tile_run_wait (self->run, NULL, &error);
  g_assert_no_error (error);
}

static void
wait_for_results (Fixture *self, guint n)
{
  ts_lock_acquire (&self->lock);
  while (self->places->len < n)
    ts_cond_wait (&self->changed, &self->lock);
  ts_lock_release (&self->lock);
}

static void
set_shut (Fixture *self, gboolean is_shut)
{
  ts_lock_acquire (&self->lock);
  self->is_shut = is_shut;
  ts_cond_broadcast (&self->changed);
  ts_lock_release (&self->lock);
}

static guint
count_tiles (gboolean is_white)
{
  guint n = 0;

  for (guint i = 0; i < N_COLS * N_ROWS; i++)
    n += (colour_of (i % N_COLS, i / N_COLS) == WHITE) == is_white;
  return n;
}

static void
test_classifies_every_tissue_tile (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL);
  double high = exp (10 * 200 / 255.0), low = exp (10 * 20 / 255.0);
  float expected = (float) (high / (high + 2 * low));
  TsRunStatus status = { 0 };

  start (fixture, 2);
  aim_at_whole (fixture);
  wait (fixture);
  for (guint row = 0; row < N_ROWS; row++) {
    for (guint col = 0; col < N_COLS; col++) {
      Colour colour = colour_of (col, row);
      float probs[3] = { 0 };
      TsTileState state = ts_prediction_map_get (fixture->map, col, row, probs);
      g_assert_cmpint (
        state, ==, colour == WHITE ? TS_TILE_BACKGROUND : TS_TILE_PREDICTED);
      if (colour != WHITE)
        g_assert_cmpfloat_with_epsilon (probs[colour], expected, 1e-4);
    }
  }
  status = ts_tile_run_get_status (fixture->run);
  g_assert_cmpint (status.state, ==, TS_RUN_IDLE);
  g_assert_cmpuint (status.n_wanted, ==, count_tiles (FALSE));
  g_assert_cmpuint (status.n_done, ==, count_tiles (FALSE));
  g_assert_null (status.failure);
  g_assert_cmpuint (fixture->places->len, ==, N_COLS * N_ROWS);
  stop (fixture); /* the last wake may come after the wait ends */
  g_assert_cmpuint (fixture->n_wakes, >=, N_COLS * N_ROWS);
}

static void
test_results_do_not_depend_on_workers (void)
{
  g_autoptr (Fixture) one = fixture_new (tiny_model_new_genes ("green"));
  g_autoptr (Fixture) many = fixture_new (tiny_model_new_genes ("green"));

  start (one, 1);
  start (many, 5);
  aim_at_whole (one);
  aim_at_whole (many);
  wait (one);
  wait (many);
  for (guint i = 0; i < N_COLS * N_ROWS; i++) {
    float a[3] = { 0 }, b[3] = { 0 };
    g_assert_cmpint (
      ts_prediction_map_get (one->map, i % N_COLS, i / N_COLS, a), ==,
      ts_prediction_map_get (many->map, i % N_COLS, i / N_COLS, b));
    g_assert_cmpmem (a, sizeof a, b, sizeof b);
    g_assert_cmpint (
      ts_prediction_map_get (one->gene_map, i % N_COLS, i / N_COLS, a), ==,
      ts_prediction_map_get (many->gene_map, i % N_COLS, i / N_COLS, b));
    g_assert_cmpmem (a, sizeof a, b, sizeof b);
  }
}

static void
assert_within (const Fixture *self, guint from, guint end, TsTileRange range)
{
  for (guint i = from; i < end; i++) {
    TsTilePlace place = g_array_index (self->places, TsTilePlace, i);
    g_assert_cmpuint (place.col, >=, range.first_col);
    g_assert_cmpuint (place.col, <, range.last_col);
    g_assert_cmpuint (place.row, >=, range.first_row);
    g_assert_cmpuint (place.row, <, range.last_row);
  }
}

static void
test_tiles_in_view_come_first (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL);

  start (fixture, 1);
  ts_tile_run_aim (fixture->run, tiles_l0 (6, 4, 3, 2), TRUE);
  wait (fixture);
  assert_within (fixture, 0, 6, (TsTileRange){ 6, 9, 4, 6 });
  g_assert_cmpuint (fixture->places->len, ==, N_COLS * N_ROWS);
}

static void
test_only_the_view_is_run_unless_more_is_asked (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL);

  start (fixture, 2);
  ts_tile_run_aim (fixture->run, tiles_l0 (6, 4, 3, 2), FALSE);
  wait (fixture);
  g_assert_cmpuint (fixture->places->len, ==, 6);
  assert_within (fixture, 0, 6, (TsTileRange){ 6, 9, 4, 6 });
  ts_tile_run_aim_region (fixture->run, tiles_l0 (0, 0, 2, 2));
  wait (fixture);
  g_assert_cmpuint (fixture->places->len, ==, 10);
  assert_within (fixture, 6, 10, (TsTileRange){ 0, 2, 0, 2 });
}

static void
test_new_aim_changes_what_comes_next (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL);

  fixture->is_shut = TRUE;
  start (fixture, 1);
  aim_at_whole (fixture);
  wait_for_results (fixture, 1);
  ts_tile_run_aim (fixture->run, tiles_l0 (10, 7, 2, 2), TRUE);
  set_shut (fixture, FALSE);
  wait (fixture);
  assert_within (fixture, 1, 5, (TsTileRange){ 10, 12, 7, 9 });
}

static void
test_pause_holds_until_resumed (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL);
  TsRunStatus status = { 0 };

  fixture->is_shut = TRUE;
  start (fixture, 1);
  aim_at_whole (fixture);
  wait_for_results (fixture, 1);
  ts_tile_run_set_paused (fixture->run, TRUE);
  set_shut (fixture, FALSE);
  ts_lock_acquire (&fixture->lock);
  while (fixture->n_wakes == 0)
    ts_cond_wait (&fixture->changed, &fixture->lock);
  fixture->is_quiet = TRUE;
  ts_lock_release (&fixture->lock);
  /* A paused run still takes a new aim, and says how much it would be. */
  ts_tile_run_aim (fixture->run, tiles_l0 (6, 4, 3, 2), FALSE);
  do {
    status = ts_tile_run_get_status (fixture->run);
    g_assert_cmpint (status.state, ==, TS_RUN_PAUSED);
    g_assert_cmpfloat (status.seconds_left, ==, -1);
    g_usleep (1000);
  } while (status.n_wanted > 6);
  ts_lock_acquire (&fixture->lock);
  fixture->is_quiet = FALSE;
  ts_lock_release (&fixture->lock);
  ts_tile_run_set_paused (fixture->run, FALSE);
  wait (fixture);
  g_assert_cmpuint (fixture->places->len, ==, 7);
}

static void
test_failed_tiles_are_marked_and_the_run_goes_on (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL);
  TsTileCounts counts = { 0 };

  ts_slide_unref (fixture->slide);
  fixture->slide = new_slide (TRUE);
  start (fixture, 2);
  aim_at_whole (fixture);
  wait (fixture);
  counts = ts_prediction_map_get_counts (fixture->map);
  g_assert_cmpuint (counts.n_failed, ==, MIN (N_COLS, N_ROWS));
  g_assert_cmpuint (counts.n_unknown, ==, 0);
  g_assert_cmpint (ts_prediction_map_get (fixture->map, 3, 3, NULL), ==,
                   TS_TILE_FAILED);
  g_assert_true (g_str_has_prefix (fixture->failure, "tile "));
  g_assert_true (g_str_has_suffix (fixture->failure, "bad sectors"));
}

static void
test_answers_that_are_not_numbers_fail_the_tile (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL);

  ts_model_unref (fixture->model);
  fixture->model = tiny_model_new_broken ();
  start (fixture, 1);
  ts_tile_run_aim (fixture->run, tiles_l0 (0, 0, 1, 1), FALSE);
  wait (fixture);
  g_assert_cmpint (ts_prediction_map_get (fixture->map, 0, 0, NULL), ==,
                   TS_TILE_FAILED);
  g_assert_cmpstr (fixture->failure, ==,
                   "the network 'colours' gives a value that is not a number");
}

static void
test_tile_that_only_the_genes_failed_has_a_reason (void)
{
  g_autoptr (Fixture) fixture = fixture_new (tiny_model_new_broken ());
  g_autofree char *none = NULL;
  g_autofree char *reason = NULL;

  start (fixture, 2);
  none = ts_tile_run_dup_tile_failure (fixture->run);
  g_assert_null (none);
  ts_tile_run_aim (fixture->run, tiles_l0 (0, 0, 1, 1), FALSE);
  wait (fixture);
  g_assert_cmpint (ts_prediction_map_get (fixture->map, 0, 0, NULL), ==,
                   TS_TILE_PREDICTED);
  g_assert_cmpint (ts_prediction_map_get (fixture->gene_map, 0, 0, NULL), ==,
                   TS_TILE_FAILED);
  reason = ts_tile_run_dup_tile_failure (fixture->run);
  g_assert_cmpstr (reason, ==,
                   "the network 'colours' gives a value that is not a number");
}

static void
test_genes_run_on_their_class_only (void)
{
  g_autoptr (Fixture) fixture = fixture_new (tiny_model_new_genes ("green"));

  start (fixture, 2);
  aim_at_whole (fixture);
  wait (fixture);
  for (guint i = 0; i < N_COLS * N_ROWS; i++) {
    static const TsTileState expected[] = { TS_TILE_SKIPPED, TS_TILE_PREDICTED,
                                            TS_TILE_SKIPPED,
                                            TS_TILE_BACKGROUND };
    float probs[2] = { 0 };
    Colour colour = colour_of (i % N_COLS, i / N_COLS);
    g_assert_cmpint (
      ts_prediction_map_get (fixture->gene_map, i % N_COLS, i / N_COLS, probs),
      ==, expected[colour]);
    if (colour == GREEN)
      g_assert_cmpfloat_with_epsilon (probs[0],
                                      1 / (1 + exp (-10 * 20 / 255.0)), 1e-4);
  }
}

static void
test_genes_are_made_up_for_later (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL);
  guint n_classes = 0;

  start (fixture, 2);
  aim_at_whole (fixture);
  wait (fixture);
  stop (fixture);
  n_classes = fixture->n_classes_new;
  g_array_set_size (fixture->places, 0);
  fixture->mutations = tiny_model_new_genes ("green");
  fixture->gene_map = new_map (fixture->slide, fixture->mutations);
  start (fixture, 2);
  aim_at_whole (fixture);
  wait (fixture);
  g_assert_cmpuint (fixture->n_classes_new, ==, n_classes);
  g_assert_cmpuint (fixture->n_genes_new, ==, fixture->places->len);
  for (guint i = 0; i < fixture->places->len; i++) {
    TsTilePlace place = g_array_index (fixture->places, TsTilePlace, i);
    g_assert_cmpint (colour_of (place.col, place.row), ==, GREEN);
  }
  g_assert_cmpuint (ts_prediction_map_get_counts (fixture->gene_map).n_unknown,
                    ==, 0);
}

static void
test_known_tiles_are_not_run_again (void)
{
  g_autoptr (Fixture) fixture = fixture_new (tiny_model_new_genes (NULL));
  TsRunStatus status = { 0 };

  start (fixture, 2);
  aim_at_whole (fixture);
  wait (fixture);
  stop (fixture);
  fixture->is_quiet = TRUE;
  start (fixture, 2);
  aim_at_whole (fixture);
  wait (fixture);
  status = ts_tile_run_get_status (fixture->run);
  g_assert_cmpint (status.state, ==, TS_RUN_IDLE);
  g_assert_cmpuint (status.n_done, ==, count_tiles (FALSE));
}

static void
test_a_store_that_fails_ends_the_run (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL);
  g_autoptr (GError) error = NULL;
  TsRunStatus status = { 0 };

  fixture->fail_at = 5;
  start (fixture, 3);
  aim_at_whole (fixture);
  g_assert_false (ts_tile_run_wait (fixture->run, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, "the disk is full");
  status = ts_tile_run_get_status (fixture->run);
  g_assert_cmpint (status.state, ==, TS_RUN_FAILED);
  g_assert_cmpstr (status.failure, ==, "the disk is full");
  g_free (status.failure);
  stop (fixture);
  g_assert_cmpuint (fixture->places->len, ==, 5);
  g_assert_cmpuint (ts_prediction_map_get_version (fixture->map), ==, 4);
}

static void
test_cancel_ends_the_wait (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL);
  g_autoptr (TsCancel) cancel = ts_cancel_new ();
  g_autoptr (GError) error = NULL;

  fixture->is_shut = TRUE;
  start (fixture, 1);
  aim_at_whole (fixture);
  wait_for_results (fixture, 1);
  ts_cancel_set (cancel);
  g_assert_false (ts_tile_run_wait (fixture->run, cancel, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_CANCELLED);
  set_shut (fixture, FALSE);
}

static void
test_nothing_comes_after_it_is_freed (void)
{
  for (guint i = 1; i < 20; i++) {
    g_autoptr (Fixture) fixture = fixture_new (NULL);
    start (fixture, 3);
    aim_at_whole (fixture);
    wait_for_results (fixture, i);
    stop (fixture);
    fixture->is_quiet = TRUE;
    g_assert_cmpuint (ts_prediction_map_get_version (fixture->map), ==,
                      fixture->places->len);
  }
}

static void
test_workers_give_way_to_others (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL);

#ifndef __linux__
  g_test_skip ("threads have a priority of their own on Linux only");
  return;
#endif
  start (fixture, 1);
  ts_tile_run_aim (fixture->run, tiles_l0 (0, 0, 1, 1), FALSE);
  wait (fixture);
  g_assert_cmpint (fixture->niceness, ==,
                   MAX (10, getpriority (PRIO_PROCESS, 0)));
}

static void
test_unknown_runs_on_class_is_refused (void)
{
  g_autoptr (Fixture) fixture = fixture_new (tiny_model_new_genes ("LUAD"));
  const TsTileRunParams params = params_of (fixture, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (ts_tile_run_new (&params, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED);
  g_assert_cmpstr (
    error->message, ==,
    "'genes' runs on tiles of class 'LUAD', which 'colours' does not know");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-run/classifies-every-tissue-tile",
                   test_classifies_every_tissue_tile);
  g_test_add_func ("/tile-run/results-do-not-depend-on-workers",
                   test_results_do_not_depend_on_workers);
  g_test_add_func ("/tile-run/tiles-in-view-come-first",
                   test_tiles_in_view_come_first);
  g_test_add_func ("/tile-run/only-the-view-is-run-unless-more-is-asked",
                   test_only_the_view_is_run_unless_more_is_asked);
  g_test_add_func ("/tile-run/new-aim-changes-what-comes-next",
                   test_new_aim_changes_what_comes_next);
  g_test_add_func ("/tile-run/pause-holds-until-resumed",
                   test_pause_holds_until_resumed);
  g_test_add_func ("/tile-run/failed-tiles-are-marked-and-the-run-goes-on",
                   test_failed_tiles_are_marked_and_the_run_goes_on);
  g_test_add_func ("/tile-run/answers-that-are-not-numbers-fail-the-tile",
                   test_answers_that_are_not_numbers_fail_the_tile);
  g_test_add_func ("/tile-run/tile-that-only-the-genes-failed-has-a-reason",
                   test_tile_that_only_the_genes_failed_has_a_reason);
  g_test_add_func ("/tile-run/genes-run-on-their-class-only",
                   test_genes_run_on_their_class_only);
  g_test_add_func ("/tile-run/genes-are-made-up-for-later",
                   test_genes_are_made_up_for_later);
  g_test_add_func ("/tile-run/known-tiles-are-not-run-again",
                   test_known_tiles_are_not_run_again);
  g_test_add_func ("/tile-run/a-store-that-fails-ends-the-run",
                   test_a_store_that_fails_ends_the_run);
  g_test_add_func ("/tile-run/cancel-ends-the-wait", test_cancel_ends_the_wait);
  g_test_add_func ("/tile-run/nothing-comes-after-it-is-freed",
                   test_nothing_comes_after_it_is_freed);
  g_test_add_func ("/tile-run/workers-give-way-to-others",
                   test_workers_give_way_to_others);
  g_test_add_func ("/tile-run/unknown-runs-on-class-is-refused",
                   test_unknown_runs_on_class_is_refused);
  return g_test_run ();
}
