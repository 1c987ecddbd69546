/* The canvas: shows a slide with pan, zoom and turn, and on it the heat map, the marks of opinions
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
 *   overview-changed ()               the slide in small or the heat map is another
 *
 * Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/analysis/heat-map.h"
#include "core/records/opinion.h"
#include "core/slide/slide.h"
#include "core/tiles/display.h"
#include "core/tiles/viewport.h"
#include "ui/heat-overlay.h"

G_BEGIN_DECLS

#define TS_TYPE_SLIDE_VIEW (ts_slide_view_get_type ())
G_DECLARE_FINAL_TYPE (TsSlideView, ts_slide_view, TS, SLIDE_VIEW, GtkWidget)

GtkWidget *ts_slide_view_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* NULL empties the canvas. Fits the slide into the view. */
void ts_slide_view_set_slide (TsSlideView *self, TsSlide *slide);
/* TRUE when the last frame needed no coarser tile in place of a sharp one. */
gboolean ts_slide_view_is_sharp (TsSlideView *self);
/* TRUE when nothing is going to come: at rest, and sharp or what is missing cannot be read. */
gboolean ts_slide_view_is_settled (TsSlideView *self);

/* What could not be read so far of the open slide, in the order in which it was asked for:
 * GPtrArray of TsReadFailure, which go with it. */
typedef struct {
  double downsample; /* of the level */
  TsRect region_l0;
  char *reason;
} TsReadFailure;
GPtrArray *
ts_slide_view_list_failures (TsSlideView *self) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE when the last frame showed anything of the slide. */
gboolean ts_slide_view_has_pixels (TsSlideView *self);

/* TRUE when nothing is being read, nor going to be before the view moves. */
gboolean ts_slide_view_is_idle (TsSlideView *self);

/* What the canvas has done, for those who measure. The last three are of the open slide. */
typedef struct {
  guint64 n_frames, n_sharp_frames;
  guint64 n_needed, n_missing; /* tiles, summed over the frames */
  guint64 n_requested, n_loaded, n_dropped;
} TsSlideViewStats;
TsSlideViewStats ts_slide_view_get_stats (TsSlideView *self);

/* Moves, at once. Each ends a motion that is under way. */
const TsViewport *ts_slide_view_get_viewport (TsSlideView *self);
/* The angle stays. */
void
ts_slide_view_set_viewport (TsSlideView *self, TsPoint center_l0, double scale);
void ts_slide_view_fit (TsSlideView *self);
/* The smallest scale the canvas shows this slide at. */
double ts_slide_view_get_min_scale (TsSlideView *self);
/* TRUE while the whole slide is shown and stays so when the window changes its size. */
gboolean ts_slide_view_is_fitted (TsSlideView *self);
void ts_slide_view_pan (TsSlideView *self, double dx_view, double dy_view);
/* About the centre; ts_slide_view_zoom_at about a point of the view. */
void ts_slide_view_zoom (TsSlideView *self, double factor);
void
ts_slide_view_zoom_at (TsSlideView *self, TsPoint anchor_view, double factor);
/* Turns about the centre; radians clockwise from upright. */
void ts_slide_view_set_angle (TsSlideView *self, double angle);
/* Magnification as objective power; 0 while no slide or no power is known. */
double ts_slide_view_get_power (TsSlideView *self);
void ts_slide_view_set_power (TsSlideView *self, double power);

/* The same for readers' eyes: animated, at once only where the desktop wants no animations
 * or the canvas is not on screen. Steps that come quickly add up. */
void ts_slide_view_ease_zoom_at (TsSlideView *self,
                                 TsPoint anchor_view,
                                 double factor);
void ts_slide_view_ease_zoom (TsSlideView *self, double factor);
void ts_slide_view_ease_power (TsSlideView *self, double power);
void ts_slide_view_ease_fit (TsSlideView *self);
void ts_slide_view_ease_turn (TsSlideView *self, double by_angle);
void ts_slide_view_turn_upright (TsSlideView *self);
/* Where the motion under way ends; the viewport where there is none. */
TsViewport ts_slide_view_get_target (TsSlideView *self);

/* Goes to another place, animated; where the reader was can be gone back to. */
void ts_slide_view_jump_to (TsSlideView *self,
                            TsPoint center_l0,
                            double scale,
                            double angle);
/* Jumps as little as needed to bring the rectangle well into view; keeps the scale. */
void ts_slide_view_reveal (TsSlideView *self, TsRect rect_l0);
/* Through the views the reader rested at or jumped from: -1 back, 1 forward. */
gboolean ts_slide_view_can_revisit (TsSlideView *self, int direction);
void ts_slide_view_revisit (TsSlideView *self, int direction);

/* TRUE: two fingers on a touchpad pan, with Ctrl they zoom. FALSE: they zoom. */
void ts_slide_view_set_two_finger_pan (TsSlideView *self, gboolean is_panning);
/* TRUE: presses of the primary button are left to the gestures of a drawing tool and select
 * no tile, unless Space is held. A tool asks ts_slide_view_is_space_held. */
void ts_slide_view_set_tool_active (TsSlideView *self, gboolean is_active);
gboolean ts_slide_view_is_space_held (TsSlideView *self);

/* Handles a key the focused widget did not want: arrows, +, -, 0 to 6, R, [, ], Backspace,
 * H, Space. */
gboolean ts_slide_view_handle_key (TsSlideView *self,
                                   guint keyval,
                                   GdkModifierType state);
void ts_slide_view_handle_key_release (TsSlideView *self, guint keyval);
/* Their releases will not be heard: the window is left. */
void ts_slide_view_release_keys (TsSlideView *self);

/* How the tissue is shown (overlay and marks are not touched); a reference is taken. NULL: as
 * it is. It stays for the next slide. */
void ts_slide_view_set_display (TsSlideView *self, TsDisplay *display);

/* The heat map. The map and style are read during the call; NULL: no map. */
void ts_slide_view_set_heat_map (TsSlideView *self,
                                 TsPredictionMap *map,
                                 const TsHeatMapStyle *style);
/* More tiles came into the same map, shown in the same style. */
void ts_slide_view_refresh_heat_map (TsSlideView *self,
                                     TsPredictionMap *map,
                                     const TsHeatMapStyle *style);
void ts_slide_view_set_overlay_opacity (TsSlideView *self, double opacity);
/* 0 while it is hidden. */
double ts_slide_view_get_overlay_opacity (TsSlideView *self);
/* Tiles along the side of what the heat map shows as one cell, the strongest of them; 1 when
 * each is shown by itself or there is no map. */
guint ts_slide_view_get_tiles_per_cell (TsSlideView *self);
/* For others to draw the same map at another scale; borrowed. */
TsHeatOverlay *ts_slide_view_get_overlay (TsSlideView *self);

/* The whole slide in small, from the same tiles: for the minimap. The scale in device pixels
 * at which it is wanted, 0 when it is not. The tiles come after those of the canvas. */
void ts_slide_view_want_overview (TsSlideView *self,
                                  double device_px_per_l0_px);
/* What is there of it. */
void ts_slide_view_snapshot_overview (TsSlideView *self,
                                      GtkSnapshot *snapshot,
                                      const TsPixelSnap *snap);

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
