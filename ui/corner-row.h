/* Two things in a row over the canvas, one in each corner, the pointer going through between
 * them. Where there is not room for both, the first may be cut down to first-enough pixels
 * for the sake of the second; then the second gives way:
 * second-shrinks FALSE: at once to its least width;
 * second-shrinks TRUE: as far as needed, first-enough being kept for the first whether it
 * needs it now or not, so that the second does not jump; at last it goes above the first.
 * Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TS_TYPE_CORNER_ROW (ts_corner_row_get_type ())
G_DECLARE_FINAL_TYPE (TsCornerRow, ts_corner_row, TS, CORNER_ROW, GtkWidget)

G_END_DECLS
