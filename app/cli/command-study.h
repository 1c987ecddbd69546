/* The commands below "study": one file each. Arguments and result: TsCommand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/store/store-studies.h"

G_BEGIN_DECLS

int ts_command_study_create (int argc, char **argv);
int ts_command_study_export (int argc, char **argv);
int ts_command_study_list (int argc, char **argv);
int ts_command_study_merge (int argc, char **argv);
int ts_command_study_status (int argc, char **argv);

/* The study that text names, by its name or the first 4 or more digits of its key; the only
 * one there is for NULL. The caller frees it. NULL with TS_ERROR_MISSING. */
TsStudy *ts_study_command_find (TsStore *store,
                                const char *text,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The digits of a key that are shown to people. */
#define TS_STUDY_COMMAND_KEY_DIGITS 12

G_END_DECLS
