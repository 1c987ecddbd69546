/* The slides opened last.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/recent-slides.h"

#include <string.h>

#define KEY        "recent-slides"
#define TYPE       "a(sx)"
#define MAX_RECENT 10

static void
free_slide (gpointer data)
{
  TsRecentSlide *slide = data;

  g_free (slide->path);
  g_free (slide);
}

static void
add (GPtrArray *slides, const char *path, gint64 opened_at_s)
{
  TsRecentSlide *slide = g_new0 (TsRecentSlide, 1);

  slide->path = g_strdup (path);
  slide->opened_at_s = opened_at_s;
  g_ptr_array_add (slides, slide);
}

GPtrArray *
ts_recent_slides_list (GSettings *settings)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, KEY);
  GPtrArray *slides = g_ptr_array_new_with_free_func (free_slide);
  GVariantIter iter;
  const char *uri;
  gint64 opened_at_s;

  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "(&sx)", &uri, &opened_at_s)) {
    g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);
    if (path != NULL)
      add (slides, path, opened_at_s);
  }
  return slides;
}

/* As URIs: a path need not be UTF-8, a setting must. */
void
ts_recent_slides_note (GSettings *settings, const char *path)
{
  g_autofree char *canonical = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (canonical, NULL, NULL);
  g_autoptr (GPtrArray) slides = ts_recent_slides_list (settings);
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (TYPE));
  guint n = 1;

  if (uri == NULL)
    return;
  g_variant_builder_add (&builder, "(sx)", uri,
                         g_get_real_time () / G_USEC_PER_SEC);
  for (guint i = 0; i < slides->len && n < MAX_RECENT; i++) {
    const TsRecentSlide *slide = slides->pdata[i];
    g_autofree char *other = g_filename_to_uri (slide->path, NULL, NULL);
    if (strcmp (slide->path, canonical) == 0 || other == NULL)
      continue;
    g_variant_builder_add (&builder, "(sx)", other, slide->opened_at_s);
    n++;
  }
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}

void
ts_recent_slides_clear (GSettings *settings)
{
  g_settings_reset (settings, KEY);
}
