/* The entries in the index of a TensorFlow checkpoint: its header and its tensors, each
 * checked by itself. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/sstable.h"
#include "core/model/tensor-bundle.h"

G_BEGIN_DECLS

/* FALSE with TS_ERROR_FORMAT or _UNSUPPORTED. */
gboolean ts_bundle_header_read (const TsSstableEntry *entry,
                                guint *out_n_shards,
                                GError **error);

/* The message names the tensor. TS_ERROR_FORMAT, _UNSUPPORTED, _TOO_LARGE. */
TsBundleTensor *
ts_bundle_tensor_read (const TsSstableEntry *entry,
                       guint n_shards,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_bundle_tensor_free (TsBundleTensor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsBundleTensor, ts_bundle_tensor_free)

G_END_DECLS
