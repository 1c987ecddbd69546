/* Proportions: k of n with an interval.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/estimate.h"

G_BEGIN_DECLS

/* Any thread. n of 0 is not estimable, with reason_for_none. k <= n.
 * Wilson's score interval without continuity correction: Wilson, J Am Stat Assoc 22,
 * 209-212 (1927). It is 95 %, and never degenerate. */
TsEstimate ts_proportion_wilson (guint k, guint n, const char *reason_for_none);
/* The exact interval: Clopper and Pearson, Biometrika 26, 404-413 (1934). */
TsEstimate ts_proportion_exact (guint k, guint n, const char *reason_for_none);

G_END_DECLS
