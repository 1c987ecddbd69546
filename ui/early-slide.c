/* The slide that is opened while the toolkit starts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/early-slide.h"

#include "core/base/lock.h"
#include "core/tiles/tile-loader.h"
#include "core/tiles/tile-plan.h"
#include "ui/texture-cache.h"

/* About a new window's canvas; another size costs a few tiles read too many or too few. */
#define WIDTH_VIEW  1050
#define HEIGHT_VIEW 850
#define N_THREADS   2

/* How often it is looked whether the tiles are read. */
#define LOOK_MS 100

struct TsEarlySlide {
  gint n_refs;
  gboolean is_claimed;
  char *path;
  GThread *thread;
  TsLock lock;
  TsCond is_opened_changed;
  gboolean is_opened; /* guarded, as all below: done, well or badly */
  TsSlide *slide;     /* NULL when it failed or was taken */
  guint32 source;
  TsTileLoader *loader;
};

static TsEarlySlide *early; /* until its tiles are read */
static guint look_source;

static void
wake_nobody (gpointer user_data)
{
}

static TsTileLoader *
load_first_view (TsSlide *slide, guint32 source)
{
  g_autoptr (TsPyramid) pyramid = ts_pyramid_new (slide);
  TsViewport viewport = { .width_view = WIDTH_VIEW,
                          .height_view = HEIGHT_VIEW };
  TsTileLoaderParams params = { .n_threads = N_THREADS,
                                .pyramid = pyramid,
                                .cache = ts_texture_cache_get (),
                                .source = source,
                                .make_payload = ts_texture_cache_make_texture,
                                .wake = wake_nobody };
  TsTileLoader *loader = ts_tile_loader_new (&params);

  ts_viewport_fit (&viewport, ts_slide_get_info (slide)->bounds_l0);
  g_autoptr (GArray) wanted =
    ts_tile_plan_wanted (pyramid, source, &viewport, 1, NULL);
  g_autofree TsTileKey *keys = g_new (TsTileKey, MAX (wanted->len, 1));
  for (guint i = 0; i < wanted->len; i++)
    keys[i] = g_array_index (wanted, TsPlannedTile, i).key;
  ts_tile_loader_request (loader, keys, wanted->len);
  return loader;
}

static gpointer
open_early (gpointer data)
{
  TsEarlySlide *self = data;
  TsSlide *slide = ts_slide_open (self->path, NULL);
  guint32 source = slide != NULL ? ts_texture_cache_take_source (slide) : 0;
  TsTileLoader *loader = slide != NULL ? load_first_view (slide, source) : NULL;

  ts_lock_acquire (&self->lock);
  self->slide = slide;
  self->source = source;
  self->loader = loader;
  self->is_opened = TRUE;
  ts_cond_broadcast (&self->is_opened_changed);
  ts_lock_release (&self->lock);
  return NULL;
}

void
ts_early_slide_begin (const char *path)
{
  g_return_if_fail (early == NULL);
  ts_texture_cache_get ();
  early = g_new0 (TsEarlySlide, 1);
  early->n_refs = 1;
  early->path = g_strdup (path);
  ts_lock_init (&early->lock);
  ts_cond_init (&early->is_opened_changed);
  early->thread = g_thread_new ("early-slide", open_early, early);
}

/* The canvas shares what is read here as long as the source number is held. */
static gboolean
on_look (gpointer user_data)
{
  gboolean is_read;

  ts_lock_acquire (&early->lock);
  is_read = early->is_opened &&
            (early->loader == NULL || ts_tile_loader_is_idle (early->loader));
  ts_lock_release (&early->lock);
  if (!is_read)
    return G_SOURCE_CONTINUE;
  look_source = 0;
  g_clear_pointer (&early, ts_early_slide_unref);
  return G_SOURCE_REMOVE;
}

TsEarlySlide *
ts_early_slide_claim (const char *path)
{
  if (early == NULL || early->is_claimed || g_strcmp0 (path, early->path) != 0)
    return NULL;
  early->is_claimed = TRUE;
  look_source = g_timeout_add (LOOK_MS, on_look, NULL);
  g_atomic_int_inc (&early->n_refs);
  return early;
}

TsSlide *
ts_early_slide_wait (TsEarlySlide *self)
{
  TsSlide *slide;

  ts_lock_acquire (&self->lock);
  while (!self->is_opened)
    ts_cond_wait (&self->is_opened_changed, &self->lock);
  slide = g_steal_pointer (&self->slide);
  ts_lock_release (&self->lock);
  return slide;
}

void
ts_early_slide_unref (TsEarlySlide *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;
  g_thread_join (self->thread);
  ts_tile_loader_free (self->loader);
  if (self->source != 0)
    ts_texture_cache_give_source (self->source);
  g_clear_pointer (&self->slide, ts_slide_unref);
  ts_cond_clear (&self->is_opened_changed);
  ts_lock_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}

void
ts_early_slide_end (void)
{
  g_clear_handle_id (&look_source, g_source_remove);
  g_clear_pointer (&early, ts_early_slide_unref);
}
