/* How often readers agreed with a model on the tiles they chose to judge.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/opinion-counts.h"

#include "core/stats/proportion.h"

typedef struct {
  TsStore *store;
  GHashTable *readers; /* gint64 -> name */
  GHashTable *models;  /* gint64 -> TsModelInfo */
  GHashTable *slides;  /* slides whose models were taken */
  GHashTable *pairs;   /* "COUNT\tSLIDE": counted in n_slides */
  GPtrArray *counts;
} Table;

static void
free_count (gpointer data)
{
  TsOpinionCount *count = data;

  g_free (count->reader);
  g_free (count->model_name);
  g_free (count->model_identity);
  g_free (count->shown_class);
  g_free (count);
}

static void
free_model (gpointer model)
{
  ts_model_info_free (model);
}

static void
table_init (Table *self, TsStore *store)
{
  self->store = store;
  self->readers =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->models =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_model);
  self->slides =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->counts = g_ptr_array_new_with_free_func (free_count);
}

static void
table_clear (Table *self)
{
  g_clear_pointer (&self->readers, g_hash_table_unref);
  g_clear_pointer (&self->models, g_hash_table_unref);
  g_clear_pointer (&self->slides, g_hash_table_unref);
  g_clear_pointer (&self->pairs, g_hash_table_unref);
  g_clear_pointer (&self->counts, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static gint64 *
dup_id (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

static gboolean
take_readers (Table *self, GError **error)
{
  g_autoptr (GPtrArray) readers = ts_store_list_readers (self->store, error);

  if (readers == NULL)
    return FALSE;
  for (guint i = 0; i < readers->len; i++) {
    const TsStoredReader *reader = g_ptr_array_index (readers, i);

    g_hash_table_insert (self->readers, dup_id (reader->reader_id),
                         g_strdup (reader->name));
  }
  return TRUE;
}

/* Models are known by the runs of the slides that opinions are on. */
static gboolean
take_models (Table *self, gint64 slide_id, GError **error)
{
  g_autoptr (GPtrArray) runs = NULL;

  if (g_hash_table_contains (self->slides, &slide_id))
    return TRUE;
  g_hash_table_add (self->slides, dup_id (slide_id));
  runs = ts_store_list_runs (self->store, slide_id, error);
  if (runs == NULL)
    return FALSE;
  for (guint i = 0; i < runs->len; i++) {
    const TsStoredRun *run = g_ptr_array_index (runs, i);

    g_hash_table_replace (self->models, dup_id (run->model_id),
                          ts_model_info_copy (run->model));
  }
  return TRUE;
}

static TsOpinionCount *
find_count (Table *self,
            const char *reader,
            const TsModelInfo *model,
            const char *shown_class)
{
  TsOpinionCount *fresh = NULL;

  for (guint i = 0; i < self->counts->len; i++) {
    TsOpinionCount *count = g_ptr_array_index (self->counts, i);

    if (g_str_equal (count->reader, reader) &&
        g_str_equal (count->model_identity, model->identity) &&
        g_str_equal (count->shown_class, shown_class))
      return count;
  }
  fresh = g_new0 (TsOpinionCount, 1);
  fresh->reader = g_strdup (reader);
  fresh->model_name = g_strdup (model->name);
  fresh->model_identity = g_strdup (model->identity);
  fresh->shown_class = g_strdup (shown_class);
  g_ptr_array_add (self->counts, fresh);
  return fresh;
}

static gboolean
add_opinion (Table *self, const TsOpinion *opinion, GError **error)
{
  const char *reader = NULL;
  const TsModelInfo *model = NULL;
  TsOpinionCount *count = NULL;

  if (opinion->scope != TS_SCOPE_TILE || opinion->shown_class == NULL)
    return TRUE;
  if (!take_models (self, opinion->slide_id, error))
    return FALSE;
  reader = g_hash_table_lookup (self->readers, &opinion->reader_id);
  model = g_hash_table_lookup (self->models, &opinion->model_id);
  if (reader == NULL || model == NULL)
    return TRUE;
  count = find_count (self, reader, model, opinion->shown_class);
  count->n_agree += opinion->verdict == TS_VERDICT_AGREE;
  count->n_disagree += opinion->verdict == TS_VERDICT_DISAGREE;
  count->n_unsure += opinion->verdict == TS_VERDICT_UNSURE;
  count->n_slides += g_hash_table_add (
    self->pairs, g_strdup_printf ("%p\t%" G_GINT64_FORMAT, (void *) count,
                                  opinion->slide_id));
  return TRUE;
}

GPtrArray *
ts_opinion_counts_load (TsStore *store, GError **error)
{
  g_auto (Table) table = { 0 };
  g_autoptr (GPtrArray) opinions = ts_store_list_opinions (store, 0, 0, error);
  g_autoptr (GPtrArray) standing = NULL;

  table_init (&table, store);
  if (opinions == NULL || !take_readers (&table, error))
    return NULL;
  standing = ts_opinion_list_standing (
    (const TsOpinion *const *) opinions->pdata, opinions->len);
  for (guint i = 0; i < standing->len; i++)
    if (!add_opinion (&table, g_ptr_array_index (standing, i), error))
      return NULL;
  for (guint i = 0; i < table.counts->len; i++) {
    TsOpinionCount *count = g_ptr_array_index (table.counts, i);

    count->agreement =
      ts_proportion_wilson (count->n_agree, count->n_agree + count->n_disagree,
                            "no tile was agreed or disagreed with");
  }
  return g_steal_pointer (&table.counts);
}
