/* Naive twins of the operators: in double, element by element, straight from ONNX's
 * definitions, and sharing no code with the engine they judge.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/tensor.h"

G_BEGIN_DECLS

typedef struct {
  TsShape shape;
  gsize n;
  double *values;
} RefTensor;

RefTensor *ref_new (const TsShape *shape);
RefTensor *ref_copy (const RefTensor *x);
void ref_free (RefTensor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RefTensor, ref_free)

/* Integers as well: those of shapes are exact in a double. */
RefTensor *ref_from_tensor (const TsTensor *tensor);

/* index [rank]; the element of x there, x stretched (a 1 counts for any place, missing
 * dimensions are before the first). */
double *ref_at (const RefTensor *x, const gint64 *index, guint rank);
/* Goes on to the next index in row-major order; FALSE behind the last. */
gboolean ref_next (const TsShape *shape, gint64 *index);

typedef struct {
  gint64 kernel[2], stride[2], dilation[2], before[2], after[2];
  const char *auto_pad; /* NULL: before and after are given */
  gboolean is_ceil, counts_padding;
} RefWindow;

/* Along one axis: the inputs, the windows over them, the padding on either side. */
typedef struct {
  gint64 in, n, before, after;
} RefAxis;

/* axis 0 is y, 1 is x. */
RefAxis ref_count_windows (const RefWindow *w, guint axis, gint64 in);

/* x [N,C,H,W], w [M,C/groups,kh,kw], bias [M] or NULL. */
RefTensor *ref_conv (const RefTensor *x,
                     const RefTensor *w,
                     const RefTensor *bias,
                     gint64 groups,
                     const RefWindow *window);
/* The same numbers but for the order of the sum, some hundred times as fast and on all
 * processors: for whole networks. */
RefTensor *ref_conv_quick (const RefTensor *x,
                           const RefTensor *w,
                           const RefTensor *bias,
                           gint64 groups,
                           const RefWindow *window);
RefTensor *
ref_pool (const RefTensor *x, const RefWindow *window, gboolean is_max);
RefTensor *ref_global_pool (const RefTensor *x, gboolean is_max);
/* scale, bias, mean, variance in parameters. */
RefTensor *ref_batch_norm (const RefTensor *x,
                           const RefTensor *const *parameters,
                           double epsilon,
                           gboolean is_spatial);
RefTensor *ref_lrn (const RefTensor *x,
                    gint64 size,
                    double alpha,
                    double beta,
                    double bias);
RefTensor *ref_unary (const RefTensor *x, double (*f) (double));
RefTensor *ref_binary (const RefTensor *a,
                       const RefTensor *b,
                       double (*f) (double, double));
/* For ref_binary() and ref_reduce(). */
double ref_add (double a, double b);
double ref_subtract (double a, double b);
double ref_multiply (double a, double b);
double ref_divide (double a, double b);
RefTensor *ref_matmul (const RefTensor *a, const RefTensor *b);
RefTensor *ref_transpose (const RefTensor *x,
                          const gint64 *order); /* NULL: reversed */
/* Over dimensions [from, to). */
RefTensor *ref_softmax (const RefTensor *x, guint from, guint to);
/* is_reduced [rank]; f joins, starting from start; the dimensions stay, as 1. */
RefTensor *ref_reduce (const RefTensor *x,
                       const gboolean *is_reduced,
                       double start,
                       double (*f) (double, double));
RefTensor *ref_concat (const RefTensor *const *parts, guint n, guint axis);
/* out[i] = x[start + i * step] along each dimension. */
RefTensor *ref_slice (const RefTensor *x,
                      const TsShape *out,
                      const gint64 *starts,
                      const gint64 *steps);
RefTensor *ref_pad (const RefTensor *x,
                    const gint64 *before,
                    const gint64 *after,
                    const char *mode,
                    double value);
RefTensor *ref_gather (const RefTensor *x,
                       const gint64 *indices,
                       const TsShape *indices_shape,
                       guint axis);

G_END_DECLS
