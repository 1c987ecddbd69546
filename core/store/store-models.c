/* Models, and their runs on slides.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/query.h"

static gboolean
find_model (TsStore *self,
            const char *identity,
            gint64 *out_model_id,
            GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT model_id FROM model WHERE identity = ?");

  ts_query_bind_text (&query, identity);
  return ts_query_find_id (&query, out_model_id, error);
}

static gboolean
add_card (TsStore *self, const TsModelInfo *model, GError **error)
{
  g_auto (TsQuery) query = ts_query (
    self, "INSERT INTO model (identity, name, architecture, source, licence,"
          " notes, patch_px, spacing_um, head, role, runs_on_class,"
          " n_parameters, n_multiply_adds, added_at_us)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  ts_query_bind_text (&query, model->identity);
  ts_query_bind_text (&query, model->name);
  ts_query_bind_text (&query, model->architecture);
  ts_query_bind_text (&query, model->source);
  ts_query_bind_text (&query, model->licence);
  ts_query_bind_text (&query, model->notes);
  ts_query_bind_int (&query, model->patch_px);
  ts_query_bind_known (&query, model->spacing_um);
  ts_query_bind_text (&query, ts_head_to_text (model->head));
  ts_query_bind_text (&query, ts_role_to_text (model->role));
  ts_query_bind_text (&query, model->runs_on_class);
  ts_query_bind_int (&query, (gint64) model->n_parameters);
  ts_query_bind_int (&query, (gint64) model->n_multiply_adds);
  ts_query_bind_int (&query, g_get_real_time ());
  return ts_query_run (&query, error);
}

static gboolean
add_class (TsStore *self,
           gint64 model_id,
           guint index,
           const char *name,
           GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "INSERT INTO model_class (model_id, class_index, name)"
                    " VALUES (?, ?, ?)");

  ts_query_bind_int (&query, model_id);
  ts_query_bind_int (&query, index);
  ts_query_bind_text (&query, name);
  return ts_query_run (&query, error);
}

static gboolean
add_model (TsStore *self,
           const TsModelInfo *model,
           gint64 *out_model_id,
           GError **error)
{
  if (!add_card (self, model, error))
    return FALSE;
  *out_model_id = ts_store_get_last_id (self);
  for (guint i = 0; i < model->n_classes; i++) {
    if (!add_class (self, *out_model_id, i, model->class_names[i], error))
      return FALSE;
  }
  return TRUE;
}

gint64
ts_store_put_model (TsStore *self, const TsModelInfo *model, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  gint64 model_id = 0;
  gboolean is_done = FALSE;

  if (!find_model (hold, model->identity, &model_id, error))
    return 0;
  if (model_id != 0)
    return model_id;
  if (!ts_store_begin (self, TS_SURVIVES_POWER_LOSS, error))
    return 0;
  is_done = find_model (self, model->identity, &model_id, error);
  if (is_done && model_id == 0)
    is_done = add_model (self, model, &model_id, error);
  return ts_store_end (self, is_done, error) ? model_id : 0;
}

static gboolean
load_classes (TsStore *self,
              gint64 model_id,
              TsModelInfo *model,
              GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (TsQuery) query =
    ts_query (self, "SELECT class_index, name FROM model_class"
                    " WHERE model_id = ? ORDER BY class_index");
  guint n_classes = 0;

  ts_query_bind_int (&query, model_id);
  while (ts_query_next (&query, error)) {
    g_autofree char *name = ts_query_dup_text (&query, 1);

    if (ts_query_get_int (&query, 0) != n_classes ||
        n_classes == TS_MAX_CLASSES)
      ts_query_refuse (&query, "model_class");
    else if (name != NULL)
      g_strv_builder_add (names, name);
    n_classes++;
  }
  model->class_names = g_strv_builder_end (names);
  model->n_classes = g_strv_length (model->class_names);
  return query.is_done;
}

static gboolean
load_card (TsStore *self, gint64 model_id, TsModelInfo *model, GError **error)
{
  enum {
    IDENTITY,
    NAME,
    ARCHITECTURE,
    SOURCE,
    LICENCE,
    NOTES,
    PATCH_PX,
    SPACING_UM,
    HEAD,
    ROLE,
    RUNS_ON_CLASS,
    N_PARAMETERS,
    N_MULTIPLY_ADDS
  };
  g_auto (TsQuery) query = ts_query (
    self, "SELECT identity, name, architecture, source, licence, notes,"
          " patch_px, spacing_um, head, role, runs_on_class, n_parameters,"
          " n_multiply_adds FROM model WHERE model_id = ?");
  g_autofree char *head = NULL;
  g_autofree char *role = NULL;

  ts_query_bind_int (&query, model_id);
  if (!ts_query_next (&query, error)) {
    if (query.is_done)
      ts_store_set_damaged (self, "model", error);
    return FALSE;
  }
  model->identity = ts_query_dup_text (&query, IDENTITY);
  model->name = ts_query_dup_text (&query, NAME);
  model->architecture = ts_query_dup_text (&query, ARCHITECTURE);
  model->source = ts_query_dup_text (&query, SOURCE);
  model->licence = ts_query_dup_text (&query, LICENCE);
  model->notes = ts_query_dup_text (&query, NOTES);
  model->patch_px = ts_query_get_uint32 (&query, PATCH_PX);
  model->spacing_um = ts_query_get_real (&query, SPACING_UM);
  head = ts_query_dup_text (&query, HEAD);
  role = ts_query_dup_text (&query, ROLE);
  model->runs_on_class = ts_query_dup_text (&query, RUNS_ON_CLASS);
  model->n_parameters = (guint64) ts_query_get_int (&query, N_PARAMETERS);
  model->n_multiply_adds = (guint64) ts_query_get_int (&query, N_MULTIPLY_ADDS);
  if (!ts_head_from_text (head, &model->head))
    ts_query_refuse (&query, "head");
  if (!ts_role_from_text (role, &model->role))
    ts_query_refuse (&query, "role");
  return ts_query_check (&query, error);
}

TsModelInfo *
ts_store_load_model (TsStore *self, gint64 model_id, GError **error)
{
  g_autoptr (TsModelInfo) model = g_new0 (TsModelInfo, 1);

  if (!load_card (self, model_id, model, error) ||
      !load_classes (self, model_id, model, error))
    return NULL;
  return g_steal_pointer (&model);
}
