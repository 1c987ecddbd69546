/* ONNX's files to messages.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/onnx-wire.h"

#include "core/base/safe-file.h"
#include "core/model/proto-wire.h"

ProtobufCMessage *
ts_onnx_wire_load (const ProtobufCMessageDescriptor *type,
                   const char *path,
                   const char *noun,
                   GError **error)
{
  g_autofree char *data = NULL;
  gsize n_bytes = 0;
  ProtobufCMessage *message;

  if (!ts_safe_file_read (path, TS_ONNX_MAX_BYTES, &data, &n_bytes, error))
    return NULL;
  message = ts_proto_wire_unpack (type, (const guint8 *) data, n_bytes,
                                  "the ONNX schema", error);
  if (message == NULL)
    g_prefix_error (error, "'%s' is not %s: ", path, noun);
  return message;
}
