/* The options --bootstrap and --seed, which the statistics commands share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *n_text, *seed_text;
  guint n_resamples; /* 0: no interval by bootstrap */
  guint64 seed;
} TsResampleOptions;

/* Two members of a GOptionEntry array. */
/* clang-format off */
#define TS_RESAMPLE_OPTION_ENTRIES(options)                                    \
  { "bootstrap", 0, 0, G_OPTION_ARG_STRING, &(options)->n_text,                \
    "Resamples (default: 2000; 0: none)", "N" },                               \
  { "seed", 0, 0, G_OPTION_ARG_STRING, &(options)->seed_text,                  \
    "Seed of the resamples (default: 1)", "S" }
/* clang-format on */

/* FALSE: a usage error was printed. prefix is the command's argv[0]. */
gboolean ts_resample_options_read (TsResampleOptions *self, const char *prefix)
  G_GNUC_WARN_UNUSED_RESULT;
void ts_resample_options_clear (TsResampleOptions *self);

G_END_DECLS
