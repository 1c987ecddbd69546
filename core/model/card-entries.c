/* The texts of a model card: where each comes from, and JSON within bounds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/card-entries.h"

/* json-glib recurses once per bracket and has no limit of its own before 1.10. */
#define MAX_JSON_DEPTH 16

typedef struct {
  char *value;
  gboolean is_side;
} Entry;

typedef enum { KIND_TEXT, KIND_NUMBER, KIND_LIST } Kind;

/* The keys we read. */
static const struct {
  const char *key;
  Kind kind;
} kinds[] = {
  { "name", KIND_TEXT },
  { "description", KIND_TEXT },
  { "spec_version", KIND_TEXT },
  { "architecture", KIND_TEXT },
  { "num_classes", KIND_NUMBER },
  { "patch_size_pixels", KIND_NUMBER },
  { "spacing_um_px", KIND_NUMBER },
  { "class_names", KIND_LIST },
  { "transform", KIND_LIST },
  { "head", KIND_TEXT },
  { "resize_filter", KIND_TEXT },
  { "central_crop", KIND_NUMBER },
  { "background_output", KIND_NUMBER },
  { "role", KIND_TEXT },
  { "runs_on_class", KIND_TEXT },
  { "source", KIND_TEXT },
  { "licence", KIND_TEXT },
  { "notes", KIND_TEXT },
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->value);
  g_free (entry);
}

static void
add_entry (TsCardEntries *self,
           const char *key,
           char *own_value,
           gboolean is_side)
{
  Entry *entry = g_new (Entry, 1);

  entry->value = own_value;
  entry->is_side = is_side;
  g_hash_table_insert (self, g_strdup (key), entry);
}

static gboolean
is_too_deep (const char *json)
{
  gboolean is_quoted = FALSE;
  guint depth = 0;

  for (const char *at = json; *at != '\0'; at++) {
    if (is_quoted && *at == '\\' && at[1] != '\0')
      at++;
    else if (*at == '"')
      is_quoted = !is_quoted;
    else if (!is_quoted && (*at == '[' || *at == '{') &&
             ++depth > MAX_JSON_DEPTH)
      return TRUE;
    else if (!is_quoted && (*at == ']' || *at == '}') && depth > 0)
      depth--;
  }
  return FALSE;
}

/* NULL when the text is not JSON of this kind. */
static JsonNode *
parse_json (const char *text, JsonNodeType type)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (is_too_deep (text) ||
      !json_parser_load_from_data (parser, text, -1, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  return root != NULL && JSON_NODE_TYPE (root) == type ? json_node_copy (root)
                                                       : NULL;
}

static gboolean
is_of_kind (JsonNode *node, Kind kind)
{
  GType type = json_node_get_value_type (node);

  switch (kind) {
  case KIND_TEXT:
    return JSON_NODE_HOLDS_VALUE (node) && type == G_TYPE_STRING;
  case KIND_NUMBER:
    return JSON_NODE_HOLDS_VALUE (node) &&
           (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE);
  case KIND_LIST:
    return JSON_NODE_HOLDS_ARRAY (node);
  default:
    g_assert_not_reached ();
  }
}

static gboolean
add_side_value (TsCardEntries *self,
                const char *key,
                Kind kind,
                JsonNode *node,
                GError **error)
{
  static const char *const nouns[] = { "a text", "a number", "a list" };

  if (JSON_NODE_HOLDS_NULL (node)) {
    g_hash_table_remove (self, key);
    return TRUE;
  }
  if (!is_of_kind (node, kind)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "side file, key '%s': it must be %s", key, nouns[kind]);
    return FALSE;
  }
  if (kind == KIND_TEXT)
    add_entry (self, key, g_strdup (json_node_get_string (node)), TRUE);
  else
    add_entry (self, key, json_to_string (node, FALSE), TRUE);
  return TRUE;
}

static gboolean
add_side_file (TsCardEntries *self, const char *side_json, GError **error)
{
  g_autoptr (JsonNode) root = NULL;

  if (!g_utf8_validate (side_json, -1, NULL) ||
      (root = parse_json (side_json, JSON_NODE_OBJECT)) == NULL) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "the side file is not a JSON object");
    return FALSE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    JsonNode *node =
      json_object_get_member (json_node_get_object (root), kinds[i].key);

    if (node != NULL &&
        !add_side_value (self, kinds[i].key, kinds[i].kind, node, error))
      return FALSE;
  }
  return TRUE;
}

TsCardEntries *
ts_card_entries_new (const char *const *keys,
                     const char *const *values,
                     guint n,
                     const char *side_json,
                     GError **error)
{
  g_autoptr (GHashTable) self =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_entry);

  for (guint i = 0; i < n; i++) {
    if (g_hash_table_contains (self, keys[i])) {
      g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                   "model card, key '%s': it is given twice", keys[i]);
      return NULL;
    }
    add_entry (self, keys[i], g_strdup (values[i]), FALSE);
  }
  if (side_json != NULL && !add_side_file (self, side_json, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
ts_card_entries_get (TsCardEntries *self, const char *key)
{
  const Entry *entry = g_hash_table_lookup (self, key);

  return entry != NULL ? entry->value : NULL;
}

JsonArray *
ts_card_entries_dup_list (TsCardEntries *self, const char *key, GError **error)
{
  const char *text = ts_card_entries_get (self, key);
  g_autoptr (JsonNode) root = NULL;

  if (text == NULL)
    return NULL;
  root = parse_json (text, JSON_NODE_ARRAY);
  if (root == NULL) {
    ts_card_entries_fail (self, key, TS_ERROR_FORMAT, error,
                          "'%s' is not a JSON list", text);
    return NULL;
  }
  return json_node_dup_array (root);
}

gboolean
ts_card_entries_fail (TsCardEntries *self,
                      const char *key,
                      TsError code,
                      GError **error,
                      const char *format,
                      ...)
{
  const Entry *entry = g_hash_table_lookup (self, key);
  gboolean is_side = entry != NULL && entry->is_side;
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TS_ERROR, (int) code, "%s, key '%s': %s",
               is_side ? "side file" : "model card", key, message);
  return FALSE;
}
