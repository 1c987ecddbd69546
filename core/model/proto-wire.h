/* From bytes to protobuf messages: looked through before protobuf-c sees them, because that
 * recurses as deep and allocates as often as the bytes ask for. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <protobuf-c/protobuf-c.h>

G_BEGIN_DECLS

/* Free with protobuf_c_message_free_unpacked (). schema is for messages ("the ONNX
 * schema"). TS_ERROR_FORMAT, _TOO_LARGE. */
ProtobufCMessage *
ts_proto_wire_unpack (const ProtobufCMessageDescriptor *type,
                      const guint8 *data,
                      gsize n_bytes,
                      const char *schema,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
