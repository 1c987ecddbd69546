/* The slides opened last as rows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/recent-list.h"

#include <glib/gi18n.h>

#include "ui/recent-slides.h"
#include "ui/template-widget.h"

struct _TsRecentList {
  GtkWidget parent_instance;
  GtkListBox *list;
  GSettings *settings;
};

enum { SIGNAL_SLIDE_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsRecentList, ts_recent_list, GTK_TYPE_WIDGET)

static char *
format_time (gint64 at_s)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (at_s);

  return at != NULL ? g_date_time_format (at, "%e %b %Y, %H:%M")
                    : g_strdup ("");
}

static GtkWidget *
new_label (const char *text, gboolean is_small)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  if (is_small) {
    gtk_widget_add_css_class (label, "caption");
    gtk_widget_add_css_class (label, "dim-label");
  }
  return label;
}

static GtkWidget *
new_row (const TsRecentSlide *slide, guint index, gboolean is_named)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *file = g_filename_display_basename (slide->path);
  g_autofree char *folder = g_path_get_dirname (slide->path);
  g_autofree char *shown_folder = g_filename_display_name (folder);
  g_autofree char *number = g_strdup_printf (_ ("Slide %u"), index + 1);
  g_autofree char *time = format_time (slide->opened_at_s);
  g_autofree char *note = is_named
                            ? g_strdup_printf ("%s · %s", time, shown_folder)
                            : g_strdup (time);
  const char *name = is_named ? file : number;
  g_autofree char *label = g_strdup_printf ("%s, %s", name, note);

  gtk_box_append (GTK_BOX (words), new_label (name, FALSE));
  gtk_box_append (GTK_BOX (words), new_label (note, TRUE));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (slide->path),
                          g_free);
  return row;
}

static void
refill (TsRecentList *self)
{
  g_autoptr (GPtrArray) slides = ts_recent_slides_list (self->settings);
  gboolean is_named =
    g_settings_get_boolean (self->settings, "show-file-names");
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < slides->len; i++)
    gtk_list_box_append (self->list, new_row (slides->pdata[i], i, is_named));
  gtk_widget_set_visible (GTK_WIDGET (self), slides->len > 0);
}

static void
on_row_activated (TsRecentList *self, GtkListBoxRow *row, GtkListBox *list)
{
  /* The row goes when the list is filled anew. */
  g_autofree char *path = g_strdup (g_object_get_data (G_OBJECT (row), "path"));

  g_signal_emit (self, signals[SIGNAL_SLIDE_ACTIVATED], 0, path);
}

static void
on_clear_clicked (TsRecentList *self, GtkButton *button)
{
  ts_recent_slides_clear (self->settings);
}

void
ts_recent_list_set_settings (TsRecentList *self, GSettings *settings)
{
  g_return_if_fail (self->settings == NULL);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::recent-slides",
                           G_CALLBACK (refill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::show-file-names",
                           G_CALLBACK (refill), self, G_CONNECT_SWAPPED);
  refill (self);
}

static void
ts_recent_list_dispose (GObject *object)
{
  TsRecentList *self = TS_RECENT_LIST (object);

  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_RECENT_LIST);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ts_recent_list_parent_class)->dispose (object);
}

static void
ts_recent_list_class_init (TsRecentListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_recent_list_dispose;
  gtk_widget_class_set_css_name (widget_class, "recent-list");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/recent-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TsRecentList, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_clicked);
  signals[SIGNAL_SLIDE_ACTIVATED] =
    g_signal_new ("slide-activated", TS_TYPE_RECENT_LIST, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ts_recent_list_init (TsRecentList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
