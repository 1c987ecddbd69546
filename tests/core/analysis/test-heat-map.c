/* Heat maps: values, clear tiles, incremental updates.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/heat-map.h"

#include <string.h>

static char names[][8] = { "normal", "LUAD", "LUSC", "EGFR", "TP53" };
static char *lung_classes[] = { names[0], names[1], names[2], NULL };
static char *gene_names[] = { names[3], names[4], NULL };
static const TsModelInfo lung = { .class_names = lung_classes, .n_classes = 3 };
static const TsModelInfo genes = { .class_names = gene_names,
                                   .n_classes = 2,
                                   .role = TS_ROLE_MUTATIONS,
                                   .head = TS_HEAD_SIGMOID };

static TsPredictionMap *
new_map (guint n_cols, guint n_rows, guint n_classes)
{
  TsGridSpec grid = { .patch_px = 8,
                      .area_l0 = { 0, 0, 8.0 * n_cols, 8.0 * n_rows },
                      .step_x = 8,
                      .step_y = 8,
                      .n_cols = n_cols,
                      .n_rows = n_rows };

  return ts_prediction_map_new (&grid, n_classes);
}

static TsHeatMapStyle
style_of (TsLayerKind kind, guint class_index, double threshold)
{
  return (TsHeatMapStyle){ .layer = { kind, class_index, NULL },
                           .model = kind == TS_LAYER_GENE ? &genes : &lung,
                           .palette = TS_PALETTE_DEEPPATH,
                           .threshold = threshold };
}

static void
test_most_likely_is_shaded_above_chance (void)
{
  TsHeatMapStyle style = style_of (TS_LAYER_MOST_LIKELY, 0, 0);
  const float luad[3] = { 0.2F, 0.7F, 0.1F };
  const float even[3] = { 1.0F / 3, 1.0F / 3, 1.0F / 3 };
  guint class_index = 0;
  double value = 0;

  g_assert_true (ts_heat_map_get_value (&style, luad, &class_index, &value));
  g_assert_cmpuint (class_index, ==, 1);
  g_assert_cmpfloat_with_epsilon (value, (0.7 - 1.0 / 3) / (2.0 / 3), 1e-6);
  g_assert_true (ts_heat_map_get_value (&style, even, &class_index, &value));
  g_assert_cmpuint (class_index, ==, 0);
  g_assert_cmpfloat_with_epsilon (value, 0, 1e-6);
  g_assert_cmphex (ts_heat_map_get_argb (&style, even), ==, 0xffffffff);
}

static void
test_class_and_gene_layers_show_the_probability (void)
{
  TsHeatMapStyle style = style_of (TS_LAYER_CLASS, 2, 0);
  TsHeatMapStyle gene_style = style_of (TS_LAYER_GENE, 1, 0);
  const float probs[3] = { 0.2F, 0.7F, 0.1F };
  const float gene_probs[2] = { 0.9F, 0 };
  guint class_index = 0;
  double value = 0;

  g_assert_true (ts_heat_map_get_value (&style, probs, &class_index, &value));
  g_assert_cmpuint (class_index, ==, 2);
  g_assert_cmpfloat_with_epsilon (value, 0.1, 1e-6);
  g_assert_true (
    ts_heat_map_get_value (&gene_style, gene_probs, &class_index, &value));
  g_assert_cmpuint (class_index, ==, 1);
  g_assert_cmpfloat (value, ==, 0);
}

static void
test_below_threshold_is_clear (void)
{
  TsHeatMapStyle style = style_of (TS_LAYER_MOST_LIKELY, 0, 0.71);
  const float luad[3] = { 0.2F, 0.7F, 0.1F };
  const float sure[3] = { 0, 0, 1 };

  g_assert_cmphex (ts_heat_map_get_argb (&style, luad), ==, 0);
  g_assert_cmphex (ts_heat_map_get_argb (&style, sure), ==, 0xff08306b);
}

static void
test_sigmoid_winner_below_chance_is_clear (void)
{
  TsHeatMapStyle style = style_of (TS_LAYER_MOST_LIKELY, 0, 0);
  const float low[3] = { 0.1F, 0.2F, 0.1F };

  g_assert_cmphex (ts_heat_map_get_argb (&style, low), ==, 0);
}

static void
test_tiles_without_prediction_are_clear (void)
{
  g_autoptr (TsPredictionMap) map = new_map (3, 2, 3);
  TsHeatMapStyle style = style_of (TS_LAYER_MOST_LIKELY, 0, 0);
  const float sure[3] = { 0, 0, 1 };
  guint32 argb[6];

  memset (argb, 0x55, sizeof argb);
  ts_prediction_map_set (map, 0, 0, TS_TILE_BACKGROUND, NULL);
  ts_prediction_map_set (map, 1, 1, TS_TILE_PREDICTED, sure);
  ts_prediction_map_set (map, 2, 1, TS_TILE_FAILED, NULL);
  g_assert_cmpuint (ts_heat_map_render (map, &style, argb, NULL), ==, 3);
  for (guint i = 0; i < 6; i++)
    g_assert_cmphex (argb[i], ==, i == 4 ? 0xff08306b : 0);
}

static void
test_update_equals_a_new_rendering (void)
{
  g_autoptr (TsPredictionMap) map = new_map (5, 4, 3);
  TsHeatMapStyle style = style_of (TS_LAYER_MOST_LIKELY, 0, 0.4);
  const float probs[][3] = { { 0.9F, 0.05F, 0.05F },
                             { 0.2F, 0.5F, 0.3F },
                             { 0.35F, 0.3F, 0.35F } };
  guint32 updated[20], fresh[20];
  TsTileRange range = { 0 };
  guint64 version = ts_heat_map_render (map, &style, updated, NULL);

  g_assert_cmpuint (
    ts_heat_map_update (map, &style, version, updated, NULL, &range), ==, 0);
  g_assert_cmpuint (range.first_col, ==, range.last_col);
  ts_prediction_map_set (map, 1, 2, TS_TILE_PREDICTED, probs[0]);
  ts_prediction_map_set (map, 3, 1, TS_TILE_PREDICTED, probs[1]);
  ts_prediction_map_set (map, 2, 2, TS_TILE_PREDICTED, probs[2]);
  version = ts_heat_map_update (map, &style, version, updated, NULL, &range);
  g_assert_cmpuint (version, ==, 3);
  g_assert_cmpuint (range.first_col, ==, 1);
  g_assert_cmpuint (range.last_col, ==, 4);
  g_assert_cmpuint (range.first_row, ==, 1);
  g_assert_cmpuint (range.last_row, ==, 3);
  ts_heat_map_render (map, &style, fresh, NULL);
  g_assert_cmpmem (updated, sizeof updated, fresh, sizeof fresh);
  g_assert_cmphex (fresh[2 * 5 + 1], !=, 0);
}

static void
test_strength_is_the_value_and_0_when_clear (void)
{
  g_autoptr (TsPredictionMap) map = new_map (3, 1, 3);
  TsHeatMapStyle style = style_of (TS_LAYER_CLASS, 2, 0.05);
  const float none[3] = { 1, 0, 0 }, half[3] = { 0.5F, 0, 0.5F },
              sure[3] = { 0, 0, 1 };
  guint32 argb[3];
  guint16 strengths[3], updated[3] = { 0 };
  TsTileRange range = { 0 };

  ts_prediction_map_set (map, 0, 0, TS_TILE_PREDICTED, none);
  ts_prediction_map_set (map, 1, 0, TS_TILE_PREDICTED, half);
  ts_prediction_map_set (map, 2, 0, TS_TILE_PREDICTED, sure);
  ts_heat_map_render (map, &style, argb, strengths);
  g_assert_cmpuint (strengths[0], ==, 0);
  g_assert_cmpuint (strengths[1], ==, 32768);
  g_assert_cmpuint (strengths[2], ==, 65535);
  ts_heat_map_update (map, &style, 0, argb, updated, &range);
  g_assert_cmpmem (updated, sizeof updated, strengths, sizeof strengths);
}

static void
test_update_after_too_many_changes_renders_all (void)
{
  g_autoptr (TsPredictionMap) map = new_map (2, 1, 3);
  TsHeatMapStyle style = style_of (TS_LAYER_MOST_LIKELY, 0, 0);
  const float sure[3] = { 0, 0, 1 };
  guint32 argb[2] = { 0 };
  TsTileRange range = { 0 };

  for (guint i = 0; i < 65537; i++)
    ts_prediction_map_set (map, 1, 0, TS_TILE_PREDICTED, sure);
  ts_prediction_map_set (map, 0, 0, TS_TILE_PREDICTED, sure);
  g_assert_cmpuint (ts_heat_map_update (map, &style, 0, argb, NULL, &range), ==,
                    65538);
  g_assert_cmpuint (range.last_col, ==, 2);
  g_assert_cmphex (argb[0], ==, 0xff08306b);
  g_assert_cmphex (argb[1], ==, 0xff08306b);
}

static void
test_layers_come_in_panel_order (void)
{
  g_autoptr (GPtrArray) layers = ts_layer_list (&lung, &genes);
  const char *const expected[] = { "most-likely", "normal", "LUAD",
                                   "LUSC",        "EGFR",   "TP53" };

  g_assert_cmpuint (layers->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < layers->len; i++)
    g_assert_cmpstr (((TsLayer *) layers->pdata[i])->name, ==, expected[i]);
  g_assert_cmpint (ts_layer_find (layers, "TP53")->kind, ==, TS_LAYER_GENE);
  g_assert_cmpuint (ts_layer_find (layers, "TP53")->class_index, ==, 1);
  g_assert_null (ts_layer_find (layers, "tp53"));
}

static void
test_ramp_runs_from_light_to_full (void)
{
  TsHeatMapStyle style = style_of (TS_LAYER_CLASS, 1, 0);
  guint32 ramp[9];

  ts_heat_map_get_ramp (&style, 1, 9, ramp);
  g_assert_cmphex (ramp[0], ==, 0xfff7ec);
  g_assert_cmphex (ramp[4], ==, 0xfc8d59);
  g_assert_cmphex (ramp[8], ==, 0x7f0000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/heat-map/most-likely-is-shaded-above-chance",
                   test_most_likely_is_shaded_above_chance);
  g_test_add_func ("/heat-map/class-and-gene-layers-show-the-probability",
                   test_class_and_gene_layers_show_the_probability);
  g_test_add_func ("/heat-map/below-threshold-is-clear",
                   test_below_threshold_is_clear);
  g_test_add_func ("/heat-map/sigmoid-winner-below-chance-is-clear",
                   test_sigmoid_winner_below_chance_is_clear);
  g_test_add_func ("/heat-map/tiles-without-prediction-are-clear",
                   test_tiles_without_prediction_are_clear);
  g_test_add_func ("/heat-map/update-equals-a-new-rendering",
                   test_update_equals_a_new_rendering);
  g_test_add_func ("/heat-map/strength-is-the-value-and-0-when-clear",
                   test_strength_is_the_value_and_0_when_clear);
  g_test_add_func ("/heat-map/update-after-too-many-changes-renders-all",
                   test_update_after_too_many_changes_renders_all);
  g_test_add_func ("/heat-map/layers-come-in-panel-order",
                   test_layers_come_in_panel_order);
  g_test_add_func ("/heat-map/ramp-runs-from-light-to-full",
                   test_ramp_runs_from_light_to_full);
  return g_test_run ();
}
