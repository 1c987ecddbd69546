/* Pictures of an X screen, by the server itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen-shot.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <gdk/x11/gdkx.h>

static Display *
get_display (GtkWindow *window)
{
  return gdk_x11_display_get_xdisplay (
    gtk_widget_get_display (GTK_WIDGET (window)));
}

static Window
get_xid (GtkWindow *window)
{
  return gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (window)));
}

static GdkPixbuf *
image_to_pixbuf (const XImage *image)
{
  GdkPixbuf *pixbuf =
    gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, image->width, image->height);
  guint8 *rows = gdk_pixbuf_get_pixels (pixbuf);
  gsize stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf);

  g_assert_cmpint (image->bits_per_pixel, ==, 32);
  for (int y = 0; y < image->height; y++) {
    const guint8 *from =
      (const guint8 *) image->data + (gsize) y * (gsize) image->bytes_per_line;
    guint8 *to = rows + (gsize) y * stride;
    for (int x = 0; x < image->width; x++, from += 4, to += 3) {
      to[0] = from[2];
      to[1] = from[1];
      to[2] = from[0];
    }
  }
  return pixbuf;
}

GdkPixbuf *
ts_screen_shot_take (GtkWindow *window)
{
  Display *display = get_display (window);
  Window root = DefaultRootWindow (display), child;
  XWindowAttributes size, screen;
  int x = 0, y = 0;

  XSync (display, False);
  XGetWindowAttributes (display, get_xid (window), &size);
  XGetWindowAttributes (display, root, &screen);
  XTranslateCoordinates (display, get_xid (window), root, 0, 0, &x, &y, &child);
  g_assert_cmpint (x, >=, 0);
  g_assert_cmpint (y, >=, 0);
  XImage *image = XGetImage (
    display, root, x, y, (guint) MIN (size.width, screen.width - x),
    (guint) MIN (size.height, screen.height - y), AllPlanes, ZPixmap);
  g_assert_nonnull (image);
  GdkPixbuf *pixbuf = image_to_pixbuf (image);
  XDestroyImage (image);
  return pixbuf;
}

void
ts_screen_shot_place (GtkWindow *window, int x, int y)
{
  XMoveWindow (get_display (window), get_xid (window), x, y);
}

void
ts_screen_shot_focus (GtkWindow *window)
{
  XSetInputFocus (get_display (window), get_xid (window), RevertToParent,
                  CurrentTime);
}

void
ts_screen_shot_set_fullscreen (GtkWindow *window, gboolean is_full)
{
  Display *display = get_display (window);
  Atom state = XInternAtom (display, "_NET_WM_STATE", False);
  Atom full = XInternAtom (display, "_NET_WM_STATE_FULLSCREEN", False);

  XChangeProperty (display, get_xid (window), state, XA_ATOM, 32,
                   PropModeReplace, (const guint8 *) &full, is_full ? 1 : 0);
  XFlush (display);
}

void
ts_screen_shot_point_at (GtkWindow *window, int x, int y)
{
  Display *display = get_display (window);

  XWarpPointer (display, None, get_xid (window), 0, 0, 0, 0, x, y);
  XFlush (display);
}
