/* Comma-separated values read strictly.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/formats/csv-file.h"

#include <string.h>

#include "core/base/error.h"
#include "core/formats/text-file.h"

#define MAX_BYTES   (64 << 20)
#define MAX_COLUMNS 1000

struct TsCsvFile {
  char *path;
  guint n_columns;
  GStringChunk *texts;
  GPtrArray *fields; /* of the header, then of each row; borrowed from texts */
  GArray *lines;     /* guint, one for each row */
};

/* Where the reader stands. */
typedef struct {
  TsCsvFile *file;
  const char *at;
  guint line;
  GString *field; /* of the field being read */
} Reader;

static gboolean
complain (const char *path, guint line, GError **error, const char *message)
{
  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "line %u of '%s': %s", line,
               path, message);
  return FALSE;
}

static gboolean
is_line_end (char letter)
{
  return letter == '\n' || letter == '\r';
}

static void
skip_line_end (Reader *self)
{
  if (self->at[0] == '\r' && self->at[1] == '\n')
    self->at++;
  if (*self->at != '\0') {
    self->at++;
    self->line++;
  }
}

static void
skip_blanks (Reader *self)
{
  while (*self->at == ' ' || *self->at == '\t')
    self->at++;
}

/* Behind the opening quote; afterwards behind the closing one. */
static gboolean
read_quoted (Reader *self, GError **error)
{
  guint first_line = self->line;

  while (*self->at != '\0') {
    if (*self->at == '"' && self->at[1] != '"') {
      self->at++;
      return TRUE;
    }
    if (*self->at == '"')
      self->at++;
    self->line +=
      *self->at == '\n' || (*self->at == '\r' && self->at[1] != '\n');
    g_string_append_c (self->field, *self->at++);
  }
  return complain (self->file->path, first_line, error,
                   "a quote is opened and not closed");
}

/* Afterwards at a comma, a line end or the end of the file. */
static gboolean
read_field (Reader *self, GError **error)
{
  g_string_truncate (self->field, 0);
  skip_blanks (self);
  if (*self->at == '"') {
    self->at++;
    if (!read_quoted (self, error))
      return FALSE;
    skip_blanks (self);
    if (*self->at != ',' && *self->at != '\0' && !is_line_end (*self->at))
      return complain (self->file->path, self->line, error,
                       "text stands behind a closing quote");
  } else {
    while (*self->at != ',' && *self->at != '\0' && !is_line_end (*self->at)) {
      if (*self->at == '"')
        return complain (self->file->path, self->line, error,
                         "a quote stands within a field that is not quoted");
      g_string_append_c (self->field, *self->at++);
    }
    g_strchomp (self->field->str);
  }
  g_ptr_array_add (self->file->fields, g_string_chunk_insert_const (
                                         self->file->texts, self->field->str));
  return TRUE;
}

/* Up to and with the line end; *out_n fields were added. */
static gboolean
read_row (Reader *self, guint *out_n, GError **error)
{
  guint n_before = self->file->fields->len;
  gboolean has_more = TRUE;

  while (has_more) {
    if (!read_field (self, error))
      return FALSE;
    *out_n = self->file->fields->len - n_before;
    if (*out_n > MAX_COLUMNS)
      return complain (self->file->path, self->line, error,
                       "there are more than 1000 fields");
    has_more = *self->at == ',';
    self->at += has_more;
  }
  skip_line_end (self);
  return TRUE;
}

static gboolean
is_blank_row (Reader *self, guint n)
{
  GPtrArray *fields = self->file->fields;

  for (guint i = fields->len - n; i < fields->len; i++)
    if (*(const char *) fields->pdata[i] != '\0')
      return FALSE;
  return TRUE;
}

static gboolean
read_header (Reader *self, GError **error)
{
  TsCsvFile *file = self->file;
  const char *path = file->path;
  guint line = 0, n = 0;

  do {
    if (*self->at == '\0') {
      g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "'%s' has no text in it",
                   path);
      return FALSE;
    }
    g_ptr_array_set_size (file->fields, 0);
    line = self->line;
    if (!read_row (self, &n, error))
      return FALSE;
  } while (is_blank_row (self, n));
  file->n_columns = n;
  for (guint i = 1; i < n; i++) {
    for (guint j = 0; j < i; j++) {
      const char *name = file->fields->pdata[i];
      if (*name == '\0' || g_ascii_strcasecmp (name, file->fields->pdata[j]))
        continue;
      g_autofree char *message =
        g_strdup_printf ("column '%s' is there twice", name);
      return complain (path, line, error, message);
    }
  }
  return TRUE;
}

static gboolean
read_rows (Reader *self, GError **error)
{
  TsCsvFile *file = self->file;
  guint line = 0, n = 0;

  while (*self->at != '\0') {
    line = self->line;
    if (!read_row (self, &n, error))
      return FALSE;
    if (is_blank_row (self, n)) {
      g_ptr_array_set_size (file->fields, (gint) (file->fields->len - n));
      continue;
    }
    if (n != file->n_columns) {
      g_autofree char *message =
        g_strdup_printf ("%u field%s, but the header has %u", n,
                         n == 1 ? "" : "s", file->n_columns);
      return complain (file->path, line, error, message);
    }
    g_array_append_val (file->lines, line);
  }
  if (file->lines->len > 0)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
               "'%s' has a header and no rows", file->path);
  return FALSE;
}

TsCsvFile *
ts_csv_file_load (const char *path, GError **error)
{
  g_autofree char *text = ts_text_file_load (path, MAX_BYTES, error);
  g_autoptr (GString) field = g_string_new (NULL);
  g_autoptr (TsCsvFile) self = NULL;
  Reader reader = { .at = text, .line = 1, .field = field };

  if (text == NULL)
    return NULL;
  self = g_new0 (TsCsvFile, 1);
  self->path = g_strdup (path);
  self->texts = g_string_chunk_new (4096);
  self->fields = g_ptr_array_new ();
  self->lines = g_array_new (FALSE, FALSE, sizeof (guint));
  reader.file = self;
  if (!read_header (&reader, error) || !read_rows (&reader, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ts_csv_file_free (TsCsvFile *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_string_chunk_free (self->texts);
  g_ptr_array_unref (self->fields);
  g_array_unref (self->lines);
  g_free (self);
}

const char *
ts_csv_file_get_path (const TsCsvFile *self)
{
  return self->path;
}

guint
ts_csv_file_get_n_rows (const TsCsvFile *self)
{
  return self->lines->len;
}

guint
ts_csv_file_get_line (const TsCsvFile *self, guint row)
{
  g_assert (row < self->lines->len);
  return g_array_index (self->lines, guint, row);
}

const char *
ts_csv_file_get (const TsCsvFile *self, guint row, guint column)
{
  g_assert (row < self->lines->len && column < self->n_columns);
  return self->fields->pdata[(gsize) (row + 1) * self->n_columns + column];
}

gboolean
ts_csv_file_find (const TsCsvFile *self, const char *name, guint *out_column)
{
  for (guint i = 0; i < self->n_columns; i++) {
    if (g_ascii_strcasecmp (self->fields->pdata[i], name) != 0)
      continue;
    *out_column = i;
    return TRUE;
  }
  return FALSE;
}

gboolean
ts_csv_file_require (const TsCsvFile *self,
                     const char *name,
                     guint *out_column,
                     GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  if (ts_csv_file_find (self, name, out_column))
    return TRUE;
  for (guint i = 0; i < self->n_columns; i++)
    g_string_append_printf (names, "%s'%s'", i == 0 ? "" : ", ",
                            (const char *) self->fields->pdata[i]);
  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
               "'%s' has no column '%s'; its columns, separated by commas, "
               "are %s",
               self->path, name, names->str);
  return FALSE;
}

gboolean
ts_csv_file_complain (const TsCsvFile *self,
                      guint row,
                      GError **error,
                      const char *format,
                      ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return complain (self->path, ts_csv_file_get_line (self, row), error,
                   message);
}
