/* Distributions, proportions and weighted proportions against R 4.2.2 (stats; survey 4.1) and
 * statsmodels 0.13.5.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/distribution.h"
#include "core/stats/proportion.h"
#include "core/stats/weighted-proportion.h"
#include "tests/core/stats/close.h"

/* value / reference - 1, for numbers that are very small. */
static void
assert_relative (double value, double reference, double tolerance)
{
  ts_assert_close (value / reference, 1, tolerance);
}

static void
test_normal (void)
{
  ts_assert_close (ts_normal_95 (), 1.959963984540054, 1e-15);
  g_assert_cmpfloat (ts_normal_quantile (0.5), ==, 0);
  assert_relative (ts_normal_quantile (1e-10), -6.3613409024040557, 1e-15);
  assert_relative (ts_normal_quantile (0.999999), 4.7534243088170891, 1e-11);
  assert_relative (ts_normal_cdf (-8), 6.2209605742717849e-16, 1e-13);
  assert_relative (ts_normal_cdf (-37), 5.7255712225245771e-300, 1e-12);
  ts_assert_close (ts_normal_cdf (1.96), 0.97500210485177963, 1e-15);
  for (double p = 0.001; p < 1; p += 0.001)
    ts_assert_close (ts_normal_cdf (ts_normal_quantile (p)), p, 1e-15);
}

static void
test_chi2 (void)
{
  ts_assert_close (ts_chi2_1_tail (0.5), 0.47950012218695348, 1e-14);
  ts_assert_close (ts_chi2_1_tail (3.84), 0.050043521248705224, 1e-15);
  assert_relative (ts_chi2_1_tail (50), 1.5374597944280343e-12, 1e-13);
  g_assert_cmpfloat (ts_chi2_1_tail (0), ==, 1);
}

static void
test_beta (void)
{
  ts_assert_close (ts_beta_cdf (0.1, 2.5, 7), 0.10188029911305457, 1e-13);
  ts_assert_close (ts_beta_cdf (0.5, 300, 310), 0.65732518251491634, 1e-11);
  ts_assert_close (ts_beta_cdf (0.9, 0.5, 0.5), 0.79516723530086664, 1e-13);
  g_assert_cmpfloat (ts_beta_cdf (0, 2, 3), ==, 0);
  g_assert_cmpfloat (ts_beta_cdf (1, 2, 3), ==, 1);
  ts_assert_close (ts_beta_quantile (0.025, 8, 3), 0.44390453769235844, 1e-13);
  ts_assert_close (ts_beta_quantile (0.975, 9, 2), 0.97478927367316659, 1e-13);
  ts_assert_close (ts_beta_quantile (0.5, 0.5, 50), 0.0045617224731038649,
                   1e-14);
}

static void
test_student (void)
{
  assert_relative (ts_t_95 (2), 12.7062047361746941, 1e-12);
  assert_relative (ts_t_95 (3), 4.3026527297494619, 1e-12);
  assert_relative (ts_t_95 (10), 2.2621571627982049, 1e-12);
  assert_relative (ts_t_95 (100), 1.9842169515864172, 1e-12);
  assert_relative (ts_t_95 (1000001), 1.9599663568141066, 1e-8);
}

static void
test_binomial (void)
{
  ts_assert_close (ts_binomial_half_two_sided (1, 6), 0.21875, 1e-16);
  ts_assert_close (ts_binomial_half_two_sided (5, 6), 0.21875, 1e-16);
  assert_relative (ts_binomial_half_two_sided (86, 236), 3.71593613957143e-05,
                   1e-13);
  assert_relative (ts_binomial_half_two_sided (1000, 2100),
                   0.030720707864242414, 1e-9);
  g_assert_cmpfloat (ts_binomial_half_two_sided (7, 14), ==, 1);
  g_assert_cmpfloat (ts_binomial_half_two_sided (0, 1), ==, 1);
  /* In whole numbers (Python's fractions), on both sides of where one way to sum hands over
   * to the other. */
  assert_relative (ts_binomial_half_two_sided (450, 1000),
                   0.0017305360849763176, 1e-12);
  assert_relative (ts_binomial_half_two_sided (450, 1001), 0.001561138839699202,
                   1e-10);
}

static void
assert_interval (const TsEstimate *estimate, double low, double high)
{
  g_assert_true (ts_estimate_has_interval (estimate));
  g_assert_null (estimate->reason);
  ts_assert_close (estimate->low, low, 1e-13);
  ts_assert_close (estimate->high, high, 1e-13);
}

static void
test_wilson_and_exact (void)
{
  static const struct {
    guint k, n;
    double wilson[2], exact[2];
  } cases[] = {
    { 8,
      10,
      { 0.49016247153664183, 0.9433178485456247 },
      { 0.4439045376923585, 0.9747892736731666 } },
    { 0, 20, { 0, 0.1611251580528194 }, { 0, 0.16843347098308534 } },
    { 45,
      54,
      { 0.7126348577027083, 0.9097560835700272 },
      { 0.7070587608856147, 0.920845563829591 } },
    { 1,
      3,
      { 0.06149194472039626, 0.7923403991979523 },
      { 0.008403758659612636, 0.9057006759497539 } },
    { 20, 20, { 0.8388748419471804, 1 }, { 0.8315665290169146, 1 } },
    { 499,
      1000,
      { 0.468073488750724, 0.529934164766247 },
      { 0.46755218625373823, 0.5304537166614576 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    TsEstimate wilson =
      ts_proportion_wilson (cases[i].k, cases[i].n, "nothing");
    TsEstimate exact = ts_proportion_exact (cases[i].k, cases[i].n, "nothing");
    g_assert_cmpfloat (wilson.value, ==, (double) cases[i].k / cases[i].n);
    g_assert_cmpuint (wilson.n, ==, cases[i].n);
    assert_interval (&wilson, cases[i].wilson[0], cases[i].wilson[1]);
    assert_interval (&exact, cases[i].exact[0], cases[i].exact[1]);
  }
}

static void
test_proportion_of_none (void)
{
  TsEstimate wilson = ts_proportion_wilson (0, 0, "no slide is of this class");

  g_assert_false (ts_estimate_has_value (&wilson));
  g_assert_false (ts_estimate_has_interval (&wilson));
  g_assert_cmpstr (wilson.reason, ==, "no slide is of this class");
}

static const double probabilities[] = {
  .1, .1, .5, .5, .5, 1, 1, .25, .25, .8
};
static const double values[] = { 1, 0, 1, 1, 0, 1, 0, 1, 1, 1 };
static const guint clusters[] = { 0, 0, 1, 1, 2, 2, 3, 3, 4, 4 };

static void
test_hajek (void)
{
  TsWeightedSample sample = { .n = 10,
                              .values = values,
                              .probabilities = probabilities };
  TsEstimate share = ts_weighted_proportion_hajek (&sample);

  /* svymean of R's survey; its interval there is not cut at 1. */
  ts_assert_close (share.value, 0.651006711409396, 1e-14);
  ts_assert_close (share.se, 0.222571778929333, 1e-14);
  ts_assert_close (share.low, 0.147514367467667, 1e-13);
  g_assert_cmpfloat (share.high, ==, 1);
  sample.clusters = clusters;
  sample.n_clusters = 7; /* two of them do not occur */
  share = ts_weighted_proportion_hajek (&sample);
  ts_assert_close (share.value, 0.651006711409396, 1e-14);
  ts_assert_close (share.se, 0.119644629146997, 1e-14);
  ts_assert_close (share.low, 0.318819966451011, 1e-13);
  ts_assert_close (share.high, 0.983193456367781, 1e-13);
}

static void
test_horvitz_thompson (void)
{
  TsWeightedSample sample = { .n = 10,
                              .values = values,
                              .probabilities = probabilities };
  TsEstimate share = ts_weighted_proportion_horvitz_thompson (&sample, 40);

  ts_assert_close (share.value, 0.60625, 1e-14);
  ts_assert_close (share.se, 0.241172267269684, 1e-14);
  sample.clusters = clusters;
  sample.n_clusters = 5;
  share = ts_weighted_proportion_horvitz_thompson (&sample, 40);
  ts_assert_close (share.value, 0.60625, 1e-14);
  ts_assert_close (share.se, 0.183179386121911, 1e-14);
}

static void
test_weighted_without_variance (void)
{
  const guint one_cluster[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
  const double ones[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
  TsWeightedSample sample = { .values = values,
                              .probabilities = probabilities };
  TsEstimate share = ts_weighted_proportion_hajek (&sample);

  g_assert_cmpstr (share.reason, ==, "nothing was sampled");
  sample.n = 10;
  sample.clusters = one_cluster;
  sample.n_clusters = 1;
  share = ts_weighted_proportion_hajek (&sample);
  g_assert_true (ts_estimate_has_value (&share));
  g_assert_cmpstr (share.reason, ==, "a single unit has no variance");
  sample.clusters = NULL;
  sample.values = ones;
  share = ts_weighted_proportion_hajek (&sample);
  g_assert_cmpfloat (share.value, ==, 1);
  g_assert_false (ts_estimate_has_interval (&share));
  g_assert_cmpstr (share.reason, ==, "the estimated variance is zero");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/distributions/normal", test_normal);
  g_test_add_func ("/distributions/chi-square", test_chi2);
  g_test_add_func ("/distributions/beta", test_beta);
  g_test_add_func ("/distributions/student", test_student);
  g_test_add_func ("/distributions/binomial", test_binomial);
  g_test_add_func ("/proportion/wilson-and-exact", test_wilson_and_exact);
  g_test_add_func ("/proportion/none-says-why", test_proportion_of_none);
  g_test_add_func ("/weighted/hajek-as-survey", test_hajek);
  g_test_add_func ("/weighted/horvitz-thompson-as-survey",
                   test_horvitz_thompson);
  g_test_add_func ("/weighted/without-variance-says-why",
                   test_weighted_without_variance);
  return g_test_run ();
}
