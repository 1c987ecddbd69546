/* The minimap: the right place in small, where the view is, what has been seen, the heat map,
 * and that it moves the view; the magnification buttons above it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <math.h>

#include "core/tiles/grid.h"
#include "ui/canvas-page.h"
#include "ui/minimap.h"
#include "ui/power-bar.h"

#define SLIDE_WIDTH  2600
#define SLIDE_HEIGHT 2100
#define MPP          0.5
#define MAX_TURNS    3000

static char *class_names[] = { (char *) "A", (char *) "B", NULL };
static const TsModelInfo model = { .class_names = class_names, .n_classes = 2 };
static const TsHeatMapStyle style = {
  .layer = { .kind = TS_LAYER_CLASS, .class_index = 0, .name = (char *) "A" },
  .model = &model,
};

typedef struct {
  GtkWidget *window;
  TsCanvasPage *page;
  TsSlideView *view;
  TsMinimap *minimap;
  TsSlide *slide;
  guint32 *pixels; /* of the minimap, device pixels */
  int width, height, surface_scale;
} Desk;

static GtkWidget *
find_child (GtkWidget *parent, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (child, type)
                         ? child
                         : find_child (child, type);
    if (found != NULL)
      return found;
  }
  return NULL;
}

/* White on top, darker downwards and to the right. */
static TsSlide *
make_slide (double mpp)
{
  g_autofree guint8 *rgb = g_new (guint8, SLIDE_WIDTH * SLIDE_HEIGHT * 3);

  for (int y = 0; y < SLIDE_HEIGHT; y++)
    for (int x = 0; x < SLIDE_WIDTH; x++) {
      guint8 *pixel = rgb + (y * SLIDE_WIDTH + x) * 3;
      pixel[0] = (guint8) (200 - x * 150 / SLIDE_WIDTH);
      pixel[1] = (guint8) (200 - y * 150 / SLIDE_HEIGHT);
      pixel[2] = 90;
    }
  return ts_slide_new_from_rgb (rgb, SLIDE_WIDTH, SLIDE_HEIGHT, mpp);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_usleep (1000);
}

static void
desk_set_up (Desk *desk, double mpp)
{
  desk->window = gtk_window_new ();
  desk->page = g_object_new (TS_TYPE_CANVAS_PAGE, NULL);
  desk->view = ts_canvas_page_get_view (desk->page);
  desk->minimap =
    TS_MINIMAP (find_child (GTK_WIDGET (desk->page), TS_TYPE_MINIMAP));
  gtk_window_set_decorated (GTK_WINDOW (desk->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (desk->window), 640, 420);
  gtk_window_set_child (GTK_WINDOW (desk->window), GTK_WIDGET (desk->page));
  gtk_window_present (GTK_WINDOW (desk->window));
  for (int i = 0;
       i < MAX_TURNS && gtk_widget_get_width (GTK_WIDGET (desk->view)) != 640;
       i++)
    iterate ();
  desk->slide = make_slide (mpp);
  ts_canvas_page_set_slide (desk->page, desk->slide);
  for (int i = 0; i < MAX_TURNS && !ts_slide_view_is_sharp (desk->view); i++)
    iterate ();
  g_assert_true (ts_slide_view_is_sharp (desk->view));
}

static void
desk_tear_down (Desk *desk)
{
  gpointer page = desk->page;

  g_object_add_weak_pointer (G_OBJECT (page), &page);
  gtk_window_destroy (GTK_WINDOW (desk->window));
  for (int i = 0; i < MAX_TURNS && page != NULL; i++)
    iterate ();
  g_assert_null (page);
  ts_slide_unref (desk->slide);
  g_free (desk->pixels);
}

static void
shoot (Desk *desk)
{
  GtkWidget *widget = GTK_WIDGET (desk->minimap);
  int surface_scale = gtk_widget_get_scale_factor (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

  gtk_snapshot_scale (snapshot, (float) surface_scale, (float) surface_scale);
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  desk->surface_scale = surface_scale;
  desk->width = gtk_widget_get_width (widget) * surface_scale;
  desk->height = gtk_widget_get_height (widget) * surface_scale;
  g_free (desk->pixels);
  desk->pixels = g_new0 (guint32, (gsize) desk->width * (gsize) desk->height);
  g_autoptr (GskRenderNode) node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (gtk_widget_get_native (desk->window)), node,
    &GRAPHENE_RECT_INIT (0, 0, (float) desk->width, (float) desk->height));
  gdk_texture_download (texture, (guchar *) desk->pixels,
                        (gsize) desk->width * sizeof (guint32));
}

static guint32
get_pixel (Desk *desk, double x_view, double y_view)
{
  int x = (int) (x_view * desk->surface_scale);
  int y = (int) (y_view * desk->surface_scale);

  g_assert_cmpint (x, <, desk->width);
  g_assert_cmpint (y, <, desk->height);
  return desk->pixels[y * desk->width + x];
}

static int
get_red (guint32 pixel)
{
  return (int) (pixel >> 16 & 0xff);
}

/* The veil darkens all alike: ratios of colours tell the place. */
static void
test_shows_the_slide_in_small (void)
{
  Desk desk = { 0 };

  desk_set_up (&desk, MPP);
  for (int i = 0; i < 50; i++)
    iterate ();
  shoot (&desk);
  TsViewport viewport = ts_minimap_get_viewport (desk.minimap);
  for (guint i = 0; i < 5; i++) {
    TsPoint at_l0 = { 300 + i * 450, 250 + i * 380 };
    TsPoint at = ts_viewport_to_view (&viewport, at_l0);
    guint32 pixel = get_pixel (&desk, at.x, at.y);
    double red_to_blue = (double) (pixel >> 16 & 0xff) / (pixel & 0xff);
    double green_to_blue = (double) (pixel >> 8 & 0xff) / (pixel & 0xff);
    g_assert_cmpfloat_with_epsilon (
      red_to_blue, (200 - at_l0.x * 150 / SLIDE_WIDTH) / 90, 0.08);
    g_assert_cmpfloat_with_epsilon (
      green_to_blue, (200 - at_l0.y * 150 / SLIDE_HEIGHT) / 90, 0.08);
  }
  desk_tear_down (&desk);
}

static void
test_outlines_the_view (void)
{
  Desk desk = { 0 };

  desk_set_up (&desk, MPP);
  ts_slide_view_set_viewport (desk.view, (TsPoint){ 1100, 900 }, 0.9);
  shoot (&desk);
  TsViewport map = ts_minimap_get_viewport (desk.minimap);
  const TsViewport *view = ts_slide_view_get_viewport (desk.view);
  TsRect seen_l0 = ts_viewport_get_visible_l0 (view);
  TsPoint upper_left =
    ts_viewport_to_view (&map, (TsPoint){ seen_l0.x, seen_l0.y });
  TsPoint lower_right = ts_viewport_to_view (
    &map, (TsPoint){ seen_l0.x + seen_l0.width, seen_l0.y + seen_l0.height });
  TsPoint middle = ts_viewport_to_view (&map, view->center_l0);
  g_assert_cmphex (get_pixel (&desk, floor (upper_left.x) + 0.5, middle.y), ==,
                   0xffffffff);
  g_assert_cmphex (get_pixel (&desk, floor (lower_right.x) + 0.5, middle.y), ==,
                   0xffffffff);
  g_assert_cmphex (get_pixel (&desk, middle.x, floor (upper_left.y) + 0.5), ==,
                   0xffffffff);
  g_assert_cmphex (get_pixel (&desk, middle.x, floor (lower_right.y) + 0.5), ==,
                   0xffffffff);
  g_assert_cmphex (get_pixel (&desk, middle.x, middle.y), !=, 0xffffffff);
  desk_tear_down (&desk);
}

static void
test_what_was_seen_closely_is_brighter (void)
{
  Desk desk = { 0 };

  desk_set_up (&desk, MPP);
  ts_slide_view_set_viewport (desk.view, (TsPoint){ 700, 1000 }, 1);
  /* The eye rests on it. */
  gint64 end = g_get_monotonic_time () + TS_VISITED_DWELL_US * 2;
  while (g_get_monotonic_time () < end)
    iterate ();
  const TsVisited *visited = ts_canvas_page_get_visited (desk.page);
  g_assert_cmpfloat (ts_visited_get_max_scale (visited), ==, 1);
  ts_slide_view_set_viewport (desk.view, (TsPoint){ 2000, 300 }, 1);
  shoot (&desk);
  TsViewport map = ts_minimap_get_viewport (desk.minimap);
  TsPoint seen = ts_viewport_to_view (&map, (TsPoint){ 700, 1000 });
  TsPoint not_seen = ts_viewport_to_view (&map, (TsPoint){ 700, 1800 });
  g_assert_cmpint (get_red (get_pixel (&desk, seen.x, seen.y)), >=,
                   get_red (get_pixel (&desk, not_seen.x, not_seen.y)) + 15);
  desk_tear_down (&desk);
}

static void
test_shows_the_strongest_tiles (void)
{
  const float weak[] = { 0.2f, 0.8f }, sure[] = { 1, 0 };
  guint32 lit = ts_heat_map_get_argb (&style, sure);
  TsGridSpec grid;
  guint n_lit = 0, n_held = 0;
  Desk desk = { 0 };

  desk_set_up (&desk, MPP);
  g_assert_true (
    ts_grid_spec_init (&grid, ts_slide_get_info (desk.slide), 5, MPP, NULL));
  g_autoptr (TsPredictionMap) map = ts_prediction_map_new (&grid, 2);
  for (guint row = 0; row < grid.n_rows; row++)
    for (guint col = 0; col < grid.n_cols; col++)
      ts_prediction_map_set (map, col, row, TS_TILE_PREDICTED,
                             col == 101 && row == 303 ? sure : weak);
  ts_slide_view_set_heat_map (desk.view, map, &style);
  ts_slide_view_set_overlay_opacity (desk.view, 1);
  shoot (&desk);
  for (int i = 0; i < desk.width * desk.height; i++)
    n_lit += desk.pixels[i] == lit;
  g_assert_cmpuint (n_lit, >, 0);
  g_assert_cmpuint (n_lit, <=, 25);
  ts_slide_view_handle_key (desk.view, GDK_KEY_h, 0);
  shoot (&desk);
  for (int i = 0; i < desk.width * desk.height; i++)
    n_held += desk.pixels[i] == lit;
  g_assert_cmpuint (n_held, ==, 0);
  desk_tear_down (&desk);
}

static GtkGesture *
find_drag (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_GESTURE_DRAG (controller))
      return GTK_GESTURE (controller);
  }
  g_assert_not_reached ();
}

static void
assert_center (Desk *desk, double x_l0, double y_l0)
{
  for (int i = 0; i < MAX_TURNS; i++) {
    TsPoint center = ts_slide_view_get_viewport (desk->view)->center_l0;
    if (fabs (center.x - x_l0) < 1 && fabs (center.y - y_l0) < 1)
      return;
    iterate ();
  }
  TsPoint center = ts_slide_view_get_viewport (desk->view)->center_l0;
  g_assert_cmpfloat_with_epsilon (center.x, x_l0, 1);
  g_assert_cmpfloat_with_epsilon (center.y, y_l0, 1);
}

static void
test_click_and_drag_move_the_view (void)
{
  Desk desk = { 0 };

  desk_set_up (&desk, MPP);
  ts_slide_view_set_viewport (desk.view, (TsPoint){ 600, 500 }, 2);
  GtkGesture *drag = find_drag (GTK_WIDGET (desk.minimap));
  TsViewport map = ts_minimap_get_viewport (desk.minimap);
  TsPoint there = ts_viewport_to_view (&map, (TsPoint){ 1500, 1400 });
  g_signal_emit_by_name (drag, "drag-begin", there.x, there.y);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  assert_center (&desk, 1500, 1400);
  g_assert_cmpfloat (ts_slide_view_get_viewport (desk.view)->scale, ==, 2);
  /* Taken a little beside its middle, the view keeps to the hand. */
  TsPoint beside = ts_viewport_to_view (&map, (TsPoint){ 1600, 1450 });
  g_signal_emit_by_name (drag, "drag-begin", beside.x, beside.y);
  g_signal_emit_by_name (drag, "drag-update", -40.0, -30.0);
  assert_center (&desk, 1500 - 40 / map.scale, 1400 - 30 / map.scale);
  g_signal_emit_by_name (drag, "drag-end", -40.0, -30.0);
  assert_center (&desk, 1500 - 40 / map.scale, 1400 - 30 / map.scale);
  desk_tear_down (&desk);
}

/* The buttons with a number on them, of the bar that is shown. */
static void
read_steps (Desk *desk, GString *out_lit, GString *out_usable)
{
  GtkWidget *bar = find_child (GTK_WIDGET (desk->page), TS_TYPE_POWER_BAR);
  GtkWidget *steps = find_child (bar, GTK_TYPE_BOX);

  g_string_truncate (out_lit, 0);
  g_string_truncate (out_usable, 0);
  for (GtkWidget *child = gtk_widget_get_first_child (steps); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    const char *label = gtk_button_get_label (GTK_BUTTON (child));
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (child)))
      g_string_append_printf (out_lit, "%s ", label);
    if (gtk_widget_get_visible (child) && gtk_widget_get_sensitive (child))
      g_string_append_printf (out_usable, "%s ", label);
  }
}

static void
test_the_active_magnification_is_lit (void)
{
  g_autoptr (GString) lit = g_string_new (NULL);
  g_autoptr (GString) usable = g_string_new (NULL);
  Desk desk = { 0 };

  desk_set_up (&desk, MPP);
  /* 2600 pixels at 20x in a view of 640: 1.25x is less than half of what fits, 40x is more
   * than the slide has. */
  read_steps (&desk, lit, usable);
  g_assert_cmpstr (lit->str, ==, "");
  g_assert_cmpstr (usable->str, ==, "2.5 5 10 20 ");
  ts_slide_view_set_power (desk.view, 10);
  for (int i = 0; i < 500; i++)
    iterate ();
  read_steps (&desk, lit, usable);
  g_assert_cmpstr (lit->str, ==, "10 ");
  ts_slide_view_set_power (desk.view, 13);
  for (int i = 0; i < 500; i++)
    iterate ();
  read_steps (&desk, lit, usable);
  g_assert_cmpstr (lit->str, ==, "");
  desk_tear_down (&desk);
}

static void
test_no_power_no_buttons (void)
{
  g_autoptr (GString) lit = g_string_new (NULL);
  g_autoptr (GString) usable = g_string_new (NULL);
  Desk desk = { 0 };

  desk_set_up (&desk, 0);
  read_steps (&desk, lit, usable);
  g_assert_cmpstr (usable->str, ==, "");
  desk_tear_down (&desk);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/minimap/shows-the-slide-in-small",
                   test_shows_the_slide_in_small);
  g_test_add_func ("/minimap/outlines-the-view", test_outlines_the_view);
  g_test_add_func ("/minimap/what-was-seen-closely-is-brighter",
                   test_what_was_seen_closely_is_brighter);
  g_test_add_func ("/minimap/shows-the-strongest-tiles",
                   test_shows_the_strongest_tiles);
  g_test_add_func ("/minimap/click-and-drag-move-the-view",
                   test_click_and_drag_move_the_view);
  g_test_add_func ("/minimap/the-active-magnification-is-lit",
                   test_the_active_magnification_is_lit);
  g_test_add_func ("/minimap/no-power-no-buttons", test_no_power_no_buttons);
  return g_test_run ();
}
