/* A picture of part of a slide with all that belongs to it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/snapshot.h"

#include <cairo.h>
#include <math.h>

#include "core/base/error.h"
#include "core/export/opinion-mark.h"
#include "core/export/page-footer.h"
#include "core/export/png-file.h"
#include "core/export/scale-bar.h"
#include "core/export/tissue-picture.h"
#include "core/tiles/viewport.h"

/* A narrower picture gets a page this wide, for the text below it. */
#define MIN_PAGE_PX 360
#define MIN_FONT_PX 11.0
#define MAX_FONT_PX 36.0
#define FONT_SHARE  (1.0 / 75) /* of the page's width */

const TsSnapshotTexts ts_snapshot_english = {
  .most_likely = "Most likely class",
  .probability = "Probability",
  .shown_from = "shown from",
  .opacity = "opacity",
  .agree = "agree",
  .disagree = "disagree",
  .unsure = "unsure",
  .whole_slide = "whole slide",
  .model = "Model",
  .unknown_scale = "resolution unknown: no scale bar",
  .unreadable = "Grey places could not be read.",
  .adjusted = "Display adjusted",
  .brightness = "brightness",
  .contrast = "contrast",
  .gamma = "gamma",
  .profile = "colour profile applied",
  .research_only = "For research use only",
};

typedef struct {
  const TsSnapshotParams *params;
  const TsSnapshotTexts *texts;
  GPtrArray *marks; /* of const TsOpinion * */
  TsRect region_l0;
  gint64 width_px, height_px; /* of the tissue */
  gint64 page_width_px;
  double font_px;
  double scale; /* picture pixels per level-0 pixel, across */
  /* Of a turned slide: the upright part that holds all of the picture, as it is painted. */
  TsRect upright_l0;
  gint64 upright_width_px, upright_height_px;
  cairo_matrix_t turn; /* from its pixels to the page's */
  gboolean is_slanted;
} Page;

static gboolean
find_region (const TsSlideInfo *info,
             TsRect wanted,
             TsRect *out,
             GError **error)
{
  TsRect slide = { 0, 0, (double) info->width_px, (double) info->height_px };

  *out = ts_rect_is_empty (wanted) ? info->bounds_l0 : wanted;
  if (isfinite (out->width) && isfinite (out->height) &&
      !ts_rect_is_empty (ts_rect_intersect (*out, slide)))
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
               "the region %.0f,%.0f,%.0f,%.0f is not on the slide of "
               "%" G_GINT64_FORMAT "x%" G_GINT64_FORMAT " pixels",
               out->x, out->y, out->width, out->height, info->width_px,
               info->height_px);
  return FALSE;
}

static void
find_upright (Page *self)
{
  TsViewport view = { ts_rect_center (self->region_l0), self->scale,
                      (double) self->width_px, (double) self->height_px,
                      ts_angle_normalise (self->params->angle) };
  TsRect seen = ts_viewport_get_visible_l0 (&view);

  /* A pixel's share over, so that what is painted is a whole number of them. */
  self->upright_width_px =
    (gint64) MIN (ceil (seen.width * self->scale - 1e-6), 0x1p30);
  self->upright_height_px =
    (gint64) MIN (ceil (seen.height * self->scale - 1e-6), 0x1p30);
  double width = (double) self->upright_width_px / self->scale;
  double height = (double) self->upright_height_px / self->scale;
  self->upright_l0 = (TsRect){ view.center_l0.x - width / 2,
                               view.center_l0.y - height / 2, width, height };
  self->is_slanted = ts_viewport_get_quarters (&view) < 0;
  TsPoint from = ts_viewport_to_view (
    &view, (TsPoint){ self->upright_l0.x, self->upright_l0.y });
  TsViewport unit = { { 0, 0 }, 1, 0, 0, view.angle };
  TsPoint across = ts_viewport_to_view (&unit, (TsPoint){ 1, 0 });
  cairo_matrix_init (&self->turn, across.x, across.y, -across.y, across.x,
                     from.x, from.y);
}

static gboolean
page_init (Page *self, const TsSnapshotParams *params, GError **error)
{
  double height;

  self->params = params;
  self->texts = params->texts != NULL ? params->texts : &ts_snapshot_english;
  if (!find_region (ts_slide_get_info (params->slide), params->region_l0,
                    &self->region_l0, error))
    return FALSE;
  self->width_px = MAX (params->width_px, 1);
  height =
    (double) self->width_px * self->region_l0.height / self->region_l0.width;
  self->height_px = (gint64) CLAMP (round (height), 1, 0x1p30);
  if (!ts_png_picture_check_size (self->width_px, self->height_px, error))
    return FALSE;
  self->page_width_px = MAX (self->width_px, MIN_PAGE_PX);
  self->font_px =
    CLAMP ((double) self->page_width_px * FONT_SHARE, MIN_FONT_PX, MAX_FONT_PX);
  self->scale = (double) self->width_px / self->region_l0.width;
  find_upright (self);
  if (self->params->angle != 0 &&
      !ts_png_picture_check_size (self->upright_width_px,
                                  self->upright_height_px, error))
    return FALSE;
  self->marks = ts_opinion_list_standing (params->opinions, params->n_opinions);
  return TRUE;
}

static double
lay_out_footer (const Page *self,
                cairo_t *cr,
                gboolean is_complete,
                gboolean is_drawing)
{
  TsPageFooter footer = { .params = self->params,
                          .texts = self->texts,
                          .marks = self->marks,
                          .scale = self->scale,
                          .font_px = self->font_px,
                          .width_px = (double) self->page_width_px,
                          .is_complete = is_complete };

  return ts_page_footer_lay_out (&footer, cr, (double) self->height_px,
                                 is_drawing);
}

/* Room for the line on unreadable places is always kept. */
static gint64
measure_footer (const Page *self)
{
  cairo_surface_t *scratch =
    cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1, 1);
  cairo_t *cr = cairo_create (scratch);
  double height = lay_out_footer (self, cr, FALSE, FALSE);

  cairo_destroy (cr);
  cairo_surface_destroy (scratch);
  return (gint64) ceil (height);
}

static gboolean
paint_upright (const Page *self,
               TsRect region_l0,
               cairo_surface_t *surface,
               char **out_unreadable,
               const TsCancel *cancel,
               GError **error)
{
  const TsSnapshotParams *params = self->params;
  gboolean is_turned = params->angle != 0;
  TsTissuePicture picture = {
    .slide = params->slide,
    .region_l0 = region_l0,
    .width_px = (guint) (is_turned ? self->upright_width_px : self->width_px),
    .height_px =
      (guint) (is_turned ? self->upright_height_px : self->height_px),
    .map = params->map,
    .style = params->style,
    .opacity = params->opacity,
    .display = params->display
  };
  gboolean is_painted;

  cairo_surface_flush (surface);
  is_painted = ts_tissue_picture_paint (
    &picture, (guint32 *) (void *) cairo_image_surface_get_data (surface),
    (gsize) cairo_image_surface_get_stride (surface) / sizeof (guint32),
    out_unreadable, cancel, error);
  cairo_surface_mark_dirty (surface);
  return is_painted;
}

/* A quarter turn keeps pixels on pixels; at other angles neighbours are blended. */
static void
draw_turned (const Page *self,
             cairo_surface_t *upright,
             cairo_surface_t *surface)
{
  cairo_t *cr = cairo_create (surface);

  cairo_rectangle (cr, 0, 0, (double) self->width_px, (double) self->height_px);
  cairo_clip (cr);
  cairo_transform (cr, &self->turn);
  cairo_set_source_surface (cr, upright, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr), self->is_slanted
                                                     ? CAIRO_FILTER_GOOD
                                                     : CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
}

static gboolean
paint_tissue (const Page *self,
              cairo_surface_t *surface,
              char **out_unreadable,
              const TsCancel *cancel,
              GError **error)
{
  cairo_surface_t *upright;
  gboolean is_painted;

  if (self->params->angle == 0)
    return paint_upright (self, self->region_l0, surface, out_unreadable,
                          cancel, error);
  upright =
    ts_png_picture_new (self->upright_width_px, self->upright_height_px, error);
  if (upright == NULL)
    return FALSE;
  is_painted = paint_upright (self, self->upright_l0, upright, out_unreadable,
                              cancel, error);
  if (is_painted)
    draw_turned (self, upright, surface);
  cairo_surface_destroy (upright);
  return is_painted;
}

static void
draw_over_tissue (const Page *self, cairo_t *cr)
{
  const TsSlideInfo *info = ts_slide_get_info (self->params->slide);
  TsMarkPlace place = {
    .origin_l0 = { self->region_l0.x, self->region_l0.y },
    .scale_x = self->scale,
    .scale_y = (double) self->height_px / self->region_l0.height,
    .font_px = self->font_px,
  };

  if (self->params->angle != 0) {
    place.origin_l0 = (TsPoint){ self->upright_l0.x, self->upright_l0.y };
    place.scale_y = self->scale;
    place.turn = &self->turn;
    place.is_slanted = self->is_slanted;
  }
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, (double) self->width_px, (double) self->height_px);
  cairo_clip (cr);
  for (guint i = 0; i < self->marks->len; i++)
    ts_opinion_mark_draw (cr, self->marks->pdata[i], &place);
  if (ts_slide_info_has_mpp (info))
    ts_scale_bar_draw (cr, (double) self->width_px, (double) self->height_px,
                       info->mpp_x / self->scale, self->font_px);
  cairo_restore (cr);
}

static gboolean
draw_page (const Page *self,
           cairo_surface_t *surface,
           const TsCancel *cancel,
           GError **error)
{
  g_autofree char *unreadable = NULL;
  cairo_t *cr;

  if (!paint_tissue (self, surface, &unreadable, cancel, error))
    return FALSE;
  cr = cairo_create (surface);
  draw_over_tissue (self, cr);
  lay_out_footer (self, cr, unreadable == NULL, TRUE);
  cairo_destroy (cr);
  if (self->params->out_unreadable != NULL)
    *self->params->out_unreadable = g_steal_pointer (&unreadable);
  return ts_cancel_check (cancel, error);
}

static gboolean
write_page (const Page *self,
            const char *path,
            const TsCancel *cancel,
            GError **error)
{
  cairo_surface_t *surface;
  gboolean is_written;

  surface = ts_png_picture_new (self->page_width_px,
                                self->height_px + measure_footer (self), error);
  if (surface == NULL)
    return FALSE;
  is_written = draw_page (self, surface, cancel, error) &&
               ts_png_picture_write (surface, path, error);
  cairo_surface_destroy (surface);
  return is_written;
}

gboolean
ts_snapshot_write_png (const TsSnapshotParams *params,
                       const char *path,
                       const TsCancel *cancel,
                       GError **error)
{
  Page page = { 0 };
  gboolean is_written;

  if (!page_init (&page, params, error))
    return FALSE;
  is_written = write_page (&page, path, cancel, error);
  g_ptr_array_unref (page.marks);
  return is_written;
}
