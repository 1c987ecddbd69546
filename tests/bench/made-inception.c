/* The model that the benchmarks take when they are given none.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/made-inception.h"

#include <glib/gstdio.h>

#include "core/model/new-inception.h"

gboolean
ts_made_inception_init (TsMadeInception *self, GError **error)
{
  const char *const classes[] = { "A", "B", "C", NULL };
  const TsNewInceptionParams params = { classes, TS_HEAD_SOFTMAX, 1, 1 };

  *self = (TsMadeInception){ g_dir_make_tmp ("inception-XXXXXX", error), NULL };
  if (self->folder == NULL)
    return FALSE;
  self->path = g_build_filename (self->folder, "inception-v3.onnx", NULL);
  return ts_new_inception_write (self->path, &params, error);
}

void
ts_made_inception_clear (TsMadeInception *self)
{
  if (self->path != NULL)
    g_unlink (self->path);
  if (self->folder != NULL)
    g_rmdir (self->folder);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->folder, g_free);
}
