/* The inspector's Run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/run-panel.h"

#include <glib/gi18n.h>

#include "core/base/parse.h"
#include "ui/round-length.h"
#include "ui/template-widget.h"
#include "ui/time-left.h"

#define USUAL_SPACING_UM 0.5

struct _TsRunPanel {
  GtkWidget parent_instance;
  GtkLabel *model_label, *mutations_label;
  GtkWidget *progress_box;
  GtkProgressBar *progress_bar;
  GtkLabel *count_label, *rate_label, *state_label, *failure_label;
  GtkButton *pause_button;
  GtkToggleButton *whole_button;
  GtkLabel *warning_label, *obstacle_label;
  GtkWidget *choose_button, *spinner;
  GtkWidget *number_box, *research_label;
  GtkLabel *hint_label;
  GtkEditable *number_entry;
  TsWorkspace *workspace;
  TsTimeLeft time_left;
  gboolean is_filling, was_mpp_wanted, has_failed;
};

G_DEFINE_FINAL_TYPE (TsRunPanel, ts_run_panel, GTK_TYPE_WIDGET)

/* What is going on, and for how long. */
static char *
format_state (TsRunPanel *self, const TsRunStatus *status)
{
  gint64 now_us = g_get_monotonic_time ();
  double left = status->state == TS_RUN_WORKING ? status->seconds_left : -1;
  double said = ts_time_left_follow (&self->time_left, left, now_us);

  switch (status->state) {
  case TS_RUN_PAUSED:
    return g_strdup (_ ("Paused"));
  case TS_RUN_FAILED:
    return g_strdup (_ ("Stopped"));
  case TS_RUN_IDLE:
    return g_strdup (status->n_wanted > 0 ? _ ("Done")
                                          : _ ("No tissue in view"));
  case TS_RUN_WORKING:
  default:
    return said < 0 ? g_strdup (_ ("Starting…")) : ts_time_left_format (said);
  }
}

static void
show_failure (TsRunPanel *self, const TsRunStatus *status)
{
  gboolean has_failed = status->state == TS_RUN_FAILED;
  g_autofree char *text =
    has_failed && status->failure != NULL
      ? g_strdup_printf (_ ("%s. What has been read is kept; try again, or "
                            "choose another model."),
                         status->failure)
      : g_strdup ("");

  gtk_label_set_label (self->failure_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->failure_label), has_failed);
}

static void
show_pause (TsRunPanel *self, TsRunState state)
{
  gboolean is_paused = ts_workspace_is_paused (self->workspace);

  self->has_failed = state == TS_RUN_FAILED;
  gtk_button_set_label (self->pause_button, self->has_failed ? _ ("Try Again")
                                            : is_paused      ? _ ("Resume")
                                                             : _ ("Pause"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->pause_button),
                            is_paused || state != TS_RUN_IDLE);
}

static void
show_progress (TsRunPanel *self)
{
  TsRunStatus status = ts_workspace_get_run_status (self->workspace);
  g_autofree char *failure = status.failure;
  g_autofree char *n_done = ts_count_format ((gint64) status.n_done);
  g_autofree char *n_wanted = ts_count_format ((gint64) status.n_wanted);
  g_autofree char *count =
    g_strdup_printf (_ ("%s of %s tiles"), n_done, n_wanted);
  g_autofree char *rate =
    status.state == TS_RUN_WORKING && status.tiles_per_second > 0
      ? g_strdup_printf (_ ("%.1f tiles/s"), status.tiles_per_second)
      : g_strdup ("");
  g_autofree char *state = format_state (self, &status);
  double share =
    status.n_wanted > 0 ? (double) status.n_done / (double) status.n_wanted : 0;

  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (share, 0, 1));
  gtk_label_set_label (self->count_label, count);
  gtk_label_set_label (self->rate_label, rate);
  gtk_label_set_label (self->state_label, state);
  show_pause (self, status.state);
  show_failure (self, &status);
}

/* Nothing of a run that may not be seen, or is none. */
static void
clear_progress (TsRunPanel *self)
{
  gtk_label_set_label (self->count_label, "");
  gtk_label_set_label (self->rate_label, "");
  gtk_label_set_label (self->state_label, "");
  gtk_label_set_label (self->failure_label, "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure_label), FALSE);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
}

static void
on_run_changed (TsRunPanel *self)
{
  gboolean has_run = ts_workspace_has_run (self->workspace);

  self->is_filling = TRUE;
  gtk_widget_set_visible (self->progress_box, has_run);
  gtk_toggle_button_set_active (self->whole_button,
                                ts_workspace_is_whole_slide (self->workspace));
  if (has_run)
    show_progress (self);
  else
    clear_progress (self);
  self->is_filling = FALSE;
}

static void
show_models (TsRunPanel *self)
{
  const TsModelInfo *model =
    ts_workspace_get_model (self->workspace, TS_ROLE_CLASSES);
  const TsModelInfo *mutations =
    ts_workspace_get_model (self->workspace, TS_ROLE_MUTATIONS);

  gtk_label_set_label (self->model_label, "");
  gtk_label_set_label (self->mutations_label, "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->model_label), NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->mutations_label), NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->model_label), model != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->mutations_label),
                          mutations != NULL);
  if (model != NULL) {
    gtk_label_set_label (self->model_label, model->name);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->model_label), model->notes);
  }
  if (mutations != NULL) {
    g_autofree char *text = g_strdup_printf (_ ("with %s"), mutations->name);
    gtk_label_set_label (self->mutations_label, text);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->mutations_label),
                                 mutations->notes);
  }
}

static void
show_warning (TsRunPanel *self)
{
  g_autofree char *warning = ts_workspace_format_warning (self->workspace);

  gtk_widget_set_visible (GTK_WIDGET (self->warning_label), warning != NULL);
  gtk_label_set_label (self->warning_label, warning != NULL ? warning : "");
}

/* A plausible number to begin with: what the file's objective power makes likely. */
static double
suggest_number (TsRunPanel *self)
{
  TsSlide *slide = ts_workspace_get_slide (self->workspace);
  double power = slide != NULL ? ts_slide_get_info (slide)->objective_power : 0;

  if (!ts_workspace_needs_mpp (self->workspace) || power <= 0)
    return USUAL_SPACING_UM;
  return 10 / power;
}

static void
on_models_changed (TsRunPanel *self)
{
  const char *obstacle = ts_workspace_get_obstacle (self->workspace);
  gboolean is_mpp_wanted = ts_workspace_needs_mpp (self->workspace);
  gboolean is_number_wanted =
    is_mpp_wanted || ts_workspace_needs_spacing (self->workspace);
  gboolean is_loading = ts_workspace_is_loading_model (self->workspace);
  gboolean was_wanted = gtk_widget_get_visible (self->number_box);

  show_models (self);
  show_warning (self);
  gtk_widget_set_visible (GTK_WIDGET (self->obstacle_label), obstacle != NULL);
  gtk_label_set_label (self->obstacle_label, obstacle != NULL ? obstacle : "");
  gtk_widget_set_visible (self->spinner, obstacle != NULL && is_loading);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), is_loading);
  gtk_widget_set_visible (self->choose_button,
                          obstacle != NULL && !is_number_wanted && !is_loading);
  gtk_widget_set_visible (self->number_box, is_number_wanted);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), is_number_wanted);
  gtk_label_set_label (
    self->hint_label,
    is_mpp_wanted
      ? _ ("0.25 is usual for a 40× scan, 0.5 for 20×. The number decides what "
           "the model sees; it is stored with the slide.")
      : _ ("0.5 is 20×, the scale of most lung models. At another scale than "
           "it was trained at, a model's answers mean nothing."));
  gtk_widget_set_visible (self->research_label,
                          ts_workspace_has_run (self->workspace));
  /* The answer to one question is no answer to the next. */
  if (is_number_wanted &&
      (!was_wanted || is_mpp_wanted != self->was_mpp_wanted)) {
    g_autofree char *number = g_strdup_printf ("%.3g", suggest_number (self));
    gtk_editable_set_text (self->number_entry, number);
  }
  self->was_mpp_wanted = is_mpp_wanted;
  on_run_changed (self);
}

static void
on_pause_clicked (TsRunPanel *self, GtkButton *button)
{
  if (self->has_failed)
    ts_workspace_retry_run (self->workspace);
  else
    ts_workspace_set_paused (self->workspace,
                             !ts_workspace_is_paused (self->workspace));
}

static void
on_whole_toggled (TsRunPanel *self, GtkToggleButton *button)
{
  if (!self->is_filling)
    ts_workspace_set_whole_slide (self->workspace,
                                  gtk_toggle_button_get_active (button));
}

static void
on_number_entered (TsRunPanel *self, GtkWidget *widget)
{
  g_autofree char *text =
    g_strstrip (g_strdup (gtk_editable_get_text (self->number_entry)));
  double number = 0;
  gboolean is_good =
    ts_parse_double (g_strdelimit (text, ",", '.'), 0.05, 20, &number);

  if (is_good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->number_entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->number_entry), "error");
  if (!is_good)
    return;
  if (ts_workspace_needs_mpp (self->workspace))
    ts_workspace_enter_mpp (self->workspace, number);
  else
    ts_workspace_enter_spacing (self->workspace, number);
}

void
ts_run_panel_set_workspace (TsRunPanel *self, TsWorkspace *workspace)
{
  g_return_if_fail (self->workspace == NULL);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "models-changed",
                           G_CALLBACK (on_models_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "run-changed",
                           G_CALLBACK (on_run_changed), self,
                           G_CONNECT_SWAPPED);
  on_models_changed (self);
}

static void
ts_run_panel_dispose (GObject *object)
{
  TsRunPanel *self = TS_RUN_PANEL (object);

  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_RUN_PANEL);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (ts_run_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel, model_label);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel,
                                        mutations_label);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel, progress_box);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel, count_label);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel, rate_label);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel, state_label);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel,
                                        failure_label);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel,
                                        choose_button);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel, spinner);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel, pause_button);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel, whole_button);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel,
                                        warning_label);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel,
                                        obstacle_label);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel, number_box);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel, number_entry);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel, hint_label);
  gtk_widget_class_bind_template_child (widget_class, TsRunPanel,
                                        research_label);
  gtk_widget_class_bind_template_callback (widget_class, on_pause_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_whole_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_number_entered);
}

static void
ts_run_panel_class_init (TsRunPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_run_panel_dispose;
  gtk_widget_class_set_css_name (widget_class, "run-panel");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/run-panel.ui");
  bind_children (widget_class);
}

static void
ts_run_panel_init (TsRunPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
