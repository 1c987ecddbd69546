/* The inspector beside the canvas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector.h"

#include "ui/layers-panel.h"
#include "ui/run-panel.h"
#include "ui/template-widget.h"

struct _TsInspector {
  GtkWidget parent_instance;
  GtkWidget *switcher;
  GtkStack *stack;
  TsTileGallery *gallery;
  TsLayersPanel *layers_panel;
  TsRunPanel *run_panel;
  TsTilePanel *tile_panel;
  TsOpinionsPanel *opinions_panel;
  TsWorkspace *workspace;
};

G_DEFINE_FINAL_TYPE (TsInspector, ts_inspector, GTK_TYPE_WIDGET)

void
ts_inspector_show_page (TsInspector *self, const char *name)
{
  if (!ts_workspace_is_model_hidden (self->workspace))
    gtk_stack_set_visible_child_name (self->stack, name);
}

const char *
ts_inspector_get_page (TsInspector *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

static void
on_models_changed (TsInspector *self)
{
  gboolean is_hidden = ts_workspace_is_model_hidden (self->workspace);
  gboolean was_hidden = g_strcmp0 (ts_inspector_get_page (self), "hidden") == 0;

  gtk_widget_set_visible (self->switcher, !is_hidden);
  if (is_hidden != was_hidden)
    gtk_stack_set_visible_child_name (self->stack,
                                      is_hidden ? "hidden" : "details");
}

void
ts_inspector_set_workspace (TsInspector *self, TsWorkspace *workspace)
{
  g_return_if_fail (self->workspace == NULL);
  self->workspace = g_object_ref (workspace);
  ts_layers_panel_set_workspace (self->layers_panel, workspace);
  ts_run_panel_set_workspace (self->run_panel, workspace);
  ts_tile_panel_set_workspace (self->tile_panel, workspace);
  ts_opinions_panel_set_workspace (self->opinions_panel, workspace);
  ts_tile_gallery_set_workspace (self->gallery, workspace);
  g_signal_connect_object (workspace, "models-changed",
                           G_CALLBACK (on_models_changed), self,
                           G_CONNECT_SWAPPED);
  on_models_changed (self);
}

TsTileGallery *
ts_inspector_get_gallery (TsInspector *self)
{
  return self->gallery;
}

TsTilePanel *
ts_inspector_get_tile_panel (TsInspector *self)
{
  return self->tile_panel;
}

TsOpinionsPanel *
ts_inspector_get_opinions_panel (TsInspector *self)
{
  return self->opinions_panel;
}

static void
ts_inspector_dispose (GObject *object)
{
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_INSPECTOR);
  g_clear_object (&TS_INSPECTOR (object)->workspace);
  G_OBJECT_CLASS (ts_inspector_parent_class)->dispose (object);
}

static void
ts_inspector_class_init (TsInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TS_TYPE_LAYERS_PANEL);
  g_type_ensure (TS_TYPE_RUN_PANEL);
  g_type_ensure (TS_TYPE_TILE_PANEL);
  g_type_ensure (TS_TYPE_OPINIONS_PANEL);
  g_type_ensure (TS_TYPE_TILE_GALLERY);
  G_OBJECT_CLASS (klass)->dispose = ts_inspector_dispose;
  gtk_widget_class_set_css_name (widget_class, "inspector");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, TsInspector,
                                        layers_panel);
  gtk_widget_class_bind_template_child (widget_class, TsInspector, switcher);
  gtk_widget_class_bind_template_child (widget_class, TsInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, TsInspector, gallery);
  gtk_widget_class_bind_template_child (widget_class, TsInspector, run_panel);
  gtk_widget_class_bind_template_child (widget_class, TsInspector, tile_panel);
  gtk_widget_class_bind_template_child (widget_class, TsInspector,
                                        opinions_panel);
}

static void
ts_inspector_init (TsInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
