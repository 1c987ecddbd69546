/* How far a slide is read, for lists of slides. Any thread; errors as in core/store/store.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store.h"

G_BEGIN_DECLS

typedef struct {
  gint64 slide_id;  /* 0: the store does not know the slide */
  guint n_opinions; /* that stand: neither corrected nor withdrawn */
  gint64 n_looked;  /* tiles with a prediction or left out, of the newest run */
  gint64 n_tiles;   /* of its grid; 0 without a run */
} TsSlideProgress;

/* identity: of the slide's content. reader_id: whose opinions are counted, 0 for anybody's. */
gboolean ts_store_find_slide_progress (TsStore *self,
                                       const char *identity,
                                       gint64 reader_id,
                                       TsSlideProgress *out,
                                       GError **error);

G_END_DECLS
