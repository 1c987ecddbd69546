/* Where the built-in demonstration lies: in the build folder, in the sources, or beside the
 * installed program. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_DEMO_SLIDE     "demo-slide.tiff"
#define TS_DEMO_CLASSES   "demo-classes.onnx"
#define TS_DEMO_MUTATIONS "demo-mutations.onnx"

/* NULL when it is nowhere. TS_DEMO_DIR in the environment comes first. The caller owns it. */
char *ts_demo_files_find (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
