/* A window of the open slide's properties; what may identify the patient is apart and closed.
 * The label and macro pictures are shown when asked for, in windows of their own. Close it
 * with its slide. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/slide/slide.h"

G_BEGIN_DECLS

#define TS_TYPE_SLIDE_PROPERTIES (ts_slide_properties_get_type ())
G_DECLARE_FINAL_TYPE (TsSlideProperties,
                      ts_slide_properties,
                      TS,
                      SLIDE_PROPERTIES,
                      AdwWindow)

/* A reference is taken of the slide. */
GtkWidget *ts_slide_properties_new (GtkWindow *parent,
                                    TsSlide *slide) G_GNUC_WARN_UNUSED_RESULT;
/* What the copy button copies: "name<tab>value", one a line. The caller owns it. */
char *
ts_slide_properties_format (TsSlideProperties *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
