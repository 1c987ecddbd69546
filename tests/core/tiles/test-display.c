/* Tests of what is shown in place of the slide's own pixels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/display.h"

#include <math.h>
#include <string.h>
#ifdef TS_HAVE_LCMS2
  #include <lcms2.h>
#endif

#include "core/base/error.h"

static void
test_a_neutral_look_changes_nothing (void)
{
  guint8 table[256];
  guint32 argb[] = { 0xff000000u, 0xff102030u, 0xffffffffu, 0xff7f80feu };
  guint32 before[G_N_ELEMENTS (argb)];
  g_autoptr (TsDisplay) display =
    ts_display_new (&ts_display_look_neutral, NULL, NULL);

  ts_display_look_fill (&ts_display_look_neutral, table);
  for (guint i = 0; i < 256; i++)
    g_assert_cmpuint (table[i], ==, i);
  memcpy (before, argb, sizeof argb);
  ts_display_apply (display, argb, G_N_ELEMENTS (argb));
  g_assert_cmpmem (argb, sizeof argb, before, sizeof before);
  g_assert_true (ts_display_look_is_neutral (ts_display_get_look (display)));
}

static void
assert_never_falls (TsDisplayLook look)
{
  guint8 table[256];

  ts_display_look_fill (&look, table);
  for (guint i = 1; i < 256; i++)
    g_assert_cmpuint (table[i], >=, table[i - 1]);
}

static void
test_no_look_turns_the_greys_around (void)
{
  const double factors[] = { 0.1, 0.4, 1, 2.5, 10 };

  for (guint i = 0; i < 5; i++)
    for (guint j = 0; j < 5; j++)
      for (int brightness = -4; brightness <= 4; brightness++)
        assert_never_falls (
          (TsDisplayLook){ brightness / 4.0, factors[i], factors[j] });
}

static guint8
show (double brightness, double contrast, double gamma, guint8 value)
{
  TsDisplayLook look = { brightness, contrast, gamma };
  guint8 table[256];

  ts_display_look_fill (&look, table);
  return table[value];
}

static void
test_known_values (void)
{
  /* 51 is 0.2, 102 is 0.4, 153 is 0.6. */
  g_assert_cmpuint (show (0.2, 1, 1, 102), ==, 153);
  g_assert_cmpuint (show (-0.2, 1, 1, 51), ==, 0);
  g_assert_cmpuint (show (0, 2, 1, 102), ==, 77); /* 0.3 is 76.5 */
  g_assert_cmpuint (show (0, 2, 1, 51), ==, 0);
  g_assert_cmpuint (show (0, 0.5, 1, 255), ==, 191);
  g_assert_cmpuint (show (0, 1, 2, 102), ==, lround (255 * sqrt (0.4)));
  g_assert_cmpuint (show (0, 1, 0.5, 102), ==, lround (255 * 0.16));
  g_assert_cmpuint (show (0, 1, 2, 0), ==, 0);
  g_assert_cmpuint (show (0, 1, 2, 255), ==, 255);
}

static void
test_channels_are_changed_alike (void)
{
  TsDisplayLook look = { 0.2, 1, 1 };
  g_autoptr (TsDisplay) display = ts_display_new (&look, NULL, NULL);
  guint32 argb[] = { 0xff336600u };

  ts_display_apply (display, argb, 1);
  g_assert_cmphex (argb[0], ==, 0xff669933u);
}

static void
test_nonsense_becomes_neutral (void)
{
  TsDisplayLook look =
    ts_display_look_clamp (&(TsDisplayLook){ NAN, NAN, NAN });
  TsDisplayLook wide =
    ts_display_look_clamp (&(TsDisplayLook){ -9, INFINITY, 0 });

  g_assert_true (ts_display_look_is_neutral (&look));
  g_assert_cmpfloat (wide.brightness, ==, -1);
  g_assert_cmpfloat (wide.contrast, ==, 10);
  g_assert_cmpfloat (wide.gamma, ==, 0.1);
}

static void
assert_refused (GBytes *profile, TsError code, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ts_display_new (&ts_display_look_neutral, profile, &error));
  g_assert_error (error, TS_ERROR, (gint) code);
  g_assert_cmpstr (error->message, ==, message);
}

#ifdef TS_HAVE_LCMS2
static GBytes *
save_profile (cmsHPROFILE profile)
{
  cmsUInt32Number n_bytes = 0;
  gpointer data;

  g_assert_true (cmsSaveProfileToMem (profile, NULL, &n_bytes));
  data = g_malloc (n_bytes);
  g_assert_true (cmsSaveProfileToMem (profile, data, &n_bytes));
  cmsCloseProfile (profile);
  return g_bytes_new_take (data, n_bytes);
}

/* sRGB's primaries and white, with another curve. */
static GBytes *
make_profile (double gamma)
{
  cmsCIExyY white = { 0.3127, 0.3290, 1 };
  cmsCIExyYTRIPLE primaries = { { 0.64, 0.33, 1 },
                                { 0.30, 0.60, 1 },
                                { 0.15, 0.06, 1 } };
  cmsToneCurve *curve = cmsBuildGamma (NULL, gamma);
  cmsToneCurve *curves[] = { curve, curve, curve };
  cmsHPROFILE profile = cmsCreateRGBProfile (&white, &primaries, curves);

  cmsFreeToneCurve (curve);
  return save_profile (profile);
}

/* Linear light of 0.5 is 188 in sRGB (IEC 61966-2-1: 1.055 * 0.5^(1/2.4) - 0.055). */
static void
test_a_profile_leads_to_srgb (void)
{
  g_autoptr (GBytes) linear = make_profile (1.0);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsDisplay) display =
    ts_display_new (&ts_display_look_neutral, linear, &error);
  guint32 argb[] = { 0xff808080u, 0xffffffffu, 0xff000000u };

  g_assert_no_error (error);
  g_assert_true (ts_display_has_profile (display));
  ts_display_apply (display, argb, G_N_ELEMENTS (argb));
  g_assert_cmpint (ABS ((int) (argb[0] & 0xff) - 188), <=, 1);
  g_assert_cmpint (ABS ((int) (argb[0] >> 16 & 0xff) - 188), <=, 1);
  g_assert_cmphex (argb[0] >> 24, ==, 0xff);
  g_assert_cmphex (argb[1], ==, 0xffffffffu);
  g_assert_cmphex (argb[2], ==, 0xff000000u);
}

static void
test_broken_profiles_are_refused (void)
{
  g_autoptr (GBytes) words = g_bytes_new_static ("no profile at all", 17);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) sound = make_profile (2.2);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (sound, 0, 200);
  cmsToneCurve *curve = cmsBuildGamma (NULL, 2.2);
  g_autoptr (GBytes) grey =
    save_profile (cmsCreateGrayProfile (cmsD50_xyY (), curve));

  cmsFreeToneCurve (curve);
  assert_refused (words, TS_ERROR_FORMAT,
                  "the colour profile is no ICC profile");
  assert_refused (nothing, TS_ERROR_FORMAT,
                  "the colour profile is no ICC profile");
  assert_refused (cut, TS_ERROR_FORMAT, "the colour profile is no ICC profile");
  assert_refused (grey, TS_ERROR_UNSUPPORTED,
                  "the colour profile is not of RGB pixels");
}

/* Each byte of the table of tags once broken: an error or a picture, never a crash. */
static void
test_damaged_profiles_do_no_harm (void)
{
  g_autoptr (GBytes) sound = make_profile (2.2);
  gsize n_bytes = 0;
  const guint8 *data = g_bytes_get_data (sound, &n_bytes);

  for (gsize i = 0; i < n_bytes; i++) {
    guint8 *copy = g_memdup2 (data, n_bytes);
    copy[i] ^= 0xff;
    g_autoptr (GBytes) bytes = g_bytes_new_take (copy, n_bytes);
    g_autoptr (GError) error = NULL;
    g_autoptr (TsDisplay) display =
      ts_display_new (&ts_display_look_neutral, bytes, &error);
    guint32 argb[] = { 0xff804020u };

    g_assert_true ((display == NULL) == (error != NULL));
    if (display != NULL)
      ts_display_apply (display, argb, 1);
    g_assert_cmphex (argb[0] >> 24, ==, 0xff);
  }
}

static void
quiet (cmsContext context, cmsUInt32Number code, const char *text)
{
}
#else
static void
test_a_profile_is_refused (void)
{
  g_autoptr (GBytes) words = g_bytes_new_static ("any", 3);

  assert_refused (words, TS_ERROR_UNSUPPORTED,
                  "this build has no colour management");
}
#endif

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/display/a-neutral-look-changes-nothing",
                   test_a_neutral_look_changes_nothing);
  g_test_add_func ("/display/no-look-turns-the-greys-around",
                   test_no_look_turns_the_greys_around);
  g_test_add_func ("/display/known-values", test_known_values);
  g_test_add_func ("/display/channels-are-changed-alike",
                   test_channels_are_changed_alike);
  g_test_add_func ("/display/nonsense-becomes-neutral",
                   test_nonsense_becomes_neutral);
#ifdef TS_HAVE_LCMS2
  cmsSetLogErrorHandler (quiet);
  g_test_add_func ("/display/a-profile-leads-to-srgb",
                   test_a_profile_leads_to_srgb);
  g_test_add_func ("/display/broken-profiles-are-refused",
                   test_broken_profiles_are_refused);
  g_test_add_func ("/display/damaged-profiles-do-no-harm",
                   test_damaged_profiles_do_no_harm);
#else
  g_test_add_func ("/display/a-profile-is-refused", test_a_profile_is_refused);
#endif
  return g_test_run ();
}
