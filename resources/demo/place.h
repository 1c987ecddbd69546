/* The cells of a drawn slide, laid on its ground.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "resources/demo/planes.h"

G_BEGIN_DECLS

void ts_place_cells (TsPlanes *planes, const TsScene *scene);

G_END_DECLS
