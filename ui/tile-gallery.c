/* The most telling tiles in small.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tile-gallery.h"

#include <glib/gi18n.h>

#include "ui/swatch.h"
#include "ui/template-widget.h"

/* Between two looks at what the run has found. */
#define RENEW_MS 2000
/* Of a picture: twice what is shown, for dense screens. */
#define PICTURE_PX (2 * TS_GALLERY_PICTURE_VIEW)

struct _TsTileGallery {
  GtkWidget parent_instance;
  GtkWidget *renew_button, *section_box, *empty_label, *order_label;
  GtkWidget *choose_button;
  GtkScrolledWindow *scroller;
  GtkEventControllerMotion *motion;
  GtkEventControllerFocus *focus;
  TsWorkspace *workspace;
  TsPictureLoader *pictures;
  GPtrArray
    *sections; /* borrowed TsGallerySection: classes, least certain, genes */
  guint n_classes, n_genes;
  guint renew_source, want_source;
  gboolean is_stale; /* more is known than is shown */
};

enum { SIGNAL_TILE_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsTileGallery, ts_tile_gallery, GTK_TYPE_WIDGET)

TsGallerySection *
ts_tile_gallery_get_section (TsTileGallery *self, guint at)
{
  return at < self->sections->len ? g_ptr_array_index (self->sections, at)
                                  : NULL;
}

gboolean
ts_tile_gallery_is_settled (TsTileGallery *self)
{
  return self->want_source == 0 &&
         ts_picture_loader_is_settled (self->pictures);
}

/* Pictures: of what is in sight, and only then. */
static gboolean
want_pictures (gpointer user_data)
{
  TsTileGallery *self = user_data;
  GtkWidget *within = GTK_WIDGET (self->scroller);
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (TsTilePlace));

  self->want_source = 0;
  if (!gtk_widget_get_mapped (within))
    return G_SOURCE_REMOVE;
  if (!ts_picture_loader_has_source (self->pictures))
    ts_picture_loader_set_source (
      self->pictures,
      ts_workspace_new_tile_pictures (self->workspace, TS_ROLE_CLASSES));
  for (guint i = 0; i < self->sections->len; i++)
    ts_gallery_section_list_missing (g_ptr_array_index (self->sections, i),
                                     within, gtk_widget_get_height (within),
                                     missing);
  ts_picture_loader_want (
    self->pictures, (const TsTilePlace *) (void *) missing->data, missing->len);
  return G_SOURCE_REMOVE;
}

/* After the frame in which the cells get their places. */
static void
queue_pictures (TsTileGallery *self)
{
  if (self->want_source == 0)
    self->want_source = g_timeout_add (30, want_pictures, self);
}

static void
on_scrolled (TsTileGallery *self, GtkAdjustment *adjustment)
{
  queue_pictures (self);
}

static void
on_arrived (TsTileGallery *self, guint col, guint row)
{
  for (guint i = 0; i < self->sections->len; i++)
    ts_gallery_section_show_pictures (g_ptr_array_index (self->sections, i));
}

/* The tiles. */
static void
mark_selection (TsTileGallery *self)
{
  g_autoptr (TsTileView) tile = ts_workspace_get_selection (self->workspace);

  for (guint i = 0; i < self->sections->len; i++)
    ts_gallery_section_mark (g_ptr_array_index (self->sections, i),
                             tile != NULL, tile != NULL ? tile->col : 0,
                             tile != NULL ? tile->row : 0);
}

static void
fill_sections (TsTileGallery *self, TsRole role, guint first, guint n)
{
  TsPredictionMap *map = ts_workspace_get_map (self->workspace, role);
  if (map == NULL || n == 0)
    return;
  g_autoptr (TsTileRanking) ranking = ts_tile_ranking_new (
    map, ts_workspace_get_threshold (self->workspace), TS_GALLERY_N_TILES);

  for (guint i = 0; i < n; i++)
    ts_gallery_section_set_tiles (g_ptr_array_index (self->sections, first + i),
                                  ts_tile_ranking_get_class (ranking, i));
  if (role == TS_ROLE_CLASSES)
    ts_gallery_section_set_tiles (g_ptr_array_index (self->sections, first + n),
                                  ts_tile_ranking_get_least_certain (ranking));
}

static void
set_stale (TsTileGallery *self, gboolean is_stale)
{
  self->is_stale = is_stale;
  /* Not hidden: what lies below must not move. */
  gtk_widget_set_sensitive (self->renew_button, is_stale);
  gtk_widget_set_opacity (self->renew_button, is_stale ? 1 : 0);
}

void
ts_tile_gallery_renew (TsTileGallery *self)
{
  set_stale (self, FALSE);
  fill_sections (self, TS_ROLE_CLASSES, 0, self->n_classes);
  fill_sections (self, TS_ROLE_MUTATIONS, self->n_classes + 1, self->n_genes);
  mark_selection (self);
  queue_pictures (self);
}

static gboolean
has_tiles (TsTileGallery *self)
{
  for (guint i = 0; i < self->sections->len; i++)
    if (ts_gallery_section_get_n_tiles (g_ptr_array_index (self->sections, i)) >
        0)
      return TRUE;
  return FALSE;
}

static gboolean
is_in_hand (TsTileGallery *self)
{
  return has_tiles (self) &&
         (gtk_event_controller_motion_contains_pointer (self->motion) ||
          gtk_event_controller_focus_contains_focus (self->focus));
}

static void
renew_if_free (TsTileGallery *self)
{
  if (self->is_stale && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      !is_in_hand (self))
    ts_tile_gallery_renew (self);
}

static gboolean
on_renew_due (gpointer user_data)
{
  TsTileGallery *self = user_data;

  self->renew_source = 0;
  if (self->sections->len > 0)
    set_stale (self, TRUE);
  renew_if_free (self);
  return G_SOURCE_REMOVE;
}

static void
on_map_changed (TsTileGallery *self)
{
  if (self->renew_source == 0)
    self->renew_source =
      g_timeout_add (has_tiles (self) ? RENEW_MS : 0, on_renew_due, self);
}

/* Sections. */
static void
on_tile_activated (TsTileGallery *self, guint col, guint row)
{
  g_signal_emit (self, signals[SIGNAL_TILE_ACTIVATED], 0, col, row);
}

static void
add_section (TsTileGallery *self, const char *title, GtkWidget *swatch)
{
  GtkWidget *section = ts_gallery_section_new (title, swatch, self->pictures);

  g_signal_connect_object (section, "tile-activated",
                           G_CALLBACK (on_tile_activated), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->section_box), section);
  g_ptr_array_add (self->sections, section);
}

static guint
add_class_sections (TsTileGallery *self, TsRole role)
{
  const TsModelInfo *model = ts_workspace_get_model (self->workspace, role);
  TsPalette palette = ts_workspace_get_palette (self->workspace);

  if (model == NULL || ts_workspace_get_map (self->workspace, role) == NULL)
    return 0;
  for (guint i = 0; i < model->n_classes; i++) {
    guint32 rgb = ts_colour_map_get_class (palette, i, model->n_classes,
                                           model->class_names[i],
                                           role == TS_ROLE_MUTATIONS);
    add_section (self, model->class_names[i], ts_swatch_new (&rgb, 1));
  }
  return model->n_classes;
}

static const char *
describe_lack (TsTileGallery *self)
{
  if (ts_workspace_is_model_hidden (self->workspace))
    return "";
  if (ts_workspace_get_slide (self->workspace) == NULL)
    return _ ("Open a slide to see its tiles.");
  if (ts_workspace_is_loading_model (self->workspace))
    return _ ("Loading the model…");
  return _ ("With a model, its surest tiles of each class appear here, and "
            "those it is least certain of.");
}

static void
on_models_changed (TsTileGallery *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->section_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->section_box), child);
  g_ptr_array_set_size (self->sections, 0);
  ts_picture_loader_set_source (self->pictures, NULL);
  self->n_classes = add_class_sections (self, TS_ROLE_CLASSES);
  if (self->n_classes > 0)
    add_section (self, _ ("Least Certain"), NULL);
  self->n_genes =
    self->n_classes > 0 ? add_class_sections (self, TS_ROLE_MUTATIONS) : 0;
  gtk_widget_set_visible (self->order_label, self->n_classes > 0);
  gtk_widget_set_visible (self->empty_label, self->n_classes == 0);
  gtk_widget_set_visible (self->choose_button,
                          self->n_classes == 0 &&
                            !ts_workspace_is_loading_model (self->workspace));
  gtk_label_set_label (GTK_LABEL (self->empty_label), describe_lack (self));
  ts_tile_gallery_renew (self);
}

/* The threshold or the colours; the reader did it, so nothing jumps by itself. */
static void
on_style_changed (TsTileGallery *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    ts_tile_gallery_renew (self);
  else if (self->sections->len > 0)
    set_stale (self, TRUE);
}

static void
on_renew_clicked (TsTileGallery *self, GtkButton *button)
{
  ts_tile_gallery_renew (self);
}

static void
ts_tile_gallery_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ts_tile_gallery_parent_class)->map (widget);
  renew_if_free (TS_TILE_GALLERY (widget));
  queue_pictures (TS_TILE_GALLERY (widget));
}

void
ts_tile_gallery_set_workspace (TsTileGallery *self, TsWorkspace *workspace)
{
  const struct {
    const char *signal;
    void (*callback) (TsTileGallery *self);
  } table[] = {
    { "slide-changed", on_models_changed },
    { "models-changed", on_models_changed },
    { "style-changed", on_style_changed },
    { "map-changed", on_map_changed },
    { "selection-changed", mark_selection },
  };

  g_return_if_fail (self->workspace == NULL);
  self->workspace = g_object_ref (workspace);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_signal_connect_object (workspace, table[i].signal,
                             G_CALLBACK (table[i].callback), self,
                             G_CONNECT_SWAPPED);
  on_models_changed (self);
}

static void
ts_tile_gallery_dispose (GObject *object)
{
  TsTileGallery *self = TS_TILE_GALLERY (object);

  g_clear_handle_id (&self->renew_source, g_source_remove);
  g_clear_handle_id (&self->want_source, g_source_remove);
  g_ptr_array_set_size (self->sections, 0);
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_TILE_GALLERY);
  g_clear_object (&self->pictures);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (ts_tile_gallery_parent_class)->dispose (object);
}

static void
ts_tile_gallery_finalize (GObject *object)
{
  g_ptr_array_unref (TS_TILE_GALLERY (object)->sections);
  G_OBJECT_CLASS (ts_tile_gallery_parent_class)->finalize (object);
}

static void
ts_tile_gallery_class_init (TsTileGalleryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_tile_gallery_dispose;
  G_OBJECT_CLASS (klass)->finalize = ts_tile_gallery_finalize;
  widget_class->map = ts_tile_gallery_map;
  gtk_widget_class_set_css_name (widget_class, "tile-gallery");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/tile-gallery.ui");
  gtk_widget_class_bind_template_child (widget_class, TsTileGallery,
                                        renew_button);
  gtk_widget_class_bind_template_child (widget_class, TsTileGallery,
                                        section_box);
  gtk_widget_class_bind_template_child (widget_class, TsTileGallery,
                                        empty_label);
  gtk_widget_class_bind_template_child (widget_class, TsTileGallery,
                                        order_label);
  gtk_widget_class_bind_template_child (widget_class, TsTileGallery,
                                        choose_button);
  gtk_widget_class_bind_template_child (widget_class, TsTileGallery, scroller);
  gtk_widget_class_bind_template_callback (widget_class, on_renew_clicked);
  signals[SIGNAL_TILE_ACTIVATED] =
    g_signal_new ("tile-activated", TS_TYPE_TILE_GALLERY, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
init_hands (TsTileGallery *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->motion = GTK_EVENT_CONTROLLER_MOTION (motion);
  self->focus = GTK_EVENT_CONTROLLER_FOCUS (focus);
  g_signal_connect_swapped (motion, "notify::contains-pointer",
                            G_CALLBACK (renew_if_free), self);
  g_signal_connect_swapped (focus, "notify::contains-focus",
                            G_CALLBACK (renew_if_free), self);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), motion);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), focus);
}

static void
ts_tile_gallery_init (TsTileGallery *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->sections = g_ptr_array_new ();
  self->pictures = ts_picture_loader_new (PICTURE_PX);
  g_signal_connect_object (self->pictures, "arrived", G_CALLBACK (on_arrived),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller),
                           "value-changed", G_CALLBACK (on_scrolled), self,
                           G_CONNECT_SWAPPED);
  init_hands (self);
  set_stale (self, FALSE);
}
