/* Tables of ratings, of scores, and DeepPATH's results: what is taken, and what each broken file
 * is told.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/formats/deeppath-stats.h"
#include "core/formats/ratings-file.h"
#include "core/formats/scores-file.h"
#include "tests/core/formats/made-file.h"

#define NONE TS_RATINGS_FILE_NONE

/* ---- Ratings ---- */

static TsRatingsFile *
load_ratings (const char *data, const char *const *order)
{
  g_autoptr (GError) error = NULL;
  TsRatingsFile *ratings;
  MadeFile file;

  made_file_write (&file, data, -1);
  ratings = ts_ratings_file_load (file.path, order, &error);
  g_assert_no_error (error);
  made_file_clear (&file);
  return ratings;
}

static void
refuse_ratings (const char *data, const char *const *order, const char *message)
{
  g_autoptr (GError) error = NULL;
  MadeFile file;

  made_file_write (&file, data, -1);
  g_assert_null (ts_ratings_file_load (file.path, order, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  made_file_assert_message (&file, error, message);
  made_file_clear (&file);
}

static void
test_ratings (void)
{
  g_autoptr (TsRatingsFile) file =
    load_ratings ("reader,case,label,truth\nB,2,scc,scc\nA,2,,\nA,1,aca,\n"
                  "B,3,normal,aca\n",
                  NULL);
  const int ratings[] = { 2, NONE, NONE, 0, 1, NONE };
  const int truth[] = { 2, NONE, 0 };

  g_assert_cmpuint (file->n_cases, ==, 3);
  g_assert_cmpuint (file->n_readers, ==, 2);
  g_assert_cmpstr (file->cases[1], ==, "1");
  g_assert_cmpstr (file->readers[0], ==, "B");
  /* By their bytes where nothing else is said. */
  g_assert_cmpuint (file->n_labels, ==, 3);
  g_assert_cmpstr (file->labels[0], ==, "aca");
  g_assert_cmpstr (file->labels[1], ==, "normal");
  g_assert_cmpmem (file->ratings, 6 * sizeof (int), ratings, sizeof ratings);
  g_assert_cmpmem (file->truth, 3 * sizeof (int), truth, sizeof truth);
  g_assert_null (file->ranks);
  g_assert_null (file->order_source);
  g_assert_null (file->probabilities);
}

static void
test_weight_order (void)
{
  g_autoptr (TsRatingsFile) file =
    load_ratings ("case,reader,label,weightorder\n1,A,mild,2\n1,B,severe,7\n"
                  "2,A,none,-1\n2,B,mild,\n3,A,,\n",
                  NULL);

  g_assert_cmpstr (file->order_source, ==, "column weightorder");
  g_assert_cmpstr (file->labels[0], ==, "none");
  g_assert_cmpstr (file->labels[2], ==, "severe");
  g_assert_cmpfloat (file->ranks[0], ==, -1);
  g_assert_cmpfloat (file->ranks[2], ==, 7);
  g_assert_cmpint (file->ratings[0], ==, 1);
}

static void
test_order_given (void)
{
  const char *const order[] = { "z", "unused", "a", NULL };
  g_autoptr (TsRatingsFile) file =
    load_ratings ("case,reader,label\n1,A,a\n1,B,z\n", order);

  g_assert_cmpstr (file->order_source, ==, "--order");
  g_assert_cmpuint (file->n_labels, ==, 3);
  g_assert_cmpstr (file->labels[1], ==, "unused");
  g_assert_cmpint (file->ratings[0], ==, 2);
  g_assert_cmpfloat (file->ranks[2], ==, 2);
  refuse_ratings ("case,reader,label\n1,A,b\n", order,
                  "line 2 of 'PATH': label 'b' is not one of the ordered "
                  "labels");
}

static void
test_numbers_rank_themselves (void)
{
  g_autoptr (TsRatingsFile) file =
    load_ratings ("case,reader,label,truth\n1,A,10,5\n1,B,9,5\n", NULL);
  g_autoptr (TsRatingsFile) alike =
    load_ratings ("case,reader,label\n1,A,1\n1,B,01\n", NULL);

  g_assert_cmpstr (file->order_source, ==, "labels are whole numbers");
  g_assert_cmpstr (file->labels[0], ==, "5");
  g_assert_cmpstr (file->labels[2], ==, "10");
  g_assert_cmpfloat (file->ranks[1], ==, 9);
  g_assert_null (alike->ranks);
}

static void
test_probabilities (void)
{
  g_autoptr (TsRatingsFile) file = load_ratings (
    "case,reader,label,sampling_probability\n1,A,x,.5\n1,B,y,0.5\n2,A,x,1\n",
    NULL);

  g_assert_cmpfloat (file->probabilities[0], ==, 0.5);
  g_assert_cmpfloat (file->probabilities[1], ==, 1);
}

static void
test_broken_ratings (void)
{
  refuse_ratings ("case,label\n1,x\n", NULL,
                  "'PATH' has no column 'reader'; its columns, separated by "
                  "commas, are 'case', 'label'");
  refuse_ratings ("case,reader,label\n1,A,x\n,A,x\n", NULL,
                  "line 3 of 'PATH': case is missing");
  refuse_ratings ("case,reader,label\n1,,x\n", NULL,
                  "line 2 of 'PATH': reader is missing");
  refuse_ratings ("case,reader,label\n1,A,x\n2,A,x\n1,A,x\n", NULL,
                  "line 4 of 'PATH': reader 'A' has an opinion on case '1' "
                  "already, on line 2");
  refuse_ratings ("case,reader,label\n1,A,\n1,A,x\n", NULL,
                  "line 3 of 'PATH': reader 'A' has an opinion on case '1' "
                  "already, on line 2");
  refuse_ratings ("case,reader,label,truth\n1,A,x,y\n1,B,x,z\n", NULL,
                  "line 3 of 'PATH': truth 'z' of case '1' was 'y' before");
}

static void
test_broken_orders (void)
{
  refuse_ratings ("case,reader,label,weightorder\n1,A,x,1.5\n", NULL,
                  "line 2 of 'PATH': weightorder '1.5' is not a whole number");
  refuse_ratings ("case,reader,label,weightorder\n1,A,x,1\n1,B,x,2\n", NULL,
                  "line 3 of 'PATH': weightorder 2 of label 'x' was 1 before");
  refuse_ratings (
    "case,reader,label,weightorder\n1,A,x,1\n1,B,y,1\n", NULL,
    "line 3 of 'PATH': weightorder 1 of label 'y' is that of 'x'");
  refuse_ratings ("case,reader,label,weightorder,truth\n1,A,x,1,z\n1,B,y,2,z\n",
                  NULL,
                  "'PATH' gives no weightorder for label 'z', but for others");
}

static void
test_broken_probabilities (void)
{
  static const char *const texts[] = { "0", "-1", "1.5", "nan", "many", "" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *data = g_strdup_printf (
      "case,reader,label,sampling_probability\n1,A,x,%s\n", texts[i]);
    g_autofree char *message =
      g_strdup_printf ("line 2 of 'PATH': sampling_probability '%s' is not "
                       "above 0 and at most 1",
                       texts[i]);
    refuse_ratings (data, NULL, message);
  }
  refuse_ratings ("case,reader,label,sampling_probability\n1,A,x,.5\n1,B,x,1\n",
                  NULL,
                  "line 3 of 'PATH': sampling_probability of case '1' was 0.5 "
                  "before");
}

static void
test_too_many_names (void)
{
  g_autoptr (GString) readers = g_string_new ("case,reader,label\n");
  g_autoptr (GString) labels = g_string_new ("case,reader,label\n");

  for (guint i = 0; i < 101; i++) {
    g_string_append_printf (readers, "1,r%u,x\n", i);
    g_string_append_printf (labels, "%u,A,l%u\n", i, i);
  }
  refuse_ratings (readers->str, NULL,
                  "line 102 of 'PATH': there are more than 100 readers");
  refuse_ratings (labels->str, NULL,
                  "line 102 of 'PATH': there are more than 100 labels");
}

/* ---- Scores ---- */

static TsScoresFile *
load_scores (const char *data, const char *positive)
{
  g_autoptr (GError) error = NULL;
  TsScoresFile *scores;
  MadeFile file;

  made_file_write (&file, data, -1);
  scores = ts_scores_file_load (file.path, positive, &error);
  g_assert_no_error (error);
  made_file_clear (&file);
  return scores;
}

static void
refuse_scores (const char *data, const char *positive, const char *message)
{
  g_autoptr (GError) error = NULL;
  MadeFile file;

  made_file_write (&file, data, -1);
  g_assert_null (ts_scores_file_load (file.path, positive, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  made_file_assert_message (&file, error, message);
  made_file_clear (&file);
}

static void
test_scores (void)
{
  g_autoptr (TsScoresFile) one =
    load_scores ("case,truth,score\na,1,.5\nb,0,-2e3\n", NULL);
  g_autoptr (TsScoresFile) two = load_scores (
    "case,truth,score_b,score_a,patient\na,LUAD,1,2,P\nb,x,3,4,\nc,y,5,6,P\n",
    "LUAD");
  const guint units[] = { 0, 1, 0 };

  g_assert_cmpuint (one->n_cases, ==, 2);
  g_assert_cmpuint (one->n_models, ==, 1);
  g_assert_cmpfloat (one->scores[0][1], ==, -2000);
  g_assert_cmpuint (one->is_positive[0], ==, 1);
  g_assert_false (one->has_patients);
  g_assert_cmpuint (one->n_units, ==, 2);
  g_assert_cmpstr (one->positive_label, ==, "1");
  g_assert_cmpuint (two->n_models, ==, 2);
  g_assert_cmpfloat (two->scores[0][2], ==, 6);
  g_assert_cmpfloat (two->scores[1][2], ==, 5);
  g_assert_cmpuint (two->is_positive[1], ==, 0);
  g_assert_true (two->has_patients);
  g_assert_cmpuint (two->n_units, ==, 2);
  g_assert_cmpmem (two->units, sizeof units, units, sizeof units);
}

static void
test_broken_scores (void)
{
  refuse_scores ("case,truth\n1,1\n", NULL,
                 "'PATH' has no column 'score'; its columns, separated by "
                 "commas, are 'case', 'truth'");
  refuse_scores ("case,truth,score_a\n1,1,1\n", NULL,
                 "'PATH' has no column 'score_b'; its columns, separated by "
                 "commas, are 'case', 'truth', 'score_a'");
  refuse_scores ("case,score\n1,1\n", NULL,
                 "'PATH' has no column 'truth'; its columns, separated by "
                 "commas, are 'case', 'score'");
  refuse_scores ("case,truth,score\n1,1,1\n2,2,1\n", NULL,
                 "line 3 of 'PATH': truth '2' is neither 0 nor 1, and no "
                 "label was named as positive");
  refuse_scores ("case,truth,score\n1,,1\n", NULL,
                 "line 2 of 'PATH': truth is missing");
  refuse_scores ("case,truth,score\n,1,1\n", NULL,
                 "line 2 of 'PATH': case is missing");
  refuse_scores ("case,truth,score\n1,1,1\n2,0,1\n1,0,2\n", NULL,
                 "line 4 of 'PATH': case '1' is on line 2 already");
  refuse_scores ("case,truth,score\n1,1,\n", NULL,
                 "line 2 of 'PATH': score is missing");
  refuse_scores ("case,truth,score_a,score_b\n1,1,1,x\n", NULL,
                 "line 2 of 'PATH': score_b 'x' is not a finite number");
  refuse_scores ("case,truth,score\n1,a,1\n", "b",
                 "'PATH' has no case of truth 'b'");
}

static void
test_scores_must_be_finite (void)
{
  static const char *const texts[] = { "nan", "inf", "-inf", "1e999",
                                       "1,5", "0x",  "1 2" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *data =
      g_strdup_printf ("case,truth,score\n1,1,\"%s\"\n", texts[i]);
    g_autofree char *message = g_strdup_printf (
      "line 2 of 'PATH': score '%s' is not a finite number", texts[i]);
    refuse_scores (data, NULL, message);
  }
}

/* ---- DeepPATH ---- */

#define LINE(name, label)                                                  \
  name "\ttrue_label: " label                                              \
       "\tPercent_Selected: 0.25\t0.750000\tAverage_Probability: 0.3\t0.7" \
       "\ttiles#: 12.000000\t\n"

static void
refuse_deeppath (const char *data, const char *message)
{
  g_autoptr (GError) error = NULL;
  MadeFile file;

  made_file_write (&file, data, -1);
  g_assert_null (ts_deeppath_stats_load (file.path, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  made_file_assert_message (&file, error, message);
  made_file_clear (&file);
}

static void
test_deeppath (void)
{
  const char *data = LINE ("test_TCGA-05-4244-01A-01-TS1.1_01", "[0.0, 1.0]")
    LINE ("test_mine_10",
          "[1.0, 0.0]") "\r\n" LINE ("TCGA-05-4244-11A-01-TS1.2_10", "[1, 0]");
  const guint units[] = { 0, 1, 0 };
  g_autoptr (TsDeepPathStats) stats = NULL;
  g_autoptr (GError) error = NULL;
  MadeFile file;

  made_file_write (&file, data, -1);
  stats = ts_deeppath_stats_load (file.path, &error);
  g_assert_no_error (error);
  made_file_clear (&file);
  g_assert_cmpuint (stats->n_slides, ==, 3);
  g_assert_cmpuint (stats->n_classes, ==, 2);
  g_assert_cmpfloat (stats->n_tiles, ==, 36);
  g_assert_cmpuint (stats->truth[1], ==, 1);
  g_assert_cmpuint (stats->truth[2], ==, 1);
  g_assert_cmpfloat (stats->selected[4], ==, 0.25);
  g_assert_cmpfloat (stats->average[5], ==, 0.7);
  g_assert_true (stats->has_patients);
  g_assert_cmpuint (stats->n_units, ==, 2);
  g_assert_cmpmem (stats->units, sizeof units, units, sizeof units);
}

static void
test_broken_deeppath (void)
{
  refuse_deeppath ("\n\n", "'PATH' has no text in it");
  refuse_deeppath ("case,truth,score\n",
                   "line 1 of 'PATH': 'true_label:' is missing");
  refuse_deeppath (LINE ("a", "1.0"),
                   "line 1 of 'PATH': '1.0' is not a list in brackets");
  refuse_deeppath (LINE ("a", "["),
                   "line 1 of 'PATH': '[' is not a list in brackets");
  refuse_deeppath (LINE ("a", "[0.5, 0.5]"),
                   "line 1 of 'PATH': label '0.5' is neither 0 nor 1");
  refuse_deeppath (LINE ("a", "[1, 0]") LINE ("b", "[1, 0, 0]"),
                   "line 2 of 'PATH': 3 classes, where 2 are expected");
  refuse_deeppath (LINE ("a", "[1, 0]") LINE ("a", "[1, 0]"),
                   "line 2 of 'PATH': 'a' is there twice");
  refuse_deeppath (LINE ("", "[1, 0]"),
                   "line 1 of 'PATH': the name of the slide is missing");
  refuse_deeppath (LINE ("a", "[1, 0, 0]"),
                   "line 1 of 'PATH': Percent_Selected: 'Average_Probability: "
                   "0.3' is not a number from 0 to 1");
  refuse_deeppath ("a\ttrue_label: [1, 0]\tPercent_Selected: 0.1\n",
                   "line 1 of 'PATH': 3 fields are too few for 2 classes");
}

static void
test_broken_deeppath_numbers (void)
{
  const char *start = "a\ttrue_label: [1]\t";
  static const struct {
    const char *rest, *message;
  } cases[] = {
    { "Percent: 1\tAverage_Probability: 1\ttiles#: 1\t",
      "'Percent_Selected:' is missing" },
    { "Percent_Selected: 1.5\tAverage_Probability: 1\ttiles#: 1\t",
      "Percent_Selected: '1.5' is not a number from 0 to 1" },
    { "Percent_Selected: 1\tAverage_Probability: nan\ttiles#: 1\t",
      "Average_Probability: 'nan' is not a number from 0 to 1" },
    { "Percent_Selected: 1\tAverage_Probability: 1\ttile: 1\t",
      "'tiles#:' is missing" },
    { "Percent_Selected: 1\tAverage_Probability: 1", "'tiles#:' is missing" },
    { "Percent_Selected: 1\tAverage_Probability: 1\ttiles#: -1\t",
      "tiles#: '-1' is not a number" },
    { "Percent_Selected: 1\tAverage_Probability: 1\ttiles#: 1\tx",
      "text stands behind 'tiles#:'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *data = g_strconcat (start, cases[i].rest, "\n", NULL);
    g_autofree char *message =
      g_strconcat ("line 1 of 'PATH': ", cases[i].message, NULL);
    refuse_deeppath (data, message);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ratings/are-read", test_ratings);
  g_test_add_func ("/ratings/weight-order", test_weight_order);
  g_test_add_func ("/ratings/order-given", test_order_given);
  g_test_add_func ("/ratings/numbers-rank-themselves",
                   test_numbers_rank_themselves);
  g_test_add_func ("/ratings/sampling-probabilities", test_probabilities);
  g_test_add_func ("/ratings/broken-says-where", test_broken_ratings);
  g_test_add_func ("/ratings/broken-orders", test_broken_orders);
  g_test_add_func ("/ratings/broken-probabilities", test_broken_probabilities);
  g_test_add_func ("/ratings/too-many-names", test_too_many_names);
  g_test_add_func ("/scores/are-read", test_scores);
  g_test_add_func ("/scores/broken-says-where", test_broken_scores);
  g_test_add_func ("/scores/must-be-finite", test_scores_must_be_finite);
  g_test_add_func ("/deeppath/is-read", test_deeppath);
  g_test_add_func ("/deeppath/broken-says-where", test_broken_deeppath);
  g_test_add_func ("/deeppath/broken-numbers", test_broken_deeppath_numbers);
  return g_test_run ();
}
