/* Enumerations as texts, for the rooms' own use: one table, two functions. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The place of text, which may be NULL, among texts; -1 for none. */
static inline int
ts_text_table_find (const char *const *texts, guint n_texts, const char *text)
{
  for (guint i = 0; i < n_texts; i++)
    if (g_strcmp0 (texts[i], text) == 0)
      return (int) i;
  return -1;
}

/* ts_NAME_to_text and ts_NAME_from_text of an enumeration counted from 0. */
#define TS_DEFINE_TEXTS(Type, name, texts)                              \
  const char *ts_##name##_to_text (Type value)                          \
  {                                                                     \
    g_assert ((guint) value < G_N_ELEMENTS (texts));                    \
    return texts[value];                                                \
  }                                                                     \
  gboolean ts_##name##_from_text (const char *text, Type *out)          \
  {                                                                     \
    int place = ts_text_table_find (texts, G_N_ELEMENTS (texts), text); \
    if (place >= 0)                                                     \
      *out = (Type) place;                                              \
    return place >= 0;                                                  \
  }

G_END_DECLS
