/* A picture of part of a slide with overlay, marks, scale bar and legend, drawn with cairo
 * at a chosen scale. Nothing that names a patient goes in: no label, path, file name or
 * date of the slide. One thread at a time; long.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/heat-map.h"
#include "core/base/cancel.h"
#include "core/records/opinion.h"
#include "core/slide/slide.h"
#include "core/tiles/display.h"

G_BEGIN_DECLS

/* What is written on the picture, in the reader's language. */
typedef struct {
  const char *most_likely; /* "Most likely class" */
  const char *probability; /* "Probability" */
  const char *shown_from;  /* "shown from", before the threshold */
  const char *opacity;     /* "opacity", before the number */
  const char *agree;       /* "agree" */
  const char *disagree;    /* "disagree" */
  const char *unsure;      /* "unsure" */
  const char
    *whole_slide;    /* "whole slide", after the mark of such an opinion */
  const char *model; /* "Model", before the name */
  const char *unknown_scale; /* in place of the scale bar */
  const char *unreadable;    /* what the grey places are */
  const char *adjusted;      /* that the tissue is not shown as it is */
  const char *brightness, *contrast, *gamma; /* before the numbers */
  const char *profile;       /* that the scanner's colours are shown as sRGB */
  const char *research_only; /* "For research use only" */
} TsSnapshotTexts;

extern const TsSnapshotTexts ts_snapshot_english;

typedef struct {
  TsSlide *slide;
  TsRect region_l0; /* empty: the slide's bounds */
  double angle; /* radians clockwise by which the slide is turned; the region is
                           then a rectangle of the turned slide about the same middle */
  guint width_px;       /* of the picture's tissue part; the height follows */
  TsPredictionMap *map; /* NULL: no overlay */
  const TsHeatMapStyle *style;
  double opacity;                   /* of the overlay, 0..1 */
  const TsOpinion *const *opinions; /* [n_opinions] marks; may be NULL */
  guint
    n_opinions; /* what is superseded or withdrawn among them is not drawn */
  const TsModelInfo *model;     /* named below the picture; NULL: none */
  const char *state_text;       /* "412 of 1230 tiles"; NULL: none */
  const TsSnapshotTexts *texts; /* NULL: English */
  /* The picture is what was on screen: the tissue is drawn by it, and the line below says
   * how. NULL: the slide's own pixels. */
  TsDisplay *display;
  char **out_unreadable; /* NULL, or at NULL: gets why a grey place could not be
                            read, which the caller owns */
} TsSnapshotParams;

#define TS_SNAPSHOT_MAX_PX G_GINT64_CONSTANT (200000000)

/* PNG, written whole or not at all. A place of the slide that cannot be read is grey, and
 * the picture says so. FALSE with TS_ERROR_MISSING for a region beside the slide,
 * TS_ERROR_TOO_LARGE above TS_SNAPSHOT_MAX_PX, TS_ERROR_WRITE or TS_ERROR_CANCELLED. */
gboolean ts_snapshot_write_png (const TsSnapshotParams *params,
                                const char *path,
                                const TsCancel *cancel,
                                GError **error);

#define TS_HEAT_MAP_IMAGE_MAX_PX  2048
#define TS_HEAT_MAP_IMAGE_OPACITY 0.67

/* The heat map alone over the slide's bounds, DeepPATH's way: the overlay at 0.67 over the
 * slide, white where there is none; at most 2048 pixels a side. Errors as above. */
gboolean ts_heat_map_image_write_png (TsSlide *slide,
                                      TsPredictionMap *map,
                                      const TsHeatMapStyle *style,
                                      const char *path,
                                      const TsCancel *cancel,
                                      GError **error);

G_END_DECLS
