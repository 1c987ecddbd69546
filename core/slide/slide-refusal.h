/* Why a file is no slide, in words that help. Private to the room. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether there is a file at all that can be read; else TS_ERROR_OPEN. */
gboolean ts_slide_refusal_check_file (const char *path, GError **error);

/* Sets the error for a file OpenSlide does not recognise, by its first bytes:
 * TS_ERROR_UNSUPPORTED for what we know to be something else, TS_ERROR_OPEN otherwise.
 * openslide_version: "3.4.1". */
void ts_slide_refusal_explain (const char *path,
                               const char *openslide_version,
                               GError **error);

G_END_DECLS
