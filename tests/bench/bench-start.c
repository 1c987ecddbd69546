/* How long the program takes to start: bench-start TESSERA [SLIDE [ROUNDS]], in a display of
 * its own (tests/bench/run-view). In turn, a bare GTK program (this one, with --bare) from its
 * start to the end of its window's first frame, and TESSERA with the slide from its start to
 * the first frame, the first pixels of the slide and the sharp view. Start is the moment before
 * the process is made. Both windows are 1500x900, the store is a fresh one, and the files are
 * in the system's cache after the first round, which does not count. Without SLIDE, the real
 * slide of TS_TEST_DATA; skipped where that is absent.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/parse.h"
#include "tests/bench/order-statistics.h"

#define MESON_SKIP 77
#define MAX_ROUNDS 99

typedef struct {
  double bare_ms, frame_ms, pixels_ms, sharp_ms;
} Start;

static void
on_bare_frame (GdkFrameClock *clock, gpointer user_data)
{
  gint64 started_us = g_ascii_strtoll (g_getenv ("TS_REPORT_START"), NULL, 10);

  g_print ("first frame %.1f ms\n",
           (double) (g_get_monotonic_time () - started_us) / 1e3);
  exit (0);
}

G_NORETURN static void
run_bare (void)
{
  gtk_init ();
  GtkWidget *window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1500, 900);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint",
                    G_CALLBACK (on_bare_frame), NULL);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

/* What the program printed; the caller frees. */
static char *
run (char **argv)
{
  char *out = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) env = g_get_environ ();
  g_autofree char *now =
    g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());

  env = g_environ_setenv (env, "TS_REPORT_START", now, TRUE);
  if (!g_spawn_sync (NULL, argv, env, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                     &out, NULL, NULL, &error))
    g_error ("%s", error->message);
  return out;
}

/* The number after the label, up to the next space. */
static gboolean
find_ms (const char *text, const char *label, double *out_ms)
{
  const char *at = strstr (text, label);
  g_auto (GStrv) words =
    at != NULL ? g_strsplit (at + strlen (label), " ", 2) : NULL;

  return words != NULL && ts_parse_double (words[0], 0, 1e6, out_ms);
}

static Start
start_both (char *self, char *program, char *slide, char *store)
{
  char bare_option[] = "--bare", store_option[] = "--store";
  char *bare_argv[] = { self, bare_option, NULL };
  char *argv[] = { program, store_option, store, slide, NULL };
  Start start = { 0 };
  g_autofree char *bare = run (bare_argv);
  g_autofree char *ours = run (argv);

  g_unlink (store);
  if (!find_ms (bare, "first frame ", &start.bare_ms) ||
      !find_ms (ours, "first frame ", &start.frame_ms) ||
      !find_ms (ours, "first pixels ", &start.pixels_ms) ||
      !find_ms (ours, "sharp ", &start.sharp_ms))
    g_error ("what was started said: %s%s", bare, ours);
  return start;
}

static double
median_of (const Start *starts, guint n, gsize offset)
{
  double values[MAX_ROUNDS];

  for (guint i = 0; i < n; i++)
    values[i] =
      *(const double *) (const void *) ((const char *) &starts[i] + offset);
  return ts_order_quantile (values, n, 0.5);
}

static void
print_starts (const Start *starts, guint n)
{
  double more[MAX_ROUNDS];

  for (guint i = 0; i < n; i++)
    more[i] = starts[i].sharp_ms - starts[i].bare_ms;
  g_print ("medians of %u starts: bare GTK window %.0f ms; Tessera first frame "
           "%.0f, first pixels %.0f, sharp %.0f ms; sharp after the bare "
           "window, in turn: %.0f ms (%.0f to %.0f)\n",
           n, median_of (starts, n, G_STRUCT_OFFSET (Start, bare_ms)),
           median_of (starts, n, G_STRUCT_OFFSET (Start, frame_ms)),
           median_of (starts, n, G_STRUCT_OFFSET (Start, pixels_ms)),
           median_of (starts, n, G_STRUCT_OFFSET (Start, sharp_ms)),
           ts_order_quantile (more, n, 0.5), ts_order_quantile (more, n, 0),
           ts_order_quantile (more, n, 1));
}

int
main (int argc, char **argv)
{
  const char *folder = g_getenv ("TS_TEST_DATA");
  g_autofree char *slide =
    argc > 2 ? g_strdup (argv[2])
             : g_build_filename (folder != NULL ? folder : "", "slides",
                                 "CMU-1-Small-Region.svs", NULL);
  g_autofree char *scratch = NULL, *store = NULL;
  Start starts[MAX_ROUNDS];
  gint64 n_rounds = 9;

  if (argc == 2 && strcmp (argv[1], "--bare") == 0)
    run_bare ();
  if (argc < 2 || argc > 4 ||
      (argc > 3 && !ts_parse_int (argv[3], 1, MAX_ROUNDS, &n_rounds))) {
    g_printerr ("usage: bench-start TESSERA [SLIDE [ROUNDS]]\n");
    return 2;
  }
  if (!g_file_test (slide, G_FILE_TEST_EXISTS)) {
    g_printerr ("%s is not here\n", slide);
    return argc == 2 ? MESON_SKIP : 1;
  }
  scratch = g_dir_make_tmp ("start-XXXXXX", NULL);
  if (scratch == NULL)
    return 1;
  store = g_build_filename (scratch, "store.db", NULL);
  start_both (argv[0], argv[1], slide, store);
  for (guint i = 0; i < n_rounds; i++)
    starts[i] = start_both (argv[0], argv[1], slide, store);
  print_starts (starts, (guint) n_rounds);
  g_rmdir (scratch);
  return 0;
}
