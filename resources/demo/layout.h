/* Where things lie on a drawn slide: pieces of tissue, tumour areas, pen marks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/random.h"
#include "resources/demo/scene.h"

G_BEGIN_DECLS

#define TS_LAYOUT_STEP_PX 16 /* of the coarse maps */

/* Fills in pieces, areas and pens for the scene's size. */
void ts_layout_draw (TsScene *scene, TsRandom *random);
/* Fills in the coarse maps from them. */
void ts_layout_measure (TsScene *scene);

G_END_DECLS
