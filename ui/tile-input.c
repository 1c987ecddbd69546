/* The selected tile as the network saw it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tile-input.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/picture-loader.h"
#include "ui/round-length.h"
#include "ui/template-widget.h"

/* The large picture is as many whole times the input as fit into this, and into the window
 * with its header. */
#define LARGE_SIDE_VIEW    600
#define WINDOW_MARGIN_VIEW 200
#define N_HASH_SHOWN       8

struct _TsTileInput {
  GtkWidget parent_instance;
  GtkWidget *button;
  GtkPopover *popover;
  GtkImage *picture, *large_picture;
  GtkLabel *size_label, *place_label, *reader_label, *large_label;
  TsWorkspace *workspace;
  TsPictureLoader *loader;
  TsTilePlace shown;
  TsRect shown_l0;
};

G_DEFINE_FINAL_TYPE (TsTileInput, ts_tile_input, GTK_TYPE_WIDGET)

GdkTexture *
ts_tile_input_enlarge (GdkTexture *texture, guint times)
{
  gsize width = (gsize) gdk_texture_get_width (texture);
  gsize height = (gsize) gdk_texture_get_height (texture);
  gsize large_width = width * times;
  g_autofree guint32 *small = g_new (guint32, width * height);
  guint32 *large = g_new (guint32, large_width * height * times);

  gdk_texture_download (texture, (guchar *) small, width * sizeof *small);
  for (gsize y = 0; y < height * times; y++)
    for (gsize x = 0; x < large_width; x++)
      large[y * large_width + x] = small[y / times * width + x / times];
  g_autoptr (GBytes) bytes =
    g_bytes_new_take (large, large_width * height * times * sizeof *large);
  return gdk_memory_texture_new ((int) large_width, (int) (height * times),
                                 GDK_MEMORY_DEFAULT, bytes,
                                 large_width * sizeof *large);
}

GdkPaintable *
ts_tile_input_get_picture (TsTileInput *self)
{
  return gtk_image_get_paintable (self->picture);
}

static char *
format_size (TsTileInput *self, GdkTexture *texture)
{
  const TsSlideInfo *slide =
    ts_slide_get_info (ts_workspace_get_slide (self->workspace));
  TsRect tile_l0 = self->shown_l0;
  g_autofree char *extent =
    ts_slide_info_has_mpp (slide)
      /* Translators: the size of a tile in the tissue. */
      ? g_strdup_printf (_ ("%.0f × %.0f µm of tissue"),
                         tile_l0.width * slide->mpp_x,
                         tile_l0.height * slide->mpp_y)
      : g_strdup_printf (_ ("%.0f × %.0f px of the slide"), tile_l0.width,
                         tile_l0.height);

  if (texture == NULL)
    return g_steal_pointer (&extent);
  return g_strdup_printf (_ ("%d × %d px, %s"), gdk_texture_get_width (texture),
                          gdk_texture_get_height (texture), extent);
}

/* Of the upper left corner. */
static char *
format_place (TsTileInput *self)
{
  const TsSlideInfo *slide =
    ts_slide_get_info (ts_workspace_get_slide (self->workspace));
  gboolean has_mpp = ts_slide_info_has_mpp (slide);
  double x = self->shown_l0.x * (has_mpp ? slide->mpp_x : 1);
  double y = self->shown_l0.y * (has_mpp ? slide->mpp_y : 1);
  g_autofree char *x_text = ts_count_format ((gint64) floor (x));
  g_autofree char *y_text = ts_count_format ((gint64) floor (y));

  return has_mpp ? g_strdup_printf (_ ("at x %s, y %s µm"), x_text, y_text)
                 : g_strdup_printf (_ ("at x %s, y %s px"), x_text, y_text);
}

static char *
format_reader (TsTileInput *self)
{
  const TsModelInfo *model =
    ts_workspace_get_model (self->workspace, TS_ROLE_CLASSES);
  gint64 at_us = ts_workspace_find_tile_time (self->workspace, self->shown.col,
                                              self->shown.row);
  g_autoptr (GDateTime) at =
    at_us > 0 ? g_date_time_new_from_unix_local (at_us / G_USEC_PER_SEC) : NULL;
  g_autofree char *date =
    at != NULL ? g_date_time_format (at, "%-d %b %Y, %H:%M") : NULL;

  if (model == NULL || date == NULL)
    return g_strdup ("");
  /* Translators: the model that read the tile, and when. */
  return g_strdup_printf (_ ("read by %s\n%s"), model->name, date);
}

static void
show_reader (TsTileInput *self)
{
  const TsModelInfo *model =
    ts_workspace_get_model (self->workspace, TS_ROLE_CLASSES);
  g_autofree char *text = format_reader (self);
  const char *colon = model != NULL ? strchr (model->identity, ':') : NULL;
  g_autofree char *id =
    colon != NULL ? g_strndup (colon + 1, N_HASH_SHOWN) : NULL;
  g_autofree char *tooltip =
    id != NULL ? g_strdup_printf (_ ("Model %s…"), id) : NULL;

  gtk_label_set_label (self->reader_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->reader_label), *text != '\0');
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reader_label), tooltip);
}

static void
show_picture (TsTileInput *self)
{
  GdkTexture *texture =
    ts_picture_loader_get (self->loader, self->shown.col, self->shown.row);
  g_autofree char *size = format_size (self, texture);

  gtk_image_set_from_paintable (self->picture, (GdkPaintable *) texture);
  gtk_widget_set_sensitive (self->button, texture != NULL);
  gtk_label_set_label (self->size_label, size);
}

static void
on_arrived (TsTileInput *self, guint col, guint row)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)) || self->shown.col != col ||
      self->shown.row != row)
    return;
  show_picture (self);
}

static void
on_popover_shown (TsTileInput *self, GtkPopover *popover)
{
  GdkTexture *texture =
    ts_picture_loader_get (self->loader, self->shown.col, self->shown.row);
  if (texture == NULL)
    return;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int height = gtk_widget_get_height (
    GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))));
  int room = MIN (height - WINDOW_MARGIN_VIEW, LARGE_SIDE_VIEW);
  int side =
    MAX (gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  int times = MAX (room * scale / side, 1);
  g_autoptr (GdkTexture) large = ts_tile_input_enlarge (texture, (guint) times);
  g_autofree char *size = format_size (self, texture);

  gtk_image_set_from_paintable (self->large_picture, GDK_PAINTABLE (large));
  gtk_image_set_pixel_size (self->large_picture, side * times / scale);
  gtk_label_set_label (self->large_label, size);
}

static void
clear (TsTileInput *self)
{
  gtk_popover_popdown (self->popover);
  gtk_image_clear (self->picture);
  gtk_image_clear (self->large_picture);
  gtk_label_set_label (self->size_label, "");
  gtk_label_set_label (self->large_label, "");
  gtk_label_set_label (self->reader_label, "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reader_label), NULL);
}

void
ts_tile_input_set_tile (TsTileInput *self, const TsTileView *tile)
{
  gboolean is_shown = tile != NULL && tile->state == TS_TILE_PREDICTED;

  gtk_widget_set_visible (GTK_WIDGET (self), is_shown);
  if (!is_shown) {
    clear (self);
    return;
  }
  if (!ts_picture_loader_has_source (self->loader))
    ts_picture_loader_set_source (
      self->loader,
      ts_workspace_new_tile_pictures (self->workspace, TS_ROLE_CLASSES));
  self->shown = (TsTilePlace){ tile->col, tile->row };
  self->shown_l0 = tile->tile_l0;
  ts_picture_loader_want (self->loader, &self->shown, 1);
  g_autofree char *place = format_place (self);
  gtk_label_set_label (self->place_label, place);
  show_picture (self);
  show_reader (self);
}

static void
on_models_changed (TsTileInput *self)
{
  ts_picture_loader_set_source (self->loader, NULL);
}

void
ts_tile_input_set_workspace (TsTileInput *self, TsWorkspace *workspace)
{
  g_return_if_fail (self->workspace == NULL);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "models-changed",
                           G_CALLBACK (on_models_changed), self,
                           G_CONNECT_SWAPPED);
  ts_tile_input_set_tile (self, NULL);
}

static void
ts_tile_input_dispose (GObject *object)
{
  TsTileInput *self = TS_TILE_INPUT (object);

  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_TILE_INPUT);
  g_clear_object (&self->loader);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (ts_tile_input_parent_class)->dispose (object);
}

static void
ts_tile_input_class_init (TsTileInputClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_tile_input_dispose;
  gtk_widget_class_set_css_name (widget_class, "tile-input");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/tile-input.ui");
  gtk_widget_class_bind_template_child (widget_class, TsTileInput, button);
  gtk_widget_class_bind_template_child (widget_class, TsTileInput, popover);
  gtk_widget_class_bind_template_child (widget_class, TsTileInput, picture);
  gtk_widget_class_bind_template_child (widget_class, TsTileInput,
                                        large_picture);
  gtk_widget_class_bind_template_child (widget_class, TsTileInput, size_label);
  gtk_widget_class_bind_template_child (widget_class, TsTileInput, place_label);
  gtk_widget_class_bind_template_child (widget_class, TsTileInput,
                                        reader_label);
  gtk_widget_class_bind_template_child (widget_class, TsTileInput, large_label);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown);
}

static void
ts_tile_input_init (TsTileInput *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->loader = ts_picture_loader_new (0);
  g_signal_connect_object (self->loader, "arrived", G_CALLBACK (on_arrived),
                           self, G_CONNECT_SWAPPED);
}
