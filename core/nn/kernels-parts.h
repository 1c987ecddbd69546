/* What the tables of kernels are put together from.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/kernels.h"

G_BEGIN_DECLS

extern const TsTileTransform ts_tile_transforms_portable[];
extern const TsTileTransform ts_tile_transforms_avx2[];
void ts_kernels_multiply_avx2 (const TsPanelProduct *product);

G_END_DECLS
