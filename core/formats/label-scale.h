/* The labels of a table, and the ranks they have where they stand on an ordered scale. One thread
 * at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Labels are numbered in the order in which they are added, until they are sorted. */
typedef struct TsLabelScale TsLabelScale;

/* order: all labels there may be, from the lowest to the highest, at ranks 0, 1, 2 and so
 * on; NULL: any label, and ranks are given one by one or not at all. */
TsLabelScale *
ts_label_scale_new (const char *const *order) G_GNUC_WARN_UNUSED_RESULT;
void ts_label_scale_free (TsLabelScale *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsLabelScale, ts_label_scale_free)

guint ts_label_scale_get_n (const TsLabelScale *self);
/* Borrowed. */
const char *ts_label_scale_get_name (const TsLabelScale *self, guint label);
/* FALSE where an order was given and the name is not in it. */
gboolean ts_label_scale_may_have (const TsLabelScale *self, const char *name);

/* The number of the label, which is a new one where it was not there yet. */
guint ts_label_scale_add (TsLabelScale *self, const char *name);
/* The text is a rank; nothing happens where an order was given. NULL, or what is wrong with
 * it; the caller owns the message. */
char *ts_label_scale_set_rank (TsLabelScale *self,
                               const char *name,
                               const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* To be called when all is added. Labels that are all whole numbers rank themselves where
 * nothing else says so. Afterwards *out_source says where ranks come from: static, or NULL
 * where there are none. FALSE where some labels have a rank and others have not;
 * *out_unranked is then one of these, borrowed. */
gboolean
ts_label_scale_settle (TsLabelScale *self,
                       const char **out_source,
                       const char **out_unranked) G_GNUC_WARN_UNUSED_RESULT;

/* Of a settled scale: [n] old numbers in the new order, by ranks or, without any, by the
 * bytes of the names. The caller owns it. */
guint *
ts_label_scale_dup_order (const TsLabelScale *self) G_GNUC_WARN_UNUSED_RESULT;
/* Of a settled scale that has ranks. */
double ts_label_scale_get_rank (const TsLabelScale *self, guint label);

G_END_DECLS
