/* What the files of the application share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/gui/application.h"
#include "app/gui/settled-exit.h"
#include "ui/window.h"

G_BEGIN_DECLS

struct _TsApplication {
  AdwApplication parent_instance;
  GSettings *settings;
  TsStore *store;
  GError *store_error;
  GThread *store_thread; /* opens it; joined before either is looked at */
  char ***arguments;     /* of the command line, while it is handled */
  TsSettledExit *settled_exit;
  /* From the command line. */
  char *model, *mutations, *store_path, *snapshot_path;
  gboolean is_exit_wanted;
  int exit_code;
};

/* application.c */
TsWorkspace *ts_application_get_workspace (GtkWindow *window); /* borrowed */
void ts_application_load_models (TsApplication *self,
                                 TsWorkspace *workspace,
                                 gboolean is_demo);

/* A slide in a window of its own. */
void ts_application_open_window (TsApplication *self, const char *path);

/* application-actions.c */
void ts_application_init_actions (TsApplication *self);

/* application-settings.c */
/* Installed, or from the build folder; NULL when they are nowhere. */
GSettings *ts_application_load_settings (void) G_GNUC_WARN_UNUSED_RESULT;
void ts_application_follow_tile_memory (TsApplication *self);
void ts_application_follow_settings (TsApplication *self,
                                     TsWorkspace *workspace);

G_END_DECLS
