/* One statistic as a paper prints it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/estimate.h"

#include <math.h>

#define NO_VARIANCE "the estimated variance is zero"
#define TOO_FEW     "fewer than 10 cases are too few for this interval"

gboolean
ts_estimate_has_value (const TsEstimate *self)
{
  return !isnan (self->value);
}

gboolean
ts_estimate_has_interval (const TsEstimate *self)
{
  return !isnan (self->low) && !isnan (self->high);
}

TsEstimate
ts_estimate_unknown (guint n, const char *reason)
{
  return ts_estimate_bare (NAN, n, reason);
}

TsEstimate
ts_estimate_bare (double value, guint n, const char *reason)
{
  return (TsEstimate){
    .value = value, .se = NAN, .low = NAN, .high = NAN, .n = n, .reason = reason
  };
}

TsEstimate
ts_estimate_from_se (double value,
                     double se,
                     double quantile,
                     guint n,
                     const char *method)
{
  TsEstimate estimate = ts_estimate_bare (value, n, NULL);

  if (!(se > 0))
    estimate.reason = NO_VARIANCE;
  else if (n < TS_ENOUGH_CASES)
    estimate.reason = TOO_FEW;
  estimate.se = se;
  estimate.method = method;
  if (estimate.reason == NULL) {
    estimate.low = value - quantile * se;
    estimate.high = value + quantile * se;
  }
  return estimate;
}

void
ts_estimate_clip (TsEstimate *self, double min, double max)
{
  if (!ts_estimate_has_interval (self))
    return;
  self->low = MAX (self->low, min);
  self->high = MIN (self->high, max);
}
