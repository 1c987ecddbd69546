/* A picture of the slide that may name the patient (label, macro), shown because the reader
 * asked for it and marked private. It goes with its parent. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/slide/slide.h"

G_BEGIN_DECLS

/* The picture is read in a thread. */
GtkWidget *
ts_slide_picture_window_new (GtkWindow *parent,
                             TsSlide *slide,
                             const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* "Label", "Overview", "Thumbnail", or the name itself. */
const char *ts_slide_picture_get_title (const char *name);

G_END_DECLS
