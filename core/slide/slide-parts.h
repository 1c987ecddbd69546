/* The other files of a slide that is not a single file. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Paths of the files that the slide at path needs besides path itself, by name alone: all in
 * the folder NAME beside NAME.mrxs (MIRAX), those that NAME.vms or NAME.vmu names
 * (Hamamatsu), whether they are there or not. Empty for every other slide, and where nothing
 * can be read. The caller's. */
char **ts_slide_list_parts (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
