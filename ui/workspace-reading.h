/* A reader's case of a study in the workspace: its slide is opened under its pseudonym with
 * the model hidden, and what may be seen follows from the case's state. From the moment a
 * case is wanted to the moment it is left no other slide or model can be opened.
 *
 * Signal of the workspace: reading-changed, when the case is there, changes its state, cannot
 * be had, or is left. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/review/case-session.h"
#include "ui/workspace.h"

G_BEGIN_DECLS

/* The one gate: whether the material may be on screen now. All may when no case is read,
 * except of a slide that the reader has an open blind case on. */
gboolean ts_workspace_may_show (TsWorkspace *self, TsMaterial material);

/* What keeps the workspace's reader from the arm, for people; NULL: nothing. */
const char *ts_workspace_get_reading_obstacle (TsWorkspace *self,
                                               const TsStudy *study,
                                               const char *arm);
/* Resumes or begins the reader's next case, with the workspace's reader. Takes the study. FALSE
 * with error, nothing is changed then; later faults by reading-changed. */
gboolean ts_workspace_begin_case (TsWorkspace *self,
                                  TsStudy *study,
                                  const char *arm,
                                  GError **error);
/* The next one of the same arm, when the one at hand is finished. FALSE: there is none, or
 * not yet; the study is left. */
gboolean ts_workspace_next_case (TsWorkspace *self, GError **error);
/* Closes the slide; an unfinished case stays where it is, in the store. */
void ts_workspace_leave_case (TsWorkspace *self);

/* A case is at hand, or being opened. */
gboolean ts_workspace_is_reading (TsWorkspace *self);
/* Borrowed; NULL while none is at hand. */
TsCaseSession *ts_workspace_get_case_session (TsWorkspace *self);
const TsStudy *ts_workspace_get_study (TsWorkspace *self);
const char *ts_workspace_get_arm (TsWorkspace *self);
/* Why the last case was not to be had, for people; NULL: it was. */
const char *ts_workspace_get_reading_fault (TsWorkspace *self);

/* Lock, reveal or finish, with what was measured. */
gboolean ts_workspace_take_case_step (TsWorkspace *self,
                                      TsStepKind kind,
                                      GError **error);
/* Where the view is, for resuming. */
void
ts_workspace_note_view (TsWorkspace *self, TsPoint center_l0, double scale);

/* The model's answer to a question about the slide, from the mean probabilities; NULL before
 * the reveal, and where the model has none. */
typedef struct {
  const char *model_identity; /* borrowed of the models */
  const char *class_name;     /* likewise: the most likely one */
  double probability;         /* its mean over the tiles */
  guint64 n_tiles;
  gboolean is_complete; /* all tissue has been read */
} TsSlideAnswer;
gboolean ts_workspace_find_model_answer (TsWorkspace *self, TsSlideAnswer *out);

G_END_DECLS
