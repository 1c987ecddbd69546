/* The inspector's Layers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/layers-panel.h"

#include <glib/gi18n.h>

#include "ui/legend.h"
#include "ui/swatch.h"
#include "ui/template-widget.h"

#define MAX_SWATCH_COLOURS 6

struct _TsLayersPanel {
  GtkWidget parent_instance;
  GtkWidget *empty_label, *content, *layer_box;
  GtkAdjustment *opacity_adjustment, *threshold_adjustment;
  GtkLabel *opacity_label, *threshold_label;
  GtkWidget *palette_button;
  TsLegend *legend;
  TsWorkspace *workspace;
  TsPalette shown_palette;
  gboolean is_filling; /* what changes now was not done by the reader */
};

G_DEFINE_FINAL_TYPE (TsLayersPanel, ts_layers_panel, GTK_TYPE_WIDGET)

static void
on_layer_toggled (GtkCheckButton *button, TsLayersPanel *self)
{
  if (!self->is_filling && gtk_check_button_get_active (button))
    ts_workspace_set_layer (self->workspace,
                            g_object_get_data (G_OBJECT (button), "layer"));
}

static GtkWidget *
new_swatch (TsLayersPanel *self, const TsLayer *layer)
{
  TsPalette palette = ts_workspace_get_palette (self->workspace);
  gboolean is_gene = layer->kind == TS_LAYER_GENE;
  const TsModelInfo *model = ts_workspace_get_model (
    self->workspace, is_gene ? TS_ROLE_MUTATIONS : TS_ROLE_CLASSES);
  guint32 rgb[MAX_SWATCH_COLOURS];
  gboolean is_all = layer->kind == TS_LAYER_MOST_LIKELY;
  guint n = is_all ? MIN (model->n_classes, MAX_SWATCH_COLOURS) : 1;

  for (guint i = 0; i < n; i++) {
    guint index = is_all ? i : layer->class_index;
    rgb[i] = ts_colour_map_get_class (palette, index, model->n_classes,
                                      model->class_names[index], is_gene);
  }
  return ts_swatch_new (rgb, n);
}

static const char *
get_title (const TsLayer *layer)
{
  return layer->kind == TS_LAYER_MOST_LIKELY ? _ ("Most likely class")
                                             : layer->name;
}

/* What the layer means, for who rests on it. The caller owns it. */
static char *
describe_layer (TsLayersPanel *self, const TsLayer *layer)
{
  const TsModelInfo *mutations =
    ts_workspace_get_model (self->workspace, TS_ROLE_MUTATIONS);

  switch (layer->kind) {
  case TS_LAYER_CLASS:
    return g_strdup_printf (_ ("How probable %s is in each tile"), layer->name);
  case TS_LAYER_GENE:
    return mutations->runs_on_class != NULL
             ? g_strdup_printf (
                 _ ("How probable a mutation of %s is in each %s tile"),
                 layer->name, mutations->runs_on_class)
             : g_strdup_printf (
                 _ ("How probable a mutation of %s is in each tile"),
                 layer->name);
  case TS_LAYER_MOST_LIKELY:
  default:
    return g_strdup (_ ("Each tile in the colour of its most likely class, "
                        "the fuller the more probable"));
  }
}

static GtkWidget *
add_choice (TsLayersPanel *self,
            GtkWidget *group,
            const char *title,
            GtkWidget *swatch)
{
  GtkWidget *button = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (row), swatch);
  gtk_box_append (GTK_BOX (row), label);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), row);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (button),
                              (GtkCheckButton *) group);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (self->layer_box), button);
  g_signal_connect (button, "toggled", G_CALLBACK (on_layer_toggled), self);
  return button;
}

static void
add_gene_title (TsLayersPanel *self)
{
  const TsModelInfo *mutations =
    ts_workspace_get_model (self->workspace, TS_ROLE_MUTATIONS);
  g_autofree char *text =
    mutations->runs_on_class != NULL
      ? g_strdup_printf (_ ("Mutations, on %s tiles"), mutations->runs_on_class)
      : g_strdup (_ ("Mutations"));
  GtkWidget *title = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "caption-heading");
  gtk_widget_add_css_class (title, "dim-label");
  gtk_widget_add_css_class (title, "layer-group");
  gtk_box_append (GTK_BOX (self->layer_box), title);
}

static void
fill_choices (TsLayersPanel *self)
{
  const GPtrArray *layers = ts_workspace_get_layers (self->workspace);
  const TsLayer *shown = ts_workspace_get_layer (self->workspace);
  gboolean has_genes = FALSE;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->layer_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->layer_box), child);
  if (layers == NULL)
    return;
  GtkWidget *none =
    add_choice (self, NULL, _ ("None"), ts_swatch_new (NULL, 0));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (none), shown == NULL);
  for (guint i = 0; i < layers->len; i++) {
    const TsLayer *layer = g_ptr_array_index (layers, i);
    if (layer->kind == TS_LAYER_GENE && !has_genes)
      add_gene_title (self);
    has_genes = layer->kind == TS_LAYER_GENE;
    GtkWidget *button =
      add_choice (self, none, get_title (layer), new_swatch (self, layer));
    g_autofree char *meaning = describe_layer (self, layer);
    gtk_widget_set_tooltip_text (button, meaning);
    g_object_set_data_full (G_OBJECT (button), "layer", g_strdup (layer->name),
                            g_free);
    if (layer == shown)
      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
  }
}

static void
show_choice (TsLayersPanel *self)
{
  const TsLayer *shown = ts_workspace_get_layer (self->workspace);

  for (GtkWidget *child = gtk_widget_get_first_child (self->layer_box);
       child != NULL; child = gtk_widget_get_next_sibling (child)) {
    const char *name = g_object_get_data (G_OBJECT (child), "layer");
    if (GTK_IS_CHECK_BUTTON (child) &&
        g_strcmp0 (name, shown != NULL ? shown->name : NULL) == 0)
      gtk_check_button_set_active (GTK_CHECK_BUTTON (child), TRUE);
  }
}

static void
show_numbers (TsLayersPanel *self)
{
  double opacity = ts_workspace_get_opacity (self->workspace);
  double threshold = ts_workspace_get_threshold (self->workspace);
  g_autofree char *percent = g_strdup_printf (_ ("%.0f %%"), opacity * 100);
  g_autofree char *limit = g_strdup_printf ("%.2f", threshold);

  gtk_adjustment_set_value (self->opacity_adjustment, opacity);
  gtk_adjustment_set_value (self->threshold_adjustment, threshold);
  gtk_label_set_label (self->opacity_label, percent);
  gtk_label_set_label (self->threshold_label, limit);
}

static void
show_legend (TsLayersPanel *self)
{
  TsHeatMapStyle style;
  gboolean has_map =
    ts_workspace_get_heat_map (self->workspace, &style) != NULL;

  ts_legend_set_style (self->legend, has_map ? &style : NULL);
}

static void
on_style_changed (TsLayersPanel *self)
{
  TsPalette palette = ts_workspace_get_palette (self->workspace);

  self->is_filling = TRUE;
  if (palette != self->shown_palette)
    fill_choices (self);
  self->shown_palette = palette;
  show_choice (self);
  show_numbers (self);
  show_legend (self);
  self->is_filling = FALSE;
}

static void
on_models_changed (TsLayersPanel *self)
{
  gboolean has_layers = ts_workspace_get_layers (self->workspace) != NULL;

  self->is_filling = TRUE;
  fill_choices (self);
  self->is_filling = FALSE;
  gtk_widget_set_visible (self->content, has_layers);
  gtk_widget_set_visible (self->palette_button, has_layers);
  gtk_widget_set_visible (self->empty_label, !has_layers);
  on_style_changed (self);
}

static void
on_opacity_changed (TsLayersPanel *self, GtkAdjustment *adjustment)
{
  if (!self->is_filling)
    ts_workspace_set_opacity (self->workspace,
                              gtk_adjustment_get_value (adjustment));
}

static void
on_threshold_changed (TsLayersPanel *self, GtkAdjustment *adjustment)
{
  if (!self->is_filling)
    ts_workspace_set_threshold (self->workspace,
                                gtk_adjustment_get_value (adjustment));
}

void
ts_layers_panel_set_workspace (TsLayersPanel *self, TsWorkspace *workspace)
{
  g_return_if_fail (self->workspace == NULL);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "models-changed",
                           G_CALLBACK (on_models_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "style-changed",
                           G_CALLBACK (on_style_changed), self,
                           G_CONNECT_SWAPPED);
  on_models_changed (self);
}

static void
ts_layers_panel_dispose (GObject *object)
{
  TsLayersPanel *self = TS_LAYERS_PANEL (object);

  self->is_filling = TRUE;
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_LAYERS_PANEL);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (ts_layers_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TsLayersPanel,
                                        empty_label);
  gtk_widget_class_bind_template_child (widget_class, TsLayersPanel, content);
  gtk_widget_class_bind_template_child (widget_class, TsLayersPanel, layer_box);
  gtk_widget_class_bind_template_child (widget_class, TsLayersPanel,
                                        opacity_adjustment);
  gtk_widget_class_bind_template_child (widget_class, TsLayersPanel,
                                        threshold_adjustment);
  gtk_widget_class_bind_template_child (widget_class, TsLayersPanel,
                                        opacity_label);
  gtk_widget_class_bind_template_child (widget_class, TsLayersPanel,
                                        threshold_label);
  gtk_widget_class_bind_template_child (widget_class, TsLayersPanel,
                                        palette_button);
  gtk_widget_class_bind_template_child (widget_class, TsLayersPanel, legend);
  gtk_widget_class_bind_template_callback (widget_class, on_opacity_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_threshold_changed);
}

static void
ts_layers_panel_class_init (TsLayersPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TS_TYPE_LEGEND);
  G_OBJECT_CLASS (klass)->dispose = ts_layers_panel_dispose;
  gtk_widget_class_set_css_name (widget_class, "layers-panel");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/layers-panel.ui");
  bind_children (widget_class);
}

static void
ts_layers_panel_init (TsLayersPanel *self)
{
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_filling = FALSE;
}
