/* The files a command reads and those it writes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/file-use.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "app/cli/output.h"
#include "core/base/safe-file.h"
#include "core/model/model-source.h"
#include "core/model/tensor-bundle.h"
#include "core/slide/slide-parts.h"
#include "core/store/store.h"

typedef struct Use {
  const char *what;   /* "the slide"; of an output its option */
  const char *option; /* "--csv"; NULL: nobody named it as something to write */
  gboolean is_output;
  gboolean is_store; /* SQLite itself writes it, and looks before it does */
  const struct Use *store; /* what it is a part of; NULL: of none */
  char *path;
  gboolean is_there;
  dev_t device; /* these two where it is there */
  ino_t inode;
  char *canonical; /* where it is not */
} Use;

struct TsFileUse {
  GPtrArray *uses; /* of Use */
};

static void
free_use (gpointer data)
{
  Use *use = data;

  g_free (use->path);
  g_free (use->canonical);
  g_free (use);
}

/* A file that is not there has no inode; its folder may have several names, and links may
 * lead to it. */
static char *
make_canonical (const char *path)
{
  g_autofree char *target = NULL;
  const char *end =
    ts_safe_file_find_target (path, &target, NULL) ? target : path;
  g_autofree char *folder = g_path_get_dirname (end);
  g_autofree char *name = g_path_get_basename (end);
  char *real = realpath (folder, NULL);
  char *canonical = real != NULL ? g_build_filename (real, name, NULL)
                                 : g_canonicalize_filename (end, NULL);

  free (real);
  return canonical;
}

static Use *
add (TsFileUse *self, const char *what, const char *option, const char *path)
{
  Use *use = g_new0 (Use, 1);
  struct stat facts;

  use->what = what;
  use->option = option;
  use->path = g_strdup (path);
  use->is_there = g_stat (path, &facts) == 0;
  if (use->is_there) {
    use->device = facts.st_dev;
    use->inode = facts.st_ino;
  } else {
    use->canonical = make_canonical (path);
  }
  g_ptr_array_add (self->uses, use);
  return use;
}

static void
add_parts (TsFileUse *self, const char *what, char **own_paths)
{
  g_auto (GStrv) paths = own_paths;

  for (guint i = 0; paths[i] != NULL; i++)
    add (self, what, NULL, paths[i]);
}

TsFileUse *
ts_file_use_new (void)
{
  TsFileUse *self = g_new0 (TsFileUse, 1);

  self->uses = g_ptr_array_new_with_free_func (free_use);
  return self;
}

void
ts_file_use_free (TsFileUse *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->uses);
  g_free (self);
}

void
ts_file_use_add_input (TsFileUse *self, const char *what, const char *path)
{
  if (path != NULL)
    add (self, what, NULL, path);
}

void
ts_file_use_add_slide (TsFileUse *self, const char *path)
{
  add (self, "the slide", NULL, path);
  add_parts (self, "a part of the slide", ts_slide_list_parts (path));
}

void
ts_file_use_add_model (TsFileUse *self, gboolean is_mutations, const char *path)
{
  if (path == NULL)
    return;
  add (self, is_mutations ? "the mutations model" : "the model", NULL, path);
  add_parts (self,
             is_mutations ? "a file beside the mutations model"
                          : "a file beside the model",
             ts_model_source_list_beside (path));
}

void
ts_file_use_add_checkpoint (TsFileUse *self, const char *path)
{
  add_parts (self, "a file of the checkpoint",
             ts_tensor_bundle_list_files (path));
}

void
ts_file_use_add_store (TsFileUse *self,
                       const char *option,
                       gboolean is_written,
                       const char *path)
{
  g_auto (GStrv) paths = ts_store_list_parts (path);
  Use *use = add (self, "the store", option, path);

  use->is_store = TRUE;
  use->is_output = option != NULL && is_written;
  for (guint i = 0; paths[i] != NULL; i++)
    add (self, "a part of the store", NULL, paths[i])->store = use;
}

void
ts_file_use_add_output (TsFileUse *self, const char *option, const char *path)
{
  if (path != NULL)
    add (self, option, option, path)->is_output = TRUE;
}

static gboolean
is_same (const Use *a, const Use *b)
{
  if (a->is_there != b->is_there)
    return FALSE;
  return a->is_there ? a->device == b->device && a->inode == b->inode
                     : g_str_equal (a->canonical, b->canonical);
}

/* NULL when the file may be replaced; else what of SQLite's it is. Formats:
 * https://www.sqlite.org/fileformat2.html, "The Database Header", "WAL File Format". */
static const char *
find_database (const char *path)
{
  static const char database[] = "SQLite format 3";
  static const guint8 log[] = { 0x37, 0x7f, 0x06 };
  char head[sizeof database] = { 0 };
  FILE *file = NULL;
  gsize n_bytes = 0;

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    file = g_fopen (path, "rb");
  if (file == NULL)
    return NULL;
  n_bytes = fread (head, 1, sizeof head, file);
  fclose (file);
  /* With the NUL at its end. */
  if (n_bytes == sizeof head && memcmp (head, database, sizeof head) == 0)
    return "a SQLite database";
  if (n_bytes == sizeof head && memcmp (head, log, sizeof log) == 0 &&
      ((guint8) head[sizeof log] & 0xfe) == 0x82)
    return "the log of a SQLite database";
  return NULL;
}

static gboolean
check_output (const TsFileUse *self, const Use *output, const char *prefix)
{
  const char *database = NULL;

  if (ts_output_is_stdout (output->path)) {
    ts_usage_error (prefix, "%s '-' is standard output; name a file",
                    output->option);
    return FALSE;
  }
  for (guint i = 0; i < self->uses->len; i++) {
    const Use *other = g_ptr_array_index (self->uses, i);

    if (other == output || !is_same (output, other))
      continue;
    ts_usage_error (prefix, "%s '%s' is the same file as %s '%s'",
                    output->option, output->path, other->what, other->path);
    return FALSE;
  }
  if (!output->is_store)
    database = find_database (output->path);
  if (database == NULL)
    return TRUE;
  ts_usage_error (prefix, "%s '%s' is %s; none is written over", output->option,
                  output->path, database);
  return FALSE;
}

/* SQLite deletes or writes over what it finds under these names. What is written was held
 * against them already. */
static gboolean
check_part (const TsFileUse *self, const Use *part, const char *prefix)
{
  const char *option = part->store->option;

  for (guint i = 0; i < self->uses->len; i++) {
    const Use *other = g_ptr_array_index (self->uses, i);

    if (other->is_output || other->is_store || other->store != NULL ||
        !is_same (part, other))
      continue;
    ts_usage_error (prefix,
                    "%s '%s': its part '%s' is the same file as %s '%s'",
                    option != NULL ? option : "the store", part->store->path,
                    part->path, other->what, other->path);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_use (const TsFileUse *self, const Use *use, const char *prefix)
{
  if (use->option != NULL && *use->path == '\0') {
    ts_usage_error (prefix, "%s is empty", use->option);
    return FALSE;
  }
  if (use->store != NULL)
    return check_part (self, use, prefix);
  return !use->is_output || check_output (self, use, prefix);
}

gboolean
ts_file_use_check (const TsFileUse *self, const char *prefix)
{
  for (guint i = 0; i < self->uses->len; i++) {
    const Use *use = g_ptr_array_index (self->uses, i);

    if (!check_use (self, use, prefix))
      return FALSE;
  }
  return TRUE;
}
