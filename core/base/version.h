/* The version as results and opinions record it. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "0.1.0 (git 1a2b3c4)"; without git only the number. Static. */
const char *ts_version_text (void);

G_END_DECLS
