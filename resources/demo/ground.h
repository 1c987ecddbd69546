/* The ground of a drawn slide at one place: amounts of dye before any cell is laid on it.
 * Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "resources/demo/planes.h"
#include "resources/demo/spot.h"

G_BEGIN_DECLS

typedef struct {
  const TsScene *scene;
  double x_px, y_px;
  const TsSpot *spot; /* what lies there */
} TsPlace;

TsDye ts_ground_glass (const TsPlace *at); /* with the pen's ink */
TsDye ts_ground_stroma (const TsPlace *at);
TsDye ts_ground_alveoli (const TsPlace *at);
TsDye ts_ground_vessel (const TsPlace *at);
TsDye ts_ground_glands (const TsPlace *at);
TsDye ts_ground_sheets (const TsPlace *at);

G_END_DECLS
