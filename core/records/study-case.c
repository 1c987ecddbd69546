/* One reader before one slide of a study.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/study-case.h"

#include "core/base/error.h"
#include "core/records/text-table.h"

static const char *const state_texts[] = { "blind", "locked", "revealed",
                                           "finished" };
static const char *const step_texts[] = { "measured", "locked", "revealed",
                                          "finished" };
static const char *const phase_texts[] = { "blind", "locked", "revealed" };
static const char *const decision_texts[] = { NULL, "keep", "change" };
static const char *const queue_texts[] = { "disagreement", "uncertainty",
                                           "control" };

TS_DEFINE_TEXTS (TsStepKind, step_kind, step_texts)
TS_DEFINE_TEXTS (TsPhase, phase, phase_texts)
TS_DEFINE_TEXTS (TsDecision, decision, decision_texts)
TS_DEFINE_TEXTS (TsQueueKind, queue_kind, queue_texts)

const char *
ts_case_state_to_text (TsCaseState state)
{
  g_assert ((guint) state < G_N_ELEMENTS (state_texts));
  return state_texts[state];
}

gboolean
ts_study_case_take_step (TsArmKind arm,
                         TsCaseState state,
                         TsStepKind step,
                         TsCaseState *out_state,
                         GError **error)
{
  gboolean is_aided = arm == TS_ARM_AIDED_AFTER_BLIND;
  gboolean leads =
    (step == TS_STEP_MEASURED && state != TS_CASE_FINISHED) ||
    (step == TS_STEP_LOCKED && state == TS_CASE_BLIND) ||
    (step == TS_STEP_REVEALED && state == TS_CASE_LOCKED && is_aided) ||
    (step == TS_STEP_FINISHED && state == TS_CASE_LOCKED && !is_aided) ||
    (step == TS_STEP_FINISHED && state == TS_CASE_REVEALED);

  if (!leads) {
    g_set_error (error, TS_ERROR, TS_ERROR_STORE,
                 "a case that is %s cannot be %s%s", state_texts[state],
                 step_texts[step],
                 is_aided ? "" : " in an arm without the model");
    return FALSE;
  }
  if (step == TS_STEP_LOCKED)
    *out_state = TS_CASE_LOCKED;
  else if (step == TS_STEP_REVEALED)
    *out_state = TS_CASE_REVEALED;
  else
    *out_state = step == TS_STEP_FINISHED ? TS_CASE_FINISHED : state;
  return TRUE;
}

void
ts_study_case_free (TsStudyCase *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->study_key);
  g_free (self->arm);
  g_free (self->reader);
  g_free (self->slide_identity);
  g_free (self->software);
  g_free (self);
}

void
ts_case_step_free (TsCaseStep *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->seen, g_bytes_unref);
  g_free (self);
}

TsReading *
ts_reading_new (void)
{
  TsReading *self = g_new0 (TsReading, 1);

  self->confidence = TS_NO_CONFIDENCE;
  return self;
}

void
ts_reading_free (TsReading *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->supersedes_key);
  g_free (self->case_key);
  g_free (self->item_key);
  g_free (self->question);
  g_free (self->answer);
  g_free (self->comment);
  g_free (self->reason);
  g_free (self->model_identity);
  g_free (self->model_answer);
  g_free (self->software);
  g_free (self);
}

TsRegion *
ts_region_new (void)
{
  return g_new0 (TsRegion, 1);
}

void
ts_region_free (TsRegion *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->supersedes_key);
  g_free (self->case_key);
  g_free (self->points_l0);
  g_free (self->question);
  g_free (self->answer);
  g_free (self->comment);
  g_free (self->software);
  g_free (self);
}

void
ts_queue_item_free (TsQueueItem *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self);
}
