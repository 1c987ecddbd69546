/* Random networks that make sense: convolutions, pools, concatenations, residual additions,
 * splits, whatever tile networks are made of, small and in every combination.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/core/nn/net-case.h"

G_BEGIN_DECLS

/* The same seed gives the same network; n_layers is how many layers and blocks it has. Its
 * inputs have values, its outputs are some of its values, inner ones as well. */
NetCase *network_sketch_draw (guint64 seed, guint n_layers);

/* For the files that make it. A network under construction: all values are NCHW images,
 * known by their place in the list. */
typedef struct {
  NetCase *c;
  GArray *values; /* of SketchValue */
  guint n_constants;
} Sketch;

typedef struct {
  char name[16];
  TsShape shape;
} SketchValue;

const char *sketch_name (const Sketch *s, guint value);
const TsShape *sketch_shape (const Sketch *s, guint value);
guint sketch_last (const Sketch *s);
guint sketch_below (Sketch *s, guint limit);
/* Any value, mostly a late one. */
guint sketch_any (Sketch *s);
/* Another value that fits for a concatenation along axis (all dimensions but that one are
 * the same; none may differ for axis 4); it may be the same one. */
guint sketch_partner (Sketch *s, guint value, guint axis);
/* Inputs by name, divided by blanks; the output is a new value. */
TsNode *
sketch_add (Sketch *s, const char *op, const char *inputs, TsShape shape);
/* A new constant of random values from low to high. */
char *sketch_constant (Sketch *s, TsShape shape, double low, double high);
char *sketch_ints (Sketch *s, guint n, const gint64 *values);

/* What follows returns the newest value. */
typedef struct {
  gint64 out, groups;
  RefWindow window;
  gboolean has_bias;
} SketchConv;

guint sketch_conv (Sketch *s, guint from, const SketchConv *conv);
/* Kernel ky x kx, stride 1, the size kept, then Relu. */
guint
sketch_conv_relu (Sketch *s, guint from, gint64 out, gint64 ky, gint64 kx);
guint sketch_unary (Sketch *s, const char *op, guint from);
guint sketch_pool (Sketch *s, const char *op, guint from, const RefWindow *w);
guint sketch_concat (Sketch *s, const guint *parts, guint n, gint64 axis);
guint sketch_binary (Sketch *s, const char *op, guint a, guint b);
/* FALSE when the window does not fit the value. */
gboolean sketch_fits (const Sketch *s, guint value, const RefWindow *w);

/* Any layer with any attributes. */
void sketch_random_layer (Sketch *s);
/* Blocks of known networks: Inception, ResNet, DenseNet, ShuffleNet, SENet. */
void sketch_random_block (Sketch *s);
/* Pooled, flattened, classified. */
void sketch_head (Sketch *s);

G_END_DECLS
