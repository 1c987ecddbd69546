/* All operators the engine knows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/op-table.h"

static const TsOperator *const families[] = {
  ts_batch_norm_operators, ts_binary_operators,   ts_compare_operators,
  ts_concat_operators,     ts_constant_operators, ts_conv_operators,
  ts_gather_operators,     ts_gemm_operators,     ts_global_pool_operators,
  ts_lrn_operators,        ts_matmul_operators,   ts_move_operators,
  ts_pad_operators,        ts_pool_operators,     ts_reduce_operators,
  ts_shape_operators,      ts_slice_operators,    ts_softmax_operators,
  ts_unary_operators,      ts_view_operators,
};

const TsOperator *
ts_op_table_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    for (const TsOperator *kind = families[i]; kind->name != NULL; kind++)
      if (g_str_equal (kind->name, name))
        return kind;
  return NULL;
}
