/* Round lengths and how they are written.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/round-length.h"

#include <glib/gi18n.h>
#include <math.h>

#define NARROW_NO_BREAK_SPACE "\u202f"

double
ts_round_length_below (double max)
{
  double base = pow (10, floor (log10 (max)));

  if (max >= 5 * base)
    return 5 * base;
  return max >= 2 * base ? 2 * base : base;
}

char *
ts_length_format_um (double length_um)
{
  if (length_um >= 1000)
    return g_strdup_printf (_ ("%g mm"), length_um / 1000);
  if (length_um >= 1)
    return g_strdup_printf (_ ("%g µm"), length_um);
  return g_strdup_printf (_ ("%g nm"), length_um * 1000);
}

char *
ts_count_format (gint64 n)
{
  g_autofree char *digits =
    g_strdup_printf ("%" G_GINT64_FORMAT, n < 0 ? -n : n);
  gsize n_digits = strlen (digits);
  GString *text = g_string_new (n < 0 ? "\u2212" : "");

  for (gsize i = 0; i < n_digits; i++) {
    if (i > 0 && (n_digits - i) % 3 == 0)
      g_string_append (text, NARROW_NO_BREAK_SPACE);
    g_string_append_c (text, digits[i]);
  }
  return g_string_free (text, FALSE);
}

char *
ts_power_format (double power)
{
  guint n_decimals = power < 2 ? 2 : power < 20 ? 1 : 0;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *format = g_strdup_printf ("%%.%uf", n_decimals);

  g_ascii_formatd (number, sizeof number, format, power);
  if (strchr (number, '.') != NULL) {
    gsize end = strlen (number);
    while (number[end - 1] == '0')
      end--;
    if (number[end - 1] == '.')
      end--;
    number[end] = '\0';
  }
  return g_strdup_printf ("%s×", number);
}
