/* Watches what the canvas shows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view-tracker.h"

/* A little more than it takes to see. */
#define LOOK_AGAIN_MS (TS_VISITED_DWELL_US / 1000 + 20)

struct TsViewTracker {
  TsSlideView *view;
  gulong moved_handler;
  guint timer;
  TsVisited *visited;
  void (*changed) (gpointer user_data);
  gpointer user_data;
};

static void
look (TsViewTracker *self)
{
  gboolean is_shown = gtk_widget_get_mapped (GTK_WIDGET (self->view));
  const TsViewport *viewport = ts_slide_view_get_viewport (self->view);

  if (self->visited != NULL &&
      ts_visited_look (self->visited, is_shown ? viewport : NULL,
                       g_get_monotonic_time ()))
    self->changed (self->user_data);
}

static gboolean
on_time (gpointer user_data)
{
  TsViewTracker *self = user_data;

  self->timer = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
on_viewport_changed (TsSlideView *view, TsViewTracker *self)
{
  look (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->visited != NULL)
    self->timer = g_timeout_add (LOOK_AGAIN_MS, on_time, self);
}

TsViewTracker *
ts_view_tracker_new (TsSlideView *view,
                     void (*changed) (gpointer user_data),
                     gpointer user_data)
{
  TsViewTracker *self = g_new0 (TsViewTracker, 1);

  self->view = view;
  self->changed = changed;
  self->user_data = user_data;
  self->moved_handler = g_signal_connect (
    view, "viewport-changed", G_CALLBACK (on_viewport_changed), self);
  return self;
}

void
ts_view_tracker_free (TsViewTracker *self)
{
  if (self == NULL)
    return;
  g_clear_signal_handler (&self->moved_handler, self->view);
  g_clear_handle_id (&self->timer, g_source_remove);
  ts_visited_free (self->visited);
  g_free (self);
}

void
ts_view_tracker_set_slide (TsViewTracker *self, const TsSlide *slide)
{
  g_clear_pointer (&self->visited, ts_visited_free);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (slide == NULL)
    return;
  self->visited = ts_visited_new (ts_slide_get_info (slide)->bounds_l0);
  on_viewport_changed (self->view, self);
}

const TsVisited *
ts_view_tracker_get_visited (TsViewTracker *self)
{
  return self->visited;
}
