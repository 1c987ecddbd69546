/* The ground of a drawn slide: everything but nuclei and single cells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "resources/demo/planes.h"

G_BEGIN_DECLS

void ts_fill_ground (TsPlanes *planes, const TsScene *scene);

G_END_DECLS
