/* The magnification in the corner.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/power-entry.h"

#include <glib/gi18n.h>

#include "core/base/parse.h"
#include "ui/round-length.h"
#include "ui/template-widget.h"

struct _TsPowerEntry {
  GtkWidget parent_instance;
  GtkWidget *entry;
  char *shown;
};

enum { SIGNAL_POWER_ENTERED, SIGNAL_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsPowerEntry, ts_power_entry, GTK_TYPE_WIDGET)

double
ts_power_entry_parse (const char *text)
{
  g_autofree char *number = g_strstrip (g_strdup (text));
  gsize length = strlen (number);
  double power = 0;

  if (g_str_has_suffix (number, "×"))
    number[length - strlen ("×")] = '\0';
  else if (length > 0 && g_ascii_tolower (number[length - 1]) == 'x')
    number[length - 1] = '\0';
  g_strdelimit (g_strchomp (number), ",", '.');
  return ts_parse_double (number, 0.01, 1000, &power) ? power : -1;
}

static gboolean
is_being_edited (TsPowerEntry *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->entry);
}

static void
show_text (TsPowerEntry *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), self->shown);
}

void
ts_power_entry_set_power (TsPowerEntry *self, double power, double scale)
{
  g_autofree char *text = power > 0 ? ts_power_format (power)
                                    : g_strdup_printf ("%.0f %%", scale * 100);

  if (g_strcmp0 (text, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&text);
  if (!is_being_edited (self))
    show_text (self);
}

static void
on_activate (TsPowerEntry *self, GtkEntry *entry)
{
  double power =
    ts_power_entry_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  if (power > 0)
    g_signal_emit (self, signals[SIGNAL_POWER_ENTERED], 0, power);
  show_text (self);
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static void
on_focus_left (TsPowerEntry *self, GtkEventControllerFocus *controller)
{
  show_text (self);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                TsPowerEntry *self)
{
  if (keyval != GDK_KEY_Escape)
    return FALSE;
  show_text (self);
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
  return TRUE;
}

static void
ts_power_entry_dispose (GObject *object)
{
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_POWER_ENTRY);
  G_OBJECT_CLASS (ts_power_entry_parent_class)->dispose (object);
}

static void
ts_power_entry_finalize (GObject *object)
{
  g_free (TS_POWER_ENTRY (object)->shown);
  G_OBJECT_CLASS (ts_power_entry_parent_class)->finalize (object);
}

static void
ts_power_entry_class_init (TsPowerEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ts_power_entry_dispose;
  object_class->finalize = ts_power_entry_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/power-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, TsPowerEntry, entry);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_focus_left);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  signals[SIGNAL_POWER_ENTERED] =
    g_signal_new ("power-entered", TS_TYPE_POWER_ENTRY, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[SIGNAL_DONE] =
    g_signal_new ("done", TS_TYPE_POWER_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
ts_power_entry_init (TsPowerEntry *self)
{
  self->shown = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ts_power_entry_new (void)
{
  return g_object_new (TS_TYPE_POWER_ENTRY, NULL);
}
