/* Names numbered in the order in which they first occur.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/formats/name-list.h"

struct TsNameList {
  GPtrArray *names;
  GHashTable *numbers; /* name, borrowed from names, to its number */
};

TsNameList *
ts_name_list_new (void)
{
  TsNameList *self = g_new0 (TsNameList, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
ts_name_list_free (TsNameList *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->numbers);
  g_ptr_array_unref (self->names);
  g_free (self);
}

guint
ts_name_list_get_n (const TsNameList *self)
{
  return self->names->len;
}

const char *
ts_name_list_get (const TsNameList *self, guint index)
{
  g_assert (index < self->names->len);
  return self->names->pdata[index];
}

gboolean
ts_name_list_find (const TsNameList *self, const char *name, guint *out_index)
{
  gpointer number = NULL;

  if (!g_hash_table_lookup_extended (self->numbers, name, NULL, &number))
    return FALSE;
  *out_index = GPOINTER_TO_UINT (number);
  return TRUE;
}

char **
ts_name_list_dup (const TsNameList *self)
{
  char **names = g_new0 (char *, (gsize) self->names->len + 1);

  for (guint i = 0; i < self->names->len; i++)
    names[i] = g_strdup (self->names->pdata[i]);
  return names;
}

guint
ts_name_list_add (TsNameList *self, const char *name)
{
  guint index = self->names->len;

  if (ts_name_list_find (self, name, &index))
    return index;
  g_ptr_array_add (self->names, g_strdup (name));
  g_hash_table_insert (self->numbers, self->names->pdata[index],
                       GUINT_TO_POINTER (index));
  return index;
}
