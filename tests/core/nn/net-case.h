/* A small graph for a test: built by a few calls, run, and compared with the naive twin.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/nn/plan.h"
#include "tests/reference/reference.h"

G_BEGIN_DECLS

typedef struct {
  TsGraph *graph;
  TsRandom random;
  double low, high;   /* random values are drawn from here */
  GHashTable *values; /* name -> RefTensor, of inputs and float constants */
  GArray *shapes;     /* of the inputs */
  GPtrArray *results; /* of RefTensor, after net_case_run() */
  guint flags;        /* of TsPlanFlags */
} NetCase;

#define SHAPE(...)                                                  \
  ((TsShape){ sizeof ((gint64[]){ __VA_ARGS__ }) / sizeof (gint64), \
              { __VA_ARGS__ } })
#define SCALAR ((TsShape){ .rank = 0 })

NetCase *net_case_new (guint opset, guint64 seed);
void net_case_free (NetCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetCase, net_case_free)

/* A graph input or a constant, filled with random numbers that a float holds exactly. */
const RefTensor *
net_case_input (NetCase *self, const char *name, TsShape shape);
const RefTensor *
net_case_constant (NetCase *self, const char *name, TsShape shape);
/* The same with given values. */
const RefTensor *net_case_constant_from (NetCase *self,
                                         const char *name,
                                         TsShape shape,
                                         const double *values);
void
net_case_ints (NetCase *self, const char *name, guint n, const gint64 *values);
void net_case_int (NetCase *self, const char *name, gint64 value); /* scalar */
/* Names divided by blanks, "-" for one left out; the node has the name of its operator in
 * lower case. */
TsNode *net_case_node (NetCase *self,
                       const char *op,
                       const char *inputs,
                       const char *outputs);
void net_case_output (NetCase *self, const char *name);

TsNetwork *net_case_plan (const NetCase *self, GError **error);
/* Plans and runs; the outputs are then in results. */
void net_case_run (NetCase *self);
/* Runs, on the portable kernels and on the processor's own; output 0 must have the shape
 * and be within bound of the values of expected, which is freed. bound is relative to the
 * largest expected value or 1. */
void net_case_expect (NetCase *self, RefTensor *expected, double bound);
void net_case_refuse (const NetCase *self, TsError code, const char *message);

G_END_DECLS
