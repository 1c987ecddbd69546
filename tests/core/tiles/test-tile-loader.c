/* The tile loader: order, replacement of its queue, failures, news and a prompt end.
 * The wake is a condition here; the tests wait for counts, never for time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/lock.h"
#include "core/tiles/tile-loader.h"
#include "fake-slide.h"

typedef struct {
  TsLock lock;
  TsCond changed;
  GArray *made;     /* guarded: width of each payload, in order of making */
  guint n_wakes;    /* guarded */
  gboolean is_held; /* guarded: make_payload waits while set */
  guint n_making;   /* guarded */
  TsPyramid *pyramid;
  TsTileCache *cache;
  TsTileLoader *loader;
} Fixture;

static gpointer
keep (gpointer payload)
{
  return g_bytes_ref (payload);
}

static void
forget (gpointer payload)
{
  g_bytes_unref (payload);
}

static gpointer
make_payload (guint32 *argb,
              guint width,
              guint height,
              gsize *out_n_bytes,
              gpointer user_data)
{
  Fixture *self = user_data;

  ts_lock_acquire (&self->lock);
  self->n_making++;
  ts_cond_broadcast (&self->changed);
  while (self->is_held)
    ts_cond_wait (&self->changed, &self->lock);
  g_array_append_val (self->made, argb[0]);
  ts_lock_release (&self->lock);
  *out_n_bytes = (gsize) width * height * sizeof *argb;
  return g_bytes_new_take (argb, *out_n_bytes);
}

static void
wake (gpointer user_data)
{
  Fixture *self = user_data;

  ts_lock_acquire (&self->lock);
  self->n_wakes++;
  ts_cond_broadcast (&self->changed);
  ts_lock_release (&self->lock);
}

/* The colour of a tile's first pixel names the tile. */
static guint32
name_pixel (gint64 x, gint64 y)
{
  return (guint32) (x / 256) << 8 | (guint32) (y / 256);
}

static void
set_up (Fixture *self, guint n_threads)
{
  FakeSlide fake = { .width_px = 256 * 20,
                     .height_px = 256 * 4,
                     .pixel = name_pixel,
                     .n_scales = 1,
                     .scales = { 1 },
                     .broken_l0 = { 256 * 19, 0, 10, 10 } };
  g_autoptr (TsSlide) slide = fake_slide_new (&fake);
  TsTileLoaderParams params = { .n_threads = n_threads,
                                .source = 5,
                                .make_payload = make_payload,
                                .wake = wake,
                                .user_data = self };

  *self = (Fixture){ 0 };
  ts_lock_init (&self->lock);
  ts_cond_init (&self->changed);
  self->made = g_array_new (FALSE, FALSE, sizeof (guint32));
  params.pyramid = self->pyramid = ts_pyramid_new (slide);
  params.cache = self->cache = ts_tile_cache_new (1 << 30, keep, forget);
  self->loader = ts_tile_loader_new (&params);
}

static void
tear_down (Fixture *self)
{
  ts_tile_loader_free (self->loader);
  ts_tile_cache_unref (self->cache);
  ts_pyramid_unref (self->pyramid);
  g_array_unref (self->made);
  ts_cond_clear (&self->changed);
  ts_lock_clear (&self->lock);
}

static TsTileKey
key_of (guint col, guint row)
{
  return (TsTileKey){ 5, 0, col, row };
}

static void
request_columns (Fixture *self, const guint *cols, guint n_cols)
{
  TsTileKey keys[20];

  for (guint i = 0; i < n_cols; i++)
    keys[i] = key_of (cols[i], 1);
  ts_tile_loader_request (self->loader, keys, n_cols);
}

static void
hold (Fixture *self, gboolean is_held)
{
  ts_lock_acquire (&self->lock);
  self->is_held = is_held;
  ts_cond_broadcast (&self->changed);
  ts_lock_release (&self->lock);
}

static void
wait_for_making (Fixture *self, guint n_making)
{
  ts_lock_acquire (&self->lock);
  while (self->n_making < n_making)
    ts_cond_wait (&self->changed, &self->lock);
  ts_lock_release (&self->lock);
}

/* Takes news until the loader has nothing to do; the sum of all. */
static TsTileNews
wait_for_idle (Fixture *self)
{
  TsTileNews sum = { 0 };
  gboolean is_idle = FALSE;

  while (!is_idle) {
    TsTileNews news;

    is_idle = ts_tile_loader_is_idle (self->loader);
    news = ts_tile_loader_take_news (self->loader);
    sum.n_loaded += news.n_loaded;
    sum.n_failed += news.n_failed;
    if (news.last_failure != NULL) {
      g_free (sum.last_failure);
      sum.last_failure = news.last_failure;
    }
    g_thread_yield ();
  }
  return sum;
}

static guint
made_column (Fixture *self, guint i)
{
  return g_array_index (self->made, guint32, i) >> 8 & 0xff;
}

static void
test_order (void)
{
  static const guint cols[] = { 7, 3, 11, 0 };
  Fixture self;
  TsTileNews news;

  set_up (&self, 1);
  request_columns (&self, cols, G_N_ELEMENTS (cols));
  news = wait_for_idle (&self);
  g_assert_cmpuint (news.n_loaded, ==, 4);
  g_assert_cmpuint (news.n_failed, ==, 0);
  g_assert_null (news.last_failure);
  for (guint i = 0; i < G_N_ELEMENTS (cols); i++) {
    TsTileKey key = key_of (cols[i], 1);

    g_assert_cmpuint (made_column (&self, i), ==, cols[i]);
    g_assert_true (ts_tile_cache_contains (self.cache, &key));
  }
  tear_down (&self);
}

static void
test_replaced_queue (void)
{
  static const guint before[] = { 1, 2, 3, 4 }, after[] = { 9, 3, 1 };
  Fixture self;
  TsTileLoaderStats stats;
  TsTileNews news;

  set_up (&self, 1);
  hold (&self, TRUE);
  request_columns (&self, before, G_N_ELEMENTS (before));
  wait_for_making (&self, 1);
  request_columns (&self, after, G_N_ELEMENTS (after));
  hold (&self, FALSE);
  news = wait_for_idle (&self);
  stats = ts_tile_loader_get_stats (self.loader);
  /* 1 was being read: kept, and not read again; 2 and 4 are no longer wanted. */
  g_assert_cmpuint (news.n_loaded, ==, 3);
  g_assert_cmpuint (self.made->len, ==, 3);
  g_assert_cmpuint (made_column (&self, 0), ==, 1);
  g_assert_cmpuint (made_column (&self, 1), ==, 9);
  g_assert_cmpuint (made_column (&self, 2), ==, 3);
  g_assert_cmpuint (stats.n_requested, ==, 5);
  g_assert_cmpuint (stats.n_loaded, ==, 3);
  g_assert_cmpuint (stats.n_dropped, ==, 2);
  g_assert_cmpuint (stats.n_failed, ==, 0);
  tear_down (&self);
}

static void
test_cached_passed_over (void)
{
  static const guint cols[] = { 1, 2 };
  Fixture self;

  set_up (&self, 2);
  request_columns (&self, cols, 2);
  wait_for_idle (&self);
  request_columns (&self, cols, 2);
  g_assert_true (ts_tile_loader_is_idle (self.loader));
  g_assert_cmpuint (ts_tile_loader_get_stats (self.loader).n_requested, ==, 2);
  tear_down (&self);
}

static void
test_failed_remembered (void)
{
  Fixture self;
  TsTileKey keys[2] = { key_of (19, 0), key_of (18, 0) };
  TsTileNews news;

  set_up (&self, 2);
  ts_tile_loader_request (self.loader, keys, 2);
  news = wait_for_idle (&self);
  g_assert_cmpuint (news.n_loaded, ==, 1);
  g_assert_cmpuint (news.n_failed, ==, 1);
  g_assert_cmpstr (news.last_failure, ==,
                   "cannot read 256x256 pixels at 4864,0 of level 0 of 'a "
                   "slide in memory': broken on purpose");
  g_free (news.last_failure);
  g_assert_true (ts_tile_loader_is_failed (self.loader, &keys[0]));
  g_assert_false (ts_tile_loader_is_failed (self.loader, &keys[1]));
  ts_tile_loader_request (self.loader, keys, 2);
  g_assert_true (ts_tile_loader_is_idle (self.loader));
  g_assert_cmpuint (ts_tile_loader_get_stats (self.loader).n_failed, ==, 1);
  tear_down (&self);
}

static void
test_wakes_coalesce (void)
{
  static const guint cols[] = { 1, 2, 3, 4, 5, 6 };
  Fixture self;

  set_up (&self, 2);
  request_columns (&self, cols, G_N_ELEMENTS (cols));
  while (!ts_tile_loader_is_idle (self.loader))
    g_thread_yield ();
  ts_lock_acquire (&self.lock);
  while (self.n_wakes == 0)
    ts_cond_wait (&self.changed, &self.lock);
  g_assert_cmpuint (self.n_wakes, ==, 1);
  ts_lock_release (&self.lock);
  g_assert_cmpuint (ts_tile_loader_take_news (self.loader).n_loaded, ==, 6);
  g_assert_cmpuint (ts_tile_loader_take_news (self.loader).n_loaded, ==, 0);
  tear_down (&self);
}

/* The end neither reads what is still queued nor wakes anybody. */
static void
test_prompt_end (void)
{
  static const guint cols[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
  Fixture self;
  guint n_wakes;

  set_up (&self, 2);
  hold (&self, TRUE);
  request_columns (&self, cols, G_N_ELEMENTS (cols));
  wait_for_making (&self, 2);
  hold (&self, FALSE);
  ts_tile_loader_free (self.loader);
  self.loader = NULL;
  n_wakes = self.n_wakes;
  g_assert_cmpuint (n_wakes, <=, 1);
  g_assert_cmpuint (self.made->len, <=, 10);
  tear_down (&self);
}

static void
test_end_without_work (void)
{
  Fixture self;

  set_up (&self, 4);
  ts_tile_loader_request (self.loader, NULL, 0);
  g_assert_true (ts_tile_loader_is_idle (self.loader));
  tear_down (&self);
}

/* The coarsest tiles stay when the cache has no room at all. */
static void
test_coarsest_pinned (void)
{
  Fixture self;
  TsTileKey keys[2] = { { 5, 5, 0, 0 }, { 5, 0, 2, 2 } };

  set_up (&self, 1);
  g_assert_cmpuint (ts_pyramid_get_n_levels (self.pyramid), ==, 6);
  ts_tile_cache_set_byte_budget (self.cache, 1);
  keys[0].row = 0;
  ts_tile_loader_request (self.loader, keys, 2);
  g_free (wait_for_idle (&self).last_failure);
  g_assert_false (ts_tile_cache_contains (self.cache, &keys[1]));
  /* The broken place is in the coarsest tile of this slide. */
  g_assert_true (ts_tile_loader_is_failed (self.loader, &keys[0]));
  keys[0] = (TsTileKey){ 5, 4, 0, 0 };
  ts_tile_loader_request (self.loader, keys, 1);
  g_free (wait_for_idle (&self).last_failure);
  g_assert_true (ts_tile_cache_contains (self.cache, &keys[0]));
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-loader/loads-the-most-urgent-first", test_order);
  g_test_add_func ("/tile-loader/drops-what-is-no-longer-wanted",
                   test_replaced_queue);
  g_test_add_func ("/tile-loader/passes-over-what-is-cached",
                   test_cached_passed_over);
  g_test_add_func ("/tile-loader/remembers-what-cannot-be-read",
                   test_failed_remembered);
  g_test_add_func ("/tile-loader/wakes-once-until-news-are-taken",
                   test_wakes_coalesce);
  g_test_add_func ("/tile-loader/ends-promptly", test_prompt_end);
  g_test_add_func ("/tile-loader/ends-without-work", test_end_without_work);
  g_test_add_func ("/tile-loader/pins-the-coarsest-tiles",
                   test_coarsest_pinned);
  return g_test_run ();
}
