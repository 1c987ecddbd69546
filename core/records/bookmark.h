/* A place on a slide that a reader wants to find again. A plain value.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/geometry.h"

G_BEGIN_DECLS

typedef struct {
  gint64 bookmark_id; /* given by the store, 0 before */
  gint64 slide_id;
  gint64 reader_id; /* 0 where the reader has no name */
  TsPoint center_l0;
  double scale;       /* view pixels per level-0 pixel, as TsViewport's */
  double angle_deg;   /* of the view, clockwise */
  char *note;         /* free text or NULL */
  gint64 added_at_us; /* unix microseconds, UTC; set by the store */
} TsBookmark;

void ts_bookmark_free (TsBookmark *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsBookmark, ts_bookmark_free)

G_END_DECLS
