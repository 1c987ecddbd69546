/* The definition of a reading study: which slides, questions, arms, models, in which order.
 * A plain value, never changed once it is in a store: fill it, check it, free it. One thread
 * at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { TS_ORDER_RANDOM, TS_ORDER_GIVEN } TsOrder;
typedef enum {
  TS_REGIONS_NONE,
  TS_REGIONS_OPTIONAL,
  TS_REGIONS_REQUIRED
} TsRegions;
typedef enum { TS_LEVEL_SLIDE, TS_LEVEL_REGION, TS_LEVEL_TILE } TsLevel;
typedef enum { TS_QUESTION_CLASS, TS_QUESTION_GENE } TsQuestionKind;
typedef enum {
  TS_ARM_UNAIDED,          /* blind, locked, finished: no model at any time */
  TS_ARM_AIDED_AFTER_BLIND /* blind, locked, revealed, finished */
} TsArmKind;

typedef struct {
  char *identity;  /* content identity; NULL while only the file is known */
  char *pseudonym; /* what the reader sees instead of a file's name */
  char *patient;   /* pseudonym; slides of one patient share it */
  char *file;      /* where it may be, or NULL; no part of the definition */
} TsStudySlide;

typedef struct {
  char *code;
  gboolean is_cannot_decide;
} TsStudyAnswer;

typedef struct {
  char *name;
  char *prompt; /* or NULL */
  TsLevel level;
  TsQuestionKind kind;
  GPtrArray *answers; /* TsStudyAnswer, owned */
} TsStudyQuestion;

typedef struct {
  char *name;
  TsArmKind kind;
  char *after_arm;    /* an earlier arm, or NULL */
  guint washout_days; /* after the case was finished there; 0 without one */
} TsStudyArm;

typedef struct {
  char *identity; /* NULL while only the file is known */
  char *file;     /* or NULL; no part of the definition */
} TsStudyModel;

/* The reference standard for one question on one slide. */
typedef struct {
  char *slide_identity; /* NULL while only the pseudonym is known */
  char *pseudonym;      /* of the slide */
  char *question, *label;
  char *source; /* "resection specimen, TTF-1 and p40" */
  char *dated;  /* "2026-01-31": of the source */
  char *author;
} TsTruth;

typedef struct {
  char *key; /* given by the store, NULL before */
  char *name;
  char *description; /* or NULL */
  gint64 seed;
  TsOrder order;
  TsRegions regions;
  guint n_disagreement, n_uncertainty, n_control; /* tiles to review per case */
  GPtrArray *slides;                              /* TsStudySlide; all owned */
  GPtrArray *questions;                           /* TsStudyQuestion */
  GPtrArray *arms;                                /* TsStudyArm */
  GPtrArray *models;                              /* TsStudyModel */
} TsStudy;

TsStudy *ts_study_new (void) G_GNUC_WARN_UNUSED_RESULT; /* all empty */
void ts_study_free (TsStudy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsStudy, ts_study_free)

/* Each appends an empty one and returns it, borrowed. */
TsStudySlide *ts_study_add_slide (TsStudy *self);
TsStudyQuestion *ts_study_add_question (TsStudy *self);
TsStudyArm *ts_study_add_arm (TsStudy *self);
TsStudyModel *ts_study_add_model (TsStudy *self);
TsStudyAnswer *ts_study_question_add_answer (TsStudyQuestion *self);

/* NULL when there is none; borrowed. */
const TsStudySlide *ts_study_find_slide (const TsStudy *self,
                                         const char *identity);
const TsStudySlide *ts_study_find_pseudonym (const TsStudy *self,
                                             const char *pseudonym);
const TsStudyQuestion *ts_study_find_question (const TsStudy *self,
                                               const char *name);
const TsStudyArm *ts_study_find_arm (const TsStudy *self, const char *name);
const TsStudyAnswer *ts_study_question_find (const TsStudyQuestion *self,
                                             const char *code);

TsTruth *ts_truth_new (void) G_GNUC_WARN_UNUSED_RESULT;
void ts_truth_free (TsTruth *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTruth, ts_truth_free)

/* In files and tables: "random", "given"; "none", "optional", "required"; "slide", "region",
 * "tile"; "class", "gene"; "unaided", "aided-after-blind". */
const char *ts_order_to_text (TsOrder order);
gboolean ts_order_from_text (const char *text, TsOrder *out);
const char *ts_regions_to_text (TsRegions regions);
gboolean ts_regions_from_text (const char *text, TsRegions *out);
const char *ts_level_to_text (TsLevel level);
gboolean ts_level_from_text (const char *text, TsLevel *out);
const char *ts_question_kind_to_text (TsQuestionKind kind);
gboolean ts_question_kind_from_text (const char *text, TsQuestionKind *out);
const char *ts_arm_kind_to_text (TsArmKind kind);
gboolean ts_arm_kind_from_text (const char *text, TsArmKind *out);

G_END_DECLS
