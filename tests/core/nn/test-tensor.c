/* Tensors and shapes: sizes that cannot be, memory, text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/tensor.h"

#include "core/base/error.h"

static void
test_is_zeroed_and_aligned (void)
{
  const TsShape shape = { 3, { 2, 3, 5 } };
  g_autoptr (TsTensor) tensor = ts_tensor_new (TS_TYPE_FLOAT, &shape, NULL);
  const float *values = ts_tensor_get_floats (tensor);

  g_assert_cmpuint (ts_tensor_get_n_elements (tensor), ==, 30);
  g_assert_cmpint (ts_tensor_get_type (tensor), ==, TS_TYPE_FLOAT);
  g_assert_true (ts_shape_equal (ts_tensor_get_shape (tensor), &shape));
  g_assert_cmpuint (GPOINTER_TO_SIZE (values) % 64, ==, 0);
  for (guint i = 0; i < 30; i++)
    g_assert_true (values[i] == 0);
}

static void
test_scalar_has_one_element (void)
{
  const TsShape shape = { 0 };
  g_autoptr (TsTensor) tensor = ts_tensor_new (TS_TYPE_INT64, &shape, NULL);

  ts_tensor_edit_int64s (tensor)[0] = -7;
  g_assert_cmpuint (ts_tensor_get_n_elements (tensor), ==, 1);
  g_assert_cmpint (ts_tensor_get_int64s (tensor)[0], ==, -7);
}

static void
test_empty_dimension_is_allowed (void)
{
  const TsShape shape = { 2, { 0, 7 } };
  g_autoptr (TsTensor) tensor = ts_tensor_new (TS_TYPE_INT64, &shape, NULL);

  g_assert_nonnull (tensor);
  g_assert_cmpuint (ts_tensor_get_n_elements (tensor), ==, 0);
}

static void
test_stays_while_referenced (void)
{
  const TsShape shape = { 1, { 1 } };
  TsTensor *tensor = ts_tensor_new (TS_TYPE_FLOAT, &shape, NULL);
  g_autoptr (TsTensor) second = ts_tensor_ref (tensor);

  ts_tensor_edit_floats (tensor)[0] = 1.5f;
  ts_tensor_unref (tensor);
  g_assert_cmpfloat (ts_tensor_get_floats (second)[0], ==, 1.5f);
}

static void
refuse (TsShape shape, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ts_tensor_new (TS_TYPE_FLOAT, &shape, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_TOO_LARGE);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_impossible_sizes_are_refused (void)
{
  refuse ((TsShape){ 2, { G_MAXINT64, 3 } },
          "a tensor of 9223372036854775807x3 does not fit into memory");
  refuse ((TsShape){ 1, { -1 } }, "a tensor of -1 does not fit into memory");
  refuse ((TsShape){ 2, { 1 << 20, (1 << 10) + 1 } },
          "a tensor of 1048576x1025 does not fit into memory");
  refuse ((TsShape){ TS_MAX_RANK + 1, { 1, 1, 1, 1, 1, 1, 1, 1 } },
          "a tensor of 1x1x1x1x1x1x1x1 does not fit into memory");
}

static void
check_text (TsShape shape, const char *expected)
{
  g_autofree char *text = ts_shape_to_text (&shape);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_shape_text (void)
{
  check_text ((TsShape){ 4, { 1, 3, 299, 299 } }, "1x3x299x299");
  check_text ((TsShape){ 1, { -1 } }, "-1");
  check_text ((TsShape){ 0 }, "scalar");
}

static void
test_shapes_compare_by_rank_and_dimensions (void)
{
  const TsShape a = { 2, { 2, 3 } }, b = { 2, { 2, 4 } }, c = { 1, { 2 } };

  g_assert_true (ts_shape_equal (&a, &a));
  g_assert_false (ts_shape_equal (&a, &b));
  g_assert_false (ts_shape_equal (&a, &c));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tensor/is-zeroed-and-aligned", test_is_zeroed_and_aligned);
  g_test_add_func ("/tensor/scalar-has-one-element",
                   test_scalar_has_one_element);
  g_test_add_func ("/tensor/empty-dimension-is-allowed",
                   test_empty_dimension_is_allowed);
  g_test_add_func ("/tensor/stays-while-referenced",
                   test_stays_while_referenced);
  g_test_add_func ("/tensor/impossible-sizes-are-refused",
                   test_impossible_sizes_are_refused);
  g_test_add_func ("/shape/text", test_shape_text);
  g_test_add_func ("/shape/compare-by-rank-and-dimensions",
                   test_shapes_compare_by_rank_and_dimensions);
  return g_test_run ();
}
