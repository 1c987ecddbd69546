/* Models of three multiplications for the tests of the run: the mean colour of a tile, times
 * ten, is what they answer with.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/model.h"

/* Classes red, green and blue, softmax: a red tile is red. Tiles of 16 px at 0.5 um. */
TsModel *tiny_model_new_colours (void);
/* Genes R and B, sigmoid, for the class runs_on (NULL: for all). */
TsModel *tiny_model_new_genes (const char *runs_on);
/* As the colours, but every answer is not a number. */
TsModel *tiny_model_new_broken (void);
