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
