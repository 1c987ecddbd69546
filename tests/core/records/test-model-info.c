/* Tests of the model record.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/model-info.h"

static TsModelInfo *
make_info (void)
{
  TsModelInfo *info = g_new0 (TsModelInfo, 1);

  info->identity = g_strdup ("sha256:00");
  info->name = g_strdup ("lung");
  info->source = g_strdup ("somewhere");
  info->class_names = g_strsplit ("normal,LUAD,LUSC", ",", -1);
  info->n_classes = 3;
  info->patch_px = 512;
  info->spacing_um = 0.5;
  info->head = TS_HEAD_SIGMOID;
  info->role = TS_ROLE_MUTATIONS;
  info->runs_on_class = g_strdup ("LUAD");
  info->n_parameters = 7;
  info->n_multiply_adds = G_MAXUINT64;
  return info;
}

static void
test_copy_shares_nothing (void)
{
  g_autoptr (TsModelInfo) info = make_info ();
  g_autoptr (TsModelInfo) copy = ts_model_info_copy (info);

  info->name[0] = 'X';
  info->class_names[1][0] = 'X';
  g_assert_cmpstr (copy->identity, ==, "sha256:00");
  g_assert_cmpstr (copy->name, ==, "lung");
  g_assert_null (copy->architecture);
  g_assert_cmpstr (copy->class_names[1], ==, "LUAD");
  g_assert_null (copy->class_names[3]);
  g_assert_cmpstr (copy->runs_on_class, ==, "LUAD");
  g_assert_cmpuint (copy->n_multiply_adds, ==, G_MAXUINT64);
  g_assert_cmpint (copy->head, ==, TS_HEAD_SIGMOID);
}

static void
test_class_is_found_by_exact_name (void)
{
  g_autoptr (TsModelInfo) info = make_info ();

  g_assert_cmpint (ts_model_info_find_class (info, "normal"), ==, 0);
  g_assert_cmpint (ts_model_info_find_class (info, "LUSC"), ==, 2);
  g_assert_cmpint (ts_model_info_find_class (info, "luad"), ==, -1);
  g_assert_cmpint (ts_model_info_find_class (info, ""), ==, -1);
  g_assert_cmpint (ts_model_info_find_class (info, NULL), ==, -1);
}

static void
test_enums_survive_text (void)
{
  TsHead head;
  TsRole role;

  for (int i = TS_HEAD_SOFTMAX; i <= TS_HEAD_FEATURES; i++) {
    g_assert_true (ts_head_from_text (ts_head_to_text ((TsHead) i), &head));
    g_assert_cmpint (head, ==, i);
  }
  for (int i = TS_ROLE_CLASSES; i <= TS_ROLE_FEATURES; i++) {
    g_assert_true (ts_role_from_text (ts_role_to_text ((TsRole) i), &role));
    g_assert_cmpint (role, ==, i);
  }
  g_assert_cmpstr (ts_head_to_text (TS_HEAD_SOFTMAX), ==, "softmax");
  g_assert_cmpstr (ts_role_to_text (TS_ROLE_MUTATIONS), ==, "mutations");
}

static void
test_other_text_is_refused (void)
{
  TsHead head = TS_HEAD_FEATURES;
  TsRole role = TS_ROLE_FEATURES;

  g_assert_false (ts_head_from_text ("Softmax", &head));
  g_assert_false (ts_head_from_text (NULL, &head));
  g_assert_false (ts_role_from_text ("", &role));
  g_assert_false (ts_role_from_text (NULL, &role));
  g_assert_cmpint (head, ==, TS_HEAD_FEATURES);
  g_assert_cmpint (role, ==, TS_ROLE_FEATURES);
}

/* A tile has one class, and any number of mutations. */
static void
test_only_sigmoid_serves_mutations (void)
{
  g_assert_true (ts_head_serves_role (TS_HEAD_SIGMOID, TS_ROLE_MUTATIONS));
  g_assert_false (ts_head_serves_role (TS_HEAD_SOFTMAX, TS_ROLE_MUTATIONS));
  g_assert_false (ts_head_serves_role (TS_HEAD_FEATURES, TS_ROLE_MUTATIONS));
  g_assert_true (ts_head_serves_role (TS_HEAD_SIGMOID, TS_ROLE_CLASSES));
  g_assert_true (ts_head_serves_role (TS_HEAD_SOFTMAX, TS_ROLE_CLASSES));
  g_assert_false (ts_head_serves_role (TS_HEAD_FEATURES, TS_ROLE_CLASSES));
  g_assert_true (ts_head_serves_role (TS_HEAD_FEATURES, TS_ROLE_FEATURES));
  g_assert_false (ts_head_serves_role (TS_HEAD_SIGMOID, TS_ROLE_FEATURES));
  g_assert_true (ts_role_runs_on_class (TS_ROLE_MUTATIONS));
  g_assert_false (ts_role_runs_on_class (TS_ROLE_CLASSES));
  g_assert_false (ts_role_runs_on_class (TS_ROLE_FEATURES));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model-info/copy-shares-nothing", test_copy_shares_nothing);
  g_test_add_func ("/model-info/class-is-found-by-exact-name",
                   test_class_is_found_by_exact_name);
  g_test_add_func ("/model-info/enums-survive-text", test_enums_survive_text);
  g_test_add_func ("/model-info/other-text-is-refused",
                   test_other_text_is_refused);
  g_test_add_func ("/model-info/only-sigmoid-serves-mutations",
                   test_only_sigmoid_serves_mutations);
  return g_test_run ();
}
