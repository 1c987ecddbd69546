/* The workspace's events: what was on screen when. They go to the store's log, with the
 * session once the reader has a name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/workspace-private.h"

static void
append_json_text (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *at = text; *at != '\0'; at++) {
    guchar byte = (guchar) *at;
    if (byte == '"' || byte == '\\')
      g_string_append_c (json, '\\');
    if (byte < 0x20)
      g_string_append_printf (json, "\\u%04x", byte);
    else
      g_string_append_c (json, *at);
  }
  g_string_append_c (json, '"');
}

void
ts_workspace_log_event (TsWorkspace *self,
                        const char *kind,
                        const char *key,
                        const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) detail = g_string_new ("{");

  if (key != NULL) {
    append_json_text (detail, key);
    g_string_append (detail, ": ");
    append_json_text (detail, value);
  }
  g_string_append_c (detail, '}');
  if (!ts_store_add_event (self->store, self->session_id,
                           ts_workspace_get_slide_id (self), kind, detail->str,
                           &error))
    ts_workspace_tell (self, "%s", error->message);
}
