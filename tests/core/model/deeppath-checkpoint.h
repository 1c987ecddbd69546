/* Checkpoints as DeepPATH's training leaves them, with seeded values: the network's variables,
 * their moving averages with other values, and all that an import must leave alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/core/model/bundle-writer.h"

G_BEGIN_DECLS

typedef enum {
  DEEPPATH_VALUES, /* of the variables and their averages; zeros for the rest */
  DEEPPATH_ZEROS   /* everywhere */
} DeepPathFill;

/* All 1565 tensors, for three classes and the background of the names and shapes of the
 * published checkpoint. */
void
deeppath_add_all (BundleWriter *writer, guint n_outputs, DeepPathFill fill);

/* The value of a tensor with such a name [shape]; the caller's. Weights keep the second
 * moment of what goes through them, so that the network's numbers stay in range. */
float *deeppath_make_values (const char *name, const TsShape *shape);

#define DEEPPATH_AVERAGE "/ExponentialMovingAverage"

G_END_DECLS
