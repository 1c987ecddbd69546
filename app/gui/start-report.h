/* For those who measure the start: with TS_REPORT_START in the environment (microseconds of
 * the monotonic clock when the program was started), a line on standard output says when the
 * window drew its first frame, the first with pixels of the slide and the first sharp one, in
 * milliseconds since; then the program ends. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window.h"

G_BEGIN_DECLS

/* Nothing happens where nobody asked. The window is presented already. */
void ts_start_report_watch (TsWindow *window);

G_END_DECLS
