/* Drawing on the canvas by hand and by keys, and what is written beside the shapes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "canvas-fixture.h"
#include "ui/draw-tool.h"
#include "ui/measure-text.h"
#include "ui/shape-layer.h"

#define VIEW_WIDTH  640
#define VIEW_HEIGHT 420
#define SIDE        2000 /* of the slide, at 0.5 microns a pixel */

typedef struct {
  TsCanvasFixture canvas;
  TsSlide *slide;
  TsShapeList *list;
  TsDrawTool *tool;
  int asked; /* the shape whose removal was asked for; -1 */
} Desk;

static void
paint_grey (int x, int y, guint8 *out_rgb)
{
  out_rgb[0] = out_rgb[1] = out_rgb[2] = 128;
}

static void
on_removal_asked (TsDrawTool *tool, guint index, Desk *desk)
{
  desk->asked = (int) index;
  ts_shape_list_remove (desk->list, index);
}

static void
set_up (Desk *self, gconstpointer data)
{
  ts_canvas_fixture_set_up (&self->canvas, VIEW_WIDTH, VIEW_HEIGHT);
  self->slide = ts_canvas_fixture_make_slide (SIDE, SIDE, paint_grey);
  ts_slide_view_set_slide (self->canvas.view, self->slide);
  ts_slide_view_set_viewport (self->canvas.view, (TsPoint){ 1000, 1000 }, 0.5);
  self->list = ts_shape_list_new ();
  self->tool = ts_draw_tool_new (self->canvas.view, self->list);
  self->asked = -1;
  g_signal_connect (self->tool, "removal-asked", G_CALLBACK (on_removal_asked),
                    self);
}

static void
tear_down (Desk *self, gconstpointer data)
{
  g_object_unref (self->tool);
  g_object_unref (self->list);
  ts_slide_unref (self->slide);
  ts_canvas_fixture_tear_down (&self->canvas);
}

static void
click (Desk *self, double x, double y)
{
  ts_draw_tool_press (self->tool, (TsPoint){ x, y });
  ts_draw_tool_release (self->tool, (TsPoint){ x, y });
}

static void
drag (Desk *self, TsPoint from, TsPoint to)
{
  ts_draw_tool_press (self->tool, from);
  ts_draw_tool_drag (self->tool, to);
  ts_draw_tool_release (self->tool, to);
}

static gboolean
press_key (Desk *self, guint keyval)
{
  return ts_draw_tool_handle_key (self->tool, keyval, 0);
}

static void
assert_told (Desk *self, guint index, const char *expected)
{
  g_autofree char *text = ts_measure_describe (
    ts_shape_list_get (self->list, index), ts_slide_get_info (self->slide));

  g_assert_cmpstr (text, ==, expected);
}

/* 300 by 400 view pixels at half scale: 600 by 800 pixels, 1000 in all, at 0.5 microns. */
static void
test_a_drag_is_a_line (Desk *self, gconstpointer data)
{
  ts_draw_tool_set_mode (self->tool, TS_DRAW_LINE);
  drag (self, (TsPoint){ 10, 10 }, (TsPoint){ 310, 410 });
  g_assert_cmpuint (ts_shape_list_get_n (self->list), ==, 1);
  assert_told (self, 0, "500 µm");
}

static void
test_two_clicks_are_a_line (Desk *self, gconstpointer data)
{
  ts_draw_tool_set_mode (self->tool, TS_DRAW_LINE);
  click (self, 100, 100);
  g_assert_cmpuint (ts_shape_list_get_n (self->list), ==, 0);
  click (self, 150, 100);
  assert_told (self, 0, "50.0 µm");
}

static void
test_a_turned_view_measures_the_same (Desk *self, gconstpointer data)
{
  ts_slide_view_set_angle (self->canvas.view, 0.7);
  ts_draw_tool_set_mode (self->tool, TS_DRAW_LINE);
  drag (self, (TsPoint){ 200, 100 }, (TsPoint){ 300, 100 });
  assert_told (self, 0, "100 µm");
}

static void
test_clicks_are_corners (Desk *self, gconstpointer data)
{
  ts_draw_tool_set_mode (self->tool, TS_DRAW_AREA);
  click (self, 100, 100);
  click (self, 200, 100);
  click (self, 200, 200);
  click (self, 100, 200);
  g_assert_cmpuint (ts_shape_list_get_n (self->list), ==, 0);
  click (self, 102, 101); /* at the first one */
  assert_told (self, 0, "10\u202f000 µm²\nPerimeter 400 µm");
}

static void
test_a_second_click_closes (Desk *self, gconstpointer data)
{
  ts_draw_tool_set_mode (self->tool, TS_DRAW_AREA);
  click (self, 100, 100);
  click (self, 200, 100);
  click (self, 200, 300);
  click (self, 200, 300);
  assert_told (self, 0, "10\u202f000 µm²\nPerimeter 524 µm");
}

static void
test_a_drag_goes_around (Desk *self, gconstpointer data)
{
  ts_draw_tool_set_mode (self->tool, TS_DRAW_AREA);
  ts_draw_tool_press (self->tool, (TsPoint){ 400, 200 });
  for (int i = 1; i <= 360; i++)
    ts_draw_tool_drag (self->tool,
                       (TsPoint){ 300 + 100 * cos (i * G_PI / 180),
                                  200 + 100 * sin (i * G_PI / 180) });
  ts_draw_tool_release (self->tool, (TsPoint){ 400, 200 });
  const TsOutline *outline = ts_shape_list_get (self->list, 0);
  g_assert_cmpint (outline->shape, ==, TS_REGION_FREEHAND);
  g_assert_cmpfloat_with_epsilon (ts_outline_get_area (outline, 0.5, 0.5),
                                  G_PI * 1e4, 100);
}

static void
test_keys_alone_draw (Desk *self, gconstpointer data)
{
  const guint keys[] = { GDK_KEY_Return, GDK_KEY_Right,  GDK_KEY_Right,
                         GDK_KEY_Right,  GDK_KEY_Return, GDK_KEY_Down,
                         GDK_KEY_Down,   GDK_KEY_Return, GDK_KEY_Return };

  ts_draw_tool_set_mode (self->tool, TS_DRAW_AREA);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_true (press_key (self, keys[i]));
  /* 12 by 8 view pixels, halved. */
  assert_told (self, 0, "48.0 µm²\nPerimeter 34.4 µm");
}

static void
test_the_canvas_follows_the_cursor (Desk *self, gconstpointer data)
{
  TsPoint cursor_l0, at;

  ts_draw_tool_set_mode (self->tool, TS_DRAW_LINE);
  for (guint i = 0; i < 20; i++)
    ts_draw_tool_handle_key (self->tool, GDK_KEY_Right, GDK_SHIFT_MASK);
  g_assert_true (ts_draw_tool_get_cursor (self->tool, &cursor_l0));
  g_assert_cmpfloat_with_epsilon (cursor_l0.x, 1000 + 20 * 40 / 0.5, 1e-6);
  at = ts_viewport_to_view (ts_slide_view_get_viewport (self->canvas.view),
                            cursor_l0);
  g_assert_cmpfloat (at.x, <=, VIEW_WIDTH + 1e-6);
}

static void
test_backspace_takes_back_one_point (Desk *self, gconstpointer data)
{
  g_autoptr (TsOutline) draft = NULL;

  ts_draw_tool_set_mode (self->tool, TS_DRAW_AREA);
  click (self, 100, 100);
  click (self, 200, 100);
  click (self, 300, 300);
  g_assert_true (press_key (self, GDK_KEY_BackSpace));
  click (self, 200, 200);
  g_assert_true (press_key (self, GDK_KEY_Return));
  assert_told (self, 0, "5\u202f000 µm²\nPerimeter 341 µm");
}

static void
test_escape_gives_up_outline_then_tool (Desk *self, gconstpointer data)
{
  ts_draw_tool_set_mode (self->tool, TS_DRAW_AREA);
  click (self, 100, 100);
  g_assert_true (press_key (self, GDK_KEY_Escape));
  g_assert_null (ts_draw_tool_get_draft (self->tool));
  g_assert_cmpint (ts_draw_tool_get_mode (self->tool), ==, TS_DRAW_AREA);
  g_assert_true (press_key (self, GDK_KEY_Escape));
  g_assert_cmpint (ts_draw_tool_get_mode (self->tool), ==, TS_DRAW_NOTHING);
  /* At rest no key is the tool's. */
  g_assert_false (press_key (self, GDK_KEY_Return));
  g_assert_false (press_key (self, GDK_KEY_Left));
}

static void
test_nothing_is_drawn_by_a_lone_click (Desk *self, gconstpointer data)
{
  ts_draw_tool_set_mode (self->tool, TS_DRAW_LINE);
  click (self, 100, 100);
  click (self, 100, 100);
  ts_draw_tool_set_mode (self->tool, TS_DRAW_AREA);
  click (self, 100, 100);
  g_assert_true (press_key (self, GDK_KEY_Return));
  g_assert_cmpuint (ts_shape_list_get_n (self->list), ==, 0);
}

static void
test_points_can_be_moved (Desk *self, gconstpointer data)
{
  ts_draw_tool_set_mode (self->tool, TS_DRAW_LINE);
  drag (self, (TsPoint){ 100, 100 }, (TsPoint){ 200, 100 });
  drag (self, (TsPoint){ 201, 99 }, (TsPoint){ 300, 100 });
  g_assert_cmpuint (ts_shape_list_get_n (self->list), ==, 1);
  assert_told (self, 0, "200 µm");
}

static void
test_a_shape_is_removed_and_given_back (Desk *self, gconstpointer data)
{
  ts_draw_tool_set_mode (self->tool, TS_DRAW_LINE);
  drag (self, (TsPoint){ 100, 100 }, (TsPoint){ 200, 100 });
  drag (self, (TsPoint){ 100, 200 }, (TsPoint){ 300, 200 });
  click (self, 150, 102); /* on the first */
  g_assert_cmpint (ts_shape_list_get_selected (self->list), ==, 0);
  g_assert_true (press_key (self, GDK_KEY_Delete));
  g_assert_cmpint (self->asked, ==, 0);
  g_assert_cmpuint (ts_shape_list_get_n (self->list), ==, 1);
  assert_told (self, 0, "200 µm");
  g_assert_true (ts_shape_list_restore (self->list));
  assert_told (self, 0, "100 µm");
  assert_told (self, 1, "200 µm");
  g_assert_false (ts_shape_list_restore (self->list));
}

static guint32 *
shoot_layer (Desk *self, GtkWidget *layer)
{
  gsize n_px = (gsize) VIEW_WIDTH * VIEW_HEIGHT;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  guint32 *pixels = g_new0 (guint32, n_px);

  GTK_WIDGET_GET_CLASS (layer)->snapshot (layer, snapshot);
  g_autoptr (GskRenderNode) node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (gtk_widget_get_native (self->canvas.window)), node,
    &GRAPHENE_RECT_INIT (0, 0, VIEW_WIDTH, VIEW_HEIGHT));
  gdk_texture_download (texture, (guchar *) pixels,
                        VIEW_WIDTH * sizeof (guint32));
  return pixels;
}

/* White on the line from one end to the other, clear far from it. */
static void
test_a_line_is_drawn_where_it_is (Desk *self, gconstpointer data)
{
  GtkWidget *layer =
    ts_shape_layer_new (self->canvas.view, self->list, self->tool);
  g_autofree guint32 *pixels = NULL;

  g_object_ref_sink (layer);
  gtk_widget_set_parent (layer, GTK_WIDGET (self->canvas.view));
  gtk_widget_size_allocate (
    layer, &(GtkAllocation){ 0, 0, VIEW_WIDTH, VIEW_HEIGHT }, -1);
  ts_shape_layer_set_info (TS_SHAPE_LAYER (layer),
                           ts_slide_get_info (self->slide));
  ts_draw_tool_set_mode (self->tool, TS_DRAW_LINE);
  drag (self, (TsPoint){ 100, 150 }, (TsPoint){ 400, 150 });
  ts_draw_tool_set_mode (self->tool, TS_DRAW_NOTHING);
  pixels = shoot_layer (self, layer);
  for (int x = 104; x < 396; x++) {
    g_assert_cmphex (pixels[150 * VIEW_WIDTH + x] & 0xff, >, 0x90);
    g_assert_cmphex (pixels[120 * VIEW_WIDTH + x], ==, 0);
  }
  g_assert_cmphex (pixels[150 * VIEW_WIDTH + 90], ==, 0);
  gtk_widget_unparent (layer);
  g_object_unref (layer);
}

static void
test_no_resolution_is_told (void)
{
  TsPoint ends[] = { { 0, 0 }, { 3000, 4000 } };
  TsPoint corners[] = { { 0, 0 }, { 100, 0 }, { 0, 100 } };
  TsOutline line = { TS_REGION_LINE, ends, 2 };
  TsOutline triangle = { TS_REGION_POLYGON, corners, 3 };
  TsSlideInfo info = { 0 };
  g_autofree char *length = ts_measure_describe (&line, &info);
  g_autofree char *area = ts_measure_describe (&triangle, &info);

  g_assert_cmpstr (length, ==, "5\u202f000 px (resolution unknown)");
  g_assert_cmpstr (area, ==,
                   "5\u202f000 px² (resolution unknown)\nPerimeter 341 px");
}

static void
assert_written (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_digits_are_sensible (void)
{
  assert_written (ts_measure_format_length (0), "0.00 µm");
  assert_written (ts_measure_format_length (0.8512), "0.85 µm");
  assert_written (ts_measure_format_length (12.345), "12.3 µm");
  assert_written (ts_measure_format_length (9.996), "10.0 µm");
  assert_written (ts_measure_format_length (99.96), "100 µm");
  assert_written (ts_measure_format_length (456.7), "457 µm");
  assert_written (ts_measure_format_length (999.6), "1.000 mm");
  assert_written (ts_measure_format_length (1234.5), "1.234 mm");
  assert_written (ts_measure_format_length (23456), "23.46 mm");
  assert_written (ts_measure_format_area (12.34), "12.3 µm²");
  assert_written (ts_measure_format_area (99.96), "100 µm²");
  assert_written (ts_measure_format_area (4560.4), "4\u202f560 µm²");
  assert_written (ts_measure_format_area (123456), "0.123 mm²");
  assert_written (ts_measure_format_area (2.5e7), "25.00 mm²");
}

static void
test_a_crossed_outline_has_no_area (void)
{
  TsPoint corners[] = { { 0, 0 }, { 100, 100 }, { 100, 0 }, { 0, 100 } };
  TsOutline bow = { TS_REGION_POLYGON, corners, 4 };
  TsSlideInfo info = { .mpp_x = 1, .mpp_y = 1, .mpp_source = TS_MPP_VENDOR };
  g_autofree char *text = ts_measure_describe (&bow, &info);

  g_assert_cmpstr (text, ==, "Outline crosses itself\nPerimeter 483 µm");
}

#define ADD(name, test) \
  g_test_add ("/draw/" name, Desk, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  ADD ("a-drag-is-a-line", test_a_drag_is_a_line);
  ADD ("two-clicks-are-a-line", test_two_clicks_are_a_line);
  ADD ("a-turned-view-measures-the-same", test_a_turned_view_measures_the_same);
  ADD ("clicks-are-corners", test_clicks_are_corners);
  ADD ("a-second-click-closes", test_a_second_click_closes);
  ADD ("a-drag-goes-around", test_a_drag_goes_around);
  ADD ("keys-alone-draw", test_keys_alone_draw);
  ADD ("the-canvas-follows-the-cursor", test_the_canvas_follows_the_cursor);
  ADD ("backspace-takes-back-one-point", test_backspace_takes_back_one_point);
  ADD ("escape-gives-up-outline-then-tool",
       test_escape_gives_up_outline_then_tool);
  ADD ("nothing-is-drawn-by-a-lone-click",
       test_nothing_is_drawn_by_a_lone_click);
  ADD ("points-can-be-moved", test_points_can_be_moved);
  ADD ("a-shape-is-removed-and-given-back",
       test_a_shape_is_removed_and_given_back);
  ADD ("a-line-is-drawn-where-it-is", test_a_line_is_drawn_where_it_is);
  g_test_add_func ("/measure-text/no-resolution-is-told",
                   test_no_resolution_is_told);
  g_test_add_func ("/measure-text/digits-are-sensible",
                   test_digits_are_sensible);
  g_test_add_func ("/measure-text/a-crossed-outline-has-no-area",
                   test_a_crossed_outline_has_no_area);
  return g_test_run ();
}
