/* A text file as a whole.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/formats/text-file.h"

#include <string.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static guint
count_lines (const char *from, const char *to)
{
  guint n = 1;

  for (const char *letter = from; letter < to; letter++)
    n += *letter == '\n' || (*letter == '\r' && letter[1] != '\n');
  return n;
}

char *
ts_text_file_load (const char *path, gsize max_bytes, GError **error)
{
  g_autofree char *data = NULL;
  const char *end = NULL;
  gsize n_bytes = 0;

  if (!ts_safe_file_read (path, max_bytes, &data, &n_bytes, error))
    return NULL;
  if (n_bytes == 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "'%s' is empty", path);
    return NULL;
  }
  /* A NUL is no text either: GLib stops there as well. */
  if (!g_utf8_validate_len (data, n_bytes, &end)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "line %u of '%s' is not UTF-8 text", count_lines (data, end),
                 path);
    return NULL;
  }
  if (g_str_has_prefix (data, BYTE_ORDER_MARK))
    memmove (data, data + strlen (BYTE_ORDER_MARK),
             n_bytes + 1 - strlen (BYTE_ORDER_MARK));
  return g_steal_pointer (&data);
}
