/* The view pyramid. A tile comes from the file's level of the same scale, or is scaled from
 * a finer one strip by strip; where the file has nothing near, it is joined from the four
 * tiles below it, which are remembered, so that no large buffer is ever needed and the same
 * pixels are not decoded for every coarse tile again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/pyramid.h"

#include <math.h>
#include <string.h>

#include "core/base/error.h"
#include "core/slide/over-background.h"
#include "core/tiles/area-scale.h"
#include "core/tiles/tile-cache.h"

#define TILE_PX TS_PYRAMID_TILE_PX
/* A file level may stand in for a pyramid level when a tile's far edge is then off by at
 * most this. */
#define MAX_DRIFT_PX 0.25
/* Beyond this a tile is joined from those below. */
#define MAX_SCALE_RATIO 8.5
/* Tiles that stand for at least this many times finer pixels are kept for good. */
#define MIN_PINNED_RATIO 64.0
#define MEMO_BYTES       (64u << 20)
#define STRIP_PX         (1 << 19)

typedef enum { SOURCE_NATIVE, SOURCE_SCALED, SOURCE_JOINED } SourceKind;

/* What a pyramid level is made from. */
typedef struct {
  SourceKind kind;
  guint file_level;
  double scale_x, scale_y; /* level-0 pixels per pixel of the file level */
} Source;

struct TsPyramid {
  gint n_refs;
  TsSlide *slide;
  guint n_levels;
  Source *sources;   /* [n_levels] */
  TsTileCache *memo; /* GBytes of tiles not yet composed, for joining */
};

typedef struct {
  const TsCancel *cancel;
  TsPyramidTile tile;
  guint width, height;
} Job;

static double
downsample_of (guint level)
{
  return ldexp (1, (int) level);
}

static gint64
count_px (gint64 size_l0, guint level)
{
  return (size_l0 + (G_GINT64_CONSTANT (1) << level) - 1) >> level;
}

/* OpenSlide gives most levels the mean of both size ratios as downsample, so that 300 px
 * over 75 and 250 over 62 become 4.016. The writer meant 4, cut at the edge. What the
 * format states itself is left as it is. */
static double
find_scale (gint64 size_l0, gint64 size_lv, double downsample, gboolean is_mean)
{
  double nearest = exp2 (round (log2 (downsample)));
  double ratio = (double) size_l0 / (double) size_lv;

  if (!is_mean)
    return downsample;
  if (fabs ((double) size_l0 / nearest - (double) size_lv) < 1)
    return nearest;
  return ratio;
}

static void
find_scales (const TsSlide *slide, guint level, double *out_x, double *out_y)
{
  gint64 width_l0 = ts_slide_get_level_width (slide, 0);
  gint64 height_l0 = ts_slide_get_level_height (slide, 0);
  gint64 width_lv = ts_slide_get_level_width (slide, level);
  gint64 height_lv = ts_slide_get_level_height (slide, level);
  double downsample = ts_slide_get_level_downsample (slide, level);
  double mean = ((double) width_l0 / (double) width_lv +
                 (double) height_l0 / (double) height_lv) /
                2;
  gboolean is_mean = fabs (mean - downsample) < 1e-6 * downsample;

  *out_x = find_scale (width_l0, width_lv, downsample, is_mean);
  *out_y = find_scale (height_l0, height_lv, downsample, is_mean);
}

static gboolean
is_near (double scale, double downsample)
{
  return fabs (downsample / scale - 1) * TILE_PX <= MAX_DRIFT_PX;
}

static Source
find_source (const TsSlide *slide, guint level)
{
  double downsample = downsample_of (level);
  Source source = { SOURCE_SCALED, 0, 1, 1 };

  for (guint i = 0; i < ts_slide_get_info (slide)->n_levels; i++) {
    double scale_x, scale_y;

    find_scales (slide, i, &scale_x, &scale_y);
    if (is_near (scale_x, downsample) && is_near (scale_y, downsample))
      return (Source){ SOURCE_NATIVE, i, scale_x, scale_y };
    if (scale_x <= downsample && scale_y <= downsample &&
        scale_x >= source.scale_x)
      source = (Source){ SOURCE_SCALED, i, scale_x, scale_y };
  }
  if (downsample / MIN (source.scale_x, source.scale_y) > MAX_SCALE_RATIO)
    source.kind = SOURCE_JOINED;
  return source;
}

static gpointer
ref_bytes (gpointer bytes)
{
  return g_bytes_ref (bytes);
}

static void
unref_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}

TsPyramid *
ts_pyramid_new (TsSlide *slide)
{
  TsPyramid *self = g_new0 (TsPyramid, 1);
  const TsSlideInfo *info = ts_slide_get_info (slide);

  self->n_refs = 1;
  self->slide = ts_slide_ref (slide);
  self->n_levels = 1;
  while (count_px (info->width_px, self->n_levels - 1) > TILE_PX ||
         count_px (info->height_px, self->n_levels - 1) > TILE_PX)
    self->n_levels++;
  self->sources = g_new (Source, self->n_levels);
  for (guint i = 0; i < self->n_levels; i++)
    self->sources[i] = find_source (slide, i);
  self->memo = ts_tile_cache_new (MEMO_BYTES, ref_bytes, unref_bytes);
  return self;
}

TsPyramid *
ts_pyramid_ref (TsPyramid *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
ts_pyramid_unref (TsPyramid *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;
  ts_tile_cache_unref (self->memo);
  ts_slide_unref (self->slide);
  g_free (self->sources);
  g_free (self);
}

TsSlide *
ts_pyramid_get_slide (const TsPyramid *self)
{
  return self->slide;
}

guint
ts_pyramid_get_n_levels (const TsPyramid *self)
{
  return self->n_levels;
}

double
ts_pyramid_get_downsample (const TsPyramid *self, guint level)
{
  g_assert (level < self->n_levels);
  return downsample_of (level);
}

static gint64
get_width_px (const TsPyramid *self, guint level)
{
  return count_px (ts_slide_get_info (self->slide)->width_px, level);
}

static gint64
get_height_px (const TsPyramid *self, guint level)
{
  return count_px (ts_slide_get_info (self->slide)->height_px, level);
}

guint
ts_pyramid_get_n_cols (const TsPyramid *self, guint level)
{
  g_assert (level < self->n_levels);
  return (guint) ((get_width_px (self, level) + TILE_PX - 1) / TILE_PX);
}

guint
ts_pyramid_get_n_rows (const TsPyramid *self, guint level)
{
  g_assert (level < self->n_levels);
  return (guint) ((get_height_px (self, level) + TILE_PX - 1) / TILE_PX);
}

static Job
job_for (const TsPyramid *self, TsPyramidTile tile, const TsCancel *cancel)
{
  gint64 left_px =
    get_width_px (self, tile.level) - (gint64) tile.col * TILE_PX;
  gint64 left_py =
    get_height_px (self, tile.level) - (gint64) tile.row * TILE_PX;

  g_assert (tile.level < self->n_levels && left_px > 0 && left_py > 0);
  return (Job){ cancel, tile, (guint) MIN (left_px, TILE_PX),
                (guint) MIN (left_py, TILE_PX) };
}

TsRect
ts_pyramid_get_tile_l0 (const TsPyramid *self,
                        guint level,
                        guint col,
                        guint row)
{
  Job job = job_for (self, (TsPyramidTile){ level, col, row }, NULL);
  double downsample = downsample_of (level);

  return (TsRect){ col * TILE_PX * downsample, row * TILE_PX * downsample,
                   job.width * downsample, job.height * downsample };
}

guint
ts_pyramid_find_level (const TsPyramid *self, double device_px_per_l0_px)
{
  double level = floor (log2 (1 / device_px_per_l0_px) + 1e-6);

  return (guint) CLAMP (level, 0, (double) self->n_levels - 1);
}

static gboolean
read_native (TsPyramid *self, const Job *job, guint32 *out_argb, GError **error)
{
  const Source *source = &self->sources[job->tile.level];
  double tile_l0 = TILE_PX * downsample_of (job->tile.level);
  double step = ts_slide_get_level_downsample (self->slide, source->file_level);
  TsSlideRegion region = {
    .level = source->file_level,
    .x_l0 = llround (job->tile.col * tile_l0 * (step / source->scale_x)),
    .y_l0 = llround (job->tile.row * tile_l0 * (step / source->scale_y)),
    .width_lv = job->width,
    .height_lv = job->height,
  };

  return ts_slide_read_region (self->slide, &region, out_argb, error);
}

/* What one axis of a tile covers of its file level: *out_first is the first pixel. */
static TsAreaAxis
find_axis (gint64 first_out,
           guint n_out,
           double ratio,
           gint64 size_lv,
           gint64 *out_first)
{
  double from = (double) first_out * ratio;
  gint64 first = (gint64) floor (from);
  gint64 end = (gint64) ceil (from + n_out * ratio);

  first = CLAMP (first, 0, size_lv - 1);
  end = CLAMP (end, first + 1, size_lv);
  *out_first = first;
  return (TsAreaAxis){ from - (double) first, ratio, n_out,
                       (guint) (end - first) };
}

static gboolean
read_scaled (TsPyramid *self, const Job *job, guint32 *out_argb, GError **error)
{
  const Source *source = &self->sources[job->tile.level];
  double downsample = downsample_of (job->tile.level);
  double step = ts_slide_get_level_downsample (self->slide, source->file_level);
  gint64 first_x, first_y;
  TsAreaAxis x = find_axis (
    (gint64) job->tile.col * TILE_PX, job->width, downsample / source->scale_x,
    ts_slide_get_level_width (self->slide, source->file_level), &first_x);
  TsAreaAxis y = find_axis (
    (gint64) job->tile.row * TILE_PX, job->height, downsample / source->scale_y,
    ts_slide_get_level_height (self->slide, source->file_level), &first_y);
  g_autoptr (TsAreaScale) scale = ts_area_scale_new (x, y);
  guint strip_rows = MAX (1, STRIP_PX / x.n_in);
  g_autofree guint32 *strip = g_new (guint32, (gsize) x.n_in * strip_rows);

  for (guint row = 0; row < y.n_in; row += strip_rows) {
    TsSlideRegion region = {
      .level = source->file_level,
      .x_l0 = llround ((double) first_x * step),
      .y_l0 = llround ((double) (first_y + row) * step),
      .width_lv = x.n_in,
      .height_lv = MIN (strip_rows, y.n_in - row),
    };

    if (!ts_cancel_check (job->cancel, error) ||
        !ts_slide_read_region (self->slide, &region, strip, error))
      return FALSE;
    ts_area_scale_add_rows (scale, strip, (guint) region.height_lv);
  }
  ts_area_scale_finish (scale, out_argb);
  return TRUE;
}

static GBytes *
make_remembered (TsPyramid *self, const Job *job, GError **error);

/* Puts a tile of the level below, halved, into its quarter. */
static void
join_quarter (const Job *job,
              const Job *below,
              GBytes *pixels,
              guint32 *out_argb)
{
  guint left = (below->tile.col & 1) * (TILE_PX / 2);
  guint top = (below->tile.row & 1) * (TILE_PX / 2);
  TsAreaAxis x = { 0, 2, (below->width + 1) / 2, below->width };
  TsAreaAxis y = { 0, 2, (below->height + 1) / 2, below->height };
  g_autoptr (TsAreaScale) scale = ts_area_scale_new (x, y);
  g_autofree guint32 *half = g_new (guint32, (gsize) x.n_out * y.n_out);

  ts_area_scale_add_rows (scale, g_bytes_get_data (pixels, NULL), y.n_in);
  ts_area_scale_finish (scale, half);
  for (guint row = 0; row < y.n_out; row++)
    memcpy (out_argb + (gsize) (top + row) * job->width + left,
            half + (gsize) row * x.n_out, x.n_out * sizeof *half);
}

static gboolean
read_joined (TsPyramid *self, const Job *job, guint32 *out_argb, GError **error)
{
  guint below = job->tile.level - 1;

  for (guint quarter = 0; quarter < 4; quarter++) {
    TsPyramidTile tile = { below, 2 * job->tile.col + (quarter & 1),
                           2 * job->tile.row + quarter / 2 };
    g_autoptr (GBytes) pixels = NULL;
    Job job_below;

    if (tile.col >= ts_pyramid_get_n_cols (self, below) ||
        tile.row >= ts_pyramid_get_n_rows (self, below))
      continue;
    job_below = job_for (self, tile, job->cancel);
    pixels = make_remembered (self, &job_below, error);
    if (pixels == NULL)
      return FALSE;
    join_quarter (job, &job_below, pixels, out_argb);
  }
  return TRUE;
}

/* Not yet composed: outside the slide transparent. */
static gboolean
make_tile (TsPyramid *self, const Job *job, guint32 *out_argb, GError **error)
{
  if (!ts_cancel_check (job->cancel, error))
    return FALSE;
  switch (self->sources[job->tile.level].kind) {
  case SOURCE_NATIVE:
    return read_native (self, job, out_argb, error);
  case SOURCE_SCALED:
    return read_scaled (self, job, out_argb, error);
  case SOURCE_JOINED:
  default:
    return read_joined (self, job, out_argb, error);
  }
}

static GBytes *
make_remembered (TsPyramid *self, const Job *job, GError **error)
{
  TsTileKey key = { 0, job->tile.level, job->tile.col, job->tile.row };
  GBytes *bytes = ts_tile_cache_lookup (self->memo, &key);
  gsize n_bytes = (gsize) job->width * job->height * sizeof (guint32);
  const Source *source = &self->sources[job->tile.level];
  g_autofree guint32 *argb = NULL;

  if (bytes != NULL)
    return bytes;
  argb = g_malloc (n_bytes);
  if (!make_tile (self, job, argb, error))
    return NULL;
  bytes = g_bytes_new_take (g_steal_pointer (&argb), n_bytes);
  ts_tile_cache_insert (self->memo, &key, g_bytes_ref (bytes), n_bytes,
                        downsample_of (job->tile.level) / source->scale_x >=
                          MIN_PINNED_RATIO);
  return bytes;
}

static void
compose (guint32 *argb, gsize n_px, guint32 background_rgb)
{
  for (gsize i = 0; i < n_px; i++)
    if (argb[i] < 0xff000000u)
      argb[i] = ts_over_background (argb[i], background_rgb);
}

/* Whether tiles of this level are worth remembering: others are joined from them. */
static gboolean
is_remembered (const TsPyramid *self, guint level)
{
  return self->sources[level].kind == SOURCE_JOINED ||
         (level + 1 < self->n_levels &&
          self->sources[level + 1].kind == SOURCE_JOINED);
}

static guint32 *
make_own (TsPyramid *self, const Job *job, gsize n_px, GError **error)
{
  g_autofree guint32 *argb = g_new (guint32, n_px);
  g_autoptr (GBytes) bytes = NULL;

  if (!is_remembered (self, job->tile.level))
    return make_tile (self, job, argb, error) ? g_steal_pointer (&argb) : NULL;
  bytes = make_remembered (self, job, error);
  if (bytes == NULL)
    return NULL;
  memcpy (argb, g_bytes_get_data (bytes, NULL), n_px * sizeof *argb);
  return g_steal_pointer (&argb);
}

gboolean
ts_pyramid_read_tile (TsPyramid *self,
                      TsPyramidTile tile,
                      TsTilePixels *out,
                      const TsCancel *cancel,
                      GError **error)
{
  Job job = job_for (self, tile, cancel);
  gsize n_px = (gsize) job.width * job.height;
  guint32 *argb = make_own (self, &job, n_px, error);

  if (argb == NULL)
    return FALSE;
  compose (argb, n_px, ts_slide_get_info (self->slide)->background_rgb);
  *out = (TsTilePixels){ argb, job.width, job.height };
  return TRUE;
}
