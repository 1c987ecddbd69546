/* A table of who called which case what: case, reader, label, and truth where it is known.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_RATINGS_FILE_NONE (-1)

/* A plain value that owns its arrays; any thread may read it. Cases and readers are in the
 * order in which the file first names them. Labels stand in the order of their ranks, or by
 * their bytes where they have none. */
typedef struct {
  guint n_cases, n_readers, n_labels;
  char **cases, **readers, **labels; /* NULL-terminated */
  int *ratings;  /* [n_cases][n_readers], labels or TS_RATINGS_FILE_NONE */
  int *truth;    /* [n_cases], likewise; NULL without a column truth */
  double *ranks; /* [n_labels], ascending; NULL: no order */
  const char
    *order_source; /* where the ranks come from: static text, or NULL */
  double
    *probabilities; /* [n_cases]; NULL without a column sampling_probability */
} TsRatingsFile;

/* Reads a CSV file with the columns case, reader and label, and, where they are there:
 *   truth                 the true label of the case, the same in all its rows, or empty
 *   weightorder           a whole number: the rank of this row's label on an ordered scale
 *   sampling_probability  with which the case came into the sample, 0 < p <= 1
 * An empty label is a missing rating. order: all labels from the lowest to the highest, at ranks
 * 0, 1, 2 and so on, instead of weightorder; or NULL. Labels that are all whole numbers
 * are their own ranks where nothing else says so.
 *
 * NULL with the errors of ts_csv_file_load(), or TS_ERROR_FORMAT or _TOO_LARGE with file and
 * line: a column or a name missing, a reader with two opinions on a case, two truths, ranks
 * that contradict each other, more than 100 readers or labels. */
TsRatingsFile *ts_ratings_file_load (const char *path,
                                     const char *const *order,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_ratings_file_free (TsRatingsFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsRatingsFile, ts_ratings_file_free)

G_END_DECLS
