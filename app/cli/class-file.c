/* Names of classes from a text file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/class-file.h"

#include <string.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"

#define MAX_BYTES       (1 << 20)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* CR LF and CR alone become LF. */
static void
unify_line_ends (char *text)
{
  char *to = text;

  for (const char *from = text; *from != '\0'; from++) {
    if (from[0] == '\r' && from[1] == '\n')
      continue;
    *to++ = *from == '\r' ? '\n' : *from;
  }
  *to = '\0';
}

char **
ts_class_file_load (const char *path, GError **error)
{
  g_autofree char *data = NULL;
  char *text, **names;
  gsize n_bytes = 0;

  if (!ts_safe_file_read (path, MAX_BYTES, &data, &n_bytes, error))
    return NULL;
  if (!g_utf8_validate_len (data, n_bytes, NULL)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "'%s' is not UTF-8 text",
                 path);
    return NULL;
  }
  text = data;
  if (g_str_has_prefix (text, BYTE_ORDER_MARK))
    text += strlen (BYTE_ORDER_MARK);
  unify_line_ends (text);
  g_strchomp (text);
  if (*text == '\0') {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "'%s' names no class", path);
    return NULL;
  }
  names = g_strsplit (text, "\n", -1);
  for (gsize i = 0; names[i] != NULL; i++)
    g_strstrip (names[i]);
  return names;
}
