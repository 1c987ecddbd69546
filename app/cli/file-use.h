/* The files a command reads and those it writes, so that none is written over another. One
 * thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct TsFileUse TsFileUse;

TsFileUse *ts_file_use_new (void) G_GNUC_WARN_UNUSED_RESULT;
void ts_file_use_free (TsFileUse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsFileUse, ts_file_use_free)

/* Files that are read; NULL paths are left out. what is for messages ("the class file") and a
 * literal. Nothing need be there. */
void
ts_file_use_add_input (TsFileUse *self, const char *what, const char *path);
/* With the files that such a thing has besides the one that names it. */
void ts_file_use_add_slide (TsFileUse *self, const char *path);
/* is_mutations: the message calls it the mutations model. */
void ts_file_use_add_model (TsFileUse *self,
                            gboolean is_mutations,
                            const char *path);
void ts_file_use_add_checkpoint (TsFileUse *self, const char *path);
/* option: "--store" where it was given; NULL where it is the viewer's. Where it is only read
 * SQLite still takes files beside it for its own. */
void ts_file_use_add_store (TsFileUse *self,
                            const char *option,
                            gboolean is_written,
                            const char *path);
/* A file that will be written whole, in the place of one that is there. NULL paths are left
 * out. option is a literal. */
void
ts_file_use_add_output (TsFileUse *self, const char *option, const char *path);

/* To be called before any work. FALSE with a usage error that names option, path and the
 * other file: an output is the same file (also by a link) as one that is read, or as another
 * output (the one added first is complained of); it would take the place of a SQLite database
 * or of its log; it is "-" or empty; what is read has the name of a file that SQLite keeps
 * beside the store, and deletes.
 * prefix is the command's argv[0]. */
gboolean ts_file_use_check (const TsFileUse *self,
                            const char *prefix) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
