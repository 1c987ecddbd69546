/* What of a slide could not be read, in words. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/slide-view.h"

G_BEGIN_DECLS

/* failures: of TsReadFailure. A coarse region that is made from a finer one which failed too
 * counts once, with the finer one. */
guint ts_read_failures_count_places (const GPtrArray *failures);
/* One failure a line: level, place, reason. What is in them of the path of the slide is left
 * out. The caller owns it. */
char *ts_read_failures_format (const GPtrArray *failures,
                               TsSlide *slide) G_GNUC_WARN_UNUSED_RESULT;
/* A window with the same, to be read and copied. */
GtkWidget *
ts_read_failures_window_new (GtkWindow *parent,
                             const GPtrArray *failures,
                             TsSlide *slide) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
