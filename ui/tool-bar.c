/* The tools in the header.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tool-bar.h"

#include "ui/template-widget.h"

struct _TsToolBar {
  GtkWidget parent_instance;
  GtkWidget *list_button, *display_button;
  TsMeasureList *list;
  TsDisplayPopover *display;
};

G_DEFINE_FINAL_TYPE (TsToolBar, ts_tool_bar, GTK_TYPE_WIDGET)

static void
on_shapes_changed (TsToolBar *self, TsShapeList *shapes)
{
  gtk_widget_set_visible (self->list_button, ts_shape_list_get_n (shapes) > 0);
}

void
ts_tool_bar_set_shapes (TsToolBar *self, TsShapeList *shapes)
{
  ts_measure_list_set_shapes (self->list, shapes);
  g_signal_connect_object (shapes, "changed", G_CALLBACK (on_shapes_changed),
                           self, G_CONNECT_SWAPPED);
}

void
ts_tool_bar_set_slide (TsToolBar *self, TsSlide *slide)
{
  gtk_widget_set_sensitive (self->display_button, slide != NULL);
  ts_measure_list_set_info (self->list,
                            slide != NULL ? ts_slide_get_info (slide) : NULL);
  ts_display_popover_set_slide (self->display, slide);
}

TsDisplayPopover *
ts_tool_bar_get_display (TsToolBar *self)
{
  return self->display;
}

TsMeasureList *
ts_tool_bar_get_list (TsToolBar *self)
{
  return self->list;
}

static void
ts_tool_bar_dispose (GObject *object)
{
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_TOOL_BAR);
  G_OBJECT_CLASS (ts_tool_bar_parent_class)->dispose (object);
}

static void
ts_tool_bar_class_init (TsToolBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TS_TYPE_MEASURE_LIST);
  g_type_ensure (TS_TYPE_DISPLAY_POPOVER);
  G_OBJECT_CLASS (klass)->dispose = ts_tool_bar_dispose;
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/tool-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TsToolBar, list_button);
  gtk_widget_class_bind_template_child (widget_class, TsToolBar,
                                        display_button);
  gtk_widget_class_bind_template_child (widget_class, TsToolBar, list);
  gtk_widget_class_bind_template_child (widget_class, TsToolBar, display);
}

static void
ts_tool_bar_init (TsToolBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
