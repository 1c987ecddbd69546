/* Likely resolutions of a slide that does not state one, each a button: what the file hints at,
 * and the two usual ones. Nothing is taken before it is clicked.
 *
 * Signals
 *   chosen (double mpp)   microns per pixel
 *
 * Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/records/slide-info.h"

G_BEGIN_DECLS

#define TS_TYPE_MPP_CHOICES (ts_mpp_choices_get_type ())
G_DECLARE_FINAL_TYPE (TsMppChoices, ts_mpp_choices, TS, MPP_CHOICES, GtkWidget)

/* slide: NULL shows none. */
void ts_mpp_choices_show (TsMppChoices *self, const TsSlideInfo *slide);

G_END_DECLS
