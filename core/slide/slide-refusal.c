/* Why a file is no slide, in words that help.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/slide-refusal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"

#define HEAD_BYTES 132 /* DICOM has its magic at 128 */

gboolean
ts_slide_refusal_check_file (const char *path, GError **error)
{
  GStatBuf facts;

  if (g_stat (path, &facts) != 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': %s", path,
                 g_strerror (errno));
    return FALSE;
  }
  if (S_ISDIR (facts.st_mode)) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN,
                 "'%s' is a folder, not a slide", path);
    return FALSE;
  }
  if (!S_ISREG (facts.st_mode)) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "'%s' is not a file", path);
    return FALSE;
  }
  if (facts.st_size == 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "'%s' is empty", path);
    return FALSE;
  }
  if (g_access (path, R_OK) != 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': %s", path,
                 g_strerror (errno));
    return FALSE;
  }
  return TRUE;
}

static gsize
read_head (const char *path, guint8 *head)
{
  FILE *stream = g_fopen (path, "rb");
  gsize n_read;

  if (stream == NULL)
    return 0;
  n_read = fread (head, 1, HEAD_BYTES, stream);
  fclose (stream);
  return n_read;
}

static gboolean
starts_with (const guint8 *head,
             gsize n_bytes,
             const void *magic,
             gsize n_magic)
{
  return n_bytes >= n_magic && memcmp (head, magic, n_magic) == 0;
}

static gboolean
is_tiff (const guint8 *head, gsize n_bytes)
{
  return starts_with (head, n_bytes, "II*\0", 4) ||
         starts_with (head, n_bytes, "MM\0*", 4) ||
         starts_with (head, n_bytes, "II+\0", 4) ||
         starts_with (head, n_bytes, "MM\0+", 4);
}

static const char *
name_picture (const guint8 *head, gsize n_bytes)
{
  if (starts_with (head, n_bytes, "\x89PNG", 4))
    return "PNG";
  if (starts_with (head, n_bytes, "\xff\xd8\xff", 3))
    return "JPEG";
  return NULL;
}

void
ts_slide_refusal_explain (const char *path,
                          const char *openslide_version,
                          GError **error)
{
  guint8 head[HEAD_BYTES] = { 0 };
  gsize n_bytes = read_head (path, head);
  const char *picture = name_picture (head, n_bytes);

  if (n_bytes == HEAD_BYTES && memcmp (head + 128, "DICM", 4) == 0)
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "'%s' is a DICOM file that OpenSlide %s cannot read; "
                 "DICOM slides need OpenSlide 4.0 or newer",
                 path, openslide_version);
  else if (picture != NULL)
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "'%s' is a picture (%s), not a slide", path, picture);
  else if (is_tiff (head, n_bytes))
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "'%s' is not a slide that can be read: OpenSlide %s does not "
                 "recognise this kind of TIFF, or the file is damaged (a TIFF "
                 "must be tiled, with 8-bit RGB colour)",
                 path, openslide_version);
  else
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN,
                 "'%s' is not a slide that can be read: OpenSlide %s does not "
                 "recognise its format",
                 path, openslide_version);
}
