/* The workspace's case of a study.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "core/store/store-studies.h"
#include "ui/workspace-private.h"

/* A view that rests so long has been looked at. */
#define REST_MS 500
/* A killed program loses at most so much of what is measured. */
#define MEASURE_S 15

/* What goes and comes with the model. */
static const TsMaterial model_materials[] = {
  TS_MATERIAL_MODEL_LAYER,
  TS_MATERIAL_PROBABILITY,
  TS_MATERIAL_LIST_ORDER,
  TS_MATERIAL_RUN_PANEL,
};

gboolean
ts_workspace_may_show (TsWorkspace *self, TsMaterial material)
{
  const TsCaseReading *reading = &self->reading;

  if (reading->session != NULL)
    return ts_case_session_may_show (reading->session, material);
  if (reading->study != NULL)
    return ts_session_may_show (TS_CASE_BLIND, material);
  return !reading->is_slide_reserved || material == TS_MATERIAL_FILE_NAME ||
         ts_session_may_show (TS_CASE_BLIND, material);
}

void
ts_workspace_log_model_display (TsWorkspace *self, gboolean is_shown)
{
  for (guint i = 0; i < G_N_ELEMENTS (model_materials); i++) {
    g_autoptr (GError) error = NULL;

    if (self->reading.session != NULL &&
        !ts_case_session_log_display (self->reading.session, model_materials[i],
                                      is_shown, &error))
      ts_workspace_tell (self, "%s", error->message);
  }
}

gboolean
ts_workspace_is_reading (TsWorkspace *self)
{
  return self->reading.study != NULL;
}

TsCaseSession *
ts_workspace_get_case_session (TsWorkspace *self)
{
  return self->reading.session;
}

const TsStudy *
ts_workspace_get_study (TsWorkspace *self)
{
  return self->reading.study;
}

const char *
ts_workspace_get_arm (TsWorkspace *self)
{
  return self->reading.arm;
}

const char *
ts_workspace_get_reading_fault (TsWorkspace *self)
{
  return self->reading.fault;
}

gboolean
ts_workspace_refuse_while_reading (TsWorkspace *self)
{
  if (self->reading.study == NULL)
    return FALSE;
  ts_workspace_tell (self, "%s",
                     _ ("A case is being read: leave the study first"));
  return TRUE;
}

/* Measuring. */
static TsCaseStep *
measure (TsWorkspace *self)
{
  TsCaseReading *reading = &self->reading;
  TsCaseStep *step = g_new0 (TsCaseStep, 1);
  const TsSlideInfo *info = ts_slide_get_info (ts_workspace_get_slide (self));

  step->active_ms =
    ts_active_clock_read_ms (&reading->clock, g_get_monotonic_time ());
  step->seen_share = ts_coverage_get_share (reading->coverage, 0);
  step->seen_mm2 =
    ts_coverage_get_mm2 (reading->coverage, 0, info->mpp_x, info->mpp_y);
  step->highest_power = reading->highest_power;
  step->seen = ts_coverage_to_bytes (reading->coverage);
  step->view_center_l0 = reading->view_center_l0;
  step->view_scale = reading->view_scale;
  return step;
}

static void
store_measurement (TsWorkspace *self)
{
  TsCaseReading *reading = &self->reading;
  g_autoptr (TsCaseStep) step = NULL;
  g_autoptr (GError) error = NULL;

  if (reading->session == NULL || ts_workspace_get_slide (self) == NULL ||
      ts_case_session_get_state (reading->session) == TS_CASE_FINISHED)
    return;
  step = measure (self);
  if (step->active_ms == reading->stored_ms)
    return;
  reading->stored_ms = step->active_ms;
  if (!ts_case_session_measure (reading->session, step, &error))
    ts_workspace_tell (self, "%s", error->message);
}

static gboolean
on_measure (gpointer user_data)
{
  store_measurement (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_rest (gpointer user_data)
{
  TsWorkspace *self = user_data;
  TsCaseReading *reading = &self->reading;

  reading->rest_source = 0;
  if (reading->coverage == NULL || ts_rect_is_empty (self->visible_l0))
    return G_SOURCE_REMOVE;
  ts_coverage_add_view (reading->coverage, self->visible_l0,
                        self->magnification);
  reading->highest_power = MAX (reading->highest_power, self->magnification);
  return G_SOURCE_REMOVE;
}

void
ts_workspace_note_view (TsWorkspace *self, TsPoint center_l0, double scale)
{
  TsCaseReading *reading = &self->reading;

  if (reading->session == NULL)
    return;
  reading->view_center_l0 = center_l0;
  reading->view_scale = scale;
  g_clear_handle_id (&reading->rest_source, g_source_remove);
  reading->rest_source = g_timeout_add (REST_MS, on_rest, self);
}

/* Goes on where the case was interrupted. */
static void
begin_measuring (TsWorkspace *self)
{
  TsCaseReading *reading = &self->reading;
  TsRect bounds_l0 =
    ts_slide_get_info (ts_workspace_get_slide (self))->bounds_l0;
  g_autoptr (GError) error = NULL;
  g_autoptr (TsCaseStep) last =
    ts_case_session_find_last_step (reading->session, &error);

  ts_active_clock_start (&reading->clock, g_get_monotonic_time ());
  if (last != NULL) {
    reading->clock.active_ms = last->active_ms;
    reading->stored_ms = last->active_ms;
    reading->highest_power = last->highest_power;
    reading->view_center_l0 = last->view_center_l0;
    reading->view_scale = last->view_scale;
    if (last->seen != NULL)
      reading->coverage = ts_coverage_new_from_bytes (bounds_l0, last->seen);
  }
  if (reading->coverage == NULL)
    reading->coverage = ts_coverage_new (bounds_l0);
  reading->measure_source = g_timeout_add_seconds (MEASURE_S, on_measure, self);
}

/* The way of a case. */
static void
end_case (TsWorkspace *self)
{
  TsCaseReading *reading = &self->reading;

  store_measurement (self);
  g_clear_handle_id (&reading->rest_source, g_source_remove);
  g_clear_handle_id (&reading->measure_source, g_source_remove);
  g_clear_pointer (&reading->coverage, ts_coverage_free);
  g_clear_pointer (&reading->session, ts_case_session_free);
  reading->clock = (TsActiveClock){ 0 };
  reading->stored_ms = 0;
  reading->highest_power = 0;
  reading->view_scale = 0;
}

void
ts_workspace_drop_reading (TsWorkspace *self)
{
  TsCaseReading *reading = &self->reading;

  end_case (self);
  g_clear_pointer (&reading->study, ts_study_free);
  g_clear_pointer (&reading->arm, g_free);
  g_clear_pointer (&reading->slide_identity, g_free);
}

static void
fail (TsWorkspace *self, const char *text)
{
  g_free (self->reading.fault);
  self->reading.fault = g_strdup (text);
  ts_workspace_leave_case (self);
}

void
ts_workspace_leave_case (TsWorkspace *self)
{
  if (self->reading.study == NULL)
    return;
  if (self->reading.session != NULL && !self->is_model_hidden)
    ts_workspace_log_model_display (self, FALSE);
  /* The slide goes before the gate opens. */
  store_measurement (self);
  ts_workspace_close_slide (self);
  ts_workspace_drop_reading (self);
  ts_workspace_update_hidden (self);
  ts_workspace_emit (self, "slide-changed");
  ts_workspace_emit (self, "reading-changed");
}

static const char *
find_loaded_identity (TsWorkspace *self)
{
  TsModelFile *file = self->slots[TS_ROLE_CLASSES].file;

  return file != NULL ? ts_model_file_get_info (file)->identity : NULL;
}

static gboolean
is_study_model (TsWorkspace *self, const TsStudy *study)
{
  const char *loaded = find_loaded_identity (self);

  for (guint i = 0; i < study->models->len; i++) {
    const TsStudyModel *model = g_ptr_array_index (study->models, i);

    if (g_strcmp0 (model->identity, loaded) == 0)
      return TRUE;
  }
  return FALSE;
}

const char *
ts_workspace_get_reading_obstacle (TsWorkspace *self,
                                   const TsStudy *study,
                                   const char *arm)
{
  const TsStudyArm *found = ts_study_find_arm (study, arm);

  if (ts_workspace_is_loading_model (self))
    return _ ("The model is being loaded");
  if (found == NULL || found->kind == TS_ARM_UNAIDED)
    return NULL;
  return is_study_model (self, study)
           ? NULL
           : _ ("Choose the study’s model first (Explore, Run)");
}

/* The newest file that is still there. The caller owns it. */
static char *
find_file (TsWorkspace *self, const char *identity, GError **error)
{
  g_auto (GStrv) files =
    ts_store_list_slide_files (self->store, identity, error);

  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    if (g_file_test (files[i], G_FILE_TEST_IS_REGULAR))
      return g_strdup (files[i]);
  return NULL;
}

static gboolean
find_next (TsWorkspace *self,
           const TsStudy *study,
           const char *arm,
           const TsStudySlide **out_slide,
           GError **error)
{
  TsCaseSessionParams params = { self->store, self->session_id, study, arm,
                                 self->reader };
  g_autoptr (GPtrArray) cases = NULL;
  TsNextCase next = { 0 };

  if (!ts_case_session_find_next (&params, &next, &cases, error))
    return FALSE;
  if (next.kind == TS_NEXT_NONE || next.kind == TS_NEXT_WAIT) {
    g_set_error_literal (
      error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
      next.kind == TS_NEXT_NONE
        ? _ ("All slides of this arm are read")
        : _ ("The slides that are left may not be read yet"));
    return FALSE;
  }
  *out_slide = next.slide;
  return TRUE;
}

/* arm may be the one at hand. */
static gboolean
want_case (TsWorkspace *self, TsStudy *study, const char *arm, GError **error)
{
  const TsStudySlide *slide = NULL;
  g_autofree char *path = NULL;

  if (!find_next (self, study, arm, &slide, error))
    return FALSE;
  path = find_file (self, slide->identity, error);
  if (path == NULL && (error == NULL || *error == NULL))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("The file of slide “%s” is not where it was. Open the "
                    "study file again."),
                 slide->pseudonym);
  if (path == NULL)
    return FALSE;
  end_case (self);
  self->reading.study = study;
  if (self->reading.arm != arm) {
    g_free (self->reading.arm);
    self->reading.arm = g_strdup (arm);
  }
  g_free (self->reading.slide_identity);
  self->reading.slide_identity = g_strdup (slide->identity);
  g_clear_pointer (&self->reading.fault, g_free);
  /* From here on the gate is shut, whatever slide is on screen. */
  ts_workspace_update_hidden (self);
  ts_workspace_close_slide (self);
  ts_workspace_open_path (self, path);
  ts_workspace_emit (self, "reading-changed");
  return TRUE;
}

gboolean
ts_workspace_begin_case (TsWorkspace *self,
                         TsStudy *study,
                         const char *arm,
                         GError **error)
{
  const char *obstacle = ts_workspace_get_reading_obstacle (self, study, arm);
  g_autoptr (TsStudy) owned = study;

  if (obstacle == NULL && self->session_id == 0)
    obstacle = _ ("Say who reads first");
  if (obstacle == NULL && self->reading.study != NULL)
    obstacle = _ ("A case is being read: leave the study first");
  if (obstacle != NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, obstacle);
    return FALSE;
  }
  if (!want_case (self, study, arm, error))
    return FALSE;
  g_steal_pointer (&owned);
  return TRUE;
}

gboolean
ts_workspace_next_case (TsWorkspace *self, GError **error)
{
  g_return_val_if_fail (self->reading.study != NULL, FALSE);
  if (want_case (self, self->reading.study, self->reading.arm, error))
    return TRUE;
  ts_workspace_leave_case (self);
  return FALSE;
}

/* The slide is open, and nothing but it is on screen. */
static TsCaseSession *
open_session (TsWorkspace *self, GError **error)
{
  TsCaseSessionParams params = { self->store, self->session_id,
                                 self->reading.study, self->reading.arm,
                                 self->reader };
  gboolean is_visible[TS_N_MATERIALS] = { FALSE };

  is_visible[TS_MATERIAL_OWN_READING] = TRUE;
  return ts_case_session_open (&params, is_visible, error);
}

static gboolean
is_reserved_in (TsWorkspace *self, const TsStudy *study, const char *identity)
{
  g_autoptr (GPtrArray) cases =
    ts_store_list_cases (self->store, study->key, self->reader, NULL);

  for (guint i = 0; cases != NULL && i < cases->len; i++) {
    const TsStudyCase *reading_case = g_ptr_array_index (cases, i);

    if (g_str_equal (reading_case->slide_identity, identity) &&
        (reading_case->state == TS_CASE_BLIND ||
         reading_case->state == TS_CASE_LOCKED))
      return TRUE;
  }
  return FALSE;
}

/* The reader left a case on this slide before it was revealed. */
static gboolean
is_reserved (TsWorkspace *self, const char *identity)
{
  g_autoptr (GPtrArray) studies =
    self->reader != NULL ? ts_store_list_studies (self->store, NULL) : NULL;

  for (guint i = 0; studies != NULL && i < studies->len; i++)
    if (is_reserved_in (self, g_ptr_array_index (studies, i), identity))
      return TRUE;
  return FALSE;
}

void
ts_workspace_join_reading (TsWorkspace *self)
{
  TsCaseReading *reading = &self->reading;
  const char *identity =
    ts_slide_get_info (ts_workspace_get_slide (self))->identity;
  g_autoptr (GError) error = NULL;

  reading->is_slide_reserved =
    reading->study == NULL && is_reserved (self, identity);
  if (reading->is_slide_reserved)
    ts_workspace_tell (self, "%s",
                       _ ("You have an open case on this slide: the model "
                          "stays hidden until it is locked"));
  if (reading->study != NULL && reading->session == NULL &&
      g_str_equal (identity, reading->slide_identity)) {
    reading->session = open_session (self, &error);
    if (reading->session != NULL) {
      begin_measuring (self);
      self->is_whole_slide = TRUE;
    }
  }
  ts_workspace_update_hidden (self);
}

/* After the slide is told to everybody. */
void
ts_workspace_tell_reading (TsWorkspace *self)
{
  if (self->reading.study == NULL)
    return;
  if (self->reading.session == NULL)
    fail (self, _ ("The slide’s file is not the one the study names, or the "
                   "case is open elsewhere"));
  else
    ts_workspace_emit (self, "reading-changed");
}

void
ts_workspace_fail_reading (TsWorkspace *self)
{
  const TsStudySlide *slide =
    ts_study_find_slide (self->reading.study, self->reading.slide_identity);
  g_autofree char *text =
    g_strdup_printf (_ ("The slide “%s” cannot be opened"), slide->pseudonym);

  /* Its message would name the file. */
  g_clear_pointer (&self->open_error, g_free);
  fail (self, text);
}

gboolean
ts_workspace_take_case_step (TsWorkspace *self, TsStepKind kind, GError **error)
{
  TsCaseReading *reading = &self->reading;
  g_autoptr (TsCaseStep) step = NULL;
  gboolean is_taken = FALSE;

  g_return_val_if_fail (reading->session != NULL, FALSE);
  step = measure (self);
  if (kind == TS_STEP_LOCKED)
    is_taken = ts_case_session_lock (reading->session, step, error);
  else if (kind == TS_STEP_REVEALED)
    is_taken = ts_case_session_reveal (reading->session, step, error);
  else
    is_taken = ts_case_session_finish (reading->session, step, error);
  if (!is_taken)
    return FALSE;
  if (kind == TS_STEP_REVEALED)
    self->wants_model_hidden = FALSE;
  ts_workspace_update_hidden (self);
  ts_workspace_emit (self, "reading-changed");
  return TRUE;
}

gboolean
ts_workspace_find_model_answer (TsWorkspace *self, TsSlideAnswer *out)
{
  TsPredictionMap *map = ts_workspace_get_map (self, TS_ROLE_CLASSES);
  const TsModelInfo *model = ts_workspace_get_model (self, TS_ROLE_CLASSES);

  if (!ts_workspace_may_show (self, TS_MATERIAL_PROBABILITY) || map == NULL ||
      model == NULL)
    return FALSE;
  guint n = ts_prediction_map_get_n_classes (map);
  g_autofree double *means = g_new0 (double, n);
  g_autofree double *shares = g_new0 (double, n);
  TsTileCounts counts = ts_prediction_map_get_counts (map);
  guint best = 0;

  if (counts.n_predicted == 0)
    return FALSE;
  ts_prediction_map_summarise (map, means, shares);
  for (guint i = 1; i < n; i++)
    if (means[i] > means[best])
      best = i;
  *out = (TsSlideAnswer){
    .model_identity = model->identity,
    .class_name = model->class_names[best],
    .probability = means[best],
    .n_tiles = counts.n_predicted,
    .is_complete = counts.n_unknown == 0,
  };
  return TRUE;
}
