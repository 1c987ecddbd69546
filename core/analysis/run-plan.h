/* What a run still has to do, in which order, and how much of what was asked is done.
 * One thread at a time (the run guards it).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/prediction-map.h"

G_BEGIN_DECLS

typedef struct {
  TsRect near_l0;    /* tiles that touch it come first, centre out */
  gboolean is_whole; /* then all others */
} TsRunAim;

typedef struct TsRunPlan TsRunPlan;

/* gene_map may be NULL. runs_on_class: index in map of the only class that gene_map is
 * for, -1 for all. What follows for genes from the classes that are known (background,
 * other classes) is set in gene_map at once. Both are kept by reference. */
TsRunPlan *ts_run_plan_new (TsPredictionMap *map,
                            TsPredictionMap *gene_map,
                            int runs_on_class) G_GNUC_WARN_UNUSED_RESULT;
void ts_run_plan_free (TsRunPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsRunPlan, ts_run_plan_free)

/* Tissue tiles asked for, and those of them that are done. Tiles nobody has looked at count
 * as tissue when they are likely to be. */
void ts_run_plan_count (const TsRunPlan *self,
                        guint64 *out_n_wanted,
                        guint64 *out_n_done);

/* Tissue tiles of the whole grid, whatever was asked for; counted as above. */
guint64 ts_run_plan_get_n_tissue (const TsRunPlan *self);

void ts_run_plan_aim (TsRunPlan *self, const TsRunAim *aim);
/* Takes the next tile to work on: near before far, likely tissue before the rest. FALSE
 * when nothing is left of what was asked. */
gboolean ts_run_plan_take (TsRunPlan *self, TsTilePlace *out_place);
/* A taken tile is done, and was background or not. */
void
ts_run_plan_finish (TsRunPlan *self, TsTilePlace place, gboolean is_background);
/* likely [n_rows][n_cols]: which tiles look like tissue. Until then all do. */
void ts_run_plan_set_likely (TsRunPlan *self, const guint8 *likely);

G_END_DECLS
