/* What a slide gives, over its background. Pure. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* argb [n_px] premultiplied, over background_rgb (0xRRGGBB), to out_rgb [n_px][3]. */
void ts_compose_rgb (const guint32 *argb,
                     gsize n_px,
                     guint32 background_rgb,
                     guint8 *out_rgb);

G_END_DECLS
