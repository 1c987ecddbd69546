/* A report as headings, paragraphs, tables and figures, and its three forms: text, one HTML file
 * that needs nothing else, PDF. What stands in it is the caller's: no file name or date of a
 * slide belongs there. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct TsReport TsReport;

/* footer: on every page of a PDF, and at the end of the other forms. Both are copied. */
TsReport *ts_report_new (const char *title,
                         const char *footer) G_GNUC_WARN_UNUSED_RESULT;
void ts_report_free (TsReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsReport, ts_report_free)

/* level 1 or 2. */
void ts_report_add_heading (TsReport *self, guint level, const char *text);
void ts_report_add_text (TsReport *self, const char *text);

/* Begins a table; names end with NULL, caption may be NULL. */
void ts_report_add_table (TsReport *self,
                          const char *caption,
                          const char *const *names);
/* A row of the newest table: cells end with NULL, as many as the table has columns. */
void ts_report_add_row (TsReport *self, const char *const *cells);

/* Squares with counts, the darker the larger their share of the row. All is copied. */
typedef struct {
  const char *caption, *row_title, *column_title;
  const char *const *labels; /* [n_labels] */
  guint n_labels;
  const guint *counts; /* [n_labels][n_labels]: row, column */
} TsReportConfusion;
void ts_report_add_confusion (TsReport *self,
                              const TsReportConfusion *confusion);

/* A curve, or a point where n is 1; rates in [0, 1]. */
typedef struct {
  const char *name;
  guint n;
  const double *fpr, *tpr; /* [n] */
} TsReportRocItem;
/* All is copied. */
void ts_report_add_roc (TsReport *self,
                        const char *caption,
                        const TsReportRocItem *items,
                        guint n_items);

/* A reference is taken to an image surface, which stays as it is. */
void ts_report_add_picture (TsReport *self,
                            const char *caption,
                            cairo_surface_t *picture);

/* The caller's. Pictures are left out, curves too. */
char *ts_report_to_text (const TsReport *self) G_GNUC_WARN_UNUSED_RESULT;
/* Figures are SVG, pictures PNG, both inside the file. */
char *ts_report_to_html (const TsReport *self) G_GNUC_WARN_UNUSED_RESULT;
/* A4. NULL with TS_ERROR_WRITE where cairo refuses. */
GBytes *ts_report_to_pdf (const TsReport *self,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
