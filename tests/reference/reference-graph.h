/* The exact values of a whole graph: every node in double, one after another, by the naive
 * twins. It shares no code with the engine it judges, only the graph itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/graph.h"
#include "tests/reference/reference.h"

G_BEGIN_DECLS

/* inputs in the order of the graph's. Of RefTensor, in the order of the graph's outputs. A
 * node it does not know ends the test and is named. The convolutions take all processors. */
GPtrArray *ref_graph_run (const TsGraph *graph, const RefTensor *const *inputs);
/* The same for every value that an output needs: name -> RefTensor, also inputs and
 * constants. */
GHashTable *ref_graph_run_all (const TsGraph *graph,
                               const RefTensor *const *inputs);

G_END_DECLS
