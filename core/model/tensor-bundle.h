/* A TensorFlow checkpoint of version 2, a "tensor bundle": PREFIX.index says which tensors
 * there are and where in PREFIX.data-NNNNN-of-NNNNN their values lie. Values are read when
 * they are asked for. Format: tensorflow/core/util/tensor_bundle. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/nn/tensor.h"

G_BEGIN_DECLS

/* TensorFlow's DataType, those that have to be told apart here. */
#define TS_BUNDLE_TYPE_FLOAT32 1

typedef struct TsTensorBundle TsTensorBundle;

typedef struct {
  char *name;
  gint32 type; /* TensorFlow's DataType: ts_bundle_type_to_text () */
  TsShape shape;
  guint shard;
  guint64 offset, n_bytes; /* within its shard */
  guint32 crc;             /* CRC-32C of the bytes, masked */
  guint
    n_slices; /* above 0: a partitioned variable, whose values lie elsewhere */
} TsBundleTensor;

/* path: PREFIX, or one of the checkpoint's files. The values need not be there. Messages
 * name the index file, and the tensor. TS_ERROR_OPEN, _READ, _FORMAT, _UNSUPPORTED (version
 * 1, big-endian, more than 8 dimensions), _TOO_LARGE. */
TsTensorBundle *ts_tensor_bundle_open (const char *path, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* Paths of the checkpoint's files: PREFIX.index and PREFIX.meta, PREFIX itself (version 1),
 * whether they are there or not, and the files of values that are there. path as above. */
char **ts_tensor_bundle_list_files (const char *path) G_GNUC_WARN_UNUSED_RESULT;
void ts_tensor_bundle_free (TsTensorBundle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTensorBundle, ts_tensor_bundle_free)

const char *ts_tensor_bundle_get_prefix (const TsTensorBundle *self);
/* The prefix without its folder, as UTF-8: "model.ckpt-69000". */
const char *ts_tensor_bundle_get_name (const TsTensorBundle *self);
guint ts_tensor_bundle_get_n_shards (const TsTensorBundle *self);
guint ts_tensor_bundle_get_n_tensors (const TsTensorBundle *self);
/* In the order of their names, byte by byte. */
const TsBundleTensor *ts_tensor_bundle_get_tensor (const TsTensorBundle *self,
                                                   guint index);
const TsBundleTensor *ts_tensor_bundle_find (const TsTensorBundle *self,
                                             const char *name); /* or NULL */

/* The values as they lie in the file [tensor->n_bytes]: row-major, little-endian; the
 * caller's. Compared with their checksum. The message names the tensor, and its shard.
 * TS_ERROR_OPEN, _READ, _FORMAT (the shard is too short, the checksum is wrong),
 * _UNSUPPORTED (partitioned, no plain numbers), _TOO_LARGE. */
guint8 *ts_tensor_bundle_read (const TsTensorBundle *self,
                               const TsBundleTensor *tensor,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "float32"; "type 99" for one that is not known. The caller's. */
char *ts_bundle_type_to_text (gint32 type) G_GNUC_WARN_UNUSED_RESULT;
/* Bytes of an element; 0 where that is not fixed or not known. */
gsize ts_bundle_type_get_bytes (gint32 type);

G_END_DECLS
