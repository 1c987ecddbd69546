/* A table of who called which case what.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/formats/ratings-file.h"

#include <math.h>
#include <string.h>

#include "core/base/checked.h"
#include "core/base/error.h"
#include "core/base/parse.h"
#include "core/formats/csv-file.h"
#include "core/formats/name-list.h"

#define MAX_READERS 100
#define MAX_LABELS  100
#define MAX_CELLS   (G_GUINT64_CONSTANT (1) << 27)
#define MAX_RANK    G_GINT64_CONSTANT (1000000000)

/* Columns; the first three must be there. */
enum { CASE, READER, LABEL, TRUTH, WEIGHT_ORDER, PROBABILITY, N_COLUMNS };

static const char *const column_names[N_COLUMNS] = {
  "case", "reader", "label", "truth", "weightorder", "sampling_probability"
};

typedef struct {
  const TsCsvFile *csv;
  guint columns[N_COLUMNS];
  gboolean has_column[N_COLUMNS];
  TsNameList *cases, *readers, *labels;
  GArray *ranks;      /* double, one for each label; NAN: none yet */
  guint *rated_in;    /* [cases][readers]: row + 1; 0: no rating */
  TsRatingsFile *out; /* labels still numbered as they first occur */
} Loader;

static const char *
get (const Loader *self, guint row, guint column)
{
  return self->has_column[column]
           ? ts_csv_file_get (self->csv, row, self->columns[column])
           : "";
}

static gboolean
find_columns (Loader *self, GError **error)
{
  for (guint i = 0; i < N_COLUMNS; i++) {
    if (i <= LABEL && !ts_csv_file_require (self->csv, column_names[i],
                                            &self->columns[i], error))
      return FALSE;
    self->has_column[i] =
      ts_csv_file_find (self->csv, column_names[i], &self->columns[i]);
  }
  return TRUE;
}

static guint
add_label (Loader *self, const char *name)
{
  double none = NAN;
  guint label = ts_name_list_add (self->labels, name);

  if (label == self->ranks->len)
    g_array_append_val (self->ranks, none);
  return label;
}

/* Names of a row, and whether they are all there. */
static gboolean
collect_row (Loader *self, guint row, gboolean has_order, GError **error)
{
  static const guint of_labels[] = { LABEL, TRUTH };
  guint ignored = 0;

  for (guint i = CASE; i <= READER; i++)
    if (*get (self, row, i) == '\0')
      return ts_csv_file_complain (self->csv, row, error, "%s is missing",
                                   column_names[i]);
  ts_name_list_add (self->cases, get (self, row, CASE));
  ts_name_list_add (self->readers, get (self, row, READER));
  for (guint i = 0; i < G_N_ELEMENTS (of_labels); i++) {
    const char *label = get (self, row, of_labels[i]);
    if (*label == '\0')
      continue;
    if (has_order && !ts_name_list_find (self->labels, label, &ignored))
      return ts_csv_file_complain (self->csv, row, error,
                                   "%s '%s' is not one of the ordered labels",
                                   column_names[of_labels[i]], label);
    add_label (self, label);
  }
  if (ts_name_list_get_n (self->readers) > MAX_READERS)
    return ts_csv_file_complain (self->csv, row, error,
                                 "there are more than %d readers", MAX_READERS);
  if (ts_name_list_get_n (self->labels) > MAX_LABELS)
    return ts_csv_file_complain (self->csv, row, error,
                                 "there are more than %d labels", MAX_LABELS);
  return TRUE;
}

static gboolean
collect_names (Loader *self, const char *const *order, GError **error)
{
  for (guint i = 0; order != NULL && order[i] != NULL; i++) {
    guint label = add_label (self, order[i]);
    g_array_index (self->ranks, double, label) = i;
  }
  for (guint row = 0; row < ts_csv_file_get_n_rows (self->csv); row++)
    if (!collect_row (self, row, order != NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
allocate (Loader *self, GError **error)
{
  TsRatingsFile *out = self->out;
  gsize n_cells = 0;

  out->n_cases = ts_name_list_get_n (self->cases);
  out->n_readers = ts_name_list_get_n (self->readers);
  out->n_labels = ts_name_list_get_n (self->labels);
  if (!ts_checked_mul (out->n_cases, out->n_readers, &n_cells) ||
      n_cells > MAX_CELLS) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "'%s' is too large: %u cases and %u readers",
                 ts_csv_file_get_path (self->csv), out->n_cases,
                 out->n_readers);
    return FALSE;
  }
  out->cases = ts_name_list_dup (self->cases);
  out->readers = ts_name_list_dup (self->readers);
  out->ratings = g_new (int, n_cells);
  for (gsize i = 0; i < n_cells; i++)
    out->ratings[i] = TS_RATINGS_FILE_NONE;
  self->rated_in = g_new0 (guint, n_cells);
  if (self->has_column[TRUTH])
    out->truth = g_new (int, out->n_cases);
  if (self->has_column[PROBABILITY])
    out->probabilities = g_new0 (double, out->n_cases);
  for (guint i = 0; out->truth != NULL && i < out->n_cases; i++)
    out->truth[i] = TS_RATINGS_FILE_NONE;
  return TRUE;
}

static gboolean
take_rating (Loader *self, guint row, guint i_case, GError **error)
{
  const char *label = get (self, row, LABEL);
  const char *reader_name = get (self, row, READER);
  guint reader = ts_name_list_add (self->readers, reader_name);
  gsize cell = (gsize) i_case * self->out->n_readers + reader;

  if (self->rated_in[cell] != 0)
    return ts_csv_file_complain (
      self->csv, row, error,
      "reader '%s' has an opinion on case '%s' already, on line %u",
      reader_name, get (self, row, CASE),
      ts_csv_file_get_line (self->csv, self->rated_in[cell] - 1));
  self->rated_in[cell] = row + 1;
  if (*label != '\0')
    self->out->ratings[cell] = (int) ts_name_list_add (self->labels, label);
  return TRUE;
}

static gboolean
take_truth (Loader *self, guint row, guint i_case, GError **error)
{
  const char *text = get (self, row, TRUTH);
  int *truth, label;

  if (*text == '\0')
    return TRUE;
  truth = &self->out->truth[i_case];
  label = (int) ts_name_list_add (self->labels, text);
  if (*truth != TS_RATINGS_FILE_NONE && *truth != label)
    return ts_csv_file_complain (
      self->csv, row, error, "truth '%s' of case '%s' was '%s' before", text,
      get (self, row, CASE), ts_name_list_get (self->labels, (guint) *truth));
  *truth = label;
  return TRUE;
}

static gboolean
take_rank (Loader *self, guint row, GError **error)
{
  const char *text = get (self, row, WEIGHT_ORDER);
  const char *name = get (self, row, LABEL);
  gint64 rank = 0;
  double *old_rank;

  if (*text == '\0' || *name == '\0')
    return TRUE;
  if (!ts_parse_int (text, -MAX_RANK, MAX_RANK, &rank))
    return ts_csv_file_complain (
      self->csv, row, error, "weightorder '%s' is not a whole number", text);
  old_rank =
    &g_array_index (self->ranks, double, ts_name_list_add (self->labels, name));
  if (!isnan (*old_rank) && *old_rank != (double) rank)
    return ts_csv_file_complain (self->csv, row, error,
                                 "weightorder %s of label '%s' was %.0f before",
                                 text, name, *old_rank);
  for (guint i = 0; i < self->ranks->len; i++)
    if (g_array_index (self->ranks, double, i) == (double) rank &&
        !g_str_equal (ts_name_list_get (self->labels, i), name))
      return ts_csv_file_complain (
        self->csv, row, error, "weightorder %s of label '%s' is that of '%s'",
        text, name, ts_name_list_get (self->labels, i));
  *old_rank = (double) rank;
  return TRUE;
}

static gboolean
take_probability (Loader *self, guint row, guint i_case, GError **error)
{
  const char *text = get (self, row, PROBABILITY);
  double probability = 0;

  if (!self->has_column[PROBABILITY])
    return TRUE;
  if (!ts_parse_double (text, 0, 1, &probability) || probability <= 0)
    return ts_csv_file_complain (
      self->csv, row, error,
      "sampling_probability '%s' is not above 0 and at most 1", text);
  if (self->out->probabilities[i_case] > 0 &&
      self->out->probabilities[i_case] != probability)
    return ts_csv_file_complain (
      self->csv, row, error, "sampling_probability of case '%s' was %g before",
      get (self, row, CASE), self->out->probabilities[i_case]);
  self->out->probabilities[i_case] = probability;
  return TRUE;
}

static gboolean
take_rows (Loader *self, gboolean has_order, GError **error)
{
  for (guint row = 0; row < ts_csv_file_get_n_rows (self->csv); row++) {
    guint i_case = ts_name_list_add (self->cases, get (self, row, CASE));
    if (!take_rating (self, row, i_case, error) ||
        !take_truth (self, row, i_case, error) ||
        !take_probability (self, row, i_case, error))
      return FALSE;
    if (!has_order && !take_rank (self, row, error))
      return FALSE;
  }
  return TRUE;
}

/* Whole numbers rank themselves, unless two are the same number ("1" and "01"). */
static gboolean
rank_numbers (Loader *self)
{
  guint n = self->ranks->len;
  g_autofree double *ranks = g_new (double, n);

  for (guint i = 0; i < n; i++) {
    gint64 rank = 0;
    if (!ts_parse_int (ts_name_list_get (self->labels, i), -MAX_RANK, MAX_RANK,
                       &rank))
      return FALSE;
    ranks[i] = (double) rank;
    for (guint j = 0; j < i; j++)
      if (ranks[j] == ranks[i])
        return FALSE;
  }
  memcpy (self->ranks->data, ranks, n * sizeof *ranks);
  return n > 0;
}

/* Says where the ranks come from, or that there are none. */
static gboolean
settle_ranks (Loader *self, gboolean has_order, GError **error)
{
  guint n_ranked = 0;
  const char *unranked = NULL;

  for (guint i = 0; i < self->ranks->len; i++) {
    if (isnan (g_array_index (self->ranks, double, i)))
      unranked = ts_name_list_get (self->labels, i);
    else
      n_ranked++;
  }
  if (has_order) {
    self->out->order_source = "--order";
  } else if (n_ranked == 0) {
    if (rank_numbers (self))
      self->out->order_source = "labels are whole numbers";
  } else if (unranked != NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "'%s' gives no weightorder for label '%s', but for others",
                 ts_csv_file_get_path (self->csv), unranked);
    return FALSE;
  } else {
    self->out->order_source = "column weightorder";
  }
  return TRUE;
}

static int
compare_labels (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Loader *self = user_data;
  guint i = *(const guint *) a, j = *(const guint *) b;
  double rank_i = g_array_index (self->ranks, double, i);
  double rank_j = g_array_index (self->ranks, double, j);

  if (self->out->order_source != NULL)
    return (rank_i > rank_j) - (rank_i < rank_j);
  return strcmp (ts_name_list_get (self->labels, i),
                 ts_name_list_get (self->labels, j));
}

/* Numbers the labels anew, in their order. */
static void
sort_labels (Loader *self)
{
  TsRatingsFile *out = self->out;
  guint n = out->n_labels;
  g_autofree guint *order = g_new (guint, n);
  g_autofree int *new_numbers = g_new (int, n);
  gsize n_cells = (gsize) out->n_cases * out->n_readers;

  for (guint i = 0; i < n; i++)
    order[i] = i;
  if (n > 0)
    g_qsort_with_data (order, (gint) n, sizeof *order, compare_labels, self);
  out->labels = g_new0 (char *, (gsize) n + 1);
  if (out->order_source != NULL)
    out->ranks = g_new (double, n);
  for (guint i = 0; i < n; i++) {
    new_numbers[order[i]] = (int) i;
    out->labels[i] = g_strdup (ts_name_list_get (self->labels, order[i]));
    if (out->ranks != NULL)
      out->ranks[i] = g_array_index (self->ranks, double, order[i]);
  }
  for (gsize i = 0; i < n_cells; i++)
    if (out->ratings[i] != TS_RATINGS_FILE_NONE)
      out->ratings[i] = new_numbers[out->ratings[i]];
  for (guint i = 0; out->truth != NULL && i < out->n_cases; i++)
    if (out->truth[i] != TS_RATINGS_FILE_NONE)
      out->truth[i] = new_numbers[out->truth[i]];
}

TsRatingsFile *
ts_ratings_file_load (const char *path,
                      const char *const *order,
                      GError **error)
{
  g_autoptr (TsCsvFile) csv = ts_csv_file_load (path, error);
  g_autoptr (TsRatingsFile) out = NULL;
  g_autoptr (TsNameList) cases = ts_name_list_new ();
  g_autoptr (TsNameList) readers = ts_name_list_new ();
  g_autoptr (TsNameList) labels = ts_name_list_new ();
  g_autoptr (GArray) ranks = g_array_new (FALSE, FALSE, sizeof (double));
  Loader loader = { .csv = csv,
                    .cases = cases,
                    .readers = readers,
                    .labels = labels,
                    .ranks = ranks };
  gboolean is_good;

  if (csv == NULL)
    return NULL;
  out = loader.out = g_new0 (TsRatingsFile, 1);
  is_good =
    find_columns (&loader, error) && collect_names (&loader, order, error) &&
    allocate (&loader, error) && take_rows (&loader, order != NULL, error) &&
    settle_ranks (&loader, order != NULL, error);
  g_free (loader.rated_in);
  if (!is_good)
    return NULL;
  sort_labels (&loader);
  return g_steal_pointer (&out);
}

void
ts_ratings_file_free (TsRatingsFile *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->cases);
  g_strfreev (self->readers);
  g_strfreev (self->labels);
  g_free (self->ratings);
  g_free (self->truth);
  g_free (self->ranks);
  g_free (self->probabilities);
  g_free (self);
}
