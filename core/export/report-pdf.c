/* A report as PDF, A4.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "core/base/error.h"
#include "core/export/report-private.h"

#define PAGE_WIDTH_PT  595.276
#define PAGE_HEIGHT_PT 841.89
#define MARGIN_PT      48.0
#define WIDTH_PT       (PAGE_WIDTH_PT - 2 * MARGIN_PT)
#define BOTTOM_PT      (PAGE_HEIGHT_PT - MARGIN_PT - 14)
#define BODY_PT        9.0
#define TABLE_PT       7.5
#define GAP_PT         6.0
#define CELL_GAP_PT    8.0
#define MIN_COLUMN_PT  40.0

typedef struct {
  const TsReport *report;
  cairo_t *cr;
  double y;
  guint page;
  double
    figure_x; /* where the next figure beside the last one goes; 0: none is open */
  double figure_bottom;
} Page;

static PangoLayout *
make_layout (const Page *self, const char *text, double size_pt, gboolean bold)
{
  PangoLayout *layout = pango_cairo_create_layout (self->cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_absolute_size (font, size_pt * PANGO_SCALE);
  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
get_height (PangoLayout *layout)
{
  int height = 0;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static double
get_width (PangoLayout *layout)
{
  int width = 0;

  pango_layout_get_size (layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

static void
show (const Page *self, PangoLayout *layout, double x, double y)
{
  cairo_move_to (self->cr, x, y);
  pango_cairo_show_layout (self->cr, layout);
}

/* ---- Pages ---- */

static void
end_page (Page *self)
{
  g_autofree char *text =
    g_strdup_printf ("%s    %u", self->report->footer, self->page);
  g_autoptr (PangoLayout) layout = make_layout (self, text, TABLE_PT, FALSE);

  pango_layout_set_width (layout, (int) (WIDTH_PT * PANGO_SCALE));
  show (self, layout, MARGIN_PT, PAGE_HEIGHT_PT - MARGIN_PT);
  cairo_show_page (self->cr);
  self->page++;
  self->y = MARGIN_PT;
}

/* TRUE when that began a new page. */
static gboolean
make_room (Page *self, double height)
{
  if (self->y + height <= BOTTOM_PT || self->y <= MARGIN_PT)
    return FALSE;
  end_page (self);
  return TRUE;
}

static void
close_figures (Page *self)
{
  if (self->figure_x > 0)
    self->y = self->figure_bottom;
  self->figure_x = 0;
}

static void
add_text (Page *self, const char *text, double size_pt, gboolean bold)
{
  g_autoptr (PangoLayout) layout = make_layout (self, text, size_pt, bold);
  double height = 0;

  pango_layout_set_width (layout, (int) (WIDTH_PT * PANGO_SCALE));
  height = get_height (layout);
  /* A heading stays with what follows it. */
  make_room (self, height + (bold ? 8 * BODY_PT : 0));
  show (self, layout, MARGIN_PT, self->y);
  self->y += height + GAP_PT;
}

/* ---- Tables ---- */

/* Natural widths, the widest cut until all fit. */
static double *
measure_columns (const Page *self, const TsBlock *table)
{
  guint n = g_strv_length (table->columns);
  double *widths = g_new0 (double, n + 1);
  double total = 0;

  for (guint i = 0; i < n; i++) {
    for (guint j = 0; j <= table->rows->len; j++) {
      char **cells =
        j == 0 ? table->columns : g_ptr_array_index (table->rows, j - 1);
      g_autoptr (PangoLayout) layout =
        make_layout (self, cells[i], TABLE_PT, j == 0);

      widths[i] = MAX (widths[i], get_width (layout) + CELL_GAP_PT);
    }
    total += widths[i];
  }
  while (total > WIDTH_PT) {
    guint widest = 0;
    double cut = 0;

    for (guint i = 1; i < n; i++)
      if (widths[i] > widths[widest])
        widest = i;
    cut = MIN (total - WIDTH_PT, widths[widest] - MIN_COLUMN_PT);
    cut = MIN (cut, 5.0);
    if (cut <= 0)
      break;
    widths[widest] -= cut;
    total -= cut;
  }
  return widths;
}

/* The height it takes; drawn only when is_drawing. */
static double
lay_out_row (Page *self,
             char **cells,
             const double *widths,
             gboolean is_head,
             gboolean is_drawing)
{
  double x = MARGIN_PT;
  double height = 0;

  for (guint i = 0; cells[i] != NULL; i++) {
    g_autoptr (PangoLayout) layout =
      make_layout (self, cells[i], TABLE_PT, is_head);

    pango_layout_set_width (
      layout, (int) ((widths[i] - CELL_GAP_PT / 2) * PANGO_SCALE));
    height = MAX (height, get_height (layout));
    if (is_drawing)
      show (self, layout, x, self->y);
    x += widths[i];
  }
  return height + 2;
}

static void
add_row (Page *self, char **cells, const double *widths, gboolean is_head)
{
  double height = lay_out_row (self, cells, widths, is_head, FALSE);

  lay_out_row (self, cells, widths, is_head, TRUE);
  self->y += height;
  cairo_set_line_width (self->cr, 0.3);
  cairo_move_to (self->cr, MARGIN_PT, self->y - 1);
  cairo_line_to (self->cr, MARGIN_PT + WIDTH_PT, self->y - 1);
  cairo_stroke (self->cr);
}

static void
add_table (Page *self, const TsBlock *table)
{
  g_autofree double *widths = measure_columns (self, table);

  if (table->text != NULL)
    add_text (self, table->text, BODY_PT, TRUE);
  add_row (self, table->columns, widths, TRUE);
  for (guint i = 0; i < table->rows->len; i++) {
    char **cells = g_ptr_array_index (table->rows, i);

    if (make_room (self, lay_out_row (self, cells, widths, FALSE, FALSE)))
      add_row (self, table->columns, widths, TRUE);
    add_row (self, cells, widths, FALSE);
  }
  self->y += GAP_PT;
}

/* ---- Figures, two beside each other ---- */

static void
draw_picture (Page *self, cairo_surface_t *picture)
{
  double width = cairo_image_surface_get_width (picture);
  double height = cairo_image_surface_get_height (picture);
  double scale = TS_REPORT_FIGURE_PT / MAX (MAX (width, height), 1);

  cairo_scale (self->cr, scale, scale);
  cairo_set_source_surface (self->cr, picture, 0, 0);
  cairo_paint (self->cr);
}

static void
add_figure (Page *self, const TsBlock *block)
{
  g_autoptr (PangoLayout) layout =
    make_layout (self, block->text, TABLE_PT, FALSE);
  double height = 0;

  pango_layout_set_width (layout, (int) (TS_REPORT_FIGURE_PT * PANGO_SCALE));
  height = TS_REPORT_FIGURE_PT + get_height (layout) + 2 * GAP_PT;
  if (self->figure_x <= 0 || self->y + height > BOTTOM_PT ||
      self->figure_x + TS_REPORT_FIGURE_PT > MARGIN_PT + WIDTH_PT) {
    close_figures (self);
    make_room (self, height);
    self->figure_x = MARGIN_PT;
    self->figure_bottom = self->y;
  }
  cairo_save (self->cr);
  cairo_translate (self->cr, self->figure_x, self->y);
  if (block->kind == TS_BLOCK_PICTURE)
    draw_picture (self, block->picture);
  else
    ts_report_figure_draw (self->cr, block);
  cairo_restore (self->cr);
  show (self, layout, self->figure_x, self->y + TS_REPORT_FIGURE_PT + 2);
  self->figure_bottom = MAX (self->figure_bottom, self->y + height);
  self->figure_x += TS_REPORT_FIGURE_PT + 2 * GAP_PT;
}

static void
add_block (Page *self, const TsBlock *block)
{
  if (!ts_block_is_figure (block) && block->kind != TS_BLOCK_PICTURE)
    close_figures (self);
  switch (block->kind) {
  case TS_BLOCK_HEADING:
    self->y += GAP_PT;
    add_text (self, block->text, block->level == 1 ? 13 : 10.5, TRUE);
    break;
  case TS_BLOCK_TEXT:
    add_text (self, block->text, BODY_PT, FALSE);
    break;
  case TS_BLOCK_TABLE:
    add_table (self, block);
    break;
  case TS_BLOCK_CONFUSION:
  case TS_BLOCK_ROC:
  case TS_BLOCK_PICTURE:
    add_figure (self, block);
    break;
  }
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int n_bytes)
{
  g_byte_array_append (closure, data, n_bytes);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
ts_report_to_pdf (const TsReport *self, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (
    append_bytes, bytes, PAGE_WIDTH_PT, PAGE_HEIGHT_PT);
  Page page = {
    .report = self, .cr = cairo_create (surface), .y = MARGIN_PT, .page = 1
  };
  cairo_status_t status = CAIRO_STATUS_SUCCESS;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE,
                                  self->title);
  add_text (&page, self->title, 17, TRUE);
  for (guint i = 0; i < self->blocks->len; i++)
    add_block (&page, g_ptr_array_index (self->blocks, i));
  end_page (&page);
  cairo_destroy (page.cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "cannot make the report: %s",
               cairo_status_to_string (status));
  return NULL;
}
