/* How lengths and areas are written.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/measure-text.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/round-length.h"

#define UM_PER_MM        1000.0
#define UM2_PER_MM2      1e6
#define MIN_UM2_AS_MM2   1e5
#define LEAST_WITH_COMMA 100.0

/* Decimals for three digits, never more than max. */
static int
count_decimals (double value, int max)
{
  int n = 0;

  /* With half of the next digit, so that 99.99 is 100 and not 100.0. */
  while (n < max &&
         value + 0.5 * pow (10, -n - 1) < LEAST_WITH_COMMA / pow (10, n))
    n++;
  return n;
}

static char *
format_count (double value)
{
  return ts_count_format ((gint64) llround (value));
}

char *
ts_measure_format_length (double length_um)
{
  if (length_um < UM_PER_MM - 0.5)
    return g_strdup_printf (_ ("%.*f µm"), count_decimals (length_um, 2),
                            length_um);
  return g_strdup_printf (_ ("%.*f mm"), length_um < 10 * UM_PER_MM ? 3 : 2,
                          length_um / UM_PER_MM);
}

char *
ts_measure_format_area (double area_um2)
{
  if (area_um2 < LEAST_WITH_COMMA - 0.05)
    return g_strdup_printf (_ ("%.*f µm²"), count_decimals (area_um2, 2),
                            area_um2);
  if (area_um2 < MIN_UM2_AS_MM2) {
    g_autofree char *number = format_count (area_um2);
    /* Translators: an area; %s is a number with its digits grouped. */
    return g_strdup_printf (_ ("%s µm²"), number);
  }
  return g_strdup_printf (_ ("%.*f mm²"), area_um2 < 10 * UM2_PER_MM2 ? 3 : 2,
                          area_um2 / UM2_PER_MM2);
}

static char *
describe_in_pixels (const TsOutline *outline)
{
  g_autofree char *n_px = format_count (ts_outline_get_length (outline, 1, 1));
  g_autofree char *length = g_strdup_printf (_ ("%s px"), n_px);

  if (outline->shape == TS_REGION_LINE)
    return g_strdup_printf (_ ("%s (resolution unknown)"), length);
  if (ts_outline_crosses_itself (outline))
    return g_strdup_printf (_ ("Outline crosses itself\nPerimeter %s"), length);
  g_autofree char *n_px2 = format_count (ts_outline_get_area (outline, 1, 1));
  return g_strdup_printf (_ ("%s px² (resolution unknown)\nPerimeter %s"),
                          n_px2, length);
}

char *
ts_measure_describe (const TsOutline *outline, const TsSlideInfo *info)
{
  if (!ts_slide_info_has_mpp (info))
    return describe_in_pixels (outline);
  g_autofree char *length = ts_measure_format_length (
    ts_outline_get_length (outline, info->mpp_x, info->mpp_y));
  if (outline->shape == TS_REGION_LINE)
    return g_steal_pointer (&length);
  if (ts_outline_crosses_itself (outline))
    return g_strdup_printf (_ ("Outline crosses itself\nPerimeter %s"), length);
  g_autofree char *area = ts_measure_format_area (
    ts_outline_get_area (outline, info->mpp_x, info->mpp_y));
  return g_strdup_printf (_ ("%s\nPerimeter %s"), area, length);
}
