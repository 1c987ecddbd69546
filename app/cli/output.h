/* What the commands print: errors on stderr, results and JSON on stdout.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "app/cli/command.h"

G_BEGIN_DECLS

/* "tessera-cli: MESSAGE" on stderr. Takes the error; returns TS_EXIT_FAILURE. */
int ts_fail (GError *error);
/* The message without an error; the program goes on. */
void ts_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* "tessera-cli: COMMAND: MESSAGE" and where the help is; returns TS_EXIT_USAGE.
 * prefix is the command's argv[0]. */
int ts_usage_error (const char *prefix, const char *format, ...)
  G_GNUC_PRINTF (2, 3);

/* The builder's root, indented, and a newline. */
void ts_print_json (JsonBuilder *builder);
/* A member that is a number, or null where the value is not known. */
void ts_json_add_number (JsonBuilder *builder,
                         const char *name,
                         gboolean is_known,
                         double value);
/* A member that is a text, or null for NULL. */
void
ts_json_add_text (JsonBuilder *builder, const char *name, const char *value);

/* "-", as the name of a table. */
gboolean ts_output_is_stdout (const char *path);
/* The text to standard output, or as a file that is there whole or not at all. */
gboolean
ts_output_write_text (const char *path, const GString *text, GError **error);

/* FALSE with TS_ERROR_WRITE when a file of that name could not be made later on: to be told
 * before the work and not after it. */
gboolean ts_output_check_path (const char *path, GError **error);
/* The same for a table, whose path may be NULL, or "-"; who names a device is told of "-". */
gboolean ts_output_check_table (const char *path, GError **error);

G_END_DECLS
