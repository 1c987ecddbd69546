/* How fast tiles come: bench-tiles [SLIDE]. Each pyramid level read by one thread, then by
 * the loader as a view pans over level 0, one and two threads, and how long a fitted view
 * takes to be sharp. Without SLIDE, the real slide of TS_TEST_DATA; skipped where that is
 * absent. Prints tiles per second and processor time per tile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* CLOCK_PROCESS_CPUTIME_ID */

#include <stdlib.h>
#include <time.h>

#include "core/tiles/tile-loader.h"
#include "core/tiles/tile-plan.h"

#define MESON_SKIP  77
#define MAX_TILES   400 /* of a level: enough to tell, on a large slide too */
#define CACHE_BYTES (512u << 20)
#define N_STEPS     40

static double
get_ms (clockid_t clock)
{
  struct timespec now = { 0 };

  clock_gettime (clock, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

typedef struct {
  double wall_ms, cpu_ms;
} Watch;

static Watch
watch_start (void)
{
  return (Watch){ get_ms (CLOCK_MONOTONIC), get_ms (CLOCK_PROCESS_CPUTIME_ID) };
}

static void
watch_print (const Watch *start, const char *what, guint n)
{
  Watch now = watch_start ();
  double wall_ms = now.wall_ms - start->wall_ms;

  g_print ("%-28s %5u tiles %8.1f tiles/s %7.2f ms processor time each\n", what,
           n, n * 1e3 / wall_ms, (now.cpu_ms - start->cpu_ms) / n);
}

/* A fresh slide each time: OpenSlide and the pyramid remember what they decoded. */
static TsPyramid *
open_pyramid (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = ts_slide_open (path, &error);

  if (slide == NULL) {
    g_printerr ("%s\n", error->message);
    exit (1);
  }
  return ts_pyramid_new (slide);
}

static guint
read_level (TsPyramid *pyramid, guint level)
{
  guint n_cols = ts_pyramid_get_n_cols (pyramid, level);
  guint n_rows = ts_pyramid_get_n_rows (pyramid, level);
  guint n_read = 0;

  for (guint i = 0; i < n_cols * n_rows && n_read < MAX_TILES; i++) {
    TsPyramidTile tile = { level, i % n_cols, i / n_cols };
    TsTilePixels pixels;

    if (!ts_pyramid_read_tile (pyramid, tile, &pixels, NULL, NULL))
      continue;
    g_free (pixels.argb);
    n_read++;
  }
  return n_read;
}

static void
bench_levels (const char *path)
{
  g_autoptr (TsPyramid) first = open_pyramid (path);

  for (guint level = 0; level < ts_pyramid_get_n_levels (first); level++) {
    g_autoptr (TsPyramid) pyramid = open_pyramid (path);
    g_autofree char *what = g_strdup_printf ("pyramid, level %u", level);
    Watch watch = watch_start ();
    guint n_read = read_level (pyramid, level);

    watch_print (&watch, what, MAX (n_read, 1));
  }
}

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
  *out_n_bytes = (gsize) width * height * sizeof *argb;
  return g_bytes_new_take (argb, *out_n_bytes);
}

static void
wake (gpointer user_data)
{
}

static void
request_view (TsTileLoader *loader, TsPyramid *pyramid, const TsViewport *view)
{
  g_autoptr (GArray) wanted = ts_tile_plan_wanted (pyramid, 1, view, 1, NULL);
  g_autofree TsTileKey *keys = g_new (TsTileKey, wanted->len);

  for (guint i = 0; i < wanted->len; i++)
    keys[i] = g_array_index (wanted, TsPlannedTile, i).key;
  ts_tile_loader_request (loader, keys, wanted->len);
}

static gboolean
is_sharp (TsPyramid *pyramid, TsTileCache *cache, const TsViewport *view)
{
  TsTileFrame frame = { .max_new = G_MAXUINT };
  g_autoptr (GArray) drawn =
    ts_tile_plan_drawn (pyramid, 1, view, 1, cache, &frame);

  return frame.n_missing == 0;
}

static void
bench_loader (const char *path, guint n_threads)
{
  g_autoptr (TsPyramid) pyramid = open_pyramid (path);
  g_autoptr (TsTileCache) cache = ts_tile_cache_new (CACHE_BYTES, keep, forget);
  TsTileLoaderParams params = { .n_threads = n_threads,
                                .pyramid = pyramid,
                                .cache = cache,
                                .source = 1,
                                .make_payload = make_payload,
                                .wake = wake };
  g_autoptr (TsTileLoader) loader = ts_tile_loader_new (&params);
  const TsSlideInfo *info = ts_slide_get_info (ts_pyramid_get_slide (pyramid));
  TsViewport view = { .width_view = 1500, .height_view = 900 };
  g_autofree char *what =
    g_strdup_printf ("loader, %u thread(s), panning", n_threads);
  Watch watch = watch_start ();
  double sharp_ms;

  ts_viewport_fit (&view, info->bounds_l0);
  request_view (loader, pyramid, &view);
  while (!is_sharp (pyramid, cache, &view))
    g_usleep (500);
  sharp_ms = get_ms (CLOCK_MONOTONIC) - watch.wall_ms;
  g_print ("a fitted view is sharp after %.0f ms with %u thread(s)\n", sharp_ms,
           n_threads);
  while (!ts_tile_loader_is_idle (loader))
    g_usleep (500);
  ts_tile_cache_remove_source (cache, 1);
  view.scale = 1;
  watch = watch_start ();
  for (guint i = 0; i < N_STEPS; i++) {
    view.center_l0.x = (double) info->width_px * (i + 0.5) / N_STEPS;
    request_view (loader, pyramid, &view);
    while (!is_sharp (pyramid, cache, &view))
      g_usleep (500);
  }
  watch_print (&watch, what,
               (guint) ts_tile_loader_get_stats (loader).n_loaded);
}

int
main (int argc, char **argv)
{
  const char *folder = g_getenv ("TS_TEST_DATA");
  g_autofree char *path =
    argc > 1 ? g_strdup (argv[1])
             : g_build_filename (folder != NULL ? folder : "", "slides",
                                 "CMU-1-Small-Region.svs", NULL);

  if (argc == 1 && !g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_printerr ("CMU-1-Small-Region.svs is not here\n");
    return MESON_SKIP;
  }
  bench_levels (path);
  bench_loader (path, 1);
  bench_loader (path, 2);
  return 0;
}
