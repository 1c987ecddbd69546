/* A button that shows how far the slide is turned, and turns it upright: seen only while it
 * is turned. Signals: clicked (), of GtkButton. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TS_TYPE_COMPASS (ts_compass_get_type ())
G_DECLARE_FINAL_TYPE (TsCompass, ts_compass, TS, COMPASS, GtkButton)

GtkWidget *ts_compass_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Radians clockwise; 0 hides the button. */
void ts_compass_set_angle (TsCompass *self, double angle);

G_END_DECLS
