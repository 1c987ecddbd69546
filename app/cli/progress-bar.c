/* A line on the terminal that says how far a long command is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/progress-bar.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEFAULT_WIDTH 80u
#define MAX_BAR_WIDTH 40u

gboolean
ts_progress_bar_is_wanted (void)
{
  return isatty (STDERR_FILENO) == 1;
}

static guint
get_terminal_width (void)
{
  struct winsize size = { 0 };
  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return DEFAULT_WIDTH;
}

static void
append_time_left (GString *text, double seconds_left)
{
  guint seconds = (guint) CLAMP (seconds_left + 0.5, 0, 1e9);
  if (seconds >= 3600)
    g_string_append_printf (text, ", %u h %02u min left", seconds / 3600,
                            seconds / 60 % 60);
  else if (seconds >= 60)
    g_string_append_printf (text, ", %u min %02u s left", seconds / 60,
                            seconds % 60);
  else
    g_string_append_printf (text, ", %u s left", seconds);
}

char *
ts_progress_bar_format (const TsProgressState *state, guint width)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "%" G_GUINT64_FORMAT, state->n_done);
  if (state->n_total > 0)
    g_string_append_printf (text, " of %" G_GUINT64_FORMAT, state->n_total);
  g_string_append_printf (text, " %s", state->unit);
  if (state->per_second > 0)
    g_string_append_printf (text, ", %.1f/s", state->per_second);
  if (state->seconds_left >= 0)
    append_time_left (text, state->seconds_left);
  if (text->len + 10 < width && state->n_total > 0) {
    guint n_cells = MIN (MAX_BAR_WIDTH, width - (guint) text->len - 4);
    double share =
      CLAMP ((double) state->n_done / (double) state->n_total, 0, 1);
    guint n_full = (guint) (share * n_cells);
    g_autoptr (GString) bar = g_string_new ("[");
    for (guint i = 0; i < n_cells; i++)
      g_string_append_c (bar, i < n_full ? '=' : ' ');
    g_string_append (bar, "] ");
    g_string_prepend (text, bar->str);
  }
  g_string_truncate (text, MIN (text->len, (gsize) width));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
ts_progress_bar_show (const TsProgressState *state)
{
  if (!ts_progress_bar_is_wanted ())
    return;
  /* The last column stays free, or some terminals begin a new line. */
  g_autofree char *line =
    ts_progress_bar_format (state, get_terminal_width () - 1);
  fprintf (stderr, "\r\033[K%s", line);
  fflush (stderr);
}

void
ts_progress_bar_clear (void)
{
  if (ts_progress_bar_is_wanted ())
    fputs ("\r\033[K", stderr);
}
