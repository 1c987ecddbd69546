/* Where the built-in demonstration lies.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/gui/demo-files.h"

char *
ts_demo_files_find (const char *name)
{
  const char *const folders[] = {
    g_getenv ("TS_DEMO_DIR"),
    TS_BUILD_ROOT "/resources/demo",
    TS_PROJECT_ROOT "/resources/demo",
    TS_DATA_DIR "/demo",
  };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
    if (folders[i] == NULL)
      continue;
    g_autofree char *path = g_build_filename (folders[i], name, NULL);
    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&path);
  }
  return NULL;
}
