/* The canvas and its corners.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ui/canvas-idle.h"
#include "ui/compass.h"
#include "ui/corner-row.h"
#include "ui/go-to-popover.h"
#include "ui/minimap.h"
#include "ui/place-beacon.h"
#include "ui/place-text.h"
#include "ui/power-bar.h"
#include "ui/scale-bar.h"
#include "ui/still-box.h"
#include "ui/template-widget.h"
#include "ui/view-tracker.h"

/* More do not fit into one line on tissue; the inspector has them all. */
#define MAX_CLASSES_SHOWN 5
/* Going somewhere from the whole slide, one wants to see something. */
#define POWER_ON_ARRIVAL 10

struct _TsCanvasPage {
  GtkWidget parent_instance;
  GtkWidget *overlay;
  TsSlideView *view;
  GtkWidget *state_chip;
  GtkLabel *state_label;
  GtkLabel *cell_label;
  GtkLabel *research_label;
  GtkWidget *power_bars; /* one of the two, as the room is */
  TsPowerBar *power_bar, *compact_power_bar;
  TsCompass *compass;
  GtkWidget *bottom_row;
  GtkWidget *place_chip;
  TsScaleBar *scale_bar;
  GtkLabel *place_label, *hover_label;
  TsMinimap *minimap;
  GtkWidget *minimap_open, *minimap_closed;
  TsPlaceBeacon *beacon;
  TsGoToPopover *go_to;
  TsViewTracker *tracker;
  TsCanvasIdle *idle;
  TsSlide *slide;
  TsPoint pointer_l0; /* NaN when the pointer is elsewhere */
};

G_DEFINE_FINAL_TYPE (TsCanvasPage, ts_canvas_page, GTK_TYPE_WIDGET)

static double
get_mpp (TsCanvasPage *self)
{
  const TsSlideInfo *info = ts_slide_get_info (self->slide);

  return ts_slide_info_has_mpp (info) ? info->mpp_x : 0;
}

static void
show_tiles_per_cell (TsCanvasPage *self)
{
  guint n = ts_slide_view_get_tiles_per_cell (self->view);
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->cell_label), n > 1);
  if (n <= 1)
    return;
  /* Translators: of the tiles that share a point of the heat map, the strongest shows. */
  label = g_strdup_printf (_ ("Strongest of %u × %u tiles"), n, n);
  gtk_label_set_label (self->cell_label, label);
}

void
ts_canvas_page_refresh (TsCanvasPage *self)
{
  if (self->slide == NULL)
    return;
  double scale = ts_slide_view_get_viewport (self->view)->scale;
  TsPowerState state = {
    .base_power = ts_slide_info_get_power (ts_slide_get_info (self->slide)),
    .power = ts_slide_view_get_power (self->view),
    .scale = scale,
    .min_scale = ts_slide_view_get_min_scale (self->view),
    .is_fitted = ts_slide_view_is_fitted (self->view),
  };

  ts_scale_bar_set_scale (self->scale_bar, get_mpp (self) / scale, 1 / scale);
  ts_power_bar_set_state (self->power_bar, &state);
  ts_power_bar_set_state (self->compact_power_bar, &state);
  ts_compass_set_angle (self->compass,
                        ts_slide_view_get_viewport (self->view)->angle);
  show_tiles_per_cell (self);
}

static void
on_viewport_changed (TsCanvasPage *self, TsSlideView *view)
{
  ts_canvas_page_refresh (self);
}

static void
on_overview_changed (TsCanvasPage *self, TsSlideView *view)
{
  show_tiles_per_cell (self);
}

static void
on_seen (gpointer user_data)
{
  ts_minimap_refresh_visited (TS_CANVAS_PAGE (user_data)->minimap);
}

static void
on_pointer_moved (TsCanvasPage *self,
                  double x_l0,
                  double y_l0,
                  TsSlideView *view)
{
  g_autofree char *place =
    self->slide == NULL || isnan (x_l0)
      ? NULL
      : ts_place_format_readout (ts_slide_get_info (self->slide),
                                 (TsPoint){ x_l0, y_l0 });

  self->pointer_l0 = (TsPoint){ x_l0, y_l0 };
  gtk_label_set_label (self->place_label, place != NULL ? place : "");
  gtk_widget_set_visible (self->place_chip, place != NULL);
}

static void
on_power_chosen (TsCanvasPage *self, double power, TsPowerBar *bar)
{
  if (power > 0)
    ts_slide_view_ease_power (self->view, power);
  else
    ts_slide_view_ease_fit (self->view);
}

static void
on_compass_clicked (TsCanvasPage *self, TsCompass *compass)
{
  ts_slide_view_turn_upright (self->view);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_power_done (TsCanvasPage *self, TsPowerBar *bar)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* Places. */
static TsPoint
get_current_place_l0 (TsCanvasPage *self)
{
  return isnan (self->pointer_l0.x)
           ? ts_slide_view_get_viewport (self->view)->center_l0
           : self->pointer_l0;
}

static void
on_place_entered (TsCanvasPage *self,
                  double x_l0,
                  double y_l0,
                  TsGoToPopover *popover)
{
  TsPoint place_l0 = { x_l0, y_l0 };
  double scale = ts_slide_view_get_viewport (self->view)->scale;

  if (self->slide == NULL)
    return;
  double base = ts_slide_info_get_power (ts_slide_get_info (self->slide));
  if (ts_slide_view_is_fitted (self->view))
    scale = MAX (scale, ts_viewport_power_to_scale (POWER_ON_ARRIVAL,
                                                    base > 0 ? base : 20));
  ts_slide_view_jump_to (self->view, place_l0, scale,
                         ts_slide_view_get_viewport (self->view)->angle);
  ts_place_beacon_show (self->beacon, place_l0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
ts_canvas_page_ask_place (TsCanvasPage *self)
{
  GdkRectangle top = { gtk_widget_get_width (GTK_WIDGET (self)) / 2, 0, 1, 1 };

  if (self->slide == NULL)
    return;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->go_to), &top);
  ts_go_to_popover_ask (self->go_to, self->slide, get_current_place_l0 (self));
}

char *
ts_canvas_page_copy_place (TsCanvasPage *self)
{
  if (self->slide == NULL)
    return NULL;
  char *text = ts_place_format_copy (ts_slide_get_info (self->slide),
                                     get_current_place_l0 (self));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  return text;
}

const TsVisited *
ts_canvas_page_get_visited (TsCanvasPage *self)
{
  return ts_view_tracker_get_visited (self->tracker);
}

void
ts_canvas_page_set_immersive (TsCanvasPage *self, gboolean is_immersive)
{
  ts_canvas_idle_set_active (self->idle, is_immersive);
}

void
ts_canvas_page_bind_settings (TsCanvasPage *self, GSettings *settings)
{
  g_settings_bind (settings, "minimap-visible", self->minimap_open, "visible",
                   G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "minimap-visible", self->minimap_closed, "visible",
                   G_SETTINGS_BIND_GET | G_SETTINGS_BIND_INVERT_BOOLEAN);
}

TsSlideView *
ts_canvas_page_get_view (TsCanvasPage *self)
{
  return self->view;
}

void
ts_canvas_page_add_layer (TsCanvasPage *self, GtkWidget *layer)
{
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), layer);
  gtk_widget_insert_after (layer, self->overlay, GTK_WIDGET (self->view));
}

void
ts_canvas_page_add_chip (TsCanvasPage *self, GtkWidget *chip)
{
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), chip);
}

TsSlide *
ts_canvas_page_get_slide (TsCanvasPage *self)
{
  return self->slide;
}

void
ts_canvas_page_set_slide (TsCanvasPage *self, TsSlide *slide)
{
  g_clear_pointer (&self->slide, ts_slide_unref);
  if (slide != NULL)
    self->slide = ts_slide_ref (slide);
  ts_minimap_set_slide (self->minimap, NULL, NULL);
  ts_view_tracker_set_slide (self->tracker, NULL);
  ts_place_beacon_hide (self->beacon);
  ts_slide_view_set_slide (self->view, slide);
  ts_view_tracker_set_slide (self->tracker, slide);
  ts_minimap_set_slide (self->minimap, slide,
                        ts_view_tracker_get_visited (self->tracker));
  self->pointer_l0 = (TsPoint){ NAN, NAN };
  gtk_widget_set_visible (self->place_chip, FALSE);
  ts_canvas_page_refresh (self);
}

void
ts_canvas_page_set_state (TsCanvasPage *self, const char *state)
{
  gboolean is_shown = state != NULL && *state != '\0';

  gtk_label_set_label (self->state_label, is_shown ? state : "");
  gtk_widget_set_visible (self->state_chip, is_shown);
}

void
ts_canvas_page_set_hovered (TsCanvasPage *self,
                            const TsTileView *tile,
                            const TsModelInfo *model)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; tile != NULL && model != NULL && i < tile->n_probs &&
                    i < MAX_CLASSES_SHOWN;
       i++)
    g_string_append_printf (text, "%s%s %.2f", i > 0 ? "   " : "",
                            model->class_names[i], (double) tile->probs[i]);
  gtk_label_set_label (self->hover_label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->hover_label), text->len > 0);
  g_string_free (text, TRUE);
}

static gboolean
ts_canvas_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TS_CANVAS_PAGE (widget)->view));
}

static void
ts_canvas_page_dispose (GObject *object)
{
  TsCanvasPage *self = TS_CANVAS_PAGE (object);

  g_clear_pointer (&self->tracker, ts_view_tracker_free);
  g_clear_pointer (&self->idle, ts_canvas_idle_free);
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_CANVAS_PAGE);
  g_clear_pointer (&self->slide, ts_slide_unref);
  G_OBJECT_CLASS (ts_canvas_page_parent_class)->dispose (object);
}

static void
ensure_types (void)
{
  g_type_ensure (ADW_TYPE_SQUEEZER);
  g_type_ensure (TS_TYPE_COMPASS);
  g_type_ensure (TS_TYPE_CORNER_ROW);
  g_type_ensure (TS_TYPE_GO_TO_POPOVER);
  g_type_ensure (TS_TYPE_MINIMAP);
  g_type_ensure (TS_TYPE_PLACE_BEACON);
  g_type_ensure (TS_TYPE_POWER_BAR);
  g_type_ensure (TS_TYPE_SCALE_BAR);
  g_type_ensure (TS_TYPE_SLIDE_VIEW);
  g_type_ensure (TS_TYPE_STILL_BOX);
}

static void
bind_places (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, cell_label);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, power_bar);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, power_bars);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage,
                                        compact_power_bar);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, bottom_row);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, minimap);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage,
                                        minimap_open);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage,
                                        minimap_closed);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, beacon);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, go_to);
  gtk_widget_class_bind_template_callback (widget_class, on_overview_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_power_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_power_done);
  gtk_widget_class_bind_template_callback (widget_class, on_place_entered);
}

static void
ts_canvas_page_class_init (TsCanvasPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ensure_types ();
  G_OBJECT_CLASS (klass)->dispose = ts_canvas_page_dispose;
  widget_class->grab_focus = ts_canvas_page_grab_focus;
  gtk_widget_class_set_css_name (widget_class, "canvas-page");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/canvas-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, overlay);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, view);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, state_chip);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage,
                                        state_label);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage,
                                        research_label);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, compass);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, place_chip);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage, scale_bar);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage,
                                        place_label);
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage,
                                        hover_label);
  gtk_widget_class_bind_template_callback (widget_class, on_viewport_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_pointer_moved);
  gtk_widget_class_bind_template_callback (widget_class, on_compass_clicked);
  bind_places (widget_class);
}

static void
ts_canvas_page_init (TsCanvasPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->pointer_l0 = (TsPoint){ NAN, NAN };
  ts_power_bar_set_compact (self->compact_power_bar, TRUE);
  ts_minimap_set_view (self->minimap, self->view);
  ts_place_beacon_set_view (self->beacon, self->view);
  self->tracker = ts_view_tracker_new (self->view, on_seen, self);
  self->idle = ts_canvas_idle_new (GTK_WIDGET (self));
  ts_canvas_idle_add (self->idle, self->power_bars);
  ts_canvas_idle_add (self->idle, self->bottom_row);
}
