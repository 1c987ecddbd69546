/* The application's settings, and the workspaces that follow them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/gui/application-private.h"
#include "ui/texture-cache.h"

GSettings *
ts_application_load_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
    source != NULL
      ? g_settings_schema_source_lookup (source, TS_APPLICATION_ID, TRUE)
      : NULL;
  g_autoptr (GSettingsSchemaSource) built = NULL;

  if (schema == NULL)
    built = g_settings_schema_source_new_from_directory (
      TS_BUILD_ROOT "/resources", source, FALSE, NULL);
  if (built != NULL)
    schema = g_settings_schema_source_lookup (built, TS_APPLICATION_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
on_palette_setting (GSettings *settings,
                    const char *key,
                    TsWorkspace *workspace)
{
  g_autofree char *text = g_settings_get_string (settings, key);
  TsPalette palette = TS_PALETTE_SAFE;

  if (ts_palette_from_text (text, &palette))
    ts_workspace_set_palette (workspace, palette);
}

static void
on_workers_setting (GSettings *settings,
                    const char *key,
                    TsWorkspace *workspace)
{
  ts_workspace_set_n_workers (workspace,
                              (guint) g_settings_get_int (settings, key));
}

static void
on_reader_setting (GSettings *settings, const char *key, TsWorkspace *workspace)
{
  g_autofree char *name = g_settings_get_string (settings, key);

  if (*name != '\0' &&
      g_strcmp0 (name, ts_workspace_get_reader (workspace)) != 0)
    ts_workspace_set_reader (workspace, name);
}

static void
on_style_changed (TsWorkspace *workspace, GSettings *settings)
{
  double opacity = ts_workspace_get_opacity (workspace);
  const char *palette =
    ts_palette_to_text (ts_workspace_get_palette (workspace));
  g_autofree char *kept = g_settings_get_string (settings, "palette");

  if (g_settings_get_double (settings, "overlay-opacity") != opacity)
    g_settings_set_double (settings, "overlay-opacity", opacity);
  if (g_strcmp0 (kept, palette) != 0)
    g_settings_set_string (settings, "palette", palette);
}

static void
on_tile_memory_setting (GSettings *settings,
                        const char *key,
                        gpointer user_data)
{
  ts_texture_cache_set_limit ((guint) g_settings_get_int (settings, key));
}

void
ts_application_follow_tile_memory (TsApplication *self)
{
  on_tile_memory_setting (self->settings, "tile-memory", NULL);
  g_signal_connect (self->settings, "changed::tile-memory",
                    G_CALLBACK (on_tile_memory_setting), NULL);
}

void
ts_application_follow_settings (TsApplication *self, TsWorkspace *workspace)
{
  ts_workspace_set_opacity (
    workspace, g_settings_get_double (self->settings, "overlay-opacity"));
  on_palette_setting (self->settings, "palette", workspace);
  on_workers_setting (self->settings, "workers", workspace);
  g_signal_connect_object (self->settings, "changed::palette",
                           G_CALLBACK (on_palette_setting), workspace, 0);
  g_signal_connect_object (self->settings, "changed::workers",
                           G_CALLBACK (on_workers_setting), workspace, 0);
  g_signal_connect_object (self->settings, "changed::reader-name",
                           G_CALLBACK (on_reader_setting), workspace, 0);
  g_signal_connect_object (workspace, "style-changed",
                           G_CALLBACK (on_style_changed), self->settings, 0);
}
