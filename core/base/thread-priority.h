/* The priority of the calling thread. Any thread, for itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Below the thread that draws. */
typedef enum {
  /* Somebody looks at what is being read: nice 4. */
  TS_PRIORITY_WAITED_FOR,
  /* Nobody waits: nice 10 and, where there is one, the idle policy, under which a thread has a
   * core as long as nothing else wants it, and gives it back at once. Beside a batch policy, a
   * frame's threads had to wait for the next tick of the scheduler. */
  TS_PRIORITY_BACKGROUND
} TsPriority;

/* A thread never gets a higher priority than it has. Where the system refuses, the thread
 * stays as it is. */
void ts_thread_priority_lower (TsPriority priority);

G_END_DECLS
