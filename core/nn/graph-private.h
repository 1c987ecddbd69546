/* What the graph alone needs of a node.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/graph.h"

G_BEGIN_DECLS

TsNode *ts_node_new (const char *name,
                     const char *op,
                     const char *const *inputs,
                     const char *const *outputs) G_GNUC_WARN_UNUSED_RESULT;
void ts_node_free (TsNode *self);

G_END_DECLS
