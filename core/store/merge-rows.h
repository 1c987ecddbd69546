/* One store's rows into another. Only core/store includes this.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/merge.h"
#include "core/store/store-private.h"

G_BEGIN_DECLS

/* source_path: a whole, checked store of the present schema that nobody else has open.
 * input: what is said of it. With target's lock held, outside of a transaction. */
gboolean ts_merge_rows (TsStore *target,
                        const char *source_path,
                        TsMergedInput *input,
                        GPtrArray *conflicts,
                        GError **error);

/* Doubles and copies that went apart, in the whole file. With the lock held. */
gboolean
ts_merge_find_doubles (TsStore *target, TsMergeReport *report, GError **error);

G_END_DECLS
