/* The priority of the calling thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* SCHED_IDLE */

#include "core/base/thread-priority.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>

#define WAITED_FOR_NICE 4
#define BACKGROUND_NICE 10

void
ts_thread_priority_lower (TsPriority priority)
{
#ifdef __linux__
  const struct sched_param param = { .sched_priority = 0 };
  int nice_wanted =
    priority == TS_PRIORITY_BACKGROUND ? BACKGROUND_NICE : WAITED_FOR_NICE;

  /* On Linux 0 is the calling thread; elsewhere it would be the whole process. */
  if (getpriority (PRIO_PROCESS, 0) < nice_wanted &&
      setpriority (PRIO_PROCESS, 0, nice_wanted) != 0)
    g_debug ("a worker keeps its priority");
  if (priority == TS_PRIORITY_BACKGROUND &&
      pthread_setschedparam (pthread_self (), SCHED_IDLE, &param) != 0)
    g_debug ("a worker keeps its scheduling policy");
#endif
}
