/* McNemar's test: whether two paired yes-no results differ.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/estimate.h"

G_BEGIN_DECLS

typedef struct {
  guint n;        /* all pairs */
  guint b, c;     /* discordant: first yes and second no; the reverse */
  double exact_p; /* binomial, two-sided: twice the smaller tail, at most 1 */
  double chi2,
    p; /* (b - c)^2 / (b + c), McNemar, Psychometrika 12, 153-157 (1947) */
  double chi2_cc,
    p_cc; /* (|b - c| - 1)^2 / (b + c), Edwards (1948); 0 where b is c */
  TsEstimate
    difference; /* (b - c) / n, the difference of the two shares, with the SE of
                            the difference of paired proportions */
  const char *reason; /* why the chi-squares are NAN; NULL when they are not */
} TsMcnemar;

/* b + c <= n. Without a discordant pair exact_p is 1 and the chi-squares are NAN. Any
 * thread. */
void ts_mcnemar_compute (guint b, guint c, guint n, TsMcnemar *out);

G_END_DECLS
