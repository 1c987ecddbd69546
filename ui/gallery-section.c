/* One list of the gallery.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/gallery-section.h"

#include <glib/gi18n.h>

#define N_COLUMNS 4
#define GAP_VIEW  6

typedef struct {
  GtkWidget *child; /* of the flow box */
  GtkWidget *picture, *label;
  TsRankedTile tile;
  gboolean has_picture;
} Cell;

struct _TsGallerySection {
  GtkWidget parent_instance;
  GtkWidget *title, *empty_label;
  GtkFlowBox *box;
  TsPictureLoader *pictures;
  Cell cells[TS_GALLERY_N_TILES];
  guint n_tiles;
};

enum { SIGNAL_TILE_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsGallerySection, ts_gallery_section, GTK_TYPE_WIDGET)

static void
show_picture (TsGallerySection *self, Cell *cell)
{
  GdkTexture *texture =
    ts_picture_loader_get (self->pictures, cell->tile.col, cell->tile.row);

  cell->has_picture = texture != NULL;
  gtk_image_set_from_paintable (GTK_IMAGE (cell->picture),
                                (GdkPaintable *) texture);
}

static void
fill_cell (TsGallerySection *self, Cell *cell, const TsRankedTile *tile)
{
  g_autofree char *prob = g_strdup_printf ("%.3f", (double) tile->prob);
  g_autofree char *name = g_strdup_printf (_ ("%s, column %u, row %u"), prob,
                                           tile->col + 1, tile->row + 1);

  cell->tile = *tile;
  gtk_label_set_label (GTK_LABEL (cell->label), prob);
  gtk_widget_set_tooltip_text (cell->child, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell->child),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  show_picture (self, cell);
}

static void
clear_cell (Cell *cell)
{
  gtk_label_set_label (GTK_LABEL (cell->label), "");
  cell->has_picture = FALSE;
  gtk_image_clear (GTK_IMAGE (cell->picture));
  gtk_widget_set_tooltip_text (cell->child, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell->child),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
}

void
ts_gallery_section_set_tiles (TsGallerySection *self, const GArray *tiles)
{
  self->n_tiles = MIN (tiles->len, TS_GALLERY_N_TILES);
  for (guint i = 0; i < TS_GALLERY_N_TILES; i++) {
    Cell *cell = &self->cells[i];
    gtk_widget_set_visible (cell->child, i < self->n_tiles);
    if (i < self->n_tiles)
      fill_cell (self, cell, &g_array_index (tiles, TsRankedTile, i));
    else
      clear_cell (cell);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->box), self->n_tiles > 0);
  gtk_widget_set_visible (self->empty_label, self->n_tiles == 0);
}

void
ts_gallery_section_show_pictures (TsGallerySection *self)
{
  for (guint i = 0; i < self->n_tiles; i++)
    show_picture (self, &self->cells[i]);
}

void
ts_gallery_section_list_missing (TsGallerySection *self,
                                 GtkWidget *within,
                                 double height_view,
                                 GArray *out_places)
{
  for (guint i = 0; i < self->n_tiles; i++) {
    Cell *cell = &self->cells[i];
    TsTilePlace place = { cell->tile.col, cell->tile.row };
    graphene_rect_t bounds;
    if (cell->has_picture ||
        !gtk_widget_compute_bounds (cell->child, within, &bounds))
      continue;
    double top = (double) bounds.origin.y;
    if (top + (double) bounds.size.height >= 0 && top <= height_view)
      g_array_append_val (out_places, place);
  }
}

void
ts_gallery_section_mark (TsGallerySection *self,
                         gboolean is_selected,
                         guint col,
                         guint row)
{
  gtk_flow_box_unselect_all (self->box);
  for (guint i = 0; is_selected && i < self->n_tiles; i++) {
    Cell *cell = &self->cells[i];
    if (cell->tile.col == col && cell->tile.row == row)
      gtk_flow_box_select_child (self->box, GTK_FLOW_BOX_CHILD (cell->child));
  }
}

guint
ts_gallery_section_get_n_tiles (TsGallerySection *self)
{
  return self->n_tiles;
}

gboolean
ts_gallery_section_get_tile (TsGallerySection *self,
                             guint at,
                             TsRankedTile *out_tile)
{
  if (at >= self->n_tiles)
    return FALSE;
  *out_tile = self->cells[at].tile;
  return TRUE;
}

static void
on_child_activated (TsGallerySection *self, GtkFlowBoxChild *child)
{
  int at = gtk_flow_box_child_get_index (child);
  if (at < 0 || (guint) at >= self->n_tiles)
    return;
  const TsRankedTile *tile = &self->cells[at].tile;

  g_signal_emit (self, signals[SIGNAL_TILE_ACTIVATED], 0, tile->col, tile->row);
}

static void
add_cell (TsGallerySection *self, Cell *cell)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  cell->child = gtk_flow_box_child_new ();
  cell->picture = gtk_image_new ();
  cell->label = gtk_label_new (NULL);
  gtk_widget_set_size_request (cell->picture, TS_GALLERY_PICTURE_VIEW,
                               TS_GALLERY_PICTURE_VIEW);
  gtk_widget_set_halign (cell->picture, GTK_ALIGN_CENTER);
  gtk_image_set_pixel_size (GTK_IMAGE (cell->picture), TS_GALLERY_PICTURE_VIEW);
  gtk_widget_add_css_class (cell->picture, "gallery-picture");
  gtk_widget_add_css_class (cell->label, "caption");
  gtk_widget_add_css_class (cell->label, "numeric");
  gtk_box_append (GTK_BOX (column), cell->picture);
  gtk_box_append (GTK_BOX (column), cell->label);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (cell->child), column);
  gtk_widget_set_visible (cell->child, FALSE);
  gtk_flow_box_insert (self->box, cell->child, -1);
}

static GtkWidget *
new_heading (TsGallerySection *self, GtkWidget *swatch)
{
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->title, "heading");
  if (swatch != NULL)
    gtk_box_append (GTK_BOX (heading), swatch);
  gtk_box_append (GTK_BOX (heading), self->title);
  return heading;
}

static void
build (TsGallerySection *self, GtkWidget *swatch)
{
  GtkWidget *heading = new_heading (self, swatch);

  self->empty_label = gtk_label_new (_ ("No tile reaches the threshold yet."));
  gtk_label_set_xalign (GTK_LABEL (self->empty_label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->empty_label), TRUE);
  gtk_widget_add_css_class (self->empty_label, "dim-label");
  self->box = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_homogeneous (self->box, TRUE);
  gtk_flow_box_set_min_children_per_line (self->box, N_COLUMNS);
  gtk_flow_box_set_max_children_per_line (self->box, N_COLUMNS);
  gtk_flow_box_set_activate_on_single_click (self->box, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->box), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "gallery-box");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->box),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->title, NULL, -1);
  for (guint i = 0; i < TS_GALLERY_N_TILES; i++)
    add_cell (self, &self->cells[i]);
  g_signal_connect_object (self->box, "child-activated",
                           G_CALLBACK (on_child_activated), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (heading, GTK_WIDGET (self));
  gtk_widget_set_parent (self->empty_label, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->box), GTK_WIDGET (self));
}

static void
ts_gallery_section_dispose (GObject *object)
{
  TsGallerySection *self = TS_GALLERY_SECTION (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->pictures);
  G_OBJECT_CLASS (ts_gallery_section_parent_class)->dispose (object);
}

static void
ts_gallery_section_class_init (TsGallerySectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_gallery_section_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "gallery-section");
  signals[SIGNAL_TILE_ACTIVATED] = g_signal_new (
    "tile-activated", TS_TYPE_GALLERY_SECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
    NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
ts_gallery_section_init (TsGallerySection *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), GAP_VIEW);
}

GtkWidget *
ts_gallery_section_new (const char *title,
                        GtkWidget *swatch,
                        TsPictureLoader *pictures)
{
  TsGallerySection *self = g_object_new (TS_TYPE_GALLERY_SECTION, NULL);

  self->pictures = g_object_ref (pictures);
  build (self, swatch);
  gtk_label_set_label (GTK_LABEL (self->title), title);
  return GTK_WIDGET (self);
}
