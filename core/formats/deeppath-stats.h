/* DeepPATH's per-slide and per-patient results: out2_perSlideStats.txt, out3_perPatientStats.txt
 * (github.com/ncoudray/DeepPATH, 03_postprocessing/0h_ROC_MultiOutput_BootStrap.py).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A plain value that owns its arrays; any thread may read it. */
typedef struct {
  guint n_slides, n_classes;
  double n_tiles; /* of all slides */
  guint8 *truth;  /* [n_slides][n_classes], 0 or 1 */
  double *selected,
    *average; /* [n_slides][n_classes], in [0, 1]: share of the tiles
                                 of that class, mean probability */
  /* The first 12 letters of TCGA names; a slide of another name is a unit of its own. */
  gboolean has_patients;
  guint n_units;
  guint *units; /* [n_slides], below n_units */
} TsDeepPathStats;

/* A line is, separated by tabs: NAME, "true_label: [1.0, 0.0]", "Percent_Selected: S1", S2 ...,
 * "Average_Probability: P1", P2 ..., "tiles#: N". NULL with the errors of
 * ts_text_file_load(), or TS_ERROR_FORMAT with file and line. */
TsDeepPathStats *ts_deeppath_stats_load (const char *path, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
void ts_deeppath_stats_free (TsDeepPathStats *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsDeepPathStats, ts_deeppath_stats_free)

G_END_DECLS
