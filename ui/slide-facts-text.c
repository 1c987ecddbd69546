/* The facts of a slide as names and values for people.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-facts-text.h"

#include <glib/gi18n.h>

#include "ui/measure-text.h"
#include "ui/round-length.h"

static void
free_fact (gpointer data)
{
  TsFactText *fact = data;

  g_free (fact->value);
  g_free (fact);
}

/* Takes the value. */
static void
add (GPtrArray *facts, const char *name, char *value)
{
  TsFactText *fact = g_new (TsFactText, 1);

  fact->name = name;
  fact->value = value;
  g_ptr_array_add (facts, fact);
}

static char *
format_size (gint64 width_px, gint64 height_px)
{
  g_autofree char *width = ts_count_format (width_px);
  g_autofree char *height = ts_count_format (height_px);

  return g_strdup_printf (_ ("%s × %s px"), width, height);
}

static const char *
name_source (TsMppSource source)
{
  switch (source) {
  case TS_MPP_VENDOR:
    return _ ("the scanner’s own field");
  case TS_MPP_TIFF:
    return _ ("TIFF resolution");
  case TS_MPP_READER:
    return _ ("entered by the reader");
  case TS_MPP_NONE:
  default:
    return _ ("unknown");
  }
}

static char *
format_resolution (const TsSlideInfo *info)
{
  if (!ts_slide_info_has_mpp (info))
    return g_strdup (_ ("unknown"));
  if (info->mpp_x == info->mpp_y)
    return g_strdup_printf (_ ("%.4g µm/px"), info->mpp_x);
  return g_strdup_printf (_ ("%.4g × %.4g µm/px"), info->mpp_x, info->mpp_y);
}

static void
add_size (GPtrArray *facts, const TsSlideInfo *info)
{
  add (facts, _ ("Dimensions"), format_size (info->width_px, info->height_px));
  if (!ts_slide_info_has_mpp (info))
    return;
  g_autofree char *width =
    ts_measure_format_length ((double) info->width_px * info->mpp_x);
  g_autofree char *height =
    ts_measure_format_length ((double) info->height_px * info->mpp_y);
  add (facts, _ ("Size"), g_strdup_printf ("%s × %s", width, height));
}

GPtrArray *
ts_slide_facts_list (TsSlide *slide,
                     const TsSlideDetails *details,
                     gboolean has_profile)
{
  const TsSlideInfo *info = ts_slide_get_info (slide);
  GPtrArray *facts = g_ptr_array_new_with_free_func (free_fact);

  add_size (facts, info);
  add (facts, _ ("Resolution"), format_resolution (info));
  add (facts, _ ("Source of the resolution"),
       g_strdup (name_source (info->mpp_source)));
  add (facts, _ ("Objective"),
       info->objective_power > 0 ? ts_power_format (info->objective_power)
                                 : g_strdup (_ ("unknown")));
  add (facts, _ ("Format"), g_strdup (info->vendor));
  if (details != NULL && details->n_file_bytes > 0)
    add (facts, _ ("File size"), g_format_size (details->n_file_bytes));
  add (facts, _ ("Colour profile"),
       g_strdup (has_profile ? _ ("ICC profile in the file")
                             : _ ("none that Tessera can read")));
  return facts;
}

char *
ts_slide_level_format_size (TsSlide *slide, guint level)
{
  return format_size (ts_slide_get_level_width (slide, level),
                      ts_slide_get_level_height (slide, level));
}

char *
ts_slide_level_describe (TsSlide *slide,
                         const TsSlideDetails *details,
                         guint level)
{
  double downsample = ts_slide_get_level_downsample (slide, level);

  if (details == NULL || level >= details->n_tile_sizes ||
      details->tile_sizes[level].width_px == 0)
    return g_strdup_printf (_ ("1 : %.4g"), downsample);
  g_autofree char *tiles = format_size (details->tile_sizes[level].width_px,
                                        details->tile_sizes[level].height_px);
  return g_strdup_printf (_ ("1 : %.4g, tiles of %s"), downsample, tiles);
}
