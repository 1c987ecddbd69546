/* The main window: what assistive technology says of the canvas. The name is the slide and
 * its magnification, the description the selected tile. They follow when the view rests, not
 * each frame: a screen reader would speak all the time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "ui/round-length.h"
#include "ui/window-private.h"

#define REST_MS 300

static char *
describe_slide (TsWindow *self, const TsSlideInfo *info)
{
  double power = ts_slide_view_get_power (self->view);
  g_autofree char *width =
    g_strdup_printf ("%" G_GINT64_FORMAT, info->width_px);
  g_autofree char *height =
    g_strdup_printf ("%" G_GINT64_FORMAT, info->height_px);
  g_autofree char *size =
    g_strdup_printf (_ ("slide of %s by %s pixels"), width, height);
  g_autofree char *zoom = power > 0 ? ts_power_format (power) : NULL;

  return zoom != NULL ? g_strjoin (", ", size, zoom, NULL)
                      : g_steal_pointer (&size);
}

static void
append_probs (GString *text,
              const TsModelInfo *model,
              const float *probs,
              guint n_probs)
{
  for (guint i = 0; model != NULL && i < n_probs; i++)
    g_string_append_printf (text, ", %s %.2f", model->class_names[i],
                            (double) probs[i]);
}

/* What the model says only where the reader may see it. */
static char *
describe_tile (TsWindow *self)
{
  g_autoptr (TsTileView) tile = ts_workspace_get_selection (self->workspace);
  if (tile == NULL)
    return g_strdup (_ ("no tile selected"));
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _ ("tile column %u, row %u selected"),
                          tile->col + 1, tile->row + 1);
  if (!ts_workspace_is_model_hidden (self->workspace) &&
      ts_workspace_is_overlay_visible (self->workspace)) {
    append_probs (text,
                  ts_workspace_get_model (self->workspace, TS_ROLE_CLASSES),
                  tile->probs, tile->n_probs);
    append_probs (text,
                  ts_workspace_get_model (self->workspace, TS_ROLE_MUTATIONS),
                  tile->gene_probs, tile->n_gene_probs);
  }
  return g_string_free (text, FALSE);
}

static void
update (TsWindow *self)
{
  TsSlide *slide = ts_workspace_get_slide (self->workspace);

  g_clear_handle_id (&self->words_timer, g_source_remove);
  if (slide == NULL)
    return;
  g_autofree char *label = describe_slide (self, ts_slide_get_info (slide));
  g_autofree char *description = describe_tile (self);
  /* Setting is saying: only what is new. */
  g_autofree char *words = g_strconcat (label, "\n", description, NULL);

  if (g_strcmp0 (words, self->words) == 0)
    return;
  g_free (self->words);
  self->words = g_steal_pointer (&words);
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static gboolean
on_rest (gpointer user_data)
{
  TsWindow *self = user_data;

  self->words_timer = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
update_at_rest (TsWindow *self)
{
  g_clear_handle_id (&self->words_timer, g_source_remove);
  self->words_timer = g_timeout_add (REST_MS, on_rest, self);
}

void
ts_window_init_words (TsWindow *self)
{
  static const char *const at_once[] = { "selection-changed", "slide-changed",
                                         "models-changed" };
  /* A click on a tile that is not read yet is answered when it is. */
  static const char *const at_rest[] = { "style-changed", "map-changed" };

  for (guint i = 0; i < G_N_ELEMENTS (at_once); i++)
    g_signal_connect_object (self->workspace, at_once[i], G_CALLBACK (update),
                             self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (at_rest); i++)
    g_signal_connect_object (self->workspace, at_rest[i],
                             G_CALLBACK (update_at_rest), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "viewport-changed",
                           G_CALLBACK (update_at_rest), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

void
ts_window_dispose_words (TsWindow *self)
{
  g_clear_handle_id (&self->words_timer, g_source_remove);
  g_clear_pointer (&self->words, g_free);
}
