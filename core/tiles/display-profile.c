/* From a scanner's colours to sRGB by its ICC profile, with Little CMS where it is there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/display-profile.h"

#include "core/base/error.h"

#ifdef TS_HAVE_LCMS2
  #include <lcms2.h>

  /* Little CMS counts in 32 bits; a tile has 65 536 pixels. */
  #define MAX_PX_AT_ONCE (1u << 20)
  #if G_BYTE_ORDER == G_LITTLE_ENDIAN
    #define TYPE_NATIVE_ARGB TYPE_BGRA_8
  #else
    #define TYPE_NATIVE_ARGB TYPE_ARGB_8
  #endif

struct TsDisplayProfile {
  cmsHTRANSFORM transform;
};

static gboolean
check_profile (cmsHPROFILE profile, GError **error)
{
  if (profile == NULL) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "the colour profile is no ICC profile");
    return FALSE;
  }
  if (cmsGetColorSpace (profile) == cmsSigRgbData)
    return TRUE;
  g_set_error_literal (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                       "the colour profile is not of RGB pixels");
  return FALSE;
}

/* Without a cache, so that several threads may use it. Perceptual, as viewers do: a scanner's
 * profile that has no such table is taken by its matrix. */
static cmsHTRANSFORM
make_transform (cmsHPROFILE profile, GError **error)
{
  cmsHPROFILE screen;
  cmsHTRANSFORM transform;

  if (!check_profile (profile, error))
    return NULL;
  screen = cmsCreate_sRGBProfile ();
  transform = cmsCreateTransform (profile, TYPE_NATIVE_ARGB, screen,
                                  TYPE_NATIVE_ARGB, INTENT_PERCEPTUAL,
                                  cmsFLAGS_NOCACHE | cmsFLAGS_COPY_ALPHA);
  cmsCloseProfile (screen);
  if (transform == NULL)
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "the colour profile is damaged");
  return transform;
}

TsDisplayProfile *
ts_display_profile_new (GBytes *bytes, GError **error)
{
  gsize n_bytes = 0;
  gconstpointer data = g_bytes_get_data (bytes, &n_bytes);
  cmsHPROFILE profile = n_bytes > G_MAXUINT32
                          ? NULL
                          : cmsOpenProfileFromMem (data, (guint32) n_bytes);
  cmsHTRANSFORM transform = make_transform (profile, error);
  TsDisplayProfile *self = NULL;

  if (transform != NULL) {
    self = g_new0 (TsDisplayProfile, 1);
    self->transform = transform;
  }
  if (profile != NULL)
    cmsCloseProfile (profile);
  return self;
}

void
ts_display_profile_free (TsDisplayProfile *self)
{
  if (self == NULL)
    return;
  cmsDeleteTransform (self->transform);
  g_free (self);
}

void
ts_display_profile_apply (const TsDisplayProfile *self,
                          guint32 *argb,
                          gsize n_px)
{
  for (gsize i = 0; i < n_px; i += MAX_PX_AT_ONCE)
    cmsDoTransform (self->transform, argb + i, argb + i,
                    (guint32) MIN (n_px - i, MAX_PX_AT_ONCE));
}

#else

TsDisplayProfile *
ts_display_profile_new (GBytes *bytes, GError **error)
{
  g_set_error_literal (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                       "this build has no colour management");
  return NULL;
}

void
ts_display_profile_free (TsDisplayProfile *self)
{
}

void
ts_display_profile_apply (const TsDisplayProfile *self,
                          guint32 *argb,
                          gsize n_px)
{
}

#endif
