/* Keys of the canvas. Motion begins with a press and ends with the release; the repeats of
 * the keyboard in between are not listened to, but where nothing is animated.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-view-private.h"

/* What stays in view of the last screen. */
#define PAGE_SHARE 0.9

static const double key_powers[] = { 1.25, 2.5, 5, 10, 20, 40 };

typedef struct {
  guint keyval;
  TsHeldAxis axis;
  int direction;
} HeldKey;

static const HeldKey held_keys[] = {
  { GDK_KEY_Left, TS_HELD_RIGHT, -1 },
  { GDK_KEY_KP_Left, TS_HELD_RIGHT, -1 },
  { GDK_KEY_Right, TS_HELD_RIGHT, 1 },
  { GDK_KEY_KP_Right, TS_HELD_RIGHT, 1 },
  { GDK_KEY_Up, TS_HELD_DOWN, -1 },
  { GDK_KEY_KP_Up, TS_HELD_DOWN, -1 },
  { GDK_KEY_Down, TS_HELD_DOWN, 1 },
  { GDK_KEY_KP_Down, TS_HELD_DOWN, 1 },
  { GDK_KEY_plus, TS_HELD_ZOOM, 1 },
  { GDK_KEY_equal, TS_HELD_ZOOM, 1 },
  { GDK_KEY_KP_Add, TS_HELD_ZOOM, 1 },
  { GDK_KEY_minus, TS_HELD_ZOOM, -1 },
  { GDK_KEY_underscore, TS_HELD_ZOOM, -1 },
  { GDK_KEY_KP_Subtract, TS_HELD_ZOOM, -1 },
};

static const HeldKey *
find_held_key (guint keyval)
{
  for (guint i = 0; i < G_N_ELEMENTS (held_keys); i++)
    if (held_keys[i].keyval == keyval)
      return &held_keys[i];
  return NULL;
}

static void
turn_page (TsSlideView *self, const HeldKey *key)
{
  double width = self->viewport.width_view * PAGE_SHARE * key->direction;
  double height = self->viewport.height_view * PAGE_SHARE * key->direction;

  /* A held key turns the next page when the last one has come. */
  if (self->page_keyval == key->keyval &&
      ts_view_motion_is_moving (&self->motion))
    return;
  self->page_keyval = key->keyval;
  ts_slide_view_page (self, key->axis == TS_HELD_RIGHT ? width : 0,
                      key->axis == TS_HELD_DOWN ? height : 0);
}

/* Where nothing is animated each press and each repeat is a step. */
static void
step_once (TsSlideView *self, const HeldKey *key)
{
  double way = TS_TAP_PAN_VIEW * key->direction;

  if (key->axis == TS_HELD_ZOOM)
    ts_slide_view_zoom (self,
                        key->direction > 0 ? TS_TAP_ZOOM : 1 / TS_TAP_ZOOM);
  else
    ts_slide_view_pan (self, key->axis == TS_HELD_RIGHT ? way : 0,
                       key->axis == TS_HELD_DOWN ? way : 0);
}

static gboolean
move_by_key (TsSlideView *self, guint keyval, GdkModifierType state)
{
  const HeldKey *key = find_held_key (keyval);

  if (key == NULL)
    return FALSE;
  if (key->axis != TS_HELD_ZOOM && (state & GDK_SHIFT_MASK) != 0)
    turn_page (self, key);
  else if (!ts_slide_view_hold (self, key->axis, key->direction))
    step_once (self, key);
  return TRUE;
}

static gboolean
zoom_by_digit (TsSlideView *self, guint keyval)
{
  if (keyval >= GDK_KEY_KP_0 && keyval <= GDK_KEY_KP_9)
    keyval = keyval - GDK_KEY_KP_0 + GDK_KEY_0;
  if (keyval == GDK_KEY_0) {
    ts_slide_view_ease_fit (self);
    return TRUE;
  }
  if (keyval < GDK_KEY_1 || keyval >= GDK_KEY_1 + G_N_ELEMENTS (key_powers))
    return FALSE;
  ts_slide_view_ease_power (self, key_powers[keyval - GDK_KEY_1]);
  return TRUE;
}

static void
hold_overlay (TsSlideView *self, gboolean is_held)
{
  if (self->is_overlay_held == is_held)
    return;
  self->is_overlay_held = is_held;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  ts_slide_view_emit_overview (self);
  ts_slide_view_emit_held (self);
}

static gboolean
press_letter (TsSlideView *self, guint keyval, GdkModifierType state)
{
  gboolean is_shifted = (state & GDK_SHIFT_MASK) != 0;

  switch (keyval) {
  case GDK_KEY_h:
  case GDK_KEY_H:
    hold_overlay (self, TRUE);
    return TRUE;
  case GDK_KEY_r:
  case GDK_KEY_R:
    ts_slide_view_ease_turn (self, is_shifted ? -G_PI_2 : G_PI_2);
    return TRUE;
  case GDK_KEY_space:
    self->is_space_held = TRUE;
    return TRUE;
  case GDK_KEY_bracketleft:
    ts_slide_view_revisit (self, -1);
    return TRUE;
  case GDK_KEY_bracketright:
    ts_slide_view_revisit (self, 1);
    return TRUE;
  case GDK_KEY_BackSpace:
    /* A tool takes back its last point with it. */
    if (self->is_tool_active)
      return FALSE;
    ts_slide_view_revisit (self, is_shifted ? 1 : -1);
    return TRUE;
  default:
    return FALSE;
  }
}

gboolean
ts_slide_view_handle_key (TsSlideView *self,
                          guint keyval,
                          GdkModifierType state)
{
  if (self->slide == NULL ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  return press_letter (self, keyval, state) ||
         move_by_key (self, keyval, state) || zoom_by_digit (self, keyval);
}

void
ts_slide_view_handle_key_release (TsSlideView *self, guint keyval)
{
  const HeldKey *key = find_held_key (keyval);

  if (keyval == self->page_keyval)
    self->page_keyval = 0;
  if (keyval == GDK_KEY_h || keyval == GDK_KEY_H)
    hold_overlay (self, FALSE);
  if (keyval == GDK_KEY_space)
    self->is_space_held = FALSE;
  if (key != NULL)
    ts_slide_view_release (self, key->axis, key->direction);
}

void
ts_slide_view_release_keys (TsSlideView *self)
{
  hold_overlay (self, FALSE);
  self->is_space_held = FALSE;
  self->page_keyval = 0;
  for (guint i = 0; i < TS_N_HELD; i++)
    ts_slide_view_release (self, (TsHeldAxis) i,
                           self->motion.held[i].direction);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                TsSlideView *self)
{
  return ts_slide_view_handle_key (self, keyval, state);
}

static void
on_key_released (GtkEventControllerKey *controller,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 TsSlideView *self)
{
  ts_slide_view_handle_key_release (self, keyval);
}

static void
on_focus_left (GtkEventControllerFocus *controller, TsSlideView *self)
{
  ts_slide_view_release_keys (self);
}

void
ts_slide_view_init_keys (TsSlideView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (on_key_released), self);
  g_signal_connect (focus, "leave", G_CALLBACK (on_focus_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
