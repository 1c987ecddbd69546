/* Which tensors of a checkpoint are the variables of DeepPATH's Inception v3.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/inception-survey.h"

#include <string.h>

#include "core/base/error.h"

#define N_NAMED 3 /* of the missing ones */

#define AVERAGE_SUFFIX "/ExponentialMovingAverage"
/* The first layer, as tf-slim's newer InceptionV3 and those derived from it call it. */
#define SLIM_SCOPE "Conv2d_1a_3x3"

typedef struct {
  const TsTensorBundle *bundle;
  TsInceptionSurvey *counts;
  GPtrArray *missing; /* of char *, their names */
  GError *misfit;     /* the first one */
} Survey;

const TsBundleTensor *
ts_inception_find_tensor (const TsTensorBundle *bundle,
                          const char *name,
                          gboolean *out_is_average)
{
  g_autofree char *average = g_strconcat (name, AVERAGE_SUFFIX, NULL);
  const TsBundleTensor *tensor = ts_tensor_bundle_find (bundle, average);

  *out_is_average = tensor != NULL;
  return tensor != NULL ? tensor : ts_tensor_bundle_find (bundle, name);
}

/* The shape that TensorFlow gives a variable: [h][w][in][out], [channels][outputs]. */
static TsShape
tensorflow_shape (const TsInceptionVariable *variable)
{
  const gint64 *dims = variable->shape.dims;

  switch (variable->part) {
  case TS_INCEPTION_CONV_WEIGHTS:
    return (TsShape){ 4, { dims[2], dims[3], dims[1], dims[0] } };
  case TS_INCEPTION_LOGIT_WEIGHTS:
    return (TsShape){ 2, { dims[1], dims[0] } };
  case TS_INCEPTION_GAMMA:
  case TS_INCEPTION_BETA:
  case TS_INCEPTION_MEAN:
  case TS_INCEPTION_VARIANCE:
  case TS_INCEPTION_LOGIT_BIASES:
  default:
    return variable->shape;
  }
}

static gboolean
check_tensor (const TsBundleTensor *tensor,
              const TsInceptionVariable *variable,
              GError **error)
{
  const TsShape wanted = tensorflow_shape (variable);
  g_autofree char *type = ts_bundle_type_to_text (tensor->type);
  g_autofree char *is = ts_shape_to_text (&tensor->shape);
  g_autofree char *should_be = ts_shape_to_text (&wanted);

  if (tensor->n_slices > 0)
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "tensor '%s' is partitioned into %u slices, which is not "
                 "supported",
                 tensor->name, tensor->n_slices);
  else if (tensor->type != TS_BUNDLE_TYPE_FLOAT32)
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "tensor '%s' is of %s; only float32 is supported",
                 tensor->name, type);
  else if (!ts_shape_equal (&tensor->shape, &wanted))
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "tensor '%s' is %s; in DeepPATH's network it is %s",
                 tensor->name, is, should_be);
  else
    return TRUE;
  return FALSE;
}

/* TsInceptionProvider that provides nothing and takes note. */
static TsTensor *
look_for (const TsInceptionVariable *variable,
          gpointer user_data,
          GError **error)
{
  Survey *self = user_data;
  gboolean is_average;
  const TsBundleTensor *tensor =
    ts_inception_find_tensor (self->bundle, variable->name, &is_average);

  if (tensor == NULL) {
    if (variable->part != TS_INCEPTION_GAMMA)
      g_ptr_array_add (self->missing, g_strdup (variable->name));
    return NULL;
  }
  if (is_average)
    self->counts->n_averages++;
  else
    self->counts->n_plain++;
  if (self->misfit == NULL)
    check_tensor (tensor, variable, &self->misfit);
  return NULL;
}

/* The last layer says how many outputs there are; where it is missing or odd that is
 * reported later. */
static guint
find_n_outputs (const TsTensorBundle *bundle)
{
  gboolean is_average;
  const TsBundleTensor *tensor =
    ts_inception_find_tensor (bundle, "logits/logits/weights", &is_average);
  gboolean is_usual = tensor != NULL && tensor->shape.rank == 2 &&
                      tensor->shape.dims[1] > 0 &&
                      tensor->shape.dims[1] <= G_MAXINT32;

  return is_usual ? (guint) tensor->shape.dims[1] : 1;
}

static const char *
find_slim_name (const TsTensorBundle *bundle)
{
  for (guint i = 0; i < ts_tensor_bundle_get_n_tensors (bundle); i++) {
    const char *name = ts_tensor_bundle_get_tensor (bundle, i)->name;

    if (strstr (name, SLIM_SCOPE) != NULL &&
        g_str_has_suffix (name, "/weights"))
      return name;
  }
  return NULL;
}

static char *
list_missing (const GPtrArray *missing)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (missing->len, N_NAMED); i++)
    g_string_append_printf (text, "%s'%s'", i > 0 ? ", " : "",
                            (const char *) missing->pdata[i]);
  if (missing->len > N_NAMED)
    g_string_append_printf (text, " and %u more", missing->len - N_NAMED);
  return g_strdup (text->str);
}

/* Always FALSE. */
static gboolean
fail_missing (const Survey *self, GError **error)
{
  const char *slim_name = find_slim_name (self->bundle);
  g_autofree char *list = list_missing (self->missing);
  guint n_found = self->counts->n_averages + self->counts->n_plain;

  if (slim_name != NULL)
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "it has '%s', a name of tf-slim's InceptionV3; only "
                 "DeepPATH's names ('%s') are supported",
                 slim_name, (const char *) self->missing->pdata[0]);
  else if (n_found == 0)
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "it is not DeepPATH's Inception v3: none of its %u variables "
                 "is there (%s)",
                 self->missing->len, list);
  else
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "it lacks %u of the %u variables of DeepPATH's Inception v3: "
                 "%s",
                 self->missing->len, n_found + self->missing->len, list);
  return FALSE;
}

static gboolean
judge (Survey *self, GError **error)
{
  if (self->missing->len > 0)
    return fail_missing (self, error);
  if (self->misfit == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->misfit));
  return FALSE;
}

gboolean
ts_inception_survey (const TsTensorBundle *bundle,
                     TsInceptionSurvey *out_survey,
                     GError **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  Survey self = { bundle, out_survey, missing, NULL };
  TsInceptionGraphParams params = { 1, 0, look_for, &self };
  gboolean is_sound;

  *out_survey = (TsInceptionSurvey){ 0, 0, find_n_outputs (bundle) };
  params.n_outputs = out_survey->n_outputs;
  /* A graph without values; only the questions it asked are of use. */
  ts_graph_free (ts_inception_graph_new (&params, NULL));
  is_sound = judge (&self, error);
  if (!is_sound)
    g_prefix_error (error, "'%s': ", ts_tensor_bundle_get_prefix (bundle));
  g_clear_error (&self.misfit);
  return is_sound;
}
