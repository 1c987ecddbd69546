/* The options --bootstrap and --seed, which the statistics commands share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/resample-options.h"

#include "app/cli/options.h"

#define MAX_RESAMPLES 1000000

gboolean
ts_resample_options_read (TsResampleOptions *self, const char *prefix)
{
  gint64 n = 2000, seed = 1;

  if (!ts_options_get_int (prefix, "--bootstrap", self->n_text, 0,
                           MAX_RESAMPLES, &n) ||
      !ts_options_get_int (prefix, "--seed", self->seed_text, 0, G_MAXINT64,
                           &seed))
    return FALSE;
  self->n_resamples = (guint) n;
  self->seed = (guint64) seed;
  return TRUE;
}

void
ts_resample_options_clear (TsResampleOptions *self)
{
  g_free (self->n_text);
  g_free (self->seed_text);
}
