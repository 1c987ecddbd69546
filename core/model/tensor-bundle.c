/* A TensorFlow checkpoint of version 2.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/tensor-bundle.h"

#include <errno.h>
#include <string.h>

#include "core/base/error.h"
#include "core/model/bundle-entry.h"
#include "core/model/bundle-shard.h"

/* Some 100 times what a large network has. Keys share their beginnings in the file, so
 * that its size does not limit them. */
#define MAX_NAME_BYTES ((gsize) 64 << 20)

struct TsTensorBundle {
  char *prefix;
  char *name;
  guint n_shards;      /* 0 until the header was read */
  GPtrArray *tensors;  /* of TsBundleTensor */
  GHashTable *by_name; /* name to TsBundleTensor, both borrowed */
  gsize n_name_bytes;
};

static gboolean
is_shard_suffix (const char *suffix)
{
  static const char pattern[] = ".data-#####-of-#####";

  if (strlen (suffix) != strlen (pattern))
    return FALSE;
  for (gsize i = 0; pattern[i] != '\0'; i++)
    if (pattern[i] == '#' ? !g_ascii_isdigit (suffix[i])
                          : pattern[i] != suffix[i])
      return FALSE;
  return TRUE;
}

/* "a/model.ckpt-9.index": "a/model.ckpt-9". */
static char *
make_prefix (const char *path)
{
  const char *suffix = strrchr (path, '.');

  if (suffix != NULL &&
      (g_str_equal (suffix, ".index") || g_str_equal (suffix, ".meta") ||
       is_shard_suffix (suffix)))
    return g_strndup (path, (gsize) (suffix - path));
  return g_strdup (path);
}

/* Always FALSE: why there is no index file. */
static gboolean
fail_without_index (const TsTensorBundle *self,
                    const char *index,
                    GError **error)
{
  if (g_file_test (self->prefix, G_FILE_TEST_IS_DIR))
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN,
                 "'%s' is a folder; name a checkpoint in it (the part before "
                 ".index)",
                 self->prefix);
  else if (ts_sstable_is_table (self->prefix))
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "'%s' is a TensorFlow checkpoint of version 1 (a single "
                 "file); only version 2 (.index and .data files) is supported",
                 self->prefix);
  else
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': %s", index,
                 g_strerror (ENOENT));
  return FALSE;
}

/* TsSstableFunc */
static gboolean
on_entry (const TsSstableEntry *entry, gpointer user_data, GError **error)
{
  TsTensorBundle *self = user_data;
  TsBundleTensor *tensor;

  if (self->n_shards == 0)
    return ts_bundle_header_read (entry, &self->n_shards, error);
  /* The parts of a partitioned variable: a name in an encoding of its own. */
  if (entry->key[0] == '\0')
    return TRUE;
  self->n_name_bytes += entry->n_key_bytes;
  if (self->n_name_bytes > MAX_NAME_BYTES) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "the names of its tensors take more than %" G_GSIZE_FORMAT
                 " bytes",
                 MAX_NAME_BYTES);
    return FALSE;
  }
  tensor = ts_bundle_tensor_read (entry, self->n_shards, error);
  if (tensor == NULL)
    return FALSE;
  g_ptr_array_add (self->tensors, tensor);
  g_hash_table_insert (self->by_name, tensor->name, tensor);
  return TRUE;
}

static gboolean
read_index (TsTensorBundle *self, GError **error)
{
  g_autofree char *index = g_strconcat (self->prefix, ".index", NULL);

  if (!g_file_test (index, G_FILE_TEST_EXISTS))
    return fail_without_index (self, index, error);
  if (!ts_sstable_read (index, on_entry, self, error))
    return FALSE;
  if (self->n_shards == 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "'%s': it is no index of a checkpoint: it has no header",
                 index);
    return FALSE;
  }
  return TRUE;
}

static void
add_shards (GStrvBuilder *files, const char *prefix)
{
  g_autofree char *folder = g_path_get_dirname (prefix);
  g_autofree char *base = g_path_get_basename (prefix);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = NULL;

    if (!g_str_has_prefix (name, base) ||
        !is_shard_suffix (name + strlen (base)))
      continue;
    path = g_strconcat (prefix, name + strlen (base), NULL);
    g_strv_builder_add (files, path);
  }
}

char **
ts_tensor_bundle_list_files (const char *path)
{
  g_autoptr (GStrvBuilder) files = g_strv_builder_new ();
  g_autofree char *prefix = make_prefix (path);
  g_autofree char *index = g_strconcat (prefix, ".index", NULL);
  g_autofree char *meta = g_strconcat (prefix, ".meta", NULL);

  g_strv_builder_add_many (files, index, meta, prefix, NULL);
  add_shards (files, prefix);
  return g_strv_builder_end (files);
}

TsTensorBundle *
ts_tensor_bundle_open (const char *path, GError **error)
{
  g_autoptr (TsTensorBundle) self = g_new0 (TsTensorBundle, 1);

  self->prefix = make_prefix (path);
  self->name = g_filename_display_basename (self->prefix);
  self->tensors =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ts_bundle_tensor_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return read_index (self, error) ? g_steal_pointer (&self) : NULL;
}

void
ts_tensor_bundle_free (TsTensorBundle *self)
{
  if (self == NULL)
    return;
  g_free (self->prefix);
  g_free (self->name);
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->tensors);
  g_free (self);
}

const char *
ts_tensor_bundle_get_prefix (const TsTensorBundle *self)
{
  return self->prefix;
}

const char *
ts_tensor_bundle_get_name (const TsTensorBundle *self)
{
  return self->name;
}

guint
ts_tensor_bundle_get_n_shards (const TsTensorBundle *self)
{
  return self->n_shards;
}

guint
ts_tensor_bundle_get_n_tensors (const TsTensorBundle *self)
{
  return self->tensors->len;
}

const TsBundleTensor *
ts_tensor_bundle_get_tensor (const TsTensorBundle *self, guint index)
{
  g_assert (index < self->tensors->len);
  return self->tensors->pdata[index];
}

const TsBundleTensor *
ts_tensor_bundle_find (const TsTensorBundle *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

guint8 *
ts_tensor_bundle_read (const TsTensorBundle *self,
                       const TsBundleTensor *tensor,
                       GError **error)
{
  g_autofree char *path = g_strdup_printf ("%s.data-%05u-of-%05u", self->prefix,
                                           tensor->shard, self->n_shards);
  guint8 *bytes = ts_bundle_shard_read (path, tensor, error);

  if (bytes == NULL)
    g_prefix_error (error, "tensor '%s': ", tensor->name);
  return bytes;
}
