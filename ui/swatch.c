/* A small patch of colour.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/swatch.h"

#define SIZE_VIEW   16
#define RADIUS_VIEW 4.0f

struct _TsSwatch {
  GtkWidget parent_instance;
  guint32 *rgb;
  guint n_colours;
};

G_DEFINE_FINAL_TYPE (TsSwatch, ts_swatch, GTK_TYPE_WIDGET)

GdkRGBA
ts_swatch_to_rgba (guint32 rgb)
{
  return (GdkRGBA){ (float) ((rgb >> 16) & 0xff) / 255.0f,
                    (float) ((rgb >> 8) & 0xff) / 255.0f,
                    (float) (rgb & 0xff) / 255.0f, 1.0f };
}

static void
ts_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TsSwatch *self = TS_SWATCH (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  GskRoundedRect shape;
  GdkRGBA frame;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &frame);
  frame.alpha = 0.35f;
  gsk_rounded_rect_init_from_rect (
    &shape, &GRAPHENE_RECT_INIT (0, 0, width, height), RADIUS_VIEW);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  for (guint i = 0; i < self->n_colours; i++) {
    float left = width * (float) i / (float) self->n_colours;
    GdkRGBA colour = ts_swatch_to_rgba (self->rgb[i]);
    gtk_snapshot_append_color (
      snapshot, &colour, &GRAPHENE_RECT_INIT (left, 0, width - left, height));
  }
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &shape, (float[4]){ 1, 1, 1, 1 },
                              (GdkRGBA[4]){ frame, frame, frame, frame });
}

static void
ts_swatch_finalize (GObject *object)
{
  g_free (TS_SWATCH (object)->rgb);
  G_OBJECT_CLASS (ts_swatch_parent_class)->finalize (object);
}

static void
ts_swatch_class_init (TsSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ts_swatch_finalize;
  widget_class->snapshot = ts_swatch_snapshot;
  gtk_widget_class_set_css_name (widget_class, "swatch");
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ts_swatch_init (TsSwatch *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self), SIZE_VIEW, SIZE_VIEW);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
ts_swatch_new (const guint32 *rgb, guint n_colours)
{
  TsSwatch *self = g_object_new (TS_TYPE_SWATCH, NULL);

  self->rgb = g_memdup2 (rgb, n_colours * sizeof (guint32));
  self->n_colours = n_colours;
  return GTK_WIDGET (self);
}
