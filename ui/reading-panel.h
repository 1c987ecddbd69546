/* The case at hand: what is asked, what was answered, how far the reader is. Answers are in
 * the store a moment after they are given. Main thread.
 *
 * Signals
 *   advance-asked ()   the button below: lock, show the model, finish, by the case's state
 *   leave-asked ()     the reader wants to go on later
 *   left ()            the reader is done with a text: the slide may have the keys
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/workspace-reading.h"

G_BEGIN_DECLS

#define TS_TYPE_READING_PANEL (ts_reading_panel_get_type ())
G_DECLARE_FINAL_TYPE (TsReadingPanel,
                      ts_reading_panel,
                      TS,
                      READING_PANEL,
                      GtkWidget)

/* Once; a reference is taken. */
void ts_reading_panel_set_workspace (TsReadingPanel *self,
                                     TsWorkspace *workspace);
/* Stores what was said last at once. FALSE when the store refuses, which is said. */
gboolean ts_reading_panel_flush (TsReadingPanel *self);
/* Letters of answers. */
gboolean ts_reading_panel_handle_key (TsReadingPanel *self, guint keyval);
/* How many regions there are: a study may want one before the lock. */
void ts_reading_panel_set_n_regions (TsReadingPanel *self, guint n_regions);
/* For what belongs to the case beside the questions. */
void ts_reading_panel_add (TsReadingPanel *self, GtkWidget *widget);

G_END_DECLS
