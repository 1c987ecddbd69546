/* A JSON object and where it stands in its file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/json-place.h"

#include <string.h>

#include "core/base/error.h"

gboolean
ts_json_place_fail (const TsJsonPlace *self,
                    GError **error,
                    const char *format,
                    ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "%s%s", self->where, message);
  return FALSE;
}

gboolean
ts_json_place_check_names (const TsJsonPlace *self,
                           const char *const *names,
                           GError **error)
{
  g_autoptr (GList) members = json_object_get_members (self->object);

  for (GList *member = members; member != NULL; member = member->next)
    if (!g_strv_contains (names, member->data))
      return ts_json_place_fail (self, error, "the key '%s' is not known",
                                 (const char *) member->data);
  return TRUE;
}

/* NULL when it is not there or null. */
static JsonNode *
find (const TsJsonPlace *self, const char *name)
{
  JsonNode *node = json_object_get_member (self->object, name);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

gboolean
ts_json_place_read_text (const TsJsonPlace *self,
                         const char *name,
                         gboolean is_needed,
                         char **out_text,
                         GError **error)
{
  JsonNode *node = find (self, name);
  const char *text = NULL;

  if (node == NULL)
    return !is_needed ||
           ts_json_place_fail (self, error, "'%s' is missing", name);
  if (!JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return ts_json_place_fail (self, error, "'%s' is not a text", name);
  text = json_node_get_string (node);
  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at) && *at != '\n')
      return ts_json_place_fail (self, error,
                                 "'%s' has a control character in it", name);
  if (is_needed && *text == '\0')
    return ts_json_place_fail (self, error, "'%s' is empty", name);
  g_free (*out_text);
  *out_text = g_strdup (text);
  return TRUE;
}

gboolean
ts_json_place_read_int (const TsJsonPlace *self,
                        const char *name,
                        const gint64 range[2],
                        gint64 *out,
                        GError **error)
{
  JsonNode *node = find (self, name);
  gint64 value = 0;

  if (node == NULL)
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_INT64)
    value = json_node_get_int (node);
  else
    return ts_json_place_fail (self, error, "'%s' is not a whole number", name);
  if (value < range[0] || value > range[1])
    return ts_json_place_fail (self, error,
                               "'%s' is %" G_GINT64_FORMAT
                               ", not %" G_GINT64_FORMAT
                               " to %" G_GINT64_FORMAT,
                               name, value, range[0], range[1]);
  *out = value;
  return TRUE;
}

gboolean
ts_json_place_foreach (const TsJsonPlace *self,
                       const char *name,
                       TsJsonPlaceFunc read,
                       gpointer user_data,
                       GError **error)
{
  JsonNode *node = find (self, name);
  JsonArray *list = NULL;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return ts_json_place_fail (self, error, "'%s' is not a list", name);
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *element = json_array_get_element (list, i);
    TsJsonPlace place = { 0 };

    g_snprintf (place.where, sizeof place.where,
                "%.*s%s%s[%u]: ", (int) MAX (strlen (self->where), 2) - 2,
                self->where, *self->where != '\0' ? "." : "", name, i);
    if (!JSON_NODE_HOLDS_OBJECT (element))
      return ts_json_place_fail (&place, error, "it is not an object");
    place.object = json_node_get_object (element);
    if (!read (&place, user_data, error))
      return FALSE;
  }
  return TRUE;
}
