/* BatchNormalization, LRN, Softmax and the reductions against their naive twins.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tests/core/nn/net-case.h"

#define BOUND 1e-6

typedef struct {
  guint opset;
  TsShape shape;
  gboolean is_spatial;
  const char *mode; /* an attribute set to mode_value, or NULL */
  gint64 mode_value;
} NormCase;

static TsNode *
add_batch_norm (NetCase *c, const NormCase *k, const RefTensor **parameters)
{
  static const char *const names[] = { "scale", "bias", "mean", "variance" };
  TsShape shape = SHAPE (k->shape.dims[1]);
  TsNode *node =
    net_case_node (c, "BatchNormalization", "x scale bias mean variance", "y");

  for (guint i = 2; !k->is_spatial && i < k->shape.rank; i++)
    shape.dims[shape.rank++] = k->shape.dims[i];
  for (guint i = 0; i < 4; i++) {
    c->low = i == 3 ? 0.1 : -1;
    parameters[i] = net_case_constant (c, names[i], shape);
  }
  if (k->mode != NULL)
    ts_node_set_int (node, k->mode, k->mode_value);
  if (!k->is_spatial)
    ts_node_set_int (node, "spatial", 0);
  ts_node_set_float (node, "epsilon", 0.001);
  net_case_output (c, "y");
  return node;
}

static void
test_batch_norm (void)
{
  const NormCase cases[] = {
    { 6, SHAPE (2, 3, 4, 5), TRUE, "is_test", 1 },
    { 7, SHAPE (2, 3, 4, 5), TRUE, "spatial", 1 },
    { 7, SHAPE (2, 3, 4, 5), FALSE, NULL, 0 },
    { 9, SHAPE (2, 3, 4, 5), TRUE, NULL, 0 },
    { 15, SHAPE (2, 3, 4, 5), TRUE, "training_mode", 0 },
    { 22, SHAPE (4, 6), TRUE, NULL, 0 },
    { 22, SHAPE (1, 6, 11), TRUE, NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (NetCase) c = net_case_new (cases[i].opset, i);
    const RefTensor *x = net_case_input (c, "x", cases[i].shape);
    const RefTensor *parameters[4];

    add_batch_norm (c, &cases[i], parameters);
    net_case_expect (
      c, ref_batch_norm (x, parameters, (float) 0.001, cases[i].is_spatial),
      BOUND);
  }
}

static void
refuse_batch_norm (const NormCase *k, const char *message)
{
  g_autoptr (NetCase) c = net_case_new (k->opset, 1);
  const RefTensor *parameters[4];

  net_case_input (c, "x", k->shape);
  add_batch_norm (c, k, parameters);
  net_case_refuse (c, TS_ERROR_UNSUPPORTED, message);
}

static void
test_batch_norm_refuses_training (void)
{
  const NormCase old = { 6, SHAPE (2, 3), TRUE, "is_test", 0 };
  const NormCase new = { 14, SHAPE (2, 3), TRUE, "training_mode", 1 };

  refuse_batch_norm (&old, "node 'batchnormalization' (BatchNormalization): it "
                           "is in training mode (is_test is 0)");
  refuse_batch_norm (&new, "node 'batchnormalization' (BatchNormalization): it "
                           "is in training mode (training_mode is 1)");
}

static void
test_batch_norm_refuses_bad_statistics (void)
{
  const double ones[] = { 1, 1, 1 }, variances[] = { 1, -1, 1 };
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (1, 3));
  net_case_constant_from (c, "ones", SHAPE (3), ones);
  net_case_constant_from (c, "variance", SHAPE (3), variances);
  net_case_node (c, "BatchNormalization", "x ones ones ones variance", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'batchnormalization' (BatchNormalization): the "
                   "variance of channel 1 is not positive");
}

static void
test_batch_norm_refuses_wrong_counts (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (1, 3));
  net_case_constant (c, "three", SHAPE (3));
  net_case_constant (c, "two", SHAPE (2));
  net_case_node (c, "BatchNormalization", "x three two three three", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'batchnormalization' (BatchNormalization): bias has 2 "
                   "values for 3 channels");
}

static void
test_lrn (void)
{
  for (gint64 size = 1; size < 8; size++) {
    g_autoptr (NetCase) c = net_case_new (13, 31);
    const RefTensor *x = net_case_input (c, "x", SHAPE (2, 6, 3, 4));
    TsNode *node = net_case_node (c, "LRN", "x", "y");

    ts_node_set_int (node, "size", size);
    ts_node_set_float (node, "alpha", 0.5);
    ts_node_set_float (node, "beta", 0.5);
    ts_node_set_float (node, "bias", 2);
    net_case_output (c, "y");
    net_case_expect (c, ref_lrn (x, size, 0.5, 0.5, 2), BOUND);
  }
}

static void
test_lrn_refuses_missing_size (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 31);

  net_case_input (c, "x", SHAPE (2, 6, 3, 4));
  net_case_node (c, "LRN", "x", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'lrn' (LRN): size 0 is out of range");
}

/* axis 99: not set. */
static void
check_softmax (guint opset, gint64 axis, guint from, guint to, gboolean is_log)
{
  g_autoptr (NetCase) c = net_case_new (opset, 32);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 3, 4, 5));
  TsNode *node = net_case_node (c, is_log ? "LogSoftmax" : "Softmax", "x", "y");
  RefTensor *expected = ref_softmax (x, from, to);

  if (axis != 99)
    ts_node_set_int (node, "axis", axis);
  for (gsize i = 0; is_log && i < expected->n; i++)
    expected->values[i] = log (expected->values[i]);
  net_case_output (c, "y");
  net_case_expect (c, expected, BOUND);
}

static void
test_softmax_is_along_one_axis_from_opset_13 (void)
{
  for (gint64 axis = -4; axis < 4; axis++)
    for (guint is_log = 0; is_log < 2; is_log++)
      check_softmax (13, axis, (guint) (axis + 4) % 4,
                     (guint) (axis + 4) % 4 + 1, is_log);
  check_softmax (13, 99, 3, 4, FALSE);
}

static void
test_softmax_is_over_the_rest_before_opset_13 (void)
{
  check_softmax (12, 99, 1, 4, FALSE);
  check_softmax (6, 0, 0, 4, FALSE);
  check_softmax (11, 2, 2, 4, TRUE);
  check_softmax (11, -1, 3, 4, FALSE);
}

static void
test_softmax_of_large_values (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 33);
  RefTensor *x = (RefTensor *) net_case_input (c, "x", SHAPE (1, 3));
  const RefTensor *y;

  x->values[0] = 1000;
  x->values[1] = 1000;
  x->values[2] = -1000;
  net_case_node (c, "Softmax", "x", "y");
  net_case_output (c, "y");
  net_case_run (c);
  y = c->results->pdata[0];
  g_assert_cmpfloat (y->values[0], ==, 0.5);
  g_assert_cmpfloat (y->values[1], ==, 0.5);
  g_assert_cmpfloat (y->values[2], ==, 0);
}

static void
test_softmax_refuses_axis (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 33);

  net_case_input (c, "x", SHAPE (1, 3));
  ts_node_set_int (net_case_node (c, "Softmax", "x", "y"), "axis", 2);
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'softmax' (Softmax): axis 2 is not one of 2");
}

static double
add_square (double all, double v)
{
  return all + v * v;
}

typedef struct {
  const char *op;
  double start;
  double (*join) (double, double);
} Reduction;

static const Reduction reductions[] = {
  { "ReduceSum", 0, ref_add },       { "ReduceMean", 0, ref_add },
  { "ReduceProd", 1, ref_multiply }, { "ReduceMax", -INFINITY, fmax },
  { "ReduceMin", INFINITY, fmin },   { "ReduceL2", 0, add_square },
};

static RefTensor *
reduce (const RefTensor *x, const Reduction *r, guint mask, gboolean keeps)
{
  gboolean is_reduced[4];
  RefTensor *y;
  TsShape shape = { 0 };

  for (guint i = 0; i < 4; i++)
    is_reduced[i] = (mask >> i & 1) != 0;
  y = ref_reduce (x, is_reduced, r->start, r->join);
  for (gsize i = 0; i < y->n; i++) {
    if (g_str_equal (r->op, "ReduceMean"))
      y->values[i] /= (double) (x->n / y->n);
    if (g_str_equal (r->op, "ReduceL2"))
      y->values[i] = sqrt (y->values[i]);
  }
  for (guint i = 0; i < 4; i++)
    if (keeps || !is_reduced[i])
      shape.dims[shape.rank++] = y->shape.dims[i];
  y->shape = shape;
  return y;
}

static void
check_reduction (const Reduction *r, guint mask, gboolean keeps, guint opset)
{
  g_autoptr (NetCase) c = net_case_new (opset, mask);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 3, 4, 5));
  TsNode *node = net_case_node (c, r->op, opset < 18 ? "x" : "x axes", "y");
  gint64 axes[4];
  guint n = 0;

  for (guint i = 0; i < 4; i++)
    if ((mask >> i & 1) != 0)
      axes[n++] = i % 2 == 0 ? i : (gint64) i - 4;
  if (opset < 18 && n > 0)
    ts_node_set_ints (node, "axes", axes, n);
  if (opset >= 18)
    net_case_ints (c, "axes", n, axes);
  ts_node_set_int (node, "keepdims", keeps);
  net_case_output (c, "y");
  net_case_expect (c, reduce (x, r, mask == 0 ? 15 : mask, keeps), BOUND);
}

static void
test_reductions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (reductions); i++)
    for (guint mask = 0; mask < 16; mask++)
      for (guint keeps = 0; keeps < 2; keeps++) {
        check_reduction (&reductions[i], mask, keeps, 11);
        check_reduction (&reductions[i], mask, keeps, 18);
      }
}

/* Wherever it stands, in every kind of reduction. */
static void
test_reduction_keeps_what_is_not_a_number (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (reductions); i++)
    for (guint hole = 0; hole < 3; hole++) {
      g_autoptr (NetCase) c = net_case_new (13, 1);
      RefTensor *x = (RefTensor *) net_case_input (c, "x", SHAPE (2, 3));
      const gint64 axis = 1;
      const RefTensor *y;

      x->values[hole] = NAN;
      ts_node_set_ints (net_case_node (c, reductions[i].op, "x", "y"), "axes",
                        &axis, 1);
      net_case_output (c, "y");
      net_case_run (c);
      y = c->results->pdata[0];
      g_assert_true (isnan (y->values[0]));
      g_assert_false (isnan (y->values[1]));
    }
}

static void
test_reduction_of_no_axes_may_do_nothing (void)
{
  g_autoptr (NetCase) c = net_case_new (18, 1);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 3));

  ts_node_set_int (net_case_node (c, "ReduceMean", "x", "y"),
                   "noop_with_empty_axes", 1);
  net_case_output (c, "y");
  net_case_expect (c, ref_copy (x), 0);
}

static void
test_reduction_refuses_axis_named_twice (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  const gint64 axes[] = { 1, -1 };

  net_case_input (c, "x", SHAPE (2, 3));
  ts_node_set_ints (net_case_node (c, "ReduceMean", "x", "y"), "axes", axes, 2);
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'reducemean' (ReduceMean): axis 1 is named twice");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch-norm/values", test_batch_norm);
  g_test_add_func ("/batch-norm/refuses-training",
                   test_batch_norm_refuses_training);
  g_test_add_func ("/batch-norm/refuses-bad-statistics",
                   test_batch_norm_refuses_bad_statistics);
  g_test_add_func ("/batch-norm/refuses-wrong-counts",
                   test_batch_norm_refuses_wrong_counts);
  g_test_add_func ("/lrn/values", test_lrn);
  g_test_add_func ("/lrn/refuses-missing-size", test_lrn_refuses_missing_size);
  g_test_add_func ("/softmax/is-along-one-axis-from-opset-13",
                   test_softmax_is_along_one_axis_from_opset_13);
  g_test_add_func ("/softmax/is-over-the-rest-before-opset-13",
                   test_softmax_is_over_the_rest_before_opset_13);
  g_test_add_func ("/softmax/of-large-values", test_softmax_of_large_values);
  g_test_add_func ("/softmax/refuses-axis", test_softmax_refuses_axis);
  g_test_add_func ("/reduce/values", test_reductions);
  g_test_add_func ("/reduce/keeps-what-is-not-a-number",
                   test_reduction_keeps_what_is_not_a_number);
  g_test_add_func ("/reduce/of-no-axes-may-do-nothing",
                   test_reduction_of_no_axes_may_do_nothing);
  g_test_add_func ("/reduce/refuses-axis-named-twice",
                   test_reduction_refuses_axis_named_twice);
  return g_test_run ();
}
