/* The families of operators, each in op-NAME.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/op.h"

G_BEGIN_DECLS

extern const TsOperator ts_batch_norm_operators[];
extern const TsOperator ts_binary_operators[];
extern const TsOperator ts_compare_operators[];
extern const TsOperator ts_concat_operators[];
extern const TsOperator ts_constant_operators[];
extern const TsOperator ts_conv_operators[];
extern const TsOperator ts_gather_operators[];
extern const TsOperator ts_gemm_operators[];
extern const TsOperator ts_global_pool_operators[];
extern const TsOperator ts_lrn_operators[];
extern const TsOperator ts_matmul_operators[];
extern const TsOperator ts_move_operators[];
extern const TsOperator ts_pad_operators[];
extern const TsOperator ts_pool_operators[];
extern const TsOperator ts_reduce_operators[];
extern const TsOperator ts_shape_operators[];
extern const TsOperator ts_slice_operators[];
extern const TsOperator ts_softmax_operators[];
extern const TsOperator ts_unary_operators[];
extern const TsOperator ts_view_operators[];

/* Makes op, which has one input and one output of one shape NC.., a change of the order of
 * channels, from [n_groups][members] to [members][n_groups]. */
void ts_channel_shuffle_make (TsOp *op, gsize n_groups);

G_END_DECLS
