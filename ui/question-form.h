/* One question about the slide: its answers as buttons with a letter each, how sure the
 * reader is, how difficult it was, and a remark; after the reveal, whether the blind answer is
 * kept. Enter and Space never answer. Main thread.
 *
 * Signals
 *   answered ()   the answer, or what is said with it, has changed
 *   left ()       the reader is done with a text: the slide may have the keys
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/records/study-case.h"

G_BEGIN_DECLS

#define TS_TYPE_QUESTION_FORM (ts_question_form_get_type ())
G_DECLARE_FINAL_TYPE (TsQuestionForm,
                      ts_question_form,
                      TS,
                      QUESTION_FORM,
                      GtkWidget)

/* The question is copied. used: letters that are taken; those given to the buttons are
 * appended. */
GtkWidget *ts_question_form_new (const TsStudyQuestion *question,
                                 GString *used) G_GNUC_WARN_UNUSED_RESULT;

const char *ts_question_form_get_question (TsQuestionForm *self);
/* What was stored before, each NULL when it was not; borrowed for the call. In another state
 * than blind or revealed nothing can be said. */
void ts_question_form_show (TsQuestionForm *self,
                            TsCaseState state,
                            const TsReading *blind,
                            const TsReading *revealed);
/* "LUAD, 0.83 over 412 tiles", or NULL. */
void ts_question_form_set_model_text (TsQuestionForm *self, const char *text);

gboolean ts_question_form_is_answered (TsQuestionForm *self);
/* What the form says; NULL without an answer. The caller owns it. */
TsReading *
ts_question_form_make_reading (TsQuestionForm *self) G_GNUC_WARN_UNUSED_RESULT;
/* The letter of a button; FALSE when it is of none. */
gboolean ts_question_form_handle_key (TsQuestionForm *self, guint keyval);

G_END_DECLS
