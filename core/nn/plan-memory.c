/* Where each value lives in the arena. Values that are the same memory (a view and what it
 * looks at, the parts of a concatenation, input and output of an operator that works in
 * place) form one block; a block is alive from its first maker to its last reader, and
 * blocks that are never alive together may share memory.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/checked.h"
#include "core/nn/plan.h"

#define ALIGNMENT_BYTES 64

/* One for each value; those of a block hang on its root. */
typedef struct {
  guint parent;       /* itself for a root */
  gsize offset_bytes; /* in the parent */
  gsize n_bytes;
  gint first, last;     /* of a root: ops between which the block is alive */
  gboolean is_in_arena; /* has memory at all: used, and not a constant */
  gboolean
    may_stride; /* its pixels may lie apart; of a root: all its block's */
} Place;

typedef struct {
  TsNetwork *network;
  Place *places;
} Planner;

/* The root of a value's block, and where in the block the value begins. */
static guint
find_root (const Planner *p, guint index, gsize *out_offset)
{
  gsize offset = 0;

  while (p->places[index].parent != index) {
    offset += p->places[index].offset_bytes;
    index = p->places[index].parent;
  }
  *out_offset = offset;
  return index;
}

/* Makes root part of the block of value, at an offset behind value's own. */
static void
hang (Planner *p, guint root, guint value, gsize offset_bytes)
{
  gsize base;
  const guint target = find_root (p, value, &base);
  Place *child = &p->places[root], *parent = &p->places[target];

  child->parent = target;
  child->offset_bytes = base + offset_bytes;
  parent->first = MIN (parent->first, child->first);
  parent->last = MAX (parent->last, child->last);
  parent->may_stride = parent->may_stride && child->may_stride;
}

static void
touch (Planner *p, const TsValue *value, gint step)
{
  Place *place = &p->places[value->index];

  if (value->constant != NULL)
    return;
  place->is_in_arena = TRUE;
  place->first = MIN (place->first, step);
  place->last = MAX (place->last, step);
}

static void
find_lifetimes (Planner *p)
{
  const TsNetwork *network = p->network;
  const gint end = (gint) network->ops->len;

  for (guint i = 0; i < network->values->len; i++) {
    const TsValue *value = network->values->pdata[i];

    p->places[i] = (Place){ .parent = i, .first = G_MAXINT, .last = -1 };
    p->places[i].n_bytes = value->n_elements * ts_type_bytes (value->type);
    if (value->is_input)
      touch (p, value, -1);
    if (value->is_input || value->is_output)
      touch (p, value, end);
  }
  for (gint i = 0; i < end; i++) {
    const TsOp *op = network->ops->pdata[i];

    for (guint k = 0; k < op->n_inputs; k++)
      if (op->inputs[k] != NULL)
        touch (p, op->inputs[k], i);
    for (guint k = 0; k < op->n_outputs; k++)
      if (op->outputs[k] != NULL && op->outputs[k]->shape.rank <= TS_MAX_RANK)
        touch (p, op->outputs[k], i);
  }
}

static void
join_views (Planner *p)
{
  for (guint i = 0; i < p->network->ops->len; i++) {
    const TsOp *op = p->network->ops->pdata[i];

    if (ts_op_is_view (op))
      hang (p, op->outputs[0]->index, op->inputs[0]->index, 0);
  }
}

/* Whether its pixels may lie apart: whoever makes or reads it must know. */
static void
find_strided (Planner *p)
{
  for (guint i = 0; i < p->network->values->len; i++)
    p->places[i].may_stride = TRUE;
  for (guint i = 0; i < p->network->ops->len; i++) {
    const TsOp *op = p->network->ops->pdata[i];

    if ((op->kind->traits & TS_OP_STRIDES) != 0)
      continue;
    for (guint k = 0; k < op->n_inputs; k++)
      if (op->inputs[k] != NULL)
        p->places[op->inputs[k]->index].may_stride = FALSE;
    for (guint k = 0; k < op->n_outputs; k++)
      if (op->outputs[k] != NULL)
        p->places[op->outputs[k]->index].may_stride = FALSE;
  }
}

/* A part that is a whole block of its own moves into the block of the result. Parts of
 * channels-last images lie side by side in each pixel. */
static void
join_parts (Planner *p, const TsOp *op)
{
  const TsValue *whole = op->outputs[0];
  const gboolean is_strided =
    whole->is_channels_last && ts_shape_count_pixels (&whole->shape) > 1;
  gsize offset = 0, base;

  for (guint i = 0; i < op->n_inputs; i++) {
    const TsValue *part = op->inputs[i];
    const guint root = find_root (p, part->index, &base);
    gsize whole_base;

    if (part->constant == NULL && base == 0 &&
        (!is_strided ||
         (p->places[part->index].may_stride && p->places[root].may_stride)) &&
        p->places[root].n_bytes == p->places[part->index].n_bytes &&
        root != find_root (p, whole->index, &whole_base))
      hang (p, root, whole->index, offset);
    offset += is_strided ? (gsize) part->shape.dims[1] * sizeof (float)
                         : p->places[part->index].n_bytes;
  }
}

/* Whether no other input lies in this block, but as the same elements. */
static gboolean
is_alone (const Planner *p, const TsOp *op, guint root, const TsValue *in)
{
  for (guint i = 0; i < op->n_inputs; i++) {
    const TsValue *other = op->inputs[i];
    gsize offset;

    if (other == NULL || other->constant != NULL || other == in)
      continue;
    if (find_root (p, other->index, &offset) == root &&
        !ts_shape_equal (&other->shape, &in->shape))
      return FALSE;
  }
  return TRUE;
}

/* An input that dies here, a whole block, and has the shape of the output. */
static gboolean
can_overwrite (const Planner *p, const TsOp *op, gint step, const TsValue *in)
{
  const TsValue *out = op->outputs[0];
  const Place *block;
  gsize offset;
  guint root;

  if (in == NULL || in->constant != NULL || in->type != out->type ||
      in->is_channels_last != out->is_channels_last ||
      !ts_shape_equal (&in->shape, &out->shape))
    return FALSE;
  root = find_root (p, in->index, &offset);
  block = &p->places[root];
  return block->last == step && offset == 0 &&
         block->n_bytes == p->places[in->index].n_bytes &&
         is_alone (p, op, root, in);
}

static void
join_in_place (Planner *p, const TsOp *op, gint step)
{
  gsize offset;

  if ((op->kind->traits & TS_OP_IN_PLACE) == 0 || op->is_not_in_place)
    return;
  for (guint i = 0; i < op->n_inputs; i++)
    if (can_overwrite (p, op, step, op->inputs[i])) {
      hang (p, find_root (p, op->inputs[i]->index, &offset),
            op->outputs[0]->index, 0);
      return;
    }
}

static void
join_blocks (Planner *p)
{
  const GPtrArray *ops = p->network->ops;

  for (guint i = 0; i < ops->len; i++) {
    const TsOp *op = ops->pdata[i];

    if ((op->kind->traits & TS_OP_CONCAT) != 0 && op->is_contiguous)
      join_parts (p, op);
  }
  for (guint i = 0; i < ops->len; i++)
    join_in_place (p, ops->pdata[i], (gint) i);
}

typedef struct {
  guint root;
  gsize n_bytes;
} Block;

/* Largest first; the order of values breaks ties, so that a plan is always the same. */
static gint
compare_blocks (gconstpointer a, gconstpointer b)
{
  const Block *x = a, *y = b;

  if (x->n_bytes != y->n_bytes)
    return x->n_bytes > y->n_bytes ? -1 : 1;
  return x->root < y->root ? -1 : x->root > y->root;
}

static gint
compare_offsets (gconstpointer a, gconstpointer b, gpointer data)
{
  const Planner *p = data;
  const gsize x = p->places[*(const guint *) a].offset_bytes;
  const gsize y = p->places[*(const guint *) b].offset_bytes;

  return x < y ? -1 : x > y;
}

/* The lowest offset at which a block of n_bytes is clear of those already placed (sorted
 * by offset) that are alive with it. */
static gsize
find_gap (const Planner *p, const GArray *placed, const Place *block)
{
  gsize offset = 0;

  for (guint i = 0; i < placed->len; i++) {
    const Place *other = &p->places[g_array_index (placed, guint, i)];

    if (other->last < block->first || other->first > block->last)
      continue;
    if (other->offset_bytes >= offset + block->n_bytes)
      break;
    offset = MAX (offset, other->offset_bytes + other->n_bytes);
  }
  return offset;
}

static void
insert_by_offset (const Planner *p, GArray *placed, guint root)
{
  guint at = placed->len;

  while (at > 0 && compare_offsets (&g_array_index (placed, guint, at - 1),
                                    &root, (gpointer) p) > 0)
    at--;
  g_array_insert_val (placed, at, root);
}

static gboolean
place_blocks (Planner *p, GArray *blocks, gboolean reuses, GError **error)
{
  g_autoptr (GArray) placed = g_array_new (FALSE, FALSE, sizeof (guint));
  gsize end = 0;

  g_array_sort (blocks, compare_blocks);
  for (guint i = 0; i < blocks->len; i++) {
    const guint root = g_array_index (blocks, Block, i).root;
    Place *block = &p->places[root];

    block->offset_bytes = reuses ? find_gap (p, placed, block) : end;
    end = MAX (end, block->offset_bytes + block->n_bytes);
    if (end > TS_PLAN_MAX_BYTES) {
      g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                   "its activations need more than %zu MiB",
                   TS_PLAN_MAX_BYTES >> 20);
      return FALSE;
    }
    if (reuses)
      insert_by_offset (p, placed, root);
  }
  p->network->arena_bytes = end;
  return TRUE;
}

static GArray *
list_blocks (Planner *p)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (Block));

  for (guint i = 0; i < p->network->values->len; i++) {
    Place *place = &p->places[i];
    Block block = { i, 0 };

    if (!place->is_in_arena || place->parent != i)
      continue;
    place->n_bytes =
      (place->n_bytes + ALIGNMENT_BYTES - 1) & ~(gsize) (ALIGNMENT_BYTES - 1);
    block.n_bytes = place->n_bytes;
    g_array_append_val (blocks, block);
  }
  return blocks;
}

/* Channels of the image that the value, or the block it is a part of, is. */
static gsize
get_pixel_stride (const TsValue *value, const TsValue *root)
{
  if (!value->is_channels_last)
    return 0;
  if (ts_shape_count_pixels (&value->shape) == 1 || !root->is_channels_last)
    return (gsize) value->shape.dims[1];
  return (gsize) root->shape.dims[1];
}

static void
set_offsets (Planner *p)
{
  for (guint i = 0; i < p->network->values->len; i++) {
    TsValue *value = p->network->values->pdata[i];
    gsize offset;
    const guint root = find_root (p, i, &offset);

    value->offset_bytes = p->places[root].offset_bytes + offset;
    value->pixel_stride =
      get_pixel_stride (value, p->network->values->pdata[root]);
  }
}

static void
remove_views (TsNetwork *network)
{
  for (guint i = network->ops->len; i > 0; i--)
    if (ts_op_is_view (network->ops->pdata[i - 1]))
      g_ptr_array_remove_index (network->ops, i - 1);
}

gboolean
ts_plan_place (TsNetwork *network, guint flags, GError **error)
{
  const gboolean reuses = (flags & TS_PLAN_NO_REUSE) == 0;
  g_autofree Place *places = g_new0 (Place, network->values->len + 1);
  g_autoptr (GArray) blocks = NULL;
  Planner p = { network, places };

  find_lifetimes (&p);
  find_strided (&p);
  join_views (&p);
  if (reuses)
    join_blocks (&p);
  blocks = list_blocks (&p);
  if (!place_blocks (&p, blocks, reuses, error))
    return FALSE;
  set_offsets (&p);
  remove_views (network);
  return TRUE;
}
