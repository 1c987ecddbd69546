/* The arena: values that share memory never disturb each other. Random graphs run twice, as
 * planned and with memory of its own for each value, must give the same bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/nn/net-case.h"

#define N_VALUES 24

/* A graph under construction: names v0, v1, … and their shapes. */
typedef struct {
  NetCase *c;
  TsShape shapes[N_VALUES];
  guint n;
} Sketch;

static guint
below (Sketch *s, guint limit)
{
  return ts_random_below (&s->c->random, limit);
}

static void
add_unary (Sketch *s, const char *op, guint from, TsShape shape, gint64 axis)
{
  g_autofree char *in = g_strdup_printf ("v%u", from);
  g_autofree char *out = g_strdup_printf ("v%u", s->n);
  TsNode *node = net_case_node (s->c, op, in, out);

  if (axis >= 0)
    ts_node_set_int (node, "axis", axis);
  s->shapes[s->n++] = shape;
}

static void
add_reshape (Sketch *s, guint from)
{
  TsShape shape = s->shapes[from];
  g_autofree char *dims = g_strdup_printf ("d%u", s->n);
  g_autofree char *in = g_strdup_printf ("v%u %s", from, dims);
  g_autofree char *out = g_strdup_printf ("v%u", s->n);

  /* [1,C,H,W] <-> [1,H,C,W]: the same elements in another shape. */
  shape.dims[1] = s->shapes[from].dims[2];
  shape.dims[2] = s->shapes[from].dims[1];
  net_case_ints (s->c, dims, 4, shape.dims);
  net_case_node (s->c, "Reshape", in, out);
  s->shapes[s->n++] = shape;
}

/* Joins v from and up to two others that fit along axis 1. */
static void
add_concat (Sketch *s, guint from)
{
  g_autoptr (GString) in = g_string_new (NULL);
  g_autofree char *out = g_strdup_printf ("v%u", s->n);
  TsShape shape = s->shapes[from];
  guint n = 1;

  g_string_printf (in, "v%u", from);
  for (guint tries = 0; tries < 6 && n < 3; tries++) {
    const guint other = below (s, s->n);

    if (s->shapes[other].dims[2] != shape.dims[2] ||
        shape.dims[1] + s->shapes[other].dims[1] > 24)
      continue;
    g_string_append_printf (in, " v%u", other);
    shape.dims[1] += s->shapes[other].dims[1];
    n++;
  }
  ts_node_set_int (net_case_node (s->c, "Concat", in->str, out), "axis", 1);
  s->shapes[s->n++] = shape;
}

static void
add_binary (Sketch *s, guint from)
{
  static const char *const ops[] = { "Add", "Mul", "Max", "Sub" };

  for (guint tries = 0; tries < 8; tries++) {
    const guint other = below (s, s->n);
    const TsShape *a = &s->shapes[from], *b = &s->shapes[other];
    g_autofree char *in = g_strdup_printf ("v%u v%u", from, other);
    g_autofree char *out = g_strdup_printf ("v%u", s->n);

    if (a->dims[2] != b->dims[2] ||
        (a->dims[1] != b->dims[1] && b->dims[1] != 1))
      continue;
    net_case_node (s->c, ops[below (s, 4)], in, out);
    s->shapes[s->n++] = *a;
    return;
  }
}

static void
add_split (Sketch *s, guint from)
{
  g_autofree char *in = g_strdup_printf ("v%u", from);
  g_autofree char *out = g_strdup_printf ("v%u v%u", s->n, s->n + 1);
  TsShape shape = s->shapes[from];

  if (shape.dims[1] % 2 != 0 || s->n + 2 > N_VALUES)
    return;
  ts_node_set_int (net_case_node (s->c, "Split", in, out), "axis", 1);
  shape.dims[1] /= 2;
  s->shapes[s->n++] = shape;
  s->shapes[s->n++] = shape;
}

static void
add_any (Sketch *s)
{
  const guint from = below (s, s->n);

  switch (below (s, 8)) {
  case 0:
    add_unary (s, "Relu", from, s->shapes[from], -1);
    break;
  case 1:
    add_unary (s, "Softmax", from, s->shapes[from], 1);
    break;
  case 2:
    add_reshape (s, from);
    break;
  case 3:
    add_unary (s, "Identity", from, s->shapes[from], -1);
    break;
  case 4:
    add_split (s, from);
    break;
  case 5:
    add_binary (s, from);
    break;
  default:
    add_concat (s, from);
  }
}

static NetCase *
draw_graph (guint64 seed)
{
  NetCase *c = net_case_new (13, seed);
  Sketch s = { .c = c };
  TsShape shape = SHAPE (1, 4, 4, 3);

  net_case_input (c, "v0", shape);
  s.shapes[s.n++] = shape;
  shape.dims[1] = 1;
  net_case_input (c, "v1", shape);
  s.shapes[s.n++] = shape;
  while (s.n < N_VALUES)
    add_any (&s);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *name = g_strdup_printf ("v%u", N_VALUES - 1 - i * 5);

    net_case_output (c, name);
  }
  return c;
}

static void
compare_with_plain (NetCase *c, guint64 seed)
{
  g_autoptr (GPtrArray) planned = NULL;

  net_case_run (c);
  planned = g_steal_pointer (&c->results);
  c->results = g_ptr_array_new_with_free_func ((GDestroyNotify) ref_free);
  c->flags = TS_PLAN_NO_REUSE;
  net_case_run (c);
  for (guint i = 0; i < planned->len; i++) {
    const RefTensor *a = planned->pdata[i], *b = c->results->pdata[i];

    g_assert_cmpuint (a->n, ==, b->n);
    for (gsize k = 0; k < a->n; k++)
      if (a->values[k] != b->values[k])
        g_error ("graph %" G_GUINT64_FORMAT ": output %u differs at %zu", seed,
                 i, k);
  }
}

static void
test_random_graphs_are_not_disturbed (void)
{
  for (guint64 seed = 0; seed < 1500; seed++) {
    g_autoptr (NetCase) c = draw_graph (seed);

    compare_with_plain (c, seed);
  }
}

/* A concatenation made in place, and parts of it read again afterwards. */
static void
test_parts_are_read_after_the_whole (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  g_autoptr (RefTensor) twice = NULL;
  const RefTensor *x = net_case_input (c, "x", SHAPE (1, 2, 3));
  const RefTensor *parts[3];

  net_case_node (c, "Add", "x x", "a");
  net_case_node (c, "Mul", "x x", "b");
  net_case_node (c, "Concat", "a b a", "all");
  net_case_node (c, "Identity", "all", "same");
  net_case_node (c, "Sub", "a x", "rest");
  net_case_output (c, "same");
  net_case_output (c, "rest");
  twice = ref_binary (x, x, ref_add);
  parts[0] = parts[2] = twice;
  parts[1] = ref_binary (x, x, ref_multiply);
  net_case_expect (c, ref_concat (parts, 3, 1), 1e-6);
  for (gsize i = 0; i < x->n; i++)
    g_assert_cmpfloat (((const RefTensor *) c->results->pdata[1])->values[i],
                       ==, x->values[i]);
  ref_free ((RefTensor *) parts[1]);
}

/* One channel of an image that is multiplied onto the whole image in place. */
static void
test_part_is_not_overwritten_while_it_is_read (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  g_autoptr (RefTensor) whole = NULL, one = NULL, two = NULL;
  const RefTensor *x = net_case_input (c, "x", SHAPE (1, 1, 40));
  const RefTensor *parts[2];

  net_case_node (c, "Add", "x x", "a");
  net_case_node (c, "Mul", "x x", "b");
  net_case_node (c, "Concat", "a b", "all");
  net_case_node (c, "Mul", "all a", "y");
  net_case_output (c, "y");
  parts[0] = one = ref_binary (x, x, ref_add);
  parts[1] = two = ref_binary (x, x, ref_multiply);
  whole = ref_concat (parts, 2, 1);
  net_case_expect (c, ref_binary (whole, one, ref_multiply), 1e-6);
}

/* 40 layers in a row need room for two, and none of them when they work in place. */
static void
test_memory_is_used_again (void)
{
  for (guint in_place = 0; in_place < 2; in_place++) {
    g_autoptr (NetCase) c = net_case_new (13, 1);
    g_autoptr (TsNetwork) network = NULL;

    net_case_input (c, "v0", SHAPE (16, 16));
    for (guint i = 0; i < 40; i++) {
      g_autofree char *from = g_strdup_printf ("v%u", i);
      g_autofree char *to = g_strdup_printf ("v%u", i + 1);

      net_case_node (c, in_place ? "Relu" : "Transpose", from, to);
    }
    net_case_output (c, "v40");
    network = net_case_plan (c, NULL);
    g_assert_cmpuint (ts_network_get_arena_bytes (network), ==,
                      (in_place ? 2 : 3) * 1024);
  }
}

static void
test_concat_costs_nothing (void)
{
  const gint64 one[] = { 1, 1 };
  g_autoptr (NetCase) c = net_case_new (13, 1);
  g_autoptr (TsNetwork) network = NULL;

  net_case_input (c, "x", SHAPE (1, 4, 8, 8));
  for (guint i = 0; i < 3; i++) {
    static const char *const outs[] = { "a", "b", "c" };

    ts_node_set_ints (net_case_node (c, "MaxPool", "x", outs[i]),
                      "kernel_shape", one, 2);
  }
  ts_node_set_int (net_case_node (c, "Concat", "a b c", "y"), "axis", 1);
  net_case_output (c, "y");
  network = net_case_plan (c, NULL);
  /* The input; all three pools, channels-last; and the same as it leaves the network,
   * which before that was the input's channels-last twin. */
  g_assert_cmpuint (ts_network_get_arena_bytes (network), ==,
                    (1 + 3 + 3) * 1024);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/random-graphs-are-not-disturbed",
                   test_random_graphs_are_not_disturbed);
  g_test_add_func ("/memory/parts-are-read-after-the-whole",
                   test_parts_are_read_after_the_whole);
  g_test_add_func ("/memory/part-is-not-overwritten-while-it-is-read",
                   test_part_is_not_overwritten_while_it_is_read);
  g_test_add_func ("/memory/memory-is-used-again", test_memory_is_used_again);
  g_test_add_func ("/memory/concat-costs-nothing", test_concat_costs_nothing);
  return g_test_run ();
}
