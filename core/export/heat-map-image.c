/* The heat map alone, as DeepPATH's 0f_HeatMap_nClasses.py paints it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo.h>
#include <math.h>

#include "core/export/png-file.h"
#include "core/export/snapshot.h"
#include "core/export/tissue-picture.h"

static guint
scale_side (double side_l0, double scale)
{
  return (guint) CLAMP (round (side_l0 * scale), 1, TS_HEAT_MAP_IMAGE_MAX_PX);
}

gboolean
ts_heat_map_image_write_png (TsSlide *slide,
                             TsPredictionMap *map,
                             const TsHeatMapStyle *style,
                             const char *path,
                             const TsCancel *cancel,
                             GError **error)
{
  TsRect bounds = ts_slide_get_info (slide)->bounds_l0;
  double scale =
    MIN (1, TS_HEAT_MAP_IMAGE_MAX_PX / MAX (bounds.width, bounds.height));
  TsTissuePicture picture = { .slide = slide,
                              .region_l0 = bounds,
                              .width_px = scale_side (bounds.width, scale),
                              .height_px = scale_side (bounds.height, scale),
                              .map = map,
                              .style = style,
                              .opacity = TS_HEAT_MAP_IMAGE_OPACITY,
                              .is_white_where_clear = TRUE };
  cairo_surface_t *surface =
    ts_png_picture_new (picture.width_px, picture.height_px, error);
  g_autofree char *unreadable = NULL;
  gboolean is_written;

  if (surface == NULL)
    return FALSE;
  cairo_surface_flush (surface);
  is_written = ts_tissue_picture_paint (
    &picture, (guint32 *) (void *) cairo_image_surface_get_data (surface),
    (gsize) cairo_image_surface_get_stride (surface) / sizeof (guint32),
    &unreadable, cancel, error);
  cairo_surface_mark_dirty (surface);
  is_written = is_written && ts_png_picture_write (surface, path, error);
  cairo_surface_destroy (surface);
  return is_written;
}
