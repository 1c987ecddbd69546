/* What the commands print: errors on stderr, results and JSON on stdout.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "app/cli/json-text.h"
#include "core/base/error.h"
#include "core/base/safe-file.h"

#define PROGRAM "tessera-cli"

int
ts_fail (GError *error)
{
  ts_complain ("%s", error->message);
  g_error_free (error);
  return TS_EXIT_FAILURE;
}

void
ts_complain (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fflush (stdout);
  fprintf (stderr, PROGRAM ": %s\n", message);
}

int
ts_usage_error (const char *prefix, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  const char *command =
    g_str_has_prefix (prefix, PROGRAM " ") ? prefix + strlen (PROGRAM " ") : "";
  ts_complain ("%s%s%s\nsee '%s --help'", command,
               command[0] != '\0' ? ": " : "", message, prefix);
  return TS_EXIT_USAGE;
}

void
ts_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = ts_json_to_text (root);
  printf ("%s\n", text);
}

void
ts_json_add_number (JsonBuilder *builder,
                    const char *name,
                    gboolean is_known,
                    double value)
{
  json_builder_set_member_name (builder, name);
  if (is_known)
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
ts_json_add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

gboolean
ts_output_is_stdout (const char *path)
{
  return g_str_equal (path, "-");
}

gboolean
ts_output_write_text (const char *path, const GString *text, GError **error)
{
  if (!ts_output_is_stdout (path))
    return ts_safe_file_write (path, text->str, text->len, error);
  fwrite (text->str, 1, text->len, stdout);
  return TRUE;
}

gboolean
ts_output_check_path (const char *path, GError **error)
{
  g_autofree char *target = NULL;
  if (!ts_safe_file_find_target (path, &target, error))
    return FALSE;
  g_autofree char *folder = g_path_get_dirname (target);
  if (access (folder, W_OK) == 0)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "cannot write '%s': %s", path,
               g_strerror (errno));
  return FALSE;
}

gboolean
ts_output_check_table (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  struct stat facts;
  if (path == NULL || ts_output_is_stdout (path) ||
      ts_output_check_path (path, &local))
    return TRUE;
  g_autofree char *target = NULL;
  if (g_stat (path, &facts) == 0 && !S_ISDIR (facts.st_mode) &&
      !ts_safe_file_find_target (path, &target, NULL))
    g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "%s; '-' is standard output",
                 local->message);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
