/* JSON as text, numbers short.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/json-text.h"

#include <string.h>

#define INDENT 2

static void append_node (GString *text, JsonNode *node, int depth);

/* With 17 digits every double comes back. */
static void
append_double (GString *text, double value)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_ascii_formatd (number, sizeof number, formats[i], value);
    if (g_ascii_strtod (number, NULL) == value)
      break;
  }
  g_string_append (text, number);
  /* A number that may be broken is not to look whole. */
  if (strpbrk (number, ".e") == NULL)
    g_string_append (text, ".0");
}

static void
append_line (GString *text, gboolean is_first, int depth)
{
  g_string_append_printf (text, "%s%*s", is_first ? "\n" : ",\n",
                          depth * INDENT, "");
}

static void
append_text (GString *text, const char *value)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), value);
  g_autofree char *quoted = json_to_string (node, FALSE);

  g_string_append (text, quoted);
}

static void
append_array (GString *text, JsonArray *array, int depth)
{
  guint n = json_array_get_length (array);

  g_string_append_c (text, '[');
  for (guint i = 0; i < n; i++) {
    append_line (text, i == 0, depth + 1);
    append_node (text, json_array_get_element (array, i), depth + 1);
  }
  if (n > 0)
    g_string_append_printf (text, "\n%*s", depth * INDENT, "");
  g_string_append_c (text, ']');
}

static void
append_object (GString *text, JsonObject *object, int depth)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  gboolean is_first = TRUE;

  g_string_append_c (text, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    append_line (text, is_first, depth + 1);
    append_text (text, name);
    g_string_append (text, " : ");
    append_node (text, member, depth + 1);
    is_first = FALSE;
  }
  if (!is_first)
    g_string_append_printf (text, "\n%*s", depth * INDENT, "");
  g_string_append_c (text, '}');
}

static void
append_node (GString *text, JsonNode *node, int depth)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    append_object (text, json_node_get_object (node), depth);
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    append_array (text, json_node_get_array (node), depth);
  } else if (JSON_NODE_HOLDS_VALUE (node) &&
             json_node_get_value_type (node) == G_TYPE_DOUBLE) {
    append_double (text, json_node_get_double (node));
  } else {
    g_autofree char *other = json_to_string (node, FALSE);

    g_string_append (text, other);
  }
}

char *
ts_json_to_text (JsonNode *node)
{
  GString *text = g_string_new (NULL);

  append_node (text, node, 0);
  return g_string_free (text, FALSE);
}
