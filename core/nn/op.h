/* What an operator is to the engine. To add one: write `op-NAME.c` with a table of
 * TsOperator that ends with a nameless entry, and name the table in op-table.[ch] and the
 * file in meson.build.
 *
 * The life of an operator: check (attributes and shapes; once, when a graph is loaded),
 * plan (weights packed, scratch counted; once), run (as often as there are tiles, from
 * several threads at once, each with its own buffers). An operator whose inputs are all
 * known at load is planned and run once, there and then, right after its check, and
 * disappears.
 *
 * For all others the network is worked on between check and plan: operators are fused, put
 * in another order, laid out and placed in memory. Inputs and outputs of an operator may
 * then be other values, and input 0 of another size (absorb_padding, take_epilogue): what
 * plan and run need of a value they ask of op->inputs and op->outputs, not of what check
 * saw. Its offset, layout and pixel_stride are known from plan on.
 *
 * One that says nothing of layouts gets its values row-major and dense, as ONNX has them:
 * begin with that. TS_OP_IMAGE, TS_OP_STRIDES and takes_channels_last are for those that
 * can do better; plan-layout.c and plan-memory.c do the rest.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/error.h"
#include "core/nn/graph.h"
#include "core/nn/kernels.h"

G_BEGIN_DECLS

typedef struct TsOp TsOp;
typedef struct TsOperator TsOperator;

/* What flows between operators. */
typedef struct {
  char *name;
  TsType type;
  TsShape shape;
  gsize n_elements;
  TsTensor *constant; /* when it is known at load; else NULL */
  TsOp *producer;     /* NULL for a constant or an input of the graph */
  guint n_uses;       /* by operators; set by ts_plan_prune() */
  gboolean is_input, is_output; /* of the graph */
  guint index;                  /* in the network's list */
  /* An image in memory is [N][H][W][C], though its shape is NC..; else row-major. */
  gboolean is_channels_last;
  gsize pixel_stride; /* floats from pixel to pixel, if so: C, or more where the
                         value is a part of a Concat */
  gsize offset_bytes; /* in the arena */
} TsValue;

typedef enum {
  TS_OP_VIEW = 1 << 0,     /* output 0 is the memory of input 0, only its shape
                              differs; never run but for constants */
  TS_OP_IN_PLACE = 1 << 1, /* output 0 may be the memory of any input of its
                              type, shape and layout, or of several that are
                              one value: element i of all of them is read
                              before output i is written. Inputs of other
                              shapes never share its memory. Not together with
                              TS_OP_STRIDES. */
  TS_OP_ANY_TYPE = 1 << 2, /* check() looks at the types; else all are float */
  TS_OP_TAKES_EMPTY = 1 << 3, /* inputs may have no elements */
  TS_OP_CONCAT = 1 << 4,      /* output 0 is the inputs one after another, when
                                 TsOp.is_contiguous says so */
  TS_OP_IMAGE = 1 << 5,  /* input 0 and output 0 are channels-last always; not
                                 run at load. Further inputs come in the layout
                                 they happen to have (a constant row-major), see
                                 TsValue.is_channels_last. */
  TS_OP_STRIDES = 1 << 6 /* minds TsValue.pixel_stride, of all inputs and
                            outputs; else the pixels of all of them are dense */
} TsOpTraits;

typedef struct {
  const char *name;
  TsAttributeKind kind;
} TsAttributeSpec;

typedef struct {
  const void *const *inputs; /* NULL where one is left out */
  void *const *outputs;
  void *scratch; /* TsOp.scratch_bytes, aligned to 64, with what the operator
                    before has left in it */
} TsOpBuffers;

/* Rows above and below, columns left and right. */
typedef struct {
  gsize top, bottom, left, right;
} TsPadding;

struct TsOperator {
  const char *name;
  const TsAttributeSpec *attributes; /* those it knows, ending with a nameless
                                        one; NULL: none. Others are refused. */
  guint min_inputs, max_inputs;
  guint min_outputs, max_outputs; /* 0: exactly 1 */
  guint traits;
  const void *detail; /* what makes it differ within its family */

  /* Reads attributes and input shapes, keeps what run() needs in op->params (g_malloc)
   * and sets type and shape of each output. */
  gboolean (*check) (TsOp *op, GError **error);
  /* Packs weights, sets scratch_bytes and multiply_adds. May be NULL. It may cut n_inputs
   * where run() does not need the last inputs: constants that nobody has as an input any
   * more are freed. */
  gboolean (*plan) (TsOp *op, GError **error);
  /* Allocates nothing, takes no lock, cannot fail. */
  void (*run) (const TsOp *op, const TsOpBuffers *buffers);
  /* Frees what params holds, not params. May be NULL. */
  void (*clear) (TsOp *op);

  /* Fusing: y = x * scale + shift per channel (dimension 1), n_channels of each. The
   * first tells whether the operator is one on input 0, the second takes one in. */
  gboolean (*as_affine) (const TsOp *op, double *scale, double *shift);
  gboolean (*absorb_affine) (TsOp *op,
                             const double *scale,
                             const double *shift);
  gboolean (*as_clamp) (const TsOp *op, float *low, float *high);
  gboolean absorbs_clamp; /* run() keeps to op->low and op->high */

  /* Whether it puts a border of zeros round its images, of rank 3 or 4; and whether that
   * was taken into the window of the next. */
  gboolean (*as_padding) (const TsOp *op, TsPadding *out);
  gboolean (*absorb_padding) (TsOp *op, const TsPadding *padding);

  /* An average of neighbouring pixels and a product within each pixel may change places,
   * where that leaves less to average: the first takes over bias and bounds. give:
   * whether it is such a product, and then its bias, which the caller owns, or NULL. */
  gboolean (*give_epilogue) (TsOp *op, TsTensor **out_bias);
  void (*take_epilogue) (TsOp *op, TsTensor *bias);

  /* Whether it could as well work on channels-last images; asked where an input is one.
   * op->is_channels_last tells plan() and run() that it is to. Then output 0 is
   * channels-last, and so are the inputs of its rank, but those that ts_shape_is_pixel()
   * holds for, which lie the same in either layout: an operator with inputs of a lower
   * rank that are more than a value a channel says FALSE. Without TS_OP_STRIDES the
   * pixels are dense. NULL: no. */
  gboolean (*takes_channels_last) (const TsOp *op);
};

struct TsOp {
  const TsOperator *kind;
  char *name; /* the node's */
  /* For check(), fusing and plan(). NULL in run(), when the graph may be gone, and always
   * where the engine itself put the operator in. */
  const TsNode *node;
  guint opset;
  TsValue **inputs; /* NULL where one is left out */
  guint n_inputs;
  TsValue **outputs; /* NULL where not wanted */
  guint n_outputs;
  gpointer params;
  const TsKernels *kernels;
  const char *way; /* what plan() chose, where there is a choice; else NULL */
  gsize scratch_bytes, weight_bytes;
  guint64 multiply_adds;
  gboolean is_channels_last; /* see takes_channels_last */
  gboolean is_contiguous;    /* see TS_OP_CONCAT */
  gboolean is_not_in_place;  /* in spite of TS_OP_IN_PLACE */
  gboolean has_epilogue;     /* see take_epilogue */
  float low, high;           /* -INFINITY and INFINITY without a clamp */
};

const TsOperator *ts_op_table_find (const char *name); /* NULL: not supported */

/* For check() and plan(). Those with an error are FALSE exactly when it is set. */

/* "node 'NAME' (OP): …"; always FALSE. */
gboolean ts_op_fail (const TsOp *op,
                     GError **error,
                     TsError code,
                     const char *format,
                     ...) G_GNUC_PRINTF (4, 5);
gboolean ts_op_has_input (const TsOp *op, guint index);
const TsShape *ts_op_get_shape (const TsOp *op, guint index);
gboolean ts_op_set_output (TsOp *op,
                           guint index,
                           TsType type,
                           const TsShape *shape,
                           GError **error);
/* An output that is known before any run; tensor is referenced. */
void ts_op_set_constant (TsOp *op, guint index, TsTensor *tensor);
/* The constant of an input; role names it in the message ("kernel"). */
gboolean ts_op_get_constant (const TsOp *op,
                             guint index,
                             const char *role,
                             TsTensor **out_tensor,
                             GError **error);
/* A constant int64 vector or scalar. */
gboolean ts_op_get_int_list (const TsOp *op,
                             guint index,
                             const char *role,
                             const gint64 **out_values,
                             guint *out_n,
                             GError **error);
/* The list from the attribute of this name or, where there is none, from the input at
 * index (newer opsets). *out_values is NULL when it is in neither. */
gboolean ts_op_get_list (const TsOp *op,
                         const char *name,
                         guint index,
                         const gint64 **out_values,
                         guint *out_n,
                         GError **error);
/* -1 is the last axis. limit: rank, or rank + 1 where the end is a place as well. */
gboolean ts_op_get_axis (const TsOp *op,
                         gint64 axis,
                         guint limit,
                         guint *out_axis,
                         GError **error);
/* Marks axes[n] in is_set[limit]; one named twice is an error. */
gboolean ts_op_mark_axes (const TsOp *op,
                          const gint64 *axes,
                          guint n,
                          guint limit,
                          gboolean *is_set,
                          GError **error);
/* FALSE for more than 2^30 elements, an empty dimension counted as 1: every product and
 * stride of a sane shape is then in range. All values of a network are sane. */
gboolean ts_shape_is_sane (const TsShape *shape, gsize *out_n_elements);
/* Product of dims[from..to). */
gsize ts_shape_product (const TsShape *shape, guint from, guint to);
/* Pixels of all images of a shape NC.. */
gsize ts_shape_count_pixels (const TsShape *shape);
/* NC.. as it lies in memory when it is channels-last: N..C. */
TsShape ts_shape_to_channels_last (const TsShape *shape);
/* Whether all of the shape fits one pixel of an image of rank dimensions: one element, or
 * one a channel. */
gboolean ts_shape_is_pixel (const TsShape *shape, guint rank);

/* For run(). */
#define TS_IN(buffers, i)  ((const float *) (buffers)->inputs[i])
#define TS_OUT(buffers, i) ((float *) (buffers)->outputs[i])

static inline gsize
ts_type_bytes (TsType type)
{
  return type == TS_TYPE_FLOAT ? sizeof (float) : sizeof (gint64);
}

G_END_DECLS
