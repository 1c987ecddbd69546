/* The only user of BLAS.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/gemm.h"

#include <cblas.h>

#include "core/base/lock.h"

/* OpenBLAS has these, a plain CBLAS has not: then they are NULL. */
extern void openblas_set_num_threads (int n_threads) __attribute__ ((weak));
extern int openblas_get_parallel (void) __attribute__ ((weak));
/* The build of OpenBLAS with OpenMP asks OpenMP, which has a number for each thread. */
extern void omp_set_num_threads (int n_threads) __attribute__ ((weak));

#define OPENBLAS_SERIAL 0
#define OPENBLAS_OPENMP 2

static pthread_once_t once = PTHREAD_ONCE_INIT;
static gboolean needs_lock, asks_openmp;
static TsLock serial_lock;

static void
prepare (void)
{
  ts_lock_init (&serial_lock);
  if (openblas_set_num_threads != NULL)
    openblas_set_num_threads (1);
  /* The serial build of OpenBLAS 0.3.21 in Debian 12 gives wrong results when called
   * from several threads: 5 to 10 % of 48x48 products. */
  if (openblas_get_parallel != NULL)
    needs_lock = openblas_get_parallel () == OPENBLAS_SERIAL;
  if (openblas_get_parallel != NULL && omp_set_num_threads != NULL)
    asks_openmp = openblas_get_parallel () == OPENBLAS_OPENMP;
}

void
ts_gemm_prepare (void)
{
  pthread_once (&once, prepare);
}

void
ts_gemm (const TsGemm *g)
{
  pthread_once (&once, prepare);
  if (asks_openmp)
    omp_set_num_threads (1);
  if (needs_lock)
    ts_lock_acquire (&serial_lock);
  cblas_sgemm (CblasRowMajor, g->is_a_transposed ? CblasTrans : CblasNoTrans,
               g->is_b_transposed ? CblasTrans : CblasNoTrans, (int) g->m,
               (int) g->n, (int) g->k, g->alpha, g->a, (int) g->a_stride, g->b,
               (int) g->b_stride, g->beta, g->c, (int) g->c_stride);
  if (needs_lock)
    ts_lock_release (&serial_lock);
}
