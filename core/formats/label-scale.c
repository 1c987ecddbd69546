/* The labels of a table, and the ranks they have.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/formats/label-scale.h"

#include <math.h>
#include <string.h>

#include "core/base/parse.h"
#include "core/formats/name-list.h"

#define MAX_RANK G_GINT64_CONSTANT (1000000000)

struct TsLabelScale {
  TsNameList *names;
  GArray *ranks; /* double, one for each name; NAN: none yet */
  gboolean has_order;
  gboolean is_ranked; /* settled, and there are ranks */
};

TsLabelScale *
ts_label_scale_new (const char *const *order)
{
  TsLabelScale *self = g_new0 (TsLabelScale, 1);

  self->names = ts_name_list_new ();
  self->ranks = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; order != NULL && order[i] != NULL; i++) {
    guint label = ts_label_scale_add (self, order[i]);
    g_array_index (self->ranks, double, label) = i;
  }
  self->has_order = order != NULL;
  return self;
}

void
ts_label_scale_free (TsLabelScale *self)
{
  if (self == NULL)
    return;
  ts_name_list_free (self->names);
  g_array_unref (self->ranks);
  g_free (self);
}

guint
ts_label_scale_get_n (const TsLabelScale *self)
{
  return self->ranks->len;
}

const char *
ts_label_scale_get_name (const TsLabelScale *self, guint label)
{
  return ts_name_list_get (self->names, label);
}

gboolean
ts_label_scale_may_have (const TsLabelScale *self, const char *name)
{
  guint label = 0;

  return !self->has_order || ts_name_list_find (self->names, name, &label);
}

guint
ts_label_scale_add (TsLabelScale *self, const char *name)
{
  double none = NAN;
  guint label = ts_name_list_add (self->names, name);

  if (label == self->ranks->len)
    g_array_append_val (self->ranks, none);
  return label;
}

double
ts_label_scale_get_rank (const TsLabelScale *self, guint label)
{
  g_assert (label < self->ranks->len);
  return g_array_index (self->ranks, double, label);
}

char *
ts_label_scale_set_rank (TsLabelScale *self, const char *name, const char *text)
{
  guint label = ts_label_scale_add (self, name);
  double old_rank = ts_label_scale_get_rank (self, label);
  gint64 rank = 0;

  if (self->has_order)
    return NULL;
  if (!ts_parse_int (text, -MAX_RANK, MAX_RANK, &rank))
    return g_strdup_printf ("weightorder '%s' is not a whole number", text);
  if (!isnan (old_rank) && old_rank != (double) rank)
    return g_strdup_printf ("weightorder %s of label '%s' was %.0f before",
                            text, name, old_rank);
  for (guint i = 0; i < self->ranks->len; i++)
    if (i != label && ts_label_scale_get_rank (self, i) == (double) rank)
      return g_strdup_printf ("weightorder %s of label '%s' is that of '%s'",
                              text, name, ts_label_scale_get_name (self, i));
  g_array_index (self->ranks, double, label) = (double) rank;
  return NULL;
}

/* Whole numbers rank themselves, unless two are the same number ("1" and "01"). */
static gboolean
rank_numbers (TsLabelScale *self)
{
  guint n = self->ranks->len;
  g_autofree double *ranks = g_new (double, n);

  for (guint i = 0; i < n; i++) {
    gint64 rank = 0;
    if (!ts_parse_int (ts_label_scale_get_name (self, i), -MAX_RANK, MAX_RANK,
                       &rank))
      return FALSE;
    ranks[i] = (double) rank;
    for (guint j = 0; j < i; j++)
      if (ranks[j] == ranks[i])
        return FALSE;
  }
  if (n > 0)
    memcpy (self->ranks->data, ranks, n * sizeof *ranks);
  return n > 0;
}

gboolean
ts_label_scale_settle (TsLabelScale *self,
                       const char **out_source,
                       const char **out_unranked)
{
  const char *unranked = NULL;
  guint n_ranked = 0;

  for (guint i = 0; i < self->ranks->len; i++) {
    if (isnan (ts_label_scale_get_rank (self, i)))
      unranked = ts_label_scale_get_name (self, i);
    else
      n_ranked++;
  }
  *out_source = NULL;
  if (self->has_order)
    *out_source = "--order";
  else if (n_ranked > 0)
    *out_source = "column weightorder";
  else if (rank_numbers (self))
    *out_source = "labels are whole numbers";
  self->is_ranked = *out_source != NULL;
  *out_unranked = unranked;
  return n_ranked == 0 || unranked == NULL;
}

static int
compare_labels (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TsLabelScale *self = user_data;
  guint i = *(const guint *) a, j = *(const guint *) b;
  double rank_i = ts_label_scale_get_rank (self, i);
  double rank_j = ts_label_scale_get_rank (self, j);

  if (self->is_ranked)
    return (rank_i > rank_j) - (rank_i < rank_j);
  return strcmp (ts_label_scale_get_name (self, i),
                 ts_label_scale_get_name (self, j));
}

guint *
ts_label_scale_dup_order (const TsLabelScale *self)
{
  guint n = self->ranks->len;
  guint *order = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  if (n > 0)
    g_qsort_with_data (order, (gint) n, sizeof *order, compare_labels,
                       (gpointer) self);
  return order;
}
