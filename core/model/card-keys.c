/* The keys of a model card, and which of them a misspelt one was meant to be.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/card-keys.h"

#include <string.h>

/* A name that is longer is like no key; no key is longer. */
#define MAX_LENGTH 24
/* Shorter parts of a key say nothing. */
#define MIN_PART 4

static const TsCardKey keys[] = {
  { "name", TS_CARD_KEY_TEXT, FALSE },
  { "description", TS_CARD_KEY_TEXT, FALSE },
  { "spec_version", TS_CARD_KEY_TEXT, TRUE },
  { "architecture", TS_CARD_KEY_TEXT, FALSE },
  { "num_classes", TS_CARD_KEY_NUMBER, TRUE },
  { "patch_size_pixels", TS_CARD_KEY_NUMBER, TRUE },
  { "spacing_um_px", TS_CARD_KEY_NUMBER, TRUE },
  { "class_names", TS_CARD_KEY_LIST, TRUE },
  { "transform", TS_CARD_KEY_LIST, TRUE },
  { "head", TS_CARD_KEY_TEXT, TRUE },
  { "resize_filter", TS_CARD_KEY_TEXT, TRUE },
  { "central_crop", TS_CARD_KEY_NUMBER, TRUE },
  { "background_output", TS_CARD_KEY_NUMBER, TRUE },
  { "role", TS_CARD_KEY_TEXT, TRUE },
  { "runs_on_class", TS_CARD_KEY_TEXT, TRUE },
  { "source", TS_CARD_KEY_TEXT, FALSE },
  { "licence", TS_CARD_KEY_TEXT, FALSE },
  { "notes", TS_CARD_KEY_TEXT, FALSE },
  { NULL, TS_CARD_KEY_TEXT, FALSE },
};

const TsCardKey *
ts_card_keys (void)
{
  return keys;
}

const TsCardKey *
ts_card_key_find (const char *name)
{
  for (const TsCardKey *key = keys; key->name != NULL; key++)
    if (g_str_equal (key->name, name))
      return key;
  return NULL;
}

/* How many letters must be put in, left out, changed or swapped with the next to make one
 * of the other (optimal string alignment). Both at most MAX_LENGTH long. */
static guint
count_slips (const char *a, const char *b)
{
  guint slips[MAX_LENGTH + 1][MAX_LENGTH + 1];
  gsize n_a = strlen (a), n_b = strlen (b);

  for (guint i = 0; i <= n_a; i++) {
    for (guint j = 0; j <= n_b; j++) {
      slips[i][j] = i + j;
      if (i == 0 || j == 0)
        continue;
      slips[i][j] = MIN (slips[i - 1][j], slips[i][j - 1]) + 1;
      slips[i][j] =
        MIN (slips[i][j], slips[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        slips[i][j] = MIN (slips[i][j], slips[i - 2][j - 2] + 1);
    }
  }
  return slips[n_a][n_b];
}

/* One slip in four letters, or a part of the key; NULL: like none. */
static const TsCardKey *
find_like (const char *name)
{
  gsize length = strlen (name);
  guint n_fewest = MAX (1, (guint) MIN (length, MAX_LENGTH) / 4) + 1;
  const TsCardKey *like = NULL;

  if (length > MAX_LENGTH)
    return NULL;
  for (const TsCardKey *key = keys; key->name != NULL; key++) {
    gboolean is_part = length >= MIN_PART && strstr (key->name, name) != NULL;
    guint n_slips = is_part ? 1 : count_slips (name, key->name);

    if (n_slips < n_fewest) {
      n_fewest = n_slips;
      like = key;
    }
  }
  return like;
}

char *
ts_card_key_explain_unknown (const char *name)
{
  const TsCardKey *like = find_like (name);
  g_autoptr (GString) text = g_string_new ("it is not known; ");

  if (like != NULL) {
    g_string_append_printf (text, "'%s' is", like->name);
    return g_string_free (g_steal_pointer (&text), FALSE);
  }
  for (const TsCardKey *key = keys; key->name != NULL; key++)
    g_string_append_printf (text, "%s%s", key > keys ? ", " : "", key->name);
  g_string_append (text, " are");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
