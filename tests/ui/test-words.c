/* What the window decides and writes without a display: lengths, numbers, letters, time,
 * places on pixels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>
#include <math.h>

#include "ui/active-clock.h"
#include "ui/class-chooser.h"
#include "ui/pixel-snap.h"
#include "ui/place-text.h"
#include "ui/power-entry.h"
#include "ui/round-length.h"
#include "ui/tile-panel.h"
#include "ui/time-left.h"

#define SECOND_US G_GINT64_CONSTANT (1000000)

static void
test_scale_bars_are_round (void)
{
  g_assert_cmpfloat (ts_round_length_below (99), ==, 50);
  g_assert_cmpfloat (ts_round_length_below (100), ==, 100);
  g_assert_cmpfloat (ts_round_length_below (4999), ==, 2000);
  g_assert_cmpfloat_with_epsilon (ts_round_length_below (0.7), 0.5, 1e-12);
}

static void
test_lengths_have_their_unit (void)
{
  g_autofree char *um = ts_length_format_um (200);
  g_autofree char *mm = ts_length_format_um (2000);
  g_autofree char *nm = ts_length_format_um (0.5);

  g_assert_cmpstr (um, ==, "200 µm");
  g_assert_cmpstr (mm, ==, "2 mm");
  g_assert_cmpstr (nm, ==, "500 nm");
}

static void
test_counts_are_grouped (void)
{
  g_autofree char *small = ts_count_format (999);
  g_autofree char *large = ts_count_format (1234567);

  g_assert_cmpstr (small, ==, "999");
  g_assert_cmpstr (large, ==, "1\u202f234\u202f567");
}

static void
assert_power (double power, const char *wanted)
{
  g_autofree char *text = ts_power_format (power);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_powers_are_short (void)
{
  assert_power (1.25, "1.25×");
  assert_power (2.5, "2.5×");
  assert_power (20, "20×");
  assert_power (13.37, "13.4×");
  assert_power (40.2, "40×");
}

static void
test_powers_are_read_as_people_write_them (void)
{
  g_assert_cmpfloat (ts_power_entry_parse ("20"), ==, 20);
  g_assert_cmpfloat (ts_power_entry_parse (" 2.5 x "), ==, 2.5);
  g_assert_cmpfloat (ts_power_entry_parse ("2,5×"), ==, 2.5);
  g_assert_cmpfloat (ts_power_entry_parse ("20X"), ==, 20);
  g_assert_cmpfloat (ts_power_entry_parse (""), ==, -1);
  g_assert_cmpfloat (ts_power_entry_parse ("x"), ==, -1);
  g_assert_cmpfloat (ts_power_entry_parse ("-3"), ==, -1);
  g_assert_cmpfloat (ts_power_entry_parse ("1e9"), ==, -1);
  g_assert_cmpfloat (ts_power_entry_parse ("nan"), ==, -1);
}

static void
test_each_class_has_its_letter (void)
{
  const char *names[] = { "LUAD", "LUSC", "Normal", "Unsure", "J", "12", "" };
  char letters[G_N_ELEMENTS (names)];
  GHashTable *seen = g_hash_table_new (NULL, NULL);

  ts_class_chooser_assign_letters (names, G_N_ELEMENTS (names), letters);
  g_assert_cmpint (letters[0], ==, 'L');
  g_assert_cmpint (letters[1], ==, 'S');
  g_assert_cmpint (letters[2], ==, 'N');
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_assert_true (g_ascii_isupper (letters[i]));
    g_assert_null (strchr ("JKU", letters[i]));
    g_assert_true (g_hash_table_add (seen, GINT_TO_POINTER (letters[i])));
  }
  g_hash_table_unref (seen);
}

static void
test_idle_time_is_left_out (void)
{
  TsActiveClock clock = { 0 };

  g_assert_cmpint (ts_active_clock_read_ms (&clock, 5 * SECOND_US), ==, 0);
  ts_active_clock_start (&clock, 1 * SECOND_US);
  ts_active_clock_touch (&clock, 4 * SECOND_US);
  g_assert_cmpint (ts_active_clock_read_ms (&clock, 6 * SECOND_US), ==, 5000);
  /* An hour at the telephone. */
  ts_active_clock_touch (&clock, 3604 * SECOND_US);
  g_assert_cmpint (ts_active_clock_read_ms (&clock, 3604 * SECOND_US), ==,
                   3000 + TS_ACTIVE_CLOCK_IDLE_MS);
  ts_active_clock_start (&clock, 4000 * SECOND_US);
  g_assert_cmpint (ts_active_clock_read_ms (&clock, 4001 * SECOND_US), ==,
                   1000);
}

static void
test_neighbours_share_their_edge (void)
{
  for (guint i = 0; i < 200; i++) {
    TsViewport viewport = {
      .center_l0 = { 5000.3 + i * 1.7, 4000.9 - i * 2.3 },
      .scale = 0.013 + i * 0.0171,
      .width_view = 1501,
      .height_view = 907,
    };
    TsPixelSnap snap =
      ts_pixel_snap_new (&viewport, 1 + i % 2, (TsPoint){ i * 13.7, i * 7.1 });
    graphene_rect_t left =
      ts_pixel_snap_rect (&snap, (TsRect){ 4864, 3840, 256, 256 });
    graphene_rect_t right =
      ts_pixel_snap_rect (&snap, (TsRect){ 5120, 3840, 256, 256 });
    float edge = left.origin.x + left.size.width;

    g_assert_cmpfloat (edge, ==, right.origin.x);
    g_assert_cmpfloat (edge * (1 + i % 2), ==, (int) (edge * (1 + i % 2)));
  }
}

static const TsSlideInfo measured = {
  .width_px = 46000,
  .height_px = 32914,
  .mpp_x = 0.499,
  .mpp_y = 0.499,
};
static const TsSlideInfo unmeasured = { .width_px = 46000, .height_px = 32914 };

static void
test_readout_keeps_its_length (void)
{
  const TsPoint places[] = { { 0, 0 },
                             { 9, 32913.9 },
                             { 45999.9, 12 },
                             { 1000, 999.99 },
                             { 12345.6, 10000 } };
  g_autofree char *text = ts_place_format_readout (&measured, places[4]);
  g_autofree char *px = ts_place_format_readout (&unmeasured, places[0]);

  g_assert_cmpstr (text, ==,
                   "x \u20076\u202f160  y \u20074\u202f990 µm\n"
                   "x 12\u202f345  y 10\u202f000 px");
  g_assert_cmpstr (px, ==,
                   "x \u2007\u2007\u2007\u2007\u20070  "
                   "y \u2007\u2007\u2007\u2007\u20070 px");
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *other = ts_place_format_readout (&measured, places[i]);
    g_assert_cmpint (g_utf8_strlen (other, -1), ==, g_utf8_strlen (text, -1));
  }
}

static void
assert_place (const char *text, double x_l0, double y_l0)
{
  TsPoint place = { 0, 0 };
  g_autofree char *problem = NULL;
  gboolean is_place = ts_place_parse (text, &measured, &place, &problem);

  g_assert_cmpstr (problem, ==, NULL);
  g_assert_true (is_place);
  g_assert_cmpfloat_with_epsilon (place.x, x_l0, 1e-6);
  g_assert_cmpfloat_with_epsilon (place.y, y_l0, 1e-6);
}

static void
test_places_are_read_as_people_write_them (void)
{
  assert_place ("12000, 8000", 12000, 8000);
  assert_place ("12000,8000", 12000, 8000);
  assert_place ("  12000   8000  px ", 12000, 8000);
  assert_place ("12000;8000 pixels", 12000, 8000);
  assert_place ("x=12000 y=8000", 12000, 8000);
  assert_place ("X: 12000 px, Y: 8000 px", 12000, 8000);
  assert_place ("12\u202f000, 8\u202f000 px", 12000, 8000);
  assert_place ("499, 998 µm", 1000, 2000);
  assert_place ("499, 998 \u03bcm", 1000, 2000);
  assert_place ("499 um 998 um", 1000, 2000);
  assert_place ("0.499, 0.998 mm", 1000, 2000);
  assert_place ("0,499; 0,998 mm", 1000, 2000);
  assert_place ("0,499 0,998 mm", 1000, 2000);
  assert_place ("0,499 mm 4 mm", 1000, 4 / 0.499e-3);
  assert_place ("0,499,0,998 mm", 1000, 2000);
}

static void
test_a_copied_place_leads_back (void)
{
  const TsPoint place = { 24691.7, 15780.2 };
  g_autofree char *text = ts_place_format_copy (&measured, place);
  g_autofree char *px = ts_place_format_copy (&unmeasured, place);

  g_assert_cmpstr (text, ==, "24691, 15780 px (12321.2, 7874.3 µm)");
  g_assert_cmpstr (px, ==, "24691, 15780 px");
  assert_place (text, 24691, 15780);
}

static void
assert_no_place (const char *text,
                 const TsSlideInfo *slide,
                 const char *wanted_problem)
{
  TsPoint place = { -7, -7 };
  g_autofree char *problem = NULL;

  g_assert_false (ts_place_parse (text, slide, &place, &problem));
  g_assert_cmpstr (problem, ==, wanted_problem);
  g_assert_cmpfloat (place.x, ==, -7);
}

static void
test_what_is_no_place_is_explained (void)
{
  const char *const two = "Two numbers are needed, for example 12000, 8000 px";

  assert_no_place ("", &measured, two);
  assert_no_place ("12000", &measured, two);
  assert_no_place ("12000 px", &measured, two);
  assert_no_place ("1, 2, 3", &measured, two);
  assert_no_place ("1.2.3, 4", &measured, two);
  assert_no_place ("nan, inf", &measured, two);
  assert_no_place ("1e3, 5", &measured, "The unit can be px, µm or mm");
  assert_no_place ("1, 2 inches", &measured, "The unit can be px, µm or mm");
  assert_no_place ("1, 2 mm", &unmeasured,
                   "The resolution of this slide is unknown: give pixels");
  assert_no_place ("46000, 5", &measured,
                   "Outside of the slide (46\u202f000 × 32\u202f914 px)");
  assert_no_place ("-1, 5 px", &measured,
                   "Outside of the slide (46\u202f000 × 32\u202f914 px)");
  assert_no_place ("1, 99 mm", &measured,
                   "Outside of the slide (22\u202f954 × 16\u202f424 µm)");
}

/* Half a pixel is where rounding may part: a reference in the middle of a tile must not make
 * it a pixel taller than the others. */
static void
test_edges_round_the_same_way (void)
{
  TsViewport viewport = { .center_l0 = { 500.5, 700.5 },
                          .scale = 1,
                          .width_view = 640,
                          .height_view = 420 };
  TsPixelSnap snap = ts_pixel_snap_new (&viewport, 1, viewport.center_l0);

  for (int i = 0; i < 5; i++) {
    TsRect tile_l0 = { 256.0 * i, 256.0 * i, 256, 256 };
    graphene_rect_t tile = ts_pixel_snap_rect (&snap, tile_l0);

    g_assert_cmpfloat (tile.size.width, ==, 256);
    g_assert_cmpfloat (tile.size.height, ==, 256);
  }
}

static void
assert_left (double seconds, const char *wanted)
{
  g_autofree char *text = ts_time_left_format (seconds);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_time_left_is_rough (void)
{
  assert_left (-1, NULL);
  assert_left (3, "finishing…");
  assert_left (20, "less than a minute left");
  assert_left (55, "about 1 minute left");
  assert_left (100, "about 2 minutes left");
  assert_left (7300, "about 2 h 00 min left");
}

/* A measurement that wavers by a third is not heard; what is said goes down second by
 * second. */
static void
test_time_left_counts_down_calmly (void)
{
  TsTimeLeft left = { 0 };
  double said = ts_time_left_follow (&left, 100, 0);

  g_assert_cmpfloat (said, ==, 100);
  for (int s = 1; s <= 60; s++) {
    double wavering = (100 - s) * (s % 2 == 0 ? 1.3 : 0.75);
    double next = ts_time_left_follow (&left, wavering, s * SECOND_US);
    g_assert_cmpfloat (fabs (next - said), <, 5);
    said = next;
  }
  g_assert_cmpfloat_with_epsilon (said, 40, 6);
}

/* But when there is much more to do, it is said at once; and after a pause from anew. */
static void
test_time_left_follows_a_new_aim (void)
{
  TsTimeLeft left = { 0 };

  ts_time_left_follow (&left, 20, 0);
  g_assert_cmpfloat (ts_time_left_follow (&left, 900, SECOND_US), ==, 900);
  g_assert_cmpfloat (ts_time_left_follow (&left, -1, 2 * SECOND_US), <, 0);
  g_assert_cmpfloat (ts_time_left_follow (&left, 300, 3 * SECOND_US), ==, 300);
}

static void
assert_opinion (TsVerdict verdict, const char *own, const char *wanted)
{
  g_autoptr (TsOpinion) opinion = ts_opinion_new ();

  opinion->verdict = verdict;
  opinion->own_class = g_strdup (own);
  opinion->shown_class = g_strdup ("LUAD");
  g_autofree char *text = ts_tile_panel_format_opinion (opinion);
  g_assert_cmpstr (text, ==, wanted);
}

static void
test_opinions_are_told_in_words (void)
{
  assert_opinion (TS_VERDICT_AGREE, "LUAD", "Agree: LUAD");
  assert_opinion (TS_VERDICT_DISAGREE, "LUSC", "Disagree: LUSC, not LUAD");
  assert_opinion (TS_VERDICT_DISAGREE, TS_CLASS_OTHER, "Disagree: not LUAD");
  assert_opinion (TS_VERDICT_UNSURE, NULL, "Unsure: LUAD?");
  assert_opinion (TS_VERDICT_WITHDRAWN, NULL, "Withdrawn");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/scale-bars-are-round", test_scale_bars_are_round);
  g_test_add_func ("/words/lengths-have-their-unit",
                   test_lengths_have_their_unit);
  g_test_add_func ("/words/counts-are-grouped", test_counts_are_grouped);
  g_test_add_func ("/words/powers-are-short", test_powers_are_short);
  g_test_add_func ("/words/powers-are-read-as-people-write-them",
                   test_powers_are_read_as_people_write_them);
  g_test_add_func ("/words/each-class-has-its-letter",
                   test_each_class_has_its_letter);
  g_test_add_func ("/words/idle-time-is-left-out", test_idle_time_is_left_out);
  g_test_add_func ("/words/neighbours-share-their-edge",
                   test_neighbours_share_their_edge);
  g_test_add_func ("/words/readout-keeps-its-length",
                   test_readout_keeps_its_length);
  g_test_add_func ("/words/places-are-read-as-people-write-them",
                   test_places_are_read_as_people_write_them);
  g_test_add_func ("/words/a-copied-place-leads-back",
                   test_a_copied_place_leads_back);
  g_test_add_func ("/words/what-is-no-place-is-explained",
                   test_what_is_no_place_is_explained);
  g_test_add_func ("/pixel-snap/rounds-all-edges-the-same-way",
                   test_edges_round_the_same_way);
  g_test_add_func ("/words/time-left-is-rough", test_time_left_is_rough);
  g_test_add_func ("/words/time-left-counts-down-calmly",
                   test_time_left_counts_down_calmly);
  g_test_add_func ("/words/time-left-follows-a-new-aim",
                   test_time_left_follows_a_new_aim);
  g_test_add_func ("/words/opinions-are-told-in-words",
                   test_opinions_are_told_in_words);
  return g_test_run ();
}
