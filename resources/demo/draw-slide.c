/* draw-slide: draws a slide that never was, for demonstration, teaching and tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdlib.h>

#include "resources/demo/draw.h"
#include "resources/demo/slide-file.h"
#include "resources/demo/tile-set.h"
#include "resources/demo/truth.h"

#define WIDTH_MIN 1024
#define WIDTH_MAX 40000

typedef struct {
  gint64 seed;
  int width_px, n_tiles, n_threads;
  char *output, *truth, *tiles_dir;
} Options;

static gboolean
draw (const Options *options, GError **error)
{
  g_autoptr (TsMaterials) materials = ts_materials_new ();
  guint width_px = (guint) options->width_px, height_px = width_px / 4 * 3;
  g_autoptr (TsScene) scene =
    ts_scene_new (materials, (guint64) options->seed, width_px, height_px);

  if (options->truth != NULL) {
    g_autofree char *text = ts_truth_to_text (scene);

    if (!g_file_set_contents (options->truth, text, -1, error))
      return FALSE;
  }
  if (options->output != NULL) {
    g_autofree guint8 *rgb = ts_draw_slide (scene, (guint) options->n_threads);

    return ts_slide_file_write (options->output, rgb, width_px, height_px,
                                TS_SCENE_MPP, error);
  }
  return TRUE;
}

static gboolean
is_usable (const Options *options)
{
  if (options->output == NULL && options->truth == NULL &&
      options->tiles_dir == NULL)
    return FALSE;
  if (options->tiles_dir != NULL && options->n_tiles < 1)
    return FALSE;
  return options->seed >= 0 && options->n_threads >= 1 &&
         options->n_threads <= 64 && options->width_px >= WIDTH_MIN &&
         options->width_px <= WIDTH_MAX;
}

int
main (int argc, char **argv)
{
  Options options = { .seed = TS_SCENE_DEMO_SEED,
                      .width_px = TS_SCENE_DEMO_WIDTH_PX,
                      .n_threads = 2 };
  const GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed,
      "what to draw; left out: the demonstration slide", "N" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output, "the slide",
      "FILE.tiff" },
    { "truth", 0, 0, G_OPTION_ARG_FILENAME, &options.truth,
      "its outlines, as GeoJSON", "FILE.json" },
    { "width", 0, 0, G_OPTION_ARG_INT, &options.width_px,
      "width in pixels of half a micron (7680)", "N" },
    { "tiles", 0, 0, G_OPTION_ARG_INT, &options.n_tiles,
      "draw so many single tiles, each as of another slide", "N" },
    { "tiles-dir", 0, 0, G_OPTION_ARG_FILENAME, &options.tiles_dir,
      "the folder for them and their labels.csv", "DIR" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.n_threads, "to draw with (2)",
      "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context =
    g_option_context_new ("- draw a slide that never was");
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("draw-slide: %s\n", error->message);
    return 2;
  }
  if (argc > 1 || !is_usable (&options)) {
    g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

    g_printerr ("%s", help);
    return 2;
  }
  is_done = options.tiles_dir == NULL ||
            ts_tile_set_draw (options.tiles_dir, (guint64) options.seed,
                              (guint) options.n_tiles,
                              (guint) options.n_threads, &error);
  if (is_done && (options.output != NULL || options.truth != NULL))
    is_done = draw (&options, &error);
  if (!is_done) {
    g_printerr ("draw-slide: %s\n", error->message);
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
