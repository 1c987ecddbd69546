/* A small patch of colour beside a layer's name; several colours side by side for a layer of
 * several classes. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TS_TYPE_SWATCH (ts_swatch_get_type ())
G_DECLARE_FINAL_TYPE (TsSwatch, ts_swatch, TS, SWATCH, GtkWidget)

/* rgb: n_colours of 0xRRGGBB. None is drawn as an empty frame. */
GtkWidget *ts_swatch_new (const guint32 *rgb,
                          guint n_colours) G_GNUC_WARN_UNUSED_RESULT;

/* 0xRRGGBB as GTK wants it. */
GdkRGBA ts_swatch_to_rgba (guint32 rgb);

G_END_DECLS
