/* Models of three multiplications.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/analysis/tiny-model.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/model/onnx-file.h"

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
  const TsShape in = { 4, { 1, 3, 8, 8 } }, out = { 2, { 1, n_out } };
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

static TsModel *
load (const TsGraph *graph, const char *const *keys, const char *const *values)
{
  g_autofree char *folder = g_dir_make_tmp ("ts-model-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "tiny.onnx", NULL);
  g_autoptr (GError) error = NULL;
  TsModel *model = NULL;

  ts_onnx_file_save (path, graph, keys, values, &error);
  g_assert_no_error (error);
  model = ts_model_load (path, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
  return model;
}

static const char transform[] =
  "[{\"name\": \"Resize\", \"arguments\": {\"size\": 8}},"
  " {\"name\": \"ToTensor\"}]";

static TsModel *
new_colours (float factor)
{
  const char *const keys[] = {
    "class_names", "patch_size_pixels", "spacing_um_px",
    "head",        "transform",         "name",
    NULL
  };
  const char *const values[] = { "[\"red\", \"green\", \"blue\"]",
                                 "16",
                                 "0.5",
                                 "softmax",
                                 transform,
                                 "colours",
                                 NULL };
  const float weights[9] = { factor, 0, 0, 0, factor, 0, 0, 0, factor };
  g_autoptr (TsGraph) graph = new_graph (3, weights);

  return load (graph, keys, values);
}

TsModel *
tiny_model_new_colours (void)
{
  return new_colours (10);
}

TsModel *
tiny_model_new_broken (void)
{
  return new_colours (NAN);
}

TsModel *
tiny_model_new_genes (const char *runs_on)
{
  const char *keys[] = { "class_names",
                         "patch_size_pixels",
                         "spacing_um_px",
                         "head",
                         "transform",
                         "name",
                         "role",
                         runs_on != NULL ? "runs_on_class" : NULL,
                         NULL };
  const char *values[] = { "[\"R\", \"B\"]", "16",      "0.5",
                           "sigmoid",        transform, "genes",
                           "mutations",      runs_on,   NULL };
  const float weights[6] = { 10, 0, 0, 0, 0, 10 };
  g_autoptr (TsGraph) graph = new_graph (2, weights);

  return load (graph, keys, values);
}
