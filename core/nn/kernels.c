/* Which kernels this processor runs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/kernels.h"

const TsKernels *
ts_kernels_find (void)
{
#ifdef TS_HAVE_AVX2_KERNELS
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return &ts_kernels_avx2;
#endif
  return &ts_kernels_portable;
}
