/* The main window: the page Read, from the list of studies through a case and back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "core/jobs/study-import.h"
#include "ui/window-private.h"

static TsCaseSession *
get_session (TsWindow *self)
{
  return ts_workspace_get_case_session (self->workspace);
}

gboolean
ts_window_show_reading_page (TsWindow *self)
{
  gboolean is_reading = ts_workspace_is_reading (self->workspace);
  const char *page = NULL;

  if (!self->is_read_mode)
    page = is_reading ? "case-open" : NULL;
  else if (!is_reading)
    page = "studies";
  else
    page = get_session (self) != NULL ? "canvas" : "blank";
  if (page != NULL)
    gtk_stack_set_visible_child_name (self->stack, page);
  return page != NULL;
}

void
ts_window_update_inspector (TsWindow *self)
{
  gboolean may_show =
    ts_workspace_may_show (self->workspace, TS_MATERIAL_MODEL_LAYER);
  gboolean has_slide = ts_workspace_get_slide (self->workspace) != NULL;

  /* Not by way of the flap: that one is remembered. */
  gtk_widget_set_visible (GTK_WIDGET (self->inspector),
                          may_show &&
                            !gtk_window_is_fullscreen (GTK_WINDOW (self)));
  gtk_widget_set_visible (self->inspector_button, may_show && has_slide);
  /* Names of files, and which slides were read how far. */
  gtk_widget_set_visible (GTK_WIDGET (self->slide_list),
                          !ts_workspace_is_reading (self->workspace));
  gtk_widget_set_visible (self->reading_side,
                          self->is_read_mode && get_session (self) != NULL);
}

gboolean
ts_window_handle_reading_key (TsWindow *self,
                              guint keyval,
                              GdkModifierType state,
                              gboolean *out_is_handled)
{
  *out_is_handled = FALSE;
  if (!self->is_read_mode)
    return ts_workspace_is_reading (self->workspace);
  if (get_session (self) == NULL)
    return TRUE;
  if (gdk_keyval_to_lower (keyval) == GDK_KEY_m)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.minimap-visible", NULL);
  else if (keyval == GDK_KEY_question)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-help-overlay",
                                NULL);
  else if (keyval == GDK_KEY_Escape)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  else if (!ts_reading_panel_handle_key (self->reading_panel, keyval) &&
           !ts_slide_view_handle_key (self->view, keyval, state))
    return TRUE;
  *out_is_handled = TRUE;
  return TRUE;
}

/* Between the pages. */
static void
log_own_reading (TsWindow *self, gboolean is_shown)
{
  g_autoptr (GError) error = NULL;

  if (get_session (self) != NULL &&
      !ts_case_session_log_display (get_session (self), TS_MATERIAL_OWN_READING,
                                    is_shown, &error))
    ts_window_toast (self, error->message);
}

static void
focus_page (TsWindow *self)
{
  if (self->is_read_mode && !ts_workspace_is_reading (self->workspace))
    ts_study_page_focus (self->study_page);
  else if (get_session (self) != NULL && self->is_read_mode)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
on_mode_changed (TsWindow *self, GVariant *state, GSimpleAction *action)
{
  gboolean is_read = g_str_equal (g_variant_get_string (state, NULL), "read");

  if (is_read == self->is_read_mode)
    return;
  g_simple_action_set_state (action, state);
  self->is_read_mode = is_read;
  log_own_reading (self, is_read);
  if (is_read)
    ts_study_page_refresh (self->study_page);
  ts_window_show_page (self);
  ts_window_update_inspector (self);
  focus_page (self);
}

static void
add_mode_action (TsWindow *self)
{
  g_autoptr (GSimpleAction) mode = g_simple_action_new_stateful (
    "mode", G_VARIANT_TYPE_STRING, g_variant_new_string ("explore"));

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (mode));
  g_signal_connect_object (mode, "change-state", G_CALLBACK (on_mode_changed),
                           self, G_CONNECT_SWAPPED);
}

/* Study files. */
static void
import_in_thread (GTask *task,
                  gpointer source,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;
  TsStore *store = g_object_get_data (G_OBJECT (task), "store");
  TsStudy *study = ts_study_import (task_data, store, NULL, &error);

  if (study == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, study, (GDestroyNotify) ts_study_free);
}

/* The study names its model's file: nobody needs to look for it. */
static void
load_study_model (TsWindow *self, const TsStudy *study)
{
  const TsStudyModel *model =
    study->models->len > 0 ? g_ptr_array_index (study->models, 0) : NULL;

  for (guint i = 0; i < study->arms->len; i++) {
    const TsStudyArm *arm = g_ptr_array_index (study->arms, i);

    if (model != NULL && model->file != NULL &&
        ts_workspace_get_reading_obstacle (self->workspace, study, arm->name) !=
          NULL) {
      ts_workspace_load_model (self->workspace, TS_ROLE_CLASSES, model->file,
                               0);
      return;
    }
  }
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsWindow *self = TS_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsStudy) study =
    g_task_propagate_pointer (G_TASK (result), &error);

  if (self->is_closing)
    return;
  ts_study_page_set_busy (self->study_page, FALSE);
  if (study == NULL) {
    ts_window_toast (self, error->message);
    return;
  }
  load_study_model (self, study);
  ts_study_page_refresh (self->study_page);
}

void
ts_window_import_study (TsWindow *self, const char *path)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_imported, NULL);

  g_task_set_source_tag (task, ts_window_import_study);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_object_set_data_full (
    G_OBJECT (task), "store",
    ts_store_ref (ts_workspace_get_store (self->workspace)),
    (GDestroyNotify) ts_store_unref);
  ts_study_page_set_busy (self->study_page, TRUE);
  g_task_run_in_thread (task, import_in_thread);
}

/* Into a case. */
static gboolean
take_reader (TsWindow *self, const char *reader)
{
  if (*reader == '\0') {
    ts_window_toast (self, _ ("Say who reads first"));
    return FALSE;
  }
  if (g_strcmp0 (reader, ts_workspace_get_reader (self->workspace)) == 0)
    return TRUE;
  if (!ts_workspace_set_reader (self->workspace, reader))
    return FALSE;
  g_settings_set_string (self->settings, "reader-name", reader);
  return TRUE;
}

static void
on_begin_asked (TsWindow *self,
                const char *key,
                const char *arm,
                const char *reader)
{
  g_autoptr (GError) error = NULL;
  /* The page is made anew meanwhile, and these with it. */
  g_autofree char *wanted = g_strdup (arm);
  g_autoptr (TsStudy) study =
    ts_store_load_study (ts_workspace_get_store (self->workspace), key, &error);

  if (study != NULL && !take_reader (self, reader))
    return;
  if (study == NULL ||
      !ts_workspace_begin_case (self->workspace, g_steal_pointer (&study),
                                wanted, &error))
    ts_window_toast (self, error->message);
}

static void
next_case (TsWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (!ts_workspace_next_case (self->workspace, &error))
    ts_window_toast (self, error->message);
}

static gboolean
take_step (TsWindow *self, TsStepKind kind)
{
  g_autoptr (GError) error = NULL;

  if (ts_workspace_take_case_step (self->workspace, kind, &error))
    return TRUE;
  ts_window_toast (self, error->message);
  return FALSE;
}

static gboolean
is_aided (TsWindow *self)
{
  return ts_study_find_arm (ts_workspace_get_study (self->workspace),
                            ts_workspace_get_arm (self->workspace))
           ->kind == TS_ARM_AIDED_AFTER_BLIND;
}

static void
reveal (TsWindow *self)
{
  if (!take_step (self, TS_STEP_REVEALED))
    return;
  if (ts_workspace_get_layer (self->workspace) == NULL)
    ts_workspace_set_layer (self->workspace, "most-likely");
  ts_workspace_set_overlay_visible (self->workspace, TRUE);
}

static void
on_lock_answered (AdwMessageDialog *dialog,
                  const char *response,
                  TsWindow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  if (g_strcmp0 (response, "lock") != 0 || get_session (self) == NULL ||
      ts_case_session_get_state (get_session (self)) != TS_CASE_BLIND)
    return;
  if (take_step (self, TS_STEP_LOCKED) && is_aided (self))
    reveal (self);
}

/* Enter and Space cancel, wherever they come from: the lock is for good. It has a letter of
 * its own, another than the button that asked, so that a key held down does not give it. */
static void
ask_lock (TsWindow *self)
{
  GtkWidget *widget = adw_message_dialog_new (
    GTK_WINDOW (self), _ ("Lock Your Answers?"),
    is_aided (self)
      ? _ ("They stand for good, then the model is shown. Locking is given "
           "with Alt+G or the pointer.")
      : _ ("They stand for good. Locking is given with Alt+G or the pointer."));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "lock",
                                    _ ("Lock for _Good"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "lock",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_lock_answered),
                           self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_advance_asked (TsWindow *self)
{
  TsCaseState state = ts_case_session_get_state (get_session (self));

  if (!ts_reading_panel_flush (self->reading_panel) ||
      !ts_case_regions_flush (self->case_regions))
    return;
  if (state == TS_CASE_BLIND)
    ask_lock (self);
  else if (state == TS_CASE_LOCKED && is_aided (self))
    reveal (self);
  else if (state == TS_CASE_FINISHED || take_step (self, TS_STEP_FINISHED))
    next_case (self);
}

static void
on_leave_asked (TsWindow *self)
{
  if (ts_reading_panel_flush (self->reading_panel) &&
      ts_case_regions_flush (self->case_regions))
    ts_workspace_leave_case (self->workspace);
}

static void
on_left (TsWindow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/* Where the reader was when the case was interrupted. */
static gboolean
on_restore_view (gpointer user_data)
{
  TsWindow *self = user_data;

  self->restore_source = 0;
  if (self->restored_scale > 0)
    ts_slide_view_jump_to (self->view, self->restored_center_l0,
                           self->restored_scale, 0);
  self->restored_scale = 0;
  return G_SOURCE_REMOVE;
}

static void
want_view (TsWindow *self)
{
  g_autoptr (TsCaseStep) last =
    ts_case_session_find_last_step (get_session (self), NULL);

  g_clear_handle_id (&self->restore_source, g_source_remove);
  if (last == NULL || last->view_scale <= 0)
    return;
  self->restored_center_l0 = last->view_center_l0;
  self->restored_scale = last->view_scale;
  self->restore_source = g_timeout_add (100, on_restore_view, self);
}

static void
on_reading_changed (TsWindow *self)
{
  const char *fault = ts_workspace_get_reading_fault (self->workspace);
  TsCaseSession *session = get_session (self);

  if (fault != NULL && !ts_workspace_is_reading (self->workspace))
    ts_window_toast (self, fault);
  if (session == NULL)
    ts_study_page_refresh (self->study_page);
  ts_window_show_page (self);
  ts_window_update_title (self);
  ts_window_update_inspector (self);
  ts_window_update_actions (self);
  if (session != NULL && session != self->seen_session) {
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
    want_view (self);
  }
  if (session == NULL && self->is_read_mode)
    focus_page (self);
  self->seen_session = session;
}

static void
connect (TsWindow *self,
         gpointer object,
         const char *signal,
         GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

/* Regions, and measures: one tool at a time has the pointer. */
static void
on_region_tool_changed (TsWindow *self, TsDrawTool *tool)
{
  if (ts_draw_tool_get_mode (tool) != TS_DRAW_NOTHING)
    ts_draw_tool_set_mode (self->draw_tool, TS_DRAW_NOTHING);
}

static void
on_measure_tool_changed (TsWindow *self, TsDrawTool *tool)
{
  if (ts_draw_tool_get_mode (tool) != TS_DRAW_NOTHING)
    ts_draw_tool_set_mode (ts_case_regions_get_tool (self->case_regions),
                           TS_DRAW_NOTHING);
}

static void
on_regions_changed (TsWindow *self, TsCaseRegions *regions)
{
  ts_reading_panel_set_n_regions (self->reading_panel,
                                  ts_case_regions_get_n (regions));
}

static void
init_regions (TsWindow *self)
{
  self->case_regions =
    TS_CASE_REGIONS (ts_case_regions_new (self->workspace, self->view));
  ts_canvas_page_add_layer (self->canvas,
                            ts_case_regions_get_layer (self->case_regions));
  ts_reading_panel_add (self->reading_panel, GTK_WIDGET (self->case_regions));
  connect (self, self->case_regions, "changed",
           G_CALLBACK (on_regions_changed));
  connect (self, ts_case_regions_get_tool (self->case_regions), "changed",
           G_CALLBACK (on_region_tool_changed));
  connect (self, self->draw_tool, "changed",
           G_CALLBACK (on_measure_tool_changed));
}

void
ts_window_init_reading (TsWindow *self)
{
  add_mode_action (self);
  ts_study_page_set_workspace (self->study_page, self->workspace);
  ts_reading_panel_set_workspace (self->reading_panel, self->workspace);
  init_regions (self);
  connect (self, self->study_page, "file-asked",
           G_CALLBACK (ts_window_choose_study));
  connect (self, self->study_page, "begin-asked", G_CALLBACK (on_begin_asked));
  connect (self, self->reading_panel, "advance-asked",
           G_CALLBACK (on_advance_asked));
  connect (self, self->reading_panel, "leave-asked",
           G_CALLBACK (on_leave_asked));
  connect (self, self->reading_panel, "left", G_CALLBACK (on_left));
  connect (self, self->workspace, "reading-changed",
           G_CALLBACK (on_reading_changed));
  connect (self, self->workspace, "models-changed",
           G_CALLBACK (ts_window_update_inspector));
  ts_window_update_inspector (self);
}
