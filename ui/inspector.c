/* The inspector beside the canvas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector.h"

#include "ui/layers-panel.h"
#include "ui/run-panel.h"
#include "ui/template-widget.h"

struct _TsInspector {
  GtkWidget parent_instance;
  TsLayersPanel *layers_panel;
  TsRunPanel *run_panel;
  TsTilePanel *tile_panel;
  TsOpinionsPanel *opinions_panel;
};

G_DEFINE_FINAL_TYPE (TsInspector, ts_inspector, GTK_TYPE_WIDGET)

void
ts_inspector_set_workspace (TsInspector *self, TsWorkspace *workspace)
{
  ts_layers_panel_set_workspace (self->layers_panel, workspace);
  ts_run_panel_set_workspace (self->run_panel, workspace);
  ts_tile_panel_set_workspace (self->tile_panel, workspace);
  ts_opinions_panel_set_workspace (self->opinions_panel, workspace);
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
  G_OBJECT_CLASS (klass)->dispose = ts_inspector_dispose;
  gtk_widget_class_set_css_name (widget_class, "inspector");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, TsInspector,
                                        layers_panel);
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
