/* What is done to the values of a product while they are still in the cache.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const float *bias; /* one a column, or NULL */
  float low, high;   /* -INFINITY and INFINITY: no bounds */
} TsEpilogue;

/* Adds the bias to each of n_rows rows of n columns and keeps the values in [low, high];
 * rows begin stride apart. */
void ts_epilogue_apply (const TsEpilogue *e,
                        float *rows,
                        gsize n_rows,
                        gsize n,
                        gsize stride);

G_END_DECLS
