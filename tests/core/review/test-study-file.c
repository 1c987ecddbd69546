/* Tests of studies from files: defaults, and every fault by its exact message.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/study-file.h"

#include "../store/study-fixture.h"
#include "core/base/error.h"

static TsStudy *
read_file (Fixture *fixture,
           const char *text,
           GPtrArray **truth,
           GError **error)
{
  g_autofree char *path = g_build_filename (fixture->folder, "s.json", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return ts_study_file_read (path, truth, error);
}

#define QUESTIONS \
  "\"questions\": [{\"name\": \"class\", \"answers\": [\"LUAD\", \"LUSC\"]}]"
#define SLIDES "\"slides\": [{\"file\": \"a.svs\"}, {\"identity\": \"q:2\"}]"

static void
test_defaults (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) truth = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (fixture->folder, "a.svs", NULL);
  g_autoptr (TsStudy) study = read_file (
    fixture, "{\"name\": \"n\", " SLIDES ", " QUESTIONS "}", &truth, &error);
  const TsStudySlide *slide = NULL;
  const TsStudyQuestion *question = NULL;
  const TsStudyArm *arm = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (study->seed, ==, 1);
  g_assert_cmpint (study->order, ==, TS_ORDER_RANDOM);
  g_assert_cmpint (study->regions, ==, TS_REGIONS_OPTIONAL);
  g_assert_cmpuint (study->n_control, ==, 0);
  slide = g_ptr_array_index (study->slides, 0);
  g_assert_cmpstr (slide->file, ==, file);
  g_assert_null (slide->identity);
  g_assert_cmpstr (slide->pseudonym, ==, "S01");
  g_assert_cmpstr (slide->patient, ==, "S01");
  question = g_ptr_array_index (study->questions, 0);
  g_assert_cmpint (question->level, ==, TS_LEVEL_SLIDE);
  g_assert_cmpuint (question->answers->len, ==, 3);
  g_assert_true (
    ts_study_question_find (question, "cannot decide")->is_cannot_decide);
  arm = g_ptr_array_index (study->arms, 0);
  g_assert_cmpstr (arm->name, ==, "first");
  g_assert_cmpint (arm->kind, ==, TS_ARM_UNAIDED);
  g_assert_cmpuint (truth->len, ==, 0);
}

static void
test_everything (Fixture *fixture, gconstpointer data)
{
  static const char text[] =
    "{\"name\": \"n\", \"description\": \"d\", \"seed\": -5,"
    " \"order\": \"given\", \"regions\": \"required\","
    " \"tile_queue\": {\"disagreement\": 3, \"uncertainty\": 2,"
    " \"controls\": 1},"
    " \"models\": [{\"identity\": \"sha256:bb\"}],"
    " \"slides\": [{\"file\": \"/x/a.svs\", \"pseudonym\": \"A\","
    " \"patient\": \"P\"}],"
    " \"questions\": [{\"name\": \"class\", \"prompt\": \"?\","
    " \"answers\": [\"LUAD\", \"LUSC\"], \"cannot_decide\": \"-\"},"
    " {\"name\": \"EGFR\", \"level\": \"region\", \"kind\": \"gene\"}],"
    " \"arms\": [{\"name\": \"1\", \"kind\": \"aided-after-blind\"},"
    " {\"name\": \"2\", \"kind\": \"unaided\", \"after\": \"1\","
    " \"washout_days\": 28}],"
    " \"truth\": [{\"slide\": \"A\", \"question\": \"class\","
    " \"label\": \"LUAD\", \"source\": \"resection\","
    " \"date\": \"2026-01-31\", \"author\": \"Dr. T\"}]}";
  g_autoptr (GPtrArray) truth = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TsStudy) study = read_file (fixture, text, &truth, &error);
  const TsStudyQuestion *gene = NULL;
  const TsTruth *label = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (study->seed, ==, -5);
  g_assert_cmpint (study->order, ==, TS_ORDER_GIVEN);
  g_assert_cmpint (study->regions, ==, TS_REGIONS_REQUIRED);
  g_assert_cmpuint (study->n_disagreement, ==, 3);
  g_assert_cmpuint (study->n_uncertainty, ==, 2);
  g_assert_cmpuint (study->n_control, ==, 1);
  gene = ts_study_find_question (study, "EGFR");
  g_assert_cmpuint (gene->answers->len, ==, 3);
  g_assert_nonnull (ts_study_question_find (gene, "suspected"));
  g_assert_nonnull (ts_study_question_find (gene, "not"));
  g_assert_nonnull (ts_study_question_find (gene, "cannot say"));
  g_assert_cmpuint (ts_study_find_arm (study, "2")->washout_days, ==, 28);
  label = g_ptr_array_index (truth, 0);
  g_assert_cmpstr (label->pseudonym, ==, "A");
  g_assert_cmpstr (label->dated, ==, "2026-01-31");
}

typedef struct {
  const char *name, *text, *message;
} Broken;

#define HEAD "{\"name\": \"n\", "
#define TRUTH(slide, question, label, date)                             \
  HEAD SLIDES ", " QUESTIONS ", \"truth\": [{\"slide\": \"" slide       \
              "\", \"question\": \"" question "\", \"label\": \"" label \
              "\", \"source\": \"s\", \"date\": \"" date                \
              "\", \"author\": \"a\"}]}"

static const Broken broken[] = {
  { "nothing", "", "it is not a JSON object" },
  { "list", "[]", "it is not a JSON object" },
  { "bytes", "{\"name\": \"\xff\"}", "it is not UTF-8 text" },
  { "unknown-key", "{\"nmae\": \"n\"}", "the key 'nmae' is not known" },
  { "no-name", "{}", "'name' is missing" },
  { "empty-name", "{\"name\": \"\"}", "'name' is empty" },
  { "name-no-text", "{\"name\": 7}", "'name' is not a text" },
  { "control-character", "{\"name\": \"a\\u0007\"}",
    "'name' has a control character in it" },
  { "seed-no-number", HEAD "\"seed\": 1.5}", "'seed' is not a whole number" },
  { "order", HEAD "\"order\": \"up\"}",
    "'order' is 'up', none of random, given" },
  { "regions", HEAD "\"regions\": \"all\"}",
    "'regions' is 'all', none of none, optional, required" },
  { "queue-no-object", HEAD "\"tile_queue\": 3}",
    "'tile_queue' is not an object" },
  { "queue-key", HEAD "\"tile_queue\": {\"control\": 3}}",
    "tile_queue: the key 'control' is not known" },
  { "queue-negative", HEAD "\"tile_queue\": {\"controls\": -1}}",
    "tile_queue: 'controls' is -1, not 0 to 10000" },
  { "slides-no-list", HEAD "\"slides\": {}}", "'slides' is not a list" },
  { "slide-no-object", HEAD "\"slides\": [\"a.svs\"]}",
    "slides[0]: it is not an object" },
  { "slide-nowhere", HEAD "\"slides\": [{\"pseudonym\": \"A\"}]}",
    "slides[0]: neither 'file' nor 'identity' is there" },
  { "slide-key", HEAD "\"slides\": [{\"path\": \"a\"}]}",
    "slides[0]: the key 'path' is not known" },
  { "no-slide", HEAD QUESTIONS "}", "there is no slide" },
  { "slide-twice",
    HEAD QUESTIONS ", \"slides\": [{\"file\": \"a\", \"pseudonym\": \"A\"},"
                   " {\"file\": \"b\", \"pseudonym\": \"A\"}]}",
    "slide 'A' is there twice" },
  { "no-question", HEAD SLIDES "}", "there is no question" },
  { "no-answers", HEAD SLIDES ", \"questions\": [{\"name\": \"q\"}]}",
    "questions[0]: 'answers' is missing" },
  { "answer-no-text",
    HEAD SLIDES ", \"questions\": [{\"name\": \"q\", \"answers\": [1]}]}",
    "questions[0]: answer 0 is not a text" },
  { "answer-twice",
    HEAD SLIDES ", \"questions\": [{\"name\": \"q\","
                " \"answers\": [\"a\", \"a\"]}]}",
    "question 'q': answer 'a' is there twice" },
  { "one-answer",
    HEAD SLIDES ", \"questions\": [{\"name\": \"q\", \"answers\": [\"a\"]}]}",
    "question 'q': it needs two answers that decide, and has 1" },
  { "level",
    HEAD SLIDES ", \"questions\": [{\"name\": \"q\", \"level\": \"x\"}]}",
    "questions[0]: 'level' is 'x', none of slide, region, tile" },
  { "kind",
    HEAD SLIDES ", \"questions\": [{\"name\": \"q\", \"kind\": \"x\"}]}",
    "questions[0]: 'kind' is 'x', none of class, gene" },
  { "nothing-about-the-slide",
    HEAD SLIDES ", \"questions\": [{\"name\": \"q\", \"level\": \"tile\","
                " \"kind\": \"gene\"}]}",
    "no question is about the slide" },
  { "arm-kind",
    HEAD SLIDES ", " QUESTIONS
                ", \"arms\": [{\"name\": \"a\", \"kind\": \"aided\"}]}",
    "arms[0]: 'kind' is 'aided', none of unaided, aided-after-blind" },
  { "arm-without-a-model",
    HEAD SLIDES
    ", " QUESTIONS
    ", \"arms\": [{\"name\": \"a\", \"kind\": \"aided-after-blind\"}]}",
    "arm 'a' reveals a model, and there is none" },
  { "arm-after-nothing",
    HEAD SLIDES
    ", " QUESTIONS
    ", \"arms\": [{\"name\": \"a\", \"kind\": \"unaided\", \"after\": \"a\","
    " \"washout_days\": 1}]}",
    "arm 'a' comes after 'a', which is no earlier arm" },
  { "arm-without-washout",
    HEAD SLIDES ", " QUESTIONS
                ", \"arms\": [{\"name\": \"a\", \"kind\": \"unaided\"},"
                " {\"name\": \"b\", \"kind\": \"unaided\","
                " \"after\": \"a\"}]}",
    "arm 'b': after and washout_days go together" },
  { "washout-of-no-day",
    HEAD SLIDES ", " QUESTIONS
                ", \"arms\": [{\"name\": \"a\", \"kind\": \"unaided\","
                " \"washout_days\": 0}]}",
    "arms[0]: 'washout_days' is 0, not 1 to 36500" },
  { "queue-without-a-model",
    HEAD SLIDES ", " QUESTIONS ", \"tile_queue\": {\"controls\": 1}}",
    "tiles to review need a model, and there is none" },
  { "truth-slide", TRUTH ("X", "class", "LUAD", "2026-01-31"),
    "truth[0]: there is no slide 'X'" },
  { "truth-question", TRUTH ("S01", "x", "LUAD", "2026-01-31"),
    "truth[0]: there is no question 'x'" },
  { "truth-label", TRUTH ("S01", "class", "x", "2026-01-31"),
    "truth[0]: 'x' is no answer to 'class'" },
  { "truth-date", TRUTH ("S01", "class", "LUAD", "2026-02-30"),
    "truth[0]: 'date' is '2026-02-30', not a date as 2026-01-31" },
};

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  const Broken *entry = data;
  g_autoptr (GPtrArray) truth = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf ("cannot read '%s/s.json': %s",
                                               fixture->folder, entry->message);

  g_assert_null (read_file (fixture, entry->text, &truth, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_bad_json_says_where (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) truth = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *start = g_strdup_printf (
    "cannot read '%s/s.json': it is not JSON: <data>:1:", fixture->folder);

  g_assert_null (read_file (fixture, "{\"name\"", &truth, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, start));
}

/* Every beginning of a sound file is either a study or a clear error. */
static void
test_cut_files_are_refused (Fixture *fixture, gconstpointer data)
{
  static const char text[] = HEAD SLIDES ", " QUESTIONS "}";

  for (gsize n = 0; n < strlen (text); n++) {
    g_autofree char *cut = g_strndup (text, n);
    g_autoptr (GPtrArray) truth = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_null (read_file (fixture, cut, &truth, &error));
    g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  }
}

static void
test_missing_file_is_named (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) truth = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (ts_study_file_read ("/nowhere/s.json", &truth, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_nonnull (strstr (error->message, "'/nowhere/s.json'"));
}

#define ADD(name, function)                                               \
  g_test_add ("/study-file/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("defaults", test_defaults);
  ADD ("everything", test_everything);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autofree char *name =
      g_strdup_printf ("/study-file/broken/%s", broken[i].name);

    g_test_add (name, Fixture, &broken[i], fixture_init, test_broken,
                fixture_clear);
  }
  ADD ("bad-json-says-where", test_bad_json_says_where);
  ADD ("cut-files-are-refused", test_cut_files_are_refused);
  ADD ("missing-file-is-named", test_missing_file_is_named);
  return g_test_run ();
}
