/* A popover that asks which class the reader sees.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/class-chooser.h"

#include <glib/gi18n.h>

struct _TsClassChooser {
  GtkPopover parent_instance;
  GtkWidget *box;
  GPtrArray *names; /* of the buttons, in order */
  char *letters;
};

enum { SIGNAL_CLASS_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsClassChooser, ts_class_chooser, GTK_TYPE_POPOVER)

static gboolean
take_letter (char letter, gboolean *is_taken, char *out)
{
  char upper = g_ascii_toupper (letter);

  if (!g_ascii_isalpha (upper) || is_taken[upper - 'A'])
    return FALSE;
  is_taken[upper - 'A'] = TRUE;
  *out = upper;
  return TRUE;
}

void
ts_class_chooser_assign_letters (const char *const *names,
                                 guint n_names,
                                 char *letters)
{
  gboolean is_taken[26] = { FALSE };

  /* The letters of the opinions keep their meaning: a second K chooses nothing. */
  for (const char *at = "JKU"; *at != '\0'; at++)
    is_taken[*at - 'A'] = TRUE;
  for (guint i = 0; i < n_names; i++) {
    const char *at = names[i];
    letters[i] = '\0';
    while (*at != '\0' && !take_letter (*at, is_taken, &letters[i]))
      at++;
    for (char any = 'A'; letters[i] == '\0' && any <= 'Z'; any++)
      take_letter (any, is_taken, &letters[i]);
  }
}

static void
choose (TsClassChooser *self, guint index)
{
  g_autofree char *name = g_strdup (g_ptr_array_index (self->names, index));

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_CLASS_CHOSEN], 0, name);
}

static void
on_clicked (GtkButton *button, TsClassChooser *self)
{
  choose (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "ix")));
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                TsClassChooser *self)
{
  guint32 letter = gdk_keyval_to_unicode (gdk_keyval_to_upper (keyval));

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  for (guint i = 0; i < self->names->len; i++)
    if (letter != 0 && letter == (guint32) self->letters[i]) {
      choose (self, i);
      return TRUE;
    }
  return FALSE;
}

static void
add_button (TsClassChooser *self, guint index, const char *title)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (title);
  char letter[2] = { self->letters[index], '\0' };
  GtkWidget *key = gtk_label_new (letter);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (key, "keycap-note");
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), key);
  gtk_button_set_child (GTK_BUTTON (button), row);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "ix", GUINT_TO_POINTER (index));
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (self->box), button);
}

void
ts_class_chooser_set_classes (TsClassChooser *self,
                              const TsModelInfo *model,
                              const char *shown_class)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  g_ptr_array_set_size (self->names, 0);
  for (guint i = 0; model != NULL && i < model->n_classes; i++)
    if (g_strcmp0 (model->class_names[i], shown_class) != 0)
      g_ptr_array_add (self->names, g_strdup (model->class_names[i]));
  g_ptr_array_add (self->names, g_strdup (TS_CLASS_OTHER));
  g_free (self->letters);
  self->letters = g_new0 (char, self->names->len);
  ts_class_chooser_assign_letters ((const char *const *) self->names->pdata,
                                   self->names->len, self->letters);
  for (guint i = 0; i < self->names->len; i++)
    add_button (self, i,
                i + 1 < self->names->len
                  ? (const char *) g_ptr_array_index (self->names, i)
                  : _ ("Something else"));
}

static void
ts_class_chooser_finalize (GObject *object)
{
  TsClassChooser *self = TS_CLASS_CHOOSER (object);

  g_ptr_array_unref (self->names);
  g_free (self->letters);
  G_OBJECT_CLASS (ts_class_chooser_parent_class)->finalize (object);
}

static void
ts_class_chooser_class_init (TsClassChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ts_class_chooser_finalize;
  signals[SIGNAL_CLASS_CHOSEN] =
    g_signal_new ("class-chosen", TS_TYPE_CLASS_CHOOSER, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ts_class_chooser_init (TsClassChooser *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (_ ("I see"));

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (title, "chooser-title");
  gtk_box_append (GTK_BOX (outer), title);
  gtk_box_append (GTK_BOX (outer), self->box);
  gtk_widget_set_size_request (outer, 180, -1);
  gtk_popover_set_child (GTK_POPOVER (self), outer);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
ts_class_chooser_new (void)
{
  return g_object_new (TS_TYPE_CLASS_CHOOSER, NULL);
}
