/* A study's key: a digest over its definition in a fixed order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/study-key.h"

#include "core/store/digest.h"

static void
add_question (TsDigest *digest, const TsStudyQuestion *question)
{
  ts_digest_add_text (digest, "question", question->name);
  ts_digest_add_text (digest, "prompt", question->prompt);
  ts_digest_add_text (digest, "level", ts_level_to_text (question->level));
  ts_digest_add_text (digest, "kind",
                      ts_question_kind_to_text (question->kind));
  for (guint i = 0; i < question->answers->len; i++) {
    const TsStudyAnswer *answer = g_ptr_array_index (question->answers, i);

    ts_digest_add_text (digest, "code", answer->code);
    ts_digest_add_int (digest, "is_cannot_decide", answer->is_cannot_decide);
  }
}

static void
add_lists (TsDigest *digest, const TsStudy *study)
{
  for (guint i = 0; i < study->slides->len; i++) {
    const TsStudySlide *slide = g_ptr_array_index (study->slides, i);

    ts_digest_add_text (digest, "slide", slide->identity);
    ts_digest_add_text (digest, "pseudonym", slide->pseudonym);
    ts_digest_add_text (digest, "patient", slide->patient);
  }
  for (guint i = 0; i < study->questions->len; i++)
    add_question (digest, g_ptr_array_index (study->questions, i));
  for (guint i = 0; i < study->arms->len; i++) {
    const TsStudyArm *arm = g_ptr_array_index (study->arms, i);

    ts_digest_add_text (digest, "arm", arm->name);
    ts_digest_add_text (digest, "kind", ts_arm_kind_to_text (arm->kind));
    ts_digest_add_text (digest, "after_arm", arm->after_arm);
    ts_digest_add_int (digest, "washout_days", arm->washout_days);
  }
  for (guint i = 0; i < study->models->len; i++) {
    const TsStudyModel *model = g_ptr_array_index (study->models, i);

    ts_digest_add_text (digest, "model", model->identity);
  }
}

char *
ts_study_compute_key (const TsStudy *study)
{
  g_autoptr (TsDigest) digest = ts_digest_new ();

  ts_digest_add_text (digest, "study", "tessera study 1");
  ts_digest_add_text (digest, "name", study->name);
  ts_digest_add_text (digest, "description", study->description);
  ts_digest_add_int (digest, "seed", study->seed);
  ts_digest_add_text (digest, "order", ts_order_to_text (study->order));
  ts_digest_add_text (digest, "regions", ts_regions_to_text (study->regions));
  ts_digest_add_int (digest, "n_disagreement", study->n_disagreement);
  ts_digest_add_int (digest, "n_uncertainty", study->n_uncertainty);
  ts_digest_add_int (digest, "n_control", study->n_control);
  add_lists (digest, study);
  return g_strdup (ts_digest_get_hex (digest));
}
