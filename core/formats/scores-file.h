/* A table of scores: case, truth, one score or two, and the patient where it is known.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A plain value that owns its arrays; any thread may read it. */
typedef struct {
  guint n_cases;
  guint n_models;       /* 1: column score; 2: columns score_a and score_b */
  double *scores[2];    /* [n_models][n_cases] */
  guint8 *is_positive;  /* [n_cases] */
  char *positive_label; /* as truth says it */
  gboolean has_patients;
  guint n_units; /* patients; a case without one is a unit of its own */
  guint *units;  /* [n_cases], below n_units */
} TsScoresFile;

/* Reads a CSV file with the columns case, truth, and either score or score_a and score_b;
 * patient where it is there (it may be empty). positive: the truth that counts as
 * positive, all others being negative; NULL: truth is 0 or 1.
 *
 * NULL with the errors of ts_csv_file_load(), or TS_ERROR_FORMAT with file and line: a column or
 * a value missing, a case twice, a truth that is neither, no case of the positive label, a
 * score that is not a finite number. */
TsScoresFile *ts_scores_file_load (const char *path,
                                   const char *positive,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_scores_file_free (TsScoresFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsScoresFile, ts_scores_file_free)

G_END_DECLS
