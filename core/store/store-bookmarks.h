/* Bookmarks in the store. No evidence: the only rows that may be deleted. Any thread; errors
 * as in core/store/store.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/bookmark.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* Sets bookmark_id and added_at_us in the record. The slide must be in the store
 * (ts_store_put_slide), the scale positive and every number finite. */
gboolean
ts_store_add_bookmark (TsStore *self, TsBookmark *bookmark, GError **error);
/* Oldest first: GPtrArray of TsBookmark, which go with it. slide_id, reader_id: 0 for any.
 * While a reader reads blind, ask for the own ones only. */
GPtrArray *ts_store_list_bookmarks (TsStore *self,
                                    gint64 slide_id,
                                    gint64 reader_id,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE as well when it was gone already. */
gboolean
ts_store_remove_bookmark (TsStore *self, gint64 bookmark_id, GError **error);

G_END_DECLS
