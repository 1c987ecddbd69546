/* Bias and bounds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/epilogue.h"

#include <math.h>

void
ts_epilogue_apply (const TsEpilogue *e,
                   float *rows,
                   gsize n_rows,
                   gsize n,
                   gsize stride)
{
  const gboolean is_clamped = e->low > -INFINITY || e->high < INFINITY;
  const float low = e->low, high = e->high;

  if (e->bias == NULL && !is_clamped)
    return;
  for (gsize r = 0; r < n_rows; r++) {
    const float bias = e->bias != NULL ? e->bias[r] : 0;
    float *row = rows + r * stride;

    if (!is_clamped)
      for (gsize i = 0; i < n; i++)
        row[i] += bias;
    else
      for (gsize i = 0; i < n; i++) {
        const float v = row[i] + bias;
        const float raised = v < low ? low : v;

        row[i] = raised > high ? high : raised;
      }
  }
}
