/* Reading the model card.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/model-card.h"

#include "core/base/parse.h"
#include "core/model/card-entries.h"
#include "core/model/card-keys.h"
#include "core/model/card-transform.h"

#define MAX_PATCH_PX 16384

static gboolean
read_int (TsCardEntries *entries,
          const char *key,
          gint64 min,
          gint64 max,
          gint64 *out,
          GError **error)
{
  const char *text = ts_card_entries_get (entries, key);

  if (text == NULL || ts_parse_int (text, min, max, out))
    return TRUE;
  return ts_card_entries_fail (entries, key, TS_ERROR_FORMAT, error,
                               "'%s' is not a whole number from "
                               "%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                               text, min, max);
}

static gboolean
check_class_name (TsCardEntries *entries,
                  TsModelInfo *info,
                  const char *name,
                  guint n,
                  GError **error)
{
  if (*name == '\0')
    return ts_card_entries_fail (entries, "class_names", TS_ERROR_FORMAT, error,
                                 "a class has no name");
  for (const char *at = name; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      return ts_card_entries_fail (entries, "class_names", TS_ERROR_FORMAT,
                                   error,
                                   "class %u of %u has a control character in "
                                   "its name",
                                   info->n_classes + 1, n);
  if (ts_model_info_find_class (info, name) >= 0)
    return ts_card_entries_fail (entries, "class_names", TS_ERROR_FORMAT, error,
                                 "class '%s' is there twice", name);
  return TRUE;
}

static gboolean
add_class (TsCardEntries *entries,
           TsModelInfo *info,
           JsonNode *node,
           guint n,
           GError **error)
{
  const char *name;

  if (!JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return ts_card_entries_fail (entries, "class_names", TS_ERROR_FORMAT, error,
                                 "class %u of %u is no text",
                                 info->n_classes + 1, n);
  name = json_node_get_string (node);
  if (!check_class_name (entries, info, name, n, error))
    return FALSE;
  info->class_names[info->n_classes++] = g_strdup (name);
  return TRUE;
}

static gboolean
read_classes (TsCardEntries *entries, TsModelCard *card, GError **error)
{
  GError *local = NULL;
  g_autoptr (JsonArray) list =
    ts_card_entries_dup_list (entries, "class_names", &local);
  guint n = list != NULL ? json_array_get_length (list) : 0;
  gint64 n_named;

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (n > TS_MAX_CLASSES)
    return ts_card_entries_fail (entries, "class_names", TS_ERROR_FORMAT, error,
                                 "%u classes are more than %d", n,
                                 TS_MAX_CLASSES);
  card->has_classes = list != NULL;
  card->info->class_names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    if (!add_class (entries, card->info, json_array_get_element (list, i), n,
                    error))
      return FALSE;
  n_named = n;
  if (!read_int (entries, "num_classes", 0, TS_MAX_CLASSES, &n_named, error))
    return FALSE;
  if (card->has_classes && n_named != n &&
      !ts_card_entries_goes_before (entries, "class_names", "num_classes"))
    return ts_card_entries_fail_against (
      entries, "num_classes", "class_names", error,
      "it is %" G_GINT64_FORMAT ", but class_names has %u", n_named, n);
  return TRUE;
}

static gboolean
read_scale (TsCardEntries *entries, TsModelInfo *info, GError **error)
{
  const char *spacing = ts_card_entries_get (entries, "spacing_um_px");
  gint64 patch_px = 0;

  if (!read_int (entries, "patch_size_pixels", 1, MAX_PATCH_PX, &patch_px,
                 error))
    return FALSE;
  info->patch_px = (guint) patch_px;
  if (spacing != NULL &&
      !ts_parse_double (spacing, 0.01, 100, &info->spacing_um))
    return ts_card_entries_fail (
      entries, "spacing_um_px", TS_ERROR_FORMAT, error,
      "'%s' is not 0.01 to 100 microns per pixel", spacing);
  return TRUE;
}

static gboolean
read_head (TsCardEntries *entries, TsModelCard *card, GError **error)
{
  const char *head = ts_card_entries_get (entries, "head");
  const char *role = ts_card_entries_get (entries, "role");
  TsModelInfo *info = card->info;

  card->has_head = head != NULL;
  if (head != NULL && !ts_head_from_text (head, &info->head))
    return ts_card_entries_fail (entries, "head", TS_ERROR_FORMAT, error,
                                 "'%s' is none of softmax, sigmoid, features",
                                 head);
  if (card->has_head && info->head == TS_HEAD_FEATURES)
    info->role = TS_ROLE_FEATURES;
  if (role != NULL && !ts_role_from_text (role, &info->role))
    return ts_card_entries_fail (entries, "role", TS_ERROR_FORMAT, error,
                                 "'%s' is none of classes, mutations, features",
                                 role);
  if (card->has_head && !ts_head_serves_role (info->head, info->role))
    return ts_card_entries_fail_against (
      entries, "role", "head", error, "'%s' does not go with head '%s'%s",
      ts_role_to_text (info->role), head,
      info->role == TS_ROLE_MUTATIONS && info->head == TS_HEAD_SOFTMAX
        ? ": genes do not exclude each other, sigmoid is needed"
        : "");
  return TRUE;
}

/* What the role leaves no room for. Head 'features' needs no role beside it. */
static gboolean
check_role (TsCardEntries *entries, const TsModelInfo *info, GError **error)
{
  gboolean is_given = ts_card_entries_get (entries, "role") != NULL;
  const char *decider =
    is_given || info->role != TS_ROLE_FEATURES ? "role" : "head";

  if (info->role == TS_ROLE_FEATURES && info->n_classes > 0)
    return ts_card_entries_fail_against (entries, "class_names", decider, error,
                                         "a model for features has no classes");
  if (info->role == TS_ROLE_FEATURES &&
      ts_card_entries_get (entries, "background_output") != NULL)
    return ts_card_entries_fail_against (entries, "background_output", decider,
                                         error,
                                         "a model for features has no classes");
  if (info->runs_on_class != NULL && !ts_role_runs_on_class (info->role))
    return ts_card_entries_fail_against (
      entries, "runs_on_class", decider, error,
      "it goes with role 'mutations', not '%s'%s", ts_role_to_text (info->role),
      is_given || info->role != TS_ROLE_CLASSES ? "" : ", the default");
  return TRUE;
}

static gboolean
read_background (TsCardEntries *entries, TsModelCard *card, GError **error)
{
  guint n_classes = card->info->n_classes;
  gint64 index = -1;

  if (!read_int (entries, "background_output", 0, TS_MAX_CLASSES, &index,
                 error))
    return FALSE;
  if (card->has_classes && index > n_classes)
    return ts_card_entries_fail_against (
      entries, "background_output", "class_names", error,
      "it is %" G_GINT64_FORMAT ", but with %u class_names there are outputs "
      "0 to %u",
      index, n_classes, n_classes);
  card->background_output = (int) index;
  return TRUE;
}

static gboolean
read_texts (TsCardEntries *entries, TsModelInfo *info, GError **error)
{
  const char *version = ts_card_entries_get (entries, "spec_version");
  const char *notes = ts_card_entries_get (entries, "notes");

  if (version != NULL && !g_str_equal (version, "1") &&
      !g_str_has_prefix (version, "1."))
    return ts_card_entries_fail (entries, "spec_version", TS_ERROR_UNSUPPORTED,
                                 error, "'%s' is not supported (1.0 is)",
                                 version);
  if (notes == NULL)
    notes = ts_card_entries_get (entries, "description");
  info->name = g_strdup (ts_card_entries_get (entries, "name"));
  info->architecture = g_strdup (ts_card_entries_get (entries, "architecture"));
  info->source = g_strdup (ts_card_entries_get (entries, "source"));
  info->licence = g_strdup (ts_card_entries_get (entries, "licence"));
  info->notes = g_strdup (notes);
  info->runs_on_class =
    g_strdup (ts_card_entries_get (entries, "runs_on_class"));
  if (info->runs_on_class != NULL && *info->runs_on_class == '\0')
    return ts_card_entries_fail (entries, "runs_on_class", TS_ERROR_FORMAT,
                                 error, "it is empty");
  return TRUE;
}

static GHashTable *
list_places (TsCardEntries *entries)
{
  GHashTable *places =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (const TsCardKey *key = ts_card_keys (); key->name != NULL; key++) {
    char *place = ts_card_entries_format_place (entries, key->name);

    if (place != NULL)
      g_hash_table_insert (places, (gpointer) key->name, place);
  }
  return places;
}

TsModelCard *
ts_model_card_parse (const char *const *keys,
                     const char *const *values,
                     guint n,
                     const TsCardFile *side,
                     const TsCardFile *config,
                     GError **error)
{
  g_autoptr (GHashTable) entries = ts_card_entries_new (keys, values, n, error);
  g_autoptr (TsModelCard) card = NULL;

  if (entries == NULL ||
      (side != NULL &&
       !ts_card_entries_add_file (entries, side, TS_CARD_FROM_SIDE, error)) ||
      (config != NULL &&
       !ts_card_entries_add_file (entries, config, TS_CARD_FROM_CONFIG, error)))
    return NULL;
  card = g_new0 (TsModelCard, 1);
  card->info = g_new0 (TsModelInfo, 1);
  card->places = list_places (entries);
  card->origins = ts_card_entries_get_origins (entries);
  if (!read_texts (entries, card->info, error) ||
      !read_classes (entries, card, error) ||
      !read_scale (entries, card->info, error) ||
      !read_head (entries, card, error) ||
      !read_background (entries, card, error) ||
      !check_role (entries, card->info, error) ||
      !ts_card_transform_read (entries, &card->transform, &card->has_transform,
                               error))
    return NULL;
  return g_steal_pointer (&card);
}

gboolean
ts_model_card_takes_config (const char *const *keys,
                            guint n,
                            const TsCardFile *side)
{
  return ts_card_entries_take_config (keys, n, side);
}

void
ts_model_card_free (TsModelCard *self)
{
  if (self == NULL)
    return;
  ts_model_info_free (self->info);
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_free (self);
}
