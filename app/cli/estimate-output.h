/* Statistics as the commands print them: rows of a table, and members of JSON objects.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/stats/bootstrap.h"
#include "core/stats/kappa.h"
#include "core/stats/reader-model.h"

G_BEGIN_DECLS

/* ---- JSON: what is not estimable is null, with a member "reason" beside it ---- */

/* null for NAN and for infinity. */
void ts_json_add_value (JsonBuilder *builder, const char *name, double value);
void ts_json_add_int (JsonBuilder *builder, const char *name, gint64 value);
/* Members estimate, se (where the method has one), ci_low, ci_high, n, method, reason. */
void ts_json_add_estimate (JsonBuilder *builder,
                           const char *name,
                           const TsEstimate *estimate);
/* The same, and observed, expected, se_null, z, p, test_reason. */
void ts_json_add_kappa (JsonBuilder *builder,
                        const char *name,
                        const TsKappa *kappa);

/* Members of the object that is open: the counts, and the two shares with their intervals. */
void ts_json_add_cross_errors (JsonBuilder *builder,
                               const TsCrossErrors *errors);
/* Likewise what turned, before the model was shown against after. */
void ts_json_add_switches (JsonBuilder *builder, const TsSwitches *switches);

/* Where a bootstrap came from. */
typedef struct {
  guint64 seed;
  const char *unit; /* "patient", "case": what was drawn */
  guint n_units;
} TsBootstrapSource;

/* Members ci_low, ci_high, n, n_undefined, seed, unit, n_units, reason. */
void ts_json_add_bootstrap (JsonBuilder *builder,
                            const char *name,
                            const TsBootstrapInterval *interval,
                            const TsBootstrapSource *source);

/* ---- Tables ---- */

/* The line above rows of estimates; title stands over their labels. */
void ts_print_estimate_head (const char *title);
void ts_print_estimate (const char *label, const TsEstimate *estimate);
/* The interval alone, below a row, named "bootstrap of PATIENTS, N resamples, seed S". */
void ts_print_bootstrap (const char *label,
                         const TsBootstrapInterval *interval,
                         const TsBootstrapSource *source);
/* The text, and blanks up to n_columns on the screen; what is longer stays whole. */
void ts_print_padded (const char *text, int n_columns);
/* "p = 0.0123", "p < 0.0001", or "p not estimable". */
void ts_print_p (double p);

G_END_DECLS
