/* A table of who called which case what.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/formats/ratings-file.h"

#include "core/base/checked.h"
#include "core/base/error.h"
#include "core/base/parse.h"
#include "core/formats/csv-file.h"
#include "core/formats/label-scale.h"
#include "core/formats/name-list.h"

#define MAX_READERS 100
#define MAX_LABELS  100
#define MAX_CELLS   (G_GUINT64_CONSTANT (1) << 27)

/* Columns; the first three must be there. */
enum { CASE, READER, LABEL, TRUTH, WEIGHT_ORDER, PROBABILITY, N_COLUMNS };

static const char *const column_names[N_COLUMNS] = {
  "case", "reader", "label", "truth", "weightorder", "sampling_probability"
};

typedef struct {
  const TsCsvFile *csv;
  guint columns[N_COLUMNS];
  gboolean has_column[N_COLUMNS];
  TsNameList *cases, *readers;
  TsLabelScale *scale;
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

/* The names of a row, in the order of the file. */
static gboolean
collect_row (Loader *self, guint row, GError **error)
{
  static const guint of_labels[] = { LABEL, TRUTH };

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
    if (!ts_label_scale_may_have (self->scale, label))
      return ts_csv_file_complain (self->csv, row, error,
                                   "%s '%s' is not one of the ordered labels",
                                   column_names[of_labels[i]], label);
    ts_label_scale_add (self->scale, label);
  }
  if (ts_name_list_get_n (self->readers) > MAX_READERS)
    return ts_csv_file_complain (self->csv, row, error,
                                 "there are more than %d readers", MAX_READERS);
  if (ts_label_scale_get_n (self->scale) > MAX_LABELS)
    return ts_csv_file_complain (self->csv, row, error,
                                 "there are more than %d labels", MAX_LABELS);
  return TRUE;
}

static gboolean
collect_names (Loader *self, GError **error)
{
  for (guint row = 0; row < ts_csv_file_get_n_rows (self->csv); row++)
    if (!collect_row (self, row, error))
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
  out->n_labels = ts_label_scale_get_n (self->scale);
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
    self->out->ratings[cell] = (int) ts_label_scale_add (self->scale, label);
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
  label = (int) ts_label_scale_add (self->scale, text);
  if (*truth != TS_RATINGS_FILE_NONE && *truth != label)
    return ts_csv_file_complain (
      self->csv, row, error, "truth '%s' of case '%s' was '%s' before", text,
      get (self, row, CASE),
      ts_label_scale_get_name (self->scale, (guint) *truth));
  *truth = label;
  return TRUE;
}

static gboolean
take_rank (Loader *self, guint row, GError **error)
{
  const char *text = get (self, row, WEIGHT_ORDER);
  const char *name = get (self, row, LABEL);
  g_autofree char *message = NULL;

  if (*text == '\0' || *name == '\0')
    return TRUE;
  message = ts_label_scale_set_rank (self->scale, name, text);
  return message == NULL ||
         ts_csv_file_complain (self->csv, row, error, "%s", message);
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
take_rows (Loader *self, GError **error)
{
  for (guint row = 0; row < ts_csv_file_get_n_rows (self->csv); row++) {
    guint i_case = ts_name_list_add (self->cases, get (self, row, CASE));
    if (!take_rating (self, row, i_case, error) ||
        !take_truth (self, row, i_case, error) ||
        !take_rank (self, row, error) ||
        !take_probability (self, row, i_case, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
settle_ranks (Loader *self, GError **error)
{
  const char *unranked = NULL;

  if (ts_label_scale_settle (self->scale, &self->out->order_source, &unranked))
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
               "'%s' gives no weightorder for label '%s', but for others",
               ts_csv_file_get_path (self->csv), unranked);
  return FALSE;
}

/* Numbers the labels anew, in their order. */
static void
sort_labels (Loader *self)
{
  TsRatingsFile *out = self->out;
  guint n = out->n_labels;
  g_autofree guint *order = ts_label_scale_dup_order (self->scale);
  g_autofree int *new_numbers = g_new (int, n);
  gsize n_cells = (gsize) out->n_cases * out->n_readers;

  out->labels = g_new0 (char *, (gsize) n + 1);
  if (out->order_source != NULL)
    out->ranks = g_new (double, n);
  for (guint i = 0; i < n; i++) {
    new_numbers[order[i]] = (int) i;
    out->labels[i] = g_strdup (ts_label_scale_get_name (self->scale, order[i]));
    if (out->ranks != NULL)
      out->ranks[i] = ts_label_scale_get_rank (self->scale, order[i]);
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
  g_autoptr (TsLabelScale) scale = ts_label_scale_new (order);
  Loader loader = {
    .csv = csv, .cases = cases, .readers = readers, .scale = scale
  };
  gboolean is_good;

  if (csv == NULL)
    return NULL;
  out = loader.out = g_new0 (TsRatingsFile, 1);
  is_good = find_columns (&loader, error) && collect_names (&loader, error) &&
            allocate (&loader, error) && take_rows (&loader, error) &&
            settle_ranks (&loader, error);
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
