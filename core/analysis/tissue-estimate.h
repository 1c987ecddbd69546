/* Which tiles look like tissue on a coarse level: for totals and for the order of work, not
 * for any decision about a tile. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/cancel.h"
#include "core/slide/slide.h"
#include "core/tiles/grid.h"

G_BEGIN_DECLS

/* out_likely [n_rows][n_cols] of 0 or 1. FALSE, with TS_ERROR_MISSING when the slide has no
 * level coarse enough for a quick look (at most 2^24 pixels), TS_ERROR_READ or
 * TS_ERROR_CANCELLED. */
gboolean ts_tissue_estimate (TsSlide *slide,
                             const TsGridSpec *grid,
                             guint8 *out_likely,
                             const TsCancel *cancel,
                             GError **error);

G_END_DECLS
