/* A line on the terminal that says how far a long command is. Nothing where stderr is no
 * terminal. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint64 n_done, n_total; /* n_total 0: unknown */
  double per_second;       /* 0: unknown */
  double seconds_left;     /* -1: unknown */
  const char *unit;        /* "tiles" */
} TsProgressState;

gboolean ts_progress_bar_is_wanted (void);
void ts_progress_bar_show (const TsProgressState *state);
/* Takes the line away again, before anything else is printed. */
void ts_progress_bar_clear (void);

/* The line in at most width columns; the caller owns it. */
char *ts_progress_bar_format (const TsProgressState *state,
                              guint width) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
