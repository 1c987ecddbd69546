/* Comma-separated values read strictly: RFC 4180, with LF, CR LF or CR line ends and an
 * optional byte order mark.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A header and its rows, all as text. Immutable; any thread. */
typedef struct TsCsvFile TsCsvFile;

/* The first row names the columns. Blank space around a field is not part of it, unless it
 * is quoted; rows without any text are passed over. NULL with TS_ERROR_OPEN, _READ, _TOO_LARGE
 * or _FORMAT: not UTF-8 text, no header or no row below it, a column named twice, a row
 * with another number of fields than the header, a broken quote. Every message names the
 * file, and the line where there is one. */
TsCsvFile *ts_csv_file_load (const char *path,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_csv_file_free (TsCsvFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsCsvFile, ts_csv_file_free)

const char *ts_csv_file_get_path (const TsCsvFile *self);
/* Rows below the header, at least 1. */
guint ts_csv_file_get_n_rows (const TsCsvFile *self);
/* The line of the file on which the row begins, from 1. */
guint ts_csv_file_get_line (const TsCsvFile *self, guint row);
/* The text of a field, borrowed; "" where it is empty. */
const char *ts_csv_file_get (const TsCsvFile *self, guint row, guint column);

/* Capital letters in the header do not matter. FALSE where there is no such column. */
gboolean ts_csv_file_find (const TsCsvFile *self,
                           const char *name,
                           guint *out_column) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE with TS_ERROR_FORMAT that says which columns there are. */
gboolean ts_csv_file_require (const TsCsvFile *self,
                              const char *name,
                              guint *out_column,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sets TS_ERROR_FORMAT "line N of 'PATH': MESSAGE"; returns FALSE. */
gboolean ts_csv_file_complain (const TsCsvFile *self,
                               guint row,
                               GError **error,
                               const char *format,
                               ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
