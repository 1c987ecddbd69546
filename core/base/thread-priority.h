/* The priority of the calling thread. Any thread, for itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Below the thread that draws, which nobody waits for longer than a frame. */
typedef enum {
  TS_PRIORITY_WAITED_FOR, /* what somebody looks at is being read: nice 4 */
  TS_PRIORITY_BACKGROUND /* nobody waits: nice 10 and, where there is one, a batch policy */
} TsPriority;

/* A thread never gets a higher priority than it has. Where the system refuses, the thread
 * stays as it is. */
void ts_thread_priority_lower (TsPriority priority);

G_END_DECLS
