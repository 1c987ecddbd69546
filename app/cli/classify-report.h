/* What a classification found: for people, as JSON, as CSV. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/prediction-map.h"
#include "core/records/model-info.h"
#include "core/records/slide-info.h"

G_BEGIN_DECLS

typedef struct {
  const TsSlideInfo *slide;
  const TsModelInfo *model;
  const TsModelInfo *mutations; /* NULL: none */
  TsPredictionMap *map;
  TsPredictionMap *gene_map; /* NULL exactly when mutations is */
  const char *store_path;
} TsClassifyReport;

/* The tiles that touch region_l0 alone, in a map of the same grid. The caller owns it. */
TsPredictionMap *ts_classify_report_cut (TsPredictionMap *map, TsRect region_l0)
  G_GNUC_WARN_UNUSED_RESULT;

void ts_classify_report_print (const TsClassifyReport *self);
void ts_classify_report_print_json (const TsClassifyReport *self);
/* WSInfer's form: minx,miny,width,height in rounded level-0 pixels, then prob_CLASS for each
 * class and prob_GENE for each gene, empty where the mutations model did not run. One line
 * for each classified tile, by row, then column. path as in ts_output_write_text. */
gboolean ts_classify_report_write_csv (const TsClassifyReport *self,
                                       const char *path,
                                       GError **error);

G_END_DECLS
