/* The bookmarks of the open slide in a popover.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/bookmarks-popover.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/tiles/viewport.h"
#include "ui/round-length.h"

struct _TsBookmarksPopover {
  GtkPopover parent_instance;
  GtkWidget *note_box, *empty_label, *scrolled;
  GtkLabel *note_place;
  GtkEntry *note_entry;
  GtkListBox *list;
  TsWorkspace *workspace;
  gint64 noted_id; /* whose note is being written, 0 for none */
};

enum { SIGNAL_ADD_WANTED, SIGNAL_ACTIVATED, SIGNAL_REMOVE_WANTED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsBookmarksPopover, ts_bookmarks_popover, GTK_TYPE_POPOVER)

char *
ts_bookmark_format_place (const TsBookmark *bookmark, const TsSlideInfo *slide)
{
  double base = ts_slide_info_get_power (slide);
  TsPoint center = bookmark->center_l0;
  g_autofree char *power =
    base > 0
      ? ts_power_format (ts_viewport_scale_to_power (bookmark->scale, base))
      : g_strdup_printf (_ ("%.3g px per pixel"), bookmark->scale);

  gboolean is_known = ts_slide_info_has_mpp (slide);
  g_autofree char *x =
    ts_count_format (llround (center.x * (is_known ? slide->mpp_x : 1)));
  g_autofree char *y =
    ts_count_format (llround (center.y * (is_known ? slide->mpp_y : 1)));

  return g_strdup_printf ("%s · %s, %s %s", power, x, y,
                          is_known ? _ ("µm") : _ ("px"));
}

static char *
format_place (TsBookmarksPopover *self, const TsBookmark *bookmark)
{
  return ts_bookmark_format_place (
    bookmark, ts_slide_get_info (ts_workspace_get_slide (self->workspace)));
}

static GtkWidget *
new_label (const char *text, gboolean is_small)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  if (!is_small)
    return label;
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static void
on_remove_clicked (TsBookmarksPopover *self, GtkButton *button)
{
  const gint64 *id = g_object_get_data (G_OBJECT (button), "id");

  g_signal_emit (self, signals[SIGNAL_REMOVE_WANTED], 0, *id);
}

static void
keep_id (gpointer object, gint64 bookmark_id)
{
  g_object_set_data_full (G_OBJECT (object), "id",
                          g_memdup2 (&bookmark_id, sizeof bookmark_id), g_free);
}

static GtkWidget *
new_remove_button (TsBookmarksPopover *self, gint64 bookmark_id)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Remove this bookmark"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remove this bookmark"), -1);
  keep_id (button, bookmark_id);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_clicked),
                           self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
new_row (TsBookmarksPopover *self, const TsBookmark *bookmark)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *place = format_place (self, bookmark);
  const char *name = bookmark->note != NULL ? bookmark->note : _ ("Bookmark");
  g_autofree char *label = g_strdup_printf ("%s, %s", name, place);

  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), new_label (name, FALSE));
  gtk_box_append (GTK_BOX (words), new_label (place, TRUE));
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (line),
                  new_remove_button (self, bookmark->bookmark_id));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_widget_set_tooltip_text (row, bookmark->note);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  keep_id (row, bookmark->bookmark_id);
  return row;
}

static void
on_bookmarks_changed (TsBookmarksPopover *self)
{
  const GPtrArray *bookmarks = ts_workspace_get_bookmarks (self->workspace);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = bookmarks->len; i > 0; i--)
    gtk_list_box_append (self->list, new_row (self, bookmarks->pdata[i - 1]));
  gtk_widget_set_visible (self->scrolled, bookmarks->len > 0);
  gtk_widget_set_visible (self->empty_label, bookmarks->len == 0);
}

static void
end_note (TsBookmarksPopover *self)
{
  self->noted_id = 0;
  gtk_widget_set_visible (self->note_box, FALSE);
}

void
ts_bookmarks_popover_ask_note (TsBookmarksPopover *self, gint64 bookmark_id)
{
  const TsBookmark *bookmark =
    ts_workspace_find_bookmark (self->workspace, bookmark_id);
  if (bookmark == NULL)
    return;
  g_autofree char *place = format_place (self, bookmark);

  self->noted_id = bookmark_id;
  gtk_label_set_label (self->note_place, place);
  gtk_editable_set_text (GTK_EDITABLE (self->note_entry),
                         bookmark->note != NULL ? bookmark->note : "");
  gtk_widget_set_visible (self->note_box, TRUE);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->note_entry));
}

static void
on_note_entered (TsBookmarksPopover *self, GtkEntry *entry)
{
  g_autofree char *note =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));

  if (self->noted_id != 0)
    ts_workspace_note_bookmark (self->workspace, self->noted_id, note);
  end_note (self);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_closed (TsBookmarksPopover *self)
{
  end_note (self);
}

static void
on_row_activated (TsBookmarksPopover *self,
                  GtkListBoxRow *row,
                  GtkListBox *list)
{
  const gint64 *id = g_object_get_data (G_OBJECT (row), "id");

  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, *id);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_add_clicked (TsBookmarksPopover *self, GtkButton *button)
{
  g_signal_emit (self, signals[SIGNAL_ADD_WANTED], 0);
}

void
ts_bookmarks_popover_set_workspace (TsBookmarksPopover *self,
                                    TsWorkspace *workspace)
{
  g_return_if_fail (self->workspace == NULL);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "bookmarks-changed",
                           G_CALLBACK (on_bookmarks_changed), self,
                           G_CONNECT_SWAPPED);
  on_bookmarks_changed (self);
}

static void
ts_bookmarks_popover_dispose (GObject *object)
{
  TsBookmarksPopover *self = TS_BOOKMARKS_POPOVER (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), TS_TYPE_BOOKMARKS_POPOVER);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (ts_bookmarks_popover_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TsBookmarksPopover,
                                        note_box);
  gtk_widget_class_bind_template_child (widget_class, TsBookmarksPopover,
                                        note_place);
  gtk_widget_class_bind_template_child (widget_class, TsBookmarksPopover,
                                        note_entry);
  gtk_widget_class_bind_template_child (widget_class, TsBookmarksPopover,
                                        empty_label);
  gtk_widget_class_bind_template_child (widget_class, TsBookmarksPopover,
                                        scrolled);
  gtk_widget_class_bind_template_child (widget_class, TsBookmarksPopover, list);
  gtk_widget_class_bind_template_callback (widget_class, on_note_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_closed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
}

static void
ts_bookmarks_popover_class_init (TsBookmarksPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_bookmarks_popover_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/bookmarks-popover.ui");
  bind_children (widget_class);
  signals[SIGNAL_ADD_WANTED] =
    g_signal_new ("add-wanted", TS_TYPE_BOOKMARKS_POPOVER, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATED] = g_signal_new (
    "bookmark-activated", TS_TYPE_BOOKMARKS_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_REMOVE_WANTED] =
    g_signal_new ("remove-wanted", TS_TYPE_BOOKMARKS_POPOVER, G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
ts_bookmarks_popover_init (TsBookmarksPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
