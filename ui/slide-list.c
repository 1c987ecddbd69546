/* The pane with the slides of a folder.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-list.h"

#include <glib/gi18n.h>

#include "ui/slide-row.h"
#include "ui/template-widget.h"

struct _TsSlideList {
  GtkWidget parent_instance;
  GtkLabel *title_label;
  GtkStack *stack;
  GtkListView *view;
  GtkSingleSelection *selection;
  GtkPopoverMenu *menu;
  TsSlideFolder *folder;
  TsSlideLooker *looker;
  GPtrArray *rows; /* of GtkListItem with an entry, borrowed */
  char *open_path, *wanted_path;
  TsSlideEntry *open_entry;
  gboolean is_named;
};

enum { SIGNAL_SLIDE_ACTIVATED, SIGNAL_WINDOW_WANTED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsSlideList, ts_slide_list, GTK_TYPE_WIDGET)

static void
emit_path (TsSlideList *self, guint signal, TsSlideEntry *entry)
{
  if (entry != NULL)
    g_signal_emit (self, signals[signal], 0, ts_slide_entry_get_path (entry));
}

/* Rows. */
static void
on_row_released (GtkGestureClick *gesture,
                 int n_press,
                 double x,
                 double y,
                 TsSlideList *self)
{
  GtkWidget *row =
    gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  if (n_press == 1)
    emit_path (self, SIGNAL_SLIDE_ACTIVATED,
               ts_slide_row_get_entry (TS_SLIDE_ROW (row)));
}

static void
show_menu (TsSlideList *self, GtkWidget *row)
{
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds))
    return;
  GdkRectangle place = { (int) bounds.origin.x, (int) bounds.origin.y,
                         (int) bounds.size.width, (int) bounds.size.height };
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_row_secondary (GtkGestureClick *gesture,
                  int n_press,
                  double x,
                  double y,
                  TsSlideList *self)
{
  GtkWidget *row =
    gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  guint position = 0;
  const char *path =
    ts_slide_entry_get_path (ts_slide_row_get_entry (TS_SLIDE_ROW (row)));

  if (!ts_slide_folder_find (self->folder, path, &position))
    return;
  gtk_single_selection_set_selected (self->selection, position);
  show_menu (self, row);
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          TsSlideList *self)
{
  GtkWidget *row = ts_slide_row_new ();
  GtkGesture *primary = gtk_gesture_click_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();

  g_signal_connect_object (primary, "released", G_CALLBACK (on_row_released),
                           self, 0);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary),
                                 GDK_BUTTON_SECONDARY);
  g_signal_connect_object (secondary, "pressed", G_CALLBACK (on_row_secondary),
                           self, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (primary));
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (secondary));
  gtk_list_item_set_child (item, row);
}

static void
fill_row (TsSlideList *self, GtkListItem *item)
{
  TsSlideEntry *entry = gtk_list_item_get_item (item);
  TsSlideRow *row = TS_SLIDE_ROW (gtk_list_item_get_child (item));

  if (entry != NULL)
    ts_slide_row_show (row, entry, gtk_list_item_get_position (item),
                       self->is_named);
}

static void
on_position_changed (GtkListItem *item, GParamSpec *pspec, TsSlideList *self)
{
  fill_row (self, item);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem *item,
         TsSlideList *self)
{
  fill_row (self, item);
  g_ptr_array_add (self->rows, item);
  g_signal_connect_object (item, "notify::position",
                           G_CALLBACK (on_position_changed), self, 0);
  ts_slide_looker_ask (self->looker, gtk_list_item_get_item (item));
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem *item,
           TsSlideList *self)
{
  g_signal_handlers_disconnect_by_func (item, on_position_changed, self);
  g_ptr_array_remove_fast (self->rows, item);
  ts_slide_looker_forget (self->looker, gtk_list_item_get_item (item));
  ts_slide_row_show (TS_SLIDE_ROW (gtk_list_item_get_child (item)), NULL, 0,
                     FALSE);
}

/* The list as a whole. */
static void
update_head (TsSlideList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->folder));
  const char *folder = ts_slide_folder_get_folder (self->folder);
  g_autofree char *count =
    g_strdup_printf (ngettext ("%u slide", "%u slides", n), n);
  g_autofree char *name = folder != NULL && self->is_named
                            ? g_filename_display_basename (folder)
                            : NULL;
  g_autofree char *title =
    name != NULL ? g_strdup_printf ("%s · %s", name, count) : NULL;

  gtk_label_set_label (self->title_label, title != NULL ? title : count);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

/* An entry that is new may be the open one. */
static void
mark_open (TsSlideList *self)
{
  guint position = 0;
  g_autoptr (TsSlideEntry) entry =
    self->open_path != NULL &&
        ts_slide_folder_find (self->folder, self->open_path, &position)
      ? ts_slide_folder_get (self->folder, position)
      : NULL;

  if (self->open_entry == entry)
    return;
  if (self->open_entry != NULL)
    ts_slide_entry_set_open (self->open_entry, FALSE);
  g_set_object (&self->open_entry, entry);
  if (entry != NULL)
    ts_slide_entry_set_open (entry, TRUE);
}

/* What was to be selected may only now be listed. */
static void
select_wanted (TsSlideList *self)
{
  guint position = 0;

  if (self->wanted_path == NULL ||
      !ts_slide_folder_find (self->folder, self->wanted_path, &position))
    return;
  g_clear_pointer (&self->wanted_path, g_free);
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item",
                              "u", position);
}

static void
on_items_changed (TsSlideList *self)
{
  update_head (self);
  mark_open (self);
  select_wanted (self);
}

static void
on_activate (TsSlideList *self, guint position, GtkListView *view)
{
  g_autoptr (TsSlideEntry) entry = ts_slide_folder_get (self->folder, position);

  emit_path (self, SIGNAL_SLIDE_ACTIVATED, entry);
}

void
ts_slide_list_set_folder (TsSlideList *self,
                          TsSlideFolder *folder,
                          TsSlideLooker *looker)
{
  g_return_if_fail (self->folder == NULL);
  self->folder = g_object_ref (folder);
  self->looker = g_object_ref (looker);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (folder));
  g_signal_connect_object (folder, "items-changed",
                           G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update_head (self);
}

void
ts_slide_list_set_names_shown (TsSlideList *self, gboolean is_named)
{
  self->is_named = is_named;
  for (guint i = 0; i < self->rows->len; i++)
    fill_row (self, self->rows->pdata[i]);
  if (self->folder != NULL)
    update_head (self);
}

void
ts_slide_list_set_open (TsSlideList *self, const char *path)
{
  char *canonical = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;

  g_free (self->open_path);
  self->open_path = canonical;
  mark_open (self);
}

void
ts_slide_list_select (TsSlideList *self, const char *path)
{
  g_free (self->wanted_path);
  self->wanted_path = g_strdup (path);
  select_wanted (self);
}

/* Actions of the menu and of keys. */
static void
on_open (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TsSlideList *self = TS_SLIDE_LIST (widget);

  emit_path (self, SIGNAL_SLIDE_ACTIVATED,
             gtk_single_selection_get_selected_item (self->selection));
}

static void
on_open_window (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TsSlideList *self = TS_SLIDE_LIST (widget);

  emit_path (self, SIGNAL_WINDOW_WANTED,
             gtk_single_selection_get_selected_item (self->selection));
}

static void
on_show_menu (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TsSlideList *self = TS_SLIDE_LIST (widget);
  gpointer selected = gtk_single_selection_get_selected_item (self->selection);

  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_list_item_get_item (self->rows->pdata[i]) == selected)
      show_menu (self, gtk_list_item_get_child (self->rows->pdata[i]));
}

/* Life cycle. */
static void
ts_slide_list_dispose (GObject *object)
{
  TsSlideList *self = TS_SLIDE_LIST (object);

  if (self->selection != NULL)
    gtk_single_selection_set_model (self->selection, NULL);
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_SLIDE_LIST);
  g_clear_object (&self->folder);
  g_clear_object (&self->looker);
  g_clear_object (&self->open_entry);
  G_OBJECT_CLASS (ts_slide_list_parent_class)->dispose (object);
}

static void
ts_slide_list_finalize (GObject *object)
{
  TsSlideList *self = TS_SLIDE_LIST (object);

  g_ptr_array_unref (self->rows);
  g_free (self->open_path);
  g_free (self->wanted_path);
  G_OBJECT_CLASS (ts_slide_list_parent_class)->finalize (object);
}

static void
install_signals_and_actions (GtkWidgetClass *widget_class)
{
  signals[SIGNAL_SLIDE_ACTIVATED] =
    g_signal_new ("slide-activated", TS_TYPE_SLIDE_LIST, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_WINDOW_WANTED] =
    g_signal_new ("window-wanted", TS_TYPE_SLIDE_LIST, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "slides.open", NULL, on_open);
  gtk_widget_class_install_action (widget_class, "slides.open-window", NULL,
                                   on_open_window);
  gtk_widget_class_install_action (widget_class, "slides.show-menu", NULL,
                                   on_show_menu);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0,
                                       "slides.show-menu", NULL);
  gtk_widget_class_add_binding_action (
    widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "slides.show-menu", NULL);
}

static void
ts_slide_list_class_init (TsSlideListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_slide_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = ts_slide_list_finalize;
  gtk_widget_class_set_css_name (widget_class, "slide-list");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/slide-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TsSlideList, title_label);
  gtk_widget_class_bind_template_child (widget_class, TsSlideList, stack);
  gtk_widget_class_bind_template_child (widget_class, TsSlideList, view);
  gtk_widget_class_bind_template_child (widget_class, TsSlideList, selection);
  gtk_widget_class_bind_template_child (widget_class, TsSlideList, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
  install_signals_and_actions (widget_class);
}

static void
ts_slide_list_init (TsSlideList *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
