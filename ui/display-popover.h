/* How the slide is displayed: brightness, contrast, gamma, colour profile. Main thread.
 *
 * Signals
 *   display-changed ()   ts_display_popover_get_display gives another one
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/slide/slide.h"
#include "core/tiles/display.h"

G_BEGIN_DECLS

#define TS_TYPE_DISPLAY_POPOVER (ts_display_popover_get_type ())
G_DECLARE_FINAL_TYPE (TsDisplayPopover,
                      ts_display_popover,
                      TS,
                      DISPLAY_POPOVER,
                      GtkPopover)

/* Remembers whether profiles are used; a reference is taken. */
void ts_display_popover_set_settings (TsDisplayPopover *self,
                                      GSettings *settings);
/* The look stays, the profile is the slide's, read in a thread. NULL: none is open. */
void ts_display_popover_set_slide (TsDisplayPopover *self, TsSlide *slide);
/* Borrowed; NULL: the slide as it is. */
TsDisplay *ts_display_popover_get_display (TsDisplayPopover *self);
/* TRUE where the reader changed the look; a profile alone is the scanner's own. */
gboolean ts_display_popover_is_adjusted (TsDisplayPopover *self);
/* Back to the neutral look; the profile is left. */
void ts_display_popover_reset (TsDisplayPopover *self);

G_END_DECLS
