/* The main window: a slide that cannot be opened, or not be read everywhere, or whose file was
 * changed by somebody else.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "core/base/error.h"
#include "ui/read-failures.h"
#include "ui/window-private.h"

enum { FIRST_BUTTON, SECOND_BUTTON };

/* Opening. */
static const char *
find_advice (int code)
{
  if (code == TS_ERROR_UNSUPPORTED)
    return _ ("Tessera reads what OpenSlide reads: Aperio, Hamamatsu, Leica, "
              "MIRAX, Philips, Sakura, Trestle, Ventana and tiled TIFF. Export "
              "the slide from the scanner’s software in one of these formats, "
              "or convert it to a tiled, pyramidal TIFF in 8-bit RGB, for "
              "instance with “vips tiffsave”.");
  if (code == TS_ERROR_TOO_LARGE)
    return _ ("What the file says of its size cannot be true. It is probably "
              "damaged: copy it again from where it was scanned.");
  return _ ("Check that the file is still in its place, that its drive is "
            "connected and that it was copied completely: a slide that came "
            "by network or from a USB drive is often cut short. A slide of "
            "several files (MIRAX, VMS) needs the folder beside it too.");
}

/* The error names the file, which is not always to be seen. */
char *
ts_window_format_open_error (TsWindow *self)
{
  const char *path = ts_workspace_get_asked_path (self->workspace);
  g_autofree char *quoted = g_strdup_printf ("'%s'", path);
  GString *text = g_string_new (ts_workspace_get_open_error (self->workspace));

  if (!g_settings_get_boolean (self->settings, "show-file-names")) {
    g_string_replace (text, quoted, _ ("this file"), 0);
    *text->str = g_ascii_toupper (*text->str);
  }
  return g_string_free (text, FALSE);
}

void
ts_window_show_open_error (TsWindow *self)
{
  int code = ts_workspace_get_open_error_code (self->workspace);
  g_autofree char *error = ts_window_format_open_error (self);
  g_autofree char *text =
    g_strdup_printf ("%s\n\n%s", error, find_advice (code));

  ts_window_show_fault (self, _ ("Cannot Open the Slide"), text);
}

/* Regions that cannot be read. */
static char *
name_slide (TsWindow *self, TsSlide *slide)
{
  const char *path = ts_slide_get_path (slide);

  if (path == NULL ||
      !g_settings_get_boolean (self->settings, "show-file-names"))
    return g_strdup (_ ("this slide"));
  return g_filename_display_basename (path);
}

char *
ts_window_format_read_failures (TsWindow *self)
{
  TsSlide *slide = ts_canvas_page_get_slide (self->canvas);
  g_autoptr (GPtrArray) failures = ts_slide_view_list_failures (self->view);
  guint n = ts_read_failures_count_places (failures);
  if (slide == NULL || n == 0)
    return NULL;
  g_autofree char *name = name_slide (self, slide);

  return g_strdup_printf (
    ngettext ("%u region of %s cannot be read and is drawn hatched.",
              "%u regions of %s cannot be read and are drawn hatched.", n),
    n, name);
}

static void
on_read_failed (TsWindow *self)
{
  g_autofree char *text = ts_window_format_read_failures (self);

  if (!self->is_read_notice_dismissed)
    ts_notice_bar_show (self->read_notice, text, _ ("_Details"), NULL);
}

static void
on_read_action (TsWindow *self, guint button)
{
  TsSlide *slide = ts_canvas_page_get_slide (self->canvas);
  g_autoptr (GPtrArray) failures = ts_slide_view_list_failures (self->view);

  if (slide != NULL)
    gtk_window_present (GTK_WINDOW (
      ts_read_failures_window_new (GTK_WINDOW (self), failures, slide)));
}

static void
on_read_dismissed (TsWindow *self)
{
  self->is_read_notice_dismissed = TRUE;
}

void
ts_window_forget_trouble (TsWindow *self)
{
  self->is_read_notice_dismissed = FALSE;
  ts_notice_bar_show (self->read_notice, NULL, NULL, NULL);
}

/* The file. */
static void
on_file_changed (TsWindow *self)
{
  TsSlideFileState state = ts_workspace_get_file_state (self->workspace);

  if (state == TS_SLIDE_FILE_CHANGED)
    ts_notice_bar_show (
      self->file_notice,
      _ ("The file of this slide has changed since it was opened. The model "
         "rests and no opinion is taken until it is reloaded."),
      _ ("_Reload"), _ ("_Keep"));
  else if (state == TS_SLIDE_FILE_GONE)
    ts_notice_bar_show (
      self->file_notice,
      _ ("The file of this slide was moved or removed. What is not yet on "
         "screen may be missing; the model rests and no opinion is taken until "
         "the file is back."),
      NULL, _ ("_Keep"));
  else
    ts_notice_bar_show (self->file_notice, NULL, NULL, NULL);
}

static void
on_file_action (TsWindow *self, guint button)
{
  ts_notice_bar_show (self->file_notice, NULL, NULL, NULL);
  if (button == FIRST_BUTTON)
    ts_workspace_reload (self->workspace);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/* A file system on the network tells nothing of what others do to it. */
static void
on_active_changed (TsWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)) && !self->is_closing)
    ts_workspace_check_file (self->workspace);
}

void
ts_window_init_trouble (TsWindow *self)
{
  g_signal_connect_object (self->view, "read-failed",
                           G_CALLBACK (on_read_failed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->read_notice, "action",
                           G_CALLBACK (on_read_action), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->read_notice, "dismissed",
                           G_CALLBACK (on_read_dismissed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "file-changed",
                           G_CALLBACK (on_file_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->file_notice, "action",
                           G_CALLBACK (on_file_action), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (on_active_changed),
                    NULL);
}
