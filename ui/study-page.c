/* The studies of the store.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/study-page.h"

#include <glib/gi18n.h>

#include "core/store/store-studies.h"
#include "ui/template-widget.h"

struct _TsStudyPage {
  GtkWidget parent_instance;
  GtkStack *stack;
  GtkBox *study_box;
  GtkEditable *reader_entry;
  GtkWidget *open_button, *empty_button;
  TsWorkspace *workspace;
  GtkWidget *first_button; /* Read of the first arm that may be, borrowed */
  GPtrArray *groups;       /* AdwPreferencesGroup, borrowed of the box */
};

enum { SIGNAL_FILE_ASKED, SIGNAL_BEGIN_ASKED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsStudyPage, ts_study_page, GTK_TYPE_WIDGET)

static char *
dup_reader (TsStudyPage *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->reader_entry)));
}

static void
on_begin_clicked (TsStudyPage *self, GtkWidget *button)
{
  g_autofree char *reader = dup_reader (self);

  g_signal_emit (self, signals[SIGNAL_BEGIN_ASKED], 0,
                 g_object_get_data (G_OBJECT (button), "study"),
                 g_object_get_data (G_OBJECT (button), "arm"), reader);
}

static void
count_reader (GHashTable *counts, const TsStudyCase *reading_case)
{
  guint n =
    GPOINTER_TO_UINT (g_hash_table_lookup (counts, reading_case->reader));

  if (reading_case->state == TS_CASE_FINISHED)
    n++;
  g_hash_table_insert (counts, g_strdup (reading_case->reader),
                       GUINT_TO_POINTER (n));
}

/* "Dr. A 3 of 20 · Dr. B 20 of 20"; how many, not what they say. */
static char *
format_progress (const TsStudy *study,
                 const TsStudyArm *arm,
                 const GPtrArray *cases)
{
  g_autoptr (GHashTable) counts =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GList) names = NULL;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < cases->len; i++) {
    const TsStudyCase *reading_case = g_ptr_array_index (cases, i);

    if (g_str_equal (reading_case->arm, arm->name))
      count_reader (counts, reading_case);
  }
  names =
    g_list_sort (g_hash_table_get_keys (counts), (GCompareFunc) g_utf8_collate);
  for (GList *at = names; at != NULL; at = at->next) {
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, at->data));

    g_string_append (text, text->len > 0 ? " · " : "");
    /* Translators: a reader and how many cases were read. */
    g_string_append_printf (text, _ ("%s %u of %u"), (const char *) at->data, n,
                            study->slides->len);
  }
  if (text->len == 0)
    g_string_append (text, _ ("not begun"));
  return g_string_free (text, FALSE);
}

static GtkWidget *
new_go_button (TsStudyPage *self, const TsStudy *study, const TsStudyArm *arm)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Read"));
  const char *obstacle =
    ts_workspace_get_reading_obstacle (self->workspace, study, arm->name);
  g_autofree char *label =
    g_strdup_printf (_ ("Read %s, %s"), study->name, arm->name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, obstacle == NULL);
  gtk_widget_set_tooltip_text (
    button,
    obstacle != NULL ? obstacle : _ ("Your next case, or the one you left"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "study", g_strdup (study->key),
                          g_free);
  g_object_set_data_full (G_OBJECT (button), "arm", g_strdup (arm->name),
                          g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_begin_clicked),
                           self, G_CONNECT_SWAPPED);
  if (self->first_button == NULL && obstacle == NULL)
    self->first_button = button;
  return button;
}

static GtkWidget *
new_arm_row (TsStudyPage *self,
             const TsStudy *study,
             const TsStudyArm *arm,
             const GPtrArray *cases)
{
  GtkWidget *row = adw_action_row_new ();
  const char *obstacle =
    ts_workspace_get_reading_obstacle (self->workspace, study, arm->name);
  g_autofree char *progress = format_progress (study, arm, cases);
  g_autofree char *subtitle = g_strdup_printf (
    "%s\n%s",
    obstacle != NULL                        ? obstacle
    : arm->kind == TS_ARM_AIDED_AFTER_BLIND ? _ ("blind, then with the model")
                                            : _ ("without the model"),
    progress);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), arm->name);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             new_go_button (self, study, arm));
  return row;
}

static void
add_study (TsStudyPage *self, const TsStudy *study)
{
  AdwPreferencesGroup *group =
    ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autofree char *title = g_markup_escape_text (study->name, -1);
  g_autofree char *description =
    study->description != NULL ? g_markup_escape_text (study->description, -1)
                               : NULL;
  g_autoptr (GPtrArray) cases = ts_store_list_cases (
    ts_workspace_get_store (self->workspace), study->key, NULL, NULL);

  if (cases == NULL)
    return;
  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  for (guint i = 0; i < study->arms->len; i++)
    adw_preferences_group_add (
      group,
      new_arm_row (self, study, g_ptr_array_index (study->arms, i), cases));
  gtk_box_append (self->study_box, GTK_WIDGET (group));
  g_ptr_array_add (self->groups, group);
}

void
ts_study_page_refresh (TsStudyPage *self)
{
  const char *reader = ts_workspace_get_reader (self->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) studies =
    ts_store_list_studies (ts_workspace_get_store (self->workspace), &error);

  if (studies == NULL) {
    ts_workspace_report (self->workspace, error->message);
    return;
  }
  for (guint i = 0; i < self->groups->len; i++)
    gtk_box_remove (self->study_box, g_ptr_array_index (self->groups, i));
  g_ptr_array_set_size (self->groups, 0);
  self->first_button = NULL;
  for (guint i = 0; i < studies->len; i++)
    add_study (self, g_ptr_array_index (studies, i));
  if (reader != NULL && *gtk_editable_get_text (self->reader_entry) == '\0')
    gtk_editable_set_text (self->reader_entry, reader);
  gtk_stack_set_visible_child_name (self->stack,
                                    studies->len > 0 ? "list" : "empty");
}

void
ts_study_page_focus (TsStudyPage *self)
{
  g_autofree char *reader = dup_reader (self);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "empty") == 0)
    gtk_widget_grab_focus (self->empty_button);
  else if (*reader == '\0' || self->first_button == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->reader_entry));
  else
    gtk_widget_grab_focus (self->first_button);
}

void
ts_study_page_set_busy (TsStudyPage *self, gboolean is_busy)
{
  gtk_widget_set_sensitive (self->open_button, !is_busy);
  gtk_widget_set_sensitive (self->empty_button, !is_busy);
}

static void
on_models_changed (TsStudyPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    ts_study_page_refresh (self);
}

void
ts_study_page_set_workspace (TsStudyPage *self, TsWorkspace *workspace)
{
  g_return_if_fail (self->workspace == NULL);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "models-changed",
                           G_CALLBACK (on_models_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
on_open_clicked (TsStudyPage *self)
{
  g_signal_emit (self, signals[SIGNAL_FILE_ASKED], 0);
}

static void
ts_study_page_dispose (GObject *object)
{
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_STUDY_PAGE);
  g_clear_object (&TS_STUDY_PAGE (object)->workspace);
  G_OBJECT_CLASS (ts_study_page_parent_class)->dispose (object);
}

static void
ts_study_page_finalize (GObject *object)
{
  g_ptr_array_unref (TS_STUDY_PAGE (object)->groups);
  G_OBJECT_CLASS (ts_study_page_parent_class)->finalize (object);
}

static void
ts_study_page_class_init (TsStudyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_study_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = ts_study_page_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/study-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TsStudyPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TsStudyPage, study_box);
  gtk_widget_class_bind_template_child (widget_class, TsStudyPage,
                                        reader_entry);
  gtk_widget_class_bind_template_child (widget_class, TsStudyPage, open_button);
  gtk_widget_class_bind_template_child (widget_class, TsStudyPage,
                                        empty_button);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked);
  gtk_widget_class_bind_template_callback (widget_class, ts_study_page_focus);
  signals[SIGNAL_FILE_ASKED] =
    g_signal_new ("file-asked", TS_TYPE_STUDY_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_BEGIN_ASKED] = g_signal_new (
    "begin-asked", TS_TYPE_STUDY_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
ts_study_page_init (TsStudyPage *self)
{
  self->groups = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
