/* A file of the test's own making, in a folder that goes with it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  char *folder, *path;
} MadeFile;

/* n_bytes -1: data is text. Not synced to the disk: tests make thousands. */
static inline void
made_file_write (MadeFile *self, const char *data, gssize n_bytes)
{
  g_autoptr (GError) error = NULL;
  gsize n = n_bytes < 0 ? strlen (data) : (gsize) n_bytes;
  FILE *stream;

  self->folder = g_dir_make_tmp ("tessera-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "t.csv", NULL);
  stream = g_fopen (self->path, "wb");
  g_assert_nonnull (stream);
  g_assert_cmpuint (fwrite (data, 1, n, stream), ==, n);
  g_assert_cmpint (fclose (stream), ==, 0);
}

static inline void
made_file_clear (MadeFile *self)
{
  g_remove (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

/* The message with PATH for the file's path: the same for every run. */
static inline void
made_file_assert_message (const MadeFile *self,
                          const GError *error,
                          const char *expected)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *message = NULL;

  g_assert_nonnull (error);
  parts = g_strsplit (error->message, self->path, -1);
  message = g_strjoinv ("PATH", parts);
  g_assert_cmpstr (message, ==, expected);
}
