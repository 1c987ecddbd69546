/* How long a run will still take.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/time-left.h"

#include <glib/gi18n.h>
#include <math.h>

/* A measured time that is off by more than this share, and by more than these seconds, is
 * said at once. */
#define JUMP_SHARE     0.4
#define JUMP_SECONDS   15
#define SHARE_FOLLOWED 0.1

#define FINISHING_S     6
#define UNDER_A_MINUTE  50
#define MINUTES_IN_WORD 90
#define MINUTES_ROUNDED 5

double
ts_time_left_follow (TsTimeLeft *self, double seconds, gint64 now_us)
{
  double gone = (double) (now_us - self->since_us) / G_USEC_PER_SEC;
  double expected = self->is_known ? MAX (self->seconds - gone, 0) : seconds;
  double off = fabs (seconds - expected);

  if (seconds < 0) {
    self->is_known = FALSE;
    return -1;
  }
  if (off > JUMP_SECONDS && off > JUMP_SHARE * expected)
    expected = seconds;
  else
    expected += SHARE_FOLLOWED * (seconds - expected);
  *self = (TsTimeLeft){ TRUE, expected, now_us };
  return expected;
}

char *
ts_time_left_format (double seconds)
{
  if (seconds < 0)
    return NULL;
  guint minutes = (guint) floor (seconds / 60 + 0.5);

  if (seconds < FINISHING_S)
    return g_strdup (_ ("finishing…"));
  if (seconds < UNDER_A_MINUTE)
    return g_strdup (_ ("less than a minute left"));
  if (minutes < MINUTES_IN_WORD)
    return g_strdup_printf (ngettext ("about %u minute left",
                                      "about %u minutes left",
                                      MAX (minutes, 1)),
                            MAX (minutes, 1));
  minutes = (minutes + MINUTES_ROUNDED / 2) / MINUTES_ROUNDED * MINUTES_ROUNDED;
  return g_strdup_printf (_ ("about %u h %02u min left"), minutes / 60,
                          minutes % 60);
}
