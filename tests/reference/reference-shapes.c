/* Nodes that change shapes and move elements.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "tests/reference/reference-nodes.h"

static RefTensor *
with_shape (const RefTensor *x, const TsShape *shape)
{
  RefTensor *y = ref_copy (x);
  gsize n = 1;

  for (guint i = 0; i < shape->rank; i++)
    n *= (gsize) shape->dims[i];
  g_assert_cmpuint (n, ==, x->n);
  y->shape = *shape;
  return y;
}

static RefTensor *
run_reshape (const RefNode *node, guint output)
{
  const RefTensor *x = node->inputs[0];
  const gboolean keeps = ts_node_get_int (node->node, "allowzero", 0) == 0;
  TsShape shape = { .rank = 0 };
  g_autofree gint64 *dims = ref_node_dup_ints (node, "shape", 1, &shape.rank);
  gint64 known = 1;

  if (shape.rank > 0)
    memcpy (shape.dims, dims, shape.rank * sizeof *dims);
  for (guint i = 0; i < shape.rank; i++) {
    if (dims[i] == 0 && keeps)
      shape.dims[i] = x->shape.dims[i];
    if (dims[i] != -1)
      known *= shape.dims[i];
  }
  for (guint i = 0; i < shape.rank; i++)
    if (dims[i] == -1)
      shape.dims[i] = (gint64) x->n / known;
  return with_shape (x, &shape);
}

static RefTensor *
run_flatten (const RefNode *node, guint output)
{
  const RefTensor *x = node->inputs[0];
  const guint axis = ref_node_get_axis (node, 1, x->shape.rank);
  TsShape shape = { 2, { 1, 1 } };

  for (guint i = 0; i < x->shape.rank; i++)
    shape.dims[i < axis ? 0 : 1] *= x->shape.dims[i];
  return with_shape (x, &shape);
}

/* FALSE when the node names no axes. */
static gboolean
mark_axes (const RefNode *node, guint rank, gboolean *is_marked)
{
  guint n = 0;
  g_autofree gint64 *axes = ref_node_dup_ints (node, "axes", 1, &n);

  for (guint i = 0; axes != NULL && i < n; i++)
    is_marked[axes[i] < 0 ? axes[i] + rank : axes[i]] = TRUE;
  return axes != NULL;
}

static RefTensor *
run_squeeze (const RefNode *node, guint output)
{
  const RefTensor *x = node->inputs[0];
  gboolean is_named[TS_MAX_RANK] = { FALSE };
  const gboolean has_axes = mark_axes (node, x->shape.rank, is_named);
  TsShape shape = { .rank = 0 };

  for (guint i = 0; i < x->shape.rank; i++)
    if (has_axes ? !is_named[i] : x->shape.dims[i] != 1)
      shape.dims[shape.rank++] = x->shape.dims[i];
  return with_shape (x, &shape);
}

static RefTensor *
run_unsqueeze (const RefNode *node, guint output)
{
  const RefTensor *x = node->inputs[0];
  gboolean is_new[TS_MAX_RANK] = { FALSE };
  TsShape shape = x->shape;
  guint n_new = 0, from = 0;
  g_autofree gint64 *axes = ref_node_dup_ints (node, "axes", 1, &n_new);

  shape.rank += n_new;
  mark_axes (node, shape.rank, is_new);
  for (guint i = 0; i < shape.rank; i++)
    shape.dims[i] = is_new[i] ? 1 : x->shape.dims[from++];
  return with_shape (x, &shape);
}

static RefTensor *
run_transpose (const RefNode *node, guint output)
{
  guint n;

  return ref_transpose (node->inputs[0],
                        ts_node_get_ints (node->node, "perm", &n));
}

static RefTensor *
run_concat (const RefNode *node, guint output)
{
  return ref_concat (node->inputs, node->n_inputs,
                     ref_node_get_axis (node, 1, node->inputs[0]->shape.rank));
}

static RefTensor *
run_pad (const RefNode *node, guint output)
{
  const RefTensor *x = node->inputs[0];
  gint64 before[TS_MAX_RANK] = { 0 }, after[TS_MAX_RANK] = { 0 };
  guint n, n_axes = x->shape.rank;
  g_autofree gint64 *pads = ref_node_dup_ints (node, "pads", 1, &n);
  g_autofree gint64 *axes = ref_node_dup_ints (node, "axes", 3, &n_axes);

  if (axes == NULL)
    n_axes = x->shape.rank;
  g_assert_cmpuint (n, ==, 2 * n_axes);
  for (guint i = 0; i < n_axes; i++) {
    const gint64 given = axes != NULL ? axes[i] : i;
    const gint64 axis = given < 0 ? given + x->shape.rank : given;

    before[axis] = pads[i];
    after[axis] = pads[i + n_axes];
  }
  return ref_pad (
    x, before, after, ts_node_get_string (node->node, "mode", "constant"),
    ref_node_has (node, 2) ? node->inputs[2]->values[0]
                           : ts_node_get_float (node->node, "value", 0));
}

/* Parts of given lengths, or equal ones of which the last may be shorter. */
static RefTensor *
run_split (const RefNode *node, guint output)
{
  const RefTensor *x = node->inputs[0];
  const guint axis = ref_node_get_axis (node, 0, x->shape.rank);
  const gint64 steps[TS_MAX_RANK] = { 1, 1, 1, 1, 1, 1, 1, 1 };
  const gint64 length = x->shape.dims[axis];
  const gint64 n_parts = ts_node_get_n_outputs (node->node);
  const gint64 equal = (length + n_parts - 1) / n_parts;
  gint64 starts[TS_MAX_RANK] = { 0 };
  TsShape shape = x->shape;
  guint n;
  g_autofree gint64 *lengths = ref_node_dup_ints (node, "split", 1, &n);

  for (guint i = 0; i < output; i++)
    starts[axis] += lengths != NULL ? lengths[i] : equal;
  shape.dims[axis] =
    lengths != NULL ? lengths[output] : MIN (equal, length - starts[axis]);
  return ref_slice (x, &shape, starts, steps);
}

/* Only forwards. */
static RefTensor *
run_slice (const RefNode *node, guint output)
{
  const RefTensor *x = node->inputs[0];
  gint64 starts[TS_MAX_RANK] = { 0 };
  gint64 steps[TS_MAX_RANK] = { 1, 1, 1, 1, 1, 1, 1, 1 };
  TsShape shape = x->shape;
  guint n, n_axes;
  g_autofree gint64 *from = ref_node_dup_ints (node, "starts", 1, &n);
  g_autofree gint64 *to = ref_node_dup_ints (node, "ends", 2, &n);
  g_autofree gint64 *axes = ref_node_dup_ints (node, "axes", 3, &n_axes);
  g_autofree gint64 *given = ref_node_dup_ints (node, "steps", 4, &n_axes);

  for (guint i = 0; i < n; i++) {
    const gint64 named = axes != NULL ? axes[i] : i;
    const gint64 axis = named < 0 ? named + x->shape.rank : named;
    const gint64 length = x->shape.dims[axis];
    const gint64 first = from[i] < 0 ? from[i] + length : from[i];
    const gint64 end = to[i] < 0 ? to[i] + length : to[i];

    steps[axis] = given != NULL ? given[i] : 1;
    g_assert_cmpint (steps[axis], >, 0);
    starts[axis] = CLAMP (first, 0, length);
    shape.dims[axis] =
      (MAX (CLAMP (end, 0, length) - starts[axis], 0) + steps[axis] - 1) /
      steps[axis];
  }
  return ref_slice (x, &shape, starts, steps);
}

static RefTensor *
run_gather (const RefNode *node, guint output)
{
  const RefTensor *x = node->inputs[0], *indices = node->inputs[1];
  g_autofree gint64 *places = g_new (gint64, indices->n + 1);

  for (gsize i = 0; i < indices->n; i++)
    places[i] = (gint64) indices->values[i];
  return ref_gather (x, places, &indices->shape,
                     ref_node_get_axis (node, 0, x->shape.rank));
}

static RefTensor *
run_shape (const RefNode *node, guint output)
{
  const TsShape *shape = &node->inputs[0]->shape;
  RefTensor *y = ref_new (&(TsShape){ 1, { shape->rank } });

  g_assert_cmpuint (ts_node_get_n_attributes (node->node), ==, 0);
  for (guint i = 0; i < shape->rank; i++)
    y->values[i] = (double) shape->dims[i];
  return y;
}

/* ONNX's numbers for the types that keep fractions: FLOAT, DOUBLE. */
static RefTensor *
run_cast (const RefNode *node, guint output)
{
  const gint64 to = ts_node_get_int (node->node, "to", 1);

  return to == 1 || to == 11 ? ref_copy (node->inputs[0])
                             : ref_unary (node->inputs[0], trunc);
}

const RefNodeKind ref_shape_kinds[] = {
  { "Cast", run_cast },
  { "Concat", run_concat },
  { "Flatten", run_flatten },
  { "Gather", run_gather },
  { "Pad", run_pad },
  { "Reshape", run_reshape },
  { "Shape", run_shape },
  { "Slice", run_slice },
  { "Split", run_split },
  { "Squeeze", run_squeeze },
  { "Transpose", run_transpose },
  { "Unsqueeze", run_unsqueeze },
  { NULL, NULL },
};
