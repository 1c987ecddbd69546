/* A slide for tests whose pixels are computed: any levels, any downsamples, and a place
 * that cannot be read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/slide/slide.h"

/* Colour of level-0 pixel x, y: 0xRRGGBB. */
typedef guint32 (*FakePixelFunc) (gint64 x, gint64 y);

typedef struct {
  gint64 width_px, height_px;
  FakePixelFunc pixel;
  guint n_scales;
  double
    scales[8]; /* of the levels, the first 1; their sizes are cut at the edge */
  gboolean
    is_stated; /* the format states the downsamples: not the mean of size ratios */
  TsRect broken_l0; /* reading this fails: "broken on purpose" */
  guint32 background_rgb;
  gint *n_px_read;      /* atomic; may be NULL */
  gint *n_largest_read; /* atomic; may be NULL */
} FakeSlide;

TsSlide *fake_slide_new (const FakeSlide *fake);

guint32 fake_noise (gint64 x, gint64 y);
/* Red rises by one every two pixels to the right, green by one every two down. */
guint32 fake_slope (gint64 x, gint64 y);
