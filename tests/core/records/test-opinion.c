/* Tests of the opinion record.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/opinion.h"

static void
test_new_is_empty (void)
{
  g_autoptr (TsOpinion) opinion = ts_opinion_new ();

  g_assert_cmpint (opinion->opinion_id, ==, 0);
  g_assert_null (opinion->own_class);
  g_assert_null (opinion->shown_probs);
  g_assert_cmpuint (opinion->n_shown_probs, ==, 0);
}

static void
test_copy_shares_nothing (void)
{
  const float probs[] = { 0.25f, 0.75f };
  g_autoptr (TsOpinion) opinion = ts_opinion_new ();
  g_autoptr (TsOpinion) copy = NULL;

  opinion->own_class = g_strdup ("LUSC");
  opinion->comment = g_strdup ("keratin");
  opinion->shown_probs = g_memdup2 (probs, sizeof probs);
  opinion->n_shown_probs = 2;
  opinion->viewport_l0.width = 7;
  copy = ts_opinion_copy (opinion);
  opinion->shown_probs[1] = 0;
  opinion->comment[0] = 'X';
  g_assert_cmpstr (copy->own_class, ==, "LUSC");
  g_assert_cmpstr (copy->comment, ==, "keratin");
  g_assert_null (copy->layer);
  g_assert_cmpfloat (copy->shown_probs[1], ==, 0.75f);
  g_assert_cmpfloat (copy->viewport_l0.width, ==, 7);
}

static void
test_enums_survive_text (void)
{
  TsVerdict verdict;
  TsScope scope;

  for (int i = TS_VERDICT_AGREE; i <= TS_VERDICT_WITHDRAWN; i++) {
    g_assert_true (
      ts_verdict_from_text (ts_verdict_to_text ((TsVerdict) i), &verdict));
    g_assert_cmpint (verdict, ==, i);
  }
  for (int i = TS_SCOPE_TILE; i <= TS_SCOPE_SLIDE; i++) {
    g_assert_true (ts_scope_from_text (ts_scope_to_text ((TsScope) i), &scope));
    g_assert_cmpint (scope, ==, i);
  }
  g_assert_cmpstr (ts_verdict_to_text (TS_VERDICT_WITHDRAWN), ==, "withdrawn");
  g_assert_cmpstr (ts_scope_to_text (TS_SCOPE_REGION), ==, "region");
}

static void
test_other_text_is_refused (void)
{
  TsVerdict verdict;
  TsScope scope;

  g_assert_false (ts_verdict_from_text ("Agree", &verdict));
  g_assert_false (ts_verdict_from_text (NULL, &verdict));
  g_assert_false (ts_scope_from_text ("case", &scope));
  g_assert_false (ts_scope_from_text (NULL, &scope));
}

static char *
standing_ids (const TsOpinion *opinions, guint n_opinions)
{
  g_autofree const TsOpinion **list = g_new0 (const TsOpinion *, n_opinions);
  g_autoptr (GPtrArray) standing = NULL;
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < n_opinions; i++)
    list[i] = &opinions[i];
  standing = ts_opinion_list_standing (list, n_opinions);
  for (guint i = 0; i < standing->len; i++) {
    const TsOpinion *opinion = g_ptr_array_index (standing, i);
    g_string_append_printf (ids, "%d ", (int) opinion->opinion_id);
  }
  return g_string_free (ids, FALSE);
}

static void
test_corrected_and_withdrawn_do_not_stand (void)
{
  const TsOpinion opinions[] = {
    { .opinion_id = 1, .verdict = TS_VERDICT_AGREE },
    { .opinion_id = 2, .verdict = TS_VERDICT_DISAGREE, .supersedes_id = 1 },
    { .opinion_id = 3, .verdict = TS_VERDICT_AGREE },
    { .opinion_id = 4, .verdict = TS_VERDICT_WITHDRAWN, .supersedes_id = 3 },
    { .opinion_id = 0, .verdict = TS_VERDICT_UNSURE },
  };
  g_autofree char *ids = standing_ids (opinions, G_N_ELEMENTS (opinions));

  g_assert_cmpstr (ids, ==, "2 0 ");
}

static void
test_a_withdrawn_correction_gives_back_what_it_corrected (void)
{
  const TsOpinion opinions[] = {
    { .opinion_id = 1, .verdict = TS_VERDICT_AGREE },
    { .opinion_id = 2, .verdict = TS_VERDICT_UNSURE, .supersedes_id = 1 },
    { .opinion_id = 3, .verdict = TS_VERDICT_DISAGREE, .supersedes_id = 2 },
    { .opinion_id = 4, .verdict = TS_VERDICT_WITHDRAWN, .supersedes_id = 3 },
    { .opinion_id = 5, .verdict = TS_VERDICT_WITHDRAWN, .supersedes_id = 2 },
    { .opinion_id = 6, .verdict = TS_VERDICT_WITHDRAWN, .supersedes_id = 1 },
  };
  const char *expected[] = { "1 ", "2 ", "3 ", "2 ", "1 ", "" };

  for (guint n = 1; n <= G_N_ELEMENTS (opinions); n++) {
    g_autofree char *ids = standing_ids (opinions, n);
    g_assert_cmpstr (ids, ==, expected[n - 1]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/opinion/new-is-empty", test_new_is_empty);
  g_test_add_func ("/opinion/copy-shares-nothing", test_copy_shares_nothing);
  g_test_add_func ("/opinion/enums-survive-text", test_enums_survive_text);
  g_test_add_func ("/opinion/other-text-is-refused",
                   test_other_text_is_refused);
  g_test_add_func ("/opinion/corrected-and-withdrawn-do-not-stand",
                   test_corrected_and_withdrawn_do_not_stand);
  g_test_add_func (
    "/opinion/a-withdrawn-correction-gives-back-what-it-corrected",
    test_a_withdrawn_correction_gives_back_what_it_corrected);
  return g_test_run ();
}
