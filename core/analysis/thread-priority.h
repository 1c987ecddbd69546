/* The priority of the calling thread. Any thread, for itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For work in the background: nice 10 and, where there is one, a batch policy. Where the
 * system refuses it the thread stays as it is. */
void ts_thread_priority_lower (void);

G_END_DECLS
