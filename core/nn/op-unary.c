/* Operators on one element at a time: Relu, Clip, Sigmoid and their kin.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/nn/op-table.h"

typedef struct {
  float a, b;
} Params;

typedef struct {
  void (*apply) (const float *x, float *y, gsize n, float a, float b);
  const char *names[2]; /* the attributes a and b */
  double fallbacks[2];
} Detail;

#define UNARY(id, expression)                                          \
  static void id (const float *x, float *y, gsize n, float a, float b) \
  {                                                                    \
    for (gsize i = 0; i < n; i++) {                                    \
      const float v = x[i];                                            \
                                                                       \
      y[i] = (expression);                                             \
    }                                                                  \
  }

static inline float
keep_between (float v, float low, float high)
{
  const float raised = v < low ? low : v;

  return raised > high ? high : raised;
}

/* exp of a positive number overflows to an infinity, and 1 / it is the right 0. */
static inline float
sigmoid (float v)
{
  return 1 / (1 + expf (-v));
}

UNARY (apply_abs, fabsf (v))
UNARY (apply_ceil, ceilf (v))
UNARY (apply_elu, v < 0 ? a * expm1f (v) : v)
UNARY (apply_erf, erff (v))
UNARY (apply_exp, expf (v))
UNARY (apply_floor, floorf (v))
UNARY (apply_hard_sigmoid, keep_between (a *v + b, 0, 1))
UNARY (apply_hard_swish, v *keep_between (v / 6 + 0.5f, 0, 1))
UNARY (apply_leaky_relu, v < 0 ? a * v : v)
UNARY (apply_log, logf (v))
UNARY (apply_neg, -v)
UNARY (apply_reciprocal, 1 / v)
UNARY (apply_selu, b *(v > 0 ? v : a * expm1f (v)))
UNARY (apply_sigmoid, sigmoid (v))
/* log (1 + exp (v)) without overflow. */
UNARY (apply_softplus, (v > 0 ? v : 0) + log1pf (expf (-fabsf (v))))
UNARY (apply_softsign, v / (1 + fabsf (v)))
UNARY (apply_sqrt, sqrtf (v))
UNARY (apply_tanh, tanhf (v))

static gboolean
unary_check (TsOp *op, GError **error)
{
  const Detail *detail = op->kind->detail;
  Params *p = g_new0 (Params, 1);
  float values[2] = { 0, 0 };

  op->params = p;
  for (guint i = 0; i < 2; i++)
    if (detail->names[i] != NULL)
      values[i] = (float) ts_node_get_float (op->node, detail->names[i],
                                             detail->fallbacks[i]);
  p->a = values[0];
  p->b = values[1];
  return ts_op_set_output (op, 0, TS_TYPE_FLOAT, ts_op_get_shape (op, 0),
                           error);
}

static gboolean
relu_check (TsOp *op, GError **error)
{
  Params *p = g_new0 (Params, 1);

  op->params = p;
  p->b = INFINITY;
  return ts_op_set_output (op, 0, TS_TYPE_FLOAT, ts_op_get_shape (op, 0),
                           error);
}

static gboolean
read_bound (TsOp *op,
            guint index,
            const char *name,
            float *bound,
            GError **error)
{
  TsTensor *tensor = NULL;

  *bound = (float) ts_node_get_float (op->node, name, *bound);
  if (!ts_op_has_input (op, index))
    return TRUE;
  if (!ts_op_get_constant (op, index, name, &tensor, error))
    return FALSE;
  if (ts_tensor_get_n_elements (tensor) != 1)
    return ts_op_fail (op, error, TS_ERROR_FORMAT, "%s is not one number",
                       name);
  *bound = ts_tensor_get_floats (tensor)[0];
  return TRUE;
}

/* The bounds are attributes up to opset 10 and inputs from opset 11. */
static gboolean
clip_check (TsOp *op, GError **error)
{
  Params *p = g_new0 (Params, 1);

  op->params = p;
  p->a = -INFINITY;
  p->b = INFINITY;
  return read_bound (op, 1, "min", &p->a, error) &&
         read_bound (op, 2, "max", &p->b, error) &&
         ts_op_set_output (op, 0, TS_TYPE_FLOAT, ts_op_get_shape (op, 0),
                           error);
}

static gboolean
clip_plan (TsOp *op, GError **error)
{
  op->n_inputs = 1;
  return TRUE;
}

static gboolean
clip_as_clamp (const TsOp *op, float *low, float *high)
{
  const Params *p = op->params;

  *low = p->a;
  *high = p->b;
  return p->a <= p->b;
}

static gboolean
relu_as_clamp (const TsOp *op, float *low, float *high)
{
  *low = 0;
  *high = INFINITY;
  return TRUE;
}

static gboolean
unary_takes_channels_last (const TsOp *op)
{
  return TRUE;
}

static void
unary_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Detail *detail = op->kind->detail;
  const Params *p = op->params;

  detail->apply (TS_IN (buffers, 0), TS_OUT (buffers, 0),
                 op->outputs[0]->n_elements, p->a, p->b);
}

/* Relu and Clip. */
static void
bound_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;

  op->kernels->bound (TS_IN (buffers, 0), op->outputs[0]->n_elements, p->a,
                      p->b, TS_OUT (buffers, 0));
}

/* The two that shape arithmetic needs for integers as well. */
static gboolean
signed_check (TsOp *op, GError **error)
{
  op->params = g_new0 (Params, 1);
  return ts_op_set_output (op, 0, op->inputs[0]->type, ts_op_get_shape (op, 0),
                           error);
}

static void
signed_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const gboolean is_neg = op->kind->name[0] == 'N';
  const gint64 *x = buffers->inputs[0];
  gint64 *y = buffers->outputs[0];

  if (op->inputs[0]->type == TS_TYPE_FLOAT) {
    unary_run (op, buffers);
    return;
  }
  for (gsize i = 0; i < op->outputs[0]->n_elements; i++)
    y[i] = is_neg || x[i] < 0 ? (gint64) (0 - (guint64) x[i]) : x[i];
}

#define ATTRIBUTES(id, first, second)   \
  static const TsAttributeSpec id[] = { \
    { first, TS_ATTRIBUTE_FLOAT },      \
    { second, TS_ATTRIBUTE_FLOAT },     \
    { NULL, TS_ATTRIBUTE_NONE },        \
  }

ATTRIBUTES (alpha_only, "alpha", NULL);
ATTRIBUTES (alpha_beta, "alpha", "beta");
ATTRIBUTES (alpha_gamma, "alpha", "gamma");
ATTRIBUTES (min_max, "min", "max");

#define PLAIN(op_name, function)                                              \
  {                                                                           \
    .name = op_name, .min_inputs = 1, .max_inputs = 1,                        \
    .traits = TS_OP_IN_PLACE, .detail = &(const Detail){ .apply = function }, \
    .check = unary_check, .takes_channels_last = unary_takes_channels_last,   \
    .run = unary_run,                                                         \
  }

#define SIGNED(op_name, function)                                          \
  {                                                                        \
    .name = op_name, .min_inputs = 1, .max_inputs = 1,                     \
    .traits = TS_OP_IN_PLACE | TS_OP_ANY_TYPE | TS_OP_TAKES_EMPTY,         \
    .detail = &(const Detail){ .apply = function }, .check = signed_check, \
    .takes_channels_last = unary_takes_channels_last, .run = signed_run,   \
  }

#define WITH(op_name, function, specs, ...)                                   \
  {                                                                           \
    .name = op_name, .attributes = specs, .min_inputs = 1, .max_inputs = 1,   \
    .traits = TS_OP_IN_PLACE,                                                 \
    .detail = &(const Detail){ function, __VA_ARGS__ }, .check = unary_check, \
    .takes_channels_last = unary_takes_channels_last, .run = unary_run,       \
  }

const TsOperator ts_unary_operators[] = {
  {
    .name = "Relu",
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_IN_PLACE,
    .check = relu_check,
    .takes_channels_last = unary_takes_channels_last,
    .run = bound_run,
    .as_clamp = relu_as_clamp,
  },
  {
    .name = "Clip",
    .attributes = min_max,
    .min_inputs = 1,
    .max_inputs = 3,
    .traits = TS_OP_IN_PLACE,
    .check = clip_check,
    .plan = clip_plan,
    .takes_channels_last = unary_takes_channels_last,
    .run = bound_run,
    .as_clamp = clip_as_clamp,
  },
  WITH ("LeakyRelu",
        apply_leaky_relu,
        alpha_only,
        { "alpha", NULL },
        { (double) 0.01f, 0 }),
  WITH ("Elu", apply_elu, alpha_only, { "alpha", NULL }, { 1, 0 }),
  WITH ("HardSigmoid",
        apply_hard_sigmoid,
        alpha_beta,
        { "alpha", "beta" },
        { (double) 0.2f, 0.5 }),
  WITH ("Selu",
        apply_selu,
        alpha_gamma,
        { "alpha", "gamma" },
        { 1.67326319217681884765625, 1.05070102214813232421875 }),
  PLAIN ("Ceil", apply_ceil),
  PLAIN ("Erf", apply_erf),
  PLAIN ("Exp", apply_exp),
  PLAIN ("Floor", apply_floor),
  PLAIN ("HardSwish", apply_hard_swish),
  PLAIN ("Log", apply_log),
  PLAIN ("Reciprocal", apply_reciprocal),
  PLAIN ("Sigmoid", apply_sigmoid),
  PLAIN ("Softplus", apply_softplus),
  PLAIN ("Softsign", apply_softsign),
  PLAIN ("Sqrt", apply_sqrt),
  PLAIN ("Tanh", apply_tanh),
  SIGNED ("Abs", apply_abs),
  SIGNED ("Neg", apply_neg),
  { .name = NULL },
};
