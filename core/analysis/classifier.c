/* Pixels in, probabilities out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/classifier.h"

#include <math.h>

#include "core/base/error.h"

struct TsClassifier {
  TsModel *model;
  TsExecutor *executor;
  TsPreprocessor *preprocessor;
};

/* The largest side a network may ask for; far above any there is. */
#define MAX_INPUT_SIDE 16384

static gboolean
check_input (const TsShape *shape, GError **error)
{
  g_autofree char *text = NULL;

  if (shape->rank == 4 && shape->dims[0] == 1 && shape->dims[1] == 3 &&
      shape->dims[2] > 0 && shape->dims[2] <= MAX_INPUT_SIDE &&
      shape->dims[3] > 0 && shape->dims[3] <= MAX_INPUT_SIDE)
    return TRUE;
  text = ts_shape_to_text (shape);
  g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
               "the network's input is %s, not one picture of three channels",
               text);
  return FALSE;
}

TsPreprocessor *
ts_classifier_new_preprocessor (TsModel *model,
                                guint *out_width,
                                guint *out_height,
                                GError **error)
{
  const TsShape *shape =
    ts_network_get_input_shape (ts_model_get_network (model), 0);

  if (!check_input (shape, error))
    return NULL;
  *out_width = (guint) shape->dims[3];
  *out_height = (guint) shape->dims[2];
  return ts_preprocessor_new (&ts_model_get_card (model)->transform, *out_width,
                              *out_height);
}

TsClassifier *
ts_classifier_new (TsModel *model, GError **error)
{
  guint width = 0, height = 0;
  g_autoptr (TsPreprocessor) preprocessor =
    ts_classifier_new_preprocessor (model, &width, &height, error);
  g_autoptr (TsClassifier) self = NULL;

  if (preprocessor == NULL)
    return NULL;
  self = g_new0 (TsClassifier, 1);
  self->model = ts_model_ref (model);
  self->preprocessor = g_steal_pointer (&preprocessor);
  self->executor = ts_executor_new (ts_model_get_network (model), error);
  if (self->executor == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
ts_classifier_free (TsClassifier *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->executor, ts_executor_free);
  g_clear_pointer (&self->preprocessor, ts_preprocessor_free);
  g_clear_pointer (&self->model, ts_model_unref);
  g_free (self);
}

gboolean
ts_classifier_run (TsClassifier *self,
                   const guint8 *rgb,
                   guint width,
                   guint height,
                   float *out_probs,
                   GError **error)
{
  const TsModelInfo *info = ts_model_get_info (self->model);
  float background = 0;

  if (!ts_preprocessor_run (self->preprocessor, rgb, width, height,
                            ts_executor_get_input (self->executor, 0), error))
    return FALSE;
  ts_executor_run (self->executor);
  ts_model_finish (self->model, ts_executor_get_output (self->executor, 0),
                   out_probs, &background);
  for (guint i = 0; i < info->n_classes; i++) {
    if (isfinite (out_probs[i]))
      continue;
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "the network '%s' gives a value that is not a number",
                 info->name);
    return FALSE;
  }
  return TRUE;
}
