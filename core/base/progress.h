/* How a long core function tells how far it is. May be called from any thread
 * the function runs on; the receiver hands it on if it must.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* n_total is 0 while it is unknown. */
typedef void (*TsProgressFunc) (guint64 n_done,
                                guint64 n_total,
                                gpointer user_data);

G_END_DECLS
