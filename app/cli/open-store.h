/* A store opened by a command that writes to it. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store.h"

G_BEGIN_DECLS

/* ts_store_open; on stderr who else on this computer has it open, which is allowed. */
TsStore *ts_open_store (const char *path,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
