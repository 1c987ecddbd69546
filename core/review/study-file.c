/* A study from a JSON file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/study-file.h"

#include <string.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/review/json-place.h"
#include "core/review/study-check.h"

#define MAX_FILE_BYTES (16 << 20)
#define MAX_TILES      10000
#define MAX_DAYS       36500

typedef struct {
  TsStudy *study;
  GPtrArray *truth;
  char *folder; /* of the file */
} Reader;

static gboolean
read_path (const TsJsonPlace *place,
           const Reader *reader,
           char **out_path,
           GError **error)
{
  g_autofree char *path = NULL;

  if (!ts_json_place_read_text (place, "file", FALSE, &path, error))
    return FALSE;
  if (path != NULL)
    *out_path = g_path_is_absolute (path)
                  ? g_strdup (path)
                  : g_build_filename (reader->folder, path, NULL);
  return TRUE;
}

static gboolean
check_is_given (const TsJsonPlace *place,
                const char *identity,
                const char *file,
                GError **error)
{
  return identity != NULL || file != NULL ||
         ts_json_place_fail (place, error,
                             "neither 'file' nor 'identity' is "
                             "there");
}

static gboolean
read_slide (const TsJsonPlace *place, gpointer user_data, GError **error)
{
  static const char *const names[] = { "file", "identity", "pseudonym",
                                       "patient", NULL };
  Reader *reader = user_data;
  TsStudySlide *slide = ts_study_add_slide (reader->study);

  if (!ts_json_place_check_names (place, names, error) ||
      !read_path (place, reader, &slide->file, error) ||
      !ts_json_place_read_text (place, "identity", FALSE, &slide->identity,
                                error) ||
      !check_is_given (place, slide->identity, slide->file, error) ||
      !ts_json_place_read_text (place, "pseudonym", FALSE, &slide->pseudonym,
                                error) ||
      !ts_json_place_read_text (place, "patient", FALSE, &slide->patient,
                                error))
    return FALSE;
  if (slide->pseudonym == NULL)
    slide->pseudonym = g_strdup_printf ("S%02u", reader->study->slides->len);
  if (slide->patient == NULL)
    slide->patient = g_strdup (slide->pseudonym);
  return TRUE;
}

static gboolean
read_model (const TsJsonPlace *place, gpointer user_data, GError **error)
{
  static const char *const names[] = { "file", "identity", NULL };
  Reader *reader = user_data;
  TsStudyModel *model = ts_study_add_model (reader->study);

  return ts_json_place_check_names (place, names, error) &&
         read_path (place, reader, &model->file, error) &&
         ts_json_place_read_text (place, "identity", FALSE, &model->identity,
                                  error) &&
         check_is_given (place, model->identity, model->file, error);
}

static void
add_answer (TsStudyQuestion *question,
            const char *code,
            gboolean is_cannot_decide)
{
  TsStudyAnswer *answer = ts_study_question_add_answer (question);

  answer->code = g_strdup (code);
  answer->is_cannot_decide = is_cannot_decide;
}

static gboolean
read_answers (const TsJsonPlace *place,
              TsStudyQuestion *question,
              GError **error)
{
  JsonNode *node = json_object_get_member (place->object, "answers");
  JsonArray *list = NULL;

  if (node == NULL && question->kind == TS_QUESTION_GENE) {
    add_answer (question, "suspected", FALSE);
    add_answer (question, "not", FALSE);
    return TRUE;
  }
  if (node == NULL)
    return ts_json_place_fail (place, error, "'answers' is missing");
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return ts_json_place_fail (place, error, "'answers' is not a list");
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *code = json_array_get_element (list, i);

    if (!JSON_NODE_HOLDS_VALUE (code) ||
        json_node_get_value_type (code) != G_TYPE_STRING)
      return ts_json_place_fail (place, error, "answer %u is not a text", i);
    add_answer (question, json_node_get_string (code), FALSE);
  }
  return TRUE;
}

static gboolean
read_question (const TsJsonPlace *place, gpointer user_data, GError **error)
{
  static const char *const names[] = { "name", "prompt",  "level",
                                       "kind", "answers", "cannot_decide",
                                       NULL };
  Reader *reader = user_data;
  TsStudyQuestion *question = ts_study_add_question (reader->study);
  g_autofree char *level = g_strdup ("slide");
  g_autofree char *kind = g_strdup ("class");
  g_autofree char *cannot = NULL;

  if (!ts_json_place_check_names (place, names, error) ||
      !ts_json_place_read_text (place, "name", TRUE, &question->name, error) ||
      !ts_json_place_read_text (place, "prompt", FALSE, &question->prompt,
                                error) ||
      !ts_json_place_read_text (place, "level", FALSE, &level, error) ||
      !ts_json_place_read_text (place, "kind", FALSE, &kind, error) ||
      !ts_json_place_read_text (place, "cannot_decide", FALSE, &cannot, error))
    return FALSE;
  if (!ts_level_from_text (level, &question->level))
    return ts_json_place_fail (
      place, error, "'level' is '%s', none of slide, region, tile", level);
  if (!ts_question_kind_from_text (kind, &question->kind))
    return ts_json_place_fail (place, error,
                               "'kind' is '%s', none of class, gene", kind);
  if (!read_answers (place, question, error))
    return FALSE;
  if (cannot == NULL)
    cannot = g_strdup (question->kind == TS_QUESTION_GENE ? "cannot say"
                                                          : "cannot decide");
  add_answer (question, cannot, TRUE);
  return TRUE;
}

static gboolean
read_arm (const TsJsonPlace *place, gpointer user_data, GError **error)
{
  static const char *const names[] = { "name", "kind", "after", "washout_days",
                                       NULL };
  static const gint64 range[] = { 1, MAX_DAYS };
  Reader *reader = user_data;
  TsStudyArm *arm = ts_study_add_arm (reader->study);
  g_autofree char *kind = NULL;
  gint64 days = 0;

  if (!ts_json_place_check_names (place, names, error) ||
      !ts_json_place_read_text (place, "name", TRUE, &arm->name, error) ||
      !ts_json_place_read_text (place, "kind", TRUE, &kind, error) ||
      !ts_json_place_read_text (place, "after", FALSE, &arm->after_arm,
                                error) ||
      !ts_json_place_read_int (place, "washout_days", range, &days, error))
    return FALSE;
  arm->washout_days = (guint) days;
  return ts_arm_kind_from_text (kind, &arm->kind) ||
         ts_json_place_fail (
           place, error, "'kind' is '%s', none of unaided, aided-after-blind",
           kind);
}

/* "2026-01-31" */
static gboolean
is_date (const char *text)
{
  g_autofree char *full = g_strconcat (text, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (full, NULL);

  return strlen (text) == strlen ("2026-01-31") && date != NULL;
}

static gboolean
check_truth (const TsJsonPlace *place,
             const TsStudy *study,
             const TsTruth *truth,
             GError **error)
{
  const TsStudyQuestion *question =
    ts_study_find_question (study, truth->question);

  if (ts_study_find_pseudonym (study, truth->pseudonym) == NULL)
    return ts_json_place_fail (place, error, "there is no slide '%s'",
                               truth->pseudonym);
  if (question == NULL)
    return ts_json_place_fail (place, error, "there is no question '%s'",
                               truth->question);
  if (ts_study_question_find (question, truth->label) == NULL)
    return ts_json_place_fail (place, error, "'%s' is no answer to '%s'",
                               truth->label, truth->question);
  return is_date (truth->dated) ||
         ts_json_place_fail (place, error,
                             "'date' is '%s', not a date as 2026-01-31",
                             truth->dated);
}

static gboolean
read_truth (const TsJsonPlace *place, gpointer user_data, GError **error)
{
  static const char *const names[] = { "slide", "question", "label", "source",
                                       "date",  "author",   NULL };
  Reader *reader = user_data;
  TsTruth *truth = ts_truth_new ();

  g_ptr_array_add (reader->truth, truth);
  return ts_json_place_check_names (place, names, error) &&
         ts_json_place_read_text (place, "slide", TRUE, &truth->pseudonym,
                                  error) &&
         ts_json_place_read_text (place, "question", TRUE, &truth->question,
                                  error) &&
         ts_json_place_read_text (place, "label", TRUE, &truth->label, error) &&
         ts_json_place_read_text (place, "source", TRUE, &truth->source,
                                  error) &&
         ts_json_place_read_text (place, "date", TRUE, &truth->dated, error) &&
         ts_json_place_read_text (place, "author", TRUE, &truth->author,
                                  error) &&
         check_truth (place, reader->study, truth, error);
}

static gboolean
read_queue (const TsJsonPlace *top, TsStudy *study, GError **error)
{
  static const char *const names[] = { "disagreement", "uncertainty",
                                       "controls", NULL };
  static const gint64 range[] = { 0, MAX_TILES };
  JsonNode *node = json_object_get_member (top->object, "tile_queue");
  TsJsonPlace place = { .where = "tile_queue: " };
  gint64 n[3] = { 0 };

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return ts_json_place_fail (top, error, "'tile_queue' is not an object");
  place.object = json_node_get_object (node);
  if (!ts_json_place_check_names (&place, names, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (n); i++)
    if (!ts_json_place_read_int (&place, names[i], range, &n[i], error))
      return FALSE;
  study->n_disagreement = (guint) n[0];
  study->n_uncertainty = (guint) n[1];
  study->n_control = (guint) n[2];
  return TRUE;
}

static gboolean
read_head (const TsJsonPlace *top, TsStudy *study, GError **error)
{
  static const gint64 range[] = { G_MININT64, G_MAXINT64 };
  g_autofree char *order = g_strdup ("random");
  g_autofree char *regions = g_strdup ("optional");

  study->seed = 1;
  if (!ts_json_place_read_text (top, "name", TRUE, &study->name, error) ||
      !ts_json_place_read_text (top, "description", FALSE, &study->description,
                                error) ||
      !ts_json_place_read_int (top, "seed", range, &study->seed, error) ||
      !ts_json_place_read_text (top, "order", FALSE, &order, error) ||
      !ts_json_place_read_text (top, "regions", FALSE, &regions, error))
    return FALSE;
  if (!ts_order_from_text (order, &study->order))
    return ts_json_place_fail (top, error,
                               "'order' is '%s', none of random, given", order);
  return ts_regions_from_text (regions, &study->regions) ||
         ts_json_place_fail (
           top, error, "'regions' is '%s', none of none, optional, required",
           regions);
}

/* Without any: one arm, with the model if there is one. */
static void
add_usual_arm (TsStudy *study)
{
  TsStudyArm *arm = NULL;

  if (study->arms->len > 0)
    return;
  arm = ts_study_add_arm (study);
  arm->name = g_strdup ("first");
  arm->kind =
    study->models->len > 0 ? TS_ARM_AIDED_AFTER_BLIND : TS_ARM_UNAIDED;
}

static gboolean
read_top (const TsJsonPlace *top, Reader *reader, GError **error)
{
  static const char *const names[] = { "name",   "description", "seed",
                                       "order",  "regions",     "tile_queue",
                                       "models", "slides",      "questions",
                                       "arms",   "truth",       NULL };

  if (!ts_json_place_check_names (top, names, error) ||
      !read_head (top, reader->study, error) ||
      !read_queue (top, reader->study, error) ||
      !ts_json_place_foreach (top, "models", read_model, reader, error) ||
      !ts_json_place_foreach (top, "slides", read_slide, reader, error) ||
      !ts_json_place_foreach (top, "questions", read_question, reader, error) ||
      !ts_json_place_foreach (top, "arms", read_arm, reader, error))
    return FALSE;
  add_usual_arm (reader->study);
  return ts_study_check (reader->study, error) &&
         ts_json_place_foreach (top, "truth", read_truth, reader, error);
}

static gboolean
read_text (const char *text, gsize n_bytes, Reader *reader, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local = NULL;
  TsJsonPlace top = { .where = "" };

  if (!g_utf8_validate (text, (gssize) n_bytes, NULL))
    return ts_json_place_fail (&top, error, "it is not UTF-8 text");
  if (!json_parser_load_from_data (parser, text, (gssize) n_bytes, &local))
    return ts_json_place_fail (&top, error, "it is not JSON: %s",
                               local->message);
  if (json_parser_get_root (parser) == NULL ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return ts_json_place_fail (&top, error, "it is not a JSON object");
  top.object = json_node_get_object (json_parser_get_root (parser));
  return read_top (&top, reader, error);
}

static void
free_truth (gpointer truth)
{
  ts_truth_free (truth);
}

TsStudy *
ts_study_file_read (const char *path, GPtrArray **out_truth, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (TsStudy) study = ts_study_new ();
  g_autoptr (GPtrArray) truth = g_ptr_array_new_with_free_func (free_truth);
  Reader reader = { study, truth, folder };
  gsize n_bytes = 0;

  if (!ts_safe_file_read (path, MAX_FILE_BYTES, &text, &n_bytes, error))
    return NULL;
  if (!read_text (text, n_bytes, &reader, error)) {
    g_prefix_error (error, "cannot read '%s': ", path);
    return NULL;
  }
  *out_truth = g_steal_pointer (&truth);
  return g_steal_pointer (&study);
}
