/* The canvas's way from the slide to textures: loader threads make them, the cache keeps
 * them, the main loop is woken to draw.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-view-private.h"

/* About 1500 tiles: several full screens at twice the pixel density. */
#define CACHE_BUDGET_BYTES (384u << 20)
#define N_LOADER_THREADS   2

static gpointer
dup_texture (gpointer texture)
{
  return g_object_ref (texture);
}

static void
on_tiles_came (gpointer user_data)
{
  TsSlideView *self = user_data;
  if (self->loader == NULL)
    return;
  TsTileNews news = ts_tile_loader_take_news (self->loader);
  g_autofree char *failure = news.last_failure;

  if (news.n_failed > 0) {
    self->has_failed_tiles = TRUE;
    ts_slide_view_emit_failed (self, news.n_failed, failure);
  }
  if (news.n_loaded > 0 || news.n_failed > 0)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  if (news.n_loaded > 0 && self->is_overview_due)
    ts_slide_view_emit_overview (self);
}

void
ts_slide_view_start_loader (TsSlideView *self)
{
  self->source++;
  self->has_failed_tiles = FALSE;
  self->maker.waker = self->waker;
  TsTileLoaderParams params = {
    .n_threads = N_LOADER_THREADS,
    .pyramid = self->pyramid,
    .cache = self->cache,
    .source = self->source,
    .make_payload = ts_slide_view_make_texture,
    .wake = ts_slide_view_wake,
    .user_data = &self->maker,
  };
  self->loader = ts_tile_loader_new (&params);
}

void
ts_slide_view_stop_loader (TsSlideView *self)
{
  g_clear_pointer (&self->loader, ts_tile_loader_free);
}

void
ts_slide_view_open_tiles (TsSlideView *self, TsSlide *slide)
{
  if (self->cache == NULL)
    self->cache =
      ts_tile_cache_new (CACHE_BUDGET_BYTES, dup_texture, g_object_unref);
  if (self->waker == NULL)
    self->waker = ts_waker_new (on_tiles_came, self);
  self->pyramid = ts_pyramid_new (slide);
  ts_slide_view_start_loader (self);
}

void
ts_slide_view_close_tiles (TsSlideView *self)
{
  ts_slide_view_stop_loader (self);
  ts_slide_view_drop_former (self);
  g_clear_pointer (&self->pyramid, ts_pyramid_unref);
  if (self->cache != NULL)
    ts_tile_cache_remove_source (self->cache, self->source);
}

/* Once per frame at most, whatever the number of pointer events in between. */
void
ts_slide_view_request_tiles (TsSlideView *self)
{
  if (self->loader == NULL || !self->is_request_due)
    return;
  self->is_request_due = FALSE;
  double surface_scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autoptr (GArray) wanted = ts_tile_plan_wanted (
    self->pyramid, self->source, &self->viewport, surface_scale);
  g_autoptr (GArray) keys =
    g_array_sized_new (FALSE, FALSE, sizeof (TsTileKey), wanted->len);

  for (guint i = 0; i < wanted->len; i++)
    g_array_append_val (keys, g_array_index (wanted, TsPlannedTile, i).key);
  ts_slide_view_append_overview_keys (self, keys);
  ts_tile_loader_request (self->loader, (const TsTileKey *) keys->data,
                          keys->len);
}
