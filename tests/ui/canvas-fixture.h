/* A canvas in a window of its own, and its pixels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/slide-view.h"

typedef struct {
  GtkWidget *window;
  TsSlideView *view;
  guint32 *pixels; /* [height][width] 0xAARRGGBB of the last shot */
  int width, height, surface_scale;
} TsCanvasFixture;

/* The window is width x height view pixels. */
void ts_canvas_fixture_set_up (TsCanvasFixture *self, int width, int height);
/* Fails the test when the canvas outlives its window. */
void ts_canvas_fixture_tear_down (TsCanvasFixture *self);

/* Draws, as often as needed until nothing coarser stands in for a sharp tile. */
void ts_canvas_fixture_wait_sharp (TsCanvasFixture *self);
/* Nothing is animated in a fixture until this is called. */
void ts_canvas_fixture_animate (TsCanvasFixture *self);
/* Lets the main loop run; TRUE when the view moved meanwhile. */
gboolean ts_canvas_fixture_run_for (TsCanvasFixture *self, double seconds);
/* One frame now, in device pixels: surface_scale of them for a view pixel. */
void ts_canvas_fixture_shoot (TsCanvasFixture *self);

/* rgb of a pixel from its place on the slide. */
typedef void (*TsPaintPixel) (int x, int y, guint8 *out_rgb);
TsSlide *
ts_canvas_fixture_make_slide (int width, int height, TsPaintPixel paint);
