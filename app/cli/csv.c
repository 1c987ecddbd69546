/* Comma-separated values, RFC 4180 with plain newlines.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/csv.h"

#include <string.h>

void
ts_csv_append_text (GString *line, const char *field)
{
  if (strpbrk (field, ",\"\r\n") == NULL) {
    g_string_append (line, field);
    return;
  }
  g_string_append_c (line, '"');
  for (const char *letter = field; *letter != '\0'; letter++) {
    if (*letter == '"')
      g_string_append_c (line, '"');
    g_string_append_c (line, *letter);
  }
  g_string_append_c (line, '"');
}

void
ts_csv_append_float (GString *line, float value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append (line,
                   g_ascii_formatd (text, sizeof text, "%.9g", (double) value));
}
