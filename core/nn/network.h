/* A graph made ready: checked, constants folded, batch norm folded, shapes fixed, weights
 * packed, activations planned into one arena. Immutable, shared by all workers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/nn/graph.h"

G_BEGIN_DECLS

typedef struct TsNetwork TsNetwork;
typedef struct TsExecutor TsExecutor;

/* input_shapes [n graph inputs] are concrete. NULL with TS_ERROR_UNSUPPORTED (an operator
 * or an attribute, named with its node), _FORMAT (a malformed graph: an unknown input, a
 * cycle, shapes that do not fit) or _TOO_LARGE. The graph may be freed afterwards. */
TsNetwork *ts_network_new (const TsGraph *graph,
                           const TsShape *input_shapes,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
TsNetwork *ts_network_ref (TsNetwork *self);
void ts_network_unref (TsNetwork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsNetwork, ts_network_unref)

guint ts_network_get_n_inputs (const TsNetwork *self);
const TsShape *ts_network_get_input_shape (const TsNetwork *self, guint index);
guint ts_network_get_n_outputs (const TsNetwork *self);
const TsShape *ts_network_get_output_shape (const TsNetwork *self, guint index);
guint64 ts_network_get_n_parameters (const TsNetwork *self);
guint64 ts_network_get_n_multiply_adds (const TsNetwork *self);
/* The operator that makes output 0, after Identity and Dropout are taken away: "Softmax",
 * "Sigmoid", "Gemm"; so that no second one is put on. */
const char *ts_network_get_last_op (const TsNetwork *self);
gsize ts_network_get_arena_bytes (const TsNetwork *self);
/* Operators that are run, and how one of them is computed where there is a choice:
 * "toom-cook", "gather"; else NULL. The text is static. */
guint ts_network_get_n_ops (const TsNetwork *self);
const char *ts_network_get_way (const TsNetwork *self, guint op);

/* One per worker: its arena and scratch. One thread at a time. */
TsExecutor *ts_executor_new (TsNetwork *network,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_executor_free (TsExecutor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsExecutor, ts_executor_free)

/* Where the caller puts input values before a run and finds output values after it:
 * row-major in the network's shape, valid until the next run. */
float *ts_executor_get_input (TsExecutor *self, guint index);
const float *ts_executor_get_output (TsExecutor *self, guint index);
/* Allocates nothing, takes no lock (but around a BLAS that is not thread-safe). */
void ts_executor_run (TsExecutor *self);

G_END_DECLS
