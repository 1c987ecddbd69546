/* What the files of the canvas share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/tiles/tile-loader.h"
#include "core/tiles/tile-plan.h"
#include "ui/heat-overlay.h"
#include "ui/pixel-snap.h"
#include "ui/slide-view.h"
#include "ui/waker.h"

G_BEGIN_DECLS

struct _TsSlideView {
  GtkWidget parent_instance;

  TsSlide *slide;
  TsPyramid *pyramid;
  TsTileCache *cache;
  TsTileLoader *loader;
  TsWaker *waker;
  guint32 source; /* number of the slide in the cache */
  gboolean has_failed_tiles;
  GdkTexture *hatch; /* over them, NULL until there are some */
  gboolean is_sharp;

  TsViewport viewport;
  double fit_scale;
  gboolean is_fitted; /* stays fitted while the window changes its size */
  gboolean is_request_due;

  TsHeatOverlay *overlay;
  double overlay_opacity;
  gboolean is_overlay_held; /* hidden while H is held down */

  GArray *marks; /* of TsTileMark */
  GdkTexture *mark_textures[TS_VERDICT_WITHDRAWN];
  int mark_textures_scale;
  gboolean has_selection;
  TsRect selection_l0;

  GtkEventController *motion;
  TsPoint pointer_view; /* NaN when outside */
  TsPoint drag_center_l0;
  TsPoint drag_start_view;
  gboolean is_panning;
  double pinch_start_scale;
};

/* slide-view.c */
void ts_slide_view_viewport_moved (TsSlideView *self);
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

/* slide-view-failures.c: what cannot be read */
void ts_slide_view_paint_failures (TsSlideView *self,
                                   GtkSnapshot *snapshot,
                                   const TsPixelSnap *snap);

/* slide-view-input.c: pointer, wheel, pinch and keys */
void ts_slide_view_init_input (TsSlideView *self);

/* slide-view-paint.c, slide-view-marks.c: one frame */
void ts_slide_view_paint (TsSlideView *self, GtkSnapshot *snapshot);
void ts_slide_view_paint_marks (TsSlideView *self, GtkSnapshot *snapshot);
void ts_slide_view_paint_selection (TsSlideView *self, GtkSnapshot *snapshot);
void ts_slide_view_drop_mark_textures (TsSlideView *self);

G_END_DECLS
