/* What stands below a snapshot: legend, marks, scale, model, state, "for research use
 * only". Private to the room. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "core/export/snapshot.h"

G_BEGIN_DECLS

typedef struct {
  const TsSnapshotParams *params;
  const TsSnapshotTexts *texts;
  const GPtrArray *marks; /* of const TsOpinion * */
  double scale;           /* picture pixels per level-0 pixel */
  double font_px, width_px;
  gboolean is_complete; /* else it says that places could not be read */
} TsPageFooter;

/* The height it takes; draws from y down only when is_drawing. */
double ts_page_footer_lay_out (const TsPageFooter *self,
                               cairo_t *cr,
                               double y,
                               gboolean is_drawing);

G_END_DECLS
