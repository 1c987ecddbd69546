/* The main window: file dialogs, drag and drop, the snapshot.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "ui/window-private.h"

static GtkFileFilter *
new_filter (const char *name, const char *const *suffixes, guint n_suffixes)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; i < n_suffixes; i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  return filter;
}

static void
add_filters (GtkFileChooser *chooser,
             const char *name,
             const char *const *suffixes,
             guint n_suffixes)
{
  g_autoptr (GtkFileFilter) filter = new_filter (name, suffixes, n_suffixes);
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, filter);
  gtk_file_chooser_add_filter (chooser, all);
}

/* One dialog at a time; settings_key holds the folder it begins in. */
static void
show_dialog (TsWindow *self, const char *settings_key, GCallback on_response)
{
  g_autofree char *folder =
    g_settings_get_string (self->settings, settings_key);
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  if (*folder != '\0' && g_file_test (folder, G_FILE_TEST_IS_DIR))
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->files), file,
                                         NULL);
  g_signal_connect_object (self->files, "response", on_response, self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->files));
}

static void
new_dialog (TsWindow *self,
            const char *title,
            GtkFileChooserAction action,
            const char *accept)
{
  if (self->files != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->files));
  g_clear_object (&self->files);
  self->files = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action,
                                             accept, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->files), TRUE);
}

static char *
take_path (TsWindow *self, int response, const char *settings_key)
{
  g_autoptr (GFile) file =
    response == GTK_RESPONSE_ACCEPT
      ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->files))
      : NULL;
  char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL) {
    g_autofree char *folder = g_path_get_dirname (path);
    g_settings_set_string (self->settings, settings_key, folder);
  }
  return path;
}

/* A slide. */
static void
on_slide_chosen (GtkNativeDialog *dialog, int response, TsWindow *self)
{
  g_autofree char *path = take_path (self, response, "slide-folder");

  if (path != NULL)
    ts_workspace_open (self->workspace, path);
}

void
ts_window_choose_slide (TsWindow *self)
{
  new_dialog (self, _ ("Open Slide"), GTK_FILE_CHOOSER_ACTION_OPEN,
              _ ("_Open"));
  add_filters (GTK_FILE_CHOOSER (self->files), _ ("Whole-slide images"),
               ts_slide_suffixes, ts_n_slide_suffixes);
  show_dialog (self, "slide-folder", G_CALLBACK (on_slide_chosen));
}

/* A folder of slides. */
static void
on_folder_chosen (GtkNativeDialog *dialog, int response, TsWindow *self)
{
  g_autofree char *path = take_path (self, response, "slide-folder");

  if (path == NULL)
    return;
  g_settings_set_string (self->settings, "slide-folder", path);
  ts_window_open_folder (self, path);
}

void
ts_window_choose_folder (TsWindow *self)
{
  new_dialog (self, _ ("Open Folder"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
              _ ("_Open"));
  show_dialog (self, "slide-folder", G_CALLBACK (on_folder_chosen));
}

/* A model. */
static void
on_model_chosen (GtkNativeDialog *dialog, int response, TsWindow *self)
{
  g_autofree char *path = take_path (self, response, "model-folder");
  TsRole role = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), "role"));

  if (path != NULL)
    ts_workspace_load_model (self->workspace, role, path, 0);
}

void
ts_window_choose_model (TsWindow *self, TsRole role)
{
  static const char *const suffixes[] = { "onnx" };

  new_dialog (self,
              role == TS_ROLE_MUTATIONS ? _ ("Choose Mutations Model")
                                        : _ ("Choose Model"),
              GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"));
  g_object_set_data (G_OBJECT (self->files), "role", GINT_TO_POINTER (role));
  add_filters (GTK_FILE_CHOOSER (self->files), _ ("ONNX models"), suffixes,
               G_N_ELEMENTS (suffixes));
  show_dialog (self, "model-folder", G_CALLBACK (on_model_chosen));
}

/* A study. */
static void
on_study_chosen (GtkNativeDialog *dialog, int response, TsWindow *self)
{
  g_autofree char *path = take_path (self, response, "slide-folder");

  if (path != NULL)
    ts_window_import_study (self, path);
}

void
ts_window_choose_study (TsWindow *self)
{
  static const char *const patterns[] = { "*.json" };

  new_dialog (self, _ ("Open Study File"), GTK_FILE_CHOOSER_ACTION_OPEN,
              _ ("_Open"));
  add_filters (GTK_FILE_CHOOSER (self->files), _ ("Study files"), patterns,
               G_N_ELEMENTS (patterns));
  show_dialog (self, "slide-folder", G_CALLBACK (on_study_chosen));
}

/* The snapshot. */
typedef struct {
  TsWindow *window; /* kept alive */
  TsSnapshotDone on_done;
  gpointer user_data;
} SnapshotRequest;

static void
on_snapshot_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SnapshotRequest *request = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
    ts_workspace_write_snapshot_finish (TS_WORKSPACE (source), result, &error);

  request->on_done (path, error, request->user_data);
  g_object_unref (request->window);
  g_free (request);
}

/* What the reader sees: upright cut at the slide's edge, turned with what is beside it. */
static TsPictureFrame
find_frame (TsWindow *self, double pixels_per_view_px)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (self->view);
  const TsSlideInfo *info =
    ts_slide_get_info (ts_workspace_get_slide (self->workspace));
  double width = viewport->width_view / viewport->scale;
  double height = viewport->height_view / viewport->scale;
  TsPictureFrame frame = {
    .region_l0 = { viewport->center_l0.x - width / 2,
                   viewport->center_l0.y - height / 2, width, height },
    .angle = viewport->angle,
    .pixels_per_l0_px = viewport->scale * pixels_per_view_px,
  };

  if (viewport->angle == 0)
    frame.region_l0 = ts_rect_intersect (frame.region_l0, info->bounds_l0);
  return frame;
}

static void
write_snapshot (TsWindow *self,
                const char *path,
                double pixels_per_view_px,
                TsSnapshotDone on_done,
                gpointer user_data)
{
  TsPictureFrame frame = { 0 };
  SnapshotRequest *request = g_new0 (SnapshotRequest, 1);

  request->window = g_object_ref (self);
  request->on_done = on_done;
  request->user_data = user_data;
  /* Without a slide the workspace answers with the error. */
  if (ts_workspace_get_slide (self->workspace) != NULL)
    frame = find_frame (self, pixels_per_view_px);
  ts_workspace_write_snapshot (self->workspace, path, &frame,
                               on_snapshot_written, request);
}

void
ts_window_write_snapshot (TsWindow *self,
                          const char *path,
                          TsSnapshotDone on_done,
                          gpointer user_data)
{
  write_snapshot (self, path, gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                  on_done, user_data);
}

static void
on_export_done (const char *path, const GError *error, gpointer user_data)
{
  TsWindow *self = user_data;
  g_autofree char *text = NULL;

  if (self->is_closing)
    return;
  if (error != NULL) {
    text =
      g_strdup_printf (_ ("The snapshot is not written: %s"), error->message);
  } else {
    g_autofree char *name = g_path_get_basename (path);
    text = g_strdup_printf (_ ("Snapshot written: %s"), name);
  }
  ts_window_toast (self, text);
}

static double
get_chosen_scale (TsWindow *self)
{
  const char *choice =
    gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (self->files), "scale");
  double screen = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (g_strcmp0 (choice, "double") == 0)
    return 2 * screen;
  return g_strcmp0 (choice, "fourfold") == 0 ? 4 * screen : screen;
}

static void
on_snapshot_chosen (GtkNativeDialog *dialog, int response, TsWindow *self)
{
  g_autofree char *path = take_path (self, response, "snapshot-folder");

  if (path != NULL)
    write_snapshot (self, path, get_chosen_scale (self), on_export_done, self);
}

void
ts_window_choose_snapshot (TsWindow *self)
{
  const char *scales[] = { "screen", "double", "fourfold", NULL };
  const char *labels[] = { _ ("As on screen"), _ ("Twice as fine"),
                           _ ("Four times as fine"), NULL };
  static const char *const suffixes[] = { "png" };

  new_dialog (self, _ ("Export Snapshot"), GTK_FILE_CHOOSER_ACTION_SAVE,
              _ ("_Export"));
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (self->files);
  gtk_file_chooser_set_current_name (chooser, _ ("snapshot.png"));
  gtk_file_chooser_add_choice (chooser, "scale", _ ("Resolution"), scales,
                               labels);
  add_filters (chooser, _ ("PNG images"), suffixes, G_N_ELEMENTS (suffixes));
  show_dialog (self, "snapshot-folder", G_CALLBACK (on_snapshot_chosen));
}

/* Drop: a model, or slides. */
static char **
list_paths (const GValue *value)
{
  GPtrArray *paths = g_ptr_array_new ();

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST)) {
    g_autoptr (GSList) files =
      gdk_file_list_get_files (g_value_get_boxed (value));
    for (GSList *l = files; l != NULL; l = l->next)
      g_ptr_array_add (paths, g_file_get_path (l->data));
  } else if (g_value_get_object (value) != NULL) {
    g_ptr_array_add (paths, g_file_get_path (g_value_get_object (value)));
  }
  while (g_ptr_array_remove (paths, NULL))
    ; /* what lies on no disk has no path */
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_free (paths, FALSE);
}

static gboolean
on_drop (GtkDropTarget *target,
         const GValue *value,
         double x,
         double y,
         TsWindow *self)
{
  g_auto (GStrv) paths = list_paths (value);

  if (paths[0] == NULL)
    return FALSE;
  if (g_str_has_suffix (paths[0], ".onnx"))
    ts_workspace_load_model (self->workspace, TS_ROLE_CLASSES, paths[0], 0);
  else
    ts_window_open_paths (self, (const char *const *) paths,
                          g_strv_length (paths));
  return TRUE;
}

void
ts_window_init_drop (TsWindow *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
