/* Resize, ToTensor, Normalize with torchvision's arguments.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/card-transform.h"

#include <math.h>

#include "core/base/parse.h"

#define MAX_SIDE_PX 8192
/* PIL.Image.Resampling */
#define PILLOW_BILINEAR 2
#define PILLOW_BICUBIC  3

static const char *const filter_texts[] = { "pil-bilinear", "pil-bicubic",
                                            "tf1-bilinear", "torch-bilinear",
                                            "opencv-area" };

typedef struct {
  TsCardEntries *entries;
  TsTransform *transform;
  guint n_steps_done; /* index in steps[] after the last one met */
  GError **error;
} Reader;

const char *
ts_resize_filter_to_text (TsResizeFilter filter)
{
  g_return_val_if_fail ((guint) filter < G_N_ELEMENTS (filter_texts), NULL);
  return filter_texts[filter];
}

gboolean
ts_resize_filter_from_text (const char *text, TsResizeFilter *out_filter)
{
  for (guint i = 0; i < G_N_ELEMENTS (filter_texts); i++) {
    if (g_strcmp0 (text, filter_texts[i]) == 0) {
      *out_filter = (TsResizeFilter) i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
fail_step (Reader *self, TsError code, const char *step, const char *message)
{
  return ts_card_entries_fail (self->entries, "transform", code, self->error,
                               "%s: %s", step, message);
}

/* FALSE when the node is no finite number. */
static gboolean
get_number (JsonNode *node, double *out)
{
  GType type = json_node_get_value_type (node);

  if (!JSON_NODE_HOLDS_VALUE (node) ||
      (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE))
    return FALSE;
  *out = json_node_get_double (node);
  return isfinite (*out);
}

static gboolean
get_side (JsonNode *node, guint *out_px)
{
  double value;

  if (!get_number (node, &value) || value < 1 || value > MAX_SIDE_PX ||
      value != floor (value))
    return FALSE;
  *out_px = (guint) value;
  return TRUE;
}

/* One number for both sides (tiles are square), or [height, width]. */
static gboolean
get_size (JsonNode *node, TsTransform *transform)
{
  JsonArray *list;
  guint n;

  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    if (!get_side (node, &transform->input_height))
      return FALSE;
    transform->input_width = transform->input_height;
    return TRUE;
  }
  list = json_node_get_array (node);
  n = json_array_get_length (list);
  return (n == 1 || n == 2) &&
         get_side (json_array_get_element (list, 0),
                   &transform->input_height) &&
         get_side (json_array_get_element (list, n - 1),
                   &transform->input_width);
}

/* A name, or the number Pillow has for it: JSON cannot hold torchvision's enumeration, and
 * torchvision takes no text. */
static gboolean
get_interpolation (JsonNode *node, TsResizeFilter *out_filter)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                            : G_TYPE_NONE;
  const char *text = type == G_TYPE_STRING ? json_node_get_string (node) : NULL;
  gint64 number = type == G_TYPE_INT64 ? json_node_get_int (node) : -1;

  if (g_strcmp0 (text, "bilinear") == 0 || number == PILLOW_BILINEAR)
    *out_filter = TS_RESIZE_PIL_BILINEAR;
  else if (g_strcmp0 (text, "bicubic") == 0 || number == PILLOW_BICUBIC)
    *out_filter = TS_RESIZE_PIL_BICUBIC;
  else
    return FALSE;
  return TRUE;
}

/* Arguments that say nothing to us: antialias has no effect on what Pillow resizes,
 * max_size only when it is null, inplace is torch's business. */
static gboolean
check_argument_names (Reader *self,
                      const char *step,
                      JsonObject *arguments,
                      const char *const *known)
{
  g_autoptr (GList) names =
    arguments != NULL ? json_object_get_members (arguments) : NULL;

  for (GList *each = names; each != NULL; each = each->next) {
    JsonNode *node = json_object_get_member (arguments, each->data);

    if (!JSON_NODE_HOLDS_NULL (node) && !g_strv_contains (known, each->data))
      return ts_card_entries_fail (
        self->entries, "transform", TS_ERROR_UNSUPPORTED, self->error,
        "%s: argument '%s' is not supported", step, (const char *) each->data);
  }
  return TRUE;
}

static JsonNode *
get_argument (JsonObject *arguments, const char *name)
{
  JsonNode *node =
    arguments != NULL ? json_object_get_member (arguments, name) : NULL;

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
read_resize (Reader *self, JsonObject *arguments)
{
  static const char *const known[] = { "size", "interpolation", "antialias",
                                       NULL };
  JsonNode *size = get_argument (arguments, "size");
  JsonNode *interpolation = get_argument (arguments, "interpolation");

  if (!check_argument_names (self, "Resize", arguments, known))
    return FALSE;
  if (size == NULL || !get_size (size, self->transform))
    return fail_step (self, TS_ERROR_FORMAT, "Resize",
                      "size must be 1 to 8192, or two of them");
  if (interpolation != NULL &&
      !get_interpolation (interpolation, &self->transform->filter))
    return fail_step (self, TS_ERROR_UNSUPPORTED, "Resize",
                      "interpolation must be bilinear (2) or bicubic (3)");
  return TRUE;
}

static gboolean
read_to_tensor (Reader *self, JsonObject *arguments)
{
  static const char *const known[] = { NULL };

  self->transform->is_scaled = TRUE;
  return check_argument_names (self, "ToTensor", arguments, known);
}

/* Three numbers, or one for all channels. */
static gboolean
get_channels (JsonNode *node, double smallest, float *out_values)
{
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node)
                      ? json_node_get_array (node)
                      : NULL;
  guint n = list != NULL ? json_array_get_length (list) : 0;

  if (n != 1 && n != 3)
    return FALSE;
  for (guint i = 0; i < 3; i++) {
    double value;

    if (!get_number (json_array_get_element (list, n == 3 ? i : 0), &value) ||
        value < smallest || fabs (value) > 1e6)
      return FALSE;
    out_values[i] = (float) value;
  }
  return TRUE;
}

static gboolean
read_normalize (Reader *self, JsonObject *arguments)
{
  static const char *const known[] = { "mean", "std", "inplace", NULL };

  if (!check_argument_names (self, "Normalize", arguments, known))
    return FALSE;
  if (!self->transform->is_scaled)
    return fail_step (self, TS_ERROR_FORMAT, "Normalize",
                      "it needs a ToTensor before it");
  if (!get_channels (get_argument (arguments, "mean"), -1e6,
                     self->transform->mean))
    return fail_step (self, TS_ERROR_FORMAT, "Normalize",
                      "mean must be three numbers");
  if (!get_channels (get_argument (arguments, "std"), 1e-6,
                     self->transform->deviation))
    return fail_step (self, TS_ERROR_FORMAT, "Normalize",
                      "std must be three numbers above 0");
  return TRUE;
}

static const struct {
  const char *name;
  gboolean (*read) (Reader *self, JsonObject *arguments);
} steps[] = { { "Resize", read_resize },
              { "ToTensor", read_to_tensor },
              { "Normalize", read_normalize } };

static gboolean
read_step (Reader *self, const char *name, JsonObject *arguments)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (steps) && !g_str_equal (name, steps[i].name))
    i++;
  if (i == G_N_ELEMENTS (steps))
    return ts_card_entries_fail (
      self->entries, "transform", TS_ERROR_UNSUPPORTED, self->error,
      "'%s' is not supported (Resize, ToTensor, Normalize are)", name);
  if (i < self->n_steps_done)
    return fail_step (self, TS_ERROR_UNSUPPORTED, name,
                      "the order must be Resize, ToTensor, Normalize, each at "
                      "most once");
  self->n_steps_done = i + 1;
  return steps[i].read (self, arguments);
}

static gboolean
read_step_node (Reader *self, JsonNode *node)
{
  JsonObject *step =
    JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *name = get_argument (step, "name");
  JsonNode *arguments = get_argument (step, "arguments");

  if (name == NULL || !JSON_NODE_HOLDS_VALUE (name) ||
      json_node_get_value_type (name) != G_TYPE_STRING)
    return ts_card_entries_fail (self->entries, "transform", TS_ERROR_FORMAT,
                                 self->error, "a step has no name");
  if (arguments != NULL && !JSON_NODE_HOLDS_OBJECT (arguments))
    return fail_step (self, TS_ERROR_FORMAT, json_node_get_string (name),
                      "its arguments are not an object");
  return read_step (self, json_node_get_string (name),
                    arguments != NULL ? json_node_get_object (arguments)
                                      : NULL);
}

static gboolean
read_own_keys (Reader *self)
{
  const char *filter = ts_card_entries_get (self->entries, "resize_filter");
  const char *crop = ts_card_entries_get (self->entries, "central_crop");

  if (filter != NULL &&
      !ts_resize_filter_from_text (filter, &self->transform->filter))
    return ts_card_entries_fail (
      self->entries, "resize_filter", TS_ERROR_FORMAT, self->error,
      "'%s' is none of tf1-bilinear, pil-bilinear, pil-bicubic, "
      "torch-bilinear, opencv-area",
      filter);
  if (crop != NULL &&
      !ts_parse_double (crop, 0.01, 1, &self->transform->central_crop))
    return ts_card_entries_fail (self->entries, "central_crop", TS_ERROR_FORMAT,
                                 self->error, "'%s' is not 0.01 to 1", crop);
  return TRUE;
}

gboolean
ts_card_transform_read (TsCardEntries *entries,
                        TsTransform *out_transform,
                        gboolean *out_is_given,
                        GError **error)
{
  GError *local = NULL;
  g_autoptr (JsonArray) list =
    ts_card_entries_dup_list (entries, "transform", &local);
  Reader self = { entries, out_transform, 0, error };

  *out_transform = (TsTransform){ .filter = TS_RESIZE_PIL_BILINEAR,
                                  .central_crop = 1,
                                  .deviation = { 1, 1, 1 } };
  *out_is_given = list != NULL;
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (!read_step_node (&self, json_array_get_element (list, i)))
      return FALSE;
  return read_own_keys (&self);
}
