/* What a reader may see.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/may-show.h"

#include "core/records/text-table.h"

static const char *const material_texts[] = {
  "model-layer",   "probability", "list-order", "run-panel",   "model-picture",
  "other-readers", "truth",       "file-name",  "own-reading",
};

TS_DEFINE_TEXTS (TsMaterial, material, material_texts)

gboolean
ts_session_may_show (TsCaseState state, TsMaterial material)
{
  switch (material) {
  case TS_MATERIAL_OWN_READING:
    return TRUE;
  case TS_MATERIAL_MODEL_LAYER:
  case TS_MATERIAL_PROBABILITY:
  case TS_MATERIAL_LIST_ORDER:
  case TS_MATERIAL_RUN_PANEL:
  case TS_MATERIAL_MODEL_PICTURE:
    /* Not when finished: the same slide may come again in another arm. */
    return state == TS_CASE_REVEALED;
  case TS_MATERIAL_OTHER_READERS:
  case TS_MATERIAL_TRUTH:
  case TS_MATERIAL_FILE_NAME:
  case TS_N_MATERIALS:
  default:
    return FALSE;
  }
}
