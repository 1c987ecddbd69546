/* Ctrl-C as a wish to stop cleanly.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/interrupt.h"

#include <signal.h>

/* A signal handler has no argument to carry it in. */
static TsCancel *watched;

static void
on_signal (int number)
{
  ts_cancel_set (watched); /* one atomic store: allowed in a handler */
}

TsCancel *
ts_interrupt_watch (void)
{
  if (watched != NULL)
    return watched;
  watched = ts_cancel_new ();
  struct sigaction action = { .sa_handler = on_signal,
                              .sa_flags = (int) SA_RESETHAND | SA_RESTART };
  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  return watched;
}
