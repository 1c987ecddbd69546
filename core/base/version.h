/* The version as results and opinions record it. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "0.1.0 (1a2b3c4)", the commit; "0.1.0 (no git)" where it is not known. Static. */
const char *ts_version_text (void);

G_END_DECLS
