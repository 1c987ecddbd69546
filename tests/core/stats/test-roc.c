/* ROC curves, areas, DeLong and the bootstrap, against R 4.2.2 (pROC 1.18.0), scikit-learn 1.2.1
 * and twins written from the definitions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/base/random.h"
#include "core/stats/auc-resample.h"
#include "core/stats/delong.h"
#include "core/stats/macro-curve.h"
#include "core/stats/multiclass-roc.h"
#include "core/stats/roc.h"
#include "tests/core/stats/close.h"

#define N_MADE 24

/* 24 made cases with many ties, two models. */
static const guint8 made_truth[N_MADE] = { 1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1,
                                           0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0 };
static const double made_a[N_MADE] = { 1,   0.8, 0.3, 0.9, 1,   1,   0.4, 0.1,
                                       0.3, 0.4, 1,   1,   0,   0.7, 0.5, 0.5,
                                       0.3, 0.5, 0.3, 0.8, 0.8, 0,   0.4, 0.1 };
static const double made_b[N_MADE] = { 0.5, 0.1, 0.9, 1,   0.3, 0.7, 0.5, 0.4,
                                       0.8, 0.2, 0.7, 0.7, 0.5, 0.9, 0.9, 0.3,
                                       0.6, 0.2, 0.4, 0.5, 1,   0.4, 0.6, 0.7 };
static const TsScores model_a = { N_MADE, made_a, made_truth };
static const TsScores model_b = { N_MADE, made_b, made_truth };

static double
compute_auc (const TsScores *scores)
{
  g_autoptr (TsRocCurve) curve = ts_roc_curve_new (scores);

  return ts_roc_curve_get_auc (curve);
}

static void
test_curve_with_ties (void)
{
  const TsScores scores = { 4, (double[]){ .1, .4, .4, .8 },
                            (guint8[]){ 0, 0, 1, 1 } };
  g_autoptr (TsRocCurve) curve = ts_roc_curve_new (&scores);

  g_assert_cmpuint (curve->n_points, ==, 4);
  g_assert_true (isinf (curve->points[0].threshold));
  g_assert_cmpfloat (curve->points[2].threshold, ==, 0.4);
  g_assert_cmpuint (curve->points[2].tp, ==, 2);
  g_assert_cmpuint (curve->points[2].fp, ==, 1);
  g_assert_cmpuint (curve->points[3].fp, ==, 2);
  g_assert_cmpfloat (ts_roc_curve_get_auc (curve), ==, 0.875);
}

static void
test_areas (void)
{
  const TsScores four = { 4, (double[]){ .1, .4, .35, .8 },
                          (guint8[]){ 0, 0, 1, 1 } };
  const TsScores ten = { 10,
                         (double[]){ .1, .2, .35, .8, .4, .35, .9, .8, .7, .6 },
                         (guint8[]){ 0, 0, 0, 0, 1, 1, 1, 1, 1, 0 } };
  TsDelong delong;

  g_assert_cmpfloat (compute_auc (&four), ==, 0.75);
  ts_delong_compute (&ten, &delong);
  ts_assert_close (delong.auc.value, 0.76, 1e-15);
  ts_assert_close (delong.variance, 0.0272, 1e-15);
  ts_assert_close (delong.auc.low, 0.4367544588, 1e-10);
  g_assert_cmpfloat (delong.auc.high, ==, 1);
}

static void
test_delong (void)
{
  TsDelongPair pair;

  ts_delong_compare (&model_a, &model_b, &pair);
  ts_assert_close (pair.a.auc.value, 0.851851851851852, 1e-14);
  ts_assert_close (pair.b.auc.value, 0.622222222222222, 1e-14);
  ts_assert_close (pair.a.variance, 0.00589604154418969, 1e-15);
  ts_assert_close (pair.b.variance, 0.0166152263374486, 1e-15);
  ts_assert_close (pair.covariance, 0.00100676072898295, 1e-15);
  ts_assert_close (pair.a.auc.low, 0.701354673150368, 1e-14);
  ts_assert_close (pair.b.auc.low, 0.369582740407085, 1e-14);
  ts_assert_close (pair.b.auc.high, 0.874861704037360, 1e-14);
  ts_assert_close (pair.z, 1.60389106213513, 1e-13);
  ts_assert_close (pair.p, 0.108738067291013, 1e-14);
  ts_assert_close (pair.difference.low, -0.0509790815743663, 1e-14);
  ts_assert_close (pair.difference.high, 0.5102383408336255, 1e-14);
}

static double
beats (double positive, double negative)
{
  return positive > negative ? 1 : positive == negative ? 0.5 : 0;
}

/* DeLong's structural components one by one, in the time of the product. */
static double
compute_covariance_slowly (const TsScores *a, const TsScores *b)
{
  double sum = 0;

  for (guint side = 0; side < 2; side++) {
    double s_a = 0, s_b = 0, s_ab = 0, n = 0;
    for (guint i = 0; i < a->n; i++) {
      double v_a = 0, v_b = 0, n_other = 0;
      if (a->is_positive[i] != side)
        continue;
      for (guint j = 0; j < a->n; j++) {
        if (a->is_positive[j] == side)
          continue;
        v_a += side == 1 ? beats (a->scores[i], a->scores[j])
                         : beats (a->scores[j], a->scores[i]);
        v_b += side == 1 ? beats (b->scores[i], b->scores[j])
                         : beats (b->scores[j], b->scores[i]);
        n_other++;
      }
      s_a += v_a / n_other;
      s_b += v_b / n_other;
      s_ab += v_a / n_other * v_b / n_other;
      n++;
    }
    sum += (s_ab - s_a * s_b / n) / (n - 1) / n;
  }
  return sum;
}

static double
compute_auc_slowly (const TsScores *scores)
{
  double sum = 0, n = 0;

  for (guint i = 0; i < scores->n; i++) {
    for (guint j = 0; j < scores->n; j++) {
      if (!scores->is_positive[i] || scores->is_positive[j])
        continue;
      sum += beats (scores->scores[i], scores->scores[j]);
      n++;
    }
  }
  return sum / n;
}

static void
test_delong_is_that_of_its_definition (void)
{
  double scores_a[60], scores_b[60];
  guint8 truth[60];
  const TsScores a = { 60, scores_a, truth }, b = { 60, scores_b, truth };
  TsRandom random;

  ts_random_init (&random, 3);
  for (guint round = 0; round < 40; round++) {
    guint n_levels = 2 + round;
    for (guint i = 0; i < 60; i++) {
      truth[i] = i % 3 == 0;
      scores_a[i] = ts_random_below (&random, n_levels) + truth[i];
      scores_b[i] = ts_random_below (&random, n_levels) - 1.0 * truth[i];
    }
    TsDelongPair pair;
    ts_delong_compare (&a, &b, &pair);
    ts_assert_close (pair.a.auc.value, compute_auc_slowly (&a), 1e-14);
    ts_assert_close (pair.b.auc.value, compute_auc_slowly (&b), 1e-14);
    ts_assert_close (pair.a.variance, compute_covariance_slowly (&a, &a),
                     1e-15);
    ts_assert_close (pair.covariance, compute_covariance_slowly (&a, &b),
                     1e-15);
    ts_assert_close (pair.difference.se * pair.difference.se,
                     pair.a.variance + pair.b.variance - 2 * pair.covariance,
                     1e-14);
  }
}

/* Only the order of the scores counts, and turning truth round turns the area round. */
static void
test_order_is_all (void)
{
  double other[N_MADE];
  guint8 turned[N_MADE];
  const TsScores stretched = { N_MADE, other, made_truth };
  const TsScores reversed = { N_MADE, made_a, turned };
  TsDelong a, b, c;

  for (guint i = 0; i < N_MADE; i++) {
    other[i] = exp (5 * made_a[i]) - 1000;
    turned[i] = !made_truth[i];
  }
  ts_delong_compute (&model_a, &a);
  ts_delong_compute (&stretched, &b);
  ts_delong_compute (&reversed, &c);
  g_assert_cmpfloat (a.auc.value, ==, b.auc.value);
  g_assert_cmpfloat (a.variance, ==, b.variance);
  ts_assert_close (c.auc.value, 1 - a.auc.value, 1e-15);
  ts_assert_close (c.variance, a.variance, 1e-16);
}

static void
test_a_model_against_itself (void)
{
  TsDelongPair pair;

  ts_delong_compare (&model_a, &model_a, &pair);
  g_assert_cmpfloat (pair.difference.value, ==, 0);
  g_assert_cmpfloat (pair.difference.se, ==, 0);
  g_assert_cmpstr (pair.difference.reason, ==,
                   "the estimated variance is zero");
  ts_assert_nan (pair.z);
  ts_assert_nan (pair.p);
}

static void
test_not_estimable_says_why (void)
{
  const double scores[] = { 1, 2, 3, 4 };
  static const struct {
    guint8 truth[4];
    const char *reason;
  } cases[] = {
    { { 0, 0, 0, 0 }, "there is no positive case" },
    { { 1, 1, 1, 1 }, "there is no negative case" },
    { { 0, 1, 0, 0 }, "a class has but one case" },
    { { 0, 0, 1, 1 }, "the estimated variance is zero" },
    { { 0, 1, 0, 1 }, "fewer than 10 cases are too few for this interval" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const TsScores some = { 4, scores, cases[i].truth };
    TsDelong delong;
    ts_delong_compute (&some, &delong);
    g_assert_cmpstr (delong.auc.reason, ==, cases[i].reason);
    g_assert_false (ts_estimate_has_interval (&delong.auc));
    g_assert_cmpint (ts_estimate_has_value (&delong.auc), ==, i >= 2);
  }
}

static void
test_best_threshold (void)
{
  g_autoptr (TsRocCurve) curve = ts_roc_curve_new (&model_a);
  guint n = 0;
  g_autofree guint *best = ts_roc_curve_dup_best (curve, TS_ROC_YOUDEN, &n);
  g_autofree guint *near = NULL;

  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat (curve->points[best[0]].threshold, ==, 0.5);
  ts_assert_close (ts_roc_curve_get_midpoint (curve, best[0]), 0.45, 1e-15);
  TsEstimate sensitivity = ts_roc_curve_get_sensitivity (curve, best[0]);
  TsEstimate specificity = ts_roc_curve_get_specificity (curve, best[0]);
  ts_assert_close (sensitivity.value, 8 / 9.0, 1e-15);
  ts_assert_close (specificity.value, 10 / 15.0, 1e-15);
  g_assert_cmpuint (specificity.n, ==, 15);
  near = ts_roc_curve_dup_best (curve, TS_ROC_CORNER, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (near[0], ==, best[0]);
}

/* pROC as well finds two best thresholds here. */
static void
test_tied_best_thresholds (void)
{
  g_autoptr (TsRocCurve) curve = ts_roc_curve_new (&model_b);
  guint n = 0;
  g_autofree guint *best = ts_roc_curve_dup_best (curve, TS_ROC_YOUDEN, &n);
  g_autofree guint *near = NULL;

  g_assert_cmpuint (n, ==, 2);
  ts_assert_close (ts_roc_curve_get_midpoint (curve, best[0]), 0.95, 1e-15);
  ts_assert_close (ts_roc_curve_get_midpoint (curve, best[1]), 0.65, 1e-15);
  near = ts_roc_curve_dup_best (curve, TS_ROC_CORNER, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (near[0], ==, best[1]);
}

static void
test_no_threshold_above_chance (void)
{
  const TsScores wrong = { 4, (double[]){ 4, 3, 2, 1 },
                           (guint8[]){ 0, 0, 1, 1 } };
  g_autoptr (TsRocCurve) curve = ts_roc_curve_new (&wrong);
  guint n = 7;

  g_assert_null (ts_roc_curve_dup_best (curve, TS_ROC_YOUDEN, &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpfloat (ts_roc_curve_get_auc (curve), ==, 0);
}

/* ---- Resampling ---- */

static void
test_times_are_copies (void)
{
  const guint units[N_MADE] = { 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5,
                                6, 6, 7, 7, 8, 8, 9, 9, 9, 9, 9, 9 };
  const guint times[10] = { 2, 0, 1, 1, 3, 0, 1, 1, 0, 1 };
  g_autoptr (TsAucResample) resample = ts_auc_resample_new (&model_b, units);
  double scores[3 * N_MADE];
  guint8 truth[3 * N_MADE];
  TsScores copies = { 0, scores, truth };

  for (guint i = 0; i < N_MADE; i++) {
    for (guint n = 0; n < times[units[i]]; n++) {
      scores[copies.n] = made_b[i];
      truth[copies.n++] = made_truth[i];
    }
  }
  ts_assert_close (ts_auc_resample_compute (resample, times),
                   compute_auc_slowly (&copies), 1e-15);
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The same draws made here, each resample written out case by case, and the percentiles read
 * off by hand: of 201 values the 6th and the 196th. */
static void
test_bootstrap_is_that_of_its_definition (void)
{
  const TsBootstrapSpec spec = { .n_units = 12, .n_resamples = 201, .seed = 9 };
  double scores[N_MADE], aucs[201];
  guint8 truth[N_MADE];
  guint units[N_MADE];
  TsBootstrapInterval interval;
  TsRandom random;

  for (guint i = 0; i < N_MADE; i++)
    units[i] = i / 2;
  ts_auc_bootstrap (&model_b, 1, units, &spec, &interval);
  ts_random_init (&random, 9);
  for (guint round = 0; round < 201; round++) {
    const TsScores drawn = { N_MADE, scores, truth };
    for (guint i = 0; i < N_MADE; i += 2) {
      guint unit = ts_random_below (&random, 12);
      for (guint k = 0; k < 2; k++) {
        scores[i + k] = made_b[2 * unit + k];
        truth[i + k] = made_truth[2 * unit + k];
      }
    }
    aucs[round] = compute_auc_slowly (&drawn);
  }
  qsort (aucs, 201, sizeof *aucs, compare_doubles);
  ts_assert_close (interval.low, aucs[5], 1e-15);
  ts_assert_close (interval.high, aucs[195], 1e-15);
  g_assert_cmpuint (interval.n_undefined, ==, 0);
  g_assert_cmpuint (interval.n, ==, 201);
}

static void
test_bootstrap_is_near_delong (void)
{
  guint units[N_MADE];
  const TsScores models[] = { model_a, model_b };
  const TsBootstrapSpec spec = { .n_units = N_MADE,
                                 .n_resamples = 2000,
                                 .seed = 42 };
  TsBootstrapInterval first[3], second[3], alone;
  TsDelongPair pair;

  for (guint i = 0; i < N_MADE; i++)
    units[i] = i;
  ts_auc_bootstrap (models, 2, units, &spec, first);
  ts_auc_bootstrap (models, 2, units, &spec, second);
  ts_auc_bootstrap (models, 1, units, &spec, &alone);
  g_assert_cmpmem (first, sizeof first, second, sizeof second);
  g_assert_cmpfloat (alone.low, ==, first[0].low);
  ts_delong_compare (&model_a, &model_b, &pair);
  ts_assert_close (first[1].low, pair.b.auc.low, 0.04);
  ts_assert_close (first[1].high, pair.b.auc.high, 0.04);
  ts_assert_close (first[2].low, pair.difference.low, 0.06);
  ts_assert_close (first[2].high, pair.difference.high, 0.06);
}

static void
test_bootstrap_without_interval_says_why (void)
{
  double scores[10];
  guint8 perfect[10], rare[10];
  guint units[10];
  const TsScores few = { 10, scores, rare }, apart = { 10, scores, perfect };
  TsBootstrapSpec spec = { .n_units = 10, .n_resamples = 500, .seed = 1 };
  TsBootstrapInterval interval;

  for (guint i = 0; i < 10; i++) {
    scores[i] = units[i] = i;
    perfect[i] = i >= 5;
    rare[i] = i == 9;
  }
  ts_auc_bootstrap (&few, 1, units, &spec, &interval);
  g_assert_cmpstr (interval.reason, ==,
                   "undefined on more than 1 of 20 resamples");
  g_assert_cmpuint (interval.n_undefined, >, 100);
  ts_assert_nan (interval.low);
  ts_auc_bootstrap (&apart, 1, units, &spec, &interval);
  g_assert_cmpstr (interval.reason, ==, "all resamples gave the same value");
  for (guint i = 0; i < 10; i++)
    units[i] = MIN (i, 8);
  spec.n_units = 9;
  ts_auc_bootstrap (&apart, 1, units, &spec, &interval);
  g_assert_cmpstr (interval.reason, ==,
                   "fewer than 10 units are too few to resample");
  spec.n_resamples = 0;
  ts_auc_bootstrap (&apart, 1, units, &spec, &interval);
  g_assert_cmpstr (interval.reason, ==, "no resamples were asked for");
}

/* numpy.percentile of 1, 2, 4, 8, 16. */
static void
test_quantile (void)
{
  const double values[] = { 1, 2, 4, 8, 16 };

  ts_assert_close (ts_bootstrap_get_quantile (values, 5, 0.025), 1.1, 1e-15);
  ts_assert_close (ts_bootstrap_get_quantile (values, 5, 0.975), 15.2, 1e-14);
  g_assert_cmpfloat (ts_bootstrap_get_quantile (values, 5, 0.5), ==, 4);
  g_assert_cmpfloat (ts_bootstrap_get_quantile (values, 5, 1), ==, 16);
  g_assert_cmpfloat (ts_bootstrap_get_quantile (values, 1, 0.3), ==, 1);
}

/* ---- Several classes ---- */

static void
test_macro_curve (void)
{
  double x1[] = { 0, 0, .5, .5, 1 }, y1[] = { 0, .5, .5, 1, 1 };
  double x2[] = { 0, .25, 1 }, y2[] = { 0, 1, 1 }, grid[8];
  const TsRates curves[] = { { 5, x1, y1 }, { 3, x2, y2 } };

  /* At 0, .25, .5, 1 the means are .25, .75, 1, 1. */
  ts_assert_close (ts_macro_curve_compute_area (curves, 2, grid),
                   .25 * .5 + .25 * .875 + .5, 1e-15);
}

static void
test_three_classes (void)
{
  double scores[3 * N_MADE];
  guint8 truth[3 * N_MADE];
  guint units[N_MADE];
  TsRandom random;
  const TsClassScores all = { N_MADE, 3, scores, truth, units };
  const TsScores joined = { 3 * N_MADE, scores, truth };
  const TsBootstrapSpec spec = { .n_units = N_MADE / 2,
                                 .n_resamples = 200,
                                 .seed = 1 };

  ts_random_init (&random, 8);
  for (guint i = 0; i < N_MADE; i++) {
    units[i] = i / 2;
    for (guint k = 0; k < 3; k++) {
      truth[i * 3 + k] = i % 3 == k;
      scores[i * 3 + k] = ts_random_below (&random, 8) + 2.0 * truth[i * 3 + k];
    }
  }
  g_autoptr (TsMulticlassRoc) roc = ts_multiclass_roc_new (&all, &spec);
  double mean = 0;
  for (guint k = 0; k < 3; k++) {
    g_assert_cmpuint (roc->classes[k].curve->n_positive, ==, 8);
    mean += roc->classes[k].delong.auc.value / 3;
  }
  ts_assert_close (roc->mean.auc.value, mean, 1e-15);
  ts_assert_close (roc->micro.auc.value, compute_auc_slowly (&joined), 1e-15);
  /* The macro curve cuts the corners of its steps off. */
  g_assert_cmpfloat (roc->macro.auc.value, >=, mean - 0.02);
  g_assert_cmpfloat (roc->macro.auc.value, <, mean + 0.1);
  g_assert_cmpfloat (roc->macro.bootstrap.low, <, roc->macro.auc.value);
  g_assert_cmpfloat (roc->macro.bootstrap.high, >, roc->macro.auc.value);
  g_assert_cmpfloat (roc->micro.bootstrap.low, <, roc->micro.auc.value);
}

static void
test_empty_class_says_why (void)
{
  const double scores[] = { .1, .9, .8, .2, .3, .7, .6, .4 };
  const guint8 truth[] = { 0, 1, 0, 1, 0, 1, 0, 1 };
  const guint units[] = { 0, 1, 2, 3 };
  const TsClassScores all = { 4, 2, scores, truth, units };
  const TsBootstrapSpec spec = { .n_units = 4, .n_resamples = 50, .seed = 1 };
  g_autoptr (TsMulticlassRoc) roc = ts_multiclass_roc_new (&all, &spec);

  g_assert_cmpstr (roc->classes[0].delong.auc.reason, ==,
                   "there is no positive case");
  g_assert_cmpstr (roc->classes[1].delong.auc.reason, ==,
                   "there is no negative case");
  g_assert_cmpstr (roc->macro.auc.reason, ==,
                   "a class has no positive or no negative case");
  g_assert_cmpstr (roc->mean.auc.reason, ==,
                   "a class has no positive or no negative case");
  g_assert_null (roc->micro.auc.reason);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roc/curve-with-ties", test_curve_with_ties);
  g_test_add_func ("/roc/areas", test_areas);
  g_test_add_func ("/roc/delong-as-proc", test_delong);
  g_test_add_func ("/roc/delong-is-that-of-its-definition",
                   test_delong_is_that_of_its_definition);
  g_test_add_func ("/roc/order-is-all", test_order_is_all);
  g_test_add_func ("/roc/a-model-against-itself", test_a_model_against_itself);
  g_test_add_func ("/roc/not-estimable-says-why", test_not_estimable_says_why);
  g_test_add_func ("/roc/best-threshold-as-proc", test_best_threshold);
  g_test_add_func ("/roc/tied-best-thresholds", test_tied_best_thresholds);
  g_test_add_func ("/roc/no-threshold-above-chance",
                   test_no_threshold_above_chance);
  g_test_add_func ("/bootstrap/times-are-copies", test_times_are_copies);
  g_test_add_func ("/bootstrap/is-that-of-its-definition",
                   test_bootstrap_is_that_of_its_definition);
  g_test_add_func ("/bootstrap/near-delong", test_bootstrap_is_near_delong);
  g_test_add_func ("/bootstrap/without-interval-says-why",
                   test_bootstrap_without_interval_says_why);
  g_test_add_func ("/bootstrap/quantile", test_quantile);
  g_test_add_func ("/classes/macro-curve", test_macro_curve);
  g_test_add_func ("/classes/three-classes", test_three_classes);
  g_test_add_func ("/classes/empty-class-says-why", test_empty_class_says_why);
  return g_test_run ();
}
