/* The canvas shown brighter, steeper or by the slide's colour profile: its textures are made
 * anew by the loader's threads, and the old ones stay in view until all of the new are there,
 * so that nothing flashes. Asked for faster than that, as by a slider, the last wish counts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-view-private.h"
#include "ui/texture-cache.h"

/* On a loader thread. */
gpointer
ts_slide_view_make_texture (guint32 *argb,
                            guint width,
                            guint height,
                            gsize *out_n_bytes,
                            gpointer user_data)
{
  const TsTextureMaker *maker = user_data;

  if (maker->display != NULL)
    ts_display_apply (maker->display, argb, (gsize) width * height);
  return ts_texture_cache_make_texture (argb, width, height, out_n_bytes, NULL);
}

void
ts_slide_view_wake (gpointer user_data)
{
  const TsTextureMaker *maker = user_data;

  ts_waker_wake (maker->waker);
}

static void
set_display (TsDisplay **place, TsDisplay *display)
{
  if (display != NULL)
    ts_display_ref (display);
  g_clear_pointer (place, ts_display_unref);
  *place = display;
}

void
ts_slide_view_drop_former (TsSlideView *self)
{
  if (self->former_source != 0)
    ts_texture_cache_give_source (self->former_source);
  self->former_source = 0;
  set_display (&self->former_display, NULL);
}

static void
begin (TsSlideView *self)
{
  set_display (&self->former_display, self->maker.display);
  self->is_display_due = FALSE;
  if (self->loader == NULL) {
    set_display (&self->maker.display, self->wanted_display);
    return;
  }
  ts_slide_view_stop_loader (self);
  set_display (&self->maker.display, self->wanted_display);
  self->former_source = self->source;
  ts_slide_view_start_loader (self);
  /* At once: this may be in the middle of a frame, and no other need come. */
  self->is_request_due = TRUE;
  ts_slide_view_request_tiles (self);
}

/* Whether the new textures are all there, or as many as can be. */
static gboolean
is_remade (TsSlideView *self)
{
  return self->is_sharp ||
         (self->has_failed_tiles && ts_tile_loader_is_idle (self->loader));
}

guint32
ts_slide_view_choose_source (TsSlideView *self)
{
  if (self->former_source == 0)
    return self->source;
  if (!is_remade (self))
    return self->former_source;
  ts_slide_view_drop_former (self);
  ts_slide_view_emit_overview (self);
  if (self->is_display_due)
    begin (self);
  return ts_slide_view_get_shown_source (self);
}

/* Of the textures in view. */
guint32
ts_slide_view_get_shown_source (TsSlideView *self)
{
  return self->former_source != 0 ? self->former_source : self->source;
}

TsDisplay *
ts_slide_view_get_shown_display (TsSlideView *self)
{
  return self->former_source != 0 ? self->former_display : self->maker.display;
}

void
ts_slide_view_set_display (TsSlideView *self, TsDisplay *display)
{
  set_display (&self->wanted_display, display);
  self->is_display_due = TRUE;
  if (self->former_source == 0)
    begin (self);
}

void
ts_slide_view_close_display (TsSlideView *self)
{
  set_display (&self->wanted_display, NULL);
  set_display (&self->former_display, NULL);
  set_display (&self->maker.display, NULL);
}
