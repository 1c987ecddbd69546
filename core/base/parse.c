/* Numbers from text, strictly.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/parse.h"

#include <errno.h>
#include <math.h>

gboolean
ts_parse_double (const char *text, double min, double max, double *out)
{
  char *end = NULL;
  double value;

  if (text == NULL || *text == '\0' || g_ascii_isspace (*text))
    return FALSE;
  errno = 0;
  value = g_ascii_strtod (text, &end);
  if (errno != 0 || *end != '\0' || !isfinite (value) || value < min ||
      value > max)
    return FALSE;
  *out = value;
  return TRUE;
}

gboolean
ts_parse_int (const char *text, gint64 min, gint64 max, gint64 *out)
{
  return text != NULL &&
         g_ascii_string_to_signed (text, 10, min, max, out, NULL);
}
