/* What a reader may see of what there is, by the state of the case he reads. The one place
 * that knows; everything on a screen or in a file asks here. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/study-case.h"

G_BEGIN_DECLS

typedef enum {
  TS_MATERIAL_MODEL_LAYER,   /* heat map, outlines, legend, tile classes */
  TS_MATERIAL_PROBABILITY,   /* numbers and bars of a model */
  TS_MATERIAL_LIST_ORDER,    /* a list of tiles or slides sorted by a model */
  TS_MATERIAL_RUN_PANEL,     /* that, how far and how fast a model runs */
  TS_MATERIAL_MODEL_PICTURE, /* a snapshot or an export with a model in it */
  TS_MATERIAL_OTHER_READERS, /* opinions, regions, bookmarks of others */
  TS_MATERIAL_TRUTH,         /* the reference standard */
  TS_MATERIAL_FILE_NAME,   /* name, folder, label and macro image of a slide */
  TS_MATERIAL_OWN_READING, /* the reader's own answers and regions of this case */
  TS_N_MATERIALS
} TsMaterial;

gboolean ts_session_may_show (TsCaseState state, TsMaterial material);

/* "model-layer", "probability", ...: in the events of the log. */
const char *ts_material_to_text (TsMaterial material);
gboolean ts_material_from_text (const char *text, TsMaterial *out);

G_END_DECLS
