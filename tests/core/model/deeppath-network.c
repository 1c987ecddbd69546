/* DeepPATH's Inception v3, written down a second time for the tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/model/deeppath-network.h"

#include <math.h>

#define BATCH_NORM_EPS 0.001

typedef struct {
  DeepPathGet get;
  gpointer user_data;
  GPtrArray *memory; /* all values of all layers, until the end */
} Net;

typedef struct {
  guint h, w, c;
  double *v; /* [h][w][c]; NULL: nothing is computed */
} Map;

typedef enum { SAME, VALID } Padding;

typedef struct {
  const char *scope;
  guint kh, kw, channels, stride;
  Padding padding;
} Layer;

static Map
new_map (Net *net, guint h, guint w, guint c, gboolean is_computed)
{
  Map map = { h, w, c, NULL };

  if (is_computed) {
    map.v = g_new0 (double, (gsize) h *w *c);
    g_ptr_array_add (net->memory, map.v);
  }
  return map;
}

static float *
get (Net *net, const char *scope, const char *name, const TsShape *shape)
{
  g_autofree char *full = g_strconcat (scope, name, NULL);

  return net->get (full, shape, net->user_data);
}

/* One output pixel: weights [kh][kw][in][out]; places outside the input count as zero. */
static void
convolve_pixel (const Map *in,
                const Layer *layer,
                const double *weights,
                gint64 y0,
                gint64 x0,
                double *sums)
{
  const guint n_out = layer->channels;

  for (gint64 ky = 0; ky < layer->kh; ky++)
    for (gint64 kx = 0; kx < layer->kw; kx++) {
      const double *pixel, *w;

      if (y0 + ky < 0 || y0 + ky >= in->h || x0 + kx < 0 || x0 + kx >= in->w)
        continue;
      pixel = in->v + ((y0 + ky) * in->w + x0 + kx) * in->c;
      w = weights + (ky * layer->kw + kx) * in->c * n_out;
      for (guint i = 0; i < in->c; i++, w += n_out) {
        double value = pixel[i];

        for (guint o = 0; o < n_out; o++)
          sums[o] += value * w[o];
      }
    }
}

static guint
output_side (guint side, guint kernel, guint stride, Padding padding)
{
  return padding == SAME ? (side + stride - 1) / stride
                         : (side - kernel) / stride + 1;
}

static void
convolve (const Map *in, const Layer *layer, const float *values, Map *out)
{
  gsize n = (gsize) layer->kh * layer->kw * in->c * layer->channels;
  g_autofree double *weights = g_new (double, n);
  gint64 before_y = layer->padding == SAME ? (layer->kh - 1) / 2 : 0;
  gint64 before_x = layer->padding == SAME ? (layer->kw - 1) / 2 : 0;

  for (gsize i = 0; i < n; i++)
    weights[i] = (double) values[i];
  for (guint y = 0; y < out->h; y++)
    for (guint x = 0; x < out->w; x++)
      convolve_pixel (in, layer, weights, (gint64) y * layer->stride - before_y,
                      (gint64) x * layer->stride - before_x,
                      out->v + ((gsize) y * out->w + x) * out->c);
}

/* (x - mean) / sqrt (variance + eps) + beta, nothing below zero. */
static void
normalise (Map *map,
           const float *beta,
           const float *mean,
           const float *variance)
{
  gsize n_pixels = (gsize) map->h * map->w;

  for (gsize i = 0; i < n_pixels; i++)
    for (guint c = 0; c < map->c; c++) {
      double *value = &map->v[i * map->c + c];
      double deviation = sqrt ((double) variance[c] + BATCH_NORM_EPS);

      *value = (*value - (double) mean[c]) / deviation + (double) beta[c];
      *value = MAX (*value, 0);
    }
}

static Map
conv (Net *net, Map in, Layer layer)
{
  const TsShape shape = { 4, { layer.kh, layer.kw, in.c, layer.channels } };
  const TsShape vector = { 1, { layer.channels } };
  g_autofree float *weights = get (net, layer.scope, "/weights", &shape);
  g_autofree float *beta = get (net, layer.scope, "/BatchNorm/beta", &vector);
  g_autofree float *mean =
    get (net, layer.scope, "/BatchNorm/moving_mean", &vector);
  g_autofree float *variance =
    get (net, layer.scope, "/BatchNorm/moving_variance", &vector);
  Map out =
    new_map (net, output_side (in.h, layer.kh, layer.stride, layer.padding),
             output_side (in.w, layer.kw, layer.stride, layer.padding),
             layer.channels, weights != NULL);

  if (weights != NULL) {
    convolve (&in, &layer, weights, &out);
    normalise (&out, beta, mean, variance);
  }
  return out;
}

/* max_pool 3x3 / 2 VALID */
static Map
max_pool (Net *net, Map in)
{
  Map out = new_map (net, output_side (in.h, 3, 2, VALID),
                     output_side (in.w, 3, 2, VALID), in.c, in.v != NULL);

  for (guint y = 0; out.v != NULL && y < out.h; y++)
    for (guint x = 0; x < out.w; x++)
      for (guint c = 0; c < in.c; c++) {
        double largest = -G_MAXDOUBLE;

        for (guint k = 0; k < 9; k++)
          largest = MAX (
            largest, in.v[((2 * y + k / 3) * in.w + 2 * x + k % 3) * in.c + c]);
        out.v[(y * out.w + x) * out.c + c] = largest;
      }
  return out;
}

/* avg_pool 3x3 / 1 SAME: the mean of what lies within the picture. */
static double
mean_around (const Map *in, guint y, guint x, guint c)
{
  double sum = 0;
  guint n = 0;

  for (guint yy = y > 0 ? y - 1 : 0; yy <= MIN (y + 1, in->h - 1); yy++)
    for (guint xx = x > 0 ? x - 1 : 0; xx <= MIN (x + 1, in->w - 1); xx++, n++)
      sum += in->v[(yy * in->w + xx) * in->c + c];
  return sum / n;
}

static Map
avg_pool (Net *net, Map in)
{
  Map out = new_map (net, in.h, in.w, in.c, in.v != NULL);

  for (guint y = 0; out.v != NULL && y < out.h; y++)
    for (guint x = 0; x < out.w; x++)
      for (guint c = 0; c < out.c; c++)
        out.v[(y * out.w + x) * out.c + c] = mean_around (&in, y, x, c);
  return out;
}

/* tf.concat along the channels. */
static Map
concat (Net *net, const Map *parts, guint n)
{
  guint channels = 0, first = 0;
  Map out;

  for (guint i = 0; i < n; i++)
    channels += parts[i].c;
  out = new_map (net, parts[0].h, parts[0].w, channels, parts[0].v != NULL);
  for (guint i = 0; out.v != NULL && i < n; first += parts[i++].c)
    for (guint k = 0; k < out.h * out.w; k++)
      for (guint c = 0; c < parts[i].c; c++)
        out.v[k * channels + first + c] = parts[i].v[k * parts[i].c + c];
  return out;
}

/* The next convolution of a branch: "block/branch/Conv", "block/branch/Conv_1", ... */
static Map
step (Net *net, Map in, const char *block, const char *name, Layer layer)
{
  g_autofree char *scope = g_strconcat (block, "/", name, NULL);

  layer.scope = scope;
  return conv (net, in, layer);
}

#define S(kh, kw, channels)         \
  (Layer)                           \
  {                                 \
    NULL, kh, kw, channels, 1, SAME \
  }
#define R(kh, kw, channels)          \
  (Layer)                            \
  {                                  \
    NULL, kh, kw, channels, 2, VALID \
  }

static Map
mixed_35 (Net *net, Map in, const char *name, guint n_pool)
{
  Map a = step (net, in, name, "branch1x1/Conv", S (1, 1, 64));
  Map b = step (net, in, name, "branch5x5/Conv", S (1, 1, 48));
  Map c = step (net, in, name, "branch3x3dbl/Conv", S (1, 1, 64));
  Map d = avg_pool (net, in);

  b = step (net, b, name, "branch5x5/Conv_1", S (5, 5, 64));
  c = step (net, c, name, "branch3x3dbl/Conv_1", S (3, 3, 96));
  c = step (net, c, name, "branch3x3dbl/Conv_2", S (3, 3, 96));
  d = step (net, d, name, "branch_pool/Conv", S (1, 1, n_pool));
  return concat (net, (const Map[]){ a, b, c, d }, 4);
}

static Map
mixed_17_first (Net *net, Map in, const char *name)
{
  Map a = step (net, in, name, "branch3x3/Conv", R (3, 3, 384));
  Map b = step (net, in, name, "branch3x3dbl/Conv", S (1, 1, 64));

  b = step (net, b, name, "branch3x3dbl/Conv_1", S (3, 3, 96));
  b = step (net, b, name, "branch3x3dbl/Conv_2", R (3, 3, 96));
  return concat (net, (const Map[]){ a, b, max_pool (net, in) }, 3);
}

static Map
mixed_17 (Net *net, Map in, const char *name, guint n)
{
  Map a = step (net, in, name, "branch1x1/Conv", S (1, 1, 192));
  Map b = step (net, in, name, "branch7x7/Conv", S (1, 1, n));
  Map c = step (net, in, name, "branch7x7dbl/Conv", S (1, 1, n));
  Map d = avg_pool (net, in);

  b = step (net, b, name, "branch7x7/Conv_1", S (1, 7, n));
  b = step (net, b, name, "branch7x7/Conv_2", S (7, 1, 192));
  c = step (net, c, name, "branch7x7dbl/Conv_1", S (7, 1, n));
  c = step (net, c, name, "branch7x7dbl/Conv_2", S (1, 7, n));
  c = step (net, c, name, "branch7x7dbl/Conv_3", S (7, 1, n));
  c = step (net, c, name, "branch7x7dbl/Conv_4", S (1, 7, 192));
  d = step (net, d, name, "branch_pool/Conv", S (1, 1, 192));
  return concat (net, (const Map[]){ a, b, c, d }, 4);
}

static Map
mixed_8_first (Net *net, Map in, const char *name)
{
  Map a = step (net, in, name, "branch3x3/Conv", S (1, 1, 192));
  Map b = step (net, in, name, "branch7x7x3/Conv", S (1, 1, 192));

  a = step (net, a, name, "branch3x3/Conv_1", R (3, 3, 320));
  b = step (net, b, name, "branch7x7x3/Conv_1", S (1, 7, 192));
  b = step (net, b, name, "branch7x7x3/Conv_2", S (7, 1, 192));
  b = step (net, b, name, "branch7x7x3/Conv_3", R (3, 3, 192));
  return concat (net, (const Map[]){ a, b, max_pool (net, in) }, 3);
}

static Map
mixed_8 (Net *net, Map in, const char *name)
{
  Map a = step (net, in, name, "branch1x1/Conv", S (1, 1, 320));
  Map b = step (net, in, name, "branch3x3/Conv", S (1, 1, 384));
  Map c = step (net, in, name, "branch3x3dbl/Conv", S (1, 1, 448));
  Map d = avg_pool (net, in);
  Map b1 = step (net, b, name, "branch3x3/Conv_1", S (1, 3, 384));
  Map b2 = step (net, b, name, "branch3x3/Conv_2", S (3, 1, 384));
  Map c1, c2;

  c = step (net, c, name, "branch3x3dbl/Conv_1", S (3, 3, 384));
  c1 = step (net, c, name, "branch3x3dbl/Conv_2", S (1, 3, 384));
  c2 = step (net, c, name, "branch3x3dbl/Conv_3", S (3, 1, 384));
  d = step (net, d, name, "branch_pool/Conv", S (1, 1, 192));
  return concat (net, (const Map[]){ a, b1, b2, c1, c2, d }, 6);
}

static Map
stem (Net *net, Map map)
{
  map = conv (net, map, (Layer){ "conv0", 3, 3, 32, 2, VALID });
  map = conv (net, map, (Layer){ "conv1", 3, 3, 32, 1, VALID });
  map = conv (net, map, (Layer){ "conv2", 3, 3, 64, 1, SAME });
  map = max_pool (net, map);
  map = conv (net, map, (Layer){ "conv3", 1, 1, 80, 1, VALID });
  map = conv (net, map, (Layer){ "conv4", 3, 3, 192, 1, VALID });
  return max_pool (net, map);
}

/* avg_pool 8x8 VALID, dropout that drops nothing, a layer with biases. */
static void
head (Net *net, Map map, guint n_outputs, double *logits)
{
  const TsShape shape = { 2, { map.c, n_outputs } };
  const TsShape vector = { 1, { n_outputs } };
  g_autofree float *weights = get (net, "logits/logits", "/weights", &shape);
  g_autofree float *biases = get (net, "logits/logits", "/biases", &vector);

  g_assert_cmpuint (map.h, ==, 8);
  g_assert_cmpuint (map.w, ==, 8);
  g_assert_cmpuint (map.c, ==, 2048);
  for (guint o = 0; map.v != NULL && o < n_outputs; o++) {
    logits[o] = (double) biases[o];
    for (guint c = 0; c < map.c; c++) {
      double mean = 0;

      for (guint i = 0; i < 64; i++)
        mean += map.v[i * map.c + c] / 64;
      logits[o] += mean * (double) weights[c * n_outputs + o];
    }
  }
}

void
deeppath_evaluate (const float *input,
                   guint n_outputs,
                   DeepPathGet get_values,
                   gpointer user_data,
                   double *logits)
{
  g_autoptr (GPtrArray) memory = g_ptr_array_new_with_free_func (g_free);
  Net net = { get_values, user_data, memory };
  Map map =
    new_map (&net, DEEPPATH_SIDE_PX, DEEPPATH_SIDE_PX, 3, input != NULL);

  for (guint i = 0; input != NULL && i < map.h * map.w * map.c; i++)
    map.v[i] = (double) input[i];
  map = stem (&net, map);
  map = mixed_35 (&net, map, "mixed_35x35x256a", 32);
  map = mixed_35 (&net, map, "mixed_35x35x288a", 64);
  map = mixed_35 (&net, map, "mixed_35x35x288b", 64);
  map = mixed_17_first (&net, map, "mixed_17x17x768a");
  map = mixed_17 (&net, map, "mixed_17x17x768b", 128);
  map = mixed_17 (&net, map, "mixed_17x17x768c", 160);
  map = mixed_17 (&net, map, "mixed_17x17x768d", 160);
  map = mixed_17 (&net, map, "mixed_17x17x768e", 192);
  map = mixed_8_first (&net, map, "mixed_17x17x1280a");
  map = mixed_8 (&net, map, "mixed_8x8x2048a");
  map = mixed_8 (&net, map, "mixed_8x8x2048b");
  head (&net, map, n_outputs, logits);
}

void
deeppath_visit_auxiliary (guint n_outputs,
                          DeepPathGet get_values,
                          gpointer user_data)
{
  g_autoptr (GPtrArray) memory = g_ptr_array_new_with_free_func (g_free);
  Net net = { get_values, user_data, memory };
  const TsShape shape = { 2, { 768, n_outputs } };
  const TsShape vector = { 1, { n_outputs } };
  Map map = { 5, 5, 768, NULL };

  map = conv (&net, map, (Layer){ "aux_logits/proj", 1, 1, 128, 1, SAME });
  conv (&net, map, (Layer){ "aux_logits/Conv", 5, 5, 768, 1, VALID });
  g_free (get (&net, "aux_logits/FC", "/weights", &shape));
  g_free (get (&net, "aux_logits/FC", "/biases", &vector));
}
