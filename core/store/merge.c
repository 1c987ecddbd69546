/* Several stores in one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/merge.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/store/merge-rows.h"
#include "core/store/query.h"
#include "core/store/sqlite-error.h"
#include "core/store/store-studies.h"

typedef struct {
  const char *output;
  char *folder;     /* for this merge, beside the output */
  char *new_output; /* in it, when the output is not there yet */
  TsMergeReport *report;
} Merge;

static void
free_input (gpointer data)
{
  TsMergedInput *input = data;

  g_free (input->path);
  g_free (input->uuid);
  g_free (input);
}

static TsMergeReport *
report_new (void)
{
  TsMergeReport *self = g_new0 (TsMergeReport, 1);

  self->inputs = g_ptr_array_new_with_free_func (free_input);
  self->faults = g_ptr_array_new_with_free_func (g_free);
  self->doubles = g_ptr_array_new_with_free_func (g_free);
  self->conflicts = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
ts_merge_report_free (TsMergeReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->inputs);
  g_ptr_array_unref (self->faults);
  g_ptr_array_unref (self->doubles);
  g_ptr_array_unref (self->conflicts);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

static gboolean
check_is_no_input (const char *const *inputs,
                   const char *output,
                   GError **error)
{
  GStatBuf target;
  gboolean is_there = g_stat (output, &target) == 0;

  for (guint i = 0; inputs[i] != NULL; i++) {
    GStatBuf facts;

    if (!is_there || g_stat (inputs[i], &facts) != 0 ||
        facts.st_dev != target.st_dev || facts.st_ino != target.st_ino)
      continue;
    g_set_error (error, TS_ERROR, TS_ERROR_WRITE,
                 "cannot write '%s': it is one of the stores to merge", output);
    return FALSE;
  }
  return TRUE;
}

static gboolean
make_folder (Merge *self, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (self->output);

  self->folder = g_build_filename (parent, ".tessera-merge-XXXXXX", NULL);
  if (g_mkdtemp_full (self->folder, 0700) != NULL)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "cannot write '%s': %s",
               self->output, g_strerror (errno));
  g_clear_pointer (&self->folder, g_free);
  return FALSE;
}

static void
remove_folder (Merge *self)
{
  g_autoptr (GDir) dir =
    self->folder != NULL ? g_dir_open (self->folder, 0, NULL) : NULL;
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    g_unlink (path);
  }
  if (self->folder != NULL)
    g_rmdir (self->folder);
}

/* As it is at one moment, whoever writes to it: a copy of our own. */
static gboolean
copy_store (TsStore *store, const char *path, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (store);
  g_auto (TsQuery) query = ts_query (hold, "VACUUM INTO ?");

  ts_query_bind_text (&query, path);
  return ts_query_run (&query, error);
}

static char *
get_copy_path (const Merge *self, guint i)
{
  g_autofree char *name = g_strdup_printf ("input-%u.db", i);

  return g_build_filename (self->folder, name, NULL);
}

static gboolean
take_input (Merge *self, const char *path, GError **error)
{
  g_autoptr (TsStore) original = ts_store_open_read_only (path, error);
  g_autoptr (TsStore) copy = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autofree char *copy_path = get_copy_path (self, self->report->inputs->len);
  TsMergedInput *input = NULL;

  if (original == NULL || !copy_store (original, copy_path, error))
    return FALSE;
  copy = ts_store_open (copy_path, error);
  faults = copy != NULL ? ts_store_list_faults (copy, error) : NULL;
  if (faults == NULL)
    return FALSE;
  input = g_new0 (TsMergedInput, 1);
  g_ptr_array_add (self->report->inputs, input);
  input->path = g_strdup (path);
  input->uuid = ts_store_get_uuid (copy, error);
  for (guint i = 0; i < faults->len; i++)
    g_ptr_array_add (self->report->faults,
                     g_strdup_printf ("'%s': %s", path,
                                      (char *) g_ptr_array_index (faults, i)));
  return input->uuid != NULL;
}

static gboolean
merge_into (Merge *self, TsStore *target, GError **error)
{
  TsMergeReport *report = self->report;
  g_autoptr (TsStoreHold) hold = ts_store_hold (target);

  for (guint i = 0; i < report->inputs->len; i++) {
    g_autofree char *path = get_copy_path (self, i);

    if (!ts_merge_rows (hold, path, g_ptr_array_index (report->inputs, i),
                        report->conflicts, error))
      return FALSE;
  }
  return ts_merge_find_doubles (target, report, error) &&
         (self->new_output == NULL ||
          ts_sqlite_run (target->db, target->path,
                         "PRAGMA wal_checkpoint (TRUNCATE)", error));
}

/* Whole or not at all, and never over a file that came there meanwhile. */
static gboolean
publish (const Merge *self, GError **error)
{
  int fd = g_open (self->new_output, O_RDONLY | O_CLOEXEC, 0);
  gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  if (is_synced && link (self->new_output, self->output) == 0)
    return TRUE;
  /* No second names on this disk. */
  if (is_synced && (errno == EPERM || errno == EOPNOTSUPP) &&
      !g_file_test (self->output, G_FILE_TEST_EXISTS) &&
      g_rename (self->new_output, self->output) == 0)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "cannot write '%s': %s",
               self->output, g_strerror (errno));
  return FALSE;
}

static gboolean
write_output (Merge *self, GError **error)
{
  TsStore *target = NULL;
  gboolean is_done = FALSE;

  if (!g_file_test (self->output, G_FILE_TEST_EXISTS))
    self->new_output = g_build_filename (self->folder, "output.db", NULL);
  target = ts_store_open (
    self->new_output != NULL ? self->new_output : self->output, error);
  if (target == NULL)
    return FALSE;
  is_done = merge_into (self, target, error);
  ts_store_unref (target);
  return is_done && (self->new_output == NULL || publish (self, error));
}

static gboolean
run (Merge *self, const char *const *inputs, GError **error)
{
  if (!make_folder (self, error))
    return FALSE;
  for (guint i = 0; inputs[i] != NULL; i++)
    if (!take_input (self, inputs[i], error))
      return FALSE;
  return self->report->faults->len > 0 || write_output (self, error);
}

TsMergeReport *
ts_store_merge (const char *const *inputs, const char *output, GError **error)
{
  g_autoptr (TsMergeReport) report = report_new ();
  Merge merge = { .output = output, .report = report };
  gboolean is_done =
    check_is_no_input (inputs, output, error) && run (&merge, inputs, error);

  remove_folder (&merge);
  g_free (merge.folder);
  g_free (merge.new_output);
  return is_done ? g_steal_pointer (&report) : NULL;
}
