/* Tests of shapes: their measures against known values, their text against broken text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/base/error.h"
#include "core/records/outline.h"

#define OUTLINE(shape, ...)                                         \
  {                                                                 \
    shape, (TsPoint[]) __VA_ARGS__,                                 \
      (guint) (sizeof ((TsPoint[]) __VA_ARGS__) / sizeof (TsPoint)) \
  }

static const TsOutline line =
  OUTLINE (TS_REGION_LINE, { { 10, 20 }, { 40, 60 } });
static const TsOutline square =
  OUTLINE (TS_REGION_POLYGON, { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 0, 10 } });
/* An L of 10x10 without its upper right quarter: 75. */
static const TsOutline bent =
  OUTLINE (TS_REGION_POLYGON,
           { { 0, 0 }, { 5, 0 }, { 5, 5 }, { 10, 5 }, { 10, 10 }, { 0, 10 } });
static const TsOutline bow =
  OUTLINE (TS_REGION_POLYGON, { { 0, 0 }, { 10, 10 }, { 10, 0 }, { 0, 10 } });
static const TsOutline rectangle =
  OUTLINE (TS_REGION_RECTANGLE, { { 30, 50 }, { 10, 20 } });

static void
test_a_line_is_as_long_as_it_is (void)
{
  g_assert_cmpfloat (ts_outline_get_length (&line, 1, 1), ==, 50);
  g_assert_cmpfloat (ts_outline_get_length (&line, 0.5, 0.5), ==, 25);
  /* Pixels need not be square: 30 by 0.25, 40 by 0.5. */
  g_assert_cmpfloat_with_epsilon (ts_outline_get_length (&line, 0.25, 0.5),
                                  hypot (7.5, 20), 1e-12);
  g_assert_cmpfloat (ts_outline_get_area (&line, 1, 1), ==, 0);
}

static void
test_areas_of_known_figures (void)
{
  TsOutline turned =
    OUTLINE (TS_REGION_POLYGON, { { 0, 10 }, { 10, 10 }, { 10, 0 }, { 0, 0 } });
  TsOutline far = OUTLINE (
    TS_REGION_POLYGON,
    { { 1e9, 1e9 }, { 1e9 + 1, 1e9 }, { 1e9 + 1, 1e9 + 1 }, { 1e9, 1e9 + 1 } });

  g_assert_cmpfloat (ts_outline_get_area (&square, 1, 1), ==, 100);
  g_assert_cmpfloat (ts_outline_get_area (&turned, 1, 1), ==, 100);
  g_assert_cmpfloat (ts_outline_get_area (&square, 0.5, 0.25), ==, 12.5);
  g_assert_cmpfloat (ts_outline_get_area (&bent, 1, 1), ==, 75);
  g_assert_cmpfloat (ts_outline_get_area (&rectangle, 1, 1), ==, 600);
  g_assert_cmpfloat (ts_outline_get_area (&far, 1, 1), ==, 1);
  g_assert_cmpfloat (ts_outline_get_length (&square, 1, 1), ==, 40);
  g_assert_cmpfloat (ts_outline_get_length (&bent, 1, 1), ==, 40);
  g_assert_cmpfloat (ts_outline_get_length (&rectangle, 1, 1), ==, 100);
}

/* Corners of a regular polygon: half n r^2 sin (2 pi / n). */
static void
test_many_corners_come_near_a_circle (void)
{
  enum { N = 5000 };
  g_autofree TsPoint *points = g_new (TsPoint, N);
  TsOutline circle = { TS_REGION_FREEHAND, points, N };
  double expected = 0.5 * N * 1e4 * sin (2 * G_PI / N);

  for (guint i = 0; i < N; i++)
    points[i] = (TsPoint){ 500 + 100 * cos (2 * G_PI * i / N),
                           700 + 100 * sin (2 * G_PI * i / N) };
  g_assert_cmpfloat_with_epsilon (ts_outline_get_area (&circle, 1, 1), expected,
                                  1e-6);
  g_assert_false (ts_outline_crosses_itself (&circle));
  points[10] = points[N / 2];
  g_assert_true (ts_outline_crosses_itself (&circle));
}

static void
test_crossing_is_found (void)
{
  TsOutline touching =
    OUTLINE (TS_REGION_POLYGON,
             { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 5, 0 }, { 0, 10 } });
  TsOutline doubled = OUTLINE (
    TS_REGION_POLYGON,
    { { 0, 0 }, { 10, 0 }, { 10, 0 }, { 10, 10 }, { 0, 10 }, { 0, 0 } });

  g_assert_true (ts_outline_crosses_itself (&bow));
  g_assert_true (ts_outline_crosses_itself (&touching));
  g_assert_false (ts_outline_crosses_itself (&doubled));
  g_assert_false (ts_outline_crosses_itself (&square));
  g_assert_false (ts_outline_crosses_itself (&bent));
  g_assert_false (ts_outline_crosses_itself (&rectangle));
  g_assert_false (ts_outline_crosses_itself (&line));
  /* What goes round the other way counts against the rest. */
  g_assert_cmpfloat (ts_outline_get_area (&bow, 1, 1), ==, 0);
}

static void
test_inside_is_even_odd (void)
{
  g_assert_true (ts_outline_contains (&bent, (TsPoint){ 2, 2 }));
  g_assert_true (ts_outline_contains (&bent, (TsPoint){ 8, 8 }));
  g_assert_false (ts_outline_contains (&bent, (TsPoint){ 8, 2 }));
  g_assert_false (ts_outline_contains (&bent, (TsPoint){ -1, 5 }));
  g_assert_true (ts_outline_contains (&rectangle, (TsPoint){ 11, 49 }));
  g_assert_false (ts_outline_contains (&rectangle, (TsPoint){ 31, 49 }));
  g_assert_true (ts_outline_contains (&bow, (TsPoint){ 1, 5 }));
  g_assert_false (ts_outline_contains (&bow, (TsPoint){ 5, 1 }));
  g_assert_false (ts_outline_contains (&line, (TsPoint){ 25, 40 }));
}

static void
test_bounds_hold_all_points (void)
{
  TsRect bounds = ts_outline_get_bounds (&rectangle);

  g_assert_cmpfloat (bounds.x, ==, 10);
  g_assert_cmpfloat (bounds.y, ==, 20);
  g_assert_cmpfloat (bounds.width, ==, 20);
  g_assert_cmpfloat (bounds.height, ==, 30);
}

static void
test_text_keeps_every_digit (void)
{
  TsOutline odd = OUTLINE (
    TS_REGION_FREEHAND, { { 0.1, 1.0 / 3 }, { -2, 1e-9 }, { 123456.75, 0 } });
  g_autofree char *text = ts_outline_to_text (&odd);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsOutline) again = ts_outline_from_text (text, &error);

  g_assert_no_error (error);
  g_assert_cmpint (again->shape, ==, TS_REGION_FREEHAND);
  g_assert_cmpmem (again->points_l0, again->n_points * sizeof (TsPoint),
                   odd.points_l0, odd.n_points * sizeof (TsPoint));
}

static void
assert_refused (const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;
  TsOutline *outline = ts_outline_from_text (text, &error);

  g_assert_null (outline);
  g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_broken_text_is_refused (void)
{
  assert_refused ("", "broken outline: '' is no shape");
  assert_refused ("circle 1,2", "broken outline: 'circle' is no shape");
  assert_refused ("polygon", "broken outline: a polygon of 0 points");
  assert_refused ("polygon 1,2 3,4",
                  "broken outline: a polygon of 2 points: at least 3 are "
                  "needed");
  assert_refused ("line 1,2 3,4 5,6",
                  "broken outline: a line of 3 points: 2 are needed");
  assert_refused ("line 1,2 3", "broken outline: point 2 is '3' and not x,y");
  assert_refused ("line 1,2  3,4", "broken outline: point 2 is '' and not x,y");
  assert_refused ("line 1,2 3,nan",
                  "broken outline: point 2 is '3,nan' and not x,y");
  assert_refused ("line 1,2 3,1e300",
                  "broken outline: point 2 is '3,1e300' and not x,y");
  assert_refused ("line 1,2,3 4,5",
                  "broken outline: point 1 is '1,2,3' and not x,y");
  assert_refused ("line 1,2 \xff\xfe",
                  "broken outline: point 2 is '\xef\xbf\xbd\xef\xbf\xbd' and "
                  "not x,y");
}

static void
test_too_many_points_are_refused (void)
{
  GString *text = g_string_new ("freehand 0,0");

  for (guint i = 0; i < TS_REGION_MAX_POINTS; i++)
    g_string_append (text, " 1,1");
  assert_refused (text->str, "broken outline: more than 100000 points");
  g_string_free (text, TRUE);
}

static void
test_points_alone_are_read (void)
{
  guint n_points = 9;
  g_autofree TsPoint *points = ts_points_from_text ("1.5,2 -3,4e2", &n_points);

  g_assert_cmpuint (n_points, ==, 2);
  g_assert_cmpfloat (points[1].x, ==, -3);
  g_assert_cmpfloat (points[1].y, ==, 400);
  g_assert_null (ts_points_from_text ("", &n_points));
  g_assert_cmpuint (n_points, ==, 0);
  g_assert_null (ts_points_from_text ("1,2 ", &n_points));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outline/a-line-is-as-long-as-it-is",
                   test_a_line_is_as_long_as_it_is);
  g_test_add_func ("/outline/areas-of-known-figures",
                   test_areas_of_known_figures);
  g_test_add_func ("/outline/many-corners-come-near-a-circle",
                   test_many_corners_come_near_a_circle);
  g_test_add_func ("/outline/crossing-is-found", test_crossing_is_found);
  g_test_add_func ("/outline/inside-is-even-odd", test_inside_is_even_odd);
  g_test_add_func ("/outline/bounds-hold-all-points",
                   test_bounds_hold_all_points);
  g_test_add_func ("/outline/text-keeps-every-digit",
                   test_text_keeps_every_digit);
  g_test_add_func ("/outline/broken-text-is-refused",
                   test_broken_text_is_refused);
  g_test_add_func ("/outline/too-many-points-are-refused",
                   test_too_many_points_are_refused);
  g_test_add_func ("/outline/points-alone-are-read",
                   test_points_alone_are_read);
  return g_test_run ();
}
