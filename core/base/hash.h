/* Content hashes. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/cancel.h"

G_BEGIN_DECLS

/* SHA-256 of the whole file as 64 hex digits, the caller owns it.
 * NULL with TS_ERROR_OPEN, TS_ERROR_READ or TS_ERROR_CANCELLED. */
char *ts_hash_file (const char *path,
                    const TsCancel *cancel,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
