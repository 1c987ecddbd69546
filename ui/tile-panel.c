/* The inspector's Tile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tile-panel.h"

#include <glib/gi18n.h>

#include "ui/class-bars.h"
#include "ui/class-chooser.h"
#include "ui/template-widget.h"
#include "ui/tile-input.h"

struct _TsTilePanel {
  GtkWidget parent_instance;
  GtkLabel *place_label, *hint_label;
  TsClassBars *class_bars, *gene_bars;
  TsTileInput *input;
  GtkWidget *gene_title, *answer_box;
  GtkWidget *agree_button, *disagree_button, *unsure_button;
  TsClassChooser *chooser;
  GtkEditable *comment_entry;
  GtkWidget *opinion_box;
  GtkLabel *opinion_label;
  TsWorkspace *workspace;
};

enum { SIGNAL_DISAGREED, SIGNAL_COMMENT_APPLIED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsTilePanel, ts_tile_panel, GTK_TYPE_WIDGET)

const char *
ts_tile_panel_get_comment (TsTilePanel *self)
{
  return gtk_editable_get_text (self->comment_entry);
}

void
ts_tile_panel_focus_comment (TsTilePanel *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->comment_entry));
}

char *
ts_tile_panel_format_opinion (const TsOpinion *opinion)
{
  const char *own = opinion->own_class != NULL ? opinion->own_class : "";

  switch (opinion->verdict) {
  case TS_VERDICT_AGREE:
    return g_strdup_printf (_ ("Agree: %s"), own);
  case TS_VERDICT_DISAGREE:
    if (g_strcmp0 (own, TS_CLASS_OTHER) == 0)
      return g_strdup_printf (_ ("Disagree: not %s"), opinion->shown_class);
    return g_strdup_printf (_ ("Disagree: %s, not %s"), own,
                            opinion->shown_class);
  case TS_VERDICT_UNSURE:
    return g_strdup_printf (_ ("Unsure: %s?"), opinion->shown_class);
  case TS_VERDICT_WITHDRAWN:
  default:
    return g_strdup (_ ("Withdrawn"));
  }
}

static const char *
describe_state (const TsTileView *tile)
{
  switch (tile->state) {
  case TS_TILE_BACKGROUND:
    return _ ("Background: left out, more than half of it is glass.");
  case TS_TILE_FAILED:
    return _ ("This tile could not be classified.");
  case TS_TILE_UNKNOWN:
  case TS_TILE_SKIPPED:
    return _ ("Not read by the model yet.");
  case TS_TILE_PREDICTED:
  default:
    return NULL;
  }
}

static void
show_hint (TsTilePanel *self, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), text != NULL);
  gtk_label_set_label (self->hint_label, text != NULL ? text : "");
}

static void
show_place (TsTilePanel *self, const TsTileView *tile, gboolean is_hovered)
{
  g_autofree char *place =
    tile == NULL
      ? g_strdup ("")
      : g_strdup_printf (is_hovered ? _ ("column %u, row %u, under the pointer")
                                    : _ ("column %u, row %u, selected"),
                         tile->col + 1, tile->row + 1);

  gtk_label_set_label (self->place_label, place);
}

static void
show_bars (TsTilePanel *self, const TsTileView *tile)
{
  gboolean has_layers = ts_workspace_get_layers (self->workspace) != NULL;
  const TsModelInfo *model =
    has_layers ? ts_workspace_get_model (self->workspace, TS_ROLE_CLASSES)
               : NULL;
  const TsModelInfo *mutations =
    tile != NULL && tile->gene_probs != NULL
      ? ts_workspace_get_model (self->workspace, TS_ROLE_MUTATIONS)
      : NULL;
  TsPalette palette = ts_workspace_get_palette (self->workspace);

  ts_class_bars_set (self->class_bars, model, palette,
                     tile != NULL ? tile->probs : NULL, TRUE);
  gtk_widget_set_visible (self->gene_title, mutations != NULL);
  ts_class_bars_set (self->gene_bars, mutations, palette,
                     tile != NULL ? tile->gene_probs : NULL, FALSE);
}

static void
show_tile (TsTilePanel *self, const TsTileView *tile, gboolean is_hovered)
{
  gboolean has_layers = ts_workspace_get_layers (self->workspace) != NULL;

  show_place (self, tile, is_hovered);
  show_bars (self, tile);
  /* Not of each tile the pointer passes. */
  ts_tile_input_set_tile (self->input, is_hovered ? NULL : tile);
  if (tile != NULL)
    show_hint (self, describe_state (tile));
  else
    show_hint (self, has_layers ? _ ("Click a tile, or press N for the one the "
                                     "model is most certain of.")
                                : _ ("Tiles can be chosen once a model reads "
                                     "the slide."));
}

static void
show_opinion (TsTilePanel *self)
{
  const TsOpinion *opinion =
    ts_workspace_get_selected_opinion (self->workspace);

  gtk_widget_set_visible (self->opinion_box, opinion != NULL);
  if (opinion == NULL)
    return;
  g_autofree char *verdict = ts_tile_panel_format_opinion (opinion);
  g_autofree char *text = g_strdup_printf (_ ("Your opinion — %s"), verdict);
  gtk_label_set_label (self->opinion_label, text);
}

static void
show_answers (TsTilePanel *self, const TsTileView *tile)
{
  gboolean can_answer = tile != NULL && tile->state == TS_TILE_PREDICTED;
  gboolean has_layers = ts_workspace_get_layers (self->workspace) != NULL;
  const TsModelInfo *model =
    ts_workspace_get_model (self->workspace, TS_ROLE_CLASSES);

  gtk_widget_set_visible (self->answer_box, has_layers);
  gtk_widget_set_sensitive (self->answer_box, can_answer);
  if (can_answer && model != NULL)
    ts_class_chooser_set_classes (self->chooser, model,
                                  model->class_names[tile->best]);
  show_opinion (self);
}

static void
on_selection_changed (TsTilePanel *self)
{
  const TsOpinion *opinion =
    ts_workspace_get_selected_opinion (self->workspace);
  g_autoptr (TsTileView) tile = ts_workspace_get_selection (self->workspace);

  gtk_editable_set_text (
    self->comment_entry,
    opinion != NULL && opinion->comment != NULL ? opinion->comment : "");
  show_tile (self, tile, FALSE);
  show_answers (self, tile);
}

/* Numbers may have come; what the reader is writing stays. */
static void
on_map_changed (TsTilePanel *self)
{
  g_autoptr (TsTileView) tile = ts_workspace_get_selection (self->workspace);

  if (tile == NULL)
    return;
  show_tile (self, tile, FALSE);
  if (!gtk_widget_get_sensitive (self->answer_box))
    show_answers (self, tile);
}

void
ts_tile_panel_set_hovered (TsTilePanel *self, const TsTileView *tile)
{
  g_autoptr (TsTileView) selected =
    ts_workspace_get_selection (self->workspace);

  if (selected == NULL)
    show_tile (self, tile, TRUE);
}

static void
on_class_chosen (TsTilePanel *self,
                 const char *class_name,
                 TsClassChooser *chooser)
{
  g_signal_emit (self, signals[SIGNAL_DISAGREED], 0, class_name);
}

static void
on_comment_applied (TsTilePanel *self, GtkEntry *entry)
{
  g_signal_emit (self, signals[SIGNAL_COMMENT_APPLIED], 0);
}

void
ts_tile_panel_set_workspace (TsTilePanel *self, TsWorkspace *workspace)
{
  static const char *const renewing[] = { "models-changed",
                                          "selection-changed" };

  g_return_if_fail (self->workspace == NULL);
  self->workspace = g_object_ref (workspace);
  ts_tile_input_set_workspace (self->input, workspace);
  for (guint i = 0; i < G_N_ELEMENTS (renewing); i++)
    g_signal_connect_object (workspace, renewing[i],
                             G_CALLBACK (on_selection_changed), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "map-changed",
                           G_CALLBACK (on_map_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "style-changed",
                           G_CALLBACK (on_map_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "opinions-changed",
                           G_CALLBACK (show_opinion), self, G_CONNECT_SWAPPED);
  on_selection_changed (self);
}

static void
ts_tile_panel_dispose (GObject *object)
{
  TsTilePanel *self = TS_TILE_PANEL (object);

  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_TILE_PANEL);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (ts_tile_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel, place_label);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel, hint_label);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel, class_bars);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel, gene_title);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel, gene_bars);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel, input);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel, answer_box);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel,
                                        agree_button);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel,
                                        disagree_button);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel,
                                        unsure_button);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel, chooser);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel,
                                        comment_entry);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel, opinion_box);
  gtk_widget_class_bind_template_child (widget_class, TsTilePanel,
                                        opinion_label);
  gtk_widget_class_bind_template_callback (widget_class, on_class_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_comment_applied);
}

static void
ts_tile_panel_class_init (TsTilePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TS_TYPE_CLASS_BARS);
  g_type_ensure (TS_TYPE_CLASS_CHOOSER);
  g_type_ensure (TS_TYPE_TILE_INPUT);
  G_OBJECT_CLASS (klass)->dispose = ts_tile_panel_dispose;
  gtk_widget_class_set_css_name (widget_class, "tile-panel");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/tile-panel.ui");
  bind_children (widget_class);
  signals[SIGNAL_DISAGREED] =
    g_signal_new ("disagreed", TS_TYPE_TILE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_COMMENT_APPLIED] =
    g_signal_new ("comment-applied", TS_TYPE_TILE_PANEL, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ts_tile_panel_init (TsTilePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
