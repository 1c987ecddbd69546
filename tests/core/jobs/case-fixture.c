/* A folder with a store and tiny models, and slides of coloured squares.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/jobs/case-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "core/base/error.h"
#include "core/model/onnx-file.h"
#include "core/slide/slide-backend.h"

void
fixture_init (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("tessera-case-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->store_path = g_build_filename (self->folder, "tessera.db", NULL);
}

void
fixture_clear (Fixture *self, gconstpointer data)
{
  GDir *dir = g_dir_open (self->folder, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    g_remove (path);
  }
  g_dir_close (dir);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->store_path);
}

static TsTensor *
new_tensor (guint rank, gint64 d0, gint64 d1, const float *values)
{
  const TsShape shape = { rank, { d0, d1 } };
  TsTensor *tensor = ts_tensor_new (TS_TYPE_FLOAT, &shape, NULL);

  memcpy (ts_tensor_edit_floats (tensor), values,
          ts_tensor_get_n_elements (tensor) * sizeof (float));
  return tensor;
}

/* weights [n_out][3]: mean over the picture, then one layer. */
static TsGraph *
new_graph (guint n_out, const float *weights)
{
  const TsShape in = { 4, { 1, 3, 8, 8 } };
  const TsShape out = { 2, { 1, n_out } };
  const float zeros[4] = { 0 };
  TsGraph *graph = ts_graph_new (13);
  g_autoptr (TsTensor) weight = new_tensor (2, n_out, 3, weights);
  g_autoptr (TsTensor) bias = new_tensor (1, n_out, 0, zeros);
  TsNode *gemm = NULL;

  ts_graph_add_input (graph, "x", &in);
  ts_graph_add_output (graph, "y", &out);
  ts_graph_add_constant (graph, "w", weight);
  ts_graph_add_constant (graph, "b", bias);
  ts_graph_add_node (graph, "mean", "GlobalAveragePool",
                     (const char *[]){ "x", NULL },
                     (const char *[]){ "m", NULL });
  ts_graph_add_node (graph, "flat", "Flatten", (const char *[]){ "m", NULL },
                     (const char *[]){ "f", NULL });
  gemm = ts_graph_add_node (graph, "layer", "Gemm",
                            (const char *[]){ "f", "w", "b", NULL },
                            (const char *[]){ "y", NULL });
  ts_node_set_int (gemm, "transB", 1);
  return graph;
}

#define TRANSFORM                                          \
  "[{\"name\": \"Resize\", \"arguments\": {\"size\": 8}}," \
  " {\"name\": \"ToTensor\"}]"

typedef struct {
  const char *name, *classes, *head, *role, *runs_on; /* runs_on may be NULL */
  guint patch_px, n_out;
  const float *weights;
} Card;

static TsModelFile *
load (Fixture *self, const Card *card)
{
  g_autofree char *patch = g_strdup_printf ("%u", card->patch_px);
  const char *keys[] = { "name",
                         "class_names",
                         "head",
                         "role",
                         "patch_size_pixels",
                         "spacing_um_px",
                         "transform",
                         card->runs_on != NULL ? "runs_on_class" : NULL,
                         NULL };
  const char *values[] = { card->name, card->classes, card->head,
                           card->role, patch,         "0.5",
                           TRANSFORM,  card->runs_on, NULL };
  g_autofree char *path = g_build_filename (self->folder, "model.onnx", NULL);
  g_autoptr (TsGraph) graph = new_graph (card->n_out, card->weights);
  g_autoptr (GError) error = NULL;
  TsModelFile *file = NULL;

  ts_onnx_file_save (path, graph, keys, values, &error);
  g_assert_no_error (error);
  file = ts_model_file_load (path, 0, NULL, &error);
  g_assert_no_error (error);
  return file;
}

TsModelFile *
load_colours (Fixture *self, float factor)
{
  const float weights[] = { factor, 0, 0, 0, factor, 0, 0, 0, factor };
  const Card card = { .name = "colours",
                      .classes = "[\"red\", \"green\", \"blue\"]",
                      .head = "softmax",
                      .role = "classes",
                      .patch_px = PATCH,
                      .n_out = 3,
                      .weights = weights };

  return load (self, &card);
}

TsModelFile *
load_genes (Fixture *self, const char *runs_on, guint patch_px)
{
  const float weights[] = { 10, 0, 0, 0, 0, 10 };
  const Card card = { .name = "genes",
                      .classes = "[\"R\", \"B\"]",
                      .head = "sigmoid",
                      .role = "mutations",
                      .runs_on = runs_on,
                      .patch_px = patch_px,
                      .n_out = 2,
                      .weights = weights };

  return load (self, &card);
}

TsModelFile *
load_features (Fixture *self)
{
  const float weights[] = { 1, 0, 0, 0, 0, 1 };
  const Card card = { .name = "trunk",
                      .classes = "[]",
                      .head = "features",
                      .role = "features",
                      .patch_px = PATCH,
                      .n_out = 2,
                      .weights = weights };

  return load (self, &card);
}

static const guint32 colours[] = { 0xc81414, 0x14c814, 0x1414c8, 0xfafafa };

static guint32
colour_at (gint64 x, gint64 y)
{
  return colours[(x / PATCH * 5 + y / PATCH * 3) % 4];
}

TsSlide *
make_slide (double mpp)
{
  const gint64 width_px = N_COLS * PATCH;
  const gint64 height_px = N_ROWS * PATCH;
  g_autofree guint8 *rgb = g_malloc ((gsize) (3 * width_px * height_px));

  for (gint64 i = 0; i < width_px * height_px; i++) {
    guint32 colour = colour_at (i % width_px, i / width_px);

    rgb[3 * i] = (guint8) (colour >> 16);
    rgb[3 * i + 1] = (guint8) (colour >> 8);
    rgb[3 * i + 2] = (guint8) colour;
  }
  return ts_slide_new_from_rgb (rgb, width_px, height_px, mpp);
}

static gboolean
read_squares (gpointer backend,
              const TsSlideRegion *region,
              guint32 *out_argb,
              GError **error)
{
  const gint *is_broken = backend;
  gboolean is_first_tile = region->x_l0 == 0 && region->y_l0 == 0 &&
                           region->width_lv <= PATCH &&
                           region->height_lv <= PATCH;

  if (is_first_tile && g_atomic_int_get (is_broken)) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_READ, "bad sectors");
    return FALSE;
  }
  for (gint64 y = 0; y < region->height_lv; y++) {
    for (gint64 x = 0; x < region->width_lv; x++)
      out_argb[y * region->width_lv + x] =
        0xff000000u | colour_at (region->x_l0 + x, region->y_l0 + y);
  }
  return TRUE;
}

static void
free_nothing (gpointer backend)
{
}

TsSlide *
make_vendor_slide (gboolean *is_broken)
{
  static const TsSlideOps ops = { read_squares, free_nothing };
  const TsSlideLevel level = { N_COLS * PATCH, N_ROWS * PATCH, 1 };
  TsSlideInfo *info = g_new0 (TsSlideInfo, 1);

  info->identity = g_strdup ("quickhash1:squares");
  info->vendor = g_strdup ("squares");
  info->width_px = N_COLS * PATCH;
  info->height_px = N_ROWS * PATCH;
  info->n_levels = 1;
  info->mpp_x = info->mpp_y = 0.5;
  info->mpp_source = TS_MPP_VENDOR;
  info->bounds_l0 = (TsRect){ 0, 0, N_COLS * PATCH, N_ROWS * PATCH };
  info->background_rgb = 0xffffff;
  return ts_slide_new (&ops, is_broken, info, &level, NULL);
}

TsStore *
open_store (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  TsStore *store = ts_store_open (self->store_path, &error);

  g_assert_no_error (error);
  return store;
}

TsCase *
open_case (Fixture *self, double mpp)
{
  g_autoptr (TsStore) store = open_store (self);
  g_autoptr (TsSlide) slide = make_slide (mpp);
  g_autoptr (GError) error = NULL;
  TsCase *opened = ts_case_new (slide, store, 0, &error);

  g_assert_no_error (error);
  return opened;
}

void
set_models (TsCase *self, TsModelFile *model, TsModelFile *mutations)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ts_case_set_models (self, model, mutations, &error));
  g_assert_no_error (error);
}

void
run_all (TsCase *self)
{
  g_autoptr (GError) error = NULL;
  const TsRect whole = { 0, 0, N_COLS * PATCH, N_ROWS * PATCH };

  g_assert_true (ts_case_start_run (self, 2, FALSE, NULL, NULL, &error));
  g_assert_no_error (error);
  ts_tile_run_aim (ts_case_get_run (self), whole, TRUE);
  g_assert_true (ts_tile_run_wait (ts_case_get_run (self), NULL, &error));
  g_assert_no_error (error);
  ts_case_stop_run (self);
}

char *
describe_map (TsPredictionMap *map)
{
  static const char letters[] = { [TS_TILE_UNKNOWN] = '?',
                                  [TS_TILE_BACKGROUND] = '.',
                                  [TS_TILE_SKIPPED] = '-',
                                  [TS_TILE_FAILED] = 'x',
                                  [TS_TILE_PREDICTED] = '#' };
  GString *text = g_string_new (NULL);

  for (guint row = 0; row < N_ROWS; row++) {
    for (guint col = 0; col < N_COLS; col++)
      g_string_append_c (text,
                         letters[ts_prediction_map_get (map, col, row, NULL)]);
    g_string_append_c (text, ' ');
  }
  return g_string_free (text, FALSE);
}

gint64
read_int (Fixture *self, const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;
  gint64 value = 0;

  g_assert_cmpint (sqlite3_open (self->store_path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return value;
}

void
run_sql (Fixture *self, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (self->store_path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}
