/* Operators that move elements, on floats that are computed: Transpose, Expand, Tile, Slice,
 * Split, Concat, Gather, Pad and the views.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/core/nn/net-case.h"

static void
test_transpose (void)
{
  const gint64 orders[][4] = { { 0, 1, 2, 3 }, { 0, 2, 1, 3 }, { 3, 2, 1, 0 },
                               { 0, 2, 3, 1 }, { 0, 3, 1, 2 }, { 1, 0, 2, 3 },
                               { 2, 3, 0, 1 } };

  for (guint i = 0; i <= G_N_ELEMENTS (orders); i++) {
    g_autoptr (NetCase) c = net_case_new (13, i);
    const gint64 *order = i < G_N_ELEMENTS (orders) ? orders[i] : NULL;
    const RefTensor *x = net_case_input (c, "x", SHAPE (2, 3, 4, 5));
    TsNode *node = net_case_node (c, "Transpose", "x", "y");

    if (order != NULL)
      ts_node_set_ints (node, "perm", order, 4);
    net_case_output (c, "y");
    net_case_expect (c, ref_transpose (x, order), 0);
  }
}

static void
refuse_transpose (const gint64 *order, guint n, const char *message)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (2, 3));
  ts_node_set_ints (net_case_node (c, "Transpose", "x", "y"), "perm", order, n);
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT, message);
}

static void
test_transpose_refuses_what_is_no_order (void)
{
  const gint64 twice[] = { 0, 0 }, far[] = { 0, 2 }, negative[] = { 0, -1 };
  const char *message =
    "node 'transpose' (Transpose): perm is not an order of the dimensions";

  refuse_transpose (twice, 2, message);
  refuse_transpose (far, 2, message);
  refuse_transpose (negative, 2, message);
  refuse_transpose (twice, 1,
                    "node 'transpose' (Transpose): perm has 1 values for 2 "
                    "dimensions");
}

static void
check_expand (TsShape from, guint n, const gint64 *dims, TsShape zeros_shape)
{
  g_autoptr (NetCase) c = net_case_new (13, n);
  const RefTensor *x = net_case_input (c, "x", from);
  g_autoptr (RefTensor) zeros = ref_new (&zeros_shape);

  net_case_ints (c, "shape", n, dims);
  net_case_node (c, "Expand", "x shape", "y");
  net_case_output (c, "y");
  net_case_expect (c, ref_binary (x, zeros, ref_add), 0);
}

static void
test_expand (void)
{
  check_expand (SHAPE (3, 1), 3, (const gint64[]){ 2, 1, 4 }, SHAPE (2, 1, 4));
  check_expand (SHAPE (3, 4), 1, (const gint64[]){ 1 }, SHAPE (1));
  check_expand (SCALAR, 2, (const gint64[]){ 2, 3 }, SHAPE (2, 3));
}

static void
test_tile (void)
{
  const gint64 repeats[] = { 2, 1, 3 };
  g_autoptr (NetCase) c = net_case_new (13, 1);
  const RefTensor *x = net_case_input (c, "x", SHAPE (1, 3, 2));
  const RefTensor *const rows[] = { x, x, x };
  g_autoptr (RefTensor) wide = ref_concat (rows, 3, 2);
  const RefTensor *const both[] = { wide, wide };

  net_case_ints (c, "repeats", 3, repeats);
  net_case_node (c, "Tile", "x repeats", "y");
  net_case_output (c, "y");
  net_case_expect (c, ref_concat (both, 2, 0), 0);
}

typedef struct {
  guint n;
  gint64 starts[4], ends[4], axes[4], steps[4];
  TsShape out;
  gint64 first[4], stride[4]; /* of the twin, along each dimension */
} SliceCase;

static void
check_slice (const SliceCase *k, guint opset)
{
  g_autoptr (NetCase) c = net_case_new (opset, k->n);
  const RefTensor *x = net_case_input (c, "x", SHAPE (4, 5, 6));
  TsNode *node;

  if (opset < 10) {
    node = net_case_node (c, "Slice", "x", "y");
    ts_node_set_ints (node, "starts", k->starts, k->n);
    ts_node_set_ints (node, "ends", k->ends, k->n);
    ts_node_set_ints (node, "axes", k->axes, k->n);
  } else {
    net_case_ints (c, "starts", k->n, k->starts);
    net_case_ints (c, "ends", k->n, k->ends);
    net_case_ints (c, "axes", k->n, k->axes);
    net_case_ints (c, "steps", k->n, k->steps);
    net_case_node (c, "Slice", "x starts ends axes steps", "y");
  }
  net_case_output (c, "y");
  net_case_expect (c, ref_slice (x, &k->out, k->first, k->stride), 0);
}

static void
test_slice (void)
{
  const SliceCase plain[] = {
    { 1,
      { 1 },
      { 3 },
      { 0 },
      { 1 },
      SHAPE (2, 5, 6),
      { 1, 0, 0 },
      { 1, 1, 1 } },
    { 1,
      { 1 },
      { -1 },
      { -1 },
      { 1 },
      SHAPE (4, 5, 4),
      { 0, 0, 1 },
      { 1, 1, 1 } },
    { 2,
      { 0, -2 },
      { G_MAXINT64, G_MAXINT64 },
      { 1, 2 },
      { 1, 1 },
      SHAPE (4, 5, 2),
      { 0, 0, 4 },
      { 1, 1, 1 } },
    { 1, { -100 }, { 2 }, { 1 }, { 1 }, SHAPE (4, 2, 6), { 0 }, { 1, 1, 1 } },
  };
  const SliceCase stepped[] = {
    { 1, { 0 }, { 6 }, { 2 }, { 4 }, SHAPE (4, 5, 2), { 0 }, { 1, 1, 4 } },
    { 1,
      { -1 },
      { G_MININT64 },
      { 1 },
      { -1 },
      SHAPE (4, 5, 6),
      { 0, 4, 0 },
      { 1, -1, 1 } },
    { 2,
      { 4, 3 },
      { 0, -100 },
      { 2, 0 },
      { -2, -3 },
      SHAPE (2, 5, 2),
      { 3, 0, 4 },
      { -3, 1, -2 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++) {
    check_slice (&plain[i], 9);
    check_slice (&plain[i], 13);
  }
  for (guint i = 0; i < G_N_ELEMENTS (stepped); i++)
    check_slice (&stepped[i], 13);
}

static void
refuse_slice (gint64 start,
              gint64 end,
              gint64 axis,
              gint64 step,
              const char *message)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (4, 5, 6));
  net_case_ints (c, "starts", 1, &start);
  net_case_ints (c, "ends", 1, &end);
  net_case_ints (c, "axes", 1, &axis);
  net_case_ints (c, "steps", 1, &step);
  net_case_node (c, "Slice", "x starts ends axes steps", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT, message);
}

static void
test_slice_refuses_nonsense (void)
{
  refuse_slice (0, 1, 0, 0, "node 'slice' (Slice): step 0 is out of range");
  refuse_slice (0, 1, 3, 1, "node 'slice' (Slice): axis 3 is not one of 3");
  refuse_slice (2, 2, 0, 1, "node 'slice' (Slice): its output 'y' is empty");
}

static void
test_split (void)
{
  const gint64 sizes[] = { 1, 3, 2 };

  for (guint opset = 11; opset < 19; opset += 2)
    for (guint given = 0; given < 2; given++) {
      g_autoptr (NetCase) c = net_case_new (opset, opset);
      const RefTensor *x = net_case_input (c, "x", SHAPE (2, 6, 3));
      const TsShape last = SHAPE (2, 2, 3);
      const gint64 starts[] = { 0, 4, 0 }, steps[] = { 1, 1, 1 };
      TsNode *node = net_case_node (
        c, "Split", given && opset >= 13 ? "x sizes" : "x", "a b c");

      net_case_ints (c, "sizes", 3, sizes);
      ts_node_set_int (node, "axis", 1);
      if (given && opset < 13)
        ts_node_set_ints (node, "split", sizes, 3);
      net_case_output (c, "c");
      net_case_output (c, "a");
      net_case_expect (c, ref_slice (x, &last, starts, steps), 0);
      g_assert_cmpint (
        ((const RefTensor *) c->results->pdata[1])->shape.dims[1], ==,
        given ? 1 : 2);
    }
}

static void
test_split_into_unequal_parts (void)
{
  const TsShape last = SHAPE (1, 3);
  const gint64 starts[] = { 6, 0 }, steps[] = { 1, 1 };
  g_autoptr (NetCase) c = net_case_new (18, 1);
  const RefTensor *x = net_case_input (c, "x", SHAPE (7, 3));

  ts_node_set_int (net_case_node (c, "Split", "x", "a b c"), "num_outputs", 3);
  net_case_output (c, "c");
  net_case_expect (c, ref_slice (x, &last, starts, steps), 0);
}

static void
test_split_refuses_wrong_sums (void)
{
  const gint64 sizes[] = { 1, 3 };
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (5, 3));
  net_case_ints (c, "sizes", 2, sizes);
  net_case_node (c, "Split", "x sizes", "a b");
  net_case_output (c, "a");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'split' (Split): its parts do not add up to 5");
}

static void
test_concat (void)
{
  for (gint64 axis = -3; axis < 3; axis++) {
    g_autoptr (NetCase) c = net_case_new (13, 4);
    const guint at = (guint) (axis + 3) % 3;
    TsShape shapes[3] = { SHAPE (2, 3, 4), SHAPE (2, 3, 4), SHAPE (2, 3, 4) };
    const RefTensor *parts[3];

    shapes[1].dims[at] = 5;
    shapes[2].dims[at] = 1;
    parts[0] = net_case_input (c, "x", shapes[0]);
    parts[1] = net_case_input (c, "y", shapes[1]);
    parts[2] = net_case_constant (c, "z", shapes[2]);
    ts_node_set_int (net_case_node (c, "Concat", "x y z", "all"), "axis", axis);
    net_case_output (c, "all");
    net_case_expect (c, ref_concat (parts, 3, at), 0);
  }
}

static void
test_concat_refuses_other_shapes (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 4);

  net_case_input (c, "x", SHAPE (2, 3, 4));
  net_case_input (c, "y", SHAPE (2, 3, 5));
  ts_node_set_int (net_case_node (c, "Concat", "x y", "all"), "axis", 1);
  net_case_output (c, "all");
  net_case_refuse (
    c, TS_ERROR_FORMAT,
    "node 'concat' (Concat): input 'y' of 2x3x5 does not fit the "
    "first along axis 1");
}

static void
test_gather (void)
{
  const gint64 indices[] = { 2, -1, 0 };

  for (guint axis = 0; axis < 3; axis++) {
    g_autoptr (NetCase) c = net_case_new (13, axis);
    g_autoptr (NetCase) one = net_case_new (13, axis);
    const RefTensor *x = net_case_input (c, "x", SHAPE (3, 4, 5));

    net_case_ints (c, "i", 3, indices);
    ts_node_set_int (net_case_node (c, "Gather", "x i", "y"), "axis", axis);
    net_case_output (c, "y");
    net_case_expect (c, ref_gather (x, indices, &SHAPE (3), axis), 0);
    x = net_case_input (one, "x", SHAPE (3, 4, 5));
    net_case_int (one, "i", -1);
    ts_node_set_int (net_case_node (one, "Gather", "x i", "y"), "axis", axis);
    net_case_output (one, "y");
    net_case_expect (one, ref_gather (x, &indices[1], &SCALAR, axis), 0);
  }
}

static void
test_gather_refuses_index_out_of_range (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (3, 4));
  net_case_int (c, "i", 3);
  net_case_node (c, "Gather", "x i", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'gather' (Gather): index 3 is not one of 3");
}

static void
check_pad (guint opset, const char *mode, const gint64 *pads, double value)
{
  g_autoptr (NetCase) c = net_case_new (opset, opset);
  const RefTensor *x = net_case_input (c, "x", SHAPE (1, 2, 4, 5));
  const gboolean is_old = opset < 11;
  TsNode *node = net_case_node (c, "Pad", is_old ? "x" : "x pads value", "y");

  ts_node_set_string (node, "mode", mode);
  if (is_old) {
    ts_node_set_ints (node, "pads", pads, 8);
    ts_node_set_float (node, "value", value);
  } else {
    net_case_ints (c, "pads", 8, pads);
    net_case_constant_from (c, "value", SCALAR, &value);
  }
  net_case_output (c, "y");
  net_case_expect (c, ref_pad (x, pads, pads + 4, mode, value), 0);
}

static void
test_pad (void)
{
  const gint64 wide[] = { 0, 1, 2, 3, 0, 0, 3, 1 };
  const gint64 cut[] = { 0, 0, -1, 2, 0, 0, 1, -2 };

  for (guint opset = 6; opset < 20; opset += 5) {
    check_pad (opset, "constant", wide, 0.5);
    check_pad (opset, "constant", cut, -2);
    check_pad (opset, "edge", wide, 0);
    check_pad (opset, "edge", cut, 0);
    check_pad (opset, "reflect", wide, 0);
  }
  check_pad (19, "wrap", wide, 0);
}

static void
test_pad_of_named_axes (void)
{
  const gint64 pads[] = { 1, 2, 0, 3 }, axes[] = { -1, 1 };
  const gint64 before[] = { 0, 2, 1 }, after[] = { 0, 3, 0 };
  g_autoptr (NetCase) c = net_case_new (18, 1);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 3, 4));

  net_case_ints (c, "pads", 4, pads);
  net_case_ints (c, "axes", 2, axes);
  net_case_node (c, "Pad", "x pads - axes", "y");
  net_case_output (c, "y");
  net_case_expect (c, ref_pad (x, before, after, "constant", 0), 0);
}

static void
refuse_pad (guint n,
            const gint64 *pads,
            const char *mode,
            TsError code,
            const char *message)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (2, 3));
  net_case_ints (c, "pads", n, pads);
  ts_node_set_string (net_case_node (c, "Pad", "x pads", "y"), "mode", mode);
  net_case_output (c, "y");
  net_case_refuse (c, code, message);
}

static void
test_pad_refuses_nonsense (void)
{
  const gint64 pads[] = { 0, -2, 0, -2 }, huge[] = { 0, 0, 0, G_MAXINT64 };

  refuse_pad (3, pads, "constant", TS_ERROR_FORMAT,
              "node 'pad' (Pad): pads has 3 values for 2 dimensions");
  refuse_pad (4, pads, "constant", TS_ERROR_FORMAT,
              "node 'pad' (Pad): pads -2 and -2 are out of range");
  refuse_pad (4, huge, "constant", TS_ERROR_FORMAT,
              "node 'pad' (Pad): pads 0 and 9223372036854775807 are out of "
              "range");
  refuse_pad (4, pads, "mirror", TS_ERROR_UNSUPPORTED,
              "node 'pad' (Pad): mode 'mirror' is not known");
}

static void
check_view (NetCase *c, const RefTensor *x, TsShape shape)
{
  RefTensor *expected = ref_copy (x);

  expected->shape = shape;
  net_case_output (c, "y");
  net_case_expect (c, expected, 0);
}

static void
check_reshape (guint n, const gint64 *dims, gboolean allows_zero, TsShape out)
{
  g_autoptr (NetCase) c = net_case_new (14, 1);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 3, 4));

  net_case_ints (c, "shape", n, dims);
  ts_node_set_int (net_case_node (c, "Reshape", "x shape", "y"), "allowzero",
                   allows_zero);
  check_view (c, x, out);
}

static void
test_reshape (void)
{
  check_reshape (2, (const gint64[]){ 6, 4 }, FALSE, SHAPE (6, 4));
  check_reshape (2, (const gint64[]){ 0, -1 }, FALSE, SHAPE (2, 12));
  check_reshape (3, (const gint64[]){ -1, 0, 1 }, FALSE, SHAPE (8, 3, 1));
  check_reshape (1, (const gint64[]){ -1 }, TRUE, SHAPE (24));
  check_reshape (4, (const gint64[]){ 1, 0, 2, -1 }, FALSE, SHAPE (1, 3, 2, 4));
}

static void
refuse_reshape (guint n,
                const gint64 *dims,
                gboolean allows_zero,
                const char *message)
{
  g_autoptr (NetCase) c = net_case_new (14, 1);

  net_case_input (c, "x", SHAPE (2, 3));
  net_case_ints (c, "shape", n, dims);
  ts_node_set_int (net_case_node (c, "Reshape", "x shape", "y"), "allowzero",
                   allows_zero);
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT, message);
}

static void
test_reshape_refuses_other_sizes (void)
{
  const gint64 huge[] = { G_MAXINT64, G_MAXINT64, 3 };

  refuse_reshape (
    2, (const gint64[]){ 4, 2 }, FALSE,
    "node 'reshape' (Reshape): 2x3 cannot be given the shape 4x2");
  refuse_reshape (2, (const gint64[]){ -1, -1 }, FALSE,
                  "node 'reshape' (Reshape): 2x3 cannot be given the shape "
                  "-1x-1");
  refuse_reshape (
    2, (const gint64[]){ -1, 4 }, FALSE,
    "node 'reshape' (Reshape): 2x3 cannot be given the shape 1x4");
  refuse_reshape (2, (const gint64[]){ 0, -1 }, TRUE,
                  "node 'reshape' (Reshape): 2x3 cannot be given the shape "
                  "0x-1");
  refuse_reshape (3, (const gint64[]){ 2, 3, 0 }, FALSE,
                  "node 'reshape' (Reshape): 2x3 cannot be given the shape "
                  "2x3x0");
  refuse_reshape (3, huge, FALSE,
                  "node 'reshape' (Reshape): 2x3 cannot be given the shape "
                  "9223372036854775807x9223372036854775807x3");
}

static void
test_flatten (void)
{
  for (gint64 axis = -3; axis <= 3; axis++) {
    g_autoptr (NetCase) c = net_case_new (13, 1);
    const RefTensor *x = net_case_input (c, "x", SHAPE (2, 3, 4));
    const gint64 rows[] = { 1, 2, 6, 24 };
    const gint64 first = rows[axis < 0 ? axis + 3 : axis];

    ts_node_set_int (net_case_node (c, "Flatten", "x", "y"), "axis", axis);
    check_view (c, x, SHAPE (first, 24 / first));
  }
}

static void
check_axes (const char *op,
            guint opset,
            guint n,
            const gint64 *axes,
            TsShape in,
            TsShape out)
{
  g_autoptr (NetCase) c = net_case_new (opset, 1);
  const RefTensor *x = net_case_input (c, "x", in);
  const gboolean is_input = opset >= 13 && n > 0;
  TsNode *node = net_case_node (c, op, is_input ? "x axes" : "x", "y");

  if (is_input)
    net_case_ints (c, "axes", n, axes);
  else if (n > 0)
    ts_node_set_ints (node, "axes", axes, n);
  check_view (c, x, out);
}

static void
test_squeeze_and_unsqueeze (void)
{
  for (guint opset = 12; opset < 14; opset++) {
    check_axes ("Squeeze", opset, 0, NULL, SHAPE (1, 3, 1, 4), SHAPE (3, 4));
    check_axes ("Squeeze", opset, 1, (const gint64[]){ -2 }, SHAPE (1, 3, 1, 4),
                SHAPE (1, 3, 4));
    check_axes ("Unsqueeze", opset, 2, (const gint64[]){ 0, -1 }, SHAPE (3, 4),
                SHAPE (1, 3, 4, 1));
    check_axes ("Unsqueeze", opset, 2, (const gint64[]){ 2, 1 }, SHAPE (3, 4),
                SHAPE (3, 1, 1, 4));
  }
}

static void
refuse_axes (const char *op, gint64 axis, const char *message)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (1, 3));
  net_case_ints (c, "axes", 1, &axis);
  net_case_node (c, op, "x axes", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT, message);
}

static void
test_axes_that_cannot_be (void)
{
  refuse_axes ("Squeeze", 1,
               "node 'squeeze' (Squeeze): axis 1 is 3 long and not 1");
  refuse_axes ("Squeeze", 2,
               "node 'squeeze' (Squeeze): axis 2 is not one of 2");
  refuse_axes ("Unsqueeze", -4,
               "node 'unsqueeze' (Unsqueeze): axis -4 is not one of 3");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transpose/values", test_transpose);
  g_test_add_func ("/transpose/refuses-what-is-no-order",
                   test_transpose_refuses_what_is_no_order);
  g_test_add_func ("/expand/values", test_expand);
  g_test_add_func ("/tile/values", test_tile);
  g_test_add_func ("/slice/values", test_slice);
  g_test_add_func ("/slice/refuses-nonsense", test_slice_refuses_nonsense);
  g_test_add_func ("/split/values", test_split);
  g_test_add_func ("/split/into-unequal-parts", test_split_into_unequal_parts);
  g_test_add_func ("/split/refuses-wrong-sums", test_split_refuses_wrong_sums);
  g_test_add_func ("/concat/values", test_concat);
  g_test_add_func ("/concat/refuses-other-shapes",
                   test_concat_refuses_other_shapes);
  g_test_add_func ("/gather/values", test_gather);
  g_test_add_func ("/gather/refuses-index-out-of-range",
                   test_gather_refuses_index_out_of_range);
  g_test_add_func ("/pad/values", test_pad);
  g_test_add_func ("/pad/of-named-axes", test_pad_of_named_axes);
  g_test_add_func ("/pad/refuses-nonsense", test_pad_refuses_nonsense);
  g_test_add_func ("/reshape/values", test_reshape);
  g_test_add_func ("/reshape/refuses-other-sizes",
                   test_reshape_refuses_other_sizes);
  g_test_add_func ("/flatten/values", test_flatten);
  g_test_add_func ("/squeeze/and-unsqueeze", test_squeeze_and_unsqueeze);
  g_test_add_func ("/squeeze/axes-that-cannot-be", test_axes_that_cannot_be);
  return g_test_run ();
}
