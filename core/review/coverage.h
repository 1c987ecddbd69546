/* How much of a slide came before a reader's eyes, and at what magnification: a map of at most
 * 128 x 128 square cells over the scanned part. A cell counts by its centre. Pure. One thread
 * at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/geometry.h"

G_BEGIN_DECLS

#define TS_COVERAGE_MAX_CELLS 128

typedef struct TsCoverage TsCoverage;

TsCoverage *ts_coverage_new (TsRect bounds_l0) G_GNUC_WARN_UNUSED_RESULT;
/* Goes on with what ts_coverage_to_bytes gave for the same bounds; NULL when it is not of
 * such. */
TsCoverage *ts_coverage_new_from_bytes (TsRect bounds_l0, GBytes *bytes)
  G_GNUC_WARN_UNUSED_RESULT;
void ts_coverage_free (TsCoverage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsCoverage, ts_coverage_free)

/* The view rests on visible_l0 at this objective power (0: not known). */
void ts_coverage_add_view (TsCoverage *self, TsRect visible_l0, double power);

/* Share of the cells seen at this power or more (0: at any), rounded down to the steps 1.25,
 * 2.5, 5, 10, 20, 40. */
double ts_coverage_get_share (const TsCoverage *self, double min_power);
/* The same in square millimetres; 0 where mpp_x or mpp_y (microns per level-0 pixel) is. */
double ts_coverage_get_mm2 (const TsCoverage *self,
                            double min_power,
                            double mpp_x,
                            double mpp_y);

/* One byte a cell, row by row: 0 not seen, 1 seen, 2 seen at 1.25x or more, ... 7 at 40x. */
GBytes *ts_coverage_to_bytes (const TsCoverage *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
