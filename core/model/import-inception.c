/* DeepPATH's Inception v3 out of a TensorFlow checkpoint.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/import-inception.h"

#include <math.h>
#include <string.h>

#include "core/base/error.h"
#include "core/model/inception-card.h"
#include "core/model/inception-graph.h"
#include "core/model/inception-survey.h"
#include "core/model/onnx-file.h"

static float
get_float (const guint8 *bytes, gsize index)
{
  guint32 bits;
  float value;

  memcpy (&bits, bytes + sizeof bits * index, sizeof bits);
  bits = GUINT32_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);
  return value;
}

/* TensorFlow has the output channel last, ONNX first, then the input channel, then the
 * place in the kernel: bytes [place][in][out] of float32, values [out][in][place]. A vector
 * has but its first dimension. */
static void
turn (const guint8 *bytes, TsTensor *tensor)
{
  const TsShape *shape = ts_tensor_get_shape (tensor);
  gsize n_out = (gsize) shape->dims[0];
  gsize n_in = shape->rank > 1 ? (gsize) shape->dims[1] : 1;
  gsize n_places = ts_tensor_get_n_elements (tensor) / (n_out * n_in);
  float *values = ts_tensor_edit_floats (tensor);

  for (gsize place = 0; place < n_places; place++)
    for (gsize in = 0; in < n_in; in++)
      for (gsize out = 0; out < n_out; out++)
        values[(out * n_in + in) * n_places + place] =
          get_float (bytes, (place * n_in + in) * n_out + out);
}

static gboolean
check_finite (const TsTensor *tensor, const char *name, GError **error)
{
  const float *values = ts_tensor_get_floats (tensor);
  gsize n = ts_tensor_get_n_elements (tensor);

  for (gsize i = 0; i < n; i++) {
    if (isfinite (values[i]))
      continue;
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "tensor '%s' has a value that is not finite", name);
    return FALSE;
  }
  return TRUE;
}

/* TsInceptionProvider on a checkpoint that the survey found complete. */
static TsTensor *
provide (const TsInceptionVariable *variable,
         gpointer user_data,
         GError **error)
{
  const TsTensorBundle *bundle = user_data;
  gboolean is_average;
  const TsBundleTensor *source =
    ts_inception_find_tensor (bundle, variable->name, &is_average);
  g_autoptr (TsTensor) tensor = NULL;
  g_autofree guint8 *bytes = NULL;

  if (source == NULL)
    return NULL;
  bytes = ts_tensor_bundle_read (bundle, source, error);
  if (bytes == NULL)
    return NULL;
  tensor = ts_tensor_new (TS_TYPE_FLOAT, &variable->shape, error);
  if (tensor == NULL)
    return NULL;
  turn (bytes, tensor);
  return check_finite (tensor, source->name, error) ? g_steal_pointer (&tensor)
                                                    : NULL;
}

static gboolean
check_classes (const TsTensorBundle *bundle,
               guint n_outputs,
               guint n_classes,
               GError **error)
{
  if (n_outputs < 2) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "'%s': the network has no output besides an unused background",
                 ts_tensor_bundle_get_prefix (bundle));
    return FALSE;
  }
  if (n_classes + 1 == n_outputs)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
               "'%s': the network has %u outputs, the first of them an unused "
               "background, so it takes the names of %u classes; %u are given",
               ts_tensor_bundle_get_prefix (bundle), n_outputs, n_outputs - 1,
               n_classes);
  return FALSE;
}

/* The checkpoint's name but not its folder, which may name a person. */
static char *
make_notes (const TsTensorBundle *bundle, const TsInceptionSurvey *survey)
{
  return g_strdup_printf (
    "imported from the TensorFlow checkpoint '%s'; %u of its %u variables are "
    "moving averages",
    ts_tensor_bundle_get_name (bundle), survey->n_averages,
    survey->n_averages + survey->n_plain);
}

static gboolean
format_card (const TsTensorBundle *bundle,
             const TsImportParams *params,
             const TsInceptionSurvey *survey,
             char ***out_keys,
             char ***out_values,
             GError **error)
{
  g_autofree char *notes = make_notes (bundle, survey);
  const TsInceptionCard card = {
    .class_names = params->class_names,
    .head = params->head,
    .patch_px = params->patch_px,
    .spacing_um = params->spacing_um,
    .central_crop = params->central_crop,
    .source = params->source,
    .licence = params->licence,
    .notes = notes,
    .runs_on_class = params->runs_on_class,
  };

  return ts_inception_card_format (&card, out_keys, out_values, error);
}

gboolean
ts_inception_import (const TsTensorBundle *bundle,
                     const char *path,
                     const TsImportParams *params,
                     TsInceptionSurvey *out_survey,
                     GError **error)
{
  guint n_classes = g_strv_length ((char **) params->class_names);
  TsInceptionGraphParams graph_params = { 1, 0, provide, (gpointer) bundle };
  g_auto (GStrv) keys = NULL, values = NULL;
  g_autoptr (TsGraph) graph = NULL;

  if (!ts_inception_survey (bundle, out_survey, error) ||
      !check_classes (bundle, out_survey->n_outputs, n_classes, error) ||
      !format_card (bundle, params, out_survey, &keys, &values, error))
    return FALSE;
  graph_params.n_outputs = out_survey->n_outputs;
  graph = ts_inception_graph_new (&graph_params, error);
  if (graph == NULL) {
    g_prefix_error (error, "'%s': ", ts_tensor_bundle_get_prefix (bundle));
    return FALSE;
  }
  return ts_onnx_file_save (path, graph, (const char *const *) keys,
                            (const char *const *) values, error);
}
