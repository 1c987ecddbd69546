/* A study read from a store for the commands that compare.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/study-input.h"

#include "app/cli/command-study.h"

gboolean
ts_study_input_load (TsStudyInput *self,
                     const char *store_path,
                     const char *study_text,
                     gboolean with_truth,
                     const TsComparisonParams *params,
                     GError **error)
{
  self->store = ts_store_open_read_only (store_path, error);
  if (self->store == NULL)
    return FALSE;
  self->study = ts_study_command_find (self->store, study_text, error);
  if (self->study == NULL || !ts_store_verify_events (self->store, error))
    return FALSE;
  self->data = ts_study_data_new (self->store, self->study, with_truth, error);
  if (self->data == NULL)
    return FALSE;
  self->comparisons = ts_comparison_list (self->data, params);
  self->report = (TsStudyReport){ .store = self->store,
                                  .data = self->data,
                                  .comparisons = self->comparisons,
                                  .params = *params };
  return TRUE;
}

void
ts_study_input_clear (TsStudyInput *self)
{
  g_clear_pointer (&self->comparisons, g_ptr_array_unref);
  g_clear_pointer (&self->data, ts_study_data_free);
  g_clear_pointer (&self->study, ts_study_free);
  g_clear_pointer (&self->store, ts_store_unref);
}
