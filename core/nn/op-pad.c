/* Pad: a border of a constant, of the edge, or of the mirrored image. A negative pad cuts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/nn/op-table.h"

typedef enum { PAD_CONSTANT, PAD_EDGE, PAD_REFLECT, PAD_WRAP } Mode;

#define OUTSIDE G_MAXSIZE
/* Longest dimension, in or out: its places are listed. */
#define MAX_LENGTH (1 << 22)

typedef struct {
  TsShape in, out;
  gint64 before[TS_MAX_RANK];
  Mode mode;
  gint64 value;                /* the bytes of the constant, of either type */
  gsize *sources[TS_MAX_RANK]; /* per dimension and output place: element offset
                                  in the input, or OUTSIDE */
} Params;

static gboolean
read_mode (TsOp *op, Mode *out, GError **error)
{
  static const char *const names[] = { "constant", "edge", "reflect", "wrap" };
  const char *text = ts_node_get_string (op->node, "mode", "constant");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (text, names[i])) {
      *out = (Mode) i;
      return TRUE;
    }
  return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED, "mode '%s' is not known",
                     text);
}

/* An attribute up to opset 10, an input from opset 11. */
static gboolean
read_value (TsOp *op, Params *p, GError **error)
{
  const float attribute = (float) ts_node_get_float (op->node, "value", 0);
  TsTensor *tensor = NULL;

  if (op->inputs[0]->type == TS_TYPE_FLOAT)
    memcpy (&p->value, &attribute, sizeof attribute);
  if (!ts_op_has_input (op, 2))
    return TRUE;
  if (!ts_op_get_constant (op, 2, "value", &tensor, error))
    return FALSE;
  if (ts_tensor_get_n_elements (tensor) != 1 ||
      ts_tensor_get_type (tensor) != op->inputs[0]->type)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "the value is not one number");
  if (ts_tensor_get_type (tensor) == TS_TYPE_FLOAT)
    memcpy (&p->value, ts_tensor_get_floats (tensor), sizeof (float));
  else
    p->value = ts_tensor_get_int64s (tensor)[0];
  return TRUE;
}

/* The dimensions that pads speaks of: all, or those the axes input names. */
static gboolean
read_axes (TsOp *op, guint rank, guint *axes, guint *out_n, GError **error)
{
  const gint64 *given = NULL;
  gboolean is_set[TS_MAX_RANK];

  *out_n = rank;
  for (guint i = 0; i < rank; i++)
    axes[i] = i;
  if (!ts_op_has_input (op, 3))
    return TRUE;
  if (!ts_op_get_int_list (op, 3, "axes", &given, out_n, error) ||
      !ts_op_mark_axes (op, given, *out_n, rank, is_set, error))
    return FALSE;
  for (guint i = 0; i < *out_n; i++)
    if (!ts_op_get_axis (op, given[i], rank, &axes[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
read_pads (TsOp *op, Params *p, GError **error)
{
  const gint64 *pads = NULL;
  guint axes[TS_MAX_RANK], n_axes = 0, n = 0;

  if (!ts_op_get_list (op, "pads", 1, &pads, &n, error) ||
      !read_axes (op, p->in.rank, axes, &n_axes, error))
    return FALSE;
  if (n != 2 * n_axes)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "pads has %u values for %u dimensions", n, n_axes);
  for (guint i = 0; i < p->in.rank; i++)
    if (p->in.dims[i] > MAX_LENGTH)
      return ts_op_fail (op, error, TS_ERROR_TOO_LARGE,
                         "dimension %u of its input is too long", i);
  for (guint i = 0; i < n_axes; i++) {
    const gint64 before = pads[i], after = pads[i + n_axes];

    if (before < -MAX_LENGTH || before > MAX_LENGTH || after < -MAX_LENGTH ||
        after > MAX_LENGTH || p->in.dims[axes[i]] + before + after < 0)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "pads %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT
                         " are out of range",
                         before, after);
    p->before[axes[i]] = before;
    p->out.dims[axes[i]] += before + after;
  }
  return TRUE;
}

/* The place in a dimension of n that place is filled from; -1: the constant. */
static gint64
find_source (Mode mode, gint64 place, gint64 n)
{
  const gint64 period = 2 * (n - 1);

  if (place >= 0 && place < n)
    return place;
  if (mode == PAD_CONSTANT)
    return -1;
  if (mode == PAD_EDGE)
    return place < 0 ? 0 : n - 1;
  if (mode == PAD_WRAP)
    return (place % n + n) % n;
  if (period == 0)
    return 0;
  place = (place % period + period) % period;
  return place < n ? place : period - place;
}

static gboolean
pad_check (TsOp *op, GError **error)
{
  Params *p = g_new0 (Params, 1);
  gsize stride = 1;

  op->params = p;
  p->in = p->out = *ts_op_get_shape (op, 0);
  if (!read_mode (op, &p->mode, error) || !read_pads (op, p, error) ||
      !read_value (op, p, error) ||
      !ts_op_set_output (op, 0, op->inputs[0]->type, &p->out, error))
    return FALSE;
  for (guint i = p->in.rank; i > 0; i--) {
    const guint d = i - 1;

    p->sources[d] = g_new (gsize, MAX (p->out.dims[d], 1));
    for (gint64 k = 0; k < p->out.dims[d]; k++) {
      const gint64 from =
        find_source (p->mode, k - p->before[d], p->in.dims[d]);

      p->sources[d][k] = from < 0 ? OUTSIDE : (gsize) from * stride;
    }
    stride *= (gsize) p->in.dims[d];
  }
  return TRUE;
}

/* Zeros round the images only. */
static gboolean
pad_as_padding (const TsOp *op, TsPadding *out)
{
  const Params *p = op->params;
  const guint rank = p->in.rank, x = rank - 1;
  gint64 after[TS_MAX_RANK];
  const float zero = 0;

  if (p->mode != PAD_CONSTANT || op->inputs[0]->type != TS_TYPE_FLOAT ||
      memcmp (&p->value, &zero, sizeof zero) != 0 || (rank != 3 && rank != 4))
    return FALSE;
  for (guint i = 0; i < rank; i++) {
    after[i] = p->out.dims[i] - p->in.dims[i] - p->before[i];
    if (p->before[i] < 0 || after[i] < 0 ||
        (i < 2 && (p->before[i] > 0 || after[i] > 0)))
      return FALSE;
  }
  *out = (TsPadding){ .left = (gsize) p->before[x], .right = (gsize) after[x] };
  if (rank == 4) {
    out->top = (gsize) p->before[2];
    out->bottom = (gsize) after[2];
  }
  return TRUE;
}

static gboolean
pad_plan (TsOp *op, GError **error)
{
  op->n_inputs = 1;
  return TRUE;
}

/* One row along the last dimension; base: of its row in the input, or OUTSIDE. */
static void
fill_row (const Params *p, const char *from, gsize base, char *to, gsize bytes)
{
  const guint last = p->out.rank - 1;
  const gsize n = (gsize) p->out.dims[last];

  for (gsize k = 0; k < n; k++) {
    const gsize source = p->sources[last][k];
    const gboolean is_outside = base == OUTSIDE || source == OUTSIDE;

    memcpy (to + k * bytes,
            is_outside ? (const char *) &p->value
                       : from + (base + source) * bytes,
            bytes);
  }
}

static void
pad_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const gsize bytes = ts_type_bytes (op->outputs[0]->type);
  const guint last = p->out.rank > 0 ? p->out.rank - 1 : 0;
  const gsize n_rows = ts_shape_product (&p->out, 0, last);
  char *to = buffers->outputs[0];

  if (p->out.rank == 0)
    memcpy (to, buffers->inputs[0], bytes);
  for (gsize row = 0; p->out.rank > 0 && row < n_rows; row++) {
    gsize base = 0, rest = row;

    for (guint i = last; i > 0; i--) {
      const gsize dim = (gsize) p->out.dims[i - 1];
      const gsize source = p->sources[i - 1][rest % dim];

      base = base == OUTSIDE || source == OUTSIDE ? OUTSIDE : base + source;
      rest /= dim;
    }
    fill_row (p, buffers->inputs[0], base, to, bytes);
    to += (gsize) p->out.dims[last] * bytes;
  }
}

static void
pad_clear (TsOp *op)
{
  Params *p = op->params;

  for (guint i = 0; i < TS_MAX_RANK; i++)
    g_clear_pointer (&p->sources[i], g_free);
}

static const TsAttributeSpec attributes[] = {
  { "mode", TS_ATTRIBUTE_STRING },
  { "pads", TS_ATTRIBUTE_INTS },
  { "value", TS_ATTRIBUTE_FLOAT },
  { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_pad_operators[] = {
  {
    .name = "Pad",
    .attributes = attributes,
    .min_inputs = 1,
    .max_inputs = 4,
    .traits = TS_OP_ANY_TYPE,
    .check = pad_check,
    .plan = pad_plan,
    .run = pad_run,
    .clear = pad_clear,
    .as_padding = pad_as_padding,
  },
  { .name = NULL },
};
