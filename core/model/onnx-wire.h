/* From a file to ONNX's messages. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/model/onnx.pb-c.h"

G_BEGIN_DECLS

/* What protobuf itself allows a message. */
#define TS_ONNX_MAX_BYTES ((gsize) G_MAXINT32)

/* Free with protobuf_c_message_free_unpacked (). path is for messages, noun says what
 * was expected ("an ONNX model"). TS_ERROR_OPEN, _READ, _FORMAT, _TOO_LARGE. */
ProtobufCMessage *ts_onnx_wire_load (const ProtobufCMessageDescriptor *type,
                                     const char *path,
                                     const char *noun,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
