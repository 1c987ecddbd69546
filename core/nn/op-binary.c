/* Operators on elements of two arrays with broadcasting: Add, Mul and their kin, PRelu; and
 * Sum, Max, Min of any number.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/nn/broadcast.h"
#include "core/nn/op-table.h"

/* n elements; a step of 0 holds one value of a or b all along. */
typedef void (*FloatFunc) (const float *a,
                           gsize a_step,
                           const float *b,
                           gsize b_step,
                           float *y,
                           gsize n);
typedef gint64 (*IntFunc) (gint64 a, gint64 b);

typedef struct {
  FloatFunc floats;
  IntFunc ints; /* NULL: floats only */
} Detail;

typedef struct {
  TsShape second;      /* of input 1, aligned as opset 6 may ask */
  guint n;             /* walks: one fewer than inputs */
  TsBroadcast walks[]; /* the first joins inputs 0 and 1, the others the output
                          and input i + 1 */
} Params;

#define BINARY(id, expression)                                    \
  static void id (const float *pa, gsize a_step, const float *pb, \
                  gsize b_step, float *y, gsize n)                \
  {                                                               \
    if (a_step == 1 && b_step == 1)                               \
      for (gsize i = 0; i < n; i++) {                             \
        const float a = pa[i], b = pb[i];                         \
                                                                  \
        y[i] = (expression);                                      \
      }                                                           \
    else if (a_step == 1) {                                       \
      const float b = *pb;                                        \
                                                                  \
      for (gsize i = 0; i < n; i++) {                             \
        const float a = pa[i];                                    \
                                                                  \
        y[i] = (expression);                                      \
      }                                                           \
    } else {                                                      \
      const float a = *pa;                                        \
                                                                  \
      for (gsize i = 0; i < n; i++) {                             \
        const float b = pb[i * b_step];                           \
                                                                  \
        y[i] = (expression);                                      \
      }                                                           \
    }                                                             \
  }

BINARY (add_floats, a + b)
BINARY (subtract_floats, a - b)
BINARY (multiply_floats, a *b)
BINARY (divide_floats, a / b)
BINARY (max_floats, a < b || isnan (b) ? b : a)
BINARY (min_floats, a > b || isnan (b) ? b : a)
BINARY (power_floats, powf (a, b))
BINARY (fmod_floats, fmodf (a, b))
BINARY (prelu_floats, a < 0 ? a * b : a)

/* Shape arithmetic wraps instead of overflowing: what comes of it is checked as a shape. */
static gint64
add_ints (gint64 a, gint64 b)
{
  return (gint64) ((guint64) a + (guint64) b);
}

static gint64
subtract_ints (gint64 a, gint64 b)
{
  return (gint64) ((guint64) a - (guint64) b);
}

static gint64
multiply_ints (gint64 a, gint64 b)
{
  return (gint64) ((guint64) a * (guint64) b);
}

static gint64
divide_ints (gint64 a, gint64 b)
{
  if (b == -1)
    return subtract_ints (0, a);
  return b == 0 ? 0 : a / b;
}

static gint64
max_ints (gint64 a, gint64 b)
{
  return MAX (a, b);
}

static gint64
min_ints (gint64 a, gint64 b)
{
  return MIN (a, b);
}

static gint64
modulo_ints (gint64 a, gint64 b)
{
  gint64 rest;

  if (b == 0 || b == -1)
    return 0;
  rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

static gint64
power_ints (gint64 a, gint64 b)
{
  gint64 power = 1;

  if (b < 0)
    return a == 1 ? 1 : 0;
  for (; b > 0; b >>= 1) {
    if (b & 1)
      power = multiply_ints (power, a);
    a = multiply_ints (a, a);
  }
  return power;
}

/* Opset 6: with `broadcast`, B is aligned with A's dimension `axis`, or with its last. */
static gboolean
align_old (TsOp *op, TsShape *b, GError **error)
{
  const TsShape *a = ts_op_get_shape (op, 0);
  const gint64 axis = ts_node_get_int (op->node, "axis", -1);
  TsShape aligned = { .rank = a->rank };

  if (op->opset > 6 || ts_node_get_int (op->node, "broadcast", 0) == 0 ||
      axis == -1)
    return TRUE;
  if (axis < 0 || axis > a->rank || axis + b->rank > a->rank)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "axis %" G_GINT64_FORMAT " is out of range", axis);
  for (guint i = 0; i < a->rank; i++)
    aligned.dims[i] = i >= axis && i < axis + b->rank ? b->dims[i - axis] : 1;
  *b = aligned;
  return TRUE;
}

static gboolean
fail_shapes (TsOp *op, const TsShape *a, const TsShape *b, GError **error)
{
  g_autofree char *a_text = ts_shape_to_text (a);
  g_autofree char *b_text = ts_shape_to_text (b);

  return ts_op_fail (op, error, TS_ERROR_FORMAT,
                     "shapes %s and %s do not go together", a_text, b_text);
}

static gboolean
has_zero (const TsValue *value)
{
  if (value->constant == NULL)
    return FALSE;
  for (gsize i = 0; i < value->n_elements; i++)
    if (ts_tensor_get_int64s (value->constant)[i] == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_types (TsOp *op, GError **error)
{
  const Detail *detail = op->kind->detail;
  const TsType type = op->inputs[0]->type;

  for (guint i = 0; i < op->n_inputs; i++) {
    if (op->inputs[i]->type != type)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "its inputs are of different types");
    if (type == TS_TYPE_INT64 && detail->ints == NULL)
      return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                         "input '%s' is not float", op->inputs[i]->name);
  }
  if (type == TS_TYPE_INT64 && detail->ints == divide_ints &&
      has_zero (op->inputs[1]))
    return ts_op_fail (op, error, TS_ERROR_FORMAT, "it divides by zero");
  return TRUE;
}

static gboolean
join_shapes (TsOp *op, TsShape *out, GError **error)
{
  Params *p = op->params;

  *out = op->inputs[0]->shape;
  for (guint i = 1; i < op->n_inputs; i++) {
    TsShape shape = op->inputs[i]->shape;

    if (i == 1 && !align_old (op, &shape, error))
      return FALSE;
    if (!ts_broadcast_shapes (out, &shape, out))
      return fail_shapes (op, out, &op->inputs[i]->shape, error);
    if (i == 1)
      p->second = shape;
  }
  return TRUE;
}

/* The shapes as they lie in memory, of the rank of the output. */
static void
plan_walks (Params *p, const TsOp *op, const TsShape *out)
{
  const TsShape in_memory =
    op->is_channels_last ? ts_shape_to_channels_last (out) : *out;

  for (guint i = 0; i < p->n; i++) {
    TsShape pair[] = { i == 0 ? op->inputs[0]->shape : *out,
                       i == 0 ? p->second : op->inputs[i + 1]->shape };

    for (guint k = 0; op->is_channels_last && k < 2; k++) {
      const TsShape filled = ts_broadcast_fill (&pair[k], out->rank);

      pair[k] = ts_shape_to_channels_last (&filled);
    }
    ts_broadcast_init (&p->walks[i], &in_memory,
                       (const TsShape *const[]){ &pair[0], &pair[1] }, 2);
  }
}

static gboolean
binary_check (TsOp *op, GError **error)
{
  Params *p = g_malloc0 (sizeof (Params) + op->n_inputs * sizeof (TsBroadcast));
  TsShape out;

  op->params = p;
  p->n = op->n_inputs - 1;
  if (!check_types (op, error) || !join_shapes (op, &out, error))
    return FALSE;
  plan_walks (p, op, &out);
  /* The third input is read after the output has been written. */
  op->is_not_in_place = p->n > 1;
  return ts_op_set_output (op, 0, op->inputs[0]->type, &out, error);
}

/* PRelu: the slope stretches to the input, not the other way round. Opset 6 has slopes
 * [C], from opset 7 they are [C][1][1]. */
static gboolean
prelu_check (TsOp *op, GError **error)
{
  const TsShape *x = &op->inputs[0]->shape;
  TsShape *slope = &op->inputs[1]->shape;
  const TsShape given = *slope;
  gboolean is_good;

  if (op->opset == 6 && slope->rank == 1 && x->rank > 2 &&
      slope->dims[0] == x->dims[1])
    for (guint i = 1; i < x->rank - 1; i++)
      slope->dims[slope->rank++] = 1;
  is_good = binary_check (op, error);
  *slope = given;
  if (is_good && !ts_shape_equal (&op->outputs[0]->shape, x))
    return fail_shapes (op, x, slope, error);
  return is_good;
}

static gboolean
binary_takes_channels_last (const TsOp *op)
{
  const Params *p = op->params;
  const guint rank = op->outputs[0]->shape.rank;

  for (guint i = 0; i < op->n_inputs; i++) {
    const TsShape *shape = i == 1 ? &p->second : &op->inputs[i]->shape;

    if (op->inputs[i]->shape.rank != rank && !ts_shape_is_pixel (shape, rank))
      return FALSE;
  }
  return TRUE;
}

static gboolean
binary_plan (TsOp *op, GError **error)
{
  plan_walks (op->params, op, &op->outputs[0]->shape);
  return TRUE;
}

/* Bounds are for the result, and not for the sums before. */
static void
run_floats (const TsOp *op,
            const TsBroadcast *walk,
            const float *a,
            const float *b,
            float *y)
{
  const Detail *detail = op->kind->detail;
  const Params *p = op->params;
  const gsize a_step = ts_broadcast_get_inner_stride (walk, 0);
  const gsize b_step = ts_broadcast_get_inner_stride (walk, 1);
  const gsize n = ts_broadcast_get_inner (walk);
  const gboolean is_sum =
    detail->floats == add_floats && a_step == 1 && b_step == 1;
  const gboolean is_last = walk == &p->walks[p->n - 1];
  const float low = is_last ? op->low : -INFINITY;
  const float high = is_last ? op->high : INFINITY;
  TsBroadcastPlace place = { 0 };

  do {
    float *to = y + place.out;

    if (is_sum) {
      op->kernels->add (a + place.at[0], b + place.at[1], n, low, high, to);
      continue;
    }
    detail->floats (a + place.at[0], a_step, b + place.at[1], b_step, to, n);
    if (low > -INFINITY || high < INFINITY)
      op->kernels->bound (to, n, low, high, to);
  } while (ts_broadcast_next (walk, &place));
}

static void
run_ints (const TsOp *op,
          const TsBroadcast *walk,
          const gint64 *a,
          const gint64 *b,
          gint64 *y)
{
  const Detail *detail = op->kind->detail;
  const gsize a_step = ts_broadcast_get_inner_stride (walk, 0);
  const gsize b_step = ts_broadcast_get_inner_stride (walk, 1);
  TsBroadcastPlace place = { 0 };

  do
    for (gsize i = 0; i < ts_broadcast_get_inner (walk); i++)
      y[place.out + i] =
        detail->ints (a[place.at[0] + i * a_step], b[place.at[1] + i * b_step]);
  while (ts_broadcast_next (walk, &place));
}

static void
binary_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const TsValue *out = op->outputs[0];
  const void *first = buffers->inputs[0];
  void *y = buffers->outputs[0];

  if (p->n == 0 && out->type == TS_TYPE_FLOAT)
    op->kernels->bound (first, out->n_elements, op->low, op->high, y);
  else if (p->n == 0 && y != first)
    memcpy (y, first, out->n_elements * ts_type_bytes (out->type));
  for (guint i = 0; i < p->n; i++) {
    const void *a = i == 0 ? first : y;

    if (out->type == TS_TYPE_FLOAT)
      run_floats (op, &p->walks[i], a, buffers->inputs[i + 1], y);
    else
      run_ints (op, &p->walks[i], a, buffers->inputs[i + 1], y);
  }
}

/* One value a channel of x, [1][C][1].. or one for all. shape is the constant's. */
static gboolean
read_channel_values (const TsShape *x,
                     const TsTensor *constant,
                     const TsShape *shape,
                     double *values)
{
  const gsize n = (gsize) x->dims[1];
  const gsize n_given = ts_tensor_get_n_elements (constant);

  if (n_given != 1 &&
      (n_given != n || shape->rank + 1 < x->rank || shape->rank > x->rank ||
       shape->dims[shape->rank + 1 - x->rank] != x->dims[1]))
    return FALSE;
  for (gsize c = 0; c < n; c++)
    values[c] = ts_tensor_get_floats (constant)[n_given == 1 ? 0 : c];
  return TRUE;
}

/* x with a constant: +, -, * and x / constant are affine. */
static gboolean
binary_as_affine (const TsOp *op, double *scale, double *shift)
{
  const Params *p = op->params;
  const guint known = op->n_inputs == 2 && op->inputs[1]->constant ? 1 : 0;
  const TsShape *x = &op->inputs[1 - known]->shape;
  const TsShape *shape = known == 1 ? &p->second : &op->inputs[0]->shape;
  const FloatFunc kind = ((const Detail *) op->kind->detail)->floats;

  if (op->n_inputs != 2 || op->inputs[known]->constant == NULL ||
      op->outputs[0]->type != TS_TYPE_FLOAT || x->rank < 2 ||
      (known == 0 && !ts_shape_equal (x, &p->second)) ||
      !ts_shape_equal (x, &op->outputs[0]->shape) ||
      !read_channel_values (x, op->inputs[known]->constant, shape, shift))
    return FALSE;
  for (gsize c = 0; c < (gsize) x->dims[1]; c++) {
    const double v = shift[c];
    const gboolean is_product =
      kind == multiply_floats || kind == divide_floats;

    if (kind == divide_floats && (known == 0 || v == 0))
      return FALSE;
    scale[c] = kind == multiply_floats ? v : kind == divide_floats ? 1 / v : 1;
    shift[c] = is_product ? 0 : v;
    if (kind == subtract_floats && known == 1)
      shift[c] = -v;
    if (kind == subtract_floats && known == 0)
      scale[c] = -1;
  }
  return TRUE;
}

static const TsAttributeSpec old_attributes[] = {
  { "axis", TS_ATTRIBUTE_INT },
  { "broadcast", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

static const TsAttributeSpec mod_attributes[] = {
  { "fmod", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

/* clang-format off */
#define BINARY_OPERATOR(op_name, specs, most, float_function, int_function)    \
  .name = op_name, .attributes = specs, .min_inputs = most == 2 ? 2 : 1,       \
  .max_inputs = most, .traits = TS_OP_IN_PLACE | TS_OP_ANY_TYPE,               \
  .detail = &(const Detail){ float_function, int_function },                   \
  .check = binary_check, .plan = binary_plan, .run = binary_run,                \
  .takes_channels_last = binary_takes_channels_last, .absorbs_clamp = TRUE
#define AFFINE(op_name, float_function, int_function)                          \
  { BINARY_OPERATOR (op_name, old_attributes, 2, float_function,               \
                     int_function),                                            \
    .as_affine = binary_as_affine }
#define VARIADIC(op_name, float_function, int_function)                        \
  { BINARY_OPERATOR (op_name, NULL, G_MAXUINT, float_function, int_function) }
/* clang-format on */

const TsOperator ts_binary_operators[] = {
  AFFINE ("Add", add_floats, add_ints),
  AFFINE ("Sub", subtract_floats, subtract_ints),
  AFFINE ("Mul", multiply_floats, multiply_ints),
  AFFINE ("Div", divide_floats, divide_ints),
  VARIADIC ("Sum", add_floats, add_ints),
  VARIADIC ("Max", max_floats, max_ints),
  VARIADIC ("Min", min_floats, min_ints),
  { BINARY_OPERATOR ("Pow", old_attributes, 2, power_floats, power_ints) },
  { BINARY_OPERATOR ("Mod", mod_attributes, 2, fmod_floats, modulo_ints) },
  {
    .name = "PRelu",
    .min_inputs = 2,
    .max_inputs = 2,
    .traits = TS_OP_IN_PLACE,
    .detail = &(const Detail){ prelu_floats, NULL },
    .check = prelu_check,
    .plan = binary_plan,
    .takes_channels_last = binary_takes_channels_last,
    .run = binary_run,
  },
  { .name = NULL },
};
