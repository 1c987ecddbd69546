/* The ICC profile of a TIFF file's first picture, by libtiff, which refuses a length that
 * reaches beyond the file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/slide-profile.h"

#include <tiffio.h>

GBytes *
ts_slide_profile_read_tiff (const char *path, gsize max_bytes)
{
  /* No mapping: a file that shrinks must not kill us. */
  TIFF *tiff = TIFFOpen (path, "rm");
  uint32_t n_bytes = 0;
  gpointer data = NULL;
  GBytes *profile = NULL;

  if (tiff == NULL)
    return NULL;
  if (TIFFGetField (tiff, TIFFTAG_ICCPROFILE, &n_bytes, &data) &&
      data != NULL && n_bytes > 0 && n_bytes <= max_bytes)
    profile = g_bytes_new (data, n_bytes);
  TIFFClose (tiff);
  return profile;
}
