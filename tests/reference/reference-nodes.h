/* One node by its naive twin: attributes and inputs as ONNX has them in each operator set.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/graph.h"
#include "tests/reference/reference.h"

G_BEGIN_DECLS

typedef struct {
  const TsNode *node;
  guint opset;
  const RefTensor *const *inputs; /* NULL where one is left out */
  guint n_inputs;
} RefNode;

/* One of its outputs; an unknown operator or output ends the test. */
RefTensor *ref_node_run (const RefNode *self, guint output);

/* For the families of nodes. */
typedef struct {
  const char *op;
  RefTensor *(*run) (const RefNode *node, guint output);
} RefNodeKind;

extern const RefNodeKind ref_layer_kinds[]; /* ends with a nameless one */
extern const RefNodeKind ref_shape_kinds[];

gboolean ref_node_has (const RefNode *self, guint input);
/* A list from the attribute or, where there is none, the input; NULL when in neither. */
gint64 *ref_node_dup_ints (const RefNode *self,
                           const char *name,
                           guint input,
                           guint *out_n);
/* An attribute, from -rank, as a dimension. */
guint ref_node_get_axis (const RefNode *self, gint64 fallback, guint rank);

G_END_DECLS
