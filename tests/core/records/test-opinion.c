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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/opinion/new-is-empty", test_new_is_empty);
  g_test_add_func ("/opinion/copy-shares-nothing", test_copy_shares_nothing);
  g_test_add_func ("/opinion/enums-survive-text", test_enums_survive_text);
  g_test_add_func ("/opinion/other-text-is-refused",
                   test_other_text_is_refused);
  return g_test_run ();
}
