/* Where squamous cells lie: a lattice stretched here and there, and flat around pearls.
 * Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "resources/demo/spot.h"

G_BEGIN_DECLS

/* From a place of the slide, with its spot, to the lattice of squamous cells. */
void ts_squames_to_lattice (const TsScene *scene,
                            const TsSpot *spot,
                            const double xy_px[2],
                            double out_xy_px[2]);
/* About the way back; spot is what lies at xy_px, read as a place of the slide. */
void ts_squames_from_lattice (const TsScene *scene,
                              const TsSpot *spot,
                              const double xy_px[2],
                              double out_xy_px[2]);

G_END_DECLS
