/* tessera-cli study: the table of its commands, and which study is meant.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/command-study.h"

#include <string.h>

#include "app/cli/commands.h"
#include "core/base/error.h"

#define MIN_KEY_DIGITS 4

static const TsCommand commands[] = {
  { "create", "puts a study from a JSON file into a store",
    ts_command_study_create },
  { "export-readings", "table of the answers, beside the truth",
    ts_command_study_export },
  { "list", "the studies of a store", ts_command_study_list },
  { "merge", "joins the stores of several readers", ts_command_study_merge },
  { "status", "how far each reader is, and whether blind",
    ts_command_study_status },
  { NULL, NULL, NULL },
};

int
ts_command_study (int argc, char **argv)
{
  return ts_command_dispatch (commands, argc, argv);
}

static gboolean
is_meant (const TsStudy *study, const char *text)
{
  return text == NULL || g_str_equal (study->name, text) ||
         (strlen (text) >= MIN_KEY_DIGITS &&
          g_str_has_prefix (study->key, text));
}

static void
set_missing (TsStore *store, const char *text, guint n_found, GError **error)
{
  const char *path = ts_store_get_path (store);

  if (text == NULL)
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 n_found == 0 ? "'%s' has no study"
                              : "'%s' has several studies; say which",
                 path);
  else
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 n_found == 0 ? "'%s' has no study '%s'"
                              : "'%s' has several studies '%s'; give the key",
                 path, text);
}

TsStudy *
ts_study_command_find (TsStore *store, const char *text, GError **error)
{
  g_autoptr (GPtrArray) studies = ts_store_list_studies (store, error);
  const TsStudy *found = NULL;
  guint n_found = 0;

  if (studies == NULL)
    return NULL;
  for (guint i = 0; i < studies->len; i++) {
    const TsStudy *study = g_ptr_array_index (studies, i);

    if (!is_meant (study, text))
      continue;
    found = study;
    n_found++;
  }
  if (n_found == 1)
    return ts_store_load_study (store, found->key, error);
  set_missing (store, text, n_found, error);
  return NULL;
}
