/* ONNX files in and out of TsGraph, with protobuf-c on ONNX's own schema. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/nn/graph.h"

G_BEGIN_DECLS

typedef struct {
  TsGraph *graph;
  TsType
    *input_types; /* [graph inputs]; an int64 one must be bound to a value */
  char **keys, **values; /* metadata_props, NULL-terminated, in file order */
} TsOnnxFile;

/* Operator sets 6 to 22 of ONNX itself, weights within the file, no subgraphs. The message
 * names the file and the node or value. TS_ERROR_OPEN, _READ, _FORMAT, _UNSUPPORTED,
 * _TOO_LARGE (at most 2 GiB). Whether nodes fit together is for ts_network_new (). A value
 * whose shape the file does not give has rank 0. */
TsOnnxFile *ts_onnx_file_load (const char *path,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Written whole or not at all; the same graph always gives the same bytes. keys and values
 * [n] end with NULL. */
gboolean ts_onnx_file_save (const char *path,
                            const TsGraph *graph,
                            const char *const *keys,
                            const char *const *values,
                            GError **error);
void ts_onnx_file_free (TsOnnxFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsOnnxFile, ts_onnx_file_free)

/* A TensorProto file (the ONNX test vectors' input_0.pb). *out_name may be "". */
TsTensor *ts_onnx_tensor_load (const char *path,
                               char **out_name,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
