/* The processor's peak, to hold measured speeds against. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of a clock that only goes on. */
double ts_bench_now_ms (void);
/* Float multiply-adds of one thread from registers alone, an addition and a multiplication
 * each; the best of many short loops. 0 where there is no AVX2 with FMA. */
double ts_bench_fma_peak_gflops (void);

G_END_DECLS
