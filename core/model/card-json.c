/* JSON of a model card, within bounds and with the place where it breaks off.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/card-json.h"

#include "core/base/error.h"

/* json-glib recurses once per bracket and has no limit of its own before 1.10. */
#define MAX_JSON_DEPTH 16

/* The bracket that opens one level too many, or NULL. */
static const char *
find_too_deep (const char *json)
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
      return at;
    else if (!is_quoted && (*at == ']' || *at == '}') && depth > 0)
      depth--;
  }
  return NULL;
}

static guint
count_lines (const char *text, const char *end)
{
  guint n = 1;

  for (const char *at = text; at < end; at++)
    n += *at == '\n';
  return n;
}

typedef struct {
  guint line, character; /* from 1; the last character that was understood */
} Place;

/* The parser knows its place only while it emits this. Its own message is in the language of
 * the session, and what it says to have expected is not always right. */
static void
note_place (JsonParser *parser, const GError *error, gpointer data)
{
  Place *place = data;

  (void) error;
  place->line = json_parser_get_current_line (parser);
  place->character = json_parser_get_current_pos (parser);
}

JsonNode *
ts_card_json_parse (const char *text, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  const char *too_deep = find_too_deep (text);
  Place place = { 1, 1 };
  JsonNode *root;

  if (too_deep != NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "nests deeper than %d levels: line %u", MAX_JSON_DEPTH,
                 count_lines (text, too_deep));
    return NULL;
  }
  g_signal_connect (parser, "error", G_CALLBACK (note_place), &place);
  if (!json_parser_load_from_data (parser, text, -1, NULL)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "is not JSON: line %u, near character %u", place.line,
                 place.character);
    return NULL;
  }
  root = json_parser_get_root (parser);
  return root != NULL ? json_node_copy (root) : NULL;
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
ts_card_json_parse_file (const TsCardFile *file, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  GError *local = NULL;
  const char *end;

  if (!g_utf8_validate (file->json, -1, &end)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "'%s' is not UTF-8: line %u",
                 file->name, count_lines (file->json, end));
    return NULL;
  }
  root = ts_card_json_parse (file->json, &local);
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
