/* What a drawn slide really shows, as GeoJSON in level-0 pixels. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "resources/demo/scene.h"

G_BEGIN_DECLS

/* A FeatureCollection of polygons: normal tissue with the tumours as holes, each tumour
 * with its genes, each pen line. The text is always the same for the same scene. */
char *ts_truth_to_text (const TsScene *scene) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
