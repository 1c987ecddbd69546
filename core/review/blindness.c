/* Whether a case was read blind.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/blindness.h"

#include <json-glib/json-glib.h>

static const char *const blindness_texts[] = { "blind", "blind after washout",
                                               "seen before", "shown",
                                               "unknown" };

const char *
ts_blindness_to_text (TsBlindness blindness)
{
  g_assert ((guint) blindness < G_N_ELEMENTS (blindness_texts));
  return blindness_texts[blindness];
}

/* A detail the caller unrefs; NULL when it is no JSON object. */
static JsonObject *
read_detail (const TsStoredEvent *event)
{
  g_autoptr (JsonNode) node =
    event->detail != NULL ? json_from_string (event->detail, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
           ? json_node_dup_object (node)
           : NULL;
}

static gboolean
is_forbidden (const char *material_text)
{
  TsMaterial material = TS_MATERIAL_MODEL_LAYER;

  /* What we do not know may be anything. */
  return !ts_material_from_text (material_text, &material) ||
         (material != TS_MATERIAL_FILE_NAME &&
          !ts_session_may_show (TS_CASE_BLIND, material));
}

static const char *
get_text (JsonObject *detail, const char *name)
{
  return detail != NULL
           ? json_object_get_string_member_with_default (detail, name, NULL)
           : NULL;
}

static gboolean
state_shows (JsonObject *detail)
{
  JsonNode *node =
    detail != NULL ? json_object_get_member (detail, "visible") : NULL;
  JsonArray *list = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return TRUE;
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *element = json_array_get_element (list, i);

    if (!JSON_NODE_HOLDS_VALUE (element) ||
        is_forbidden (json_node_get_string (element)))
      return TRUE;
  }
  return FALSE;
}

/* Whether something of a model, or another answer to the case, came before the reader. */
static gboolean
shows (const TsStoredEvent *event)
{
  g_autoptr (JsonObject) detail = read_detail (event);

  if (g_str_equal (event->kind, "layer-shown"))
    return g_strcmp0 (get_text (detail, "layer"), "none") != 0;
  if (g_str_equal (event->kind, "shown"))
    return is_forbidden (get_text (detail, "what"));
  if (g_str_equal (event->kind, "display-state"))
    return state_shows (detail);
  return g_str_equal (event->kind, "overlay-shown") ||
         g_str_equal (event->kind, "opinion-added") ||
         g_str_equal (event->kind, "case-revealed");
}

typedef struct {
  const TsStoredEvent *begun, *locked;
} Marks;

static Marks
find_marks (const GPtrArray *events, const TsStudyCase *reading_case)
{
  Marks marks = { NULL, NULL };

  for (guint i = 0; i < events->len; i++) {
    const TsStoredEvent *event = g_ptr_array_index (events, i);

    if (g_strcmp0 (event->case_key, reading_case->key) != 0)
      continue;
    if (marks.begun == NULL && g_str_equal (event->kind, "case-begun"))
      marks.begun = event;
    if (marks.locked == NULL && g_str_equal (event->kind, "case-locked"))
      marks.locked = event;
  }
  return marks;
}

static gboolean
is_before (const TsStoredEvent *event, const TsStoredEvent *mark)
{
  return event->origin_id == mark->origin_id ? event->event_id < mark->event_id
                                             : event->at_us < mark->at_us;
}

TsBlindness
ts_blindness_compute (const GPtrArray *events,
                      const TsStudyCase *reading_case,
                      guint washout_days,
                      gint64 *out_at_us)
{
  Marks marks = find_marks (events, reading_case);
  gint64 seen_at_us = 0;
  gint64 shown_at_us = 0;
  gboolean is_logged = FALSE;

  if (out_at_us != NULL)
    *out_at_us = 0;
  if (marks.begun == NULL || marks.locked == NULL)
    return TS_BLIND_UNKNOWN;
  for (guint i = 0; i < events->len; i++) {
    const TsStoredEvent *event = g_ptr_array_index (events, i);
    gboolean is_earlier = is_before (event, marks.begun);

    if (!is_before (event, marks.locked))
      continue;
    is_logged =
      is_logged || (!is_earlier && g_str_equal (event->kind, "display-state") &&
                    g_strcmp0 (event->case_key, reading_case->key) == 0);
    if (shows (event) && is_earlier)
      seen_at_us = MAX (seen_at_us, event->at_us);
    else if (shows (event))
      shown_at_us = MAX (shown_at_us, event->at_us);
  }
  if (out_at_us != NULL)
    *out_at_us = MAX (seen_at_us, shown_at_us);
  if (shown_at_us != 0)
    return TS_NOT_BLIND_SHOWN;
  if (!is_logged)
    return TS_BLIND_UNKNOWN;
  if (seen_at_us == 0)
    return TS_BLIND;
  return washout_days > 0 &&
             marks.begun->at_us - seen_at_us >= washout_days * G_TIME_SPAN_DAY
           ? TS_BLIND_AFTER_WASHOUT
           : TS_NOT_BLIND_SEEN;
}

static char *
print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

char *
ts_display_event_detail (const char *case_key, TsMaterial material)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "case");
  json_builder_add_string_value (builder, case_key);
  json_builder_set_member_name (builder, "what");
  json_builder_add_string_value (builder, ts_material_to_text (material));
  json_builder_end_object (builder);
  return print (builder);
}

char *
ts_display_state_detail (const char *case_key, const gboolean *is_visible)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "case");
  json_builder_add_string_value (builder, case_key);
  json_builder_set_member_name (builder, "visible");
  json_builder_begin_array (builder);
  for (guint i = 0; i < TS_N_MATERIALS; i++)
    if (is_visible[i])
      json_builder_add_string_value (builder,
                                     ts_material_to_text ((TsMaterial) i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return print (builder);
}
