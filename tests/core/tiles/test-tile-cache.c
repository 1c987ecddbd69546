/* The tile cache: what stays, what goes, and that nothing leaks or is freed twice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/tile-cache.h"

typedef struct {
  gint n_refs;
} Payload;

static gint n_alive; /* payloads, atomic */

static Payload *
payload_new (void)
{
  Payload *payload = g_new0 (Payload, 1);

  payload->n_refs = 1;
  g_atomic_int_inc (&n_alive);
  return payload;
}

static gpointer
payload_dup (gpointer data)
{
  g_atomic_int_inc (&((Payload *) data)->n_refs);
  return data;
}

static void
payload_release (gpointer data)
{
  Payload *payload = data;

  if (!g_atomic_int_dec_and_test (&payload->n_refs))
    return;
  g_atomic_int_add (&n_alive, -1);
  g_free (payload);
}

static TsTileCache *
cache_new (gsize byte_budget)
{
  g_assert_cmpint (n_alive, ==, 0);
  return ts_tile_cache_new (byte_budget, payload_dup, payload_release);
}

static TsTileKey
key_of (guint col)
{
  return (TsTileKey){ .source = 1, .level = 2, .col = col, .row = 3 };
}

static void
insert (TsTileCache *cache, guint col, gsize n_bytes, gboolean is_pinned)
{
  TsTileKey key = key_of (col);

  ts_tile_cache_insert (cache, &key, payload_new (), n_bytes, is_pinned);
}

static gboolean
has (TsTileCache *cache, guint col)
{
  TsTileKey key = key_of (col);

  return ts_tile_cache_contains (cache, &key);
}

static void
use (TsTileCache *cache, guint col)
{
  TsTileKey key = key_of (col);
  gpointer payload = ts_tile_cache_lookup (cache, &key);

  g_assert_nonnull (payload);
  payload_release (payload);
}

static void
test_evicts_oldest (void)
{
  TsTileCache *cache = cache_new (300);

  for (guint col = 0; col < 3; col++)
    insert (cache, col, 100, FALSE);
  use (cache, 0);
  insert (cache, 3, 100, FALSE);
  g_assert_true (has (cache, 0));
  g_assert_false (has (cache, 1));
  g_assert_true (has (cache, 2));
  g_assert_true (has (cache, 3));
  g_assert_cmpuint (ts_tile_cache_get_n_bytes (cache), ==, 300);
  g_assert_cmpint (n_alive, ==, 3);
  ts_tile_cache_unref (cache);
  g_assert_cmpint (n_alive, ==, 0);
}

static void
test_looking_is_not_using (void)
{
  TsTileCache *cache = cache_new (200);

  insert (cache, 0, 100, FALSE);
  insert (cache, 1, 100, FALSE);
  g_assert_true (has (cache, 0));
  insert (cache, 2, 100, FALSE);
  g_assert_false (has (cache, 0));
  ts_tile_cache_unref (cache);
}

static void
test_keys_differ (void)
{
  TsTileCache *cache = cache_new (1000);
  TsTileKey keys[] = { { 1, 2, 3, 4 },
                       { 2, 2, 3, 4 },
                       { 1, 3, 3, 4 },
                       { 1, 2, 4, 4 },
                       { 1, 2, 3, 5 } };

  ts_tile_cache_insert (cache, &keys[0], payload_new (), 1, FALSE);
  for (guint i = 1; i < G_N_ELEMENTS (keys); i++) {
    g_assert_false (ts_tile_cache_contains (cache, &keys[i]));
    g_assert_null (ts_tile_cache_lookup (cache, &keys[i]));
  }
  ts_tile_cache_unref (cache);
}

static void
test_pinned_stays (void)
{
  TsTileCache *cache = cache_new (200);

  insert (cache, 0, 100, TRUE);
  for (guint col = 1; col < 10; col++)
    insert (cache, col, 100, FALSE);
  g_assert_true (has (cache, 0));
  g_assert_false (has (cache, 8));
  g_assert_true (has (cache, 9));
  use (cache, 0);
  ts_tile_cache_set_byte_budget (cache, 0);
  g_assert_true (has (cache, 0));
  g_assert_false (has (cache, 9));
  ts_tile_cache_unref (cache);
  g_assert_cmpint (n_alive, ==, 0);
}

static void
test_shown (void)
{
  TsTileCache *cache = cache_new (250);
  TsTileKey first = key_of (0), other = key_of (7);

  insert (cache, 0, 100, FALSE);
  g_assert_cmpint (ts_tile_cache_find (cache, &first), ==, TS_CACHED_NEW);
  ts_tile_cache_mark_shown (cache, &first);
  ts_tile_cache_mark_shown (cache, &other); /* not there: nothing happens */
  g_assert_cmpint (ts_tile_cache_find (cache, &first), ==, TS_CACHED_SHOWN);
  g_assert_cmpint (ts_tile_cache_find (cache, &other), ==, TS_CACHED_NOT);
  /* Neither counts as a use: the first goes first. */
  insert (cache, 1, 100, FALSE);
  g_assert_cmpint (ts_tile_cache_find (cache, &first), ==, TS_CACHED_SHOWN);
  insert (cache, 2, 100, FALSE);
  g_assert_false (has (cache, 0));
  /* What comes again is new again. */
  insert (cache, 0, 100, FALSE);
  g_assert_cmpint (ts_tile_cache_find (cache, &first), ==, TS_CACHED_NEW);
  ts_tile_cache_unref (cache);
  g_assert_cmpint (n_alive, ==, 0);
}

static void
test_replaces (void)
{
  TsTileCache *cache = cache_new (300);

  insert (cache, 0, 100, FALSE);
  insert (cache, 0, 200, FALSE);
  g_assert_cmpint (n_alive, ==, 1);
  g_assert_cmpuint (ts_tile_cache_get_n_bytes (cache), ==, 200);
  insert (cache, 0, 50, TRUE);
  insert (cache, 0, 60, FALSE);
  g_assert_cmpuint (ts_tile_cache_get_n_bytes (cache), ==, 60);
  ts_tile_cache_unref (cache);
  g_assert_cmpint (n_alive, ==, 0);
}

static void
test_too_large (void)
{
  TsTileCache *cache = cache_new (100);

  insert (cache, 0, 60, FALSE);
  insert (cache, 1, 101, FALSE);
  g_assert_true (has (cache, 0));
  g_assert_false (has (cache, 1));
  g_assert_cmpint (n_alive, ==, 1);
  ts_tile_cache_unref (cache);
}

static void
test_remove_source (void)
{
  TsTileCache *cache = cache_new (1000);
  TsTileKey other = { .source = 2, .level = 2, .col = 0, .row = 3 };

  insert (cache, 0, 100, TRUE);
  insert (cache, 1, 100, FALSE);
  ts_tile_cache_insert (cache, &other, payload_new (), 100, FALSE);
  ts_tile_cache_remove_source (cache, 1);
  g_assert_false (has (cache, 0));
  g_assert_false (has (cache, 1));
  g_assert_true (ts_tile_cache_contains (cache, &other));
  g_assert_cmpuint (ts_tile_cache_get_n_bytes (cache), ==, 100);
  ts_tile_cache_unref (cache);
  g_assert_cmpint (n_alive, ==, 0);
}

static void
test_held_survives (void)
{
  TsTileCache *cache = cache_new (100);
  TsTileKey key = key_of (0);
  gpointer held;

  insert (cache, 0, 100, FALSE);
  held = ts_tile_cache_lookup (cache, &key);
  insert (cache, 1, 100, FALSE);
  ts_tile_cache_unref (cache);
  g_assert_cmpint (n_alive, ==, 1);
  payload_release (held);
  g_assert_cmpint (n_alive, ==, 0);
}

static gpointer
hammer (gpointer data)
{
  TsTileCache *cache = data;

  for (guint i = 0; i < 3000; i++) {
    TsTileKey key = key_of (i * 7 % 50);
    gpointer payload = ts_tile_cache_lookup (cache, &key);

    if (payload != NULL)
      payload_release (payload);
    else
      ts_tile_cache_insert (cache, &key, payload_new (), 10, i % 97 == 0);
    if (i % 1000 == 999)
      ts_tile_cache_remove_source (cache, 1);
  }
  return NULL;
}

static void
test_threads (void)
{
  TsTileCache *cache = cache_new (200);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("hammer", hammer, cache);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  ts_tile_cache_remove_source (cache, 1);
  g_assert_cmpuint (ts_tile_cache_get_n_bytes (cache), ==, 0);
  g_assert_cmpint (n_alive, ==, 0);
  ts_tile_cache_unref (cache);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-cache/evicts-least-recently-used",
                   test_evicts_oldest);
  g_test_add_func ("/tile-cache/does-not-count-a-look-as-a-use",
                   test_looking_is_not_using);
  g_test_add_func ("/tile-cache/tells-keys-apart-by-every-field",
                   test_keys_differ);
  g_test_add_func ("/tile-cache/knows-what-was-shown", test_shown);
  g_test_add_func ("/tile-cache/never-evicts-a-pinned-entry",
                   test_pinned_stays);
  g_test_add_func ("/tile-cache/replaces-an-entry", test_replaces);
  g_test_add_func ("/tile-cache/does-not-keep-what-is-larger-than-its-budget",
                   test_too_large);
  g_test_add_func ("/tile-cache/removes-one-source-only", test_remove_source);
  g_test_add_func ("/tile-cache/leaves-what-is-held", test_held_survives);
  g_test_add_func ("/tile-cache/serves-several-threads", test_threads);
  return g_test_run ();
}
