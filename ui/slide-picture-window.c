/* A picture of the slide that may name the patient.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-picture-window.h"

#include <glib/gi18n.h>

#include "core/slide/slide-details.h"

typedef struct {
  TsSlide *slide;
  char *name;
  TsSlidePicture picture;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  ts_slide_unref (reading->slide);
  g_free (reading->name);
  g_free (reading->picture.argb);
  g_free (reading);
}

const char *
ts_slide_picture_get_title (const char *name)
{
  if (g_str_equal (name, "label"))
    return _ ("Label");
  if (g_str_equal (name, "macro"))
    return _ ("Overview of the Glass");
  if (g_str_equal (name, "thumbnail"))
    return _ ("Thumbnail");
  return name;
}

static void
read_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  Reading *reading = task_data;
  GError *error = NULL;

  if (ts_slide_read_picture (reading->slide, reading->name, &reading->picture,
                             &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static GdkTexture *
make_texture (TsSlidePicture *picture)
{
  gsize stride = (gsize) picture->width * sizeof (guint32);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&picture->argb),
                                               stride * picture->height);

  return gdk_memory_texture_new ((int) picture->width, (int) picture->height,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reading *reading = g_task_get_task_data (G_TASK (result));
  GtkStack *stack = GTK_STACK (source);
  g_autoptr (GError) error = NULL;
  GtkWidget *shown;

  if (g_task_propagate_boolean (G_TASK (result), &error)) {
    g_autoptr (GdkTexture) texture = make_texture (&reading->picture);
    shown = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
    gtk_picture_set_alternative_text (
      GTK_PICTURE (shown), ts_slide_picture_get_title (reading->name));
  } else {
    shown = gtk_label_new (error->message);
    gtk_label_set_wrap (GTK_LABEL (shown), TRUE);
  }
  gtk_stack_add_named (stack, shown, "picture");
  gtk_stack_set_visible_child_name (stack, "picture");
}

static void
read_picture (GtkWidget *stack, TsSlide *slide, const char *name)
{
  Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GTask) task = g_task_new (stack, NULL, on_read, NULL);

  reading->slide = ts_slide_ref (slide);
  reading->name = g_strdup (name);
  g_task_set_source_tag (task, read_picture);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_in_thread);
}

static GtkWidget *
new_note (void)
{
  GtkWidget *note =
    gtk_label_new (_ ("Private: may identify the patient. Tessera does not "
                      "put it into pictures or exports."));

  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_widget_add_css_class (note, "private-note");
  return note;
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
add_escape (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                      gtk_callback_action_new (on_escape, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
}

GtkWidget *
ts_slide_picture_window_new (GtkWindow *parent,
                             TsSlide *slide,
                             const char *name)
{
  g_autofree char *title =
    g_strdup_printf (_ ("%s (Private)"), ts_slide_picture_get_title (name));
  GtkWidget *window = g_object_new (
    ADW_TYPE_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE,
    "title", title, "default-width", 480, "default-height", 520, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_stack_add_named (GTK_STACK (stack), spinner, "reading");
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), new_note ());
  gtk_box_append (GTK_BOX (box), stack);
  adw_window_set_content (ADW_WINDOW (window), box);
  add_escape (window);
  read_picture (stack, slide, name);
  return window;
}
