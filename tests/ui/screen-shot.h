/* What an X server shows of a window, popovers over it included, and input as it would come
 * from a pointer. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gtk/gtk.h>

/* The screen where the window lies, in device pixels; the caller owns it. */
GdkPixbuf *ts_screen_shot_take (GtkWindow *window) G_GNUC_WARN_UNUSED_RESULT;
/* Gives the window the keys, and puts it at a place of the screen: nobody else does without a
 * window manager. Device pixels. */
void ts_screen_shot_place (GtkWindow *window, int x, int y);
void ts_screen_shot_focus (GtkWindow *window);
/* As a window manager would make it full screen. */
void ts_screen_shot_set_fullscreen (GtkWindow *window, gboolean is_full);
/* To a place of the window, in device pixels; far off for none. */
void ts_screen_shot_point_at (GtkWindow *window, int x, int y);
