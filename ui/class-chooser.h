/* A popover that asks which class the reader sees: a button for each, with its letter.
 * Signal: class-chosen (const char *class_name). Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/records/model-info.h"

G_BEGIN_DECLS

/* The reader's class when it is none of the model's; the comment says what. */
#define TS_CLASS_OTHER "other"

#define TS_TYPE_CLASS_CHOOSER (ts_class_chooser_get_type ())
G_DECLARE_FINAL_TYPE (TsClassChooser,
                      ts_class_chooser,
                      TS,
                      CLASS_CHOOSER,
                      GtkPopover)

GtkWidget *ts_class_chooser_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* All classes of the model but the one shown. */
void ts_class_chooser_set_classes (TsClassChooser *self,
                                   const TsModelInfo *model,
                                   const char *shown_class);

/* One letter for each name, all different: of its own where one is left, else any. letters
 * [n_names] is filled. */
void ts_class_chooser_assign_letters (const char *const *names,
                                      guint n_names,
                                      char *letters);

G_END_DECLS
