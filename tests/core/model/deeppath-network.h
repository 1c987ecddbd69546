/* DeepPATH's Inception v3 as its TensorFlow code has it, written down a second time for the
 * tests: which variables it has, and what it computes from them, in double and step by step.
 * It shares no code with the program. Source: ncoudray/DeepPATH, slim/inception_model.py
 * and ops.py.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/tensor.h"

G_BEGIN_DECLS

#define DEEPPATH_SIDE_PX 299

/* The values of a variable [shape], the caller's; NULL where none are wanted, and then there
 * are no logits. The shapes are TensorFlow's: weights [h][w][in][out]. */
typedef float *(*DeepPathGet) (const char *name,
                               const TsShape *shape,
                               gpointer user_data);

/* What an evaluation takes out of a checkpoint, variable by variable. input
 * [299][299][3], logits [n_outputs]; both may be NULL when get gives no values. */
void deeppath_evaluate (const float *input,
                        guint n_outputs,
                        DeepPathGet get,
                        gpointer user_data,
                        double *logits);

/* Those of the auxiliary head, which serves training only. */
void
deeppath_visit_auxiliary (guint n_outputs, DeepPathGet get, gpointer user_data);

G_END_DECLS
