/* The texts of a model card: where each comes from.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/card-entries.h"

#include "core/model/card-json.h"
#include "core/model/card-keys.h"

typedef struct {
  char *value; /* NULL: a null in a file that is not ours */
  TsCardOrigin origin;
  char *file_name; /* of that file; NULL for the model's own */
} Entry;

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
is_of_kind (JsonNode *node, TsCardKeyKind kind)
{
  GType type = json_node_get_value_type (node);

  switch (kind) {
  case TS_CARD_KEY_TEXT:
    return JSON_NODE_HOLDS_VALUE (node) && type == G_TYPE_STRING;
  case TS_CARD_KEY_NUMBER:
    return JSON_NODE_HOLDS_VALUE (node) &&
           (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE);
  case TS_CARD_KEY_LIST:
    return JSON_NODE_HOLDS_ARRAY (node);
  default:
    g_assert_not_reached ();
  }
}

typedef struct {
  const TsCardKey *key;
  JsonNode *node;
  const char *text; /* as it is written in the file */
} Member;

static gboolean
add_member (TsCardEntries *self,
            const TsCardFile *file,
            const Member *member,
            TsCardOrigin origin,
            GError **error)
{
  static const char *const nouns[] = { "a text", "a number", "a list" };
  const TsCardKey *key = member->key;
  gboolean is_null = JSON_NODE_HOLDS_NULL (member->node);
  char *value = NULL;

  if (is_null && !file->is_foreign) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "'%s', key '%s': null is no value; leave the key out",
                 file->name, key->name);
    return FALSE;
  }
  if (!is_null && !is_of_kind (member->node, key->kind)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "'%s', key '%s': it must be %s", file->name, key->name,
                 nouns[key->kind]);
    return FALSE;
  }
  if (!is_null)
    value = g_strdup (key->kind == TS_CARD_KEY_TEXT
                        ? json_node_get_string (member->node)
                        : member->text);
  add_entry (self, key->name, value, origin, file->name);
  return TRUE;
}

/* A misspelt key would leave the model to run on a default. */
static gboolean
check_keys (const TsCardFile *file, JsonObject *object, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *each = names; each != NULL; each = each->next) {
    g_autofree char *reason = NULL;

    if (ts_card_key_find (each->data) != NULL)
      continue;
    reason = ts_card_key_explain_unknown (each->data);
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "'%s', key '%s': %s",
                 file->name, (const char *) each->data, reason);
    return FALSE;
  }
  return TRUE;
}

gboolean
ts_card_entries_add_file (TsCardEntries *self,
                          const TsCardFile *file,
                          TsCardOrigin origin,
                          GError **error)
{
  /* Numbers and lists as they are written: json-glib makes -1 of one that is too large. */
  g_autoptr (GHashTable) texts =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (JsonNode) root = ts_card_json_parse_file (file, texts, error);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;

  if (object == NULL ||
      (!file->is_foreign && !check_keys (file, object, error)))
    return FALSE;
  for (const TsCardKey *key = ts_card_keys (); key->name != NULL; key++) {
    const Member member = { key, json_object_get_member (object, key->name),
                            g_hash_table_lookup (texts, key->name) };
    gboolean is_hidden =
      origin == TS_CARD_FROM_CONFIG && g_hash_table_contains (self, key->name);

    if (member.node != NULL && !is_hidden &&
        !add_member (self, file, &member, origin, error))
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

gboolean
ts_card_entries_take_config (const char *const *keys,
                             guint n,
                             const TsCardFile *side)
{
  static const char *const needed[] = { "class_names", "patch_size_pixels",
                                        "transform" };
  g_autoptr (JsonNode) root = NULL;

  for (guint i = 0; i < n; i++) {
    const TsCardKey *key = ts_card_key_find (keys[i]);

    if (key != NULL && key->is_card)
      return FALSE;
  }
  if (side == NULL)
    return TRUE;
  root = ts_card_json_parse_file (side, NULL, NULL);
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

  for (const TsCardKey *key = ts_card_keys (); key->name != NULL; key++) {
    const Entry *entry = g_hash_table_lookup (self, key->name);

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
  root = ts_card_json_parse (text, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root)) {
    ts_card_entries_fail (self, key, TS_ERROR_FORMAT, error,
                          "'%s' is not a JSON list", text);
    return NULL;
  }
  return json_node_dup_array (root);
}

gboolean
ts_card_entries_goes_before (TsCardEntries *self,
                             const char *key,
                             const char *other)
{
  const Entry *entry = g_hash_table_lookup (self, key);
  const Entry *behind = g_hash_table_lookup (self, other);

  return entry != NULL && behind != NULL && entry->origin < behind->origin;
}

static gboolean
fail (TsCardEntries *self,
      const char *key,
      TsError code,
      const char *message,
      GError **error)
{
  const Entry *entry = g_hash_table_lookup (self, key);
  const char *file = entry != NULL ? entry->file_name : NULL;
  const char *quote = file != NULL ? "'" : "";

  g_set_error (error, TS_ERROR, (int) code, "%s%s%s, key '%s': %s", quote,
               file != NULL ? file : "model card", quote, key, message);
  return FALSE;
}

gboolean
ts_card_entries_fail (TsCardEntries *self,
                      const char *key,
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
  return fail (self, key, code, message, error);
}

char *
ts_card_entries_format_place (TsCardEntries *self, const char *key)
{
  const Entry *entry = g_hash_table_lookup (self, key);

  if (entry == NULL || entry->value == NULL)
    return NULL;
  return entry->file_name != NULL ? g_strdup_printf ("'%s'", entry->file_name)
                                  : g_strdup ("the model file");
}

/* " (head is in 'm.json', which goes first)", or "" where both keys are in one place. */
static char *
format_place (TsCardEntries *self, const char *other, const char *key)
{
  const Entry *entry = g_hash_table_lookup (self, key);
  const Entry *against = g_hash_table_lookup (self, other);
  g_autofree char *place = NULL;

  if (entry == NULL || against == NULL || entry->origin == against->origin)
    return g_strdup ("");
  place = ts_card_entries_format_place (self, other);
  return g_strdup_printf (
    " (%s is in %s%s)", other, place,
    ts_card_entries_goes_before (self, other, key) ? ", which goes first" : "");
}

gboolean
ts_card_entries_fail_against (TsCardEntries *self,
                              const char *key,
                              const char *other,
                              GError **error,
                              const char *format,
                              ...)
{
  g_autofree char *message = NULL, *place = NULL, *both = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  place = format_place (self, other, key);
  both = g_strconcat (message, place, NULL);
  return fail (self, key, TS_ERROR_FORMAT, both, error);
}
