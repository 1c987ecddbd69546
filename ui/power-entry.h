/* The magnification in the corner: shows the objective power, takes another one.
 * Signals: power-entered (double power); done () when the keyboard may go elsewhere, entered
 * or not. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TS_TYPE_POWER_ENTRY (ts_power_entry_get_type ())
G_DECLARE_FINAL_TYPE (TsPowerEntry, ts_power_entry, TS, POWER_ENTRY, GtkWidget)

GtkWidget *ts_power_entry_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* power: 0 when the slide has none; then the scale is shown in percent of full resolution. */
void ts_power_entry_set_power (TsPowerEntry *self, double power, double scale);

/* "20", "20x", "2.5 ×", "2,5": the number, or -1. */
double ts_power_entry_parse (const char *text);

G_END_DECLS
