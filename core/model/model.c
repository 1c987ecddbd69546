/* From a model's files to a ready network, and from its output to probabilities.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/model.h"

#include <math.h>

#include "core/base/error.h"
#include "core/model/model-source.h"

struct TsModel {
  gatomicrefcount refs;
  TsModelCard *card;
  TsNetwork *network;
  gboolean is_finished; /* the graph ends in its head */
  guint n_outputs;
};

static gboolean fail (const TsModelSource *source,
                      TsError code,
                      GError **error,
                      const char *format,
                      ...) G_GNUC_PRINTF (4, 5);

static gboolean
fail (const TsModelSource *source,
      TsError code,
      GError **error,
      const char *format,
      ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TS_ERROR, (int) code, "'%s': %s", source->path, message);
  return FALSE;
}

/* " (head is in 'm.json')": a card comes from up to three files. Of a model's own making, "". */
static char *
format_place (const TsModelSource *source, const char *key)
{
  const char *place = g_hash_table_lookup (source->card->places, key);

  return place != NULL ? g_strdup_printf (" (%s is in %s)", key, place)
                       : g_strdup ("");
}

/* One picture of three channels, one tile at a time. */
static gboolean
check_inputs (const TsModelSource *source, GError **error)
{
  const TsGraph *graph = source->file->graph;
  guint n = ts_graph_get_n_inputs (graph);
  const TsGraphValue *input;
  g_autofree char *text = NULL;

  if (n != 1 || ts_graph_get_n_outputs (graph) != 1)
    return fail (
      source, TS_ERROR_UNSUPPORTED, error,
      "it has %u inputs and %u outputs; a model for tiles has one of "
      "each",
      n, ts_graph_get_n_outputs (graph));
  input = ts_graph_get_input (graph, 0);
  text = ts_shape_to_text (&input->shape);
  if (source->file->input_types[0] != TS_TYPE_FLOAT)
    return fail (source, TS_ERROR_UNSUPPORTED, error,
                 "its input '%s' is of int64, not float32", input->name);
  if (input->shape.rank != 4 ||
      (input->shape.dims[1] != 3 && input->shape.dims[1] != -1))
    return fail (source, TS_ERROR_UNSUPPORTED, error,
                 "its input '%s' is %s; a model for tiles takes 1x3xHxW",
                 input->name, text);
  if (input->shape.dims[0] != 1 && input->shape.dims[0] != -1)
    return fail (source, TS_ERROR_UNSUPPORTED, error,
                 "its batch is fixed at %" G_GINT64_FORMAT
                 "; it must be 1 or open",
                 input->shape.dims[0]);
  return TRUE;
}

/* What the card says of the input must be what the graph takes. */
static gboolean
settle_input (const TsModelSource *source, const TsShape *shape, GError **error)
{
  TsTransform *transform = &source->card->transform;
  gboolean is_resized = transform->input_width > 0;
  guint width =
    is_resized ? transform->input_width : source->card->info->patch_px;
  guint height =
    is_resized ? transform->input_height : source->card->info->patch_px;
  g_autofree char *place =
    format_place (source, is_resized ? "transform" : "patch_size_pixels");

  if (shape->dims[2] != height || shape->dims[3] != width)
    return fail (source, TS_ERROR_FORMAT, error,
                 "its input is %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT
                 " px, but the card's %s gives %ux%u%s",
                 shape->dims[2], shape->dims[3],
                 is_resized ? "Resize" : "patch_size_pixels without a Resize",
                 height, width, place);
  transform->input_height = height;
  transform->input_width = width;
  return TRUE;
}

/* What nobody said is asked for, all at once. */
static gboolean
check_complete (const TsModelSource *source,
                gboolean is_finished,
                GError **error)
{
  g_auto (GStrv) keys = ts_model_source_list_missing (source, is_finished);
  g_autofree char *list = g_strjoinv (", ", keys);
  g_autofree char *files = ts_model_source_format_suppliers (source);

  return *keys == NULL ||
         fail (source, TS_ERROR_MISSING, error,
               "its model card lacks %s; %s may supply what is missing", list,
               files);
}

static gboolean
check_outputs (const TsModelSource *source,
               const TsNetwork *network,
               guint *out_n,
               GError **error)
{
  const TsModelCard *card = source->card;
  const TsShape *shape = ts_network_get_output_shape (network, 0);
  g_autofree char *text = ts_shape_to_text (shape);
  g_autofree char *place = format_place (source, "class_names");
  guint n_wanted = card->info->n_classes + (card->background_output >= 0);
  gsize n = 0, n_longest = 1;

  for (guint i = 0; i < shape->rank; i++)
    n_longest = MAX (n_longest, (gsize) shape->dims[i]);
  if (!ts_shape_count (shape, &n) || n != n_longest)
    return fail (source, TS_ERROR_UNSUPPORTED, error,
                 "its output is %s; a model for tiles gives one row", text);
  if (card->info->role != TS_ROLE_FEATURES && n != n_wanted)
    return fail (source, TS_ERROR_FORMAT, error,
                 "its output has %" G_GSIZE_FORMAT " values, but the card "
                 "names %u %s%s%s",
                 n, card->info->n_classes,
                 card->info->n_classes == 1 ? "class" : "classes",
                 card->background_output >= 0 ? " and a background_output" : "",
                 place);
  *out_n = (guint) n;
  return TRUE;
}

/* The graph's own Softmax or Sigmoid counts, whatever the card says. */
static gboolean
settle_head (TsModelCard *card, const TsNetwork *network)
{
  const char *last_op = ts_network_get_last_op (network);
  gboolean is_softmax = g_strcmp0 (last_op, "Softmax") == 0;
  gboolean is_sigmoid = g_strcmp0 (last_op, "Sigmoid") == 0;

  if (card->info->role == TS_ROLE_FEATURES || (!is_softmax && !is_sigmoid))
    return FALSE;
  card->info->head = is_softmax ? TS_HEAD_SOFTMAX : TS_HEAD_SIGMOID;
  return TRUE;
}

/* What the graph ends in; the card's own head was held against its role as it was read. */
static gboolean
check_head (const TsModelSource *source, GError **error)
{
  const TsModelInfo *info = source->card->info;
  g_autofree char *place = format_place (source, "role");

  return ts_head_serves_role (info->head, info->role) ||
         fail (source, TS_ERROR_FORMAT, error,
               "its graph ends in %s, which does not go with the card's role "
               "'%s'%s: genes do not exclude each other, sigmoid is needed",
               ts_head_to_text (info->head), ts_role_to_text (info->role),
               place);
}

static TsNetwork *
plan_network (const TsModelSource *source, TsShape *shape, GError **error)
{
  TsNetwork *network;

  if (!ts_model_source_get_shapes (source, shape, error))
    return NULL;
  network = ts_network_new (source->file->graph, shape, error);
  if (network == NULL)
    g_prefix_error (error, "'%s': ", source->path);
  return network;
}

TsModel *
ts_model_new_from_source (TsModelSource *source,
                          const TsModelOverrides *overrides,
                          GError **error)
{
  g_autoptr (TsNetwork) network = NULL;
  TsModelInfo *info = source->card->info;
  gboolean is_finished;
  guint n_outputs = 0;
  TsShape shape;
  TsModel *self;

  if (!check_inputs (source, error) ||
      (network = plan_network (source, &shape, error)) == NULL)
    return NULL;
  is_finished = settle_head (source->card, network);
  if ((is_finished && !check_head (source, error)) ||
      !check_complete (source, is_finished, error) ||
      !settle_input (source, &shape, error) ||
      !check_outputs (source, network, &n_outputs, error))
    return NULL;
  if (info->spacing_um == 0 && overrides != NULL)
    info->spacing_um = overrides->spacing_um;
  info->n_parameters = ts_network_get_n_parameters (network);
  info->n_multiply_adds = ts_network_get_n_multiply_adds (network);
  self = g_new0 (TsModel, 1);
  g_atomic_ref_count_init (&self->refs);
  self->card = g_steal_pointer (&source->card);
  self->network = g_steal_pointer (&network);
  self->is_finished = is_finished;
  self->n_outputs = n_outputs;
  return self;
}

TsModel *
ts_model_load (const char *path,
               const TsModelOverrides *overrides,
               const TsCancel *cancel,
               GError **error)
{
  g_autoptr (TsModelSource) source = ts_model_source_load (path, cancel, error);

  return source != NULL ? ts_model_new_from_source (source, overrides, error)
                        : NULL;
}

TsModel *
ts_model_ref (TsModel *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
ts_model_unref (TsModel *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  ts_model_card_free (self->card);
  ts_network_unref (self->network);
  g_free (self);
}

const TsModelInfo *
ts_model_get_info (const TsModel *self)
{
  return self->card->info;
}

const TsModelCard *
ts_model_get_card (const TsModel *self)
{
  return self->card;
}

TsNetwork *
ts_model_get_network (const TsModel *self)
{
  return self->network;
}

static double
sigmoid (double x)
{
  return 1 / (1 + exp (-x));
}

/* exp (x - largest) for logits, so that nothing overflows; the values themselves where the
 * graph has made probabilities of them. */
static double
get_weight (const TsModel *self, double value, double largest)
{
  return self->is_finished ? value : exp (value - largest);
}

/* p_0 among all outputs; the weights of the others sum up to sum. */
static float
get_background (const TsModel *self,
                const float *output,
                double largest,
                double sum)
{
  double value = (double) output[self->card->background_output];
  double weight = get_weight (self, value, largest);

  if (self->is_finished)
    return (float) value;
  return isinf (weight) ? 1 : (float) (weight / (weight + sum));
}

/* p_k / (1 - p_0) is the softmax over the outputs without the background: computed so, it
 * is right also where p_0 is so near 1 that 1 - p_0 is 0. */
static void
finish_softmax (const TsModel *self,
                const float *output,
                float *out_probs,
                float *out_background)
{
  int background = self->card->background_output;
  double largest = -INFINITY, sum = 0;
  guint n = 0;

  for (guint i = 0; i < self->n_outputs; i++)
    if ((int) i != background)
      largest = MAX (largest, (double) output[i]);
  for (guint i = 0; i < self->n_outputs; i++)
    if ((int) i != background)
      sum += get_weight (self, (double) output[i], largest);
  for (guint i = 0; i < self->n_outputs; i++) {
    double weight = get_weight (self, (double) output[i], largest);

    if ((int) i == background)
      continue;
    if (self->is_finished && background < 0)
      out_probs[n++] = output[i];
    else if (sum == 0)
      out_probs[n++] = 1.0f / (float) self->card->info->n_classes;
    else
      out_probs[n++] = (float) (weight / sum);
  }
  if (background >= 0)
    *out_background = get_background (self, output, largest, sum);
}

static void
finish_sigmoid (const TsModel *self,
                const float *output,
                float *out_probs,
                float *out_background)
{
  guint n = 0;

  for (guint i = 0; i < self->n_outputs; i++) {
    double value = (double) output[i];
    float prob = (float) (self->is_finished ? value : sigmoid (value));

    if ((int) i == self->card->background_output)
      *out_background = prob;
    else
      out_probs[n++] = prob;
  }
}

void
ts_model_finish (const TsModel *self,
                 const float *output,
                 float *out_probs,
                 float *out_background)
{
  *out_background = 0;
  if (self->card->info->role == TS_ROLE_FEATURES)
    return;
  if (self->card->info->head == TS_HEAD_SOFTMAX)
    finish_softmax (self, output, out_probs, out_background);
  else
    finish_sigmoid (self, output, out_probs, out_background);
}
