/* The model card of DeepPATH's Inception v3.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/inception-card.h"

#include <json-glib/json-glib.h>

#include "core/model/model-card.h"

typedef struct {
  GStrvBuilder *keys, *values;
} Entries;

static char *
class_list (const char *const *class_names)
{
  g_autoptr (JsonArray) list = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; class_names[i] != NULL; i++)
    json_array_add_string_element (list, class_names[i]);
  json_node_set_array (node, list);
  return json_to_string (node, FALSE);
}

/* A key without a value is left out. */
static void
add_text (Entries *self, const char *key, const char *value)
{
  if (value == NULL)
    return;
  g_strv_builder_add (self->keys, key);
  g_strv_builder_add (self->values, value);
}

static void
add_number (Entries *self, const char *key, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  add_text (self, key, g_ascii_formatd (text, sizeof text, "%.12g", value));
}

TsRole
ts_inception_card_get_role (TsHead head)
{
  return head == TS_HEAD_SOFTMAX ? TS_ROLE_CLASSES : TS_ROLE_MUTATIONS;
}

static void
add_entries (Entries *self, const TsInceptionCard *card)
{
  g_autofree char *classes = class_list (card->class_names);

  add_text (self, "spec_version", "1.0");
  add_text (self, "name", card->name);
  add_text (self, "architecture", "inception_v3");
  add_number (self, "num_classes", g_strv_length ((char **) card->class_names));
  add_text (self, "class_names", classes);
  add_number (self, "patch_size_pixels", card->patch_px);
  add_number (self, "spacing_um_px", card->spacing_um);
  add_text (self, "transform",
            "[{\"name\":\"Resize\",\"arguments\":{\"size\":299}},"
            "{\"name\":\"ToTensor\"},{\"name\":\"Normalize\",\"arguments\":"
            "{\"mean\":[0.5,0.5,0.5],\"std\":[0.5,0.5,0.5]}}]");
  add_text (self, "resize_filter",
            ts_resize_filter_to_text (TS_RESIZE_TF1_BILINEAR));
  if (card->central_crop < 1)
    add_number (self, "central_crop", card->central_crop);
  add_text (self, "head", ts_head_to_text (card->head));
  add_text (self, "background_output", "0");
  add_text (self, "role",
            ts_role_to_text (ts_inception_card_get_role (card->head)));
  add_text (self, "runs_on_class", card->runs_on_class);
  add_text (self, "source", card->source);
  add_text (self, "licence", card->licence);
  add_text (self, "notes", card->notes);
}

gboolean
ts_inception_card_format (const TsInceptionCard *self,
                          char ***out_keys,
                          char ***out_values,
                          GError **error)
{
  g_autoptr (GStrvBuilder) keys_builder = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) values_builder = g_strv_builder_new ();
  g_auto (GStrv) keys = NULL, values = NULL;
  g_autoptr (TsModelCard) checked = NULL;

  g_assert (self->head != TS_HEAD_FEATURES);
  add_entries (&(Entries){ keys_builder, values_builder }, self);
  keys = g_strv_builder_end (keys_builder);
  values = g_strv_builder_end (values_builder);
  checked = ts_model_card_parse ((const char *const *) keys,
                                 (const char *const *) values,
                                 g_strv_length (keys), NULL, NULL, error);
  if (checked == NULL)
    return FALSE;
  *out_keys = g_steal_pointer (&keys);
  *out_values = g_steal_pointer (&values);
  return TRUE;
}
