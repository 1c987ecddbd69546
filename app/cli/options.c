/* The arguments of one command: its options, its operands, its --help.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/options.h"

#include <stdio.h>
#include <string.h>

#include "app/cli/output.h"
#include "core/base/parse.h"
#include "core/records/model-info.h"

#define MAX_PIXEL (G_GINT64_CONSTANT (1) << 40)

static void
print_help (GOptionContext *context, const char *prefix)
{
  /* GLib's help begins with the name of the program alone. */
  g_set_prgname (prefix);
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
  fputs (help, stdout);
}

static gboolean
check_operands (const TsOptionsSpec *spec, const char *prefix, char **operands)
{
  guint n_operands = operands != NULL ? g_strv_length (operands) : 0;
  if (n_operands < spec->n_operands_min) {
    ts_usage_error (prefix, "%s is missing", spec->operands);
    return FALSE;
  }
  if (n_operands > spec->n_operands_max) {
    ts_usage_error (prefix, "'%s' is one argument too many",
                    operands[spec->n_operands_max]);
    return FALSE;
  }
  for (guint i = 0; i < n_operands; i++) {
    if (*operands[i] != '\0')
      continue;
    if (spec->n_operands_max == 1)
      ts_usage_error (prefix, "%s is empty", spec->operands);
    else
      ts_usage_error (prefix, "argument %u of %s is empty", i + 1,
                      spec->operands);
    return FALSE;
  }
  return TRUE;
}

static const char *
find_value (const char *name, char **rest)
{
  const char *text = rest[0];

  if (!g_str_has_prefix (text, "--") || !g_str_has_prefix (text + 2, name))
    return NULL;
  text += 2 + strlen (name);
  if (*text == '=')
    return text + 1;
  return *text == '\0' ? rest[1] : NULL;
}

/* The option whose text GLib cannot read: its own message does not name it. NULL: none. */
static const char *
find_unreadable (const GOptionEntry *entries, char **argv)
{
  for (char **at = argv; *at != NULL; at++) {
    for (const GOptionEntry *each = entries;
         each != NULL && each->long_name != NULL; each++) {
      const char *value = each->arg == G_OPTION_ARG_STRING
                            ? find_value (each->long_name, at)
                            : NULL;
      g_autofree char *text =
        value != NULL ? g_locale_to_utf8 (value, -1, NULL, NULL, NULL) : NULL;

      if (value != NULL && text == NULL)
        return each->long_name;
    }
  }
  return NULL;
}

static void
complain_of_parse (const TsOptionsSpec *spec, char **argv, const GError *error)
{
  const char *charset = NULL;
  const char *name = error->domain == G_CONVERT_ERROR
                       ? find_unreadable (spec->entries, argv)
                       : NULL;

  if (name == NULL) {
    ts_usage_error (argv[0], "%s", error->message);
    return;
  }
  g_get_charset (&charset);
  ts_usage_error (argv[0], "--%s is not %s text", name, charset);
}

gboolean
ts_options_parse (const TsOptionsSpec *spec,
                  int argc,
                  char **argv,
                  char ***out_operands,
                  int *out_exit_code)
{
  gboolean wants_help = FALSE;
  g_auto (GStrv) operands = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry own_entries[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &wants_help, "Print this help", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &operands, NULL,
      spec->operands },
    { 0 }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, spec->description);
  if (spec->entries != NULL)
    g_option_context_add_main_entries (context, spec->entries, NULL);
  g_option_context_add_main_entries (context, own_entries, NULL);

  g_auto (GStrv) arguments = g_new0 (char *, (gsize) argc + 1);
  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);
  *out_exit_code = TS_EXIT_USAGE;
  if (!g_option_context_parse_strv (context, &arguments, &error)) {
    complain_of_parse (spec, argv, error);
    return FALSE;
  }
  if (wants_help) {
    print_help (context, argv[0]);
    *out_exit_code = TS_EXIT_OK;
    return FALSE;
  }
  if (!check_operands (spec, argv[0], operands))
    return FALSE;
  *out_operands =
    operands != NULL ? g_steal_pointer (&operands) : g_new0 (char *, 1);
  return TRUE;
}

gboolean
ts_options_get_double (const char *prefix,
                       const char *option,
                       const char *text,
                       double min,
                       double max,
                       double *out)
{
  if (text == NULL || ts_parse_double (text, min, max, out))
    return TRUE;
  ts_usage_error (prefix, "%s '%s' is not a number from %g to %g", option, text,
                  min, max);
  return FALSE;
}

gboolean
ts_options_get_int (const char *prefix,
                    const char *option,
                    const char *text,
                    gint64 min,
                    gint64 max,
                    gint64 *out)
{
  if (text == NULL || ts_parse_int (text, min, max, out))
    return TRUE;
  ts_usage_error (prefix,
                  "%s '%s' is not a whole number from %" G_GINT64_FORMAT
                  " to %" G_GINT64_FORMAT,
                  option, text, min, max);
  return FALSE;
}

gboolean
ts_options_get_region (const char *prefix, const char *text, TsRect *out_l0)
{
  if (text == NULL)
    return TRUE;
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  gint64 numbers[4] = { 0 };
  gboolean is_good = g_strv_length (parts) == G_N_ELEMENTS (numbers);
  for (guint i = 0; is_good && i < G_N_ELEMENTS (numbers); i++)
    is_good =
      ts_parse_int (parts[i], i < 2 ? -MAX_PIXEL : 1, MAX_PIXEL, &numbers[i]);
  if (!is_good) {
    ts_usage_error (
      prefix, "--region '%s' is not X,Y,W,H in whole level-0 pixels", text);
    return FALSE;
  }
  *out_l0 = (TsRect){ .x = (double) numbers[0],
                      .y = (double) numbers[1],
                      .width = (double) numbers[2],
                      .height = (double) numbers[3] };
  return TRUE;
}

gboolean
ts_options_check_table (const char *prefix, const char *path, gboolean is_json)
{
  if (path == NULL || !ts_output_is_stdout (path) || !is_json)
    return TRUE;
  ts_usage_error (prefix, "--csv - and --json both go to standard output");
  return FALSE;
}

static gboolean
has_control_character (const char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_iscntrl (*text))
      return TRUE;
  return FALSE;
}

char **
ts_options_get_names (const char *prefix, const char *option, const char *text)
{
  /* Of an empty text g_strsplit makes no name at all. */
  g_auto (GStrv) names = g_strsplit (*text != '\0' ? text : ",", ",", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  if (has_control_character (text)) {
    ts_usage_error (prefix, "%s: a name has a control character", option);
    return NULL;
  }
  if (g_strv_length (names) > TS_MAX_CLASSES) {
    ts_usage_error (prefix, "%s: %u names are more than %d", option,
                    g_strv_length (names), TS_MAX_CLASSES);
    return NULL;
  }
  for (guint i = 0; names[i] != NULL; i++) {
    g_strstrip (names[i]);
    if (*names[i] == '\0') {
      ts_usage_error (prefix, "%s '%s': a name is empty", option, text);
      return NULL;
    }
    if (!g_hash_table_add (seen, names[i])) {
      ts_usage_error (prefix, "%s '%s': '%s' is there twice", option, text,
                      names[i]);
      return NULL;
    }
  }
  return g_steal_pointer (&names);
}

gboolean
ts_options_require (const char *prefix, const char *option, const char *text)
{
  if (text != NULL)
    return TRUE;
  ts_usage_error (prefix, "%s is missing", option);
  return FALSE;
}
