/* Ctrl-C as a wish to stop cleanly. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/cancel.h"

G_BEGIN_DECLS

/* The flag that SIGINT and SIGTERM set from now on; borrowed, lives as long as the program.
 * A second signal ends the program at once. */
TsCancel *ts_interrupt_watch (void);

G_END_DECLS
