/* What a slide's file says of itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/slide-details.h"

#include <openslide.h>
#include <sys/stat.h>

#include "core/base/error.h"
#include "core/base/parse.h"
#include "core/slide/slide-backend.h"
#include "core/slide/slide-profile.h"

G_STATIC_ASSERT (G_N_ELEMENTS (((TsSlideDetails *) NULL)->tile_sizes) ==
                 TS_SLIDE_MAX_LEVELS);

gboolean
ts_slide_property_is_safe (const char *name)
{
  static const char *const exact[] = {
    "openslide.background-color",
    "openslide.bounds-height",
    "openslide.bounds-width",
    "openslide.bounds-x",
    "openslide.bounds-y",
    "openslide.icc-size",
    "openslide.level-count",
    "openslide.mpp-x",
    "openslide.mpp-y",
    "openslide.objective-power",
    "openslide.vendor",
    "tiff.ResolutionUnit",
    "tiff.XResolution",
    "tiff.YResolution",
  };

  for (guint i = 0; i < G_N_ELEMENTS (exact); i++)
    if (g_str_equal (name, exact[i]))
      return TRUE;
  return g_str_has_prefix (name, "openslide.level[");
}

static openslide_t *
open_again (TsSlide *slide, GError **error)
{
  const char *path = ts_slide_get_path (slide);
  openslide_t *osr = openslide_open (path);
  const char *message = osr != NULL ? openslide_get_error (osr) : NULL;

  if (osr != NULL && message == NULL)
    return osr;
  g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s' again: %s",
               path, message != NULL ? message : "it is no slide any more");
  g_clear_pointer (&osr, openslide_close);
  return NULL;
}

static void
property_free (gpointer data)
{
  TsSlideProperty *property = data;

  g_free (property->name);
  g_free (property->value);
  g_free (property);
}

static TsSlideDetails *
details_new (void)
{
  TsSlideDetails *self = g_new0 (TsSlideDetails, 1);

  self->properties = g_ptr_array_new_with_free_func (property_free);
  self->pictures = g_new0 (char *, 1);
  return self;
}

void
ts_slide_details_free (TsSlideDetails *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->properties);
  g_strfreev (self->pictures);
  g_free (self);
}

/* OpenSlide lists names in order. */
static void
read_properties (TsSlideDetails *self, openslide_t *osr)
{
  const char *const *names = openslide_get_property_names (osr);

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    const char *value = openslide_get_property_value (osr, names[i]);
    TsSlideProperty *property = g_new0 (TsSlideProperty, 1);

    property->name = g_utf8_make_valid (names[i], -1);
    property->value = g_utf8_make_valid (value != NULL ? value : "", -1);
    property->is_private = !ts_slide_property_is_safe (names[i]);
    g_ptr_array_add (self->properties, property);
  }
}

static guint32
read_tile_side (openslide_t *osr, guint level, const char *side)
{
  g_autofree char *name =
    g_strdup_printf ("openslide.level[%u].tile-%s", level, side);
  gint64 n_px = 0;

  ts_parse_int (openslide_get_property_value (osr, name), 1, G_MAXINT32, &n_px);
  return (guint32) n_px;
}

static void
read_tile_sizes (TsSlideDetails *self, openslide_t *osr, guint n_levels)
{
  self->n_tile_sizes = n_levels;
  for (guint i = 0; i < n_levels; i++) {
    self->tile_sizes[i].width_px = read_tile_side (osr, i, "width");
    self->tile_sizes[i].height_px = read_tile_side (osr, i, "height");
  }
}

static guint64
find_file_size (const char *path)
{
  struct stat status;

  return stat (path, &status) == 0 ? (guint64) status.st_size : 0;
}

TsSlideDetails *
ts_slide_details_read (TsSlide *slide, GError **error)
{
  TsSlideDetails *self;
  openslide_t *osr;

  if (ts_slide_get_path (slide) == NULL)
    return details_new ();
  osr = open_again (slide, error);
  if (osr == NULL)
    return NULL;
  self = details_new ();
  read_properties (self, osr);
  read_tile_sizes (self, osr, ts_slide_get_info (slide)->n_levels);
  g_strfreev (self->pictures);
  self->pictures =
    g_strdupv ((char **) (void *) openslide_get_associated_image_names (osr));
  self->n_file_bytes = find_file_size (ts_slide_get_path (slide));
  openslide_close (osr);
  return self;
}

static gboolean
read_picture (openslide_t *osr,
              const char *name,
              TsSlidePicture *out,
              GError **error)
{
  gint64 width = -1, height = -1;
  const char *message;

  openslide_get_associated_image_dimensions (osr, name, &width, &height);
  if (width < 1 || height < 1) {
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "the slide has no picture '%s'", name);
    return FALSE;
  }
  if (width > TS_SLIDE_MAX_PICTURE_PX ||
      height > TS_SLIDE_MAX_PICTURE_PX / width) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "the picture '%s' of %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT
                 " pixels is too large",
                 name, width, height);
    return FALSE;
  }
  out->width = (guint) width;
  out->height = (guint) height;
  out->argb = g_new0 (guint32, (gsize) width * (gsize) height);
  openslide_read_associated_image (osr, name, out->argb);
  message = openslide_get_error (osr);
  if (message == NULL)
    return TRUE;
  g_clear_pointer (&out->argb, g_free);
  g_set_error (error, TS_ERROR, TS_ERROR_READ,
               "cannot read the picture '%s': %s", name, message);
  return FALSE;
}

gboolean
ts_slide_read_picture (TsSlide *slide,
                       const char *name,
                       TsSlidePicture *out,
                       GError **error)
{
  openslide_t *osr;
  gboolean is_read;

  if (ts_slide_get_path (slide) == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "the slide has no picture '%s'", name);
    return FALSE;
  }
  osr = open_again (slide, error);
  if (osr == NULL)
    return FALSE;
  is_read = read_picture (osr, name, out, error);
  openslide_close (osr);
  return is_read;
}

#ifdef TS_HAVE_OPENSLIDE_ICC
static GBytes *
read_profile (TsSlide *slide)
{
  openslide_t *osr = open_again (slide, NULL);
  gint64 n_bytes = osr != NULL ? openslide_get_icc_profile_size (osr) : 0;
  GBytes *profile = NULL;

  if (n_bytes > 0 && n_bytes <= TS_SLIDE_MAX_PROFILE_BYTES) {
    gpointer data = g_malloc0 ((gsize) n_bytes);

    openslide_read_icc_profile (osr, data);
    profile = g_bytes_new_take (data, (gsize) n_bytes);
    if (openslide_get_error (osr) != NULL)
      g_clear_pointer (&profile, g_bytes_unref);
  }
  g_clear_pointer (&osr, openslide_close);
  return profile;
}
#else
static GBytes *
read_profile (TsSlide *slide)
{
  const char *vendor = ts_slide_get_info (slide)->vendor;

  if (!g_str_equal (vendor, "aperio") && !g_str_equal (vendor, "generic-tiff"))
    return NULL;
  return ts_slide_profile_read_tiff (ts_slide_get_path (slide),
                                     TS_SLIDE_MAX_PROFILE_BYTES);
}
#endif

GBytes *
ts_slide_read_profile (TsSlide *slide)
{
  return ts_slide_get_path (slide) != NULL ? read_profile (slide) : NULL;
}
