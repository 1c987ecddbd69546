/* The magnification over the canvas: out, whole slide, the objectives the slide has, the
 * number itself to type another, in. A compact one, for where the room is narrow, leaves the
 * objectives away; their keys remain.
 * Signals: power-chosen (double power), 0 for the whole slide; done () when the keyboard may
 * go back to the canvas. In and out are the window's actions. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TS_TYPE_POWER_BAR (ts_power_bar_get_type ())
G_DECLARE_FINAL_TYPE (TsPowerBar, ts_power_bar, TS, POWER_BAR, GtkWidget)

GtkWidget *ts_power_bar_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* FALSE at first. */
void ts_power_bar_set_compact (TsPowerBar *self, gboolean is_compact);

typedef struct {
  double base_power; /* of the slide at full resolution; 0: unknown */
  double power;      /* shown now; 0: unknown */
  double scale;      /* view pixels per level-0 pixel */
  double min_scale;  /* what the canvas can still show */
  gboolean is_fitted;
} TsPowerState;

void ts_power_bar_set_state (TsPowerBar *self, const TsPowerState *state);

G_END_DECLS
