/* What of a slide could not be read, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/read-failures.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Beyond, places are not compared: so much of the slide is broken that the number says it. */
#define MAX_COMPARED 500

static gboolean
contains (TsRect outer, TsRect inner)
{
  return inner.x >= outer.x && inner.y >= outer.y &&
         inner.x + inner.width <= outer.x + outer.width &&
         inner.y + inner.height <= outer.y + outer.height;
}

static gboolean
has_finer_within (const GPtrArray *failures, const TsReadFailure *coarse)
{
  for (guint i = 0; i < failures->len; i++) {
    const TsReadFailure *other = failures->pdata[i];
    if (other->downsample < coarse->downsample &&
        contains (coarse->region_l0, other->region_l0))
      return TRUE;
  }
  return FALSE;
}

guint
ts_read_failures_count_places (const GPtrArray *failures)
{
  guint n = 0;

  if (failures->len > MAX_COMPARED)
    return failures->len;
  for (guint i = 0; i < failures->len; i++)
    n += !has_finer_within (failures, failures->pdata[i]);
  return n;
}

char *
ts_read_failures_format (const GPtrArray *failures, TsSlide *slide)
{
  const char *path = ts_slide_get_path (slide);
  g_autofree char *quoted = g_strdup_printf ("'%s'", path != NULL ? path : "");
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < failures->len; i++) {
    const TsReadFailure *failure = failures->pdata[i];
    TsRect region = failure->region_l0;

    /* Translators: magnification below the full one, place and size in pixels, reason. */
    g_string_append_printf (
      text, _ ("1:%.0f · at %.0f, %.0f px · %.0f × %.0f px: %s\n"),
      failure->downsample, region.x, region.y, region.width, region.height,
      failure->reason);
  }
  g_string_replace (text, quoted, _ ("this file"), 0);
  return g_string_free (text, FALSE);
}

static GtkWidget *
new_text_view (const char *text)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                            text, -1);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_pixels_below_lines (GTK_TEXT_VIEW (view), 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Regions that cannot be read"), -1);
  return view;
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
close_on_escape (GtkWidget *window)
{
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (shortcuts),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                      gtk_callback_action_new (on_escape, NULL, NULL)));
  gtk_event_controller_set_propagation_phase (shortcuts, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (window, shortcuts);
}

GtkWidget *
ts_read_failures_window_new (GtkWindow *parent,
                             const GPtrArray *failures,
                             TsSlide *slide)
{
  g_autofree char *text = ts_read_failures_format (failures, slide);
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_window_set_title (GTK_WINDOW (window), _ ("Regions That Cannot Be Read"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 360);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 new_text_view (text));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_window_set_content (ADW_WINDOW (window), box);
  close_on_escape (window);
  return window;
}
