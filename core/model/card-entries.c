/* The texts of a model card: where each comes from, and JSON within bounds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/card-entries.h"

/* json-glib recurses once per bracket and has no limit of its own before 1.10. */
#define MAX_JSON_DEPTH 16

typedef struct {
  char *value; /* NULL: taken away by a null in a file beside the model */
  TsCardOrigin origin;
  char *file_name; /* of that file; NULL for the model's own */
} Entry;

typedef enum { KIND_TEXT, KIND_NUMBER, KIND_LIST } Kind;

/* The keys we read. is_card: it says how a tile becomes probabilities, so who writes it
 * means to write a card; any exporter may write the others. */
static const struct {
  const char *key;
  Kind kind;
  gboolean is_card;
} kinds[] = {
  { "name", KIND_TEXT, FALSE },
  { "description", KIND_TEXT, FALSE },
  { "spec_version", KIND_TEXT, TRUE },
  { "architecture", KIND_TEXT, FALSE },
  { "num_classes", KIND_NUMBER, TRUE },
  { "patch_size_pixels", KIND_NUMBER, TRUE },
  { "spacing_um_px", KIND_NUMBER, TRUE },
  { "class_names", KIND_LIST, TRUE },
  { "transform", KIND_LIST, TRUE },
  { "head", KIND_TEXT, TRUE },
  { "resize_filter", KIND_TEXT, TRUE },
  { "central_crop", KIND_NUMBER, TRUE },
  { "background_output", KIND_NUMBER, TRUE },
  { "role", KIND_TEXT, TRUE },
  { "runs_on_class", KIND_TEXT, TRUE },
  { "source", KIND_TEXT, FALSE },
  { "licence", KIND_TEXT, FALSE },
  { "notes", KIND_TEXT, FALSE },
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->value);
  g_free (entry->file_name);
  g_free (entry);
}

static void
add_entry (TsCardEntries *self,
           const char *key,
           char *own_value,
           TsCardOrigin origin,
           const char *file_name)
{
  Entry *entry = g_new (Entry, 1);

  entry->value = own_value;
  entry->origin = origin;
  entry->file_name = g_strdup (file_name);
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

static JsonNode *
parse_file (const TsCardFile *file)
{
  return g_utf8_validate (file->json, -1, NULL)
           ? parse_json (file->json, JSON_NODE_OBJECT)
           : NULL;
}

static gboolean
add_file_value (TsCardEntries *self,
                const TsCardFile *file,
                guint i_kind,
                JsonNode *node,
                TsCardOrigin origin,
                GError **error)
{
  static const char *const nouns[] = { "a text", "a number", "a list" };
  const char *key = kinds[i_kind].key;
  char *value = NULL;

  if (!JSON_NODE_HOLDS_NULL (node)) {
    if (!is_of_kind (node, kinds[i_kind].kind)) {
      g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                   "'%s', key '%s': it must be %s", file->name, key,
                   nouns[kinds[i_kind].kind]);
      return FALSE;
    }
    value = kinds[i_kind].kind == KIND_TEXT
              ? g_strdup (json_node_get_string (node))
              : json_to_string (node, FALSE);
  }
  add_entry (self, key, value, origin, file->name);
  return TRUE;
}

gboolean
ts_card_entries_add_file (TsCardEntries *self,
                          const TsCardFile *file,
                          TsCardOrigin origin,
                          GError **error)
{
  g_autoptr (JsonNode) root = parse_file (file);

  if (root == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "'%s' is not a JSON object",
                 file->name);
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    JsonNode *node =
      json_object_get_member (json_node_get_object (root), kinds[i].key);
    gboolean is_hidden = origin == TS_CARD_FROM_CONFIG &&
                         g_hash_table_contains (self, kinds[i].key);

    if (node != NULL && !is_hidden &&
        !add_file_value (self, file, i, node, origin, error))
      return FALSE;
  }
  return TRUE;
}

TsCardEntries *
ts_card_entries_new (const char *const *keys,
                     const char *const *values,
                     guint n,
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
    add_entry (self, keys[i], g_strdup (values[i]), TS_CARD_FROM_MODEL, NULL);
  }
  return g_steal_pointer (&self);
}

static gboolean
is_card_key (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].is_card && g_str_equal (kinds[i].key, key))
      return TRUE;
  return FALSE;
}

gboolean
ts_card_entries_take_config (const char *const *keys,
                             guint n,
                             const TsCardFile *side)
{
  static const char *const needed[] = { "class_names", "patch_size_pixels",
                                        "transform" };
  g_autoptr (JsonNode) root = NULL;

  for (guint i = 0; i < n; i++)
    if (is_card_key (keys[i]))
      return FALSE;
  if (side == NULL)
    return TRUE;
  root = parse_file (side);
  for (guint i = 0; root != NULL && i < G_N_ELEMENTS (needed); i++) {
    JsonNode *node =
      json_object_get_member (json_node_get_object (root), needed[i]);

    if (node == NULL || JSON_NODE_HOLDS_NULL (node))
      return TRUE;
  }
  return FALSE;
}

guint
ts_card_entries_get_origins (TsCardEntries *self)
{
  guint origins = 0;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const Entry *entry = g_hash_table_lookup (self, kinds[i].key);

    if (entry != NULL)
      origins |= entry->origin;
  }
  return origins;
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
  const char *file = entry != NULL ? entry->file_name : NULL;
  const char *quote = file != NULL ? "'" : "";
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TS_ERROR, (int) code, "%s%s%s, key '%s': %s", quote,
               file != NULL ? file : "model card", quote, key, message);
  return FALSE;
}
