/* Places on a slide as text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/place-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/base/parse.h"
#include "ui/round-length.h"

#define FIGURE_SPACE "\u2007"
/* More is no coordinate of any slide. */
#define MAX_NUMBER 1e12

typedef enum { UNIT_NONE, UNIT_PX, UNIT_UM, UNIT_MM, UNIT_UNKNOWN } Unit;

/* The number as long as the largest one. */
static char *
format_padded (double value, double max)
{
  g_autofree char *text = ts_count_format ((gint64) floor (value));
  g_autofree char *widest = ts_count_format ((gint64) floor (max));
  glong n_missing = g_utf8_strlen (widest, -1) - g_utf8_strlen (text, -1);
  GString *padded = g_string_new (NULL);

  for (glong i = 0; i < n_missing; i++)
    g_string_append (padded, FIGURE_SPACE);
  g_string_append (padded, text);
  return g_string_free (padded, FALSE);
}

static char *
format_line (const TsSlideInfo *slide, TsPoint place_l0, TsPoint per_l0)
{
  g_autofree char *x =
    format_padded (place_l0.x * per_l0.x, (double) slide->width_px * per_l0.x);
  g_autofree char *y =
    format_padded (place_l0.y * per_l0.y, (double) slide->height_px * per_l0.y);

  return g_strdup_printf ("x %s  y %s", x, y);
}

char *
ts_place_format_readout (const TsSlideInfo *slide, TsPoint place_l0)
{
  g_autofree char *px = format_line (slide, place_l0, (TsPoint){ 1, 1 });

  if (!ts_slide_info_has_mpp (slide))
    return g_strdup_printf (_ ("%s px"), px);
  g_autofree char *um =
    format_line (slide, place_l0, (TsPoint){ slide->mpp_x, slide->mpp_y });
  return g_strdup_printf (_ ("%s µm\n%s px"), um, px);
}

char *
ts_place_format_copy (const TsSlideInfo *slide, TsPoint place_l0)
{
  char x_um[G_ASCII_DTOSTR_BUF_SIZE], y_um[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *px =
    g_strdup_printf ("%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT " px",
                     (gint64) floor (place_l0.x), (gint64) floor (place_l0.y));

  if (!ts_slide_info_has_mpp (slide))
    return g_steal_pointer (&px);
  g_ascii_formatd (x_um, sizeof x_um, "%.1f", place_l0.x * slide->mpp_x);
  g_ascii_formatd (y_um, sizeof y_um, "%.1f", place_l0.y * slide->mpp_y);
  return g_strdup_printf ("%s (%s, %s µm)", px, x_um, y_um);
}

/* Parsing. */
static gboolean
is_group_space (gunichar c)
{
  return c == 0x202f || c == 0x2007 || c == 0x00a0 || c == 0x2009;
}

/* Up to a bracket, lower case, without the spaces that group digits. */
static char *
normalise (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0' && *p != '(';
       p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (c == 0x2212)
      c = '-';
    if (c == 0x03bc) /* the Greek letter, the sign being 0xb5 */
      c = 0xb5;
    if (!is_group_space (c))
      g_string_append_unichar (plain, g_unichar_tolower (c));
  }
  return g_string_free (plain, FALSE);
}

/* The space at p, behind a number or its unit, has a number behind it. */
static gboolean
parts_numbers (const char *text, const char *p)
{
  char before = p > text ? p[-1] : ' ';
  const char *next = p + strspn (p, " ");
  gboolean is_behind = g_ascii_isdigit (before) || before == 'm' ||
                       (before == 'x' && p - text >= 2 && p[-2] == 'p');

  return is_behind && (g_ascii_isdigit (*next) || *next == '-');
}

/* A comma parts the numbers, or is within them: within when something else parts them. */
static gboolean
has_decimal_commas (const char *text)
{
  guint n_commas = 0;
  gboolean is_parted = strchr (text, ';') != NULL;

  for (const char *p = text; *p != '\0'; p++) {
    if (*p == ',' && p > text && g_ascii_isdigit (p[-1]) &&
        g_ascii_isdigit (p[1]))
      n_commas++;
    if (*p == ' ' && parts_numbers (text, p))
      is_parted = TRUE;
  }
  return n_commas >= 2 || (n_commas == 1 && is_parted);
}

/* One number from *text, which moves behind it; FALSE when there is none. */
static gboolean
take_number (const char **text, gboolean has_commas, double *out)
{
  GString *number = g_string_new (NULL);
  const char *p = *text;

  if (*p == '-' || *p == '+')
    g_string_append_c (number, *p++);
  for (; *p != '\0'; p++) {
    gboolean is_point =
      *p == '.' || (has_commas && *p == ',' && g_ascii_isdigit (p[1]) &&
                    strchr (number->str, '.') == NULL);
    if (!is_point && !g_ascii_isdigit (*p))
      break;
    g_string_append_c (number, is_point ? '.' : *p);
  }
  gboolean is_number =
    ts_parse_double (number->str, -MAX_NUMBER, MAX_NUMBER, out);
  g_string_free (number, TRUE);
  *text = p;
  return is_number;
}

static Unit
take_unit (const char **text)
{
  static const struct {
    const char *name;
    Unit unit;
  } table[] = {
    { "px", UNIT_PX }, { "pixel", UNIT_PX }, { "pixels", UNIT_PX },
    { "µm", UNIT_UM }, { "um", UNIT_UM },    { "mm", UNIT_MM },
  };
  const char *p = *text;

  while (g_unichar_isalpha (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  g_autofree char *word = g_strndup (*text, (gsize) (p - *text));
  *text = p;
  if (*word == '\0')
    return UNIT_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (word, table[i].name) == 0)
      return table[i].unit;
  return UNIT_UNKNOWN;
}

static void
skip (const char **text, const char *characters)
{
  *text += strspn (*text, characters);
}

/* "x = " before a number. */
static void
skip_axis (const char **text, char axis)
{
  skip (text, " ");
  if (**text == axis)
    (*text)++;
  skip (text, " =:");
}

/* Two numbers with their units; FALSE when the text is anything else. */
static gboolean
scan (const char *text, double *out_numbers, Unit *out_units)
{
  g_autofree char *plain = normalise (text);
  gboolean has_commas = has_decimal_commas (plain);
  const char *p = plain;

  for (guint i = 0; i < 2; i++) {
    skip_axis (&p, i == 0 ? 'x' : 'y');
    if (!take_number (&p, has_commas, &out_numbers[i]))
      return FALSE;
    skip (&p, " ");
    if (i == 1 || *p != 'y')
      out_units[i] = take_unit (&p);
    else
      out_units[i] = UNIT_NONE;
    skip (&p, " ");
    if (i == 0 && (*p == ',' || *p == ';'))
      p++;
  }
  return *p == '\0';
}

static double
get_l0_per_unit (Unit unit, double mpp)
{
  if (unit == UNIT_UM)
    return 1 / mpp;
  return unit == UNIT_MM ? 1000 / mpp : 1;
}

static char *
describe_outside (const TsSlideInfo *slide, gboolean is_px)
{
  g_autofree char *width = ts_count_format (
    (gint64) floor ((double) slide->width_px * (is_px ? 1 : slide->mpp_x)));
  g_autofree char *height = ts_count_format (
    (gint64) floor ((double) slide->height_px * (is_px ? 1 : slide->mpp_y)));

  if (is_px)
    return g_strdup_printf (_ ("Outside of the slide (%s × %s px)"), width,
                            height);
  return g_strdup_printf (_ ("Outside of the slide (%s × %s µm)"), width,
                          height);
}

gboolean
ts_place_parse (const char *text,
                const TsSlideInfo *slide,
                TsPoint *out_l0,
                char **out_problem)
{
  double numbers[2] = { 0, 0 };
  Unit units[2] = { UNIT_NONE, UNIT_NONE };
  gboolean is_scanned = scan (text, numbers, units);

  if (units[0] == UNIT_UNKNOWN || units[1] == UNIT_UNKNOWN) {
    *out_problem = g_strdup (_ ("The unit can be px, µm or mm"));
    return FALSE;
  }
  if (!is_scanned) {
    *out_problem =
      g_strdup (_ ("Two numbers are needed, for example 12000, 8000 px"));
    return FALSE;
  }
  /* The unit behind the last number is that of both. */
  if (units[0] == UNIT_NONE)
    units[0] = units[1];
  gboolean is_px = (units[0] == UNIT_NONE || units[0] == UNIT_PX) &&
                   (units[1] == UNIT_NONE || units[1] == UNIT_PX);
  if (!is_px && !ts_slide_info_has_mpp (slide)) {
    *out_problem =
      g_strdup (_ ("The resolution of this slide is unknown: give pixels"));
    return FALSE;
  }
  TsPoint place_l0 = {
    numbers[0] * get_l0_per_unit (units[0], slide->mpp_x),
    numbers[1] * get_l0_per_unit (units[1], slide->mpp_y),
  };
  TsRect whole_l0 = { 0, 0, (double) slide->width_px,
                      (double) slide->height_px };
  if (!ts_rect_contains (whole_l0, place_l0)) {
    *out_problem = describe_outside (slide, is_px);
    return FALSE;
  }
  *out_l0 = place_l0;
  return TRUE;
}
