/* Does our engine agree with the values a model's maker wrote down? Runs ONNX's test
 * layout: DIR/test_data_set_N/input_I.pb and output_I.pb. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/cancel.h"

G_BEGIN_DECLS

typedef struct {
  char *set;    /* "test_data_set_0" */
  char *output; /* the graph's name for it */
  gsize n_values;
  gsize n_outside; /* beyond absolute + relative * |expected| */
  double
    max_absolute; /* largest |ours - expected|; infinity where only one is a number */
  double max_relative; /* by |expected|, over the values where that is not 0 */
  char *problem;       /* instead of numbers: another shape; or NULL */
} TsVerifyRow;

typedef struct {
  double relative, absolute; /* ONNX calls them rtol and atol */
} TsVerifyLimits;

/* Every output of every set, as TsVerifyRow, freed with the array. dir has sets, or is one.
 * Works on any graph: no card is needed, shapes are those of the inputs given, integer
 * inputs (the shape of a Reshape) become constants, and so do the others, the first last,
 * where an operator takes them no other way. NULL with the error of loading, planning or
 * reading; TS_ERROR_OPEN when there is no set. */
GPtrArray *ts_model_verify (const char *path,
                            const char *dir,
                            const TsVerifyLimits *limits,
                            const TsCancel *cancel,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean ts_verify_row_is_good (const TsVerifyRow *row);

G_END_DECLS
