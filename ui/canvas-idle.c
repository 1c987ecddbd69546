/* Fading of what lies over the canvas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas-idle.h"

#include <adwaita.h>

#define IDLE_MS     2500
#define MAX_WIDGETS 4

struct TsCanvasIdle {
  GtkWidget *canvas;
  GtkEventController *events;
  GtkWidget *widgets[MAX_WIDGETS];
  guint n_widgets;
  gboolean is_active;
  gboolean is_faded;
  guint timer;
};

static void
set_faded (TsCanvasIdle *self, gboolean is_faded)
{
  self->is_faded = is_faded;
  for (guint i = 0; i < self->n_widgets; i++) {
    if (is_faded)
      gtk_widget_add_css_class (self->widgets[i], "idle");
    else
      gtk_widget_remove_css_class (self->widgets[i], "idle");
  }
}

/* The keyboard is in one of them, so it must stay in sight. */
static gboolean
has_focus_within (TsCanvasIdle *self)
{
  for (guint i = 0; i < self->n_widgets; i++)
    if (gtk_widget_get_state_flags (self->widgets[i]) &
        GTK_STATE_FLAG_FOCUS_WITHIN)
      return TRUE;
  return FALSE;
}

static gboolean
on_time (gpointer user_data)
{
  TsCanvasIdle *self = user_data;

  self->timer = 0;
  set_faded (self, adw_get_enable_animations (self->canvas) &&
                     !has_focus_within (self));
  return G_SOURCE_REMOVE;
}

static void
stir (TsCanvasIdle *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->is_faded)
    set_faded (self, FALSE);
  if (self->is_active)
    self->timer = g_timeout_add (IDLE_MS, on_time, self);
}

static gboolean
on_event (GtkEventControllerLegacy *controller,
          GdkEvent *event,
          TsCanvasIdle *self)
{
  if (self->is_active)
    stir (self);
  return FALSE;
}

TsCanvasIdle *
ts_canvas_idle_new (GtkWidget *canvas)
{
  TsCanvasIdle *self = g_new0 (TsCanvasIdle, 1);

  self->canvas = canvas;
  self->events = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (self->events, GTK_PHASE_CAPTURE);
  g_signal_connect (self->events, "event", G_CALLBACK (on_event), self);
  gtk_widget_add_controller (canvas, self->events);
  return self;
}

void
ts_canvas_idle_free (TsCanvasIdle *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_widget_remove_controller (self->canvas, self->events);
  g_free (self);
}

void
ts_canvas_idle_add (TsCanvasIdle *self, GtkWidget *widget)
{
  g_return_if_fail (self->n_widgets < MAX_WIDGETS);
  gtk_widget_add_css_class (widget, "chip-group");
  self->widgets[self->n_widgets++] = widget;
}

void
ts_canvas_idle_set_active (TsCanvasIdle *self, gboolean is_active)
{
  self->is_active = is_active;
  stir (self);
}

gboolean
ts_canvas_idle_is_faded (TsCanvasIdle *self)
{
  return self->is_faded;
}
