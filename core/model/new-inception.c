/* A randomly initialised Inception v3: the layers of DeepPATH's, weights by seed.
 *
 * DeepPATH starts from a truncated normal of deviation 0.1 and relies on the statistics of
 * each training batch to keep activations in range. Here the moving statistics are those
 * of no data at all (mean 0, variance 1), so that 94 such layers would overflow; the
 * deviation is therefore that of He et al. 2015, sqrt (2 / fan-in), which keeps the second
 * moment of the activations. The auxiliary head serves training only and is not made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/new-inception.h"

#include <math.h>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/model/inception-card.h"
#include "core/model/inception-graph.h"
#include "core/model/onnx-file.h"

#define LOGITS_STDDEV 0.01
/* A normal cut at two deviations has this share of the whole one's deviation. */
#define TRUNCATED_SHARE 0.87962566103423978

static TsTensor *
new_filled (const TsShape *shape, float value)
{
  TsTensor *tensor = ts_tensor_new (TS_TYPE_FLOAT, shape, NULL);
  gsize n;
  float *values;

  g_assert (tensor != NULL);
  n = ts_tensor_get_n_elements (tensor);
  values = ts_tensor_edit_floats (tensor);
  for (gsize i = 0; i < n; i++)
    values[i] = value;
  return tensor;
}

static TsTensor *
new_random (TsRandom *random, const TsShape *shape, double deviation)
{
  TsTensor *tensor = ts_tensor_new (TS_TYPE_FLOAT, shape, NULL);
  gsize n;
  float *values;

  g_assert (tensor != NULL);
  n = ts_tensor_get_n_elements (tensor);
  values = ts_tensor_edit_floats (tensor);
  for (gsize i = 0; i < n; i++) {
    double draw;

    do
      draw = ts_random_normal (random);
    while (fabs (draw) > 2);
    values[i] = (float) (draw * deviation / TRUNCATED_SHARE);
  }
  return tensor;
}

/* TsInceptionProvider on a TsRandom. */
static TsTensor *
provide (const TsInceptionVariable *variable, gpointer random, GError **error)
{
  const TsShape *shape = &variable->shape;

  switch (variable->part) {
  case TS_INCEPTION_CONV_WEIGHTS:
    return new_random (
      random, shape,
      sqrt (2.0 / (double) (shape->dims[1] * shape->dims[2] * shape->dims[3])));
  case TS_INCEPTION_LOGIT_WEIGHTS:
    return new_random (random, shape, LOGITS_STDDEV);
  case TS_INCEPTION_VARIANCE:
    return new_filled (shape, 1);
  case TS_INCEPTION_GAMMA:
    return NULL;
  case TS_INCEPTION_BETA:
  case TS_INCEPTION_MEAN:
  case TS_INCEPTION_LOGIT_BIASES:
  default:
    return new_filled (shape, 0);
  }
}

static gboolean
save (const char *path,
      const TsNewInceptionParams *params,
      guint n_classes,
      GError **error)
{
  g_autofree char *source = g_strdup_printf (
    "made by tessera with seed %" G_GUINT64_FORMAT, params->seed);
  const TsInceptionCard card = {
    .class_names = params->class_names,
    .head = params->head,
    .patch_px = TS_INCEPTION_PATCH_PX,
    .spacing_um = TS_INCEPTION_SPACING_UM,
    .central_crop = 1,
    .name = "Inception v3, untrained",
    .source = source,
    .notes = "randomly initialised, not trained: its results mean nothing",
  };
  TsRandom random;
  const TsInceptionGraphParams graph_params = { params->width, n_classes + 1,
                                                provide, &random };
  g_auto (GStrv) keys = NULL, values = NULL;
  g_autoptr (TsGraph) graph = NULL;

  if (!ts_inception_card_format (&card, &keys, &values, error))
    return FALSE;
  ts_random_init (&random, params->seed);
  graph = ts_inception_graph_new (&graph_params, error);
  return graph != NULL &&
         ts_onnx_file_save (path, graph, (const char *const *) keys,
                            (const char *const *) values, error);
}

gboolean
ts_new_inception_write (const char *path,
                        const TsNewInceptionParams *params,
                        GError **error)
{
  guint n_classes = g_strv_length ((char **) params->class_names);

  g_assert (params->head != TS_HEAD_FEATURES);
  if (n_classes == 0) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_MISSING,
                         "a new network needs at least one class");
    return FALSE;
  }
  if (!(params->width >= 1.0 / 16 && params->width <= 4)) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                         "the width of a new network must be 0.0625 to 4");
    return FALSE;
  }
  return save (path, params, n_classes, error);
}
