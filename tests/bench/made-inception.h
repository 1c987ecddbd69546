/* A full-size Inception v3 of random weights, as a file for the time of a measurement. One
 * thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *folder, *path;
} TsMadeInception;

/* As of `tessera-cli model new inception-v3`, in a new temporary folder. Errors are those of
 * the file system. */
gboolean ts_made_inception_init (TsMadeInception *self, GError **error);
/* Takes the file away, if there is one. */
void ts_made_inception_clear (TsMadeInception *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TsMadeInception, ts_made_inception_clear)

G_END_DECLS
