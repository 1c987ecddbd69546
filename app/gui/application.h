/* The application: command line, store, windows. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TS_APPLICATION_ID "io.github.tessera_path.Tessera"

#define TS_TYPE_APPLICATION (ts_application_get_type ())
G_DECLARE_FINAL_TYPE (TsApplication,
                      ts_application,
                      TS,
                      APPLICATION,
                      AdwApplication)

TsApplication *ts_application_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* What the program should end with, after g_application_run. */
int ts_application_get_exit_code (TsApplication *self);

G_END_DECLS
