/* The priority of the calling thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* SCHED_BATCH */

#include "core/analysis/thread-priority.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>

#define BACKGROUND_NICE 10

void
ts_thread_priority_lower (void)
{
#ifdef __linux__
  const struct sched_param param = { .sched_priority = 0 };

  /* On Linux 0 is the calling thread; elsewhere it would be the whole process. */
  if (getpriority (PRIO_PROCESS, 0) < BACKGROUND_NICE &&
      setpriority (PRIO_PROCESS, 0, BACKGROUND_NICE) != 0)
    g_debug ("a worker keeps its priority");
  if (pthread_setschedparam (pthread_self (), SCHED_BATCH, &param) != 0)
    g_debug ("a worker keeps its scheduling policy");
#endif
}
