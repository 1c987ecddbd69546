/* One reader's opinion with everything that was true when it was given.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/opinion.h"

static const char *const verdict_texts[] = { "agree", "disagree", "unsure",
                                             "withdrawn" };
static const char *const scope_texts[] = { "tile", "region", "slide" };

TsOpinion *
ts_opinion_new (void)
{
  return g_new0 (TsOpinion, 1);
}

TsOpinion *
ts_opinion_copy (const TsOpinion *self)
{
  TsOpinion *copy = g_new (TsOpinion, 1);

  *copy = *self;
  copy->own_class = g_strdup (self->own_class);
  copy->comment = g_strdup (self->comment);
  copy->shown_class = g_strdup (self->shown_class);
  copy->shown_probs =
    g_memdup2 (self->shown_probs, self->n_shown_probs * sizeof (float));
  copy->layer = g_strdup (self->layer);
  copy->software = g_strdup (self->software);
  return copy;
}

void
ts_opinion_free (TsOpinion *self)
{
  if (self == NULL)
    return;
  g_free (self->own_class);
  g_free (self->comment);
  g_free (self->shown_class);
  g_free (self->shown_probs);
  g_free (self->layer);
  g_free (self->software);
  g_free (self);
}

/* Newest first: a row that nothing withdraws takes away the one it names. */
static GHashTable *
find_fallen (const TsOpinion *const *opinions, guint n_opinions)
{
  g_autoptr (GHashTable) withdrawn =
    g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTable *fallen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = n_opinions; i > 0; i--) {
    const TsOpinion *row = opinions[i - 1];
    if (row->supersedes_id == 0 ||
        g_hash_table_contains (withdrawn, &row->opinion_id))
      continue;
    g_hash_table_add (fallen, (gpointer) &row->supersedes_id);
    if (row->verdict == TS_VERDICT_WITHDRAWN)
      g_hash_table_add (withdrawn, (gpointer) &row->supersedes_id);
  }
  return fallen;
}

GPtrArray *
ts_opinion_list_standing (const TsOpinion *const *opinions, guint n_opinions)
{
  g_autoptr (GHashTable) fallen = find_fallen (opinions, n_opinions);
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < n_opinions; i++)
    if (opinions[i]->verdict != TS_VERDICT_WITHDRAWN &&
        !g_hash_table_contains (fallen, &opinions[i]->opinion_id))
      g_ptr_array_add (list, (gpointer) opinions[i]);
  return list;
}

const char *
ts_verdict_to_text (TsVerdict verdict)
{
  g_return_val_if_fail ((guint) verdict < G_N_ELEMENTS (verdict_texts), NULL);
  return verdict_texts[verdict];
}

gboolean
ts_verdict_from_text (const char *text, TsVerdict *out_verdict)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (verdict_texts); i++) {
    if (g_str_equal (verdict_texts[i], text)) {
      *out_verdict = (TsVerdict) i;
      return TRUE;
    }
  }
  return FALSE;
}

const char *
ts_scope_to_text (TsScope scope)
{
  g_return_val_if_fail ((guint) scope < G_N_ELEMENTS (scope_texts), NULL);
  return scope_texts[scope];
}

gboolean
ts_scope_from_text (const char *text, TsScope *out_scope)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (scope_texts); i++) {
    if (g_str_equal (scope_texts[i], text)) {
      *out_scope = (TsScope) i;
      return TRUE;
    }
  }
  return FALSE;
}
