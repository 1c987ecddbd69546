/* The product of the AVX2 build.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/kernels.h"

G_BEGIN_DECLS

void ts_kernels_multiply_avx2 (const TsPanelProduct *product);

G_END_DECLS
