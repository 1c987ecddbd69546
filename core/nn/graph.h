/* A network as data: nodes in any order, values by name, constants. What core/model reads
 * from a file and writes to one; what core/nn/network.h plans and runs. The operators and
 * their attributes are ONNX's. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/nn/tensor.h"

G_BEGIN_DECLS

typedef struct TsGraph TsGraph;
typedef struct TsNode TsNode;

typedef enum {
  TS_ATTRIBUTE_NONE,
  TS_ATTRIBUTE_INT,
  TS_ATTRIBUTE_FLOAT,
  TS_ATTRIBUTE_STRING,
  TS_ATTRIBUTE_INTS,
  TS_ATTRIBUTE_FLOATS,
  TS_ATTRIBUTE_TENSOR
} TsAttributeKind;

typedef struct {
  const char *name;
  TsShape
    shape; /* -1 for a dimension left open (the batch); rank 0: all open */
} TsGraphValue;

TsGraph *ts_graph_new (guint opset) G_GNUC_WARN_UNUSED_RESULT;
void ts_graph_free (TsGraph *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsGraph, ts_graph_free)

guint ts_graph_get_opset (const TsGraph *self);
guint ts_graph_get_n_nodes (const TsGraph *self);
const TsNode *ts_graph_get_node (const TsGraph *self, guint index);
guint ts_graph_get_n_inputs (const TsGraph *self); /* without the constants */
const TsGraphValue *ts_graph_get_input (const TsGraph *self, guint index);
guint ts_graph_get_n_outputs (const TsGraph *self);
const TsGraphValue *ts_graph_get_output (const TsGraph *self, guint index);
TsTensor *ts_graph_get_constant (const TsGraph *self,
                                 const char *name); /* or NULL */
/* Names of all constants in the order they came, a name given twice also twice; free the
 * list, not the names. */
GList *ts_graph_list_constants (const TsGraph *self) G_GNUC_WARN_UNUSED_RESULT;

const char *
ts_node_get_name (const TsNode *self); /* never NULL; may be made up */
const char *ts_node_get_op (const TsNode *self); /* "Conv" */
guint ts_node_get_n_inputs (const TsNode *self);
const char *ts_node_get_input (const TsNode *self,
                               guint index); /* "" when left out */
guint ts_node_get_n_outputs (const TsNode *self);
const char *ts_node_get_output (const TsNode *self, guint index);
gboolean ts_node_has_attribute (const TsNode *self, const char *name);
/* TS_ATTRIBUTE_NONE when not there. The readers below give the fallback as well when the
 * attribute is of another kind. */
TsAttributeKind ts_node_get_attribute_kind (const TsNode *self,
                                            const char *name);
guint ts_node_get_n_attributes (const TsNode *self);
const char *ts_node_get_attribute_name (const TsNode *self, guint index);
gint64 ts_node_get_int (const TsNode *self, const char *name, gint64 fallback);
double
ts_node_get_float (const TsNode *self, const char *name, double fallback);
const char *
ts_node_get_string (const TsNode *self, const char *name, const char *fallback);
/* NULL and 0 when not there. Borrowed. */
const gint64 *
ts_node_get_ints (const TsNode *self, const char *name, guint *out_n);
const float *
ts_node_get_floats (const TsNode *self, const char *name, guint *out_n);
TsTensor *ts_node_get_tensor (const TsNode *self, const char *name);

/* Building. Strings and arrays are copied, tensors referenced. Anything can be built, also
 * what makes no sense (two constants of one name: the first counts, and the network refuses
 * it); ts_network_new() is where a graph is checked. */
void ts_graph_add_input (TsGraph *self, const char *name, const TsShape *shape);
void
ts_graph_add_output (TsGraph *self, const char *name, const TsShape *shape);
void ts_graph_add_constant (TsGraph *self, const char *name, TsTensor *tensor);
/* inputs and outputs end with NULL; "" is one left out. name may be NULL. The node is
 * owned by the graph. */
TsNode *ts_graph_add_node (TsGraph *self,
                           const char *name,
                           const char *op,
                           const char *const *inputs,
                           const char *const *outputs);
/* Gives an input its value once and for all: it becomes a constant. FALSE when there is no
 * input of this name. */
gboolean
ts_graph_bind_input (TsGraph *self, const char *name, TsTensor *tensor);
/* Setting an attribute again replaces it. */
void ts_node_set_int (TsNode *self, const char *name, gint64 value);
void ts_node_set_float (TsNode *self, const char *name, double value);
void ts_node_set_string (TsNode *self, const char *name, const char *value);
void ts_node_set_ints (TsNode *self,
                       const char *name,
                       const gint64 *values,
                       guint n);
void ts_node_set_floats (TsNode *self,
                         const char *name,
                         const float *values,
                         guint n);
void ts_node_set_tensor (TsNode *self, const char *name, TsTensor *tensor);

G_END_DECLS
