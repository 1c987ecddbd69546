/* The ground of a drawn slide: everything but nuclei and single cells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "resources/demo/planes.h"
#include "resources/demo/spot.h"

G_BEGIN_DECLS

void ts_fill_ground (TsPlanes *planes, const TsScene *scene);

/* Squamous cells lie flat around a pearl: where a place of the slide falls in the lattice
 * of cells, and where in the slide a point of the lattice falls. Both are offsets to add. */
void ts_fill_squash (const TsSpot *spot, double out_offset_px[2]);
void ts_fill_unsquash (const TsSpot *spot, double out_offset_px[2]);

G_END_DECLS
