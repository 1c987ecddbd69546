/* A ring over the canvas that shows where a place is, for a moment. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/slide-view.h"

G_BEGIN_DECLS

#define TS_TYPE_PLACE_BEACON (ts_place_beacon_get_type ())
G_DECLARE_FINAL_TYPE (TsPlaceBeacon,
                      ts_place_beacon,
                      TS,
                      PLACE_BEACON,
                      GtkWidget)

GtkWidget *ts_place_beacon_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Once; the beacon lies over the whole view, in the same place. */
void ts_place_beacon_set_view (TsPlaceBeacon *self, TsSlideView *view);
void ts_place_beacon_show (TsPlaceBeacon *self, TsPoint place_l0);
void ts_place_beacon_hide (TsPlaceBeacon *self);
gboolean ts_place_beacon_is_shown (TsPlaceBeacon *self);

G_END_DECLS
