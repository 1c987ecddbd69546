/* JSON of a model card, within bounds and with the place where it breaks off.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/card-json.h"

#include <string.h>

#include "core/base/error.h"
#include "core/model/json-scan.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static guint
count_lines (const char *text, const char *end)
{
  guint n = 1;

  for (const char *at = text; at < end; at++)
    n += *at == '\n';
  return n;
}

static JsonNode *
parse (const char *text, GHashTable *texts, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (!ts_json_scan (text, texts, error))
    return NULL;
  if (!json_parser_load_from_data (parser, text, -1, NULL)) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT, "is not JSON");
    return NULL;
  }
  root = json_parser_get_root (parser);
  return root != NULL ? json_node_copy (root) : NULL;
}

JsonNode *
ts_card_json_parse (const char *text, GError **error)
{
  return parse (text, NULL, error);
}

static const char *
describe (const JsonNode *root)
{
  if (root == NULL)
    return "nothing";
  if (JSON_NODE_HOLDS_ARRAY ((JsonNode *) root))
    return "an array";
  return JSON_NODE_HOLDS_NULL ((JsonNode *) root) ? "null" : "a single value";
}

JsonNode *
ts_card_json_parse_file (const TsCardFile *file,
                         GHashTable *texts,
                         GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  GError *local = NULL;
  const char *text = file->json, *end;

  if (!g_utf8_validate (file->json, -1, &end)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "'%s' is not UTF-8: line %u",
                 file->name, count_lines (file->json, end));
    return NULL;
  }
  if (g_str_has_prefix (text, BYTE_ORDER_MARK))
    text += strlen (BYTE_ORDER_MARK);
  root = parse (text, texts, &local);
  if (local != NULL) {
    g_propagate_prefixed_error (error, local, "'%s' ", file->name);
    return NULL;
  }
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "'%s' holds %s, an object is wanted", file->name,
                 describe (root));
    return NULL;
  }
  return g_steal_pointer (&root);
}
