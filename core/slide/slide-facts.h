/* A slide's facts from the properties that OpenSlide found in its file. Pure: the
 * properties come through a function, so that it can be tested without a file.
 * Private to the room. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/slide-info.h"

G_BEGIN_DECLS

/* NULL when the file has no such property. */
typedef const char *(*TsPropertyFunc) (gpointer file, const char *name);

/* Resolution and its source, objective power, bounds, background and vendor; the size in
 * info must be there already. The identity is not touched. */
void ts_slide_facts_read (TsSlideInfo *info,
                          TsPropertyFunc get_property,
                          gpointer file);

G_END_DECLS
