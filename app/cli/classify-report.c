/* What a classification found: for people, as JSON, as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/classify-report.h"

#include <math.h>
#include <stdio.h>

#include "app/cli/csv.h"
#include "app/cli/output.h"
#include "core/base/safe-file.h"
#include "core/tiles/grid.h"

/* A gene is counted as found on a tile from this probability on. */
#define GENE_THRESHOLD 0.5f

TsPredictionMap *
ts_classify_report_cut (TsPredictionMap *map, TsRect region_l0)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (map);
  guint n_classes = ts_prediction_map_get_n_classes (map);
  g_autoptr (TsPredictionMap) cut = ts_prediction_map_new (grid, n_classes);
  g_autofree float *probs = g_new0 (float, n_classes);
  guint first_col, last_col, first_row, last_row;
  ts_grid_find_range (grid, region_l0, &first_col, &last_col, &first_row,
                      &last_row);
  for (guint row = first_row; row < last_row; row++)
    for (guint col = first_col; col < last_col; col++) {
      TsTileState state = ts_prediction_map_get (map, col, row, probs);
      if (state != TS_TILE_UNKNOWN)
        ts_prediction_map_set (cut, col, row, state, probs);
    }
  return g_steal_pointer (&cut);
}

/* Mean probability and share of tiles of each class or gene, [n_classes] each. */
typedef struct {
  guint64 n_tiles;
  double *means, *shares;
} Summary;

static void
summary_clear (Summary *summary)
{
  g_free (summary->means);
  g_free (summary->shares);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Summary, summary_clear)

/* Genes do not exclude each other, so the share is of tiles above a threshold and not of
 * tiles where it is the most likely one. */
static void
count_gene_shares (TsPredictionMap *map, Summary *summary)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (map);
  guint n_genes = ts_prediction_map_get_n_classes (map);
  g_autofree guint8 *states = g_new0 (guint8, grid->n_cols);
  g_autofree float *probs = g_new0 (float, (gsize) grid->n_cols *n_genes);
  for (guint gene = 0; gene < n_genes; gene++)
    summary->shares[gene] = 0;
  for (guint row = 0; row < grid->n_rows; row++) {
    if (!ts_prediction_map_get_row (map, row, states, probs))
      continue;
    for (gsize i = 0; i < (gsize) grid->n_cols * n_genes; i++)
      if (states[i / n_genes] == TS_TILE_PREDICTED &&
          probs[i] >= GENE_THRESHOLD)
        summary->shares[i % n_genes] += 1;
  }
  for (guint gene = 0; gene < n_genes && summary->n_tiles > 0; gene++)
    summary->shares[gene] /= (double) summary->n_tiles;
}

static Summary
summarise (TsPredictionMap *map, const TsModelInfo *model)
{
  Summary summary = {
    .n_tiles = ts_prediction_map_get_counts (map).n_predicted,
    .means = g_new0 (double, model->n_classes),
    .shares = g_new0 (double, model->n_classes),
  };
  ts_prediction_map_summarise (map, summary.means, summary.shares);
  if (model->head == TS_HEAD_SIGMOID)
    count_gene_shares (map, &summary);
  return summary;
}

static void
print_table (TsPredictionMap *map, const TsModelInfo *model)
{
  g_auto (Summary) summary = summarise (map, model);
  int width = 5;
  for (guint i = 0; i < model->n_classes; i++)
    width = MAX (width, (int) g_utf8_strlen (model->class_names[i], -1));
  printf ("%-*s  mean probability  share of tiles\n", width,
          model->role == TS_ROLE_MUTATIONS ? "gene" : "class");
  for (guint i = 0; i < model->n_classes; i++) {
    int padding = width - (int) g_utf8_strlen (model->class_names[i], -1);
    printf ("%s%*s  %16.4f  %12.1f %%\n", model->class_names[i], padding, "",
            summary.means[i], 100 * summary.shares[i]);
  }
}

void
ts_classify_report_print (const TsClassifyReport *self)
{
  TsTileCounts counts = ts_prediction_map_get_counts (self->map);
  printf ("model %s: %" G_GUINT64_FORMAT " tiles classified, %" G_GUINT64_FORMAT
          " background\n",
          self->model->name, counts.n_predicted, counts.n_background);
  if (counts.n_predicted > 0)
    print_table (self->map, self->model);
  if (self->mutations == NULL)
    return;
  TsTileCounts genes = ts_prediction_map_get_counts (self->gene_map);
  printf ("\nmodel %s: %" G_GUINT64_FORMAT " tiles%s%s\n",
          self->mutations->name, genes.n_predicted,
          self->mutations->runs_on_class != NULL ? " of class " : "",
          self->mutations->runs_on_class != NULL
            ? self->mutations->runs_on_class
            : "");
  if (genes.n_predicted > 0)
    print_table (self->gene_map, self->mutations);
}

static void
add_classes (JsonBuilder *builder,
             const char *member,
             TsPredictionMap *map,
             const TsModelInfo *model)
{
  g_auto (Summary) summary = summarise (map, model);
  gboolean is_known = summary.n_tiles > 0;
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < model->n_classes; i++) {
    json_builder_begin_object (builder);
    ts_json_add_text (builder, "name", model->class_names[i]);
    ts_json_add_number (builder, "mean_probability", is_known,
                        summary.means[i]);
    ts_json_add_number (builder, "share_of_tiles", is_known, summary.shares[i]);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_count (JsonBuilder *builder, const char *name, guint64 count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) count);
}

static void
add_model (JsonBuilder *builder, const TsModelInfo *model)
{
  ts_json_add_text (builder, "name", model->name);
  ts_json_add_text (builder, "identity", model->identity);
}

static void
add_mutations (JsonBuilder *builder, const TsClassifyReport *self)
{
  json_builder_set_member_name (builder, "mutations");
  if (self->mutations == NULL) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  add_model (builder, self->mutations);
  ts_json_add_text (builder, "runs_on_class", self->mutations->runs_on_class);
  add_count (builder, "tiles",
             ts_prediction_map_get_counts (self->gene_map).n_predicted);
  add_classes (builder, "genes", self->gene_map, self->mutations);
  json_builder_end_object (builder);
}

void
ts_classify_report_print_json (const TsClassifyReport *self)
{
  TsTileCounts counts = ts_prediction_map_get_counts (self->map);
  const TsGridSpec *grid = ts_prediction_map_get_grid (self->map);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "slide");
  json_builder_begin_object (builder);
  ts_json_add_text (builder, "identity", self->slide->identity);
  ts_json_add_number (builder, "mpp", TRUE, (grid->mpp_x + grid->mpp_y) / 2);
  ts_json_add_text (builder, "mpp_source",
                    ts_mpp_source_to_text (self->slide->mpp_source));
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "model");
  json_builder_begin_object (builder);
  add_model (builder, self->model);
  ts_json_add_number (builder, "spacing_um", TRUE, grid->spacing_um);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "tiles");
  json_builder_begin_object (builder);
  add_count (builder, "classified", counts.n_predicted);
  add_count (builder, "background", counts.n_background);
  add_count (builder, "unreadable", counts.n_failed);
  json_builder_end_object (builder);
  add_classes (builder, "classes", self->map, self->model);
  add_mutations (builder, self);
  ts_json_add_text (builder, "store", self->store_path);
  json_builder_end_object (builder);
  ts_print_json (builder);
}

static void
append_header (GString *csv, const TsModelInfo *model)
{
  for (guint i = 0; i < model->n_classes; i++) {
    g_autofree char *column =
      g_strconcat ("prob_", model->class_names[i], NULL);
    g_string_append_c (csv, ',');
    ts_csv_append_text (csv, column);
  }
}

static void
append_probs (GString *csv, const float *probs, guint n_probs)
{
  for (guint i = 0; i < n_probs; i++) {
    g_string_append_c (csv, ',');
    if (probs != NULL)
      ts_csv_append_float (csv, probs[i]);
  }
}

static void
append_place (GString *csv, const TsGridSpec *grid, guint col, guint row)
{
  TsRect tile_l0 = ts_grid_get_tile_l0 (grid, col, row);
  g_string_append_printf (
    csv,
    "%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT
    ",%" G_GINT64_FORMAT,
    (gint64) llround (tile_l0.x), (gint64) llround (tile_l0.y),
    (gint64) llround (tile_l0.width), (gint64) llround (tile_l0.height));
}

static void
append_row (GString *csv, const TsClassifyReport *self, guint row)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (self->map);
  guint n_classes = self->model->n_classes;
  guint n_genes = self->mutations != NULL ? self->mutations->n_classes : 0;
  g_autofree guint8 *states = g_new0 (guint8, grid->n_cols);
  g_autofree float *probs = g_new0 (float, (gsize) grid->n_cols *n_classes);
  g_autofree float *gene_probs = g_new0 (float, MAX (n_genes, 1));
  if (!ts_prediction_map_get_row (self->map, row, states, probs))
    return;
  for (guint col = 0; col < grid->n_cols; col++) {
    if (states[col] != TS_TILE_PREDICTED)
      continue;
    append_place (csv, grid, col, row);
    append_probs (csv, probs + (gsize) col * n_classes, n_classes);
    gboolean has_genes =
      n_genes > 0 && ts_prediction_map_get (self->gene_map, col, row,
                                            gene_probs) == TS_TILE_PREDICTED;
    append_probs (csv, has_genes ? gene_probs : NULL, n_genes);
    g_string_append_c (csv, '\n');
  }
}

gboolean
ts_classify_report_write_csv (const TsClassifyReport *self,
                              const char *path,
                              GError **error)
{
  g_autoptr (GString) csv = g_string_new ("minx,miny,width,height");
  append_header (csv, self->model);
  if (self->mutations != NULL)
    append_header (csv, self->mutations);
  g_string_append_c (csv, '\n');
  for (guint row = 0; row < ts_prediction_map_get_grid (self->map)->n_rows;
       row++)
    append_row (csv, self, row);
  return ts_output_write_text (path, csv, error);
}
