/* What a model says of a region, by a stated rule: the tiles whose centre is inside count,
 * each once. The mean of their probabilities and the class most of them are of are both
 * kept. Pure. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/grid-spec.h"
#include "core/records/prediction.h"
#include "core/records/study-case.h"

G_BEGIN_DECLS

/* In the store, so that another rule is another name. */
#define TS_REGION_RULE "centre-inside/1"

/* Inside by the even-odd rule, the outline closed: a point on a left or upper edge is inside,
 * on a right or lower one not. A rectangle is between its two corners, the same way. */
gboolean ts_region_contains (const TsRegion *region, TsPoint point_l0);

typedef struct {
  const TsRegion *region;
  TsGridSpec grid;
  guint n_classes;
  guint n_tiles; /* inside, with probabilities; background tiles do not count */
  double *sums;  /* [n_classes] */
  guint *n_first; /* [n_classes] tiles of which this is the most likely class */
} TsRegionRule;

/* region must stay. */
void ts_region_rule_init (TsRegionRule *self,
                          const TsRegion *region,
                          const TsGridSpec *grid,
                          guint n_classes);
void ts_region_rule_clear (TsRegionRule *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TsRegionRule, ts_region_rule_clear)

/* Any prediction of the run, inside or not. */
void ts_region_rule_add (TsRegionRule *self, const TsPrediction *prediction);

typedef struct {
  guint n_tiles;
  guint n_majority; /* tiles of majority_class */
  int mean_class;   /* of the largest mean, -1 without a tile */
  int
    majority_class; /* of equal counts the larger mean, then the first; -1 without */
} TsRegionCall;

/* mean_probs [n_classes], 0 without a tile. */
TsRegionCall ts_region_rule_finish (const TsRegionRule *self,
                                    float *mean_probs);

G_END_DECLS
