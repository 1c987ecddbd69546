/* The tissue of a slide, small, for a report.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/report-thumbnail.h"

#include <math.h>

#include "core/export/png-file.h"
#include "core/export/tissue-picture.h"

cairo_surface_t *
ts_report_thumbnail_new (TsSlide *slide, guint max_px, GError **error)
{
  TsRect bounds_l0 = ts_slide_get_info (slide)->bounds_l0;
  double scale = max_px / MAX (MAX (bounds_l0.width, bounds_l0.height), 1);
  g_autofree char *unreadable = NULL;
  TsTissuePicture picture = {
    .slide = slide,
    .region_l0 = bounds_l0,
    .width_px = (guint) MAX (round (bounds_l0.width * scale), 1),
    .height_px = (guint) MAX (round (bounds_l0.height * scale), 1),
  };
  cairo_surface_t *surface =
    ts_png_picture_new (picture.width_px, picture.height_px, error);
  gboolean is_good = FALSE;

  if (surface == NULL)
    return NULL;
  cairo_surface_flush (surface);
  is_good = ts_tissue_picture_paint (
    &picture, (guint32 *) (void *) cairo_image_surface_get_data (surface),
    (gsize) cairo_image_surface_get_stride (surface) / sizeof (guint32),
    &unreadable, NULL, error);
  cairo_surface_mark_dirty (surface);
  if (!is_good)
    g_clear_pointer (&surface, cairo_surface_destroy);
  return surface;
}
