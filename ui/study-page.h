/* The studies of the store: who reads, how far each reader is in each arm, and the way in.
 * Main thread.
 *
 * Signals
 *   file-asked ()                          a study file is to be chosen
 *   begin-asked (key, arm, reader: text)   the reader's next case
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/workspace-reading.h"

G_BEGIN_DECLS

#define TS_TYPE_STUDY_PAGE (ts_study_page_get_type ())
G_DECLARE_FINAL_TYPE (TsStudyPage, ts_study_page, TS, STUDY_PAGE, GtkWidget)

/* Once; a reference is taken. */
void ts_study_page_set_workspace (TsStudyPage *self, TsWorkspace *workspace);
/* Reads the store anew. */
void ts_study_page_refresh (TsStudyPage *self);
/* Where the reader goes on: the name when it is missing, else the first arm. */
void ts_study_page_focus (TsStudyPage *self);
/* While a study file is being read. */
void ts_study_page_set_busy (TsStudyPage *self, gboolean is_busy);

G_END_DECLS
