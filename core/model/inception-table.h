/* Inception v3 as DeepPATH builds it, layer by layer, as data. Scopes and order are those
 * of its TensorFlow variables. Source: ncoudray/DeepPATH, slim/inception_model.py; the
 * network: Szegedy et al., "Rethinking the Inception architecture", 2016. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_INCEPTION_SIDE_PX      299
#define TS_INCEPTION_STEM_CONVS   5
#define TS_INCEPTION_N_BLOCKS     11
#define TS_INCEPTION_BRANCH_CONVS 5

typedef enum {
  TS_INCEPTION_NO_POOL,
  TS_INCEPTION_AVERAGE,
  TS_INCEPTION_MAX
} TsInceptionPool;

typedef enum {
  TS_INCEPTION_SAME,   /* stride 1, padded to the same size */
  TS_INCEPTION_VALID,  /* stride 1, no padding */
  TS_INCEPTION_REDUCE, /* stride 2, no padding */
  TS_INCEPTION_FORK /* SAME, beside the next one: both read the value before, and what
                        * they give is joined */
} TsInceptionStep;

typedef struct {
  guint kernel_h, kernel_w, channels; /* kernel_h 0: no more */
  TsInceptionStep step;
} TsInceptionConv;

/* The first of the stem, each may be followed by a max pool 3x3 / 2. */
typedef struct {
  const char *scope;
  TsInceptionConv conv;
  gboolean is_pooled;
} TsInceptionStem;

typedef struct {
  const char *name; /* NULL: no more */
  TsInceptionPool
    pool; /* before the convolutions: 3x3, average SAME or max / 2 */
  TsInceptionConv convs[TS_INCEPTION_BRANCH_CONVS + 1];
} TsInceptionBranch;

typedef struct {
  const char *scope;
  TsInceptionBranch branches[5];
} TsInceptionBlock;

extern const TsInceptionStem ts_inception_stem[TS_INCEPTION_STEM_CONVS];
extern const TsInceptionBlock ts_inception_blocks[TS_INCEPTION_N_BLOCKS];

G_END_DECLS
