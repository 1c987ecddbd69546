/* Names numbered in the order in which they first occur. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct TsNameList TsNameList;

TsNameList *ts_name_list_new (void) G_GNUC_WARN_UNUSED_RESULT;
void ts_name_list_free (TsNameList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsNameList, ts_name_list_free)

guint ts_name_list_get_n (const TsNameList *self);
/* Borrowed. */
const char *ts_name_list_get (const TsNameList *self, guint index);
/* FALSE where the name is not in the list. */
gboolean ts_name_list_find (const TsNameList *self,
                            const char *name,
                            guint *out_index) G_GNUC_WARN_UNUSED_RESULT;
/* NULL-terminated; the caller owns it. */
char **ts_name_list_dup (const TsNameList *self) G_GNUC_WARN_UNUSED_RESULT;

/* The number of the name, which is a new one where it was not there yet. */
guint ts_name_list_add (TsNameList *self, const char *name);

G_END_DECLS
