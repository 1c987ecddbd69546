/* One statistic as a paper prints it: value, standard error, 95 % interval, n, or why not.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fewer cases give a value and no interval: large-sample formulas and percentiles of resamples
 * promise nothing there. */
#define TS_ENOUGH_CASES 10

/* A plain value. What cannot be estimated is NAN, and reason says why. se is NAN without a
 * reason where the interval does not come from one (Wilson, bootstrap). Any thread. */
typedef struct {
  double value, se, low, high;
  guint n; /* what value rests on: cases, unless the function says else */
  const char *method; /* of the interval: "Wilson". Static; NULL: no interval */
  const char *reason; /* static; NULL when all that should be there is there */
} TsEstimate;

gboolean ts_estimate_has_value (const TsEstimate *self);
gboolean ts_estimate_has_interval (const TsEstimate *self);

/* Nothing but the reason. */
TsEstimate ts_estimate_unknown (guint n, const char *reason);
/* A value whose interval is not estimable for the given reason. */
TsEstimate ts_estimate_bare (double value, guint n, const char *reason);
/* value +- quantile * se, cut to [min, max]. A se of 0 gives no interval: it says that the
 * large-sample formula has failed and not that the value is certain. Neither has n below
 * TS_ENOUGH_CASES. */
TsEstimate ts_estimate_from_se (double value,
                                double se,
                                double quantile,
                                guint n,
                                const char *method);
void ts_estimate_clip (TsEstimate *self, double min, double max);

G_END_DECLS
