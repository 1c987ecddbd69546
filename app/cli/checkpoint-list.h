/* What is in a TensorFlow checkpoint, for people and for machines.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/tensor-bundle.h"

G_BEGIN_DECLS

/* One tensor a line: name, type, shape. */
void ts_checkpoint_print (const TsTensorBundle *bundle);
void ts_checkpoint_print_json (const TsTensorBundle *bundle);

G_END_DECLS
