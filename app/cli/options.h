/* The arguments of one command: its options, its operands, its --help.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "app/cli/command.h"
#include "core/base/geometry.h"

G_BEGIN_DECLS

typedef struct {
  const char *operands;    /* as --help shows them: "SLIDE", "FILE..." */
  const char *description; /* what the command does, below the usage line */
  const GOptionEntry
    *entries; /* ends with { 0 }; G_OPTION_ARG_FILENAME for paths,
                            _STRING for texts and numbers, _NONE for switches */
  guint n_operands_min, n_operands_max;
} TsOptionsSpec;

/* TRUE: go on, *out_operands [n_operands_min..max], NULL-terminated, are the caller's.
 * FALSE: return *out_exit_code (help was printed, or a usage error). */
gboolean ts_options_parse (const TsOptionsSpec *spec,
                           int argc,
                           char **argv,
                           char ***out_operands,
                           int *out_exit_code) G_GNUC_WARN_UNUSED_RESULT;

/* Numbers given as text. NULL text: TRUE, and *out stays. FALSE: a usage error naming the
 * option was printed. prefix is the command's argv[0]. */
gboolean ts_options_get_double (const char *prefix,
                                const char *option,
                                const char *text,
                                double min,
                                double max,
                                double *out) G_GNUC_WARN_UNUSED_RESULT;
gboolean ts_options_get_int (const char *prefix,
                             const char *option,
                             const char *text,
                             gint64 min,
                             gint64 max,
                             gint64 *out) G_GNUC_WARN_UNUSED_RESULT;
/* "X,Y,W,H" in level-0 pixels, W and H at least 1. */
gboolean ts_options_get_region (const char *prefix,
                                const char *text,
                                TsRect *out_l0) G_GNUC_WARN_UNUSED_RESULT;
/* A table goes to standard output when path is "-", where nothing else may go then. FALSE
 * with a usage error when --json was given too. path may be NULL. */
gboolean ts_options_check_table (const char *prefix,
                                 const char *path,
                                 gboolean is_json) G_GNUC_WARN_UNUSED_RESULT;
/* Names of classes, "A, B, C", without the blanks around them: NULL, with a usage error naming
 * the option, where a name is empty, has a control character or is there twice, or where
 * there are more than TS_MAX_CLASSES. Free with g_strfreev (). */
char **ts_options_get_names (const char *prefix,
                             const char *option,
                             const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE with a usage error when the option was not given. */
gboolean ts_options_require (const char *prefix,
                             const char *option,
                             const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
