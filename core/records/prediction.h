/* What a model said of one tile, or that the tile was left out as background.
 * A plain value.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint32 col, row;
  float background_share; /* share of the tile's pixels with L >= 220 */
  guint n_probs;          /* 0 for a tile left out as background, or not of
                             runs_on_class */
  const float
    *probs; /* [n_probs], borrowed from whoever hands the prediction over */
  gint64 made_at_us; /* unix microseconds, UTC; set by the store */
} TsPrediction;

/* Index of the largest of n_probs, at least one, values; of equal ones the first. Whatever
 * takes a tile for one of a class (runs_on_class, heat map, lists) asks here. Any thread. */
guint ts_probs_find_most_likely (const float *probs, guint n_probs);

G_END_DECLS
