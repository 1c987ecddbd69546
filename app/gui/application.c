/* The application: command line, store, windows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/gui/application.h"

#include <glib/gi18n.h>

#include "app/gui/application-private.h"
#include "app/gui/demo-files.h"
#include "app/gui/start-report.h"
#include "core/base/version.h"
#include "ui/early-slide.h"

#define RESOURCE_BASE "/io/github/tessera_path/Tessera"

G_DEFINE_FINAL_TYPE (TsApplication, ts_application, ADW_TYPE_APPLICATION)

int
ts_application_get_exit_code (TsApplication *self)
{
  return self->exit_code;
}

TsWorkspace *
ts_application_get_workspace (GtkWindow *window)
{
  return g_object_get_data (G_OBJECT (window), "workspace");
}

/* Models: the command line's; for the demonstration its own; else the kept ones. */
static char *
choose_path (TsApplication *self,
             const char *given,
             const char *key,
             const char *demo_name)
{
  g_autofree char *kept = g_settings_get_string (self->settings, key);

  if (given != NULL)
    return g_strdup (given);
  if (demo_name != NULL)
    return ts_demo_files_find (demo_name);
  return *kept != '\0' ? g_steal_pointer (&kept) : NULL;
}

void
ts_application_load_models (TsApplication *self,
                            TsWorkspace *workspace,
                            gboolean is_demo)
{
  g_autofree char *model =
    choose_path (self, self->model, "model", is_demo ? TS_DEMO_CLASSES : NULL);
  /* A mutations model belongs to its class model: where that one is given, none is taken
   * from elsewhere. */
  g_autofree char *mutations =
    self->model != NULL ? g_strdup (self->mutations)
                        : choose_path (self, NULL, "mutations-model",
                                       is_demo ? TS_DEMO_MUTATIONS : NULL);

  if (model != NULL)
    ts_workspace_load_model (workspace, TS_ROLE_CLASSES, model, 0);
  ts_workspace_load_model (workspace, TS_ROLE_MUTATIONS, mutations, 0);
}

/* Windows. */
static void
on_settled (int exit_code, gpointer user_data)
{
  TsApplication *self = user_data;
  GtkWindow *window =
    gtk_application_get_active_window (GTK_APPLICATION (self));

  self->exit_code = exit_code;
  if (window != NULL)
    gtk_window_close (window);
}

static void
show_store_error (TsApplication *self)
{
  GtkWidget *dialog = adw_message_dialog_new (
    NULL, _ ("The Store Cannot Be Opened"), self->store_error->message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "quit",
                                   _ ("_Quit"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "quit");
  gtk_application_add_window (GTK_APPLICATION (self), GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
  self->exit_code = 1;
}

static GtkWindow *
open_window (TsApplication *self)
{
  g_autoptr (TsWorkspace) workspace = ts_workspace_new (self->store);
  TsWindowParams params = {
    .application = ADW_APPLICATION (self),
    .workspace = workspace,
    .settings = self->settings,
  };

  ts_application_follow_settings (self, workspace);
  GtkWidget *window = ts_window_new (&params);
  g_object_set_data_full (G_OBJECT (window), "workspace",
                          g_object_ref (workspace), g_object_unref);
  return GTK_WINDOW (window);
}

static void
watch_until_settled (TsApplication *self, GtkWindow *window)
{
  TsSettledExitParams params = {
    .window = TS_WINDOW (window),
    .workspace = ts_application_get_workspace (window),
    .path = self->snapshot_path,
    .on_done = on_settled,
    .user_data = self,
  };

  if (self->is_exit_wanted && self->settled_exit == NULL)
    self->settled_exit = ts_settled_exit_new (&params);
}

/* Without paths the demonstration; without that the window says how to open a slide. */
static void
open_paths (TsApplication *self, const char *const *paths, guint n_paths)
{
  g_autofree char *demo =
    n_paths == 0 ? ts_demo_files_find (TS_DEMO_SLIDE) : NULL;
  GtkWindow *window = open_window (self);
  TsWorkspace *workspace = ts_application_get_workspace (window);

  watch_until_settled (self, window);
  /* First, so that it goes on while the window comes up. */
  if (n_paths > 0)
    ts_window_open_paths (TS_WINDOW (window), paths, n_paths);
  else if (demo != NULL)
    ts_workspace_open (workspace, demo);
  gtk_window_present (GTK_WINDOW (window));
  ts_start_report_watch (TS_WINDOW (window));
  ts_application_load_models (self, workspace, n_paths == 0);
}

void
ts_application_open_window (TsApplication *self, const char *path)
{
  open_paths (self, &path, 1);
}

static gpointer
open_store (gpointer data)
{
  TsApplication *self = data;
  g_autofree char *default_path = ts_store_get_default_path ();

  self->store =
    ts_store_open (self->store_path != NULL ? self->store_path : default_path,
                   &self->store_error);
  return NULL;
}

/* Store and slide are opened on threads of their own while the toolkit starts, which takes
 * longer than both. */
static void
begin_early (TsApplication *self)
{
  const char *given =
    (*self->arguments)[0] != NULL ? (*self->arguments)[1] : NULL;
  g_autoptr (GFile) file =
    given != NULL ? g_file_new_for_commandline_arg (given) : NULL;
  g_autofree char *path =
    file != NULL ? g_file_get_path (file) : ts_demo_files_find (TS_DEMO_SLIDE);

  self->store_thread = g_thread_new ("store", open_store, self);
  if (path != NULL)
    ts_early_slide_begin (path);
}

/* Without the store nothing can be kept, so nothing is opened. */
static gboolean
ensure_store (TsApplication *self)
{
  g_clear_pointer (&self->store_thread, g_thread_join);
  if (self->store != NULL)
    return TRUE;
  g_printerr ("tessera: %s\n", self->store_error->message);
  self->exit_code = 1;
  if (!self->is_exit_wanted)
    show_store_error (self);
  return FALSE;
}

static void
ts_application_activate (GApplication *application)
{
  TsApplication *self = TS_APPLICATION (application);

  if (ensure_store (self))
    open_paths (self, NULL, 0);
}

static void
ts_application_open (GApplication *application,
                     GFile **files,
                     int n_files,
                     const char *hint)
{
  TsApplication *self = TS_APPLICATION (application);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  if (!ensure_store (self))
    return;
  for (int i = 0; i < n_files; i++) {
    char *path = g_file_get_path (files[i]);
    g_ptr_array_add (paths,
                     path != NULL ? path : g_file_get_parse_name (files[i]));
  }
  open_paths (self, (const char *const *) paths->pdata, paths->len);
}

/* Life cycle. */
static void
ts_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (ts_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (TS_APPLICATION_ID);
  ts_application_init_actions (TS_APPLICATION (application));
}

static int
refuse (int exit_code, const char *message)
{
  g_printerr ("tessera: %s\n", message);
  return exit_code;
}

static gboolean
ts_application_local_command_line (GApplication *application,
                                   char ***arguments,
                                   int *exit_status)
{
  /* Options are taken out of it before they are handled; files stay. */
  TS_APPLICATION (application)->arguments = arguments;
  return G_APPLICATION_CLASS (ts_application_parent_class)
    ->local_command_line (application, arguments, exit_status);
}

static int
ts_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  TsApplication *self = TS_APPLICATION (application);

  if (g_variant_dict_contains (options, "version")) {
    g_print ("%s\n", ts_version_text ());
    return 0;
  }
  g_variant_dict_lookup (options, "model", "^ay", &self->model);
  g_variant_dict_lookup (options, "mutations", "^ay", &self->mutations);
  g_variant_dict_lookup (options, "store", "^ay", &self->store_path);
  g_variant_dict_lookup (options, "snapshot-to", "^ay", &self->snapshot_path);
  g_variant_dict_lookup (options, "exit-when-done", "b", &self->is_exit_wanted);
  if (self->mutations != NULL && self->model == NULL)
    return refuse (2, "--mutations needs --model");
  if (self->snapshot_path != NULL && !self->is_exit_wanted)
    return refuse (2, "--snapshot-to needs --exit-when-done");
  self->settings = ts_application_load_settings ();
  if (self->settings == NULL)
    return refuse (1, "the settings schema '" TS_APPLICATION_ID
                      "' is not installed");
  ts_application_follow_tile_memory (self);
  begin_early (self);
  return -1;
}

static void
ts_application_finalize (GObject *object)
{
  TsApplication *self = TS_APPLICATION (object);

  ts_settled_exit_free (self->settled_exit);
  g_clear_pointer (&self->store_thread, g_thread_join);
  ts_early_slide_end ();
  g_clear_object (&self->settings);
  g_clear_pointer (&self->store, ts_store_unref);
  g_clear_error (&self->store_error);
  g_free (self->model);
  g_free (self->mutations);
  g_free (self->store_path);
  g_free (self->snapshot_path);
  G_OBJECT_CLASS (ts_application_parent_class)->finalize (object);
}

static void
ts_application_class_init (TsApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ts_application_finalize;
  application_class->startup = ts_application_startup;
  application_class->activate = ts_application_activate;
  application_class->open = ts_application_open;
  application_class->local_command_line = ts_application_local_command_line;
  application_class->handle_local_options = ts_application_handle_local_options;
}

static void
ts_application_init (TsApplication *self)
{
  static const GOptionEntry options[] = {
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, NULL,
      N_ ("Model that reads the slide"), "M.onnx" },
    { "mutations", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_ ("Mutations model, on tiles of its class"), "M2.onnx" },
    { "store", 's', 0, G_OPTION_ARG_FILENAME, NULL,
      N_ ("File for predictions and opinions"), "S.db" },
    { "snapshot-to", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_ ("Write a picture of the view before ending"), "FILE" },
    { "exit-when-done", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_ ("End when the visible tiles are done"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"),
      NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self),
                                                     _ ("[SLIDE…]"));
}

TsApplication *
ts_application_new (void)
{
  /* Each start is a program of its own: two slides beside each other, each with the models
   * and the store of its command line. */
  return g_object_new (TS_TYPE_APPLICATION, "application-id", TS_APPLICATION_ID,
                       "flags",
                       G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE,
                       "resource-base-path", RESOURCE_BASE, NULL);
}
