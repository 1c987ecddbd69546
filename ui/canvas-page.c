/* The canvas and its corners.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas-page.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/compass.h"
#include "ui/power-entry.h"
#include "ui/round-length.h"
#include "ui/scale-bar.h"
#include "ui/template-widget.h"

/* More do not fit into one line on tissue; the inspector has them all. */
#define MAX_CLASSES_SHOWN 5

struct _TsCanvasPage {
  GtkWidget parent_instance;
  GtkWidget *overlay;
  TsSlideView *view;
  GtkWidget *state_chip;
  GtkLabel *state_label;
  GtkLabel *research_label;
  TsPowerEntry *power_entry;
  TsCompass *compass;
  GtkWidget *place_chip;
  TsScaleBar *scale_bar;
  GtkLabel *place_label, *hover_label;
  TsSlide *slide;
};

G_DEFINE_FINAL_TYPE (TsCanvasPage, ts_canvas_page, GTK_TYPE_WIDGET)

static double
get_mpp (TsCanvasPage *self)
{
  const TsSlideInfo *info = ts_slide_get_info (self->slide);

  return ts_slide_info_has_mpp (info) ? info->mpp_x : 0;
}

void
ts_canvas_page_refresh (TsCanvasPage *self)
{
  if (self->slide == NULL)
    return;
  double scale = ts_slide_view_get_viewport (self->view)->scale;

  ts_scale_bar_set_scale (self->scale_bar, get_mpp (self) / scale, 1 / scale);
  ts_power_entry_set_power (self->power_entry,
                            ts_slide_view_get_power (self->view), scale);
  ts_compass_set_angle (self->compass,
                        ts_slide_view_get_viewport (self->view)->angle);
}

static void
on_viewport_changed (TsCanvasPage *self, TsSlideView *view)
{
  ts_canvas_page_refresh (self);
}

static char *
format_place (TsCanvasPage *self, double x_l0, double y_l0)
{
  double mpp = get_mpp (self);

  if (mpp > 0) {
    g_autofree char *x = ts_length_format_mm (x_l0 * mpp, 3);
    g_autofree char *y = ts_length_format_mm (y_l0 * mpp, 3);
    return g_strdup_printf ("%s, %s", x, y);
  }
  return g_strdup_printf (_ ("%.0f, %.0f px"), x_l0, y_l0);
}

static void
on_pointer_moved (TsCanvasPage *self,
                  double x_l0,
                  double y_l0,
                  TsSlideView *view)
{
  g_autofree char *place = self->slide == NULL || isnan (x_l0)
                             ? NULL
                             : format_place (self, x_l0, y_l0);

  gtk_label_set_label (self->place_label, place != NULL ? place : "");
  gtk_widget_set_visible (self->place_chip, place != NULL);
}

static void
on_power_entered (TsCanvasPage *self, double power, TsPowerEntry *entry)
{
  ts_slide_view_ease_power (self->view, power);
}

static void
on_compass_clicked (TsCanvasPage *self, TsCompass *compass)
{
  ts_slide_view_turn_upright (self->view);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_power_done (TsCanvasPage *self, TsPowerEntry *entry)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
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
  ts_slide_view_set_slide (self->view, slide);
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

  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_CANVAS_PAGE);
  g_clear_pointer (&self->slide, ts_slide_unref);
  G_OBJECT_CLASS (ts_canvas_page_parent_class)->dispose (object);
}

static void
ts_canvas_page_class_init (TsCanvasPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TS_TYPE_SLIDE_VIEW);
  g_type_ensure (TS_TYPE_COMPASS);
  g_type_ensure (TS_TYPE_POWER_ENTRY);
  g_type_ensure (TS_TYPE_SCALE_BAR);
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
  gtk_widget_class_bind_template_child (widget_class, TsCanvasPage,
                                        power_entry);
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
  gtk_widget_class_bind_template_callback (widget_class, on_power_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_power_done);
}

static void
ts_canvas_page_init (TsCanvasPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
