/* Inside a report. Private to the room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/export/report.h"

G_BEGIN_DECLS

typedef enum {
  TS_BLOCK_HEADING,
  TS_BLOCK_TEXT,
  TS_BLOCK_TABLE,
  TS_BLOCK_CONFUSION,
  TS_BLOCK_ROC,
  TS_BLOCK_PICTURE
} TsBlockKind;

typedef struct {
  char *name;
  guint n;
  double *fpr, *tpr;
} TsRocItem;

typedef struct {
  TsBlockKind kind;
  guint level; /* of a heading */
  char *text;  /* heading, paragraph, or caption, which may be NULL */
  char **columns;
  GPtrArray *rows; /* GStrv */
  char *row_title, *column_title;
  char **labels;
  guint n_labels;
  guint *counts;
  GArray *items; /* TsRocItem */
  cairo_surface_t *picture;
} TsBlock;

struct TsReport {
  char *title, *footer;
  GPtrArray *blocks; /* TsBlock */
};

/* Figures are drawn in a square of this side at the origin, in points. */
#define TS_REPORT_FIGURE_PT 240.0

gboolean ts_block_is_figure (const TsBlock *self);
void ts_report_figure_draw (cairo_t *cr, const TsBlock *figure);

G_END_DECLS
