/* Slides opened by OpenSlide, and read by it but where a TIFF file's own tiles give the same
 * bytes. Its handle stays in error for good after one region that cannot be read, so a
 * broken handle is put aside, closed when its last user leaves, and the file opened anew.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <openslide.h>
#include <pthread.h>
#include <tiffio.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/lock.h"
#include "core/slide/jpeg-tiles.h"
#include "core/slide/slide-backend.h"
#include "core/slide/slide-facts.h"
#include "core/slide/slide-identity.h"
#include "core/slide/slide-refusal.h"

#define QUICKHASH "openslide.quickhash-1"

typedef struct {
  openslide_t *osr;
  guint n_users;     /* guarded by the backend's lock, as the next */
  guint64 n_entries; /* users so far */
} Handle;

typedef struct {
  char *path;
  char *quickhash; /* NULL when the file has none */
  gint64 width_px, height_px;
  TsJpegTiles *jpeg_tiles; /* NULL where OpenSlide reads everything */
  TsLock lock;
  Handle *current; /* guarded; NULL when it has to be opened anew */
} Backend;

/* libtiff prints its own words on stderr beside the error that OpenSlide hands on, and warns
 * of every private tag a scanner wrote. The handlers are the process's. */
static void
silence_libtiff (void)
{
  TIFFSetErrorHandler (NULL);
  TIFFSetWarningHandler (NULL);
}

/* NULL with the error set; OpenSlide gives an object in error for a file it recognises
 * and cannot open. */
static openslide_t *
open_file (const char *path, GError **error)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once (&once, silence_libtiff);
  openslide_t *osr = openslide_open (path);
  const char *message;

  if (osr == NULL) {
    ts_slide_refusal_explain (path, openslide_get_version (), error);
    return NULL;
  }
  message = openslide_get_error (osr);
  if (message != NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN,
                 "cannot open '%s': %s (OpenSlide %s)", path, message,
                 openslide_get_version ());
    openslide_close (osr);
    return NULL;
  }
  return osr;
}

static const char *
get_property (gpointer file, const char *name)
{
  return openslide_get_property_value (file, name);
}

static void
handle_free (Handle *handle)
{
  openslide_close (handle->osr);
  g_free (handle);
}

/* Another file under the old name must not be read as the slide that was opened. */
static gboolean
is_same_slide (const Backend *self, openslide_t *osr)
{
  gint64 width_px = 0, height_px = 0;

  openslide_get_level0_dimensions (osr, &width_px, &height_px);
  return width_px == self->width_px && height_px == self->height_px &&
         g_strcmp0 (openslide_get_property_value (osr, QUICKHASH),
                    self->quickhash) == 0;
}

/* The message goes behind the one of the slide, which names the file. */
static Handle *
handle_open_again (const Backend *self, GError **error)
{
  openslide_t *osr = openslide_open (self->path);
  const char *message = osr != NULL ? openslide_get_error (osr) : NULL;
  Handle *handle;

  if (osr == NULL && g_access (self->path, R_OK) != 0)
    g_set_error (error, TS_ERROR, TS_ERROR_READ,
                 "the file cannot be opened again: %s", g_strerror (errno));
  else if (message != NULL)
    g_set_error (error, TS_ERROR, TS_ERROR_READ,
                 "the file cannot be opened again: %s", message);
  else if (osr == NULL || !is_same_slide (self, osr))
    g_set_error_literal (error, TS_ERROR, TS_ERROR_READ,
                         "the file has changed since it was opened");
  else {
    handle = g_new0 (Handle, 1);
    handle->osr = osr;
    return handle;
  }
  g_clear_pointer (&osr, openslide_close);
  return NULL;
}

/* With the lock held. The entry's number is 0 when others are in already. */
static Handle *
enter_current (Backend *self, guint64 *out_entry)
{
  if (self->current == NULL)
    return NULL;
  self->current->n_entries++;
  *out_entry = self->current->n_users == 0 ? self->current->n_entries : 0;
  self->current->n_users++;
  return self->current;
}

/* Makes the handle the current one where there is none; else it is closed. */
static void
offer_handle (Backend *self, Handle *handle)
{
  ts_lock_acquire (&self->lock);
  if (self->current == NULL) {
    self->current = handle;
    handle = NULL;
  }
  ts_lock_release (&self->lock);
  if (handle != NULL)
    handle_free (handle);
}

static Handle *
enter_handle (Backend *self, guint64 *out_entry, GError **error)
{
  Handle *handle = NULL, *fresh;

  while (handle == NULL) {
    ts_lock_acquire (&self->lock);
    handle = enter_current (self, out_entry);
    ts_lock_release (&self->lock);
    if (handle != NULL)
      break;
    fresh = handle_open_again (self, error);
    if (fresh == NULL)
      return NULL;
    offer_handle (self, fresh);
  }
  return handle;
}

/* Returns whether nobody else used the handle from the entry till now. */
static gboolean
leave_handle (Backend *self, Handle *handle, guint64 entry, gboolean is_broken)
{
  gboolean is_last, was_alone;

  ts_lock_acquire (&self->lock);
  was_alone = handle->n_entries == entry;
  if (is_broken && self->current == handle)
    self->current = NULL;
  handle->n_users--;
  is_last = handle->n_users == 0 && self->current != handle;
  ts_lock_release (&self->lock);
  if (is_last)
    handle_free (handle);
  return was_alone;
}

/* FALSE and what OpenSlide says when the handle is in error afterwards. */
static gboolean
read_with (openslide_t *osr,
           const TsSlideRegion *region,
           guint32 *out_argb,
           GError **error)
{
  const char *message;

  openslide_read_region (osr, out_argb, region->x_l0, region->y_l0,
                         (int32_t) region->level, region->width_lv,
                         region->height_lv);
  message = openslide_get_error (osr);
  if (message == NULL)
    return TRUE;
  g_set_error_literal (error, TS_ERROR, TS_ERROR_READ, message);
  return FALSE;
}

/* Whose fault was it? A handle in error fails every reader on it, so whoever shared it
 * asks again on a handle of his own. */
static gboolean
read_again (Backend *self,
            const TsSlideRegion *region,
            guint32 *out_argb,
            GError **error)
{
  Handle *own = handle_open_again (self, error);

  if (own == NULL)
    return FALSE;
  if (!read_with (own->osr, region, out_argb, error)) {
    handle_free (own);
    return FALSE;
  }
  offer_handle (self, own);
  return TRUE;
}

static gboolean
read_by_openslide (gpointer backend,
                   const TsSlideRegion *region,
                   guint32 *out_argb,
                   GError **error)
{
  Backend *self = backend;
  g_autoptr (GError) local = NULL;
  guint64 entry = 0;
  Handle *handle = enter_handle (self, &entry, error);
  gboolean is_read, was_alone;

  if (handle == NULL)
    return FALSE;
  is_read = read_with (handle->osr, region, out_argb, &local);
  was_alone = leave_handle (self, handle, entry, !is_read);
  if (is_read)
    return TRUE;
  if (was_alone) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return read_again (self, region, out_argb, error);
}

/* Not while the handle is broken: opening it again finds out whether the file is still the
 * one that was opened. */
static gboolean
may_go_the_fast_way (Backend *self)
{
  gboolean has_handle;

  if (self->jpeg_tiles == NULL)
    return FALSE;
  ts_lock_acquire (&self->lock);
  has_handle = self->current != NULL;
  ts_lock_release (&self->lock);
  return has_handle;
}

/* What the fast way cannot read, OpenSlide reads, or says why it cannot. */
static gboolean
read_region (gpointer backend,
             const TsSlideRegion *region,
             guint32 *out_argb,
             GError **error)
{
  Backend *self = backend;

  return (may_go_the_fast_way (self) &&
          ts_jpeg_tiles_read (self->jpeg_tiles, region, out_argb)) ||
         read_by_openslide (self, region, out_argb, error);
}

static void
backend_free (gpointer backend)
{
  Backend *self = backend;

  ts_jpeg_tiles_free (self->jpeg_tiles);
  if (self->current != NULL)
    handle_free (self->current);
  ts_lock_clear (&self->lock);
  g_free (self->quickhash);
  g_free (self->path);
  g_free (self);
}

static const TsSlideOps openslide_ops = { .read_region = read_region,
                                          .free = backend_free };

static gboolean
is_sound_level (const TsSlideLevel *level, const TsSlideLevel *finer)
{
  if (level->width_px < 1 || level->height_px < 1 ||
      level->width_px > G_MAXINT32 || level->height_px > G_MAXINT32 ||
      !isfinite (level->downsample))
    return FALSE;
  return finer == NULL ? level->downsample == 1.0
                       : level->downsample >= finer->downsample &&
                           level->downsample <= (double) G_MAXINT32;
}

static gboolean
read_levels (openslide_t *osr,
             TsSlideLevel *levels,
             guint *out_n_levels,
             GError **error)
{
  gint32 n_levels = openslide_get_level_count (osr);

  if (n_levels < 1 || n_levels > TS_SLIDE_MAX_LEVELS) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "%d levels are not 1 to %d", n_levels, TS_SLIDE_MAX_LEVELS);
    return FALSE;
  }
  for (gint32 i = 0; i < n_levels; i++) {
    TsSlideLevel *level = &levels[i];

    openslide_get_level_dimensions (osr, i, &level->width_px,
                                    &level->height_px);
    level->downsample = openslide_get_level_downsample (osr, i);
    if (is_sound_level (level, i > 0 ? &levels[i - 1] : NULL))
      continue;
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "level %d of %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT
                 " pixels is not possible",
                 i, level->width_px, level->height_px);
    return FALSE;
  }
  *out_n_levels = (guint) n_levels;
  return TRUE;
}

static TsSlideInfo *
read_info (openslide_t *osr,
           const char *path,
           const TsSlideLevel *levels,
           guint n_levels,
           GError **error)
{
  g_autoptr (TsSlideInfo) info = g_new0 (TsSlideInfo, 1);
  TsSlideIdentityFacts facts = { .path = path,
                                 .quickhash = openslide_get_property_value (
                                   osr, QUICKHASH),
                                 .width_px = levels[0].width_px,
                                 .height_px = levels[0].height_px };

  info->width_px = levels[0].width_px;
  info->height_px = levels[0].height_px;
  info->n_levels = n_levels;
  ts_slide_facts_read (info, get_property, osr);
  facts.vendor = info->vendor;
  info->identity = ts_slide_identify (&facts, error);
  return info->identity != NULL ? g_steal_pointer (&info) : NULL;
}

static Backend *
backend_new (const char *path, openslide_t *osr, const TsSlideInfo *info)
{
  Backend *self = g_new0 (Backend, 1);

  self->path = g_strdup (path);
  self->quickhash = g_strdup (openslide_get_property_value (osr, QUICKHASH));
  self->width_px = info->width_px;
  self->height_px = info->height_px;
  ts_lock_init (&self->lock);
  self->current = g_new0 (Handle, 1);
  self->current->osr = osr;
  return self;
}

/* Other vendors have their tiles elsewhere than where they seem to be. */
static gboolean
is_plain_tiff (const TsSlideInfo *info)
{
  return g_str_equal (info->vendor, "aperio") ||
         g_str_equal (info->vendor, "generic-tiff");
}

TsSlide *
ts_slide_open (const char *path, GError **error)
{
  TsSlideLevel levels[TS_SLIDE_MAX_LEVELS];
  TsSlideInfo *info;
  Backend *backend;
  TsFileStamp stamp;
  TsSlide *slide;
  openslide_t *osr;
  guint n_levels;

  if (!ts_slide_refusal_check_file (path, error))
    return NULL;
  if (!ts_file_stamp_read (path, &stamp)) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': %s", path,
                 g_strerror (errno));
    return NULL;
  }
  osr = open_file (path, error);
  if (osr == NULL)
    return NULL;
  if (!read_levels (osr, levels, &n_levels, error)) {
    g_prefix_error (error, "cannot open '%s': ", path);
    openslide_close (osr);
    return NULL;
  }
  info = read_info (osr, path, levels, n_levels, error);
  if (info == NULL) {
    openslide_close (osr);
    return NULL;
  }
  backend = backend_new (path, osr, info);
  if (is_plain_tiff (info))
    backend->jpeg_tiles =
      ts_jpeg_tiles_open (path, levels, n_levels, read_by_openslide, backend);
  slide = ts_slide_new (&openslide_ops, backend, info, levels, g_strdup (path));
  ts_slide_note_file (slide, &stamp);
  return slide;
}
