/* An open slide: its facts and its pixels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/slide.h"

#include <math.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/lock.h"
#include "core/slide/slide-backend.h"

/* No slide is this wide; keeps sums of coordinates and sizes within gint64 and double. */
#define MAX_COORDINATE_PX (G_GINT64_CONSTANT (1) << 40)

struct TsSlide {
  gint n_refs;
  const TsSlideOps *ops;
  gpointer backend;
  TsSlideInfo *info;
  TsSlideLevel *levels; /* [info->n_levels] */
  char *path;
  TsLock lock;
  TsFileStamp stamp; /* guarded */
};

TsSlide *
ts_slide_new (const TsSlideOps *ops,
              gpointer backend,
              TsSlideInfo *info,
              const TsSlideLevel *levels,
              char *path)
{
  TsSlide *self = g_new0 (TsSlide, 1);

  g_assert (info->n_levels > 0);
  self->n_refs = 1;
  self->ops = ops;
  self->backend = backend;
  self->info = info;
  self->levels = g_new (TsSlideLevel, info->n_levels);
  memcpy (self->levels, levels, info->n_levels * sizeof *levels);
  self->path = path;
  ts_lock_init (&self->lock);
  if (path != NULL)
    ts_slide_accept_file (self);
  return self;
}

TsSlide *
ts_slide_ref (TsSlide *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
ts_slide_unref (TsSlide *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;
  self->ops->free (self->backend);
  ts_slide_info_free (self->info);
  g_free (self->levels);
  g_free (self->path);
  ts_lock_clear (&self->lock);
  g_free (self);
}

const TsSlideInfo *
ts_slide_get_info (const TsSlide *self)
{
  return self->info;
}

const char *
ts_slide_get_path (const TsSlide *self)
{
  return self->path;
}

gint64
ts_slide_get_level_width (const TsSlide *self, guint level)
{
  g_assert (level < self->info->n_levels);
  return self->levels[level].width_px;
}

gint64
ts_slide_get_level_height (const TsSlide *self, guint level)
{
  g_assert (level < self->info->n_levels);
  return self->levels[level].height_px;
}

double
ts_slide_get_level_downsample (const TsSlide *self, guint level)
{
  g_assert (level < self->info->n_levels);
  return self->levels[level].downsample;
}

guint
ts_slide_find_level (const TsSlide *self, double downsample)
{
  guint best = 0;

  for (guint i = 1; i < self->info->n_levels; i++)
    if (self->levels[i].downsample <= downsample &&
        self->levels[i].downsample > self->levels[best].downsample)
      best = i;
  return best;
}

static gboolean
is_possible (gint64 coordinate)
{
  return coordinate >= -MAX_COORDINATE_PX && coordinate <= MAX_COORDINATE_PX;
}

static gboolean
check_region (const TsSlide *self, const TsSlideRegion *region, GError **error)
{
  gint64 w = region->width_lv, h = region->height_lv;

  if (region->level >= self->info->n_levels || w <= 0 || h <= 0 ||
      !is_possible (region->x_l0) || !is_possible (region->y_l0)) {
    g_set_error (error, TS_ERROR, TS_ERROR_READ,
                 "the slide has no such region: %" G_GINT64_FORMAT
                 "x%" G_GINT64_FORMAT " pixels at %" G_GINT64_FORMAT
                 ",%" G_GINT64_FORMAT " of level %u",
                 w, h, region->x_l0, region->y_l0, region->level);
    return FALSE;
  }
  if (w > TS_SLIDE_MAX_REGION_PX || h > TS_SLIDE_MAX_REGION_PX / w) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "a region of %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT
                 " pixels is too large to be read at once",
                 w, h);
    return FALSE;
  }
  return TRUE;
}

/* Pixels of the level that lie before the slide's edge. */
static gint64
count_before (gint64 corner_l0, double downsample)
{
  return corner_l0 < 0 ? llround ((double) -corner_l0 / downsample) : 0;
}

/* How many of n pixels from corner_l0 on touch the level; the rest is empty. */
static gint64
count_within (gint64 corner_l0, gint64 n, double downsample, gint64 size_lv)
{
  double n_left = (double) size_lv - floor ((double) corner_l0 / downsample);

  return n_left <= 0 ? 0 : MIN (n, (gint64) n_left);
}

static gboolean
read_within (TsSlide *self,
             const TsSlideRegion *within,
             guint32 *out_argb,
             GError **error)
{
  if (self->ops->read_region (self->backend, within, out_argb, error))
    return TRUE;
  g_prefix_error (error,
                  "cannot read %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT
                  " pixels at %" G_GINT64_FORMAT ",%" G_GINT64_FORMAT
                  " of level %u of '%s': ",
                  within->width_lv, within->height_lv, within->x_l0,
                  within->y_l0, within->level,
                  self->path != NULL ? self->path : "a slide in memory");
  return FALSE;
}

gboolean
ts_slide_read_region (TsSlide *self,
                      const TsSlideRegion *region,
                      guint32 *out_argb,
                      GError **error)
{
  g_autofree guint32 *part = NULL;
  const TsSlideLevel *level;
  TsSlideRegion within;
  gint64 skip_x, skip_y;
  gsize n_px;

  if (!check_region (self, region, error))
    return FALSE;
  level = &self->levels[region->level];
  n_px = (gsize) region->width_lv * (gsize) region->height_lv;
  skip_x = count_before (region->x_l0, level->downsample);
  skip_y = count_before (region->y_l0, level->downsample);
  within = (TsSlideRegion){ region->level, MAX (region->x_l0, 0),
                            MAX (region->y_l0, 0), 0, 0 };
  within.width_lv = count_within (within.x_l0, region->width_lv - skip_x,
                                  level->downsample, level->width_px);
  within.height_lv = count_within (within.y_l0, region->height_lv - skip_y,
                                   level->downsample, level->height_px);
  if (within.width_lv == region->width_lv &&
      within.height_lv == region->height_lv)
    return read_within (self, &within, out_argb, error);

  memset (out_argb, 0, n_px * sizeof *out_argb);
  if (within.width_lv <= 0 || within.height_lv <= 0)
    return TRUE;
  part = g_new (guint32, (gsize) within.width_lv * (gsize) within.height_lv);
  if (!read_within (self, &within, part, error))
    return FALSE;
  for (gint64 y = 0; y < within.height_lv; y++)
    memcpy (out_argb + (y + skip_y) * region->width_lv + skip_x,
            part + y * within.width_lv, (gsize) within.width_lv * sizeof *part);
  return TRUE;
}

void
ts_slide_note_file (TsSlide *self, const TsFileStamp *stamp)
{
  ts_lock_acquire (&self->lock);
  self->stamp = *stamp;
  ts_lock_release (&self->lock);
}

TsSlideFileState
ts_slide_get_file_state (TsSlide *self)
{
  TsFileStamp now;
  gboolean is_same = FALSE;

  if (self->path == NULL)
    return TS_SLIDE_FILE_SAME;
  if (!ts_file_stamp_read (self->path, &now))
    return TS_SLIDE_FILE_GONE;
  ts_lock_acquire (&self->lock);
  is_same = ts_file_stamp_equal (&now, &self->stamp);
  ts_lock_release (&self->lock);
  return is_same ? TS_SLIDE_FILE_SAME : TS_SLIDE_FILE_CHANGED;
}

void
ts_slide_accept_file (TsSlide *self)
{
  TsFileStamp now;

  if (self->path != NULL && ts_file_stamp_read (self->path, &now))
    ts_slide_note_file (self, &now);
}

void
ts_slide_set_mpp (TsSlide *self, double mpp_x, double mpp_y, TsMppSource source)
{
  self->info->mpp_x = mpp_x;
  self->info->mpp_y = mpp_y;
  self->info->mpp_source = source;
}
