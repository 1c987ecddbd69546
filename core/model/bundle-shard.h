/* The files of a TensorFlow checkpoint that hold its values. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/tensor-bundle.h"

G_BEGIN_DECLS

/* The tensor's bytes out of the shard at path: see ts_tensor_bundle_read (). Nothing is
 * allocated before the file is known to have as much. The message leaves the name of the
 * tensor to the caller. */
guint8 *ts_bundle_shard_read (const char *path,
                              const TsBundleTensor *tensor,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
