/* Bias and bounds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/epilogue.h"

#include <math.h>

static void
bound_row (const TsEpilogue *e, float *row, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    const float raised = row[i] < e->low ? e->low : row[i];

    row[i] = raised > e->high ? e->high : raised;
  }
}

void
ts_epilogue_apply (const TsEpilogue *e,
                   float *rows,
                   gsize n_rows,
                   gsize n,
                   gsize stride)
{
  const gboolean is_bounded = e->low > -INFINITY || e->high < INFINITY;

  if (e->bias == NULL && !is_bounded)
    return;
  for (gsize r = 0; r < n_rows; r++) {
    float *row = rows + r * stride;

    for (gsize i = 0; e->bias != NULL && i < n; i++)
      row[i] += e->bias[i];
    if (is_bounded)
      bound_row (e, row, n);
  }
}
