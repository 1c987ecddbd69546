/* The regions of the case at hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/case-regions.h"

#include <glib/gi18n.h>

#include "ui/shape-layer.h"
#include "ui/template-widget.h"

/* A corner that is dragged is stored when it rests. */
#define STORE_AFTER_MS 400

struct _TsCaseRegions {
  GtkWidget parent_instance;
  GtkWidget *tool_box, *rectangle_button, *area_button;
  GtkBox *row_box;
  TsWorkspace *workspace;
  TsShapeList *shapes;
  TsDrawTool *tool;
  GtkWidget *layer;
  GPtrArray *regions; /* TsRegion as stored, in the order of the shapes */
  GPtrArray *rows;    /* borrowed of the box */
  const TsStudyQuestion
    *question;          /* that regions answer, borrowed of the study */
  TsCaseSession *shown; /* for comparison */
  gboolean is_filling;
  guint store_source;
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsCaseRegions, ts_case_regions, GTK_TYPE_WIDGET)

GtkWidget *
ts_case_regions_get_layer (TsCaseRegions *self)
{
  return self->layer;
}

TsDrawTool *
ts_case_regions_get_tool (TsCaseRegions *self)
{
  return self->tool;
}

guint
ts_case_regions_get_n (TsCaseRegions *self)
{
  return self->regions->len;
}

static gboolean
may_change (TsCaseRegions *self)
{
  TsCaseSession *session = ts_workspace_get_case_session (self->workspace);

  return session != NULL &&
         ts_case_session_get_state (session) == TS_CASE_BLIND &&
         ts_workspace_get_study (self->workspace)->regions != TS_REGIONS_NONE;
}

/* Storing. */
static TsRegion *
new_region (TsCaseRegions *self,
            const TsOutline *outline,
            const TsRegion *before)
{
  TsRegion *region = ts_region_new ();

  region->shape = outline->shape;
  region->points_l0 =
    g_memdup2 (outline->points_l0, outline->n_points * sizeof (TsPoint));
  region->n_points = outline->n_points;
  if (before != NULL) {
    region->supersedes_key = g_strdup (before->key);
    region->question = g_strdup (before->question);
    region->answer = g_strdup (before->answer);
  }
  return region;
}

/* Takes the region. */
static gboolean
store_region (TsCaseRegions *self, guint index, TsRegion *region)
{
  TsCaseSession *session = ts_workspace_get_case_session (self->workspace);
  g_autoptr (TsRegion) owned = region;
  g_autoptr (GError) error = NULL;

  if (session == NULL)
    return FALSE;
  if (!ts_case_session_mark (session, region, &error)) {
    ts_workspace_report (self->workspace, error->message);
    return FALSE;
  }
  if (region->is_withdrawn)
    g_ptr_array_remove_index (self->regions, index);
  else if (index < self->regions->len) {
    ts_region_free (g_ptr_array_index (self->regions, index));
    self->regions->pdata[index] = g_steal_pointer (&owned);
  } else
    g_ptr_array_add (self->regions, g_steal_pointer (&owned));
  return TRUE;
}

static gboolean
is_same_outline (const TsOutline *outline, const TsRegion *region)
{
  return outline->shape == region->shape &&
         outline->n_points == region->n_points &&
         memcmp (outline->points_l0, region->points_l0,
                 region->n_points * sizeof (TsPoint)) == 0;
}

gboolean
ts_case_regions_flush (TsCaseRegions *self)
{
  gboolean is_stored = TRUE;

  g_clear_handle_id (&self->store_source, g_source_remove);
  for (guint i = 0; may_change (self) && i < self->regions->len; i++) {
    const TsOutline *outline = ts_shape_list_get (self->shapes, i);
    const TsRegion *before = g_ptr_array_index (self->regions, i);

    if (!is_same_outline (outline, before))
      is_stored =
        store_region (self, i, new_region (self, outline, before)) && is_stored;
  }
  return is_stored;
}

static gboolean
on_rested (gpointer user_data)
{
  TsCaseRegions *self = user_data;

  self->store_source = 0;
  ts_case_regions_flush (self);
  return G_SOURCE_REMOVE;
}

/* Rows. */
static guint
find_row (TsCaseRegions *self, gpointer child)
{
  guint index = 0;
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (child));

  return g_ptr_array_find (self->rows, row, &index) ? index : G_MAXUINT;
}

static void
on_answer_selected (TsCaseRegions *self, GParamSpec *pspec, GtkDropDown *list)
{
  guint index = find_row (self, list);
  guint selected = gtk_drop_down_get_selected (list);

  if (self->is_filling || index >= self->regions->len || !may_change (self))
    return;
  TsRegion *region = new_region (self, ts_shape_list_get (self->shapes, index),
                                 g_ptr_array_index (self->regions, index));
  g_free (region->answer);
  g_free (region->question);
  region->answer = NULL;
  region->question = NULL;
  if (selected > 0) {
    const TsStudyAnswer *answer =
      g_ptr_array_index (self->question->answers, selected - 1);
    region->answer = g_strdup (answer->code);
    region->question = g_strdup (self->question->name);
  }
  store_region (self, index, region);
}

static void fill_rows (TsCaseRegions *self);

static void
remove_region (TsCaseRegions *self, guint index)
{
  if (index >= self->regions->len || !may_change (self))
    return;
  TsRegion *region = new_region (self, ts_shape_list_get (self->shapes, index),
                                 g_ptr_array_index (self->regions, index));

  region->is_withdrawn = TRUE;
  if (!store_region (self, index, region))
    return;
  self->is_filling = TRUE;
  ts_shape_list_remove (self->shapes, index);
  self->is_filling = FALSE;
  fill_rows (self);
}

static void
on_remove_clicked (TsCaseRegions *self, GtkButton *button)
{
  remove_region (self, find_row (self, button));
}

static GtkWidget *
new_answer_list (TsCaseRegions *self, const TsRegion *region)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  GtkWidget *drop_down = NULL;
  guint selected = 0;

  gtk_string_list_append (list, _ ("no class"));
  for (guint i = 0; i < self->question->answers->len; i++) {
    const TsStudyAnswer *answer =
      g_ptr_array_index (self->question->answers, i);

    gtk_string_list_append (list, answer->code);
    if (g_strcmp0 (answer->code, region->answer) == 0)
      selected = i + 1;
  }
  drop_down = gtk_drop_down_new (G_LIST_MODEL (list), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
  gtk_widget_set_hexpand (drop_down, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Class of the region"), -1);
  g_signal_connect_object (drop_down, "notify::selected",
                           G_CALLBACK (on_answer_selected), self,
                           G_CONNECT_SWAPPED);
  return drop_down;
}

static void
add_row (TsCaseRegions *self, guint index)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *text = g_strdup_printf ("%u", index + 1);
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_box_append (GTK_BOX (row), gtk_label_new (text));
  gtk_box_append (
    GTK_BOX (row),
    new_answer_list (self, g_ptr_array_index (self->regions, index)));
  gtk_widget_set_tooltip_text (remove, _ ("Remove the region"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remove the region"), -1);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove_clicked),
                           self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (row), remove);
  gtk_box_append (self->row_box, row);
  g_ptr_array_add (self->rows, row);
}

static void
fill_rows (TsCaseRegions *self)
{
  self->is_filling = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    gtk_box_remove (self->row_box, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; self->question != NULL && i < self->regions->len; i++)
    add_row (self, i);
  self->is_filling = FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Drawing. */
static void
on_shapes_changed (TsCaseRegions *self)
{
  if (self->is_filling || !may_change (self))
    return;
  g_clear_handle_id (&self->store_source, g_source_remove);
  self->store_source = g_timeout_add (STORE_AFTER_MS, on_rested, self);
}

static void
on_drawn (TsCaseRegions *self)
{
  guint index = self->regions->len;

  if (index >= ts_shape_list_get_n (self->shapes))
    return;
  if (may_change (self) &&
      store_region (
        self, index,
        new_region (self, ts_shape_list_get (self->shapes, index), NULL))) {
    fill_rows (self);
    return;
  }
  self->is_filling = TRUE;
  ts_shape_list_remove (self->shapes, index);
  self->is_filling = FALSE;
}

static void
on_button_toggled (TsCaseRegions *self, GtkToggleButton *button)
{
  gboolean is_rectangle = GTK_WIDGET (button) == self->rectangle_button;

  if (self->is_filling)
    return;
  ts_draw_tool_set_mode (self->tool, !gtk_toggle_button_get_active (button)
                                       ? TS_DRAW_NOTHING
                                     : is_rectangle ? TS_DRAW_RECTANGLE
                                                    : TS_DRAW_AREA);
}

static void
on_tool_changed (TsCaseRegions *self)
{
  TsDrawMode mode = ts_draw_tool_get_mode (self->tool);
  gboolean was_filling = self->is_filling;

  self->is_filling = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->rectangle_button),
                                mode == TS_DRAW_RECTANGLE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->area_button),
                                mode == TS_DRAW_AREA);
  self->is_filling = was_filling;
}

/* The case. */
static const TsStudyQuestion *
find_question (const TsStudy *study)
{
  const TsStudyQuestion *found = NULL;

  for (guint i = study->questions->len; i > 0; i--) {
    const TsStudyQuestion *question =
      g_ptr_array_index (study->questions, i - 1);

    if (question->level == TS_LEVEL_REGION ||
        (question->level == TS_LEVEL_SLIDE &&
         (found == NULL || found->level == TS_LEVEL_SLIDE)))
      found = question;
  }
  return found;
}

static void
drop_regions (TsCaseRegions *self)
{
  for (guint i = 0; i < self->regions->len; i++)
    ts_region_free (g_ptr_array_index (self->regions, i));
  g_ptr_array_set_size (self->regions, 0);
}

static void
load (TsCaseRegions *self, TsCaseSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stored =
    ts_store_list_regions (ts_workspace_get_store (self->workspace),
                           ts_case_session_get_case (session)->key, &error);

  if (stored == NULL) {
    ts_workspace_report (self->workspace, error->message);
    return;
  }
  g_ptr_array_set_free_func (stored, NULL);
  for (guint i = 0; i < stored->len; i++) {
    TsRegion *region = g_ptr_array_index (stored, i);

    g_ptr_array_add (self->regions, region);
    ts_shape_list_add (
      self->shapes,
      ts_outline_new (region->shape, region->points_l0, region->n_points));
  }
  ts_shape_list_select (self->shapes, -1);
}

static void
show_case (TsCaseRegions *self, TsCaseSession *session)
{
  TsSlide *slide = ts_workspace_get_slide (self->workspace);

  g_clear_handle_id (&self->store_source, g_source_remove);
  self->is_filling = TRUE;
  ts_shape_list_clear (self->shapes);
  drop_regions (self);
  self->question = session != NULL
                     ? find_question (ts_workspace_get_study (self->workspace))
                     : NULL;
  ts_shape_layer_set_info (
    TS_SHAPE_LAYER (self->layer),
    session != NULL && slide != NULL ? ts_slide_get_info (slide) : NULL);
  if (session != NULL)
    load (self, session);
  self->is_filling = FALSE;
  fill_rows (self);
}

static void
on_reading_changed (TsCaseRegions *self)
{
  TsCaseSession *session = ts_workspace_get_case_session (self->workspace);
  const TsStudy *study = ts_workspace_get_study (self->workspace);

  if (session != self->shown || session == NULL) {
    self->shown = session;
    show_case (self, session);
  }
  if (!may_change (self))
    ts_draw_tool_set_mode (self->tool, TS_DRAW_NOTHING);
  gtk_widget_set_sensitive (GTK_WIDGET (self), may_change (self));
  gtk_widget_set_visible (GTK_WIDGET (self),
                          study != NULL && study->regions != TS_REGIONS_NONE);
}

static void
ts_case_regions_dispose (GObject *object)
{
  TsCaseRegions *self = TS_CASE_REGIONS (object);

  g_clear_handle_id (&self->store_source, g_source_remove);
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_CASE_REGIONS);
  g_clear_object (&self->tool);
  g_clear_object (&self->shapes);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (ts_case_regions_parent_class)->dispose (object);
}

static void
ts_case_regions_finalize (GObject *object)
{
  TsCaseRegions *self = TS_CASE_REGIONS (object);

  drop_regions (self);
  g_ptr_array_unref (self->regions);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (ts_case_regions_parent_class)->finalize (object);
}

static void
ts_case_regions_class_init (TsCaseRegionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_case_regions_dispose;
  G_OBJECT_CLASS (klass)->finalize = ts_case_regions_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/case-regions.ui");
  gtk_widget_class_bind_template_child (widget_class, TsCaseRegions, tool_box);
  gtk_widget_class_bind_template_child (widget_class, TsCaseRegions,
                                        rectangle_button);
  gtk_widget_class_bind_template_child (widget_class, TsCaseRegions,
                                        area_button);
  gtk_widget_class_bind_template_child (widget_class, TsCaseRegions, row_box);
  gtk_widget_class_bind_template_callback (widget_class, on_button_toggled);
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", TS_TYPE_CASE_REGIONS, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
ts_case_regions_init (TsCaseRegions *self)
{
  self->regions = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
connect (TsCaseRegions *self,
         gpointer object,
         const char *signal,
         GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

GtkWidget *
ts_case_regions_new (TsWorkspace *workspace, TsSlideView *view)
{
  TsCaseRegions *self = g_object_new (TS_TYPE_CASE_REGIONS, NULL);

  self->workspace = g_object_ref (workspace);
  self->shapes = ts_shape_list_new ();
  self->tool = ts_draw_tool_new (view, self->shapes);
  self->layer = ts_shape_layer_new (view, self->shapes, self->tool);
  connect (self, self->shapes, "changed", G_CALLBACK (on_shapes_changed));
  connect (self, self->tool, "drawn", G_CALLBACK (on_drawn));
  connect (self, self->tool, "changed", G_CALLBACK (on_tool_changed));
  connect (self, self->tool, "removal-asked", G_CALLBACK (remove_region));
  connect (self, workspace, "reading-changed", G_CALLBACK (on_reading_changed));
  on_reading_changed (self);
  return GTK_WIDGET (self);
}
