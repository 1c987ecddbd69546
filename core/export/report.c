/* A report as headings, paragraphs, tables and figures: what it holds, and as text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/export/report-private.h"

static void
clear_item (gpointer data)
{
  TsRocItem *item = data;

  g_free (item->name);
  g_free (item->fpr);
  g_free (item->tpr);
}

static void
free_row (gpointer row)
{
  g_strfreev (row);
}

static void
free_block (gpointer data)
{
  TsBlock *block = data;

  g_free (block->text);
  g_strfreev (block->columns);
  g_clear_pointer (&block->rows, g_ptr_array_unref);
  g_free (block->row_title);
  g_free (block->column_title);
  g_strfreev (block->labels);
  g_free (block->counts);
  g_clear_pointer (&block->items, g_array_unref);
  g_clear_pointer (&block->picture, cairo_surface_destroy);
  g_free (block);
}

TsReport *
ts_report_new (const char *title, const char *footer)
{
  TsReport *self = g_new0 (TsReport, 1);

  self->title = g_strdup (title);
  self->footer = g_strdup (footer);
  self->blocks = g_ptr_array_new_with_free_func (free_block);
  return self;
}

void
ts_report_free (TsReport *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->footer);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

static TsBlock *
add_block (TsReport *self, TsBlockKind kind, const char *text)
{
  TsBlock *block = g_new0 (TsBlock, 1);

  block->kind = kind;
  block->text = g_strdup (text);
  g_ptr_array_add (self->blocks, block);
  return block;
}

void
ts_report_add_heading (TsReport *self, guint level, const char *text)
{
  add_block (self, TS_BLOCK_HEADING, text)->level = level;
}

void
ts_report_add_text (TsReport *self, const char *text)
{
  add_block (self, TS_BLOCK_TEXT, text);
}

void
ts_report_add_table (TsReport *self,
                     const char *caption,
                     const char *const *names)
{
  TsBlock *block = add_block (self, TS_BLOCK_TABLE, caption);

  block->columns = g_strdupv ((char **) names);
  block->rows = g_ptr_array_new_with_free_func (free_row);
}

void
ts_report_add_row (TsReport *self, const char *const *cells)
{
  TsBlock *block = g_ptr_array_index (self->blocks, self->blocks->len - 1);

  g_assert (block->kind == TS_BLOCK_TABLE);
  g_assert (g_strv_length ((char **) cells) == g_strv_length (block->columns));
  g_ptr_array_add (block->rows, g_strdupv ((char **) cells));
}

void
ts_report_add_confusion (TsReport *self, const TsReportConfusion *confusion)
{
  TsBlock *block = add_block (self, TS_BLOCK_CONFUSION, confusion->caption);
  gsize n_cells = (gsize) confusion->n_labels * confusion->n_labels;

  block->row_title = g_strdup (confusion->row_title);
  block->column_title = g_strdup (confusion->column_title);
  block->n_labels = confusion->n_labels;
  block->labels = g_new0 (char *, confusion->n_labels + 1);
  for (guint i = 0; i < confusion->n_labels; i++)
    block->labels[i] = g_strdup (confusion->labels[i]);
  block->counts =
    g_memdup2 (confusion->counts, n_cells * sizeof *confusion->counts);
}

void
ts_report_add_roc (TsReport *self,
                   const char *caption,
                   const TsReportRocItem *items,
                   guint n_items)
{
  TsBlock *block = add_block (self, TS_BLOCK_ROC, caption);

  block->items = g_array_new (FALSE, FALSE, sizeof (TsRocItem));
  g_array_set_clear_func (block->items, clear_item);
  for (guint i = 0; i < n_items; i++) {
    TsRocItem item = {
      .name = g_strdup (items[i].name),
      .n = items[i].n,
      .fpr = g_memdup2 (items[i].fpr, items[i].n * sizeof *items[i].fpr),
      .tpr = g_memdup2 (items[i].tpr, items[i].n * sizeof *items[i].tpr),
    };

    g_array_append_val (block->items, item);
  }
}

void
ts_report_add_picture (TsReport *self,
                       const char *caption,
                       cairo_surface_t *picture)
{
  add_block (self, TS_BLOCK_PICTURE, caption)->picture =
    cairo_surface_reference (picture);
}

gboolean
ts_block_is_figure (const TsBlock *self)
{
  return self->kind == TS_BLOCK_CONFUSION || self->kind == TS_BLOCK_ROC;
}

/* ---- Text ---- */

static void
append_cell (GString *text, const char *cell, glong width, gboolean is_last)
{
  g_string_append (text, cell);
  for (glong n = g_utf8_strlen (cell, -1); !is_last && n < width + 2; n++)
    g_string_append_c (text, ' ');
}

static void
append_row (GString *text, char **cells, const glong *widths)
{
  for (guint i = 0; cells[i] != NULL; i++)
    append_cell (text, cells[i], widths[i], cells[i + 1] == NULL);
  g_string_append_c (text, '\n');
}

static void
append_table (GString *text, const TsBlock *table)
{
  guint n_columns = g_strv_length (table->columns);
  g_autofree glong *widths = g_new0 (glong, n_columns + 1);

  for (guint i = 0; i < n_columns; i++) {
    widths[i] = g_utf8_strlen (table->columns[i], -1);
    for (guint j = 0; j < table->rows->len; j++) {
      char **cells = g_ptr_array_index (table->rows, j);

      widths[i] = MAX (widths[i], g_utf8_strlen (cells[i], -1));
    }
  }
  g_string_append_c (text, '\n');
  if (table->text != NULL)
    g_string_append_printf (text, "%s\n", table->text);
  append_row (text, table->columns, widths);
  for (guint j = 0; j < table->rows->len; j++)
    append_row (text, g_ptr_array_index (table->rows, j), widths);
}

static void
append_confusion (GString *text, const TsBlock *block)
{
  glong width = 8;

  for (guint i = 0; i < block->n_labels; i++)
    width = MAX (width, g_utf8_strlen (block->labels[i], -1));
  g_string_append_printf (text, "\n%s; rows: %s, columns: %s\n", block->text,
                          block->row_title, block->column_title);
  append_cell (text, "", width, FALSE);
  for (guint i = 0; i < block->n_labels; i++)
    append_cell (text, block->labels[i], width, i + 1 == block->n_labels);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < block->n_labels; i++) {
    append_cell (text, block->labels[i], width, FALSE);
    for (guint j = 0; j < block->n_labels; j++) {
      g_autofree char *cell =
        g_strdup_printf ("%u", block->counts[i * block->n_labels + j]);

      append_cell (text, cell, width, j + 1 == block->n_labels);
    }
    g_string_append_c (text, '\n');
  }
}

static void
append_block (GString *text, const TsBlock *block)
{
  switch (block->kind) {
  case TS_BLOCK_HEADING:
    g_string_append_printf (text, "\n%s %s\n", block->level == 1 ? "=" : "--",
                            block->text);
    break;
  case TS_BLOCK_TEXT:
    g_string_append_printf (text, "%s\n", block->text);
    break;
  case TS_BLOCK_TABLE:
    append_table (text, block);
    break;
  case TS_BLOCK_CONFUSION:
    append_confusion (text, block);
    break;
  case TS_BLOCK_ROC:
  case TS_BLOCK_PICTURE:
    break;
  }
}

char *
ts_report_to_text (const TsReport *self)
{
  GString *text = g_string_new (self->title);

  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->blocks->len; i++)
    append_block (text, g_ptr_array_index (self->blocks, i));
  g_string_append_printf (text, "\n%s\n", self->footer);
  return g_string_free (text, FALSE);
}
