/* A report as one HTML file that needs nothing else.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo-svg.h>

#include "core/export/report-private.h"

static const char head[] =
  "<!DOCTYPE html>\n"
  "<html lang=\"en\">\n"
  "<head>\n"
  "<meta charset=\"utf-8\">\n"
  "<meta name=\"viewport\" content=\"width=device-width\">\n"
  "<title>%s</title>\n"
  "<style>\n"
  "body { font-family: sans-serif; line-height: 1.4; max-width: 60em;"
  " margin: 2em auto; padding: 0 1em; color: #111; background: #fff }\n"
  "table { border-collapse: collapse; margin: 1em 0 }\n"
  "caption { text-align: left; font-weight: bold; padding: 0.3em 0 }\n"
  "th, td { text-align: left; vertical-align: top;"
  " padding: 0.15em 1em 0.15em 0; border-bottom: 1px solid #ccc }\n"
  "figure { display: inline-block; margin: 1em 2em 1em 0;"
  " vertical-align: top }\n"
  "figcaption { font-size: 0.9em; max-width: 24em }\n"
  "footer { margin-top: 3em; border-top: 1px solid #888;"
  " font-weight: bold }\n"
  "</style>\n"
  "</head>\n"
  "<body>\n"
  "<h1>%s</h1>\n";

static void
append_element (GString *html, const char *name, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (html, "<%s>%s</%s>\n", name, escaped, name);
}

static void
append_cells (GString *html, char **cells, const char *element)
{
  g_string_append (html, "<tr>");
  for (guint i = 0; cells[i] != NULL; i++) {
    g_autofree char *escaped = g_markup_escape_text (cells[i], -1);

    g_string_append_printf (html, "<%s>%s</%s>", element, escaped, element);
  }
  g_string_append (html, "</tr>\n");
}

static void
append_table (GString *html, const TsBlock *table)
{
  g_string_append (html, "<table>\n");
  if (table->text != NULL)
    append_element (html, "caption", table->text);
  g_string_append (html, "<thead>\n");
  append_cells (html, table->columns, "th");
  g_string_append (html, "</thead>\n<tbody>\n");
  for (guint i = 0; i < table->rows->len; i++)
    append_cells (html, g_ptr_array_index (table->rows, i), "td");
  g_string_append (html, "</tbody>\n</table>\n");
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int n_bytes)
{
  g_byte_array_append (closure, data, n_bytes);
  return CAIRO_STATUS_SUCCESS;
}

static void
append_image (GString *html, const TsBlock *block, const GByteArray *bytes)
{
  g_autofree char *code = g_base64_encode (bytes->data, bytes->len);
  g_autofree char *caption = g_markup_escape_text (block->text, -1);

  g_string_append_printf (
    html,
    "<figure><img alt=\"%s\" src=\"data:image/%s;base64,%s\">"
    "<figcaption>%s</figcaption></figure>\n",
    caption, block->kind == TS_BLOCK_PICTURE ? "png" : "svg+xml", code,
    caption);
}

static void
append_figure (GString *html, const TsBlock *figure)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (
    append_bytes, bytes, TS_REPORT_FIGURE_PT, TS_REPORT_FIGURE_PT);
  cairo_t *cr = cairo_create (surface);

  ts_report_figure_draw (cr, figure);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  append_image (html, figure, bytes);
}

static void
append_picture (GString *html, const TsBlock *block)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  cairo_surface_write_to_png_stream (block->picture, append_bytes, bytes);
  append_image (html, block, bytes);
}

static void
append_block (GString *html, const TsBlock *block)
{
  switch (block->kind) {
  case TS_BLOCK_HEADING:
    append_element (html, block->level == 1 ? "h2" : "h3", block->text);
    break;
  case TS_BLOCK_TEXT:
    append_element (html, "p", block->text);
    break;
  case TS_BLOCK_TABLE:
    append_table (html, block);
    break;
  case TS_BLOCK_CONFUSION:
  case TS_BLOCK_ROC:
    append_figure (html, block);
    break;
  case TS_BLOCK_PICTURE:
    append_picture (html, block);
    break;
  }
}

char *
ts_report_to_html (const TsReport *self)
{
  GString *html = g_string_new (NULL);
  g_autofree char *title = g_markup_escape_text (self->title, -1);

  g_string_append_printf (html, head, title, title);
  for (guint i = 0; i < self->blocks->len; i++)
    append_block (html, g_ptr_array_index (self->blocks, i));
  append_element (html, "footer", self->footer);
  g_string_append (html, "</body>\n</html>\n");
  return g_string_free (html, FALSE);
}
