/* The other files of a slide that is not a single file. Formats:
 * https://openslide.org/formats/mirax and https://openslide.org/formats/hamamatsu
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/slide-parts.h"

#include <string.h>

#include "core/base/safe-file.h"

#define MAX_KEY_FILE_BYTES (1 << 20)

static gboolean
has_suffix (const char *path, const char *suffix)
{
  gsize length = strlen (path), suffix_length = strlen (suffix);

  return length > suffix_length &&
         g_ascii_strcasecmp (path + length - suffix_length, suffix) == 0;
}

static void
add_folder (GStrvBuilder *parts, const char *folder)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *part = g_build_filename (folder, name, NULL);

    g_strv_builder_add (parts, part);
  }
}

/* Not every value is the name of a file; one that is none does no harm. */
static void
add_group (GStrvBuilder *parts,
           GKeyFile *key_file,
           const char *group,
           const char *folder)
{
  g_auto (GStrv) keys = g_key_file_get_keys (key_file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
    g_autofree char *name =
      g_key_file_get_value (key_file, group, keys[i], NULL);

    if (name == NULL || *name == '\0')
      continue;
    g_autofree char *part = g_str_equal (folder, ".")
                              ? g_strdup (name)
                              : g_build_filename (folder, name, NULL);

    g_strv_builder_add (parts, part);
  }
}

static void
add_named (GStrvBuilder *parts, const char *path)
{
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  gsize n_bytes = 0;

  if (!ts_safe_file_read (path, MAX_KEY_FILE_BYTES, &text, &n_bytes, NULL) ||
      !g_key_file_load_from_data (key_file, text, n_bytes, G_KEY_FILE_NONE,
                                  NULL))
    return;
  g_auto (GStrv) groups = g_key_file_get_groups (key_file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    add_group (parts, key_file, groups[i], folder);
}

char **
ts_slide_list_parts (const char *path)
{
  static const char mirax[] = ".mrxs";
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();

  if (has_suffix (path, mirax)) {
    g_autofree char *folder = g_strndup (path, strlen (path) - strlen (mirax));

    add_folder (parts, folder);
  } else if (has_suffix (path, ".vms") || has_suffix (path, ".vmu")) {
    add_named (parts, path);
  }
  return g_strv_builder_end (parts);
}
