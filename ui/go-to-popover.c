/* Asks for a place on the slide.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/go-to-popover.h"

#include <glib/gi18n.h>

#include "ui/place-text.h"

struct _TsGoToPopover {
  GtkPopover parent_instance;
  GtkEntry *entry;
  GtkLabel *note;
  TsSlide *slide;
};

enum { SIGNAL_PLACE_ENTERED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsGoToPopover, ts_go_to_popover, GTK_TYPE_POPOVER)

/* problem NULL: says what can be entered. */
static void
show_note (TsGoToPopover *self, const char *problem)
{
  gboolean has_mpp = self->slide != NULL &&
                     ts_slide_info_has_mpp (ts_slide_get_info (self->slide));
  const char *hint = has_mpp ? _ ("x, y from the upper left, in px, µm or mm")
                             : _ ("x, y from the upper left, in px");

  gtk_label_set_label (self->note, problem != NULL ? problem : hint);
  if (problem != NULL) {
    gtk_widget_add_css_class (GTK_WIDGET (self->note), "error");
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
    gtk_widget_remove_css_class (GTK_WIDGET (self->note), "dim-label");
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self->note), "error");
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
    gtk_widget_add_css_class (GTK_WIDGET (self->note), "dim-label");
  }
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
on_changed (TsGoToPopover *self, GtkEditable *entry)
{
  show_note (self, NULL);
}

static void
on_activate (TsGoToPopover *self, GtkWidget *widget)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *problem = NULL;
  TsPoint place_l0 = { 0, 0 };

  if (self->slide == NULL)
    return;
  if (!ts_place_parse (text, ts_slide_get_info (self->slide), &place_l0,
                       &problem)) {
    show_note (self, problem);
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
    return;
  }
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_PLACE_ENTERED], 0, place_l0.x,
                 place_l0.y);
}

void
ts_go_to_popover_ask (TsGoToPopover *self, TsSlide *slide, TsPoint current_l0)
{
  g_autofree char *current =
    ts_place_format_copy (ts_slide_get_info (slide), current_l0);
  char *bracket = strstr (current, " (");

  if (bracket != NULL)
    *bracket = '\0';
  g_clear_pointer (&self->slide, ts_slide_unref);
  self->slide = ts_slide_ref (slide);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), current);
  show_note (self, NULL);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

static void
ts_go_to_popover_dispose (GObject *object)
{
  g_clear_pointer (&TS_GO_TO_POPOVER (object)->slide, ts_slide_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), TS_TYPE_GO_TO_POPOVER);
  G_OBJECT_CLASS (ts_go_to_popover_parent_class)->dispose (object);
}

static void
ts_go_to_popover_class_init (TsGoToPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_go_to_popover_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/go-to-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, TsGoToPopover, entry);
  gtk_widget_class_bind_template_child (widget_class, TsGoToPopover, note);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  signals[SIGNAL_PLACE_ENTERED] = g_signal_new (
    "place-entered", TS_TYPE_GO_TO_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
    NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
ts_go_to_popover_init (TsGoToPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ts_go_to_popover_new (void)
{
  return g_object_new (TS_TYPE_GO_TO_POPOVER, NULL);
}
