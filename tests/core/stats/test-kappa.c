/* Two readers: kappa, AC1, McNemar and what a cross table says, against R 4.2.2 (psych 2.2.9,
 * vcd 1.4-11, irrCAC 1.0) and statsmodels 0.13.5.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/random.h"
#include "core/stats/kappa.h"
#include "core/stats/mcnemar.h"
#include "tests/core/stats/close.h"

static const guint four_labels[] = { 44, 5, 1,  0, 3, 38, 12, 2,
                                     0,  6, 29, 5, 1, 2,  9,  33 };
static const guint abstractors[] = { 13, 0, 0, 0, 20, 7, 0, 4, 56 };
static const double evenly[] = { 0, 1, 2, 3 };

static TsCrossTable *
make_table (guint n_labels, const guint *counts)
{
  TsCrossTable *table = ts_cross_table_new (n_labels);

  for (guint i = 0; i < n_labels * n_labels; i++)
    for (guint n = 0; n < counts[i]; n++)
      ts_cross_table_add (table, (int) (i / n_labels), (int) (i % n_labels));
  return table;
}

static TsKappa
compute (guint n_labels,
         const guint *counts,
         TsKappaWeights weights,
         const double *ranks)
{
  g_autoptr (TsCrossTable) table = make_table (n_labels, counts);
  TsKappa kappa;

  ts_kappa_compute (table, weights, ranks, &kappa);
  return kappa;
}

static void
test_cohen (void)
{
  TsKappa kappa = compute (2, (guint[]){ 20, 5, 10, 15 }, TS_KAPPA_PLAIN, NULL);

  ts_assert_close (kappa.estimate.value, 0.4, 1e-15);
  ts_assert_close (kappa.estimate.se * kappa.estimate.se, 0.016128, 1e-15);
  ts_assert_close (kappa.estimate.low, 0.1510922905, 1e-10);
  ts_assert_close (kappa.estimate.high, 0.6489077095, 1e-10);
  ts_assert_close (kappa.se_null * kappa.se_null, 0.0192, 1e-15);
  ts_assert_close (kappa.observed, 0.7, 1e-15);
  ts_assert_close (kappa.expected, 0.5, 1e-15);
  g_assert_cmpuint (kappa.estimate.n, ==, 50);
  kappa = compute (2, (guint[]){ 45, 15, 25, 15 }, TS_KAPPA_PLAIN, NULL);
  ts_assert_close (kappa.estimate.value, 0.1304347826, 1e-10);
  ts_assert_close (kappa.estimate.se * kappa.estimate.se, 0.009734099, 1e-9);
  ts_assert_close (kappa.estimate.low, -0.0629382778, 1e-10);
  ts_assert_close (kappa.estimate.high, 0.3238078430, 1e-10);
  kappa = compute (2, (guint[]){ 118, 5, 2, 0 }, TS_KAPPA_PLAIN, NULL);
  ts_assert_close (kappa.observed, 0.944, 1e-15);
  ts_assert_close (kappa.estimate.value, -0.0233918129, 1e-10);
  ts_assert_close (kappa.estimate.se, 0.01228675667, 1e-11);
  kappa = compute (3, abstractors, TS_KAPPA_PLAIN, NULL);
  ts_assert_close (kappa.estimate.value, 0.7964094021839719, 1e-14);
  ts_assert_close (kappa.estimate.se, 0.0589107183260814, 1e-14);
  ts_assert_close (kappa.estimate.low, 0.6809465160, 1e-10);
  ts_assert_close (kappa.estimate.high, 0.9118722884, 1e-10);
}

static void
test_weighted (void)
{
  TsKappa kappa = compute (3, abstractors, TS_KAPPA_LINEAR, evenly);

  ts_assert_close (kappa.estimate.value, 0.8429020279920021, 1e-14);
  ts_assert_close (kappa.estimate.se, 0.0478721215903399, 1e-14);
  kappa = compute (3, abstractors, TS_KAPPA_QUADRATIC, evenly);
  ts_assert_close (kappa.estimate.value, 0.8921568627450982, 1e-14);
  ts_assert_close (kappa.estimate.se, 0.0353515075756589, 1e-14);
  kappa = compute (4, four_labels, TS_KAPPA_PLAIN, NULL);
  ts_assert_close (kappa.estimate.value, 0.676954352245426, 1e-14);
  ts_assert_close (kappa.estimate.se, 0.04133751116119783, 1e-14);
  ts_assert_close (kappa.se_null, 0.04178426086104707, 1e-14);
  kappa = compute (4, four_labels, TS_KAPPA_LINEAR, evenly);
  ts_assert_close (kappa.estimate.value, 0.7728912945421741, 1e-14);
  ts_assert_close (kappa.estimate.se, 0.03288804169287107, 1e-14);
  ts_assert_close (kappa.se_null, 0.05178743191167817, 1e-14);
  ts_assert_close (kappa.estimate.low, 0.7084319173020951, 1e-14);
  kappa = compute (4, four_labels, TS_KAPPA_QUADRATIC, evenly);
  ts_assert_close (kappa.estimate.value, 0.8497076693798005, 1e-14);
  ts_assert_close (kappa.estimate.se, 0.030276551947406704, 1e-14);
  ts_assert_close (kappa.se_null, 0.07250842201014199, 1e-14);
}

/* statsmodels with the weights written out. */
static void
test_ranks_need_not_be_even (void)
{
  const double ranks[] = { 0, 1, 2, 5 };
  TsKappa kappa = compute (4, four_labels, TS_KAPPA_LINEAR, ranks);

  ts_assert_close (kappa.estimate.value, 0.751008064516129, 1e-14);
  ts_assert_close (kappa.estimate.se, 0.03932812808211245, 1e-14);
  ts_assert_close (kappa.se_null, 0.05350852819848638, 1e-14);
  kappa = compute (4, four_labels, TS_KAPPA_QUADRATIC, ranks);
  ts_assert_close (kappa.estimate.value, 0.8051404412072503, 1e-14);
  ts_assert_close (kappa.estimate.se, 0.04032320917835154, 1e-14);
  ts_assert_close (kappa.se_null, 0.07245353545858886, 1e-14);
}

static void
assert_ac1 (guint n_labels, const guint *counts, double value, double se)
{
  g_autoptr (TsCrossTable) table = make_table (n_labels, counts);
  TsEstimate ac1 = ts_kappa_compute_ac1 (table);

  ts_assert_close (ac1.value, value, 1e-10);
  if (se > 0)
    ts_assert_close (ac1.se, se, 1e-10);
}

static void
test_ac1 (void)
{
  g_autoptr (TsCrossTable) table = make_table (3, abstractors);
  TsEstimate ac1 = ts_kappa_compute_ac1 (table);

  assert_ac1 (2, (guint[]){ 20, 5, 10, 15 }, 0.4059405941, 0.1301517176);
  assert_ac1 (2, (guint[]){ 45, 15, 25, 15 }, 0.2660550459, 0);
  assert_ac1 (2, (guint[]){ 118, 5, 2, 0 }, 0.9407763376, 0.02296455125);
  assert_ac1 (3, abstractors, 0.8493305482, 0.0432174675);
  ts_assert_close (ac1.low, 0.764, 0.0005);
  ts_assert_close (ac1.high, 0.935, 0.0005);
}

static void
test_perfect_agreement (void)
{
  const guint counts[] = { 7, 0, 0, 0, 4, 0, 0, 0, 9 };
  g_autoptr (TsCrossTable) table = make_table (3, counts);
  TsEstimate ac1 = ts_kappa_compute_ac1 (table);

  for (guint weights = TS_KAPPA_PLAIN; weights <= TS_KAPPA_QUADRATIC;
       weights++) {
    TsKappa kappa = compute (3, counts, (TsKappaWeights) weights, evenly);
    ts_assert_close (kappa.estimate.value, 1, 1e-15);
    g_assert_cmpfloat (kappa.estimate.se, ==, 0);
    g_assert_false (ts_estimate_has_interval (&kappa.estimate));
    g_assert_cmpstr (kappa.estimate.reason, ==,
                     "the estimated variance is zero");
    g_assert_cmpfloat (kappa.p, <, 0.001);
  }
  ts_assert_close (ac1.value, 1, 1e-15);
  g_assert_false (ts_estimate_has_interval (&ac1));
}

static void
assert_unknown (const TsKappa *kappa, const char *reason)
{
  g_assert_false (ts_estimate_has_value (&kappa->estimate));
  g_assert_false (ts_estimate_has_interval (&kappa->estimate));
  g_assert_cmpstr (kappa->estimate.reason, ==, reason);
  ts_assert_nan (kappa->p);
}

static void
test_not_estimable_says_why (void)
{
  TsKappa none = compute (2, (guint[]){ 0, 0, 0, 0 }, TS_KAPPA_PLAIN, NULL);
  TsKappa same = compute (2, (guint[]){ 0, 0, 0, 9 }, TS_KAPPA_PLAIN, NULL);
  TsKappa no_order = compute (3, abstractors, TS_KAPPA_LINEAR, NULL);
  TsKappa constant = compute (2, (guint[]){ 7, 3, 0, 0 }, TS_KAPPA_PLAIN, NULL);
  TsKappa few;
  g_autoptr (TsCrossTable) empty = ts_cross_table_new (2);
  g_autoptr (TsCrossTable) one_label = make_table (1, (guint[]){ 5 });
  TsEstimate ac1 = ts_kappa_compute_ac1 (empty);

  assert_unknown (&none, "no case has both labels");
  assert_unknown (&same, "all cases got one and the same label");
  assert_unknown (&no_order, "the labels have no order");
  /* One reader always says the same: kappa is 0 and has no variance. */
  ts_assert_close (constant.estimate.value, 0, 1e-15);
  g_assert_cmpstr (constant.estimate.reason, ==,
                   "the estimated variance is zero");
  ts_assert_nan (constant.p);
  g_assert_cmpstr (constant.test_reason, ==,
                   "the variance without agreement is zero");
  few = compute (2, (guint[]){ 4, 1, 1, 3 }, TS_KAPPA_PLAIN, NULL);
  ts_assert_close (few.estimate.value, 0.55, 1e-15);
  g_assert_cmpfloat (few.estimate.se, >, 0);
  g_assert_cmpstr (few.estimate.reason, ==,
                   "fewer than 10 cases are too few for this interval");
  ts_assert_nan (few.estimate.low);
  g_assert_cmpstr (ac1.reason, ==, "no case has both labels");
  ac1 = ts_kappa_compute_ac1 (one_label);
  g_assert_cmpstr (ac1.reason, ==, "there is but one label");
}

/* Labels under other numbers, with an unused one among them, and the readers exchanged. The
 * rank of the unused label changes the scale of the weights and not kappa. */
static void
test_relabelling_changes_nothing (void)
{
  static const int places[] = { 3, 1, 4, 0 };
  static const double places_ranks[] = { 3, 1, 99, 0, 2 };
  TsRandom random;

  ts_random_init (&random, 11);
  for (guint round = 0; round < 50; round++) {
    g_autoptr (TsCrossTable) one = ts_cross_table_new (4);
    g_autoptr (TsCrossTable) other = ts_cross_table_new (5);
    for (guint i = 0; i < 40; i++) {
      int row = (int) ts_random_below (&random, 4);
      int column = i % 2 == 0 ? row : (int) ts_random_below (&random, 4);
      ts_cross_table_add (one, row, column);
      ts_cross_table_add (other, places[column], places[row]);
    }
    for (guint i = TS_KAPPA_PLAIN; i <= TS_KAPPA_QUADRATIC; i++) {
      TsKappa a, b;
      ts_kappa_compute (one, (TsKappaWeights) i, evenly, &a);
      ts_kappa_compute (other, (TsKappaWeights) i, places_ranks, &b);
      ts_assert_close (a.estimate.value, b.estimate.value, 1e-12);
      ts_assert_close (a.estimate.se, b.estimate.se, 1e-12);
      ts_assert_close (a.p, b.p, 1e-12);
    }
  }
}

static void
test_two_labels_weigh_nothing (void)
{
  const guint counts[] = { 20, 5, 10, 15 };
  TsKappa plain = compute (2, counts, TS_KAPPA_PLAIN, NULL);
  TsKappa linear = compute (2, counts, TS_KAPPA_LINEAR, evenly);
  TsKappa quadratic = compute (2, counts, TS_KAPPA_QUADRATIC, evenly);

  ts_assert_close (linear.estimate.value, plain.estimate.value, 1e-15);
  ts_assert_close (linear.estimate.se, plain.estimate.se, 1e-15);
  ts_assert_close (quadratic.estimate.value, plain.estimate.value, 1e-15);
}

static void
test_mcnemar (void)
{
  TsMcnemar test;

  ts_mcnemar_compute (86, 150, 1600, &test);
  ts_assert_close (test.chi2, 17.355932, 1e-6);
  ts_assert_close (test.p, 3.099293e-05, 1e-11);
  ts_assert_close (test.chi2_cc, 16.817797, 1e-6);
  ts_assert_close (test.p_cc, 4.114562e-05, 1e-11);
  ts_assert_close (test.exact_p, 3.715936139571442e-05, 1e-17);
  ts_assert_close (test.difference.value, -0.04, 1e-15);
  ts_mcnemar_compute (5, 1, 36, &test);
  ts_assert_close (test.chi2, 2.6666667, 1e-7);
  ts_assert_close (test.p, 0.1024704349, 1e-10);
  ts_assert_close (test.chi2_cc, 1.5, 1e-15);
  ts_assert_close (test.p_cc, 0.2206713619, 1e-10);
  g_assert_cmpfloat (test.exact_p, ==, 0.21875);
}

/* Agresti, Categorical Data Analysis, section on dependent proportions: approval by 944 and
 * then 880 of 1600, difference 0.04, SE 0.0095, interval 0.02 to 0.06. */
static void
test_paired_difference (void)
{
  TsMcnemar test;

  ts_mcnemar_compute (150, 86, 1600, &test);
  ts_assert_close (test.difference.se, 0.0095, 0.00005);
  ts_assert_close (test.difference.low, 0.02, 0.005);
  ts_assert_close (test.difference.high, 0.06, 0.005);
}

static void
test_mcnemar_without_discordance (void)
{
  TsMcnemar test;

  ts_mcnemar_compute (0, 0, 12, &test);
  g_assert_cmpfloat (test.exact_p, ==, 1);
  ts_assert_nan (test.chi2);
  ts_assert_nan (test.p_cc);
  g_assert_cmpstr (test.reason, ==, "there is no discordant pair");
  ts_mcnemar_compute (4, 4, 12, &test);
  g_assert_cmpfloat (test.chi2_cc, ==, 0);
  g_assert_cmpfloat (test.p_cc, ==, 1);
  g_assert_cmpfloat (test.exact_p, ==, 1);
}

static void
test_class_accuracy (void)
{
  const guint counts[] = { 8, 2, 0, 1, 15, 4, 0, 0, 0 };
  g_autoptr (TsCrossTable) table = make_table (3, counts);
  TsEstimate balanced = ts_cross_table_compute_balanced_accuracy (table);
  TsEstimate accuracy = ts_cross_table_compute_agreement (table);
  TsClassAccuracy first, last;

  ts_cross_table_compute_class (table, 0, &first);
  ts_cross_table_compute_class (table, 2, &last);
  g_assert_cmpfloat (first.sensitivity.value, ==, 0.8);
  ts_assert_close (first.sensitivity.low, 0.49016247153664183, 1e-13);
  g_assert_cmpfloat (first.specificity.value, ==, 0.95);
  g_assert_cmpuint (first.specificity.n, ==, 20);
  ts_assert_close (first.ppv.value, 8 / 9.0, 1e-15);
  ts_assert_close (first.npv.value, 19 / 21.0, 1e-15);
  g_assert_cmpstr (last.sensitivity.reason, ==, "no case is of this class");
  ts_assert_close (last.specificity.value, 26 / 30.0, 1e-15);
  g_assert_cmpfloat (last.ppv.value, ==, 0);
  ts_assert_close (accuracy.value, 23 / 30.0, 1e-15);
  ts_assert_close (balanced.value, (0.8 + 0.75) / 2, 1e-15);
  ts_assert_close (balanced.se, sqrt (0.8 * 0.2 / 10 + 0.75 * 0.25 / 20) / 2,
                   1e-15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kappa/cohen-as-psych", test_cohen);
  g_test_add_func ("/kappa/weighted-as-vcd", test_weighted);
  g_test_add_func ("/kappa/ranks-need-not-be-even",
                   test_ranks_need_not_be_even);
  g_test_add_func ("/kappa/ac1-as-irrcac", test_ac1);
  g_test_add_func ("/kappa/perfect-agreement-has-no-interval",
                   test_perfect_agreement);
  g_test_add_func ("/kappa/not-estimable-says-why",
                   test_not_estimable_says_why);
  g_test_add_func ("/kappa/relabelling-changes-nothing",
                   test_relabelling_changes_nothing);
  g_test_add_func ("/kappa/two-labels-weigh-nothing",
                   test_two_labels_weigh_nothing);
  g_test_add_func ("/mcnemar/as-statsmodels", test_mcnemar);
  g_test_add_func ("/mcnemar/paired-difference", test_paired_difference);
  g_test_add_func ("/mcnemar/without-discordance-says-why",
                   test_mcnemar_without_discordance);
  g_test_add_func ("/cross-table/class-accuracy", test_class_accuracy);
  return g_test_run ();
}
