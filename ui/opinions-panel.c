/* The inspector's Opinions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/opinions-panel.h"

#include <glib/gi18n.h>

#include "ui/template-widget.h"
#include "ui/tile-panel.h"

/* So many rows are made; a session of hours must not slow each click. */
#define MAX_ROWS 200

struct _TsOpinionsPanel {
  GtkWidget parent_instance;
  GtkLabel *reader_label;
  GtkWidget *empty_label;
  GtkListBox *list;
  TsWorkspace *workspace;
};

enum { SIGNAL_OPINION_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsOpinionsPanel, ts_opinions_panel, GTK_TYPE_WIDGET)

static const char *
get_sign (TsVerdict verdict)
{
  if (verdict == TS_VERDICT_AGREE)
    return "✓";
  return verdict == TS_VERDICT_DISAGREE ? "✕" : "?";
}

static GtkWidget *
new_label (const char *text, const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

static char *
format_note (const TsOpinion *opinion)
{
  g_autoptr (GDateTime) at =
    g_date_time_new_from_unix_local (opinion->committed_at_us / G_USEC_PER_SEC);
  g_autofree char *time =
    at != NULL ? g_date_time_format (at, "%H:%M") : g_strdup ("");

  return g_strdup_printf (_ ("column %u, row %u · %s"), opinion->col + 1,
                          opinion->row + 1, time);
}

static GtkWidget *
new_row (const TsOpinion *opinion)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *verdict = ts_tile_panel_format_opinion (opinion);
  g_autofree char *note = format_note (opinion);
  GtkWidget *sign = new_label (get_sign (opinion->verdict), "verdict-sign");

  gtk_widget_add_css_class (sign, ts_verdict_to_text (opinion->verdict));
  gtk_label_set_xalign (GTK_LABEL (sign), 0.5f);
  gtk_widget_set_valign (sign, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), new_label (verdict, NULL));
  gtk_box_append (GTK_BOX (words), new_label (note, "opinion-note"));
  if (opinion->comment != NULL)
    gtk_box_append (GTK_BOX (words),
                    new_label (opinion->comment, "opinion-note"));
  gtk_box_append (GTK_BOX (line), sign);
  gtk_box_append (GTK_BOX (line), words);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_widget_set_tooltip_text (row, opinion->comment);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, verdict, -1);
  g_object_set_data_full (G_OBJECT (row), "id",
                          g_memdup2 (&opinion->opinion_id, sizeof (gint64)),
                          g_free);
  return row;
}

static void
on_opinions_changed (TsOpinionsPanel *self)
{
  const GPtrArray *opinions =
    ts_workspace_get_session_opinions (self->workspace);
  const char *reader = ts_workspace_get_reader (self->workspace);
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = opinions->len; i > 0 && n < MAX_ROWS; i--, n++)
    gtk_list_box_append (self->list,
                         new_row (g_ptr_array_index (opinions, i - 1)));
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (self->empty_label, n == 0);
  gtk_label_set_label (self->reader_label, reader != NULL ? reader : "");
}

static void
on_row_activated (TsOpinionsPanel *self, GtkListBoxRow *row, GtkListBox *list)
{
  const gint64 *opinion_id = g_object_get_data (G_OBJECT (row), "id");

  g_signal_emit (self, signals[SIGNAL_OPINION_ACTIVATED], 0, *opinion_id);
}

void
ts_opinions_panel_set_workspace (TsOpinionsPanel *self, TsWorkspace *workspace)
{
  g_return_if_fail (self->workspace == NULL);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "opinions-changed",
                           G_CALLBACK (on_opinions_changed), self,
                           G_CONNECT_SWAPPED);
  on_opinions_changed (self);
}

static void
ts_opinions_panel_dispose (GObject *object)
{
  TsOpinionsPanel *self = TS_OPINIONS_PANEL (object);

  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_OPINIONS_PANEL);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (ts_opinions_panel_parent_class)->dispose (object);
}

static void
ts_opinions_panel_class_init (TsOpinionsPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_opinions_panel_dispose;
  gtk_widget_class_set_css_name (widget_class, "opinions-panel");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/opinions-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TsOpinionsPanel,
                                        reader_label);
  gtk_widget_class_bind_template_child (widget_class, TsOpinionsPanel,
                                        empty_label);
  gtk_widget_class_bind_template_child (widget_class, TsOpinionsPanel, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  signals[SIGNAL_OPINION_ACTIVATED] = g_signal_new (
    "opinion-activated", TS_TYPE_OPINIONS_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
ts_opinions_panel_init (TsOpinionsPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
