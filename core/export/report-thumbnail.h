/* The tissue of a slide, small, for a report: pixels of the slide itself, never its label or
 * macro image. One thread at a time; long.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "core/slide/slide.h"

G_BEGIN_DECLS

/* The slide's bounds, at most max_px a side, as an image surface that the caller destroys. A
 * place that cannot be read is grey. NULL with TS_ERROR_TOO_LARGE. */
cairo_surface_t *
ts_report_thumbnail_new (TsSlide *slide,
                         guint max_px,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
