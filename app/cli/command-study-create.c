/* tessera-cli study create: a study from a JSON file into a store.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "app/cli/command-study.h"
#include "app/cli/file-use.h"
#include "app/cli/open-store.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/jobs/study-import.h"
#include "core/review/study-file.h"

typedef struct {
  const char *file, *store_path;
  gboolean is_json;
  TsStudy *study;
  guint n_truth;
  TsStore *store;
} Creation;

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
            study->models->len, self->n_truth);
    return;
  }
  json_builder_begin_object (builder);
  ts_json_add_text (builder, "key", study->key);
  ts_json_add_text (builder, "name", study->name);
  ts_json_add_number (builder, "slides", TRUE, study->slides->len);
  ts_json_add_number (builder, "truth", TRUE, self->n_truth);
  json_builder_end_object (builder);
  ts_print_json (builder);
}

/* The store after the file: a broken one makes none. */
static gboolean
create (Creation *self, GError **error)
{
  g_autoptr (GPtrArray) truth = NULL;
  g_autoptr (TsStudy) readable = ts_study_file_read (self->file, &truth, error);

  self->store =
    readable != NULL ? ts_open_store (self->store_path, error) : NULL;
  if (self->store != NULL)
    self->study =
      ts_study_import (self->file, self->store, &self->n_truth, error);
  return self->study != NULL;
}

static int
run (Creation *self)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done = create (self, &error);

  if (is_done)
    print (self);
  ts_study_free (self->study);
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
