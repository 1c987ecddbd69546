/* The canvas: shows a slide with pan and zoom, and on it the heat map, the marks of opinions
 * and the selected tile. Knows nothing of stores and models: others tell it what to show and
 * listen to its signals.
 *
 * Signals
 *   viewport-changed ()               after every move, zoom and resize
 *   tile-clicked (double x_l0, double y_l0)   a click that was no drag
 *   pointer-moved (double x_l0, double y_l0)  NaN when it left the slide
 *   opacity-scrolled (double steps)   Ctrl+scroll, up is positive
 *   overlay-held (gboolean is_hidden) H pressed and released
 *   read-failed (guint n, const char *message)  tiles that cannot be read
 *
 * Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/analysis/heat-map.h"
#include "core/records/opinion.h"
#include "core/slide/slide.h"
#include "core/tiles/viewport.h"

G_BEGIN_DECLS

#define TS_TYPE_SLIDE_VIEW (ts_slide_view_get_type ())
G_DECLARE_FINAL_TYPE (TsSlideView, ts_slide_view, TS, SLIDE_VIEW, GtkWidget)

GtkWidget *ts_slide_view_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* NULL empties the canvas. Fits the slide into the view. */
void ts_slide_view_set_slide (TsSlideView *self, TsSlide *slide);
/* TRUE when the last frame needed no coarser tile in place of a sharp one. */
gboolean ts_slide_view_is_sharp (TsSlideView *self);
/* TRUE when nothing is going to come: sharp, or what is missing cannot be read. */
gboolean ts_slide_view_is_settled (TsSlideView *self);

/* TRUE while the view follows the window's size to show the whole slide. */
gboolean ts_slide_view_is_fitted (TsSlideView *self);
/* What could not be read so far of the open slide, in the order in which it was asked for:
 * GPtrArray of TsReadFailure, which go with it. */
typedef struct {
  double downsample; /* of the level */
  TsRect region_l0;
  char *reason;
} TsReadFailure;
GPtrArray *
ts_slide_view_list_failures (TsSlideView *self) G_GNUC_WARN_UNUSED_RESULT;

/* Moves. */
const TsViewport *ts_slide_view_get_viewport (TsSlideView *self);
void
ts_slide_view_set_viewport (TsSlideView *self, TsPoint center_l0, double scale);
void ts_slide_view_fit (TsSlideView *self);
void ts_slide_view_pan (TsSlideView *self, double dx_view, double dy_view);
/* About the centre; ts_slide_view_zoom_at about a point of the view. */
void ts_slide_view_zoom (TsSlideView *self, double factor);
void
ts_slide_view_zoom_at (TsSlideView *self, TsPoint anchor_view, double factor);
/* Magnification as objective power; 0 while no slide or no power is known. */
double ts_slide_view_get_power (TsSlideView *self);
void ts_slide_view_set_power (TsSlideView *self, double power);
/* Moves as little as needed to bring the rectangle well into view; keeps the scale. */
void ts_slide_view_reveal (TsSlideView *self, TsRect rect_l0);
/* Handles a key the focused widget did not want: arrows, +, -, 0 to 6, H. */
gboolean ts_slide_view_handle_key (TsSlideView *self,
                                   guint keyval,
                                   GdkModifierType state);
void ts_slide_view_handle_key_release (TsSlideView *self, guint keyval);

/* The heat map. The map and style are read during the call; NULL: no map. */
void ts_slide_view_set_heat_map (TsSlideView *self,
                                 TsPredictionMap *map,
                                 const TsHeatMapStyle *style);
/* More tiles came into the same map, shown in the same style. */
void ts_slide_view_refresh_heat_map (TsSlideView *self,
                                     TsPredictionMap *map,
                                     const TsHeatMapStyle *style);
void ts_slide_view_set_overlay_opacity (TsSlideView *self, double opacity);

/* Marks and selection. */
typedef struct {
  TsRect tile_l0;
  TsVerdict verdict;
} TsTileMark;

void ts_slide_view_set_marks (TsSlideView *self,
                              const TsTileMark *marks,
                              guint n_marks);
/* NULL: nothing is selected. */
void ts_slide_view_set_selection (TsSlideView *self, const TsRect *tile_l0);

G_END_DECLS
