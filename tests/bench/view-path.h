/* A recorded pan and zoom, frame by frame: tests/bench/view-path.txt. Every frame of a replay
 * shows the same place however fast the frames come, so that all who are compared draw the
 * same pictures. Pure, after the file is read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/geometry.h"
#include "core/tiles/viewport.h"

G_BEGIN_DECLS

/* The frames (TsViewport) for a slide with these bounds in a view of that size. NULL with the
 * error set when the file cannot be read. */
GArray *ts_view_path_read (const char *path,
                           TsRect bounds_l0,
                           double width_view,
                           double height_view,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
