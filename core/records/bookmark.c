/* A place on a slide that a reader wants to find again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/bookmark.h"

void
ts_bookmark_free (TsBookmark *self)
{
  if (self == NULL)
    return;
  g_free (self->note);
  g_free (self);
}
