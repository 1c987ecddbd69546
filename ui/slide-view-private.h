/* What the files of the canvas share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/tiles/flick.h"
#include "core/tiles/tile-loader.h"
#include "core/tiles/tile-plan.h"
#include "core/tiles/view-foresight.h"
#include "core/tiles/view-history.h"
#include "core/tiles/view-motion.h"
#include "ui/heat-overlay.h"
#include "ui/pixel-snap.h"
#include "ui/slide-view.h"
#include "ui/waker.h"

G_BEGIN_DECLS

typedef enum {
  TS_DRAG_NONE,
  TS_DRAG_UNDECIDED, /* pressed, and still where it was pressed */
  TS_DRAG_PAN,
  TS_DRAG_TURN
} TsDragMode;

/* What the loader's threads make textures by. */
typedef struct {
  TsWaker *waker;
  TsDisplay *display; /* NULL: the slide's own pixels */
} TsTextureMaker;

struct _TsSlideView {
  GtkWidget parent_instance;

  TsSlide *slide;
  TsPyramid *pyramid;
  TsTileCache *cache; /* the application's */
  TsTileLoader *loader;
  TsWaker *waker;
  guint32 source; /* number of the slide in the cache, 0 for none */
  TsTextureMaker maker;
  guint32 former_source; /* shown until the present one is there; 0: none */
  TsDisplay *former_display, *wanted_display;
  gboolean is_display_due; /* wanted_display waits for the present one */
  gboolean has_failed_tiles;
  GdkTexture *hatch; /* over them, NULL until there are some */
  gboolean is_sharp, has_pixels;
  TsViewForesight foresight;
  guint next_frame; /* tick callback, 0 for none */
  TsSlideViewStats stats;

  TsViewport viewport;
  TsPoint snap_reference_l0; /* the point the last zoom kept in place */
  double fit_scale;
  gboolean is_fitted; /* stays fitted while the window changes its size */
  gboolean is_request_due;

  TsHeatOverlay *overlay;
  double overlay_opacity;
  double overview_scale; /* device pixels per level-0 pixel; 0: not wanted */
  gboolean is_overview_due;
  gboolean is_overlay_held; /* hidden while H is held down */

  GArray *marks; /* of TsTileMark */
  GdkTexture *mark_textures[TS_VERDICT_WITHDRAWN];
  int mark_textures_scale;
  gboolean has_selection;
  TsRect selection_l0;

  TsViewMotion motion;
  guint tick_id; /* of the frame clock, while something moves */
  gboolean is_flying_to_fit;
  TsViewHistory *history;
  guint rest_id; /* looks whether the view has come to rest */
  gint64 moved_us;

  TsPoint pointer_view; /* NaN when outside */
  TsDragMode drag_mode;
  TsPoint drag_start_view;
  double drag_start_angle;
  TsPoint grab_l0;         /* what was grabbed stays under the pointer */
  gboolean is_press_spent; /* it stopped a glide: no click at its end */
  TsFlick flick;

  GtkGesture *pinch_turn;
  double pinch_start_scale, pinch_start_angle;
  gboolean is_pinch_turning;
  double pinch_turn_from;

  gboolean is_two_finger_pan;
  gboolean is_tool_active;
  gboolean is_space_held;
  guint page_keyval; /* down since its page was turned; 0: none */
};

/* slide-view.c */
void ts_slide_view_viewport_moved (TsSlideView *self);
double ts_slide_view_power_to_scale (TsSlideView *self, double power);
void ts_slide_view_emit_click (TsSlideView *self, TsPoint point_view);
void ts_slide_view_emit_pointer (TsSlideView *self);
void ts_slide_view_emit_opacity (TsSlideView *self, double steps);
void ts_slide_view_emit_held (TsSlideView *self);
void ts_slide_view_emit_failed (TsSlideView *self,
                                guint n_failed,
                                const char *message);

/* slide-view-tiles.c: the way from the slide to textures */
void ts_slide_view_open_tiles (TsSlideView *self, TsSlide *slide);
void ts_slide_view_close_tiles (TsSlideView *self);
void ts_slide_view_request_tiles (TsSlideView *self);
/* The tiles of this frame (TsPlannedTile), in painting order; the caller frees the array.
 * *out_is_covered: no part of the slide in view is without a tile. */
GArray *ts_slide_view_plan_frame (TsSlideView *self,
                                  double surface_scale,
                                  gboolean *out_is_covered);
void ts_slide_view_start_loader (TsSlideView *self);
void ts_slide_view_stop_loader (TsSlideView *self);

/* slide-view-display.c: the textures made otherwise than the slide's pixels are */
gpointer ts_slide_view_make_texture (guint32 *argb,
                                     guint width,
                                     guint height,
                                     gsize *out_n_bytes,
                                     gpointer user_data);
void ts_slide_view_wake (gpointer user_data);
/* The source to draw, once the plan of the present one is made. */
guint32 ts_slide_view_choose_source (TsSlideView *self);
guint32 ts_slide_view_get_shown_source (TsSlideView *self);
TsDisplay *ts_slide_view_get_shown_display (TsSlideView *self);
void ts_slide_view_drop_former (TsSlideView *self);
void ts_slide_view_close_display (TsSlideView *self);

/* slide-view-failures.c: what cannot be read */
void ts_slide_view_paint_failures (TsSlideView *self,
                                   GtkSnapshot *snapshot,
                                   const TsPixelSnap *snap);

/* slide-view-overview.c: the slide in small */
void ts_slide_view_emit_overview (TsSlideView *self);
void ts_slide_view_append_overview_keys (TsSlideView *self, GArray *keys);

/* slide-view-motion.c: what moves by itself. Moves are within the limits. */
TsViewLimits ts_slide_view_get_limits (TsSlideView *self);
void ts_slide_view_update_fit_scale (TsSlideView *self);
gboolean ts_slide_view_is_animated (TsSlideView *self);
void ts_slide_view_stop_motion (TsSlideView *self);
void ts_slide_view_finish_motion (TsSlideView *self);
void ts_slide_view_glide (TsSlideView *self, TsPoint velocity_view);
/* FALSE where nothing is animated: the caller jumps. */
gboolean ts_slide_view_hold (TsSlideView *self, TsHeldAxis axis, int direction);
void ts_slide_view_release (TsSlideView *self, TsHeldAxis axis, int direction);
void ts_slide_view_page (TsSlideView *self, double dx_view, double dy_view);
void ts_slide_view_watch_rest (TsSlideView *self);

/* slide-view-input.c: pointer, wheel and pinch */
void ts_slide_view_init_input (TsSlideView *self);
/* What two fingers do: their middle, and their distance and angle against the beginning. */
void ts_slide_view_begin_pinch (TsSlideView *self, TsPoint middle_view);
void ts_slide_view_update_pinch (TsSlideView *self,
                                 TsPoint middle_view,
                                 double spread,
                                 double angle);

/* slide-view-drag.c: drags and clicks */
void ts_slide_view_init_drag (TsSlideView *self);

/* slide-view-keys.c */
void ts_slide_view_init_keys (TsSlideView *self);

/* slide-view-paint.c, slide-view-marks.c: one frame */
void ts_slide_view_paint (TsSlideView *self, GtkSnapshot *snapshot);
void ts_slide_view_paint_marks (TsSlideView *self, GtkSnapshot *snapshot);
void ts_slide_view_paint_selection (TsSlideView *self, GtkSnapshot *snapshot);
void ts_slide_view_drop_mark_textures (TsSlideView *self);
TsPixelSnap ts_slide_view_get_snap (TsSlideView *self);
/* From the upright frame of pixel-snap.h to the view. */
void ts_slide_view_turn_snapshot (TsSlideView *self, GtkSnapshot *snapshot);
graphene_point_t ts_slide_view_turn_point (TsSlideView *self,
                                           graphene_point_t point);

G_END_DECLS
