/* What a slide is called by in a store.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/slide-identity.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <tiffio.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/hash.h"

#define N_BLOCKS        32
#define BLOCK_BYTES     16384
#define MAX_DIRECTORIES 1000

static void
add_text (GChecksum *sum, const char *text)
{
  g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text));
}

/* n_bytes from offset, or what there is. FALSE with errno. */
static gboolean
add_bytes (GChecksum *sum, int fd, gint64 offset, gsize n_bytes)
{
  guchar block[BLOCK_BYTES];

  while (n_bytes > 0) {
    gssize n_read = pread (fd, block, MIN (n_bytes, sizeof block), offset);

    if (n_read < 0 && errno == EINTR)
      continue;
    if (n_read < 0)
      return FALSE;
    if (n_read == 0)
      return TRUE;
    g_checksum_update (sum, block, n_read);
    offset += n_read;
    n_bytes -= (gsize) n_read;
  }
  return TRUE;
}

static gboolean
add_samples (GChecksum *sum, int fd, gint64 file_bytes)
{
  gint64 last = file_bytes - BLOCK_BYTES;

  if (file_bytes <= N_BLOCKS * BLOCK_BYTES)
    return add_bytes (sum, fd, 0, (gsize) file_bytes);
  for (gint64 i = 0; i < N_BLOCKS; i++)
    if (!add_bytes (sum, fd, last / (N_BLOCKS - 1) * i, BLOCK_BYTES))
      return FALSE;
  return TRUE;
}

static gboolean
add_file (GChecksum *sum, const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  GStatBuf facts;
  gboolean is_read = FALSE;
  int failure = 0;

  if (fd < 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': %s", path,
                 g_strerror (errno));
    return FALSE;
  }
  if (fstat (fd, &facts) == 0) {
    g_autofree char *length =
      g_strdup_printf ("bytes %" G_GINT64_FORMAT "\n", (gint64) facts.st_size);

    add_text (sum, length);
    is_read = add_samples (sum, fd, facts.st_size);
  }
  failure = errno;
  close (fd);
  if (!is_read)
    g_set_error (error, TS_ERROR, TS_ERROR_READ, "cannot read '%s': %s", path,
                 g_strerror (failure));
  return is_read;
}

static void
add_lengths (GChecksum *sum, TIFF *tiff)
{
  guint32 tag =
    TIFFIsTiled (tiff) ? TIFFTAG_TILEBYTECOUNTS : TIFFTAG_STRIPBYTECOUNTS;
  guint32 n =
    TIFFIsTiled (tiff) ? TIFFNumberOfTiles (tiff) : TIFFNumberOfStrips (tiff);
  guint64 *lengths = NULL;

  if (!TIFFGetField (tiff, tag, &lengths) || lengths == NULL)
    return;
  for (guint32 i = 0; i < n; i++) {
    guint64 little = GUINT64_TO_LE (lengths[i]);

    g_checksum_update (sum, (const guchar *) &little, sizeof little);
  }
}

/* Nothing where it is no TIFF file that libtiff can walk. */
static void
add_tiff (GChecksum *sum, const TsSlideIdentityFacts *facts)
{
  guint n_directories = 0;
  TIFF *tiff = NULL;

  /* NDPI bends the format: offsets past 4 GiB. */
  if (g_strcmp0 (facts->vendor, "hamamatsu") == 0)
    return;
  tiff = TIFFOpen (facts->path, "rm");
  if (tiff == NULL)
    return;
  do {
    add_lengths (sum, tiff);
    n_directories++;
  } while (n_directories < MAX_DIRECTORIES && TIFFReadDirectory (tiff));
  TIFFClose (tiff);
}

char *
ts_slide_identify (const TsSlideIdentityFacts *facts, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *hash = NULL;
  g_autofree char *head = NULL;

  if (facts->quickhash == NULL || *facts->quickhash == '\0') {
    hash = ts_hash_file (facts->path, NULL, error);
    return hash != NULL ? g_strconcat ("sha256:", hash, NULL) : NULL;
  }
  head = g_strdup_printf ("tessera slide 1\nquickhash-1 %s\nsize "
                          "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                          facts->quickhash, facts->width_px, facts->height_px);
  add_text (sum, head);
  if (!add_file (sum, facts->path, error))
    return NULL;
  add_tiff (sum, facts);
  return g_strconcat ("slide1:", g_checksum_get_string (sum), NULL);
}
