/* The main window: the reader's name and answers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "ui/window-private.h"

/* What the reader wanted to say when asked for the name. */
typedef struct {
  TsWindow *window;
  GtkEditable *entry;
  TsVerdict verdict;
  char *own_class;
} PendingAnswer;

static void
pending_answer_free (gpointer data, GClosure *closure)
{
  PendingAnswer *pending = data;

  g_free (pending->own_class);
  g_free (pending);
}

/* Toasts. libadwaita 1.2 frees a toast twice that is dismissed while it slides in, so a young
 * one is only emptied, and goes a little later. */
#define TOAST_SLIDES_MS 600

static void
on_undo_opinion (TsWindow *self, gpointer user_data)
{
  if (!ts_workspace_withdraw_opinion (self->workspace, self->told_opinion_id))
    ts_window_toast (self, _ ("This opinion stands no longer"));
}

static gboolean
on_toast_is_in (gpointer user_data)
{
  adw_toast_dismiss (user_data);
  return G_SOURCE_REMOVE;
}

static void
dismiss_opinion_toast (TsWindow *self)
{
  AdwToast *toast = self->opinion_toast;
  if (toast == NULL)
    return;

  g_clear_weak_pointer (&self->opinion_toast);
  self->told_opinion_id = 0;
  adw_toast_set_title (toast, "");
  g_timeout_add_full (G_PRIORITY_DEFAULT, TOAST_SLIDES_MS, on_toast_is_in,
                      g_object_ref (toast), g_object_unref);
}

/* One toast, about the newest: a reader gives many opinions a minute. One that is still there
 * says the next as well. */
static void
tell_opinion (TsWindow *self)
{
  const TsOpinion *opinion =
    ts_workspace_get_selected_opinion (self->workspace);
  if (opinion == NULL)
    return;
  g_autofree char *text = ts_tile_panel_format_opinion (opinion);

  self->told_opinion_id = opinion->opinion_id;
  if (self->opinion_toast != NULL) {
    g_autofree char *escaped = g_markup_escape_text (text, -1);
    adw_toast_set_title (self->opinion_toast, escaped);
    return;
  }
  g_set_weak_pointer (
    &self->opinion_toast,
    ts_window_toast_undo (self, text, on_undo_opinion, NULL, NULL));
}

static void
give_opinion (TsWindow *self, TsVerdict verdict, const char *own_class)
{
  TsTilePanel *panel = ts_inspector_get_tile_panel (self->inspector);

  if (ts_workspace_give_opinion (self->workspace, verdict, own_class,
                                 ts_tile_panel_get_comment (panel)))
    tell_opinion (self);
}

/* A toast names what the model said. */
static void
on_models_changed (TsWindow *self)
{
  if (!ts_workspace_is_model_hidden (self->workspace))
    return;
  dismiss_opinion_toast (self);
  gtk_popover_popdown (GTK_POPOVER (self->tile_chooser));
}

static void
on_name_answered (AdwMessageDialog *dialog,
                  const char *response,
                  gpointer user_data)
{
  PendingAnswer *pending = user_data;
  TsWindow *self = pending->window;
  g_autofree char *name =
    g_strstrip (g_strdup (gtk_editable_get_text (pending->entry)));

  if (g_strcmp0 (response, "save") != 0 || *name == '\0')
    return;
  if (!ts_workspace_set_reader (self->workspace, name))
    return;
  g_settings_set_string (self->settings, "reader-name", name);
  give_opinion (self, pending->verdict, pending->own_class);
}

static void
on_name_edited (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "save", *name != '\0');
}

static GtkWidget *
new_name_entry (AdwMessageDialog *dialog)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _ ("Name"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  g_signal_connect (entry, "changed", G_CALLBACK (on_name_edited), dialog);
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  adw_message_dialog_set_extra_child (dialog, list);
  return entry;
}

static void
ask_name (TsWindow *self, TsVerdict verdict, const char *own_class)
{
  GtkWidget *widget =
    adw_message_dialog_new (GTK_WINDOW (self), _ ("Who Is Reading?"),
                            _ ("Opinions are stored under this name. It is "
                               "asked once and kept."));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  PendingAnswer *pending = g_new0 (PendingAnswer, 1);

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "save",
                                    _ ("_Keep Name"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (dialog, "save", FALSE);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  pending->window = self;
  pending->verdict = verdict;
  pending->own_class = g_strdup (own_class);
  GtkWidget *entry = new_name_entry (dialog);
  pending->entry = GTK_EDITABLE (entry);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_name_answered),
                         pending, pending_answer_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

void
ts_window_answer (TsWindow *self, TsVerdict verdict, const char *own_class)
{
  const char *obstacle = ts_workspace_get_opinion_obstacle (self->workspace);

  if (obstacle != NULL)
    ts_window_toast (self, obstacle);
  else if (ts_workspace_has_reader (self->workspace))
    give_opinion (self, verdict, own_class);
  else
    ask_name (self, verdict, own_class);
}

/* Beside the tile, where the eye is. */
static void
point_at_tile (TsWindow *self, const TsTileView *tile)
{
  /* The view may still be on its way. */
  TsViewport viewport = ts_slide_view_get_target (self->view);
  TsRect seen_view = { 0, 0, viewport.width_view, viewport.height_view };
  TsRect tile_view = ts_viewport_rect_to_view (&viewport, tile->tile_l0);
  TsRect target = ts_rect_intersect (tile_view, seen_view);
  GdkRectangle place = { (int) target.x, (int) target.y, (int) target.width,
                         (int) target.height };

  gtk_popover_set_pointing_to (GTK_POPOVER (self->tile_chooser), &place);
}

void
ts_window_ask_class (TsWindow *self)
{
  const char *obstacle = ts_workspace_get_opinion_obstacle (self->workspace);
  if (obstacle != NULL) {
    ts_window_toast (self, obstacle);
    return;
  }
  const TsModelInfo *model =
    ts_workspace_get_model (self->workspace, TS_ROLE_CLASSES);
  g_autoptr (TsTileView) tile = ts_workspace_get_selection (self->workspace);

  ts_slide_view_reveal (self->view, tile->tile_l0);
  ts_class_chooser_set_classes (self->tile_chooser, model,
                                model->class_names[tile->best]);
  point_at_tile (self, tile);
  gtk_popover_popup (GTK_POPOVER (self->tile_chooser));
}

static void
on_class_chosen (TsWindow *self, const char *class_name)
{
  ts_window_answer (self, TS_VERDICT_DISAGREE, class_name);
}

/* Enter in the comment says nothing new: it only stores the words with the opinion that
 * stands. */
static void
on_comment_applied (TsWindow *self)
{
  const TsOpinion *standing =
    ts_workspace_get_selected_opinion (self->workspace);

  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  if (standing == NULL) {
    ts_window_toast (self, _ ("Say agree, disagree or unsure: the comment is "
                              "stored with it"));
    return;
  }
  g_autofree char *own_class = g_strdup (standing->own_class);
  give_opinion (self, standing->verdict, own_class);
}

static const TsOpinion *
find_opinion (const GPtrArray *opinions, gint64 opinion_id)
{
  for (guint i = 0; i < opinions->len; i++) {
    const TsOpinion *opinion = g_ptr_array_index (opinions, i);
    if (opinion->opinion_id == opinion_id)
      return opinion;
  }
  return NULL;
}

static void
on_opinion_activated (TsWindow *self, gint64 opinion_id)
{
  const TsOpinion *opinion = find_opinion (
    ts_workspace_get_slide_opinions (self->workspace), opinion_id);

  if (opinion == NULL) {
    ts_window_toast (self, _ ("This opinion is on another slide"));
    return;
  }
  TsRect region_l0 = opinion->region_l0;
  TsPoint center_l0 = ts_rect_center (region_l0);
  ts_workspace_select_at (self->workspace, center_l0.x, center_l0.y);
  ts_slide_view_reveal (self->view, region_l0);
}

void
ts_window_undo (TsWindow *self)
{
  dismiss_opinion_toast (self);
  if (ts_workspace_undo_opinion (self->workspace))
    ts_window_toast (self, _ ("The newest opinion is withdrawn"));
  else
    ts_window_toast (self, _ ("There is no opinion of this session to "
                              "withdraw"));
}

void
ts_window_init_opinions (TsWindow *self)
{
  g_autofree char *name = g_settings_get_string (self->settings, "reader-name");
  TsTilePanel *tile_panel = ts_inspector_get_tile_panel (self->inspector);

  self->tile_chooser = TS_CLASS_CHOOSER (ts_class_chooser_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->tile_chooser),
                         GTK_WIDGET (self->canvas));
  g_signal_connect_object (self->tile_chooser, "class-chosen",
                           G_CALLBACK (on_class_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tile_panel, "disagreed",
                           G_CALLBACK (on_class_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tile_panel, "comment-applied",
                           G_CALLBACK (on_comment_applied), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (
    ts_inspector_get_opinions_panel (self->inspector), "opinion-activated",
    G_CALLBACK (on_opinion_activated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "models-changed",
                           G_CALLBACK (on_models_changed), self,
                           G_CONNECT_SWAPPED);
  if (*name != '\0')
    ts_workspace_set_reader (self->workspace, name);
}
