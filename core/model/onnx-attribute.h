/* ONNX's AttributeProto to the attributes of a node. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/model/onnx.pb-c.h"
#include "core/nn/graph.h"

G_BEGIN_DECLS

/* Numbers, texts, lists of numbers and tensors; no subgraphs. The message names the
 * attribute and leaves the node to the caller. TS_ERROR_FORMAT, _UNSUPPORTED, _TOO_LARGE. */
gboolean ts_onnx_attributes_read (TsNode *node,
                                  const Onnx__NodeProto *proto,
                                  GError **error);

G_END_DECLS
