/* Writes TensorFlow checkpoints of version 2 for the tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/tensor-bundle.pb-c.h"
#include "core/nn/tensor.h"
#include "tests/core/model/table-writer.h"

G_BEGIN_DECLS

typedef struct BundleWriter BundleWriter;

/* Tensors go to the shards in turn. */
BundleWriter *bundle_writer_new (const char *prefix, guint n_shards);
/* In any order. What is returned may be bent until the end; its strings and lists are not
 * freed. */
TensorBundle__Entry *bundle_writer_add (BundleWriter *self,
                                        const char *name,
                                        const TsShape *shape,
                                        const float *values);
/* Zeros that take no room on the disk. */
TensorBundle__Entry *bundle_writer_add_zeros (BundleWriter *self,
                                              const char *name,
                                              const TsShape *shape);
/* A key beside the tensors, as that of a slice. */
void bundle_writer_add_key (BundleWriter *self, gconstpointer key, gsize n_key);
TensorBundle__Header *bundle_writer_get_header (BundleWriter *self);
/* Writes the index, and the shards if wanted, and frees the writer. NULL: 16 entries to a
 * restart point, 4 KiB blocks, not packed. */
void bundle_writer_finish (BundleWriter *self,
                           const TableOptions *options,
                           gboolean has_data);
/* Removes what was written. */
void bundle_remove (const char *prefix, guint n_shards);

G_END_DECLS
