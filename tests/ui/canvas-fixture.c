/* A canvas in a window of its own, and its pixels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas-fixture.h"

#define MAX_TURNS 2000
#define MPP       0.5

void
ts_canvas_fixture_set_up (TsCanvasFixture *self, int width, int height)
{
  /* Tests of motion ask for it (ts_canvas_fixture_animate). */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE,
                NULL);
  self->window = gtk_window_new ();
  self->view = TS_SLIDE_VIEW (ts_slide_view_new ());
  gtk_window_set_decorated (GTK_WINDOW (self->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, height);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->view));
  gtk_window_present (GTK_WINDOW (self->window));
  for (int i = 0; i < MAX_TURNS; i++) {
    if (gtk_widget_get_width (GTK_WIDGET (self->view)) == width)
      break;
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (self->view)), ==, width);
}

void
ts_canvas_fixture_tear_down (TsCanvasFixture *self)
{
  gpointer view = self->view;

  g_object_add_weak_pointer (G_OBJECT (view), &view);
  gtk_window_destroy (GTK_WINDOW (self->window));
  for (int i = 0; i < MAX_TURNS && view != NULL; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (view);
  g_clear_pointer (&self->pixels, g_free);
}

void
ts_canvas_fixture_wait_sharp (TsCanvasFixture *self)
{
  for (int i = 0; i < MAX_TURNS; i++) {
    while (g_main_context_iteration (NULL, FALSE))
      ;
    ts_canvas_fixture_shoot (self);
    if (ts_slide_view_is_sharp (self->view))
      return;
    g_usleep (2000);
  }
  g_assert_not_reached ();
}

void
ts_canvas_fixture_animate (TsCanvasFixture *self)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE,
                NULL);
}

gboolean
ts_canvas_fixture_run_for (TsCanvasFixture *self, double seconds)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (self->view);
  TsViewport before = *viewport;
  gint64 end_us = g_get_monotonic_time () + (gint64) (seconds * 1e6);

  while (g_get_monotonic_time () < end_us) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (500);
  }
  return viewport->scale != before.scale || viewport->angle != before.angle ||
         viewport->center_l0.x != before.center_l0.x ||
         viewport->center_l0.y != before.center_l0.y;
}

void
ts_canvas_fixture_shoot (TsCanvasFixture *self)
{
  int surface_scale = gtk_widget_get_scale_factor (GTK_WIDGET (self->view));
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  int width = gtk_widget_get_width (GTK_WIDGET (self->view));
  int height = gtk_widget_get_height (GTK_WIDGET (self->view));

  gtk_snapshot_scale (snapshot, (float) surface_scale, (float) surface_scale);
  GTK_WIDGET_GET_CLASS (self->view)
    ->snapshot (GTK_WIDGET (self->view), snapshot);
  self->surface_scale = surface_scale;
  self->width = width * surface_scale;
  self->height = height * surface_scale;
  g_free (self->pixels);
  self->pixels = g_new0 (guint32, (gsize) self->width * (gsize) self->height);
  g_autoptr (GskRenderNode) node = gtk_snapshot_to_node (snapshot);
  if (node == NULL)
    return;
  GskRenderer *renderer =
    gtk_native_get_renderer (gtk_widget_get_native (self->window));
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (
    renderer, node,
    &GRAPHENE_RECT_INIT (0, 0, (float) self->width, (float) self->height));
  gdk_texture_download (texture, (guchar *) self->pixels,
                        (gsize) self->width * sizeof (guint32));
}

TsSlide *
ts_canvas_fixture_make_slide (int width, int height, TsPaintPixel paint)
{
  g_autofree guint8 *rgb = g_new (guint8, (gsize) width * (gsize) height * 3);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      paint (x, y, rgb + ((gsize) y * (gsize) width + (gsize) x) * 3);
  return ts_slide_new_from_rgb (rgb, width, height, MPP);
}
