/* One question about the slide.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/question-form.h"

#include <glib/gi18n.h>

#include "ui/template-widget.h"

#define N_DIFFICULTIES 5

typedef struct {
  char *code;
  char letter; /* 0: none was free */
  GtkWidget *button;
} Answer;

struct _TsQuestionForm {
  GtkWidget parent_instance;
  GtkLabel *prompt_label, *blind_label, *model_label;
  GtkWidget *answer_box, *keep_button, *reason_row, *sure_box;
  GtkAdjustment *confidence;
  GtkWidget *confidence_scale, *confidence_spin, *remark_row;
  GtkDropDown *difficulty_list;
  GtkEditable *remark_entry, *reason_entry;
  char *question;
  GArray *answers; /* of Answer */
  TsCaseState state;
  char *blind_answer;
  TsDecision decision;
  int picked; /* index, -1 for none */
  gboolean has_confidence;
  gboolean is_filling;
};

enum { SIGNAL_ANSWERED, SIGNAL_LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsQuestionForm, ts_question_form, GTK_TYPE_WIDGET)

const char *
ts_question_form_get_question (TsQuestionForm *self)
{
  return self->question;
}

static void
tell (TsQuestionForm *self)
{
  if (!self->is_filling)
    g_signal_emit (self, signals[SIGNAL_ANSWERED], 0);
}

/* Answers. */
static void
show_picked (TsQuestionForm *self)
{
  gboolean was_filling = self->is_filling;

  self->is_filling = TRUE;
  for (guint i = 0; i < self->answers->len; i++)
    gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (g_array_index (self->answers, Answer, i).button),
      (int) i == self->picked && (self->state != TS_CASE_REVEALED ||
                                  self->decision != TS_DECISION_KEEP));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->keep_button),
                                self->decision == TS_DECISION_KEEP);
  self->is_filling = was_filling;
}

static int
find_answer (TsQuestionForm *self, const char *code)
{
  for (guint i = 0; i < self->answers->len; i++)
    if (g_strcmp0 (g_array_index (self->answers, Answer, i).code, code) == 0)
      return (int) i;
  return -1;
}

/* After the reveal the same answer again is keeping it. */
static void
pick (TsQuestionForm *self, int index)
{
  self->picked = index;
  if (self->state == TS_CASE_REVEALED)
    self->decision = index == find_answer (self, self->blind_answer)
                       ? TS_DECISION_KEEP
                       : TS_DECISION_CHANGE;
  show_picked (self);
  tell (self);
}

static void
on_answer_toggled (GtkToggleButton *button, TsQuestionForm *self)
{
  if (self->is_filling)
    return;
  for (guint i = 0; i < self->answers->len; i++)
    if (g_array_index (self->answers, Answer, i).button == GTK_WIDGET (button))
      pick (self, (int) i);
}

static void
on_keep_toggled (GtkToggleButton *button, TsQuestionForm *self)
{
  if (!self->is_filling)
    pick (self, find_answer (self, self->blind_answer));
}

/* A slip of the thumb must not become a diagnosis. */
static gboolean
on_answer_key (GtkEventControllerKey *controller,
               guint keyval,
               guint keycode,
               GdkModifierType state,
               TsQuestionForm *self)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter ||
         keyval == GDK_KEY_ISO_Enter || keyval == GDK_KEY_space ||
         keyval == GDK_KEY_KP_Space;
}

static void
keep_from_enter (TsQuestionForm *self, GtkWidget *button)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_answer_key), self);
  gtk_widget_add_controller (button, keys);
  gtk_widget_set_focus_on_click (button, FALSE);
}

/* The first letter of the name that is free; then any that is. */
static char
take_letter (const char *code, GString *used)
{
  g_autofree char *lower = g_ascii_strdown (code, -1);
  g_autofree char *wanted =
    g_strconcat (lower, "abcdefghijklmnopqrstuvwxyz", NULL);

  for (const char *at = wanted; *at != '\0'; at++)
    if (g_ascii_isalpha (*at) && strchr (used->str, *at) == NULL) {
      g_string_append_c (used, *at);
      return *at;
    }
  return '\0';
}

static GtkWidget *
new_lettered_child (const char *text, char letter)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (text);
  char shown[] = { g_ascii_toupper (letter), '\0' };
  GtkWidget *key = gtk_label_new (shown);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (key, "dim-label");
  gtk_widget_add_css_class (key, "numeric");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), key);
  return box;
}

static void
name_button (GtkWidget *button, const char *text, char letter)
{
  char shown[] = { g_ascii_toupper (letter), '\0' };

  gtk_button_set_child (GTK_BUTTON (button), new_lettered_child (text, letter));
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
    GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, shown, -1);
}

static void
add_answer (TsQuestionForm *self, const TsStudyAnswer *answer, GString *used)
{
  Answer added = { g_strdup (answer->code), take_letter (answer->code, used),
                   gtk_toggle_button_new () };

  name_button (added.button, answer->code, added.letter);
  g_signal_connect (added.button, "toggled", G_CALLBACK (on_answer_toggled),
                    self);
  keep_from_enter (self, added.button);
  gtk_box_append (GTK_BOX (self->answer_box), added.button);
  g_array_append_val (self->answers, added);
}

gboolean
ts_question_form_handle_key (TsQuestionForm *self, guint keyval)
{
  guint lower = gdk_keyval_to_lower (keyval);

  if (self->state != TS_CASE_BLIND && self->state != TS_CASE_REVEALED)
    return FALSE;
  if (lower == GDK_KEY_k && self->state == TS_CASE_REVEALED &&
      self->blind_answer != NULL) {
    pick (self, find_answer (self, self->blind_answer));
    return TRUE;
  }
  for (guint i = 0; i < self->answers->len; i++) {
    char letter = g_array_index (self->answers, Answer, i).letter;

    if (letter != '\0' && (guint) letter == lower) {
      pick (self, (int) i);
      return TRUE;
    }
  }
  return FALSE;
}

/* What is said with the answer. */
static void
on_confidence_changed (TsQuestionForm *self)
{
  if (self->is_filling)
    return;
  self->has_confidence = TRUE;
  gtk_spin_button_update (GTK_SPIN_BUTTON (self->confidence_spin));
  tell (self);
}

/* Nobody is taken to be half sure who has not said so. */
static gboolean
on_confidence_output (GtkSpinButton *spin, TsQuestionForm *self)
{
  if (self->has_confidence)
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (spin), "–");
  return TRUE;
}

/* One who types 50 where the dash stands has said so. */
static int
on_confidence_input (GtkSpinButton *spin, double *out, TsQuestionForm *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));

  if (g_ascii_isdigit (*text) && !self->is_filling && !self->has_confidence) {
    self->has_confidence = TRUE;
    tell (self);
  }
  if (g_ascii_isdigit (*text))
    return FALSE;
  *out = gtk_adjustment_get_value (self->confidence);
  return TRUE;
}

static void
on_text_activated (TsQuestionForm *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
set_text (GtkEditable *entry, const char *text)
{
  gtk_editable_set_text (entry, text != NULL ? text : "");
}

static void
fill (TsQuestionForm *self, const TsReading *reading)
{
  int confidence = reading != NULL ? reading->confidence : TS_NO_CONFIDENCE;

  self->picked = reading != NULL ? find_answer (self, reading->answer) : -1;
  self->decision = reading != NULL ? reading->decision : TS_DECISION_NONE;
  self->has_confidence = confidence != TS_NO_CONFIDENCE;
  gtk_adjustment_set_value (self->confidence,
                            self->has_confidence ? confidence : 50);
  gtk_spin_button_update (GTK_SPIN_BUTTON (self->confidence_spin));
  gtk_drop_down_set_selected (
    self->difficulty_list, reading != NULL ? (guint) reading->difficulty : 0);
  set_text (self->remark_entry, reading != NULL ? reading->comment : NULL);
  set_text (self->reason_entry, reading != NULL ? reading->reason : NULL);
}

static void
show_blind (TsQuestionForm *self, const TsReading *blind)
{
  g_autofree char *sure = blind != NULL && blind->confidence != TS_NO_CONFIDENCE
                            ? g_strdup_printf (_ ("Blind: %s, %d sure"),
                                               blind->answer, blind->confidence)
                          : blind != NULL
                            ? g_strdup_printf (_ ("Blind: %s"), blind->answer)
                            : g_strdup ("");
  g_autofree char *keep =
    blind != NULL ? g_strdup_printf (_ ("Keep %s"), blind->answer) : NULL;

  g_free (self->blind_answer);
  self->blind_answer = g_strdup (blind != NULL ? blind->answer : NULL);
  gtk_label_set_text (self->blind_label, sure);
  if (keep != NULL)
    name_button (self->keep_button, keep, 'k');
}

void
ts_question_form_show (TsQuestionForm *self,
                       TsCaseState state,
                       const TsReading *blind,
                       const TsReading *revealed)
{
  gboolean is_revealed = state == TS_CASE_REVEALED ||
                         (state == TS_CASE_FINISHED && revealed != NULL);

  self->is_filling = TRUE;
  self->state = state;
  show_blind (self, blind);
  fill (self, is_revealed ? revealed : blind);
  gtk_widget_set_visible (GTK_WIDGET (self->blind_label),
                          state != TS_CASE_BLIND);
  gtk_widget_set_visible (self->keep_button, is_revealed && blind != NULL);
  gtk_widget_set_visible (self->reason_row, is_revealed);
  gtk_widget_set_visible (self->remark_row, !is_revealed);
  gtk_widget_set_sensitive (self->answer_box, state == TS_CASE_BLIND ||
                                                state == TS_CASE_REVEALED);
  gtk_widget_set_sensitive (self->sure_box, state == TS_CASE_BLIND ||
                                              state == TS_CASE_REVEALED);
  show_picked (self);
  self->is_filling = FALSE;
}

void
ts_question_form_set_model_text (TsQuestionForm *self, const char *text)
{
  gtk_label_set_text (self->model_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->model_label), text != NULL);
}

gboolean
ts_question_form_is_answered (TsQuestionForm *self)
{
  return self->picked >= 0;
}

static char *
dup_text (GtkEditable *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

TsReading *
ts_question_form_make_reading (TsQuestionForm *self)
{
  TsReading *reading = NULL;

  if (self->picked < 0)
    return NULL;
  reading = ts_reading_new ();
  reading->question = g_strdup (self->question);
  reading->answer =
    g_strdup (g_array_index (self->answers, Answer, self->picked).code);
  reading->confidence =
    self->has_confidence
      ? (int) (gtk_adjustment_get_value (self->confidence) + 0.5)
      : TS_NO_CONFIDENCE;
  reading->difficulty =
    (int) gtk_drop_down_get_selected (self->difficulty_list);
  reading->comment = dup_text (self->remark_entry);
  reading->decision = self->decision;
  if (self->state == TS_CASE_REVEALED)
    reading->reason = dup_text (self->reason_entry);
  return reading;
}

static void
fill_difficulties (TsQuestionForm *self)
{
  const char *texts[] = {
    _ ("not said"),     _ ("1, very easy"),      _ ("2, easy"), _ ("3, medium"),
    _ ("4, difficult"), _ ("5, very difficult"), NULL
  };
  g_autoptr (GtkStringList) list = gtk_string_list_new (texts);

  G_STATIC_ASSERT (G_N_ELEMENTS (texts) == N_DIFFICULTIES + 2);
  gtk_drop_down_set_model (self->difficulty_list, G_LIST_MODEL (list));
}

static void
ts_question_form_dispose (GObject *object)
{
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_QUESTION_FORM);
  G_OBJECT_CLASS (ts_question_form_parent_class)->dispose (object);
}

static void
ts_question_form_finalize (GObject *object)
{
  TsQuestionForm *self = TS_QUESTION_FORM (object);

  for (guint i = 0; i < self->answers->len; i++)
    g_free (g_array_index (self->answers, Answer, i).code);
  g_array_unref (self->answers);
  g_free (self->question);
  g_free (self->blind_answer);
  G_OBJECT_CLASS (ts_question_form_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        prompt_label);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        blind_label);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        model_label);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        answer_box);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        keep_button);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        reason_row);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        remark_row);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm, sure_box);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        confidence);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        confidence_scale);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        confidence_spin);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        difficulty_list);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        remark_entry);
  gtk_widget_class_bind_template_child (widget_class, TsQuestionForm,
                                        reason_entry);
}

static void
ts_question_form_class_init (TsQuestionFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_question_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = ts_question_form_finalize;
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/question-form.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, tell);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_confidence_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_confidence_output);
  gtk_widget_class_bind_template_callback (widget_class, on_confidence_input);
  gtk_widget_class_bind_template_callback (widget_class, on_text_activated);
  signals[SIGNAL_ANSWERED] =
    g_signal_new ("answered", TS_TYPE_QUESTION_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LEFT] =
    g_signal_new ("left", TS_TYPE_QUESTION_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
ts_question_form_init (TsQuestionForm *self)
{
  self->picked = -1;
  self->answers = g_array_new (FALSE, FALSE, sizeof (Answer));
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  keep_from_enter (self, self->keep_button);
  fill_difficulties (self);
  self->is_filling = FALSE;
}

GtkWidget *
ts_question_form_new (const TsStudyQuestion *question, GString *used)
{
  TsQuestionForm *self = g_object_new (TS_TYPE_QUESTION_FORM, NULL);
  const char *prompt =
    question->prompt != NULL ? question->prompt : question->name;

  self->question = g_strdup (question->name);
  gtk_label_set_text (self->prompt_label, prompt);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, prompt, -1);
  for (guint i = 0; i < question->answers->len; i++)
    add_answer (self, g_ptr_array_index (question->answers, i), used);
  return GTK_WIDGET (self);
}
