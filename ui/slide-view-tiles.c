/* The canvas's way from the slide to textures: loader threads make them, the cache keeps
 * them, the main loop is woken to draw.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-view-private.h"
#include "ui/texture-cache.h"

#define N_LOADER_THREADS 2
/* Textures a frame may show for the first time: each is copied to the renderer. A view at rest
 * is rather late by a few milliseconds than not yet sharp. */
#define MAX_NEW_MOVING  16
#define MAX_NEW_AT_REST 64

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
  /* Pixels made otherwise than the slide's own are this canvas's alone. */
  self->source = self->maker.display == NULL
                   ? ts_texture_cache_take_source (self->slide)
                   : ts_texture_cache_take_own_source (self->slide);
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
  self->cache = ts_texture_cache_get ();
  if (self->waker == NULL)
    self->waker = ts_waker_new (on_tiles_came, self);
  self->foresight = (TsViewForesight){ 0 };
  self->pyramid = ts_pyramid_new (slide);
  ts_slide_view_start_loader (self);
}

void
ts_slide_view_close_tiles (TsSlideView *self)
{
  ts_slide_view_stop_loader (self);
  ts_slide_view_drop_former (self);
  g_clear_pointer (&self->pyramid, ts_pyramid_unref);
  if (self->source != 0)
    ts_texture_cache_give_source (self->source);
  self->source = 0;
}

static gboolean
on_next_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TS_SLIDE_VIEW (widget)->next_frame = 0;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_REMOVE;
}

/* Once per frame at most, whatever the number of pointer events in between. */
void
ts_slide_view_request_tiles (TsSlideView *self)
{
  if (self->loader == NULL || !self->is_request_due)
    return;
  self->is_request_due = FALSE;
  double surface_scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  ts_view_foresight_note (&self->foresight, &self->viewport,
                          g_get_monotonic_time ());
  g_autoptr (GArray) wanted =
    ts_tile_plan_wanted (self->pyramid, self->source, &self->viewport,
                         surface_scale, &self->foresight);
  g_autoptr (GArray) keys =
    g_array_sized_new (FALSE, FALSE, sizeof (TsTileKey), wanted->len);

  for (guint i = 0; i < wanted->len; i++)
    g_array_append_val (keys, g_array_index (wanted, TsPlannedTile, i).key);
  ts_slide_view_append_overview_keys (self, keys);
  ts_tile_loader_request (self->loader, (const TsTileKey *) keys->data,
                          keys->len);
}

/* Instead of the tiles that are being made, those that stay in view until they are there. */
static GArray *
plan_shown (TsSlideView *self,
            GArray *planned,
            double surface_scale,
            TsTileFrame *frame)
{
  guint32 source = ts_slide_view_choose_source (self);

  if (source == self->source)
    return planned;
  g_array_unref (planned);
  return ts_tile_plan_drawn (self->pyramid, source, &self->viewport,
                             surface_scale, self->cache, frame);
}

GArray *
ts_slide_view_plan_frame (TsSlideView *self,
                          double surface_scale,
                          gboolean *out_is_covered)
{
  TsViewport foreseen;
  gboolean is_moving = ts_view_foresight_look (&self->foresight, 0, &foreseen);
  TsTileFrame frame = { .max_new =
                          is_moving ? MAX_NEW_MOVING : MAX_NEW_AT_REST };
  GArray *drawn =
    ts_tile_plan_drawn (self->pyramid, self->source, &self->viewport,
                        surface_scale, self->cache, &frame);

  self->is_sharp = frame.n_missing == 0 && frame.n_held_back == 0;
  drawn = plan_shown (self, drawn, surface_scale, &frame);
  *out_is_covered = frame.n_bare == 0;
  self->stats.n_frames++;
  self->stats.n_sharp_frames += self->is_sharp;
  self->stats.n_needed += frame.n_needed;
  self->stats.n_missing += frame.n_missing;
  self->has_pixels = drawn->len > 0;
  /* Those held back are drawn in the next frame, also when nothing moves. */
  if (frame.n_held_back > 0 && self->next_frame == 0)
    self->next_frame = gtk_widget_add_tick_callback (GTK_WIDGET (self),
                                                     on_next_frame, NULL, NULL);
  return drawn;
}

gboolean
ts_slide_view_has_pixels (TsSlideView *self)
{
  return self->has_pixels;
}

gboolean
ts_slide_view_is_idle (TsSlideView *self)
{
  return self->loader == NULL ||
         (!self->is_request_due && ts_tile_loader_is_idle (self->loader));
}

TsSlideViewStats
ts_slide_view_get_stats (TsSlideView *self)
{
  TsSlideViewStats stats = self->stats;

  if (self->loader != NULL) {
    TsTileLoaderStats loader = ts_tile_loader_get_stats (self->loader);
    stats.n_requested = loader.n_requested;
    stats.n_loaded = loader.n_loaded;
    stats.n_dropped = loader.n_dropped;
  }
  return stats;
}
