/* tessera, the desktop program.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>

#include "app/gui/application.h"

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  /* app/run says where the translations of a program that is not installed lie. */
  const char *locale_folder = g_getenv ("TS_LOCALE_DIR");
  bindtextdomain (GETTEXT_PACKAGE,
                  locale_folder != NULL ? locale_folder : TS_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_autoptr (TsApplication) application = ts_application_new ();
  int status = g_application_run (G_APPLICATION (application), argc, argv);

  return status != 0 ? status : ts_application_get_exit_code (application);
}
