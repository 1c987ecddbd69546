/* A slide's facts from the properties of its file. What a file says is believed only
 * where it is a whole number in the C locale and plausible.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/slide-facts.h"

#include <string.h>

#include "core/base/parse.h"

/* A scanner states its resolution on purpose; only nonsense is refused. */
#define VENDOR_MIN_MPP 0.005
#define VENDOR_MAX_MPP 200.0
/* TIFF resolution is often a print size (72 dpi is 353 um/px): believed only where a
 * microscope could have made it. */
#define TIFF_MIN_MPP 0.05
#define TIFF_MAX_MPP 20.0
#define MAX_POWER    1000.0
/* The field's habit: 0.5 um/px is 20x. */
#define POWER_TIMES_MPP 10.0

#define UM_PER_CM   10000.0
#define UM_PER_INCH 25400.0

typedef struct {
  TsPropertyFunc get;
  gpointer file;
} Properties;

static gboolean
get_number (const Properties *properties,
            const char *name,
            double min,
            double max,
            double *out)
{
  return ts_parse_double (properties->get (properties->file, name), min, max,
                          out);
}

static gboolean
read_mpp (const Properties *properties,
          double min,
          double max,
          TsSlideInfo *info)
{
  double mpp_x, mpp_y;

  if (!get_number (properties, "openslide.mpp-x", min, max, &mpp_x) ||
      !get_number (properties, "openslide.mpp-y", min, max, &mpp_y))
    return FALSE;
  info->mpp_x = mpp_x;
  info->mpp_y = mpp_y;
  return TRUE;
}

static gboolean
read_tiff_resolution (const Properties *properties, TsSlideInfo *info)
{
  const char *unit = properties->get (properties->file, "tiff.ResolutionUnit");
  double um_per_unit, mpp_x, mpp_y, per_unit_x, per_unit_y;

  if (g_strcmp0 (unit, "centimeter") == 0)
    um_per_unit = UM_PER_CM;
  else if (g_strcmp0 (unit, "inch") == 0)
    um_per_unit = UM_PER_INCH;
  else
    return FALSE;
  if (!get_number (properties, "tiff.XResolution", 1e-6, 1e12, &per_unit_x) ||
      !get_number (properties, "tiff.YResolution", 1e-6, 1e12, &per_unit_y))
    return FALSE;
  mpp_x = um_per_unit / per_unit_x;
  mpp_y = um_per_unit / per_unit_y;
  if (mpp_x < TIFF_MIN_MPP || mpp_x > TIFF_MAX_MPP || mpp_y < TIFF_MIN_MPP ||
      mpp_y > TIFF_MAX_MPP)
    return FALSE;
  info->mpp_x = mpp_x;
  info->mpp_y = mpp_y;
  return TRUE;
}

/* OpenSlide 4 gives a generic TIFF's resolution as openslide.mpp-x, 3.4.1 does not:
 * either way it is the TIFF's word and must be plausible. */
static void
read_resolution (const Properties *properties, TsSlideInfo *info)
{
  gboolean is_generic = g_strcmp0 (info->vendor, "generic-tiff") == 0;

  info->mpp_x = info->mpp_y = 0;
  info->mpp_source = TS_MPP_NONE;
  if (!is_generic &&
      read_mpp (properties, VENDOR_MIN_MPP, VENDOR_MAX_MPP, info))
    info->mpp_source = TS_MPP_VENDOR;
  else if (is_generic &&
           (read_mpp (properties, TIFF_MIN_MPP, TIFF_MAX_MPP, info) ||
            read_tiff_resolution (properties, info)))
    info->mpp_source = TS_MPP_TIFF;
}

/* Where the file states no resolution it may still hint at one: by its objective, or by a
 * TIFF resolution whose unit is missing and which means pixels per centimetre when that is a
 * microscope's. */
static void
read_hint (const Properties *properties, TsSlideInfo *info)
{
  const char *unit = properties->get (properties->file, "tiff.ResolutionUnit");
  gboolean has_unit =
    unit != NULL && *unit != '\0' && !g_str_equal (unit, "none");
  double per_cm;

  info->likely_mpp = 0;
  if (info->mpp_source != TS_MPP_NONE)
    return;
  if (info->objective_power > 0) {
    double mpp = POWER_TIMES_MPP / info->objective_power;
    info->likely_mpp = mpp >= TIFF_MIN_MPP && mpp <= TIFF_MAX_MPP ? mpp : 0;
  } else if (!has_unit && get_number (properties, "tiff.XResolution",
                                      UM_PER_CM / TIFF_MAX_MPP,
                                      UM_PER_CM / TIFF_MIN_MPP, &per_cm)) {
    info->likely_mpp = UM_PER_CM / per_cm;
  }
}

static void
read_bounds (const Properties *properties, TsSlideInfo *info)
{
  TsRect slide = { 0, 0, (double) info->width_px, (double) info->height_px };
  TsRect bounds;
  double limit = 0x1p40;

  info->bounds_l0 = slide;
  if (!get_number (properties, "openslide.bounds-x", -limit, limit,
                   &bounds.x) ||
      !get_number (properties, "openslide.bounds-y", -limit, limit,
                   &bounds.y) ||
      !get_number (properties, "openslide.bounds-width", 1, limit,
                   &bounds.width) ||
      !get_number (properties, "openslide.bounds-height", 1, limit,
                   &bounds.height))
    return;
  bounds = ts_rect_intersect (bounds, slide);
  if (!ts_rect_is_empty (bounds))
    info->bounds_l0 = bounds;
}

static guint32
read_background (const Properties *properties)
{
  const char *text =
    properties->get (properties->file, "openslide.background-color");
  guint64 rgb;

  if (text == NULL || strlen (text) != 6 ||
      !g_ascii_string_to_unsigned (text, 16, 0, 0xffffff, &rgb, NULL))
    return 0xffffff;
  return (guint32) rgb;
}

void
ts_slide_facts_read (TsSlideInfo *info,
                     TsPropertyFunc get_property,
                     gpointer file)
{
  Properties properties = { get_property, file };
  const char *vendor = get_property (file, "openslide.vendor");

  g_free (info->vendor);
  info->vendor = g_strdup (vendor != NULL ? vendor : "unknown");
  read_resolution (&properties, info);
  if (!get_number (&properties, "openslide.objective-power", 0.01, MAX_POWER,
                   &info->objective_power))
    info->objective_power = 0;
  read_hint (&properties, info);
  read_bounds (&properties, info);
  info->background_rgb = read_background (&properties);
}
