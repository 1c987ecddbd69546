/* A test's graph against its exact values: every node in double.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/core/nn/net-case.h"
#include "tests/reference/reference-graph.h"

G_BEGIN_DECLS

/* Of RefTensor, one for each output of the graph. */
GPtrArray *net_judge_exact (const NetCase *c);
/* For every value: name -> RefTensor. */
GHashTable *net_judge_exact_all (const NetCase *c);

/* How far off values are; what it is measured by is for the caller to choose. */
typedef struct {
  double largest_error, rms_error;
  double largest, rms; /* of the exact values */
} NetError;

/* got [exact->n]; a value that is not a number counts as infinitely wrong. */
NetError net_judge_compare (const float *got, const RefTensor *exact);
/* name -> double: the largest value among this one and all it is made of, constants left
 * out. What errors are measured by: a bound or a difference may make values small, not
 * their errors. exact: of net_judge_exact_all(). */
GHashTable *net_judge_find_scales (const NetCase *c, GHashTable *exact);
/* Runs the graph as planned: each output has the exact shape and is nowhere further off
 * than bound times its scale. */
void net_judge_expect (NetCase *c, double bound);

G_END_DECLS
