/* tessera-cli model verify: a model against values on file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "app/cli/command-model.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/model/model-verify.h"

static gboolean
are_all_good (const GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (!ts_verify_row_is_good (rows->pdata[i]))
      return FALSE;
  return TRUE;
}

static void
add_row_json (JsonBuilder *builder, const TsVerifyRow *row)
{
  gboolean is_compared = row->problem == NULL;

  json_builder_begin_object (builder);
  ts_json_add_text (builder, "set", row->set);
  ts_json_add_text (builder, "output", row->output);
  json_builder_set_member_name (builder, "values");
  json_builder_add_int_value (builder, (gint64) row->n_values);
  json_builder_set_member_name (builder, "outside");
  json_builder_add_int_value (builder, (gint64) row->n_outside);
  ts_json_add_number (builder, "max_absolute_error",
                      is_compared && isfinite (row->max_absolute),
                      row->max_absolute);
  ts_json_add_number (builder, "max_relative_error",
                      is_compared && isfinite (row->max_relative),
                      row->max_relative);
  ts_json_add_text (builder, "problem", row->problem);
  json_builder_set_member_name (builder, "ok");
  json_builder_add_boolean_value (builder, ts_verify_row_is_good (row));
  json_builder_end_object (builder);
}

static void
print_as_json (const GPtrArray *rows, const TsVerifyLimits *limits)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ts_json_add_number (builder, "rtol", TRUE, limits->relative);
  ts_json_add_number (builder, "atol", TRUE, limits->absolute);
  json_builder_set_member_name (builder, "outputs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    add_row_json (builder, rows->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "ok");
  json_builder_add_boolean_value (builder, are_all_good (rows));
  json_builder_end_object (builder);
  ts_print_json (builder);
}

static void
print_for_people (const GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    const TsVerifyRow *row = rows->pdata[i];

    printf ("%s  output '%s'  ", row->set, row->output);
    if (row->problem != NULL)
      printf ("%s", row->problem);
    else
      printf ("%" G_GSIZE_FORMAT " values, largest error: absolute %.3g, "
              "relative %.3g",
              row->n_values, row->max_absolute, row->max_relative);
    if (row->n_outside > 0)
      printf (", %" G_GSIZE_FORMAT " beyond the limits", row->n_outside);
    printf ("  %s\n", ts_verify_row_is_good (row) ? "ok" : "FAILED");
  }
}

int
ts_command_model_verify (int argc, char **argv)
{
  gboolean is_json = FALSE;
  g_autofree char *relative = NULL, *absolute = NULL;
  const GOptionEntry entries[] = {
    { "rtol", 0, 0, G_OPTION_ARG_STRING, &relative,
      "Relative error allowed (default 1e-3)", "F" },
    { "atol", 0, 0, G_OPTION_ARG_STRING, &absolute,
      "Absolute error allowed (default 1e-5)", "F" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, "Print JSON", NULL },
    { 0 }
  };
  const TsOptionsSpec spec = {
    .operands = "MODEL DIR",
    .description =
      "Runs the model on the inputs of DIR/test_data_set_*/input_*.pb (or of "
      "DIR itself)\nand compares with output_*.pb: ONNX's layout of test data. "
      "An error may be at most\natol + rtol * |expected|; exit code 1 "
      "otherwise. The model needs no card.",
    .entries = entries,
    .n_operands_min = 2,
    .n_operands_max = 2,
  };
  TsVerifyLimits limits = { .relative = 1e-3, .absolute = 1e-5 };
  g_auto (GStrv) operands = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  int exit_code = TS_EXIT_USAGE;

  if (!ts_options_parse (&spec, argc, argv, &operands, &exit_code))
    return exit_code;
  if (!ts_options_get_double (argv[0], "--rtol", relative, 0, 1e9,
                              &limits.relative) ||
      !ts_options_get_double (argv[0], "--atol", absolute, 0, 1e9,
                              &limits.absolute))
    return TS_EXIT_USAGE;
  rows = ts_model_verify (operands[0], operands[1], &limits, NULL, &error);
  if (rows == NULL)
    return ts_fail (g_steal_pointer (&error));
  if (is_json)
    print_as_json (rows, &limits);
  else
    print_for_people (rows);
  return are_all_good (rows) ? TS_EXIT_OK : TS_EXIT_FAILURE;
}
