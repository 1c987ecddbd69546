/* Two things in a row over the canvas, one in each corner, the pointer going through between
 * them. Where there is not room for both, the first may be cut down to first-enough pixels
 * for the sake of the second; then the second shrinks too, at once to its least size
 * (second-shrinks FALSE) or as far as needed. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TS_TYPE_CORNER_ROW (ts_corner_row_get_type ())
G_DECLARE_FINAL_TYPE (TsCornerRow, ts_corner_row, TS, CORNER_ROW, GtkWidget)

G_END_DECLS
