/* The small files of base: cancel, checked sizes, errors, geometry, numbers, version.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <math.h>

#include "core/base/cancel.h"
#include "core/base/checked.h"
#include "core/base/error.h"
#include "core/base/geometry.h"
#include "core/base/parse.h"
#include "core/base/version.h"

static void
test_cancel (void)
{
  g_autoptr (TsCancel) cancel = ts_cancel_new ();
  TsCancel *same = ts_cancel_ref (cancel);
  g_autoptr (GError) error = NULL;

  g_assert_false (ts_cancel_is_set (cancel));
  g_assert_true (ts_cancel_check (cancel, &error));
  g_assert_no_error (error);
  ts_cancel_set (same);
  ts_cancel_unref (same);
  g_assert_true (ts_cancel_is_set (cancel));
  g_assert_false (ts_cancel_check (cancel, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_CANCELLED);
  g_assert_cmpstr (error->message, ==, "stopped on request");
}

static void
test_no_cancel (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ts_cancel_is_set (NULL));
  g_assert_true (ts_cancel_check (NULL, &error));
  g_assert_no_error (error);
  ts_cancel_unref (NULL);
}

static void
test_checked (void)
{
  gint64 good[] = { 3, 5, 7 }, negative[] = { 3, -5, -7 };
  gint64 large[] = { G_MAXINT64, 3 }, none[] = { G_MAXINT64, 0, G_MAXINT64 };
  gsize out = 42;

  g_assert_true (ts_checked_product (good, 3, &out));
  g_assert_cmpuint (out, ==, 105);
  g_assert_false (ts_checked_product (negative, 3, &out));
  g_assert_false (ts_checked_product (large, 2, &out));
  g_assert_false (ts_checked_mul (G_MAXSIZE, 2, &out));
  g_assert_false (ts_checked_add (G_MAXSIZE, 1, &out));
  g_assert_cmpuint (out, ==, 105);
  g_assert_true (ts_checked_product (none, 3, &out));
  g_assert_cmpuint (out, ==, 0);
  g_assert_true (ts_checked_product (NULL, 0, &out));
  g_assert_cmpuint (out, ==, 1);
  g_assert_true (ts_checked_mul (6, 7, &out));
  g_assert_cmpuint (out, ==, 42);
  g_assert_true (ts_checked_add (6, 7, &out));
  g_assert_cmpuint (out, ==, 13);
}

static void
test_error_domain (void)
{
  g_assert_cmpstr (g_quark_to_string (TS_ERROR), ==, "tessera-error");
}

static void
test_intersect (void)
{
  TsRect a = { 0, 0, 10, 10 }, b = { 5, -5, 10, 10 }, c = { 10, 0, 5, 5 };
  TsRect both = ts_rect_intersect (a, b);

  g_assert_cmpfloat (both.x, ==, 5);
  g_assert_cmpfloat (both.y, ==, 0);
  g_assert_cmpfloat (both.width, ==, 5);
  g_assert_cmpfloat (both.height, ==, 5);
  g_assert_true (ts_rect_is_empty (ts_rect_intersect (a, c)));
  g_assert_true (ts_rect_is_empty (ts_rect_intersect (c, a)));
}

static void
test_contains (void)
{
  TsRect rect = { 1, 2, 3, 4 };

  g_assert_true (ts_rect_contains (rect, (TsPoint){ 1, 2 }));
  g_assert_true (ts_rect_contains (rect, ts_rect_center (rect)));
  g_assert_false (ts_rect_contains (rect, (TsPoint){ 4, 3 }));
  g_assert_false (ts_rect_contains (rect, (TsPoint){ 3, 6 }));
  g_assert_cmpfloat (ts_rect_center (rect).x, ==, 2.5);
  g_assert_cmpfloat (ts_rect_center (rect).y, ==, 4);
}

static void
test_empty (void)
{
  g_assert_true (ts_rect_is_empty ((TsRect){ 0, 0, 0, 5 }));
  g_assert_true (ts_rect_is_empty ((TsRect){ 0, 0, 5, -1 }));
  g_assert_true (ts_rect_is_empty ((TsRect){ 0, 0, NAN, 5 }));
  g_assert_false (ts_rect_is_empty ((TsRect){ 0, 0, 1e-9, 5 }));
}

static void
test_doubles (void)
{
  static const char *const bad[] = { "",      " 1",  "1 ",    "1,5",
                                     "nan",   "inf", "1e999", "0x",
                                     "1.5um", "-",   "10.001" };
  double value = 7;

  g_assert_true (ts_parse_double ("0.2525", 0, 10, &value));
  g_assert_cmpfloat (value, ==, 0.2525);
  g_assert_true (ts_parse_double ("1e1", 0, 10, &value));
  g_assert_cmpfloat (value, ==, 10);
  value = 7;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (ts_parse_double (bad[i], 0, 10, &value));
  g_assert_false (ts_parse_double (NULL, 0, 10, &value));
  g_assert_cmpfloat (value, ==, 7);
}

/* A German desktop must not read 0.5 as 0. */
static void
test_locale (void)
{
  double value = 0;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    g_test_skip ("the locale de_DE.UTF-8 is not here");
  g_assert_true (ts_parse_double ("0.5", 0, 1, &value));
  g_assert_cmpfloat (value, ==, 0.5);
  setlocale (LC_NUMERIC, "C");
}

static void
test_ints (void)
{
  static const char *const bad[] = { "",    " 1",  "1 ",
                                     "1.0", "0x1", "a",
                                     "11",  "-4",  "99999999999999999999" };
  gint64 value = 7;

  g_assert_true (ts_parse_int ("-3", -3, 10, &value));
  g_assert_cmpint (value, ==, -3);
  g_assert_true (ts_parse_int ("10", -3, 10, &value));
  g_assert_cmpint (value, ==, 10);
  value = 7;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (ts_parse_int (bad[i], -3, 10, &value));
  g_assert_false (ts_parse_int (NULL, -3, 10, &value));
  g_assert_cmpint (value, ==, 7);
}

static void
test_version (void)
{
  g_assert_true (g_ascii_isdigit (ts_version_text ()[0]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cancel/is-seen-through-every-reference", test_cancel);
  g_test_add_func ("/cancel/never-stops-who-has-none", test_no_cancel);
  g_test_add_func ("/checked/refuses-what-does-not-fit", test_checked);
  g_test_add_func ("/error/has-its-own-domain", test_error_domain);
  g_test_add_func ("/geometry/intersects", test_intersect);
  g_test_add_func ("/geometry/excludes-right-and-bottom", test_contains);
  g_test_add_func ("/geometry/knows-empty", test_empty);
  g_test_add_func ("/parse/reads-doubles-strictly", test_doubles);
  g_test_add_func ("/parse/does-not-mind-the-locale", test_locale);
  g_test_add_func ("/parse/reads-ints-strictly", test_ints);
  g_test_add_func ("/version/begins-with-a-number", test_version);
  return g_test_run ();
}
