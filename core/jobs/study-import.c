/* A study from its JSON file into a store.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/study-import.h"

#include "core/base/error.h"
#include "core/model/model.h"
#include "core/review/study-check.h"
#include "core/review/study-file.h"
#include "core/slide/slide.h"

/* An identity that was given must be that of the file. */
static gboolean
take_identity (char **inout_identity,
               const char *found,
               const char *file,
               GError **error)
{
  if (*inout_identity == NULL)
    *inout_identity = g_strdup (found);
  if (g_str_equal (*inout_identity, found))
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
               "'%s' is not what the study says: its identity is '%s', not "
               "'%s'",
               file, found, *inout_identity);
  return FALSE;
}

static gboolean
take_slide (TsStore *store, TsStudySlide *slide, GError **error)
{
  g_autoptr (TsSlide) opened = NULL;
  g_autofree char *full = NULL;
  const TsSlideInfo *info = NULL;

  if (slide->file == NULL)
    return TRUE;
  opened = ts_slide_open (slide->file, error);
  if (opened == NULL)
    return FALSE;
  info = ts_slide_get_info (opened);
  full = g_canonicalize_filename (slide->file, NULL);
  return take_identity (&slide->identity, info->identity, slide->file, error) &&
         ts_store_put_slide (store, info, error) != 0 &&
         ts_store_note_slide_file (store, info->identity, full, error);
}

static gboolean
take_model (TsStore *store, TsStudyModel *model, GError **error)
{
  g_autoptr (TsModel) loaded = NULL;

  if (model->file == NULL)
    return TRUE;
  loaded = ts_model_load (model->file, NULL, NULL, error);
  return loaded != NULL &&
         take_identity (&model->identity, ts_model_get_info (loaded)->identity,
                        model->file, error) &&
         ts_store_put_model (store, ts_model_get_info (loaded), error) != 0;
}

static gboolean
take_files (TsStore *store, TsStudy *study, GError **error)
{
  for (guint i = 0; i < study->models->len; i++)
    if (!take_model (store, g_ptr_array_index (study->models, i), error))
      return FALSE;
  for (guint i = 0; i < study->slides->len; i++)
    if (!take_slide (store, g_ptr_array_index (study->slides, i), error))
      return FALSE;
  return ts_study_check_identities (study, error);
}

static gboolean
add_truth (TsStore *store,
           const TsStudy *study,
           const GPtrArray *all,
           GError **error)
{
  for (guint i = 0; i < all->len; i++) {
    TsTruth *truth = g_ptr_array_index (all, i);

    truth->slide_identity =
      g_strdup (ts_study_find_pseudonym (study, truth->pseudonym)->identity);
    if (!ts_store_add_truth (store, 0, study->key, truth, error))
      return FALSE;
  }
  return TRUE;
}

TsStudy *
ts_study_import (const char *path,
                 TsStore *store,
                 guint *out_n_truth,
                 GError **error)
{
  g_autoptr (GPtrArray) truth = NULL;
  g_autoptr (TsStudy) study = ts_study_file_read (path, &truth, error);

  if (study == NULL || !take_files (store, study, error) ||
      !ts_store_add_study (store, 0, study, error) ||
      !add_truth (store, study, truth, error))
    return NULL;
  if (out_n_truth != NULL)
    *out_n_truth = truth->len;
  return g_steal_pointer (&study);
}
