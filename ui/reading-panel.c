/* The case at hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/reading-panel.h"

#include <glib/gi18n.h>

#include "ui/question-form.h"
#include "ui/round-length.h"
#include "ui/template-widget.h"

/* What is being typed or dragged is stored when it rests. */
#define STORE_AFTER_MS 400
/* Letters of the canvas (hide the map, minimap, turn) and of "keep". */
#define TAKEN_LETTERS "hkmr"

struct _TsReadingPanel {
  GtkWidget parent_instance;
  GtkLabel *progress_label, *slide_label, *state_label, *hint_label;
  GtkBox *form_box, *extra_box;
  GtkWidget *advance_button;
  TsWorkspace *workspace;
  GPtrArray *forms;     /* TsQuestionForm, borrowed of the box */
  GPtrArray *changed;   /* those with something to store, borrowed */
  TsCaseSession *shown; /* whose forms there are, for comparison */
  guint n_regions;
  guint store_source;
};

enum { SIGNAL_ADVANCE, SIGNAL_LEAVE, SIGNAL_LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsReadingPanel, ts_reading_panel, GTK_TYPE_WIDGET)

/* Storing. */
static void
name_model (TsReadingPanel *self, TsReading *reading)
{
  const TsStudyQuestion *question = ts_study_find_question (
    ts_workspace_get_study (self->workspace), reading->question);
  TsSlideAnswer answer = { 0 };

  if (!ts_workspace_find_model_answer (self->workspace, &answer))
    return;
  reading->model_identity = g_strdup (answer.model_identity);
  if (question->kind == TS_QUESTION_CLASS)
    reading->model_answer = g_strdup (answer.class_name);
}

static gboolean
store_form (TsReadingPanel *self, TsQuestionForm *form)
{
  TsCaseSession *session = ts_workspace_get_case_session (self->workspace);
  g_autoptr (TsReading) reading = ts_question_form_make_reading (form);
  g_autoptr (GError) error = NULL;

  if (reading == NULL || session == NULL)
    return TRUE;
  if (ts_case_session_get_state (session) == TS_CASE_REVEALED) {
    if (reading->decision == TS_DECISION_NONE)
      return TRUE;
    name_model (self, reading);
  }
  if (ts_case_session_answer (session, reading, &error))
    return TRUE;
  ts_workspace_report (self->workspace, error->message);
  return FALSE;
}

gboolean
ts_reading_panel_flush (TsReadingPanel *self)
{
  gboolean is_stored = TRUE;

  g_clear_handle_id (&self->store_source, g_source_remove);
  for (guint i = 0; i < self->changed->len; i++)
    is_stored =
      store_form (self, g_ptr_array_index (self->changed, i)) && is_stored;
  g_ptr_array_set_size (self->changed, 0);
  return is_stored;
}

static gboolean
on_rested (gpointer user_data)
{
  TsReadingPanel *self = user_data;

  self->store_source = 0;
  ts_reading_panel_flush (self);
  return G_SOURCE_REMOVE;
}

/* What is missing for the next step, for people; NULL: nothing. The caller owns it. */
static char *
find_missing (TsReadingPanel *self)
{
  const TsStudy *study = ts_workspace_get_study (self->workspace);

  for (guint i = 0; i < self->forms->len; i++) {
    TsQuestionForm *form = g_ptr_array_index (self->forms, i);

    if (!ts_question_form_is_answered (form))
      return g_strdup_printf (_ ("“%s” is not answered yet"),
                              ts_question_form_get_question (form));
  }
  if (study != NULL && study->regions == TS_REGIONS_REQUIRED &&
      self->n_regions == 0)
    return g_strdup (_ ("No region is marked yet"));
  return NULL;
}

static void
update_hint (TsReadingPanel *self)
{
  TsCaseSession *session = ts_workspace_get_case_session (self->workspace);
  TsCaseState state =
    session != NULL ? ts_case_session_get_state (session) : TS_CASE_FINISHED;
  g_autofree char *missing = state == TS_CASE_BLIND || state == TS_CASE_REVEALED
                               ? find_missing (self)
                               : NULL;

  gtk_label_set_text (self->hint_label, missing != NULL ? missing : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), missing != NULL);
  gtk_widget_set_sensitive (self->advance_button,
                            session != NULL && missing == NULL);
}

static void
on_answered (TsReadingPanel *self, TsQuestionForm *form)
{
  if (!g_ptr_array_find (self->changed, form, NULL))
    g_ptr_array_add (self->changed, form);
  g_clear_handle_id (&self->store_source, g_source_remove);
  self->store_source = g_timeout_add (STORE_AFTER_MS, on_rested, self);
  update_hint (self);
}

/* Showing. */
static void
on_left (TsReadingPanel *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
drop_forms (TsReadingPanel *self)
{
  g_clear_handle_id (&self->store_source, g_source_remove);
  g_ptr_array_set_size (self->changed, 0);
  for (guint i = 0; i < self->forms->len; i++)
    gtk_box_remove (self->form_box, g_ptr_array_index (self->forms, i));
  g_ptr_array_set_size (self->forms, 0);
}

static void
make_forms (TsReadingPanel *self)
{
  const TsStudy *study = ts_workspace_get_study (self->workspace);
  g_autoptr (GString) used = g_string_new (TAKEN_LETTERS);

  for (guint i = 0; i < study->questions->len; i++) {
    const TsStudyQuestion *question = g_ptr_array_index (study->questions, i);
    if (question->level != TS_LEVEL_SLIDE)
      continue;
    GtkWidget *form = ts_question_form_new (question, used);

    gtk_box_append (self->form_box, form);
    g_ptr_array_add (self->forms, form);
    g_signal_connect_object (form, "answered", G_CALLBACK (on_answered), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (form, "left", G_CALLBACK (on_left), self,
                             G_CONNECT_SWAPPED);
  }
}

static const TsReading *
find_reading (const GPtrArray *readings, const char *question, TsPhase phase)
{
  for (guint i = 0; i < readings->len; i++) {
    const TsReading *reading = g_ptr_array_index (readings, i);

    if (reading->item_key == NULL && reading->phase == phase &&
        g_str_equal (reading->question, question))
      return reading;
  }
  return NULL;
}

static void
fill_forms (TsReadingPanel *self, TsCaseSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) readings =
    ts_store_list_readings (ts_workspace_get_store (self->workspace),
                            ts_case_session_get_case (session)->key, &error);

  if (readings == NULL) {
    ts_workspace_report (self->workspace, error->message);
    return;
  }
  for (guint i = 0; i < self->forms->len; i++) {
    TsQuestionForm *form = g_ptr_array_index (self->forms, i);
    const char *question = ts_question_form_get_question (form);

    ts_question_form_show (
      form, ts_case_session_get_state (session),
      find_reading (readings, question, TS_PHASE_BLIND),
      find_reading (readings, question, TS_PHASE_REVEALED));
  }
}

static char *
format_model_answer (TsReadingPanel *self)
{
  TsSlideAnswer answer = { 0 };

  if (!ts_workspace_find_model_answer (self->workspace, &answer))
    return NULL;
  g_autofree char *n_tiles = ts_count_format ((gint64) answer.n_tiles);
  return answer.is_complete
           ? g_strdup_printf (_ ("Model: %s, mean %.2f of %s tiles"),
                              answer.class_name, answer.probability, n_tiles)
           : g_strdup_printf (_ ("Model: %s, mean %.2f of %s tiles so far"),
                              answer.class_name, answer.probability, n_tiles);
}

/* Only here something of the model comes into the panel: it asks the gate. */
static void
update_model_text (TsReadingPanel *self)
{
  const TsStudy *study = ts_workspace_get_study (self->workspace);
  g_autofree char *text = format_model_answer (self);

  for (guint i = 0; study != NULL && i < self->forms->len; i++) {
    TsQuestionForm *form = g_ptr_array_index (self->forms, i);
    const TsStudyQuestion *question =
      ts_study_find_question (study, ts_question_form_get_question (form));

    ts_question_form_set_model_text (
      form,
      question != NULL && question->kind == TS_QUESTION_CLASS ? text : NULL);
  }
}

static const char *
get_advance_label (TsCaseState state, TsArmKind kind)
{
  if (state == TS_CASE_BLIND)
    return _ ("_Lock…");
  return state == TS_CASE_LOCKED && kind == TS_ARM_AIDED_AFTER_BLIND
           ? _ ("Show the _Model")
           : _ ("_Next Case");
}

static const char *
get_state_text (TsCaseState state, TsArmKind kind)
{
  if (state == TS_CASE_BLIND)
    return kind == TS_ARM_AIDED_AFTER_BLIND
             ? _ ("Blind: nothing of the model is shown until you lock.")
             : _ ("Blind: this arm is read without the model.");
  if (state == TS_CASE_REVEALED)
    return _ ("The model is shown. Keep your answer or change it; both stay. "
              "For research use only.");
  return _ ("Locked: your answers stand.");
}

static void
show_state (TsReadingPanel *self, TsCaseSession *session)
{
  const TsStudy *study = ts_workspace_get_study (self->workspace);
  const TsStudyCase *reading_case = ts_case_session_get_case (session);
  TsCaseState state = ts_case_session_get_state (session);
  TsArmKind kind =
    ts_study_find_arm (study, ts_workspace_get_arm (self->workspace))->kind;
  g_autofree char *progress = g_strdup_printf (
    _ ("Case %u of %u"), reading_case->order_position + 1, study->slides->len);
  g_autofree char *slide = g_strdup_printf (
    _ ("Slide %s · %s"), ts_case_session_get_slide (session)->pseudonym,
    study->name);

  gtk_label_set_text (self->progress_label, progress);
  gtk_label_set_text (self->slide_label, slide);
  gtk_label_set_text (self->state_label, get_state_text (state, kind));
  gtk_button_set_label (GTK_BUTTON (self->advance_button),
                        get_advance_label (state, kind));
}

static void
on_reading_changed (TsReadingPanel *self)
{
  TsCaseSession *session = ts_workspace_get_case_session (self->workspace);

  if (session != self->shown || session == NULL) {
    drop_forms (self);
    self->shown = session;
    if (session != NULL)
      make_forms (self);
  }
  if (session != NULL) {
    fill_forms (self, session);
    show_state (self, session);
  }
  update_model_text (self);
  update_hint (self);
}

gboolean
ts_reading_panel_handle_key (TsReadingPanel *self, guint keyval)
{
  for (guint i = 0; i < self->forms->len; i++)
    if (ts_question_form_handle_key (g_ptr_array_index (self->forms, i),
                                     keyval))
      return TRUE;
  return FALSE;
}

void
ts_reading_panel_set_n_regions (TsReadingPanel *self, guint n_regions)
{
  self->n_regions = n_regions;
  update_hint (self);
}

void
ts_reading_panel_add (TsReadingPanel *self, GtkWidget *widget)
{
  gtk_box_append (self->extra_box, widget);
}

void
ts_reading_panel_set_workspace (TsReadingPanel *self, TsWorkspace *workspace)
{
  static const char *const model_signals[] = { "map-changed",
                                               "models-changed" };

  g_return_if_fail (self->workspace == NULL);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "reading-changed",
                           G_CALLBACK (on_reading_changed), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (model_signals); i++)
    g_signal_connect_object (workspace, model_signals[i],
                             G_CALLBACK (update_model_text), self,
                             G_CONNECT_SWAPPED);
}

static void
on_advance_clicked (TsReadingPanel *self)
{
  g_signal_emit (self, signals[SIGNAL_ADVANCE], 0);
}

static void
on_leave_clicked (TsReadingPanel *self)
{
  g_signal_emit (self, signals[SIGNAL_LEAVE], 0);
}

static void
ts_reading_panel_dispose (GObject *object)
{
  TsReadingPanel *self = TS_READING_PANEL (object);

  g_clear_handle_id (&self->store_source, g_source_remove);
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_READING_PANEL);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (ts_reading_panel_parent_class)->dispose (object);
}

static void
ts_reading_panel_finalize (GObject *object)
{
  TsReadingPanel *self = TS_READING_PANEL (object);

  g_ptr_array_unref (self->forms);
  g_ptr_array_unref (self->changed);
  G_OBJECT_CLASS (ts_reading_panel_parent_class)->finalize (object);
}

static void
ts_reading_panel_class_init (TsReadingPanelClass *klass)
{
  static const char *const names[] = { "advance-asked", "leave-asked", "left" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_reading_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = ts_reading_panel_finalize;
  gtk_widget_class_set_css_name (widget_class, "reading-panel");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/reading-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TsReadingPanel,
                                        progress_label);
  gtk_widget_class_bind_template_child (widget_class, TsReadingPanel,
                                        slide_label);
  gtk_widget_class_bind_template_child (widget_class, TsReadingPanel,
                                        state_label);
  gtk_widget_class_bind_template_child (widget_class, TsReadingPanel,
                                        hint_label);
  gtk_widget_class_bind_template_child (widget_class, TsReadingPanel, form_box);
  gtk_widget_class_bind_template_child (widget_class, TsReadingPanel,
                                        extra_box);
  gtk_widget_class_bind_template_child (widget_class, TsReadingPanel,
                                        advance_button);
  gtk_widget_class_bind_template_callback (widget_class, on_advance_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_leave_clicked);
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] =
      g_signal_new (names[i], TS_TYPE_READING_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
ts_reading_panel_init (TsReadingPanel *self)
{
  self->forms = g_ptr_array_new ();
  self->changed = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
