/* Convolutions of every shape that tile networks have, against their exact values, with a
 * bound for each class of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "tests/core/nn/net-judge.h"

/* Errors are shares of the root mean square of all outputs, before an activation.
 *
 * Computed directly, an output is a sum of K products. Each addition is off by up to 2^-24
 * of the sum so far, which grows as a random walk to the output's own size: together that
 * is 0.4 * 2^-24 * sqrt (K / 2) of it, and the worst of a million is five times as far off,
 * 1.4 * 2^-24 * sqrt (K). The bounds leave room for sums in whatever order; 16 is for
 * outputs that are many times the mean square, and rounded once more.
 *
 * A fast algorithm (Winograd, Toom-Cook) multiplies sums and differences of inputs that are
 * larger than what comes out of them; how much larger depends on the kernel, and on the
 * place in a tile: the outermost outputs, where the highest powers of the points count, are
 * off several times as far as those in the middle, and the worst of all some ten times as
 * far as the mean. It is for kernels of stride 1, undilated, in one group; all else is
 * direct. The mean is what goes on into a network: with 1e-5 a layer, test-real-networks.c
 * holds the probabilities to their bound. */
#define DIRECT_RMS(k)     (0x1p-24 * (1 + sqrt (k)))
#define DIRECT_LARGEST(k) (0x1p-24 * (16 + 4 * sqrt (k)))

typedef struct {
  const char *path;
  gint64 kernel[2];
  double fast_rms, fast_largest; /* 0: there is no fast algorithm */
} Class;

static const Class classes[] = {
  { "/convolution-sweep/1x1", { 1, 1 }, 0, 0 },
  { "/convolution-sweep/2x2", { 2, 2 }, 0, 0 },
  { "/convolution-sweep/1x3", { 1, 3 }, 2e-6, 2e-5 },
  { "/convolution-sweep/3x1", { 3, 1 }, 2e-6, 2e-5 },
  { "/convolution-sweep/3x3", { 3, 3 }, 1e-5, 1e-4 },
  { "/convolution-sweep/1x7", { 1, 7 }, 1e-5, 1e-4 },
  { "/convolution-sweep/7x1", { 7, 1 }, 1e-5, 1e-4 },
  { "/convolution-sweep/5x5", { 5, 5 }, 1e-5, 1e-4 },
  { "/convolution-sweep/7x7", { 7, 7 }, 0, 0 },
  { "/convolution-sweep/11x11", { 11, 11 }, 0, 0 },
};

#define N_LAYERS          36 /* of each class; ten times as many with -m slow */
#define MAX_MULTIPLY_ADDS 20000000

typedef enum {
  WIRING_ALONE,
  WIRING_RELU,
  WIRING_NORMALISED,  /* batch norm and Relu follow */
  WIRING_JOINED,      /* two convolutions of one input, concatenated */
  WIRING_FROM_CONCAT, /* of two inputs, concatenated */
  WIRING_FROM_SPLIT,  /* of the latter part of an input */
  N_WIRINGS
} Wiring;

typedef struct {
  gint64 n, in, out, height, width;
  gint64 groups;
  gint64 kernel[2], strides[2], pads[4];
  gboolean has_bias;
  gboolean is_positive; /* its input, as behind a Relu */
  Wiring wiring;
} Layer;

#define PICK(random, list) \
  ((list)[ts_random_below (random, G_N_ELEMENTS (list))])

static gint64
count_multiply_adds (const Layer *l)
{
  const gint64 groups = l->groups == 0 ? l->in : l->groups;

  return l->n * l->in / groups * l->out * l->kernel[0] * l->kernel[1] *
         (l->height / l->strides[0] + 1) * (l->width / l->strides[1] + 1);
}

static void
draw_padding (TsRandom *random, Layer *l)
{
  const guint kind = ts_random_below (random, 4);

  for (guint k = 0; k < 2; k++) {
    const gint64 side = l->kernel[k];

    if (kind >= 2) {
      l->pads[k] = (side - 1) / 2;
      l->pads[k + 2] = side / 2;
    } else if (kind == 1) {
      l->pads[k] = ts_random_below (random, (guint) side);
      l->pads[k + 2] = ts_random_below (random, (guint) side);
    }
  }
}

static void
draw_channels (TsRandom *random, Layer *l)
{
  static const gint64 channels[] = { 3,  8,  16, 17,  32,  48,
                                     64, 80, 96, 160, 192, 256 };

  do {
    l->in = PICK (random, channels);
    l->out = l->groups == 0 ? l->in : PICK (random, channels);
  } while (l->groups == 2 && l->in % 2 + l->out % 2 > 0);
}

/* As large as it may be, and no smaller than its kernel. */
static void
draw_size (TsRandom *random, Layer *l)
{
  const gint64 least[] = { MAX (5, l->kernel[0]), MAX (5, l->kernel[1]) };
  const gboolean is_square = ts_random_below (random, 3) > 0;

  l->height = least[0] + ts_random_below (random, (guint) (76 - least[0]));
  l->width = least[1] + ts_random_below (random, (guint) (76 - least[1]));
  if (is_square)
    l->width = l->height = MAX (l->width, l->height);
  while (count_multiply_adds (l) > MAX_MULTIPLY_ADDS &&
         (l->height > least[0] || l->width > least[1])) {
    l->height = MAX (least[0], l->height - 1 - l->height / 8);
    l->width = MAX (least[1], l->width - 1 - l->width / 8);
  }
}

static Layer
draw_layer (TsRandom *random, const Class *class)
{
  static const gint64 strides[] = { 1, 1, 1, 1, 1, 2, 2, 4 };
  static const gint64 groups[] = { 1, 1, 1, 1, 1, 1, 2, 0 }; /* 0: depthwise */
  Layer l = { .kernel = { class->kernel[0], class->kernel[1] } };

  l.n = ts_random_below (random, 4) == 0 ? 3 : 1;
  l.strides[0] = l.strides[1] = PICK (random, strides);
  l.groups = PICK (random, groups);
  l.wiring = (Wiring) ts_random_below (random, N_WIRINGS);
  l.has_bias = ts_random_below (random, 4) > 0;
  l.is_positive = ts_random_below (random, 2) == 0;
  draw_padding (random, &l);
  do {
    draw_channels (random, &l);
    draw_size (random, &l);
  } while (count_multiply_adds (&l) > MAX_MULTIPLY_ADDS);
  l.groups = l.groups == 0 ? l.in : l.groups;
  return l;
}

static void
add_input (NetCase *c, const Layer *l)
{
  const gint64 first = l->in / 3 + 1;
  TsShape a = SHAPE (l->n, first, l->height, l->width), b = a;
  const gint64 lengths[] = { first, l->in };

  c->low = l->is_positive ? 0 : -1;
  if (l->wiring == WIRING_FROM_CONCAT) {
    b.dims[1] = l->in - first;
    net_case_input (c, "a", a);
    net_case_input (c, "b", b);
    ts_node_set_int (net_case_node (c, "Concat", "a b", "x"), "axis", 1);
  } else if (l->wiring == WIRING_FROM_SPLIT) {
    a.dims[1] = first + l->in;
    net_case_input (c, "a", a);
    net_case_ints (c, "lengths", 2, lengths);
    ts_node_set_int (net_case_node (c, "Split", "a lengths", "b x"), "axis", 1);
  } else {
    a.dims[1] = l->in;
    net_case_input (c, "x", a);
  }
}

/* Weights that keep the size of values. */
static void
add_conv (NetCase *c, const Layer *l, const char *out)
{
  const gint64 k = l->in / l->groups * l->kernel[0] * l->kernel[1];
  g_autofree char *kernel = g_strdup_printf ("%s_kernel", out);
  g_autofree char *bias = g_strdup_printf ("%s_bias", out);
  g_autofree char *inputs = l->has_bias
                              ? g_strdup_printf ("x %s %s", kernel, bias)
                              : g_strdup_printf ("x %s", kernel);
  TsNode *node = net_case_node (c, "Conv", inputs, out);

  c->high = sqrt (3.0 / (double) k);
  c->low = -c->high;
  net_case_constant (
    c, kernel, SHAPE (l->out, l->in / l->groups, l->kernel[0], l->kernel[1]));
  c->high = 0.5;
  c->low = -0.5;
  if (l->has_bias)
    net_case_constant (c, bias, SHAPE (l->out));
  ts_node_set_ints (node, "strides", l->strides, 2);
  ts_node_set_ints (node, "pads", l->pads, 4);
  ts_node_set_int (node, "group", l->groups);
}

static void
add_normalisation (NetCase *c, const Layer *l)
{
  static const char *const roles[] = { "scale", "bias", "mean", "variance" };

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++) {
    c->low = i % 3 == 0 ? 0.8 : -0.5;
    c->high = i % 3 == 0 ? 1.25 : 0.5;
    net_case_constant (c, roles[i], SHAPE (l->out));
  }
  net_case_node (c, "BatchNormalization", "y scale bias mean variance", "n");
  net_case_node (c, "Relu", "n", "z");
}

static NetCase *
build (const Layer *l, guint64 seed)
{
  NetCase *c = net_case_new (13, seed);

  add_input (c, l);
  add_conv (c, l, "y");
  if (l->wiring == WIRING_RELU) {
    net_case_node (c, "Relu", "y", "z");
  } else if (l->wiring == WIRING_NORMALISED) {
    add_normalisation (c, l);
  } else if (l->wiring == WIRING_JOINED) {
    net_case_node (c, "Relu", "y", "r");
    add_conv (c, l, "w");
    ts_node_set_int (net_case_node (c, "Concat", "r w", "z"), "axis", 1);
  } else {
    net_case_node (c, "Identity", "y", "z");
  }
  net_case_output (c, "z");
  return c;
}

static double
find_rms (GHashTable *exact, const char *name)
{
  const RefTensor *x = g_hash_table_lookup (exact, name);
  double sum = 0;

  for (gsize i = 0; x != NULL && i < x->n; i++)
    sum += x->values[i] * x->values[i] / (double) x->n;
  return sqrt (sum);
}

/* Errors as shares of the mean square before the activation, which may leave next to
 * nothing. */
static void
measure (NetCase *c, double *out_rms, double *out_largest)
{
  g_autoptr (GHashTable) exact = net_judge_exact_all (c);
  const double scale = fmax (
    find_rms (exact, "n"), fmax (find_rms (exact, "y"), find_rms (exact, "w")));
  const RefTensor *wanted = g_hash_table_lookup (exact, "z"), *got;
  g_autofree float *values = NULL;
  NetError e;

  net_case_run (c);
  got = c->results->pdata[0];
  g_assert_true (ts_shape_equal (&got->shape, &wanted->shape));
  values = g_new (float, got->n);
  for (gsize i = 0; i < got->n; i++)
    values[i] = (float) got->values[i];
  e = net_judge_compare (values, wanted);
  *out_rms = e.rms_error / scale;
  *out_largest = e.largest_error / scale;
}

static void
print_layer (const Layer *l)
{
  g_test_message ("%dx%dx%dx%d to %d channels in %d groups, stride %d, "
                  "pads %d %d %d %d, wiring %d",
                  (int) l->n, (int) l->in, (int) l->height, (int) l->width,
                  (int) l->out, (int) l->groups, (int) l->strides[0],
                  (int) l->pads[0], (int) l->pads[1], (int) l->pads[2],
                  (int) l->pads[3], (int) l->wiring);
}

/* The worst of the layers computed in one way. */
typedef struct {
  guint n;
  double rms, largest;
  double share; /* of the bound of the largest */
} Worst;

static void
check_layer (const Class *class, const Layer *l, guint64 seed, Worst worst[2])
{
  const double k = (double) (l->in / l->groups * l->kernel[0] * l->kernel[1]);
  const gboolean is_fast =
    class->fast_rms > 0 && l->strides[0] == 1 && l->groups == 1;
  const double fast_rms = is_fast ? class->fast_rms : 0;
  const double fast_largest = is_fast ? class->fast_largest : 0;
  const double rms_bound = fmax (fast_rms, DIRECT_RMS (k));
  const double bound = fmax (fast_largest, DIRECT_LARGEST (k));
  Worst *w = &worst[is_fast];
  g_autoptr (NetCase) c = build (l, seed);
  double rms, largest;

  measure (c, &rms, &largest);
  if (!(largest <= bound) || !(rms <= rms_bound)) {
    print_layer (l);
    g_error ("off by %.3g of the mean square, %.3g in the mean; %.3g and %.3g "
             "are allowed",
             largest, rms, bound, rms_bound);
  }
  w->n++;
  w->rms = fmax (w->rms, rms);
  w->largest = fmax (w->largest, largest);
  w->share = fmax (w->share, largest / bound);
}

static void
test_class (gconstpointer data)
{
  static const char *const ways[] = { "direct", "may be fast" };
  const guint n = g_test_slow () ? 10 * N_LAYERS : N_LAYERS;
  const Class *class = data;
  Worst worst[2] = { 0 };
  TsRandom random;

  ts_random_init (&random,
                  (guint64) (class->kernel[0] * 100 + class->kernel[1]));
  for (guint i = 0; i < n; i++) {
    const Layer l = draw_layer (&random, class);

    check_layer (class, &l, i, worst);
  }
  for (guint i = 0; i < 2; i++)
    if (worst[i].n > 0)
      g_test_message ("%u layers, %s: off by %.2g at most, %.0f%% of the "
                      "bound, and %.2g in the mean",
                      worst[i].n, ways[i], worst[i].largest,
                      100 * worst[i].share, worst[i].rms);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    g_test_add_data_func (classes[i].path, &classes[i], test_class);
  return g_test_run ();
}
