/* tessera-cli model info: what a model takes, gives, costs and says of itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "app/cli/command-model.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/model/model-source.h"

typedef struct {
  TsModelSource *source;
  TsModel *model;     /* NULL: cannot classify, for reason */
  TsNetwork *network; /* NULL: a size is open */
  char **missing;     /* keys of the card */
  GError *reason;
} Facts;

static void
clear_facts (Facts *facts)
{
  g_clear_pointer (&facts->source, ts_model_source_free);
  g_clear_pointer (&facts->model, ts_model_unref);
  g_clear_pointer (&facts->network, ts_network_unref);
  g_clear_pointer (&facts->missing, g_strfreev);
  g_clear_error (&facts->reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Facts, clear_facts)

/* A graph that is no model for tiles is planned as it is. FALSE when the engine refuses
 * the graph; that is no information but an error. */
static gboolean
plan_graph (Facts *facts, GError **error)
{
  const TsModelSource *source = facts->source;
  guint n_inputs = ts_graph_get_n_inputs (source->file->graph);
  g_autofree TsShape *shapes = g_new0 (TsShape, n_inputs + 1);

  for (guint i = 0; i < n_inputs; i++)
    if (source->file->input_types[i] != TS_TYPE_FLOAT)
      return TRUE;
  if (!ts_model_source_get_shapes (source, shapes, NULL))
    return TRUE;
  facts->network = ts_network_new (source->file->graph, shapes, error);
  if (facts->network == NULL)
    g_prefix_error (error, "'%s': ", source->path);
  return facts->network != NULL;
}

static gboolean
gather (const char *path, double spacing_um, Facts *facts, GError **error)
{
  const TsModelOverrides overrides = { spacing_um };
  const char *last_op;

  facts->source = ts_model_source_load (path, NULL, error);
  if (facts->source == NULL)
    return FALSE;
  facts->model =
    ts_model_new_from_source (facts->source, &overrides, &facts->reason);
  if (facts->model != NULL) {
    facts->network = ts_network_ref (ts_model_get_network (facts->model));
    facts->missing = g_new0 (char *, 1);
    if (ts_model_get_info (facts->model)->role == TS_ROLE_FEATURES)
      g_set_error_literal (&facts->reason, TS_ERROR, TS_ERROR_UNSUPPORTED,
                           "it gives features, not classes");
    return TRUE;
  }
  if (!plan_graph (facts, error))
    return FALSE;
  last_op =
    facts->network != NULL ? ts_network_get_last_op (facts->network) : NULL;
  facts->missing = ts_model_source_list_missing (
    facts->source,
    g_strcmp0 (last_op, "Softmax") == 0 || g_strcmp0 (last_op, "Sigmoid") == 0);
  return TRUE;
}

static const TsModelCard *
get_card (const Facts *facts)
{
  return facts->model != NULL ? ts_model_get_card (facts->model)
                              : facts->source->card;
}

/* Of an engine that could not plan: what the file holds. */
static guint64
count_parameters (const Facts *facts)
{
  const TsGraph *graph = facts->source->file->graph;
  g_autoptr (GList) names = ts_graph_list_constants (graph);
  guint64 n = 0;

  if (facts->network != NULL)
    return ts_network_get_n_parameters (facts->network);
  for (GList *each = names; each != NULL; each = each->next) {
    const TsTensor *tensor = ts_graph_get_constant (graph, each->data);

    if (ts_tensor_get_type (tensor) == TS_TYPE_FLOAT)
      n += ts_tensor_get_n_elements (tensor);
  }
  return n;
}

/* How many convolutions are computed in a way. */
typedef struct {
  const char *way;
  guint n;
} WayCount;

static gint
compare_ways (gconstpointer a, gconstpointer b)
{
  const WayCount *x = a, *y = b;

  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  return strcmp (x->way, y->way);
}

/* Of WayCount, the most frequent first. */
static GArray *
count_ways (const TsNetwork *network)
{
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (WayCount));

  for (guint op = 0; op < ts_network_get_n_ops (network); op++) {
    const WayCount first = { ts_network_get_way (network, op), 1 };
    guint i = 0;

    if (first.way == NULL)
      continue;
    while (i < counts->len &&
           !g_str_equal (g_array_index (counts, WayCount, i).way, first.way))
      i++;
    if (i < counts->len)
      g_array_index (counts, WayCount, i).n++;
    else
      g_array_append_val (counts, first);
  }
  g_array_sort (counts, compare_ways);
  return counts;
}

static void
add_ways_json (JsonBuilder *builder, const TsNetwork *network)
{
  g_autoptr (GArray) counts = NULL;

  json_builder_set_member_name (builder, "convolutions");
  if (network == NULL) {
    json_builder_add_null_value (builder);
    return;
  }
  counts = count_ways (network);
  json_builder_begin_object (builder);
  for (guint i = 0; i < counts->len; i++) {
    const WayCount *count = &g_array_index (counts, WayCount, i);

    json_builder_set_member_name (builder, count->way);
    json_builder_add_int_value (builder, count->n);
  }
  json_builder_end_object (builder);
}

static void
add_value_json (JsonBuilder *builder, const TsGraphValue *value, TsType type)
{
  json_builder_begin_object (builder);
  ts_json_add_text (builder, "name", value->name);
  ts_json_add_text (builder, "type",
                    type == TS_TYPE_FLOAT ? "float32" : "int64");
  json_builder_set_member_name (builder, "shape");
  json_builder_begin_array (builder);
  for (guint i = 0; i < value->shape.rank; i++) {
    if (value->shape.dims[i] < 0)
      json_builder_add_null_value (builder);
    else
      json_builder_add_int_value (builder, value->shape.dims[i]);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_values_json (JsonBuilder *builder, const TsOnnxFile *file)
{
  json_builder_set_member_name (builder, "inputs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ts_graph_get_n_inputs (file->graph); i++)
    add_value_json (builder, ts_graph_get_input (file->graph, i),
                    file->input_types[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "outputs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ts_graph_get_n_outputs (file->graph); i++)
    add_value_json (builder, ts_graph_get_output (file->graph, i),
                    TS_TYPE_FLOAT);
  json_builder_end_array (builder);
}

/* A whole number, or null. */
static void
add_int_json (JsonBuilder *builder,
              const char *name,
              gboolean is_known,
              gint64 n)
{
  json_builder_set_member_name (builder, name);
  if (is_known)
    json_builder_add_int_value (builder, n);
  else
    json_builder_add_null_value (builder);
}

static void
add_texts_json (JsonBuilder *builder, const char *name, char **texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; texts[i] != NULL; i++)
    json_builder_add_string_value (builder, texts[i]);
  json_builder_end_array (builder);
}

static void
add_channels_json (JsonBuilder *builder, const char *name, const float *values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < 3; i++)
    json_builder_add_double_value (builder, (double) values[i]);
  json_builder_end_array (builder);
}

static void
add_transform_json (JsonBuilder *builder, const TsModelCard *card)
{
  const TsTransform *transform = &card->transform;

  json_builder_set_member_name (builder, "transform");
  if (!card->has_transform) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  add_int_json (builder, "input_width", transform->input_width > 0,
                transform->input_width);
  add_int_json (builder, "input_height", transform->input_height > 0,
                transform->input_height);
  json_builder_set_member_name (builder, "divide_by_255");
  json_builder_add_boolean_value (builder, transform->is_scaled);
  add_channels_json (builder, "mean", transform->mean);
  add_channels_json (builder, "std", transform->deviation);
  json_builder_end_object (builder);
}

static void
add_card_json (JsonBuilder *builder, const Facts *facts)
{
  const TsModelCard *card = get_card (facts);
  const TsModelInfo *info = card->info;
  gboolean has_head = card->has_head || facts->model != NULL;

  json_builder_set_member_name (builder, "card");
  json_builder_begin_object (builder);
  ts_json_add_text (builder, "name", info->name);
  ts_json_add_text (builder, "architecture", info->architecture);
  add_texts_json (builder, "class_names", info->class_names);
  add_int_json (builder, "patch_size_pixels", info->patch_px > 0,
                info->patch_px);
  ts_json_add_number (builder, "spacing_um_px", info->spacing_um > 0,
                      info->spacing_um);
  add_transform_json (builder, card);
  ts_json_add_text (builder, "resize_filter",
                    ts_resize_filter_to_text (card->transform.filter));
  ts_json_add_number (builder, "central_crop", TRUE,
                      card->transform.central_crop);
  ts_json_add_text (builder, "head",
                    has_head ? ts_head_to_text (info->head) : NULL);
  add_int_json (builder, "background_output", card->background_output >= 0,
                card->background_output);
  ts_json_add_text (builder, "role", ts_role_to_text (info->role));
  ts_json_add_text (builder, "runs_on_class", info->runs_on_class);
  ts_json_add_text (builder, "source", info->source);
  ts_json_add_text (builder, "licence", info->licence);
  ts_json_add_text (builder, "notes", info->notes);
  json_builder_end_object (builder);
}

static void
print_as_json (const Facts *facts)
{
  const TsModelSource *source = facts->source;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (GStrv) origins = ts_model_source_list_origins (source);

  json_builder_begin_object (builder);
  ts_json_add_text (builder, "identity", source->identity);
  json_builder_set_member_name (builder, "opset");
  json_builder_add_int_value (builder,
                              ts_graph_get_opset (source->file->graph));
  add_values_json (builder, source->file);
  json_builder_set_member_name (builder, "parameters");
  json_builder_add_int_value (builder, (gint64) count_parameters (facts));
  add_int_json (builder, "multiply_adds", facts->network != NULL,
                facts->network != NULL
                  ? (gint64) ts_network_get_n_multiply_adds (facts->network)
                  : 0);
  add_ways_json (builder, facts->network);
  ts_json_add_text (builder, "side_file",
                    source->has_side_file ? source->side_path : NULL);
  add_texts_json (builder, "card_from", origins);
  add_card_json (builder, facts);
  json_builder_set_member_name (builder, "can_classify");
  json_builder_add_boolean_value (builder, facts->reason == NULL);
  add_texts_json (builder, "missing", facts->missing);
  ts_json_add_text (builder, "reason",
                    facts->reason != NULL ? facts->reason->message : NULL);
  json_builder_end_object (builder);
  ts_print_json (builder);
}

static char *
format_shape (const TsShape *shape)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < shape->rank; i++) {
    if (shape->dims[i] < 0)
      g_string_append (text, i > 0 ? "x?" : "N");
    else
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "x" : "",
                              shape->dims[i]);
  }
  return g_strdup (text->len > 0 ? text->str : "scalar");
}

static void
print_value (const char *label, const TsGraphValue *value)
{
  g_autofree char *shape = format_shape (&value->shape);

  printf ("%-15s '%s' %s\n", label, value->name, shape);
}

static void
print_text (const char *label, const char *text)
{
  if (text != NULL)
    printf ("%-15s %s\n", label, text);
}

/* "57 toom-cook, 33 pointwise"; nothing where there are none. */
static void
print_ways (const TsNetwork *network)
{
  g_autoptr (GArray) counts = count_ways (network);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < counts->len; i++) {
    const WayCount *count = &g_array_index (counts, WayCount, i);

    g_string_append_printf (text, "%s%u %s", i > 0 ? ", " : "", count->n,
                            count->way);
  }
  if (counts->len > 0)
    print_text ("convolutions", text->str);
}

static void
print_card (const Facts *facts)
{
  const TsModelCard *card = get_card (facts);
  const TsModelInfo *info = card->info;
  g_autofree char *classes = g_strjoinv (", ", info->class_names);

  print_text ("architecture", info->architecture);
  if (info->n_classes > 0)
    print_text ("classes", classes);
  if (info->patch_px > 0)
    printf ("%-15s %u px\n", "tile", info->patch_px);
  if (info->spacing_um > 0)
    printf ("%-15s %g um/px\n", "spacing", info->spacing_um);
  else
    printf ("%-15s unknown; for a slide it must be given with --spacing\n",
            "spacing");
  if (card->transform.input_width > 0)
    printf ("%-15s %ux%u by %s, central crop %g\n", "resized to",
            card->transform.input_width, card->transform.input_height,
            ts_resize_filter_to_text (card->transform.filter),
            card->transform.central_crop);
  if (card->has_head || facts->model != NULL)
    print_text ("head", ts_head_to_text (info->head));
  if (card->background_output >= 0)
    printf ("%-15s %d\n", "background", card->background_output);
  print_text ("role", ts_role_to_text (info->role));
  print_text ("runs on class", info->runs_on_class);
  print_text ("source", info->source);
  print_text ("licence", info->licence);
  print_text ("notes", info->notes);
}

/* Whose card it is, and whose it is not. */
static void
print_origins (const TsModelSource *source)
{
  g_auto (GStrv) paths = ts_model_source_list_origins (source);
  g_autofree char *list = g_strjoinv (", ", paths);

  print_text ("card from", *paths != NULL ? list : "nowhere");
  if (source->has_config_file && !source->takes_config)
    printf ("%-15s %s: there is a card already\n", "not used",
            source->config_path);
}

static void
print_for_people (const Facts *facts)
{
  const TsModelSource *source = facts->source;
  const TsGraph *graph = source->file->graph;

  print_text ("name", get_card (facts)->info->name);
  print_text ("identity", source->identity);
  print_origins (source);
  for (guint i = 0; i < ts_graph_get_n_inputs (graph); i++)
    print_value ("input", ts_graph_get_input (graph, i));
  for (guint i = 0; i < ts_graph_get_n_outputs (graph); i++)
    print_value ("output", ts_graph_get_output (graph, i));
  printf ("%-15s %" G_GUINT64_FORMAT "\n", "parameters",
          count_parameters (facts));
  if (facts->network != NULL)
    printf ("%-15s %" G_GUINT64_FORMAT "\n", "multiply-adds",
            ts_network_get_n_multiply_adds (facts->network));
  else
    printf ("%-15s unknown\n", "multiply-adds");
  if (facts->network != NULL)
    print_ways (facts->network);
  print_card (facts);
  printf ("%-15s %s%s\n", "classifies", facts->reason == NULL ? "yes" : "no: ",
          facts->reason == NULL ? "" : facts->reason->message);
}

int
ts_command_model_info (int argc, char **argv)
{
  gboolean is_json = FALSE;
  g_autofree char *spacing = NULL;
  const GOptionEntry entries[] = {
    { "spacing", 0, 0, G_OPTION_ARG_STRING, &spacing,
      "Microns per pixel of a tile, where the card has none", "F" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, "Print JSON", NULL },
    { 0 }
  };
  const TsOptionsSpec spec = {
    .operands = "MODEL",
    .description =
      "Prints the inputs, outputs, parameters and multiply-adds of an ONNX "
      "model, in which ways\nits convolutions are computed, its card, and what "
      "is missing before it can classify\ntiles. A model that the engine "
      "cannot "
      "run is an error.\n"
      "JSON keys: identity, opset, inputs, outputs, parameters, "
      "multiply_adds, convolutions\n(how many in each way), side_file, "
      "card_from (files, the one that goes first first), card,\ncan_classify, "
      "missing, reason; null where nobody says.",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  g_auto (GStrv) operands = NULL;
  g_auto (Facts) facts = { 0 };
  g_autoptr (GError) error = NULL;
  double spacing_um = 0;
  int exit_code = TS_EXIT_USAGE;

  if (!ts_options_parse (&spec, argc, argv, &operands, &exit_code))
    return exit_code;
  if (!ts_options_get_double (argv[0], "--spacing", spacing, 0.01, 100,
                              &spacing_um))
    return TS_EXIT_USAGE;
  if (!gather (operands[0], spacing_um, &facts, &error))
    return ts_fail (g_steal_pointer (&error));
  if (is_json)
    print_as_json (&facts);
  else
    print_for_people (&facts);
  return TS_EXIT_OK;
}
