/* What a study must be before it can be read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/study-check.h"

#include "core/base/error.h"

static gboolean G_GNUC_PRINTF (2, 3)
  refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (TS_ERROR, TS_ERROR_FORMAT, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* Adds name to names; FALSE when it is empty or there already. what: "slide". */
static gboolean
take_name (GHashTable *names,
           const char *what,
           const char *name,
           GError **error)
{
  if (name == NULL || *name == '\0')
    return refuse (error, "a %s has no name", what);
  return g_hash_table_add (names, (gpointer) name) ||
         refuse (error, "%s '%s' is there twice", what, name);
}

static gboolean
check_count (guint n, guint max, const char *what, GError **error)
{
  if (n == 0)
    return refuse (error, "there is no %s", what);
  return n <= max ||
         refuse (error, "%u are more than %u of '%s'", n, max, what);
}

static gboolean
check_slides (const TsStudy *study, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  if (!check_count (study->slides->len, TS_STUDY_MAX_SLIDES, "slide", error))
    return FALSE;
  for (guint i = 0; i < study->slides->len; i++) {
    const TsStudySlide *slide = g_ptr_array_index (study->slides, i);

    if (!take_name (names, "slide", slide->pseudonym, error))
      return FALSE;
    if (slide->patient == NULL || *slide->patient == '\0')
      return refuse (error, "slide '%s' has no patient", slide->pseudonym);
  }
  return TRUE;
}

static gboolean
check_answers (const TsStudyQuestion *question, GError **error)
{
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_deciding = 0;

  if (!check_count (question->answers->len, TS_STUDY_MAX_OTHER, "answer",
                    error))
    return FALSE;
  for (guint i = 0; i < question->answers->len; i++) {
    const TsStudyAnswer *answer = g_ptr_array_index (question->answers, i);

    if (!take_name (codes, "answer", answer->code, error))
      return FALSE;
    n_deciding += answer->is_cannot_decide ? 0 : 1;
  }
  return n_deciding >= 2 ||
         refuse (error, "it needs two answers that decide, and has %u",
                 n_deciding);
}

static gboolean
check_questions (const TsStudy *study, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean has_slide_level = FALSE;

  if (!check_count (study->questions->len, TS_STUDY_MAX_OTHER, "question",
                    error))
    return FALSE;
  for (guint i = 0; i < study->questions->len; i++) {
    const TsStudyQuestion *question = g_ptr_array_index (study->questions, i);

    if (!take_name (names, "question", question->name, error))
      return FALSE;
    if (!check_answers (question, error)) {
      g_prefix_error (error, "question '%s': ", question->name);
      return FALSE;
    }
    has_slide_level = has_slide_level || question->level == TS_LEVEL_SLIDE;
  }
  return has_slide_level || refuse (error, "no question is about the slide");
}

static gboolean
check_arm (const TsStudy *study,
           const TsStudyArm *arm,
           GHashTable *earlier,
           GError **error)
{
  if (arm->kind == TS_ARM_AIDED_AFTER_BLIND && study->models->len == 0)
    return refuse (error, "arm '%s' reveals a model, and there is none",
                   arm->name);
  if ((arm->after_arm == NULL) != (arm->washout_days == 0))
    return refuse (error, "arm '%s': after and washout_days go together",
                   arm->name);
  return arm->after_arm == NULL ||
         g_hash_table_contains (earlier, arm->after_arm) ||
         refuse (error, "arm '%s' comes after '%s', which is no earlier arm",
                 arm->name, arm->after_arm);
}

static gboolean
check_arms (const TsStudy *study, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  if (!check_count (study->arms->len, TS_STUDY_MAX_OTHER, "arm", error))
    return FALSE;
  for (guint i = 0; i < study->arms->len; i++) {
    const TsStudyArm *arm = g_ptr_array_index (study->arms, i);

    if (!check_arm (study, arm, names, error) ||
        !take_name (names, "arm", arm->name, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
ts_study_check (const TsStudy *study, GError **error)
{
  gboolean has_queue =
    study->n_disagreement + study->n_uncertainty + study->n_control > 0;

  if (study->name == NULL || *study->name == '\0')
    return refuse (error, "the study has no name");
  if (!check_slides (study, error) || !check_questions (study, error) ||
      !check_arms (study, error))
    return FALSE;
  if (study->models->len > TS_STUDY_MAX_OTHER)
    return refuse (error, "%u are more than %d of 'model'", study->models->len,
                   TS_STUDY_MAX_OTHER);
  return !has_queue || study->models->len > 0 ||
         refuse (error, "tiles to review need a model, and there is none");
}

gboolean
ts_study_check_identities (const TsStudy *study, GError **error)
{
  g_autoptr (GHashTable) slides = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) models = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < study->slides->len; i++) {
    const TsStudySlide *slide = g_ptr_array_index (study->slides, i);

    if (slide->identity == NULL)
      return refuse (error, "slide '%s' has no identity", slide->pseudonym);
    if (!g_hash_table_add (slides, slide->identity))
      return refuse (error, "slide '%s' is the same as another one",
                     slide->pseudonym);
  }
  for (guint i = 0; i < study->models->len; i++) {
    const TsStudyModel *model = g_ptr_array_index (study->models, i);

    if (model->identity == NULL)
      return refuse (error, "model %u has no identity", i);
    if (!g_hash_table_add (models, model->identity))
      return refuse (error, "model %u is the same as another one", i);
  }
  return TRUE;
}
