/* The workspace's reader and opinions. Opinions are only ever added: a correction and a
 * withdrawal are new rows that name the row before them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "core/base/version.h"
#include "ui/workspace-private.h"

gboolean
ts_workspace_has_reader (TsWorkspace *self)
{
  return self->session_id != 0;
}

const char *
ts_workspace_get_reader (TsWorkspace *self)
{
  return self->reader;
}

void
ts_workspace_end_session (TsWorkspace *self)
{
  g_autoptr (GError) error = NULL;

  if (self->session_id != 0 &&
      !ts_store_end_session (self->store, self->session_id, &error))
    g_warning ("%s", error->message);
  self->session_id = 0;
}

gboolean
ts_workspace_set_reader (TsWorkspace *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  gint64 reader_id = ts_store_put_reader (self->store, name, &error);
  gint64 session_id = reader_id != 0
                        ? ts_store_begin_session (self->store, reader_id,
                                                  ts_version_text (), &error)
                        : 0;

  if (session_id == 0) {
    ts_workspace_tell (self, _ ("Cannot store the name: %s"), error->message);
    return FALSE;
  }
  ts_workspace_end_session (self);
  self->reader_id = reader_id;
  self->session_id = session_id;
  g_free (self->reader);
  self->reader = g_strdup (name);
  ts_workspace_load_opinions (self);
  ts_workspace_emit (self, "opinions-changed");
  return TRUE;
}

static GPtrArray *
copy_standing (GPtrArray *all)
{
  g_autoptr (GPtrArray) standing =
    ts_opinion_list_standing ((const TsOpinion *const *) all->pdata, all->len);
  GPtrArray *copies =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ts_opinion_free);

  for (guint i = 0; i < standing->len; i++)
    g_ptr_array_add (copies, ts_opinion_copy (standing->pdata[i]));
  return copies;
}

static GPtrArray *
read_standing (TsWorkspace *self, gint64 slide_id, gint64 session_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all =
    ts_store_list_opinions (self->store, slide_id, session_id, &error);

  if (all == NULL) {
    ts_workspace_tell (self, _ ("Cannot read the opinions: %s"),
                       error->message);
    return g_ptr_array_new ();
  }
  for (guint i = all->len; i > 0; i--) {
    const TsOpinion *opinion = g_ptr_array_index (all, i - 1);
    if (opinion->reader_id != self->reader_id ||
        opinion->scope != TS_SCOPE_TILE)
      g_ptr_array_remove_index (all, i - 1);
  }
  return copy_standing (all);
}

void
ts_workspace_load_opinions (TsWorkspace *self)
{
  gint64 slide_id = ts_workspace_get_slide_id (self);

  g_clear_pointer (&self->slide_opinions, g_ptr_array_unref);
  g_clear_pointer (&self->session_opinions, g_ptr_array_unref);
  self->slide_opinions = self->reader_id != 0 && slide_id != 0
                           ? read_standing (self, slide_id, 0)
                           : g_ptr_array_new ();
  self->session_opinions = self->session_id != 0
                             ? read_standing (self, 0, self->session_id)
                             : g_ptr_array_new ();
}

const GPtrArray *
ts_workspace_get_slide_opinions (TsWorkspace *self)
{
  return self->is_model_hidden ? self->no_opinions : self->slide_opinions;
}

const GPtrArray *
ts_workspace_get_session_opinions (TsWorkspace *self)
{
  return self->is_model_hidden ? self->no_opinions : self->session_opinions;
}

const TsOpinion *
ts_workspace_get_selected_opinion (TsWorkspace *self)
{
  if (!self->has_selection || self->open_case == NULL || self->is_model_hidden)
    return NULL;
  gint64 run_id = ts_case_get_run_id (self->open_case);

  for (guint i = self->slide_opinions->len; i > 0; i--) {
    const TsOpinion *opinion = g_ptr_array_index (self->slide_opinions, i - 1);
    if (opinion->run_id == run_id && opinion->col == self->selected_col &&
        opinion->row == self->selected_row)
      return opinion;
  }
  return NULL;
}

const char *
ts_workspace_get_opinion_obstacle (TsWorkspace *self)
{
  g_autoptr (TsTileView) tile = ts_workspace_get_selection (self);

  if (self->is_model_hidden)
    return _ ("The model is hidden: show it to agree or disagree");
  if (tile == NULL)
    return _ ("Select a tile first: click it, or press N");
  if (tile->state != TS_TILE_PREDICTED)
    return _ ("The model has said nothing about this tile");
  if (!self->are_numbers_visible &&
      (!self->is_overlay_visible || ts_workspace_get_layer (self) == NULL))
    return _ ("Nothing of the model is on screen: show a layer or the "
              "inspector (F9)");
  return NULL;
}

static void
fill_what_was_shown (TsWorkspace *self,
                     TsOpinion *opinion,
                     const TsTileView *tile)
{
  const TsModelInfo *model = ts_case_get_model (self->open_case);
  const TsLayer *layer = ts_workspace_get_layer (self);

  opinion->shown_class = g_strdup (model->class_names[tile->best]);
  opinion->shown_probs =
    g_memdup2 (tile->probs, tile->n_probs * sizeof (float));
  opinion->n_shown_probs = tile->n_probs;
  opinion->layer = g_strdup (layer != NULL ? layer->name : NULL);
  opinion->was_overlay_visible = self->is_overlay_visible && layer != NULL;
  opinion->opacity = self->opacity;
  opinion->threshold = self->threshold;
  opinion->viewport_l0 = self->visible_l0;
  opinion->magnification = self->magnification;
}

static TsOpinion *
make_opinion (TsWorkspace *self, const TsTileView *tile)
{
  TsOpinion *opinion = ts_opinion_new ();
  const TsOpinion *before = ts_workspace_get_selected_opinion (self);

  opinion->supersedes_id = before != NULL ? before->opinion_id : 0;
  opinion->reader_id = self->reader_id;
  opinion->session_id = self->session_id;
  opinion->slide_id = ts_case_get_slide_id (self->open_case);
  opinion->model_id = ts_case_get_model_id (self->open_case);
  opinion->run_id = ts_case_get_run_id (self->open_case);
  opinion->scope = TS_SCOPE_TILE;
  opinion->col = tile->col;
  opinion->row = tile->row;
  opinion->region_l0 = tile->tile_l0;
  opinion->active_ms =
    ts_active_clock_read_ms (&self->clock, g_get_monotonic_time ());
  opinion->software = g_strdup (ts_version_text ());
  fill_what_was_shown (self, opinion, tile);
  return opinion;
}

static gboolean
store_opinion (TsWorkspace *self, TsOpinion *opinion)
{
  g_autoptr (GError) error = NULL;

  if (!ts_store_add_opinion (self->store, opinion, &error)) {
    ts_workspace_tell (self, _ ("The opinion is not stored: %s"),
                       error->message);
    return FALSE;
  }
  ts_workspace_load_opinions (self);
  ts_workspace_emit (self, "opinions-changed");
  return TRUE;
}

gboolean
ts_workspace_give_opinion (TsWorkspace *self,
                           TsVerdict verdict,
                           const char *own_class,
                           const char *comment)
{
  const char *obstacle = ts_workspace_get_opinion_obstacle (self);
  if (obstacle != NULL) {
    ts_workspace_tell (self, "%s", obstacle);
    return FALSE;
  }
  g_autoptr (TsTileView) tile = ts_workspace_get_selection (self);
  g_autoptr (TsOpinion) opinion = make_opinion (self, tile);

  opinion->verdict = verdict;
  if (verdict == TS_VERDICT_AGREE)
    opinion->own_class = g_strdup (opinion->shown_class);
  else if (verdict == TS_VERDICT_DISAGREE)
    opinion->own_class = g_strdup (own_class);
  if (comment != NULL && *comment != '\0')
    opinion->comment = g_strdup (comment);
  return store_opinion (self, opinion);
}

static gboolean
withdraw (TsWorkspace *self, const TsOpinion *withdrawn)
{
  g_autoptr (TsOpinion) opinion = ts_opinion_copy (withdrawn);

  opinion->opinion_id = 0;
  opinion->supersedes_id = withdrawn->opinion_id;
  opinion->verdict = TS_VERDICT_WITHDRAWN;
  g_clear_pointer (&opinion->own_class, g_free);
  g_clear_pointer (&opinion->comment, g_free);
  return store_opinion (self, opinion);
}

gboolean
ts_workspace_undo_opinion (TsWorkspace *self)
{
  const GPtrArray *opinions = ts_workspace_get_session_opinions (self);

  return opinions->len > 0 &&
         withdraw (self, g_ptr_array_index (opinions, opinions->len - 1));
}

gboolean
ts_workspace_withdraw_opinion (TsWorkspace *self, gint64 opinion_id)
{
  const GPtrArray *opinions = ts_workspace_get_session_opinions (self);

  for (guint i = 0; i < opinions->len; i++) {
    const TsOpinion *opinion = g_ptr_array_index (opinions, i);
    if (opinion->opinion_id == opinion_id)
      return withdraw (self, opinion);
  }
  return FALSE;
}
