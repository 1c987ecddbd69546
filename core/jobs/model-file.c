/* A loaded model file, for those who may not know core/model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/case-private.h"

struct TsModelFile {
  gint n_refs;
  TsModel *model;
};

TsModelFile *
ts_model_file_load (const char *path,
                    double spacing_um,
                    const TsCancel *cancel,
                    GError **error)
{
  const TsModelOverrides overrides = { .spacing_um = spacing_um };
  TsModel *model = ts_model_load (path, &overrides, cancel, error);
  TsModelFile *self = NULL;

  if (model == NULL)
    return NULL;
  self = g_new (TsModelFile, 1);
  self->n_refs = 1;
  self->model = model;
  return self;
}

TsModelFile *
ts_model_file_ref (TsModelFile *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
ts_model_file_unref (TsModelFile *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;
  ts_model_unref (self->model);
  g_free (self);
}

const TsModelInfo *
ts_model_file_get_info (const TsModelFile *self)
{
  return ts_model_get_info (self->model);
}

TsModel *
ts_model_file_get_model (const TsModelFile *self)
{
  return self->model;
}
