/* Statistics as the commands print them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/estimate-output.h"

#include <math.h>
#include <stdio.h>

#include "app/cli/output.h"

#define LABEL_N_COLUMNS 34
#define SMALLEST_P      1e-4

/* ---- JSON ---- */

void
ts_json_add_value (JsonBuilder *builder, const char *name, double value)
{
  ts_json_add_number (builder, name, isfinite (value), value);
}

void
ts_json_add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_estimate_members (JsonBuilder *builder, const TsEstimate *estimate)
{
  ts_json_add_value (builder, "estimate", estimate->value);
  if (!isnan (estimate->se) || estimate->reason != NULL)
    ts_json_add_value (builder, "se", estimate->se);
  ts_json_add_value (builder, "ci_low", estimate->low);
  ts_json_add_value (builder, "ci_high", estimate->high);
  ts_json_add_int (builder, "n", estimate->n);
  ts_json_add_text (builder, "method", estimate->method);
  ts_json_add_text (builder, "reason", estimate->reason);
}

void
ts_json_add_estimate (JsonBuilder *builder,
                      const char *name,
                      const TsEstimate *estimate)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_estimate_members (builder, estimate);
  json_builder_end_object (builder);
}

void
ts_json_add_kappa (JsonBuilder *builder, const char *name, const TsKappa *kappa)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_estimate_members (builder, &kappa->estimate);
  ts_json_add_value (builder, "observed", kappa->observed);
  ts_json_add_value (builder, "expected", kappa->expected);
  ts_json_add_value (builder, "se_null", kappa->se_null);
  ts_json_add_value (builder, "z", kappa->z);
  ts_json_add_value (builder, "p", kappa->p);
  ts_json_add_text (builder, "test_reason", kappa->test_reason);
  json_builder_end_object (builder);
}

void
ts_json_add_cross_errors (JsonBuilder *builder, const TsCrossErrors *errors)
{
  ts_json_add_int (builder, "n", errors->n);
  ts_json_add_int (builder, "n_not_read_by_all", errors->n_incomplete);
  ts_json_add_int (builder, "model_wrong", errors->model_wrong);
  ts_json_add_int (builder, "any_reader_wrong", errors->any_reader_wrong);
  ts_json_add_int (builder, "both_wrong", errors->both_wrong);
  ts_json_add_estimate (builder, "reader_wrong_of_model_wrong",
                        &errors->reader_wrong_of_model_wrong);
  ts_json_add_estimate (builder, "model_right_of_reader_wrong",
                        &errors->model_right_of_reader_wrong);
}

void
ts_json_add_switches (JsonBuilder *builder, const TsSwitches *switches)
{
  ts_json_add_int (builder, "n", switches->n);
  ts_json_add_int (builder, "n_right_right", switches->right_right);
  ts_json_add_int (builder, "n_right_wrong", switches->right_wrong);
  ts_json_add_int (builder, "n_wrong_right", switches->wrong_right);
  ts_json_add_int (builder, "n_wrong_wrong", switches->wrong_wrong);
  ts_json_add_int (builder, "n_wrong_to_other_wrong", switches->wrong_other);
  ts_json_add_estimate (builder, "switched", &switches->switches);
  ts_json_add_estimate (builder, "right_to_wrong", &switches->right_to_wrong);
  ts_json_add_estimate (builder, "wrong_to_right", &switches->wrong_to_right);
}

void
ts_json_add_bootstrap (JsonBuilder *builder,
                       const char *name,
                       const TsBootstrapInterval *interval,
                       const TsBootstrapSource *source)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  ts_json_add_value (builder, "ci_low", interval->low);
  ts_json_add_value (builder, "ci_high", interval->high);
  ts_json_add_int (builder, "n", interval->n);
  ts_json_add_int (builder, "n_undefined", interval->n_undefined);
  ts_json_add_int (builder, "seed", (gint64) source->seed);
  ts_json_add_text (builder, "unit", source->unit);
  ts_json_add_int (builder, "n_units", source->n_units);
  ts_json_add_text (builder, "reason", interval->reason);
  json_builder_end_object (builder);
}

/* ---- Tables ---- */

void
ts_print_padded (const char *text, int n_columns)
{
  printf ("%s", text);
  for (glong n = g_utf8_strlen (text, -1); n < n_columns; n++)
    putchar (' ');
}

void
ts_print_estimate_head (const char *title)
{
  printf ("\n");
  ts_print_padded (title, LABEL_N_COLUMNS);
  printf ("%8s  %9s  %8s  %-19s  %s\n", "n", "estimate", "SE", "95 % CI",
          "method");
}

void
ts_print_estimate (const char *label, const TsEstimate *estimate)
{
  ts_print_padded (label, LABEL_N_COLUMNS);
  printf ("%8u  ", estimate->n);
  if (!ts_estimate_has_value (estimate)) {
    printf ("not estimable: %s\n", estimate->reason);
    return;
  }
  printf ("%9.4f  ", estimate->value);
  if (isnan (estimate->se))
    printf ("%8s  ", "-");
  else
    printf ("%8.4f  ", estimate->se);
  if (ts_estimate_has_interval (estimate))
    printf ("%7.4f to %7.4f   %s\n", estimate->low, estimate->high,
            estimate->method);
  else
    printf ("not estimable: %s\n", estimate->reason);
}

void
ts_print_bootstrap (const char *label,
                    const TsBootstrapInterval *interval,
                    const TsBootstrapSource *source)
{
  ts_print_padded (label, LABEL_N_COLUMNS);
  printf ("%8u  %9s  %8s  ", source->n_units, "", "");
  if (interval->reason != NULL)
    printf ("not estimable: %s; ", interval->reason);
  else
    printf ("%7.4f to %7.4f   ", interval->low, interval->high);
  printf ("bootstrap of %ss, %u resamples, seed %" G_GUINT64_FORMAT,
          source->unit, interval->n, source->seed);
  if (interval->n_undefined > 0)
    printf (", %u of them undefined", interval->n_undefined);
  printf ("\n");
}

void
ts_print_p (double p)
{
  if (isnan (p))
    printf ("p not estimable");
  else if (p < SMALLEST_P)
    printf ("p < 0.0001");
  else
    printf ("p = %.4f", p);
}
