/* tessera-cli study create: a study from a JSON file into a store.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "app/cli/command-study.h"
#include "app/cli/file-use.h"
#include "app/cli/open-store.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/model/model.h"
#include "core/review/study-check.h"
#include "core/review/study-file.h"
#include "core/slide/slide.h"

typedef struct {
  const char *file, *store_path;
  gboolean is_json;
  TsStudy *study;
  GPtrArray *truth;
  TsStore *store;
} Creation;

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
take_slide (Creation *self, TsStudySlide *slide, GError **error)
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
         ts_store_put_slide (self->store, info, error) != 0 &&
         ts_store_note_slide_file (self->store, info->identity, full, error);
}

static gboolean
take_model (Creation *self, TsStudyModel *model, GError **error)
{
  g_autoptr (TsModel) loaded = NULL;

  if (model->file == NULL)
    return TRUE;
  loaded = ts_model_load (model->file, NULL, NULL, error);
  return loaded != NULL &&
         take_identity (&model->identity, ts_model_get_info (loaded)->identity,
                        model->file, error) &&
         ts_store_put_model (self->store, ts_model_get_info (loaded), error) !=
           0;
}

static gboolean
take_files (Creation *self, GError **error)
{
  for (guint i = 0; i < self->study->models->len; i++)
    if (!take_model (self, g_ptr_array_index (self->study->models, i), error))
      return FALSE;
  for (guint i = 0; i < self->study->slides->len; i++)
    if (!take_slide (self, g_ptr_array_index (self->study->slides, i), error))
      return FALSE;
  return ts_study_check_identities (self->study, error);
}

static gboolean
add_truth (Creation *self, GError **error)
{
  for (guint i = 0; i < self->truth->len; i++) {
    TsTruth *truth = g_ptr_array_index (self->truth, i);

    truth->slide_identity = g_strdup (
      ts_study_find_pseudonym (self->study, truth->pseudonym)->identity);
    if (!ts_store_add_truth (self->store, 0, self->study->key, truth, error))
      return FALSE;
  }
  return TRUE;
}

static void
print (const Creation *self)
{
  const TsStudy *study = self->study;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!self->is_json) {
    printf ("study '%s' (%.*s): %u slides, %u questions, %u arms, %u models, "
            "truth for %u\n",
            study->name, TS_STUDY_COMMAND_KEY_DIGITS, study->key,
            study->slides->len, study->questions->len, study->arms->len,
            study->models->len, self->truth->len);
    return;
  }
  json_builder_begin_object (builder);
  ts_json_add_text (builder, "key", study->key);
  ts_json_add_text (builder, "name", study->name);
  ts_json_add_number (builder, "slides", TRUE, study->slides->len);
  ts_json_add_number (builder, "truth", TRUE, self->truth->len);
  json_builder_end_object (builder);
  ts_print_json (builder);
}

static gboolean
create (Creation *self, GError **error)
{
  self->study = ts_study_file_read (self->file, &self->truth, error);
  if (self->study == NULL)
    return FALSE;
  self->store = ts_open_store (self->store_path, error);
  return self->store != NULL && take_files (self, error) &&
         ts_store_add_study (self->store, 0, self->study, error) &&
         add_truth (self, error);
}

static int
run (Creation *self)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done = create (self, &error);

  if (is_done)
    print (self);
  ts_study_free (self->study);
  g_clear_pointer (&self->truth, g_ptr_array_unref);
  ts_store_unref (self->store);
  return is_done ? TS_EXIT_OK : ts_fail (g_steal_pointer (&error));
}

static gboolean
check_files (const Creation *self, const char *prefix)
{
  g_autoptr (TsFileUse) files = ts_file_use_new ();

  ts_file_use_add_input (files, "the study", self->file);
  ts_file_use_add_store (files, "--store", TRUE, self->store_path);
  return ts_file_use_check (files, prefix);
}

int
ts_command_study_create (int argc, char **argv)
{
  g_autofree char *store_path = NULL;
  Creation creation = { 0 };
  const GOptionEntry entries[] = {
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &store_path,
      "The store to put it into; made if it is not there", "S.db" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &creation.is_json, "Print JSON", NULL },
    { 0 }
  };
  const TsOptionsSpec spec = {
    .operands = "FILE.json",
    .description =
      "Reads a study (README.md has the keys), opens its slides and models to "
      "know them\nby their content, and puts it into a store. The same study "
      "again adds only the truth\nthat is new, and where the slides are now. "
      "JSON keys: key, name, slides, truth.",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  g_auto (GStrv) operands = NULL;
  int exit_code = TS_EXIT_USAGE;

  if (!ts_options_parse (&spec, argc, argv, &operands, &exit_code))
    return exit_code;
  creation.file = operands[0];
  creation.store_path = store_path;
  if (!ts_options_require (argv[0], "--store", store_path) ||
      !check_files (&creation, argv[0]))
    return TS_EXIT_USAGE;
  return run (&creation);
}
