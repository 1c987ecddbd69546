/* Many readers: Fleiss' kappa, AC1, Krippendorff's alpha, the whole table, and readers beside
 * a model, against R 4.2.2 (irrCAC 1.0) and twins written from the definitions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/random.h"
#include "core/stats/agreement.h"
#include "core/stats/krippendorff.h"
#include "core/stats/many-readers.h"
#include "core/stats/reader-model.h"
#include "tests/core/stats/close.h"

#define N TS_NO_RATING

/* Fleiss' own example: 10 cases, 14 readers, 5 labels; counts of each label. */
static const int fleiss_counts[10][5] = {
  { 0, 0, 0, 0, 14 }, { 0, 2, 6, 4, 2 }, { 0, 0, 3, 5, 6 }, { 0, 3, 9, 2, 0 },
  { 2, 2, 8, 1, 1 },  { 7, 7, 0, 0, 0 }, { 3, 2, 6, 3, 0 }, { 2, 5, 3, 2, 2 },
  { 6, 5, 2, 1, 0 },  { 0, 2, 2, 3, 7 }
};
/* cac.raw4raters of irrCAC, labels from 0: 12 cases, 4 readers. */
static const int with_gaps[] = {
  0, 0, N, 0, 1, 1, 2, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 0, 1, 2, 3,
  3, 3, 3, 3, 0, 0, 1, 0, 1, 1, 1, 1, N, 4, 4, 4, N, N, 0, 0, N, N, 2, N
};
static const double evenly[] = { 0, 1, 2, 3, 4 };

static TsLabelCounts *
make_fleiss_counts (void)
{
  int labels[10 * 14];

  for (guint i = 0; i < 10; i++) {
    guint reader = 0;
    for (int k = 0; k < 5; k++)
      for (int n = 0; n < fleiss_counts[i][k]; n++)
        labels[i * 14 + reader++] = k;
  }
  const TsRatings ratings = {
    .n_cases = 10, .n_readers = 14, .n_labels = 5, .labels = labels
  };
  return ts_label_counts_new (&ratings);
}

static TsLabelCounts *
make_counts_with_gaps (void)
{
  const TsRatings ratings = {
    .n_cases = 12, .n_readers = 4, .n_labels = 5, .labels = with_gaps
  };
  return ts_label_counts_new (&ratings);
}

static void
test_fleiss (void)
{
  g_autoptr (TsLabelCounts) counts = make_fleiss_counts ();
  g_autoptr (TsLabelCounts) gaps = make_counts_with_gaps ();
  TsKappa kappa;

  ts_fleiss_kappa_compute (counts, &kappa);
  ts_assert_close (kappa.estimate.value, 0.20993070442195522, 1e-15);
  ts_assert_close (kappa.observed, 0.378021978021978, 1e-14);
  ts_assert_close (kappa.expected, 0.212755102040816, 1e-14);
  ts_assert_close (kappa.estimate.se, 0.09237111161, 1e-11);
  ts_assert_close (kappa.se_null, 0.01696506922, 1e-11);
  ts_assert_close (kappa.z, 12.37429106, 1e-8);
  ts_fleiss_kappa_compute (gaps, &kappa);
  ts_assert_close (kappa.observed, 0.8181818, 1e-7);
  ts_assert_close (kappa.estimate.value, 0.76117, 1e-5);
  ts_assert_close (kappa.estimate.se, 0.15302, 1e-5);
  ts_assert_nan (kappa.se_null);
  g_assert_cmpstr (kappa.test_reason, ==,
                   "cases differ in their number of ratings");
  g_assert_cmpuint (kappa.estimate.n, ==, 12);
}

static void
test_ac1 (void)
{
  g_autoptr (TsLabelCounts) counts = make_fleiss_counts ();
  g_autoptr (TsLabelCounts) gaps = make_counts_with_gaps ();
  TsEstimate ac1 = ts_many_readers_compute_ac1 (counts);

  ts_assert_close (ac1.value, 0.2256141508, 1e-10);
  ac1 = ts_many_readers_compute_ac1 (gaps);
  ts_assert_close (ac1.value, 0.77544, 1e-5);
  ts_assert_close (ac1.se, 0.14295, 1e-5);
  /* Student's t with 11 degrees of freedom is 2.200985. */
  ts_assert_close (ac1.low, 0.77544 - 2.200985 * 0.14295, 2e-5);
  g_assert_cmpfloat (ac1.high, ==, 1);
}

static void
test_alpha (void)
{
  const double other_order[] = { 1, 3, 0, 4, 2 };
  g_autoptr (TsLabelCounts) counts = make_fleiss_counts ();
  g_autoptr (TsLabelCounts) gaps = make_counts_with_gaps ();

  ts_assert_close (ts_krippendorff_alpha (counts, TS_ALPHA_NOMINAL, NULL, NULL),
                   0.2155740565, 1e-10);
  ts_assert_close (ts_krippendorff_alpha (gaps, TS_ALPHA_NOMINAL, NULL, NULL),
                   0.7434210526315791, 1e-14);
  /* Krippendorff's own example of ordinal data: 0.815. */
  ts_assert_close (ts_krippendorff_alpha (gaps, TS_ALPHA_ORDINAL, evenly, NULL),
                   0.8153875037548814, 1e-14);
  ts_assert_close (
    ts_krippendorff_alpha (gaps, TS_ALPHA_ORDINAL, other_order, NULL),
    0.6908806448382898, 1e-14);
}

/* ---- Alpha from all pairs of values, as its definition has it ---- */

static double
get_distance (const TsRatings *ratings,
              const double *n,
              TsAlphaMetric metric,
              int c,
              int k)
{
  double low = MIN (ratings->ranks[c], ratings->ranks[k]);
  double high = MAX (ratings->ranks[c], ratings->ranks[k]), sum = 0;

  if (c == k || metric == TS_ALPHA_NOMINAL)
    return c != k;
  for (guint g = 0; g < ratings->n_labels; g++)
    if (ratings->ranks[g] >= low && ratings->ranks[g] <= high)
      sum += n[g];
  sum -= (n[c] + n[k]) / 2;
  return sum * sum;
}

static double
compute_alpha_slowly (const TsRatings *ratings, TsAlphaMetric metric)
{
  g_autofree int *values = g_new (int, ratings->n_cases * ratings->n_readers);
  double n[8] = { 0 }, observed = 0, expected = 0;
  guint n_values = 0;

  for (guint pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < ratings->n_cases; i++) {
      guint first = n_values;
      for (guint j = 0; j < ratings->n_readers; j++)
        if (ts_ratings_get (ratings, i, j) != N)
          values[n_values++] = ts_ratings_get (ratings, i, j);
      if (n_values - first < 2)
        n_values = first;
      for (guint a = first; a < n_values; a++)
        for (guint b = first; b < n_values && pass == 1; b++)
          observed += get_distance (ratings, n, metric, values[a], values[b]) /
                      (n_values - first - 1.0);
    }
    for (guint a = 0; a < n_values && pass == 0; a++)
      n[values[a]]++;
    n_values = pass == 0 ? 0 : n_values;
  }
  for (guint a = 0; a < n_values; a++)
    for (guint b = 0; b < n_values; b++)
      expected += get_distance (ratings, n, metric, values[a], values[b]);
  return 1 - observed / n_values / (expected / n_values / (n_values - 1.0));
}

static void
fill_at_random (TsRandom *random, int *labels, guint n, guint n_labels)
{
  for (guint i = 0; i < n; i++)
    labels[i] = ts_random_below (random, 4) == 0
                  ? N
                  : (int) MIN (ts_random_below (random, n_labels),
                               ts_random_below (random, n_labels));
}

static void
test_alpha_is_that_of_its_definition (void)
{
  const double ranks[] = { 2, 0, 7, 5 };
  int labels[20 * 5];
  TsRatings ratings = { .n_cases = 20,
                        .n_readers = 5,
                        .n_labels = 4,
                        .labels = labels,
                        .ranks = ranks };
  TsRandom random;

  ts_random_init (&random, 5);
  for (guint round = 0; round < 30; round++) {
    fill_at_random (&random, labels, 20 * 5, 4);
    g_autoptr (TsLabelCounts) counts = ts_label_counts_new (&ratings);
    for (guint i = TS_ALPHA_NOMINAL; i <= TS_ALPHA_ORDINAL; i++)
      ts_assert_close (
        ts_krippendorff_alpha (counts, (TsAlphaMetric) i, ranks, NULL),
        compute_alpha_slowly (&ratings, (TsAlphaMetric) i), 1e-12);
  }
}

/* A case counted twice is the same as two cases alike. */
static void
test_times_are_copies (void)
{
  guint times[12] = { 0, 2, 1, 1, 3, 0, 1, 1, 0, 1, 1, 1 };
  g_autoptr (TsLabelCounts) counts = make_counts_with_gaps ();
  int labels[12 * 4];
  TsRatings ratings = { .n_readers = 4, .n_labels = 5, .labels = labels };
  g_autoptr (TsLabelCounts) copies = NULL;

  for (guint i = 0; i < 12; i++)
    for (guint n = 0; n < times[i]; n++, ratings.n_cases++)
      for (guint j = 0; j < 4; j++)
        labels[ratings.n_cases * 4 + j] = with_gaps[i * 4 + j];
  copies = ts_label_counts_new (&ratings);
  ts_assert_close (
    ts_krippendorff_alpha (counts, TS_ALPHA_ORDINAL, evenly, times),
    ts_krippendorff_alpha (copies, TS_ALPHA_ORDINAL, evenly, NULL), 1e-14);
}

static void
test_not_estimable_says_why (void)
{
  const int lonely[] = { 0, N, N, 1, N, N }, alike[] = { 1, 1, 1, 1, 1, N };
  TsRatings ratings = {
    .n_cases = 2, .n_readers = 3, .n_labels = 2, .labels = lonely
  };
  g_autoptr (TsLabelCounts) counts = ts_label_counts_new (&ratings);
  g_autoptr (TsLabelCounts) same = NULL;
  TsKappa kappa;
  TsEstimate ac1 = ts_many_readers_compute_ac1 (counts);

  g_assert_cmpstr (ac1.reason, ==, "no case has two ratings");
  ts_fleiss_kappa_compute (counts, &kappa);
  g_assert_cmpstr (kappa.estimate.reason, ==, "no case has two ratings");
  ts_assert_nan (ts_krippendorff_alpha (counts, TS_ALPHA_NOMINAL, NULL, NULL));
  ratings.labels = alike;
  same = ts_label_counts_new (&ratings);
  ts_fleiss_kappa_compute (same, &kappa);
  g_assert_cmpstr (kappa.estimate.reason, ==,
                   "all ratings are one and the same label");
  ts_assert_nan (kappa.estimate.value);
  ts_assert_nan (ts_krippendorff_alpha (same, TS_ALPHA_NOMINAL, NULL, NULL));
  ac1 = ts_many_readers_compute_ac1 (same);
  g_assert_cmpfloat (ac1.value, ==, 1);
  g_assert_false (ts_estimate_has_interval (&ac1));
}

/* ---- The whole table ---- */

static TsAgreement *
compute_with_gaps (guint64 seed)
{
  const TsAgreementInput input = { .ratings = { .n_cases = 12,
                                                .n_readers = 4,
                                                .n_labels = 5,
                                                .labels = with_gaps,
                                                .ranks = evenly },
                                   .n_resamples = 2000,
                                   .seed = seed };
  return ts_agreement_new (&input);
}

static void
test_four_readers (void)
{
  g_autoptr (TsAgreement) table = compute_with_gaps (1);
  g_autoptr (TsAgreement) again = compute_with_gaps (1);
  g_autoptr (TsAgreement) other = compute_with_gaps (2);
  const TsPairAgreement *pair = &table->pairs[3];

  g_assert_cmpuint (table->n_pairs, ==, 6);
  g_assert_cmpuint (pair->a, ==, 1);
  g_assert_cmpuint (pair->b, ==, 2);
  g_assert_cmpuint (pair->table->n, ==, 9);
  ts_assert_close (pair->raw_agreement.value, 6 / 9.0, 1e-15);
  g_assert_cmpint (pair->subject, ==, TS_MCNEMAR_NONE);
  g_assert_null (table->readers);
  g_assert_cmpuint (table->n_pairable, ==, 11);
  ts_assert_close (table->raw_agreement.value, 0.8181818, 1e-7);
  ts_assert_close (table->unanimous.value, 8 / 11.0, 1e-15);
  ts_assert_close (table->alpha.value, 0.7434210526315791, 1e-14);
  /* The bootstrap of the SE that irrCAC finds (0.14): about 0.45 to 1. */
  g_assert_cmpfloat (table->alpha.low, >, 0.3);
  g_assert_cmpfloat (table->alpha.low, <, 0.55);
  g_assert_cmpfloat (table->alpha.high, >, 0.9);
  g_assert_cmpfloat (table->alpha.low, ==, again->alpha.low);
  g_assert_cmpfloat (table->alpha_ordinal.high, ==, again->alpha_ordinal.high);
  g_assert_cmpfloat (table->alpha.low, !=, other->alpha.low);
}

static void
test_two_readers_and_truth (void)
{
  const int labels[] = { 0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1, 1, N };
  const int truth[] = { 0, 0, 1, 1, N, 1, 1 };
  const double probabilities[] = { 1, .5, .5, 1, 1, .25, 1 };
  TsAgreementInput input = { .ratings = { .n_cases = 7,
                                          .n_readers = 2,
                                          .n_labels = 2,
                                          .labels = labels },
                             .truth = truth,
                             .probabilities = probabilities };
  g_autoptr (TsAgreement) table = ts_agreement_new (&input);
  g_autoptr (TsAgreement) without = NULL;
  const TsPairAgreement *pair = &table->pairs[0];

  /* Both are right on cases 0 and 2, the first alone on 1 and 3, the second alone on 5; case 4
   * has no truth, case 6 no second rating. */
  g_assert_cmpint (pair->subject, ==, TS_MCNEMAR_TRUTH);
  g_assert_cmpuint (pair->mcnemar.n, ==, 5);
  g_assert_cmpuint (pair->mcnemar.b, ==, 2);
  g_assert_cmpuint (pair->mcnemar.c, ==, 1);
  g_assert_cmpuint (table->readers[0].accuracy.n, ==, 6);
  ts_assert_close (table->readers[0].accuracy.value, 5 / 6.0, 1e-15);
  ts_assert_close (table->readers[1].accuracy.value, 3 / 5.0, 1e-15);
  /* Weights 1, 2, 2, 1, 4, 1 on cases 0 1 2 3 5 6; the first is wrong on 5. */
  ts_assert_close (table->readers[0].weighted_accuracy.value, 7 / 11.0, 1e-15);
  g_assert_cmpfloat (table->ac1.se, ==, pair->ac1.se);
  g_assert_cmpstr (table->raw_agreement.method, ==, "Wilson");
  g_assert_cmpstr (table->alpha.reason, ==, "no resamples were asked for");
  g_assert_cmpstr (table->alpha_ordinal.reason, ==, "the labels have no order");
  input.truth = NULL;
  without = ts_agreement_new (&input);
  g_assert_cmpint (without->pairs[0].subject, ==, TS_MCNEMAR_LABEL);
  g_assert_cmpuint (without->pairs[0].mcnemar.b, ==, 2);
  g_assert_cmpuint (without->pairs[0].mcnemar.c, ==, 1);
}

static void
test_one_reader (void)
{
  const int labels[] = { 0, 1, 1 }, truth[] = { 0, 1, 0 };
  TsAgreementInput input = { .ratings = { .n_cases = 3,
                                          .n_readers = 1,
                                          .n_labels = 2,
                                          .labels = labels },
                             .truth = truth,
                             .n_resamples = 100 };
  g_autoptr (TsAgreement) table = ts_agreement_new (&input);

  g_assert_cmpuint (table->n_pairs, ==, 0);
  g_assert_cmpstr (table->raw_agreement.reason, ==, "no case has two ratings");
  g_assert_cmpstr (table->alpha.reason, ==, "no case has two ratings");
  g_assert_cmpstr (table->ac1.reason, ==, "no case has two ratings");
  ts_assert_close (table->readers[0].accuracy.value, 2 / 3.0, 1e-15);
}

/* ---- Readers beside a model ---- */

/* The counts of Coudray et al. (2018): 170 slides, the model wrong on 18, at least one of
 * three readers on 54, both on 9. */
static void
test_cross_errors_of_the_paper (void)
{
  int labels[170 * 4], truth[170];
  const TsRatings ratings = {
    .n_cases = 170, .n_readers = 4, .n_labels = 2, .labels = labels
  };
  TsCrossErrors errors;

  for (int i = 0; i < 170; i++) {
    truth[i] = i % 2;
    for (int j = 0; j < 4; j++)
      labels[i * 4 + j] = truth[i];
    if (i < 18)
      labels[i * 4 + 1] = 1 - truth[i]; /* the model is reader 1 */
    if (i >= 9 && i < 63)
      labels[i * 4 + (i % 3 == 0 ? 0 : 2 + i % 2)] = 1 - truth[i];
  }
  ts_cross_errors_compute (&ratings, truth, 1, &errors);
  g_assert_cmpuint (errors.n, ==, 170);
  g_assert_cmpuint (errors.n_incomplete, ==, 0);
  g_assert_cmpuint (errors.model_wrong, ==, 18);
  g_assert_cmpuint (errors.any_reader_wrong, ==, 54);
  g_assert_cmpuint (errors.both_wrong, ==, 9);
  g_assert_cmpfloat (errors.reader_wrong_of_model_wrong.value, ==, 0.5);
  ts_assert_close (errors.model_right_of_reader_wrong.value, 45 / 54.0, 1e-15);
  ts_assert_close (errors.model_right_of_reader_wrong.low, 0.71263486, 1e-8);
}

static void
test_cross_errors_leave_out_what_is_missing (void)
{
  const int labels[] = { 0, 0, N, 0, N, N, N, 1, 1, 0, 0, 1 };
  const int truth[] = { 0, 0, 0, N };
  const TsRatings ratings = {
    .n_cases = 4, .n_readers = 3, .n_labels = 2, .labels = labels
  };
  TsCrossErrors errors;

  ts_cross_errors_compute (&ratings, truth, 0, &errors);
  g_assert_cmpuint (errors.n, ==, 1);
  g_assert_cmpuint (errors.n_incomplete, ==, 1);
  g_assert_cmpstr (errors.reader_wrong_of_model_wrong.reason, ==,
                   "the model got no case wrong");
  g_assert_cmpstr (errors.model_right_of_reader_wrong.reason, ==,
                   "no reader got a case wrong");
}

static void
test_switches (void)
{
  /* before, after */
  const int labels[] = { 0, 0, 0, 1, 0, 2, 1, 0, 1, 1, 1, 2, 2, N, 1, 1 };
  const int truth[] = { 0, 0, 0, 0, 0, 0, 0, N };
  const TsRatings ratings = {
    .n_cases = 8, .n_readers = 2, .n_labels = 3, .labels = labels
  };
  TsSwitches switches;

  ts_switches_compute (&ratings, truth, 0, 1, &switches);
  g_assert_cmpuint (switches.n, ==, 6);
  g_assert_cmpuint (switches.right_right, ==, 1);
  g_assert_cmpuint (switches.right_wrong, ==, 2);
  g_assert_cmpuint (switches.wrong_right, ==, 1);
  g_assert_cmpuint (switches.wrong_wrong, ==, 2);
  g_assert_cmpuint (switches.wrong_other, ==, 1);
  ts_assert_close (switches.switches.value, 4 / 6.0, 1e-15);
  ts_assert_close (switches.right_to_wrong.value, 2 / 3.0, 1e-15);
  ts_assert_close (switches.wrong_to_right.value, 1 / 3.0, 1e-15);
  ts_assert_close (switches.wrong_to_right.low, 0.06149194472039626, 1e-13);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readers/fleiss-as-irrcac", test_fleiss);
  g_test_add_func ("/readers/ac1-as-irrcac", test_ac1);
  g_test_add_func ("/readers/alpha-as-irrcac", test_alpha);
  g_test_add_func ("/readers/alpha-is-that-of-its-definition",
                   test_alpha_is_that_of_its_definition);
  g_test_add_func ("/readers/times-are-copies", test_times_are_copies);
  g_test_add_func ("/readers/not-estimable-says-why",
                   test_not_estimable_says_why);
  g_test_add_func ("/agreement/four-readers", test_four_readers);
  g_test_add_func ("/agreement/two-readers-and-truth",
                   test_two_readers_and_truth);
  g_test_add_func ("/agreement/one-reader", test_one_reader);
  g_test_add_func ("/model/cross-errors-of-the-paper",
                   test_cross_errors_of_the_paper);
  g_test_add_func ("/model/cross-errors-leave-out-what-is-missing",
                   test_cross_errors_leave_out_what_is_missing);
  g_test_add_func ("/model/switches", test_switches);
  return g_test_run ();
}
