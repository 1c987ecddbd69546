/* The ICC profile of a TIFF file's first picture, by libtiff. Private to the room. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At most max_bytes. NULL where there is none, or no TIFF file. The caller owns it. */
GBytes *ts_slide_profile_read_tiff (const char *path,
                                    gsize max_bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
