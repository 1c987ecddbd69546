/* What is known of a model: its identity and its card, without the network.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/model-info.h"

static const char *const head_texts[] = { "softmax", "sigmoid", "features" };
static const char *const role_texts[] = { "classes", "mutations", "features" };

TsModelInfo *
ts_model_info_copy (const TsModelInfo *self)
{
  TsModelInfo *copy = g_new (TsModelInfo, 1);

  *copy = *self;
  copy->identity = g_strdup (self->identity);
  copy->name = g_strdup (self->name);
  copy->architecture = g_strdup (self->architecture);
  copy->source = g_strdup (self->source);
  copy->licence = g_strdup (self->licence);
  copy->notes = g_strdup (self->notes);
  copy->class_names = g_strdupv (self->class_names);
  copy->runs_on_class = g_strdup (self->runs_on_class);
  return copy;
}

void
ts_model_info_free (TsModelInfo *self)
{
  if (self == NULL)
    return;
  g_free (self->identity);
  g_free (self->name);
  g_free (self->architecture);
  g_free (self->source);
  g_free (self->licence);
  g_free (self->notes);
  g_strfreev (self->class_names);
  g_free (self->runs_on_class);
  g_free (self);
}

int
ts_model_info_find_class (const TsModelInfo *self, const char *class_name)
{
  if (class_name == NULL)
    return -1;
  for (guint i = 0; i < self->n_classes; i++) {
    if (g_str_equal (self->class_names[i], class_name))
      return (int) i;
  }
  return -1;
}

/* Index of text in texts, or -1. */
static int
find_text (const char *const *texts, guint n_texts, const char *text)
{
  for (guint i = 0; text != NULL && i < n_texts; i++) {
    if (g_str_equal (texts[i], text))
      return (int) i;
  }
  return -1;
}

const char *
ts_head_to_text (TsHead head)
{
  g_return_val_if_fail ((guint) head < G_N_ELEMENTS (head_texts), NULL);
  return head_texts[head];
}

gboolean
ts_head_from_text (const char *text, TsHead *out_head)
{
  int index = find_text (head_texts, G_N_ELEMENTS (head_texts), text);

  if (index < 0)
    return FALSE;
  *out_head = (TsHead) index;
  return TRUE;
}

const char *
ts_role_to_text (TsRole role)
{
  g_return_val_if_fail ((guint) role < G_N_ELEMENTS (role_texts), NULL);
  return role_texts[role];
}

gboolean
ts_role_from_text (const char *text, TsRole *out_role)
{
  int index = find_text (role_texts, G_N_ELEMENTS (role_texts), text);

  if (index < 0)
    return FALSE;
  *out_role = (TsRole) index;
  return TRUE;
}

gboolean
ts_head_serves_role (TsHead head, TsRole role)
{
  switch (role) {
  case TS_ROLE_CLASSES:
    return head != TS_HEAD_FEATURES;
  case TS_ROLE_MUTATIONS:
    return head == TS_HEAD_SIGMOID;
  case TS_ROLE_FEATURES:
    return head == TS_HEAD_FEATURES;
  default:
    g_return_val_if_reached (FALSE);
  }
}

gboolean
ts_role_runs_on_class (TsRole role)
{
  return role == TS_ROLE_MUTATIONS;
}
