/* Draws shapes over the canvas. Light within dark, so that they are seen on any tissue without
 * a colour, which is for classes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shape-layer.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/measure-text.h"

#define LINE_VIEW     1.6
#define SELECTED_VIEW 3.0
#define CASING_VIEW   2.0 /* dark on each side */
#define HANDLE_VIEW   7.0
#define CURSOR_VIEW   11.0
#define END_VIEW      7.0 /* of a line's end mark, each way */
#define PAD_VIEW      6.0
#define GAP_VIEW      10.0
/* What is drawn around the points. */
#define MARGIN_VIEW 16.0
#define MAX_HANDLES 64

struct _TsShapeLayer {
  GtkWidget parent_instance;
  TsSlideView *view;
  TsShapeList *list;
  TsDrawTool *tool;
  const TsSlideInfo *info; /* borrowed of the slide */
};

G_DEFINE_FINAL_TYPE (TsShapeLayer, ts_shape_layer, GTK_TYPE_WIDGET)

static TsPoint
to_view (TsShapeLayer *self, TsPoint point_l0)
{
  return ts_viewport_to_view (ts_slide_view_get_viewport (self->view),
                              point_l0);
}

/* In view pixels, a rectangle by its four corners: the view may be turned. */
static TsOutline *
place_outline (TsShapeLayer *self, const TsOutline *outline)
{
  const TsPoint *points = outline->points_l0;
  TsPoint corners[4] = { points[0], points[0], points[0], points[0] };
  TsOutline *placed;

  if (outline->shape == TS_REGION_RECTANGLE && outline->n_points == 2) {
    corners[1].x = points[1].x;
    corners[2] = points[1];
    corners[3].y = points[1].y;
    placed = ts_outline_new (TS_REGION_POLYGON, corners, 4);
  } else {
    placed = ts_outline_new (outline->shape, points, outline->n_points);
  }
  for (guint i = 0; i < placed->n_points; i++)
    placed->points_l0[i] = to_view (self, placed->points_l0[i]);
  return placed;
}

static void
trace (cairo_t *cr, const TsOutline *placed)
{
  for (guint i = 0; i < placed->n_points; i++)
    cairo_line_to (cr, placed->points_l0[i].x, placed->points_l0[i].y);
  if (placed->shape != TS_REGION_LINE)
    cairo_close_path (cr);
}

/* A stroke across each end of a single line: where it is measured from is exact. */
static void
trace_ends (cairo_t *cr, const TsOutline *placed)
{
  TsPoint a = placed->points_l0[0], b = placed->points_l0[1];
  double length = hypot (b.x - a.x, b.y - a.y);

  if (length < 1)
    return;
  double dx = -(b.y - a.y) / length * END_VIEW;
  double dy = (b.x - a.x) / length * END_VIEW;
  cairo_move_to (cr, a.x - dx, a.y - dy);
  cairo_line_to (cr, a.x + dx, a.y + dy);
  cairo_move_to (cr, b.x - dx, b.y - dy);
  cairo_line_to (cr, b.x + dx, b.y + dy);
}

static void
stroke_cased (cairo_t *cr, double width)
{
  cairo_set_source_rgba (cr, 0, 0, 0, 0.75);
  cairo_set_line_width (cr, width + 2 * CASING_VIEW);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

static void
draw_handles (cairo_t *cr, const TsOutline *placed)
{
  double half = HANDLE_VIEW / 2;

  for (guint i = 0; placed->n_points <= MAX_HANDLES && i < placed->n_points;
       i++) {
    TsPoint at = placed->points_l0[i];
    cairo_rectangle (cr, at.x - half, at.y - half, HANDLE_VIEW, HANDLE_VIEW);
    cairo_set_source_rgb (cr, 1, 1, 1);
    cairo_fill_preserve (cr);
    cairo_set_source_rgb (cr, 0, 0, 0);
    cairo_set_line_width (cr, 1.5);
    cairo_stroke (cr);
  }
}

static graphene_rect_t
get_view_rect (TsShapeLayer *self)
{
  return GRAPHENE_RECT_INIT (0, 0,
                             (float) gtk_widget_get_width (GTK_WIDGET (self)),
                             (float) gtk_widget_get_height (GTK_WIDGET (self)));
}

/* FALSE when nothing of it is in view. */
static gboolean
find_drawn_rect (TsShapeLayer *self,
                 const TsOutline *placed,
                 graphene_rect_t *out)
{
  TsRect bounds = ts_outline_get_bounds (placed);
  graphene_rect_t view = get_view_rect (self);
  graphene_rect_t rect =
    GRAPHENE_RECT_INIT ((float) floor (bounds.x - MARGIN_VIEW),
                        (float) floor (bounds.y - MARGIN_VIEW),
                        (float) ceil (bounds.width + 2 * MARGIN_VIEW + 1),
                        (float) ceil (bounds.height + 2 * MARGIN_VIEW + 1));

  return graphene_rect_intersection (&view, &rect, out);
}

static void
draw_outline (TsShapeLayer *self,
              GtkSnapshot *snapshot,
              const TsOutline *placed,
              gboolean is_selected)
{
  graphene_rect_t rect;
  cairo_t *cr;

  if (!find_drawn_rect (self, placed, &rect))
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &rect);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  trace (cr, placed);
  if (placed->shape == TS_REGION_LINE && placed->n_points == 2)
    trace_ends (cr, placed);
  stroke_cased (cr, is_selected ? SELECTED_VIEW : LINE_VIEW);
  if (is_selected)
    draw_handles (cr, placed);
  cairo_destroy (cr);
}

/* Beside the line's end, below the area; within the view where the shape is. */
static graphene_point_t
find_text_place (TsShapeLayer *self,
                 const TsOutline *placed,
                 double width,
                 double height)
{
  TsRect bounds = ts_outline_get_bounds (placed);
  graphene_rect_t view = get_view_rect (self);
  TsPoint last = placed->points_l0[placed->n_points - 1];
  double x = bounds.x + (bounds.width - width) / 2;
  double y = bounds.y + bounds.height + GAP_VIEW;

  if (placed->shape == TS_REGION_LINE) {
    x = last.x + GAP_VIEW;
    y = last.y + GAP_VIEW;
  }
  x = MAX (MIN (x, (double) view.size.width - width), 0);
  y = MAX (MIN (y, (double) view.size.height - height), 0);
  return GRAPHENE_POINT_INIT ((float) round (x), (float) round (y));
}

static void
draw_text (TsShapeLayer *self,
           GtkSnapshot *snapshot,
           const TsOutline *placed,
           const char *text)
{
  const GdkRGBA plate = { 0.118f, 0.118f, 0.118f, 0.85f };
  const GdkRGBA white = { 1, 1, 1, 1 };
  g_autoptr (PangoLayout) layout =
    gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width = 0, height = 0;
  GskRoundedRect rounded;

  pango_layout_get_pixel_size (layout, &width, &height);
  graphene_rect_t box = {
    find_text_place (self, placed, width + 2 * PAD_VIEW, height + PAD_VIEW),
    { (float) (width + 2 * PAD_VIEW), (float) (height + PAD_VIEW) }
  };
  gsk_rounded_rect_init_from_rect (&rounded, &box, 6);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &plate, &box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
    snapshot, &GRAPHENE_POINT_INIT (box.origin.x + (float) PAD_VIEW,
                                    box.origin.y + (float) PAD_VIEW / 2));
  gtk_snapshot_append_layout (snapshot, layout, &white);
  gtk_snapshot_restore (snapshot);
}

static void
draw_shape (TsShapeLayer *self,
            GtkSnapshot *snapshot,
            const TsOutline *outline,
            gboolean is_selected)
{
  g_autoptr (TsOutline) placed = place_outline (self, outline);
  g_autofree char *text = ts_measure_describe (outline, self->info);
  graphene_rect_t rect;

  draw_outline (self, snapshot, placed, is_selected);
  if (find_drawn_rect (self, placed, &rect))
    draw_text (self, snapshot, placed, text);
}

static void
draw_cursor (TsShapeLayer *self, GtkSnapshot *snapshot, TsPoint cursor_l0)
{
  TsPoint at = to_view (self, cursor_l0);
  graphene_rect_t rect = GRAPHENE_RECT_INIT (
    (float) (at.x - 2 * CURSOR_VIEW), (float) (at.y - 2 * CURSOR_VIEW),
    (float) (4 * CURSOR_VIEW), (float) (4 * CURSOR_VIEW));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &rect);

  cairo_move_to (cr, at.x - CURSOR_VIEW, at.y);
  cairo_line_to (cr, at.x + CURSOR_VIEW, at.y);
  cairo_move_to (cr, at.x, at.y - CURSOR_VIEW);
  cairo_line_to (cr, at.x, at.y + CURSOR_VIEW);
  stroke_cased (cr, LINE_VIEW);
  cairo_destroy (cr);
}

static void
ts_shape_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TsShapeLayer *self = TS_SHAPE_LAYER (widget);
  g_autoptr (TsOutline) draft = ts_draw_tool_get_draft (self->tool);
  int selected = ts_shape_list_get_selected (self->list);
  TsPoint cursor_l0;

  if (self->info == NULL)
    return;
  for (guint i = 0; i < ts_shape_list_get_n (self->list); i++)
    draw_shape (self, snapshot, ts_shape_list_get (self->list, i),
                (int) i == selected);
  if (draft != NULL)
    draw_shape (self, snapshot, draft, FALSE);
  if (ts_draw_tool_get_cursor (self->tool, &cursor_l0))
    draw_cursor (self, snapshot, cursor_l0);
}

static char *
name_shape (const TsOutline *outline, const TsSlideInfo *info)
{
  g_autofree char *measure = ts_measure_describe (outline, info);

  return outline->shape == TS_REGION_LINE
           ? g_strdup_printf (_ ("Length %s"), measure)
           : g_strdup_printf (_ ("Area %s"), measure);
}

/* What a screen reader says: the shape being drawn, else the selected one. */
static void
update_accessible_label (TsShapeLayer *self)
{
  g_autoptr (TsOutline) draft = ts_draw_tool_get_draft (self->tool);
  int selected = ts_shape_list_get_selected (self->list);
  const TsOutline *told = draft;

  if (told == NULL && selected >= 0)
    told = ts_shape_list_get (self->list, (guint) selected);
  g_autofree char *text = told != NULL && self->info != NULL
                            ? name_shape (told, self->info)
                            : g_strdup ("");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
on_changed (TsShapeLayer *self)
{
  update_accessible_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ts_shape_layer_set_info (TsShapeLayer *self, const TsSlideInfo *info)
{
  self->info = info;
  on_changed (self);
}

static void
ts_shape_layer_finalize (GObject *object)
{
  TsShapeLayer *self = TS_SHAPE_LAYER (object);

  g_object_unref (self->list);
  g_object_unref (self->tool);
  G_OBJECT_CLASS (ts_shape_layer_parent_class)->finalize (object);
}

static void
ts_shape_layer_class_init (TsShapeLayerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ts_shape_layer_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = ts_shape_layer_snapshot;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "shape-layer");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass),
                                        GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ts_shape_layer_init (TsShapeLayer *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ts_shape_layer_new (TsSlideView *view, TsShapeList *list, TsDrawTool *tool)
{
  TsShapeLayer *self = g_object_new (TS_TYPE_SHAPE_LAYER, NULL);

  self->view = view;
  self->list = g_object_ref (list);
  self->tool = g_object_ref (tool);
  g_signal_connect_object (view, "viewport-changed",
                           G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tool, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
