/* ONNX's TensorProto to a tensor. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/model/onnx.pb-c.h"
#include "core/nn/tensor.h"

G_BEGIN_DECLS

/* float, float16, bfloat16 and double become float; int64, int32, uint8 and bool become
 * int64. The shape is checked against the bytes that are there before anything is
 * allocated. TS_ERROR_FORMAT, _UNSUPPORTED (other types, data in another file), _TOO_LARGE;
 * the message leaves the name of the tensor to the caller. */
TsTensor *ts_onnx_tensor_read (const Onnx__TensorProto *proto,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "uint8"; "type 99" for one that is not known. */
const char *ts_onnx_type_to_text (gint32 data_type);

G_END_DECLS
