/* What a model said of one tile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/prediction.h"

guint
ts_probs_find_most_likely (const float *probs, guint n_probs)
{
  guint best = 0;

  for (guint i = 1; i < n_probs; i++)
    best = probs[i] > probs[best] ? i : best;
  return best;
}
