/* Facts from properties: what is believed and what is not.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/slide-facts.h"

/* Name, value, name, value, ... NULL. */
static const char *
get_property (gpointer file, const char *name)
{
  const char *const *list = file;

  for (guint i = 0; list[i] != NULL; i += 2)
    if (g_str_equal (list[i], name))
      return list[i + 1];
  return NULL;
}

static TsSlideInfo *
read_facts (const char *const *list)
{
  TsSlideInfo *info = g_new0 (TsSlideInfo, 1);

  info->width_px = 1000;
  info->height_px = 800;
  ts_slide_facts_read (info, get_property, (gpointer) list);
  return info;
}

static void
assert_mpp (const char *const *list, double x, double y, TsMppSource source)
{
  g_autoptr (TsSlideInfo) info = read_facts (list);

  g_assert_cmpfloat_with_epsilon (info->mpp_x, x, 1e-12);
  g_assert_cmpfloat_with_epsilon (info->mpp_y, y, 1e-12);
  g_assert_cmpint (info->mpp_source, ==, source);
}

static void
test_vendor_mpp (void)
{
  const char *const good[] = { "openslide.vendor",
                               "aperio",
                               "openslide.mpp-x",
                               "0.2525",
                               "openslide.mpp-y",
                               "0.253",
                               NULL };
  const char *const bad[][7] = {
    { "openslide.vendor", "aperio", "openslide.mpp-x", "0.25", NULL },
    { "openslide.vendor", "aperio", "openslide.mpp-x", "0.25 um",
      "openslide.mpp-y", "0.25", NULL },
    { "openslide.vendor", "aperio", "openslide.mpp-x", "0,25",
      "openslide.mpp-y", "0,25", NULL },
    { "openslide.vendor", "aperio", "openslide.mpp-x", "0", "openslide.mpp-y",
      "0", NULL },
    { "openslide.vendor", "aperio", "openslide.mpp-x", "-1", "openslide.mpp-y",
      "0.25", NULL },
    { "openslide.vendor", "aperio", "openslide.mpp-x", "nan", "openslide.mpp-y",
      "nan", NULL },
    { "openslide.vendor", "aperio", "openslide.mpp-x", "inf", "openslide.mpp-y",
      "inf", NULL },
    { "openslide.vendor", "aperio", "openslide.mpp-x", "", "openslide.mpp-y",
      "", NULL },
  };

  assert_mpp (good, 0.2525, 0.253, TS_MPP_VENDOR);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_mpp (bad[i], 0, 0, TS_MPP_NONE);
}

static void
test_tiff_resolution (void)
{
  const char *const per_cm[] = { "openslide.vendor",
                                 "generic-tiff",
                                 "tiff.ResolutionUnit",
                                 "centimeter",
                                 "tiff.XResolution",
                                 "40000",
                                 "tiff.YResolution",
                                 "20000",
                                 NULL };
  const char *const per_inch[] = { "openslide.vendor",
                                   "generic-tiff",
                                   "tiff.ResolutionUnit",
                                   "inch",
                                   "tiff.XResolution",
                                   "50800",
                                   "tiff.YResolution",
                                   "50800",
                                   NULL };
  const char *const newer[] = { "openslide.vendor",
                                "generic-tiff",
                                "openslide.mpp-x",
                                "0.5",
                                "openslide.mpp-y",
                                "0.5",
                                NULL };

  assert_mpp (per_cm, 0.25, 0.5, TS_MPP_TIFF);
  assert_mpp (per_inch, 0.5, 0.5, TS_MPP_TIFF);
  assert_mpp (newer, 0.5, 0.5, TS_MPP_TIFF);
}

static void
test_print_size (void)
{
  const char *const dpi[] = { "openslide.vendor",
                              "generic-tiff",
                              "tiff.ResolutionUnit",
                              "inch",
                              "tiff.XResolution",
                              "72",
                              "tiff.YResolution",
                              "72",
                              NULL };
  const char *const no_unit[] = { "openslide.vendor",
                                  "generic-tiff",
                                  "tiff.ResolutionUnit",
                                  "none",
                                  "tiff.XResolution",
                                  "40000",
                                  "tiff.YResolution",
                                  "40000",
                                  NULL };
  const char *const newer_dpi[] = { "openslide.vendor",
                                    "generic-tiff",
                                    "openslide.mpp-x",
                                    "352.77",
                                    "openslide.mpp-y",
                                    "352.77",
                                    NULL };
  const char *const other_vendor[] = { "openslide.vendor",
                                       "aperio",
                                       "tiff.ResolutionUnit",
                                       "centimeter",
                                       "tiff.XResolution",
                                       "40000",
                                       "tiff.YResolution",
                                       "40000",
                                       NULL };

  assert_mpp (dpi, 0, 0, TS_MPP_NONE);
  assert_mpp (no_unit, 0, 0, TS_MPP_NONE);
  assert_mpp (newer_dpi, 0, 0, TS_MPP_NONE);
  assert_mpp (other_vendor, 0, 0, TS_MPP_NONE);
}

static void
test_bounds (void)
{
  const char *const list[] = { "openslide.bounds-x",
                               "100",
                               "openslide.bounds-y",
                               "200",
                               "openslide.bounds-width",
                               "5000",
                               "openslide.bounds-height",
                               "300",
                               "openslide.vendor",
                               "mirax",
                               NULL };
  const char *const outside[] = { "openslide.bounds-x",
                                  "2000",
                                  "openslide.bounds-y",
                                  "0",
                                  "openslide.bounds-width",
                                  "10",
                                  "openslide.bounds-height",
                                  "10",
                                  NULL };
  g_autoptr (TsSlideInfo) cut = read_facts (list);
  g_autoptr (TsSlideInfo) whole = read_facts (outside);

  g_assert_cmpfloat (cut->bounds_l0.x, ==, 100);
  g_assert_cmpfloat (cut->bounds_l0.y, ==, 200);
  g_assert_cmpfloat (cut->bounds_l0.width, ==, 900);
  g_assert_cmpfloat (cut->bounds_l0.height, ==, 300);
  g_assert_cmpfloat (whole->bounds_l0.width, ==, 1000);
  g_assert_cmpfloat (whole->bounds_l0.height, ==, 800);
  g_assert_cmpstr (whole->vendor, ==, "unknown");
}

static void
test_background_and_power (void)
{
  const char *const good[] = { "openslide.background-color", "F0e1D2",
                               "openslide.objective-power", "40", NULL };
  const char *const bad[] = { "openslide.background-color", "0xF0F0",
                              "openslide.objective-power", "40x", NULL };
  g_autoptr (TsSlideInfo) info = read_facts (good);
  g_autoptr (TsSlideInfo) plain = read_facts (bad);

  g_assert_cmphex (info->background_rgb, ==, 0xf0e1d2);
  g_assert_cmpfloat (info->objective_power, ==, 40);
  g_assert_cmphex (plain->background_rgb, ==, 0xffffff);
  g_assert_cmpfloat (plain->objective_power, ==, 0);
}

static double
read_hint (const char *const *list)
{
  g_autoptr (TsSlideInfo) info = read_facts (list);

  if (info->likely_mpp > 0) {
    g_assert_cmpfloat (info->mpp_x, ==, 0);
    g_assert_cmpint (info->mpp_source, ==, TS_MPP_NONE);
  }
  return info->likely_mpp;
}

/* Never used by itself: the resolution stays unknown beside it. */
static void
test_hint_is_no_resolution (void)
{
  const char *const objective[] = { "openslide.vendor", "aperio",
                                    "openslide.objective-power", "40", NULL };
  const char *const no_unit[] = { "openslide.vendor",
                                  "generic-tiff",
                                  "tiff.ResolutionUnit",
                                  "none",
                                  "tiff.XResolution",
                                  "40000",
                                  "tiff.YResolution",
                                  "40000",
                                  NULL };
  const char *const print_size[] = { "openslide.vendor",
                                     "generic-tiff",
                                     "tiff.ResolutionUnit",
                                     "none",
                                     "tiff.XResolution",
                                     "72",
                                     "tiff.YResolution",
                                     "72",
                                     NULL };
  const char *const stated[] = { "openslide.vendor",
                                 "aperio",
                                 "openslide.mpp-x",
                                 "0.25",
                                 "openslide.mpp-y",
                                 "0.25",
                                 "openslide.objective-power",
                                 "40",
                                 NULL };

  g_assert_cmpfloat_with_epsilon (read_hint (objective), 0.25, 1e-12);
  g_assert_cmpfloat_with_epsilon (read_hint (no_unit), 0.25, 1e-12);
  g_assert_cmpfloat (read_hint (print_size), ==, 0);
  g_assert_cmpfloat (read_hint (stated), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide-facts/believes-the-vendors-strict-number",
                   test_vendor_mpp);
  g_test_add_func ("/slide-facts/reads-a-tiffs-resolution",
                   test_tiff_resolution);
  g_test_add_func ("/slide-facts/does-not-believe-a-print-size",
                   test_print_size);
  g_test_add_func ("/slide-facts/cuts-bounds-at-the-slide", test_bounds);
  g_test_add_func ("/slide-facts/reads-background-and-power",
                   test_background_and_power);
  g_test_add_func ("/slide-facts/hint-is-no-resolution",
                   test_hint_is_no_resolution);
  return g_test_run ();
}
