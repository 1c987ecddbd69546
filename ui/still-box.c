/* A box drawn as one picture.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/still-box.h"

#include <math.h>

struct _TsStillBox {
  GtkWidget parent_instance;
  GtkWidget *child;
};

enum { PROP_0, PROP_CHILD, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TsStillBox, ts_still_box, GTK_TYPE_WIDGET)

static GskRenderNode *
scale_node (GskRenderNode *node, int scale)
{
  if (scale == 1)
    return gsk_render_node_ref (node);
  GskTransform *transform =
    gsk_transform_scale (NULL, (float) scale, (float) scale);
  GskRenderNode *scaled = gsk_transform_node_new (node, transform);
  gsk_transform_unref (transform);
  return scaled;
}

GdkTexture *
ts_still_picture_render (GtkWidget *widget,
                         GskRenderNode *node,
                         graphene_rect_t *out_bounds)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GskRenderer *renderer =
    native != NULL ? gtk_native_get_renderer (native) : NULL;
  int scale = gtk_widget_get_scale_factor (widget);
  graphene_rect_t bounds;

  if (node == NULL || renderer == NULL || !gsk_renderer_is_realized (renderer))
    return NULL;
  gsk_render_node_get_bounds (node, &bounds);
  graphene_rect_round_extents (&bounds, &bounds);
  if (bounds.size.width < 1 || bounds.size.height < 1)
    return NULL;
  *out_bounds = bounds;
  graphene_rect_scale (&bounds, (float) scale, (float) scale, &bounds);
  g_autoptr (GskRenderNode) scaled = scale_node (node, scale);
  return gsk_renderer_render_texture (renderer, scaled, &bounds);
}

/* Called only when something in the child changed: until then GTK draws again what was made
 * here. */
static void
ts_still_box_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TsStillBox *self = TS_STILL_BOX (widget);
  graphene_rect_t bounds;

  if (self->child == NULL)
    return;
  GtkSnapshot *own = gtk_snapshot_new ();
  gtk_widget_snapshot_child (widget, self->child, own);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (own);
  g_autoptr (GdkTexture) picture =
    ts_still_picture_render (widget, node, &bounds);
  if (picture != NULL)
    gtk_snapshot_append_texture (snapshot, picture, &bounds);
  else if (node != NULL)
    gtk_snapshot_append_node (snapshot, node);
}

static void
ts_still_box_set_property (GObject *object,
                           guint id,
                           const GValue *value,
                           GParamSpec *spec)
{
  TsStillBox *self = TS_STILL_BOX (object);

  if (id != PROP_CHILD) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    return;
  }
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = g_value_get_object (value);
  if (self->child != NULL)
    gtk_widget_set_parent (self->child, GTK_WIDGET (self));
}

static void
ts_still_box_dispose (GObject *object)
{
  g_clear_pointer (&TS_STILL_BOX (object)->child, gtk_widget_unparent);
  G_OBJECT_CLASS (ts_still_box_parent_class)->dispose (object);
}

static void
ts_still_box_class_init (TsStillBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = ts_still_box_set_property;
  object_class->dispose = ts_still_box_dispose;
  widget_class->snapshot = ts_still_box_snapshot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  properties[PROP_CHILD] =
    g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ts_still_box_init (TsStillBox *self)
{
}
