/* The definition of a reading study.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/study.h"

#include "core/records/text-table.h"

static const char *const order_texts[] = { "random", "given" };
static const char *const regions_texts[] = { "none", "optional", "required" };
static const char *const level_texts[] = { "slide", "region", "tile" };
static const char *const question_texts[] = { "class", "gene" };
static const char *const arm_texts[] = { "unaided", "aided-after-blind" };

static void
free_slide (gpointer data)
{
  TsStudySlide *slide = data;

  g_free (slide->identity);
  g_free (slide->pseudonym);
  g_free (slide->patient);
  g_free (slide->file);
  g_free (slide);
}

static void
free_answer (gpointer data)
{
  TsStudyAnswer *answer = data;

  g_free (answer->code);
  g_free (answer);
}

static void
free_question (gpointer data)
{
  TsStudyQuestion *question = data;

  g_free (question->name);
  g_free (question->prompt);
  g_ptr_array_unref (question->answers);
  g_free (question);
}

static void
free_arm (gpointer data)
{
  TsStudyArm *arm = data;

  g_free (arm->name);
  g_free (arm->after_arm);
  g_free (arm);
}

static void
free_model (gpointer data)
{
  TsStudyModel *model = data;

  g_free (model->identity);
  g_free (model->file);
  g_free (model);
}

TsStudy *
ts_study_new (void)
{
  TsStudy *self = g_new0 (TsStudy, 1);

  self->slides = g_ptr_array_new_with_free_func (free_slide);
  self->questions = g_ptr_array_new_with_free_func (free_question);
  self->arms = g_ptr_array_new_with_free_func (free_arm);
  self->models = g_ptr_array_new_with_free_func (free_model);
  return self;
}

void
ts_study_free (TsStudy *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->name);
  g_free (self->description);
  g_ptr_array_unref (self->slides);
  g_ptr_array_unref (self->questions);
  g_ptr_array_unref (self->arms);
  g_ptr_array_unref (self->models);
  g_free (self);
}

TsStudySlide *
ts_study_add_slide (TsStudy *self)
{
  TsStudySlide *slide = g_new0 (TsStudySlide, 1);

  g_ptr_array_add (self->slides, slide);
  return slide;
}

TsStudyQuestion *
ts_study_add_question (TsStudy *self)
{
  TsStudyQuestion *question = g_new0 (TsStudyQuestion, 1);

  question->answers = g_ptr_array_new_with_free_func (free_answer);
  g_ptr_array_add (self->questions, question);
  return question;
}

TsStudyArm *
ts_study_add_arm (TsStudy *self)
{
  TsStudyArm *arm = g_new0 (TsStudyArm, 1);

  g_ptr_array_add (self->arms, arm);
  return arm;
}

TsStudyModel *
ts_study_add_model (TsStudy *self)
{
  TsStudyModel *model = g_new0 (TsStudyModel, 1);

  g_ptr_array_add (self->models, model);
  return model;
}

TsStudyAnswer *
ts_study_question_add_answer (TsStudyQuestion *self)
{
  TsStudyAnswer *answer = g_new0 (TsStudyAnswer, 1);

  g_ptr_array_add (self->answers, answer);
  return answer;
}

const TsStudySlide *
ts_study_find_slide (const TsStudy *self, const char *identity)
{
  for (guint i = 0; i < self->slides->len; i++) {
    const TsStudySlide *slide = g_ptr_array_index (self->slides, i);
    if (g_strcmp0 (slide->identity, identity) == 0)
      return slide;
  }
  return NULL;
}

const TsStudySlide *
ts_study_find_pseudonym (const TsStudy *self, const char *pseudonym)
{
  for (guint i = 0; i < self->slides->len; i++) {
    const TsStudySlide *slide = g_ptr_array_index (self->slides, i);
    if (g_strcmp0 (slide->pseudonym, pseudonym) == 0)
      return slide;
  }
  return NULL;
}

const TsStudyQuestion *
ts_study_find_question (const TsStudy *self, const char *name)
{
  for (guint i = 0; i < self->questions->len; i++) {
    const TsStudyQuestion *question = g_ptr_array_index (self->questions, i);
    if (g_strcmp0 (question->name, name) == 0)
      return question;
  }
  return NULL;
}

const TsStudyArm *
ts_study_find_arm (const TsStudy *self, const char *name)
{
  for (guint i = 0; i < self->arms->len; i++) {
    const TsStudyArm *arm = g_ptr_array_index (self->arms, i);
    if (g_strcmp0 (arm->name, name) == 0)
      return arm;
  }
  return NULL;
}

const TsStudyAnswer *
ts_study_question_find (const TsStudyQuestion *self, const char *code)
{
  for (guint i = 0; i < self->answers->len; i++) {
    const TsStudyAnswer *answer = g_ptr_array_index (self->answers, i);
    if (g_strcmp0 (answer->code, code) == 0)
      return answer;
  }
  return NULL;
}

TsTruth *
ts_truth_new (void)
{
  return g_new0 (TsTruth, 1);
}

void
ts_truth_free (TsTruth *self)
{
  if (self == NULL)
    return;
  g_free (self->slide_identity);
  g_free (self->pseudonym);
  g_free (self->question);
  g_free (self->label);
  g_free (self->source);
  g_free (self->dated);
  g_free (self->author);
  g_free (self);
}

TS_DEFINE_TEXTS (TsOrder, order, order_texts)
TS_DEFINE_TEXTS (TsRegions, regions, regions_texts)
TS_DEFINE_TEXTS (TsLevel, level, level_texts)
TS_DEFINE_TEXTS (TsQuestionKind, question_kind, question_texts)
TS_DEFINE_TEXTS (TsArmKind, arm_kind, arm_texts)
