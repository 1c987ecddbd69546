/* Asks for a place on the slide by its coordinates.
 * Signal: place-entered (double x_l0, double y_l0), always on the slide. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/slide/slide.h"

G_BEGIN_DECLS

#define TS_TYPE_GO_TO_POPOVER (ts_go_to_popover_get_type ())
G_DECLARE_FINAL_TYPE (TsGoToPopover,
                      ts_go_to_popover,
                      TS,
                      GO_TO_POPOVER,
                      GtkPopover)

GtkWidget *ts_go_to_popover_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Opens with the current place in the entry, selected, to be typed over. A reference to the
 * slide is kept. */
void
ts_go_to_popover_ask (TsGoToPopover *self, TsSlide *slide, TsPoint current_l0);

G_END_DECLS
