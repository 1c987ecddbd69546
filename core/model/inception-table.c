/* The layers of Inception v3 in DeepPATH's variant.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/inception-table.h"

#define SAME(h, w, n)          \
  {                            \
    h, w, n, TS_INCEPTION_SAME \
  }
#define VALID(h, w, n)          \
  {                             \
    h, w, n, TS_INCEPTION_VALID \
  }
#define REDUCE(h, w, n)          \
  {                              \
    h, w, n, TS_INCEPTION_REDUCE \
  }
#define FORK(h, w, n)          \
  {                            \
    h, w, n, TS_INCEPTION_FORK \
  }

/* clang-format off */

/* 35 x 35; the pool branch has p channels. */
#define BLOCK_35(scope, p) \
  { scope, { \
    { "branch1x1", 0, { SAME (1, 1, 64) } }, \
    { "branch5x5", 0, { SAME (1, 1, 48), SAME (5, 5, 64) } }, \
    { "branch3x3dbl", 0, { SAME (1, 1, 64), SAME (3, 3, 96), SAME (3, 3, 96) } }, \
    { "branch_pool", TS_INCEPTION_AVERAGE, { SAME (1, 1, p) } } } }

/* 17 x 17; n channels within the 7x7 branches. */
#define BLOCK_17(scope, n) \
  { scope, { \
    { "branch1x1", 0, { SAME (1, 1, 192) } }, \
    { "branch7x7", 0, { SAME (1, 1, n), SAME (1, 7, n), SAME (7, 1, 192) } }, \
    { "branch7x7dbl", 0, { SAME (1, 1, n), SAME (7, 1, n), SAME (1, 7, n), \
                           SAME (7, 1, n), SAME (1, 7, 192) } }, \
    { "branch_pool", TS_INCEPTION_AVERAGE, { SAME (1, 1, 192) } } } }

/* 8 x 8. */
#define BLOCK_8(scope) \
  { scope, { \
    { "branch1x1", 0, { SAME (1, 1, 320) } }, \
    { "branch3x3", 0, { SAME (1, 1, 384), FORK (1, 3, 384), FORK (3, 1, 384) } }, \
    { "branch3x3dbl", 0, { SAME (1, 1, 448), SAME (3, 3, 384), \
                           FORK (1, 3, 384), FORK (3, 1, 384) } }, \
    { "branch_pool", TS_INCEPTION_AVERAGE, { SAME (1, 1, 192) } } } }

const TsInceptionStem ts_inception_stem[TS_INCEPTION_STEM_CONVS] = {
  { "conv0", REDUCE (3, 3, 32), FALSE },
  { "conv1", VALID (3, 3, 32), FALSE },
  { "conv2", SAME (3, 3, 64), TRUE },
  { "conv3", VALID (1, 1, 80), FALSE },
  { "conv4", VALID (3, 3, 192), TRUE },
};

const TsInceptionBlock ts_inception_blocks[TS_INCEPTION_N_BLOCKS] = {
  BLOCK_35 ("mixed_35x35x256a", 32),
  BLOCK_35 ("mixed_35x35x288a", 64),
  BLOCK_35 ("mixed_35x35x288b", 64),
  { "mixed_17x17x768a", {
    { "branch3x3", 0, { REDUCE (3, 3, 384) } },
    { "branch3x3dbl", 0, { SAME (1, 1, 64), SAME (3, 3, 96), REDUCE (3, 3, 96) } },
    { "branch_pool", TS_INCEPTION_MAX, { { 0 } } } } },
  BLOCK_17 ("mixed_17x17x768b", 128),
  BLOCK_17 ("mixed_17x17x768c", 160),
  BLOCK_17 ("mixed_17x17x768d", 160),
  BLOCK_17 ("mixed_17x17x768e", 192),
  { "mixed_17x17x1280a", {
    { "branch3x3", 0, { SAME (1, 1, 192), REDUCE (3, 3, 320) } },
    { "branch7x7x3", 0, { SAME (1, 1, 192), SAME (1, 7, 192), SAME (7, 1, 192),
                          REDUCE (3, 3, 192) } },
    { "branch_pool", TS_INCEPTION_MAX, { { 0 } } } } },
  BLOCK_8 ("mixed_8x8x2048a"),
  BLOCK_8 ("mixed_8x8x2048b"),
};
/* clang-format on */
