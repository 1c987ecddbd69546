/* Twelve chains of multiply-adds, none waiting for another: two units of a latency of four
 * or five cycles need eight to ten in flight.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/fma-peak.h"

#include <time.h>

double
ts_bench_now_ms (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

#if defined(__x86_64__) && defined(__GNUC__)
  #include <immintrin.h>

  #define N_CHAINS     12
  #define N_LANES      8
  #define N_STEPS      100000
  #define N_TRIALS     60
  #define FLOP_OF_STEP (2.0 * N_CHAINS * N_LANES)

/* Named one by one, not an array: gcc 12 at -O2 would keep that in memory. The values run
 * towards 1, so that they neither overflow nor become denormal. */
__attribute__ ((target ("avx2,fma"), noinline)) static float
run_chains (guint n_steps)
{
  const __m256 factor = _mm256_set1_ps (0.5f), term = _mm256_set1_ps (0.5f);
  __m256 a = term, b = term, c = term, d = term, e = term, f = term;
  __m256 g = term, h = term, i = term, j = term, k = term, l = term;

  for (guint step = 0; step < n_steps; step++) {
    a = _mm256_fmadd_ps (a, factor, term);
    b = _mm256_fmadd_ps (b, factor, term);
    c = _mm256_fmadd_ps (c, factor, term);
    d = _mm256_fmadd_ps (d, factor, term);
    e = _mm256_fmadd_ps (e, factor, term);
    f = _mm256_fmadd_ps (f, factor, term);
    g = _mm256_fmadd_ps (g, factor, term);
    h = _mm256_fmadd_ps (h, factor, term);
    i = _mm256_fmadd_ps (i, factor, term);
    j = _mm256_fmadd_ps (j, factor, term);
    k = _mm256_fmadd_ps (k, factor, term);
    l = _mm256_fmadd_ps (l, factor, term);
    /* All twelve are the same value, which the compiler must not know. */
    __asm__ volatile(""
                     : "+x"(a), "+x"(b), "+x"(c), "+x"(d), "+x"(e), "+x"(f),
                       "+x"(g), "+x"(h), "+x"(i), "+x"(j), "+x"(k), "+x"(l));
  }
  a = _mm256_add_ps (_mm256_add_ps (a, b), _mm256_add_ps (c, d));
  e = _mm256_add_ps (_mm256_add_ps (e, f), _mm256_add_ps (g, h));
  i = _mm256_add_ps (_mm256_add_ps (i, j), _mm256_add_ps (k, l));
  return _mm256_cvtss_f32 (_mm256_add_ps (_mm256_add_ps (a, e), i));
}

double
ts_bench_fma_peak_gflops (void)
{
  double best = 0;

  if (!__builtin_cpu_supports ("avx2") || !__builtin_cpu_supports ("fma"))
    return 0;
  for (guint trial = 0; trial < N_TRIALS; trial++) {
    double begin_ms = ts_bench_now_ms (), gflops;
    volatile float sink = run_chains (N_STEPS);

    (void) sink;
    gflops = FLOP_OF_STEP * N_STEPS / (ts_bench_now_ms () - begin_ms) / 1e6;
    best = MAX (best, gflops);
  }
  return best;
}

#else

double
ts_bench_fma_peak_gflops (void)
{
  return 0;
}

#endif
