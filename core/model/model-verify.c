/* A model against its maker's inputs and outputs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/model-verify.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "core/base/error.h"
#include "core/model/onnx-file.h"
#include "core/nn/network.h"

#define SET_PREFIX "test_data_set_"

typedef struct {
  const char *path; /* of the model */
  char *set;        /* name of the folder */
  char *dir;
  GPtrArray *inputs, *outputs; /* of TsTensor */
  GPtrArray *output_names;
} Set;

static void
free_row (gpointer data)
{
  TsVerifyRow *row = data;

  g_free (row->set);
  g_free (row->output);
  g_free (row->problem);
  g_free (row);
}

static void
clear_set (Set *set)
{
  g_free (set->set);
  g_free (set->dir);
  g_ptr_array_unref (set->inputs);
  g_ptr_array_unref (set->outputs);
  g_ptr_array_unref (set->output_names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Set, clear_set)

gboolean
ts_verify_row_is_good (const TsVerifyRow *row)
{
  return row->problem == NULL && row->n_outside == 0;
}

static gint
compare_set_names (gconstpointer a, gconstpointer b)
{
  const char *name_a = *(const char *const *) a;
  const char *name_b = *(const char *const *) b;
  gsize length_a = strlen (name_a), length_b = strlen (name_b);

  if (length_a != length_b) /* set 10 comes after set 9 */
    return length_a < length_b ? -1 : 1;
  return strcmp (name_a, name_b);
}

/* Of a folder that GLib cannot open; its own message names it a second time, and in the
 * language of the session. */
static const char *
explain_folder (const char *dir)
{
  DIR *folder = opendir (dir);
  int reason = folder == NULL ? errno : 0;

  if (folder != NULL)
    closedir (folder);
  return g_strerror (reason);
}

/* Names of the sets in dir, in order; "" is dir itself. */
static GPtrArray *
list_sets (const char *dir, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *own = g_build_filename (dir, "output_0.pb", NULL);
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  if (folder == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': %s", dir,
                 explain_folder (dir));
    return NULL;
  }
  if (g_file_test (own, G_FILE_TEST_EXISTS)) {
    g_ptr_array_add (names, g_strdup (""));
    return g_steal_pointer (&names);
  }
  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, SET_PREFIX))
      g_ptr_array_add (names, g_strdup (name));
  if (names->len == 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN,
                 "'%s' has no " SET_PREFIX "* folder and no output_0.pb", dir);
    return NULL;
  }
  g_ptr_array_sort (names, compare_set_names);
  return g_steal_pointer (&names);
}

/* input_0.pb, input_1.pb, ... as long as there are any. */
static gboolean
load_tensors (const char *dir,
              const char *prefix,
              GPtrArray *tensors,
              GError **error)
{
  for (guint i = 0;; i++) {
    g_autofree char *name = g_strdup_printf ("%s_%u.pb", prefix, i);
    g_autofree char *path = g_build_filename (dir, name, NULL);
    TsTensor *tensor;

    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      return TRUE;
    tensor = ts_onnx_tensor_load (path, NULL, error);
    if (tensor == NULL)
      return FALSE;
    g_ptr_array_add (tensors, tensor);
  }
}

static gboolean
load_set (Set *set, GError **error)
{
  if (!load_tensors (set->dir, "input", set->inputs, error) ||
      !load_tensors (set->dir, "output", set->outputs, error))
    return FALSE;
  if (set->outputs->len == 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "'%s' has no output_0.pb",
                 set->dir);
    return FALSE;
  }
  return TRUE;
}

static const char *
type_text (TsType type)
{
  return type == TS_TYPE_FLOAT ? "float32" : "int64";
}

static gboolean
check_input (const Set *set,
             const TsOnnxFile *file,
             guint index,
             GError **error)
{
  const TsGraphValue *input = ts_graph_get_input (file->graph, index);
  const TsTensor *given = set->inputs->pdata[index];
  const TsShape *shape = ts_tensor_get_shape (given);
  gboolean fits = input->shape.rank == 0 || input->shape.rank == shape->rank;
  g_autofree char *wanted_text = ts_shape_to_text (&input->shape);
  g_autofree char *given_text = ts_shape_to_text (shape);

  if (ts_tensor_get_type (given) != file->input_types[index]) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "'%s': its input '%s' is of %s, but '%s/input_%u.pb' of %s",
                 set->path, input->name, type_text (file->input_types[index]),
                 set->dir, index, type_text (ts_tensor_get_type (given)));
    return FALSE;
  }
  for (guint i = 0; fits && i < input->shape.rank; i++)
    fits = input->shape.dims[i] < 0 || input->shape.dims[i] == shape->dims[i];
  if (!fits)
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "'%s': its input '%s' is %s, but '%s/input_%u.pb' is %s",
                 set->path, input->name, wanted_text, set->dir, index,
                 given_text);
  return fits;
}

static gboolean
check_set (const Set *set, const TsOnnxFile *file, GError **error)
{
  guint n_inputs = ts_graph_get_n_inputs (file->graph);
  guint n_outputs = ts_graph_get_n_outputs (file->graph);

  if (set->inputs->len != n_inputs || set->outputs->len > n_outputs) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "'%s' has %u inputs and %u outputs, but '%s' has %u and %u",
                 set->dir, set->inputs->len, set->outputs->len, set->path,
                 n_inputs, n_outputs);
    return FALSE;
  }
  for (guint i = 0; i < n_inputs; i++)
    if (!check_input (set, file, i, error))
      return FALSE;
  return TRUE;
}

/* The inputs become constants, but for those that flow: floats, and only the first
 * n_flowing. flowing: what is left, in the order of the network's inputs. */
static void
bind_inputs (const Set *set,
             const TsOnnxFile *file,
             guint n_flowing,
             GPtrArray *flowing)
{
  guint n = ts_graph_get_n_inputs (file->graph);
  guint at = 0; /* in the graph, from which inputs vanish */

  for (guint i = 0; i < n; i++) {
    TsTensor *tensor = set->inputs->pdata[i];
    const char *name = ts_graph_get_input (file->graph, at)->name;
    g_autofree char *own_name = g_strdup (name);

    if (file->input_types[i] == TS_TYPE_INT64 || i >= n_flowing) {
      ts_graph_bind_input (file->graph, own_name, tensor);
    } else {
      g_ptr_array_add (flowing, tensor);
      at++;
    }
  }
}

static TsNetwork *
plan (const Set *set, guint n_flowing, GPtrArray *flowing, GError **error)
{
  g_autoptr (TsOnnxFile) file = ts_onnx_file_load (set->path, error);
  g_autofree TsShape *shapes = g_new0 (TsShape, set->inputs->len + 1);
  TsNetwork *network;

  if (file == NULL || !check_set (set, file, error))
    return NULL;
  g_ptr_array_set_size (set->output_names, 0);
  for (guint i = 0; i < set->outputs->len; i++)
    g_ptr_array_add (set->output_names,
                     g_strdup (ts_graph_get_output (file->graph, i)->name));
  g_ptr_array_set_size (flowing, 0);
  bind_inputs (set, file, n_flowing, flowing);
  for (guint i = 0; i < flowing->len; i++)
    shapes[i] = *ts_tensor_get_shape (flowing->pdata[i]);
  network = ts_network_new (file->graph, shapes, error);
  if (network == NULL)
    g_prefix_error (error, "'%s': ", set->path);
  return network;
}

/* With all inputs flowing, else with the first, else with none: some operators want their
 * bounds or weights to be known when the graph is planned. */
static TsNetwork *
plan_somehow (const Set *set, GPtrArray *flowing, GError **error)
{
  const guint n_flowing[] = { G_MAXUINT, 1, 0 };
  g_autoptr (GError) first = NULL;
  TsNetwork *network = plan (set, n_flowing[0], flowing, &first);

  for (guint i = 1; i < G_N_ELEMENTS (n_flowing) && network == NULL; i++) {
    if (set->inputs->len > 1 &&
        g_error_matches (first, TS_ERROR, TS_ERROR_UNSUPPORTED))
      network = plan (set, n_flowing[i], flowing, NULL);
  }
  if (network == NULL)
    g_propagate_error (error, g_steal_pointer (&first));
  return network;
}

static void
compare_value (TsVerifyRow *row,
               const TsVerifyLimits *limits,
               double ours,
               double expected)
{
  double distance = fabs (ours - expected);

  if (ours == expected || (isnan (ours) && isnan (expected)))
    return;
  if (!isfinite (distance))
    distance = INFINITY;
  row->max_absolute = MAX (row->max_absolute, distance);
  if (expected != 0 && isfinite (expected))
    row->max_relative = MAX (row->max_relative, distance / fabs (expected));
  if (!(distance <= limits->absolute + limits->relative * fabs (expected)) ||
      !isfinite (distance))
    row->n_outside++;
}

static void
compare (TsVerifyRow *row,
         const TsVerifyLimits *limits,
         const float *ours,
         const TsTensor *expected)
{
  row->n_values = ts_tensor_get_n_elements (expected);
  for (gsize i = 0; i < row->n_values; i++)
    compare_value (row, limits, (double) ours[i],
                   (double) ts_tensor_get_floats (expected)[i]);
}

static void
add_row (GPtrArray *rows,
         const Set *set,
         const TsVerifyLimits *limits,
         const TsNetwork *network,
         TsExecutor *executor,
         guint index)
{
  const TsTensor *expected = set->outputs->pdata[index];
  const TsShape *shape = ts_network_get_output_shape (network, index);
  TsVerifyRow *row = g_new0 (TsVerifyRow, 1);

  row->set = g_strdup (set->set);
  row->output = g_strdup (set->output_names->pdata[index]);
  g_ptr_array_add (rows, row);
  if (ts_tensor_get_type (expected) != TS_TYPE_FLOAT) {
    row->problem = g_strdup ("the expected values are not float32");
  } else if (!ts_shape_equal (shape, ts_tensor_get_shape (expected))) {
    g_autofree char *ours_text = ts_shape_to_text (shape);
    g_autofree char *expected_text =
      ts_shape_to_text (ts_tensor_get_shape (expected));

    row->problem = g_strdup_printf ("its shape is %s, expected %s", ours_text,
                                    expected_text);
  } else {
    compare (row, limits, ts_executor_get_output (executor, index), expected);
  }
}

static gboolean
verify_set (const Set *set,
            const TsVerifyLimits *limits,
            GPtrArray *rows,
            GError **error)
{
  g_autoptr (GPtrArray) flowing = g_ptr_array_new ();
  g_autoptr (TsNetwork) network = plan_somehow (set, flowing, error);
  g_autoptr (TsExecutor) executor = NULL;

  if (network == NULL)
    return FALSE;
  executor = ts_executor_new (network, error);
  if (executor == NULL)
    return FALSE;
  for (guint i = 0; i < flowing->len; i++)
    memcpy (ts_executor_get_input (executor, i),
            ts_tensor_get_floats (flowing->pdata[i]),
            ts_tensor_get_n_elements (flowing->pdata[i]) * sizeof (float));
  ts_executor_run (executor);
  for (guint i = 0; i < set->outputs->len; i++)
    add_row (rows, set, limits, network, executor, i);
  return TRUE;
}

static void
start_set (Set *set, const char *path, const char *dir, const char *name)
{
  g_autofree char *own_name = g_path_get_basename (dir);

  set->path = path;
  set->set = g_strdup (*name != '\0' ? name : own_name);
  set->dir = g_build_filename (dir, *name != '\0' ? name : NULL, NULL);
  set->inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ts_tensor_unref);
  set->output_names = g_ptr_array_new_with_free_func (g_free);
  set->outputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ts_tensor_unref);
}

GPtrArray *
ts_model_verify (const char *path,
                 const char *dir,
                 const TsVerifyLimits *limits,
                 const TsCancel *cancel,
                 GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (GPtrArray) names = list_sets (dir, error);

  if (names == NULL)
    return NULL;
  for (guint i = 0; i < names->len; i++) {
    g_auto (Set) set = { 0 };

    start_set (&set, path, dir, names->pdata[i]);
    if (!ts_cancel_check (cancel, error) || !load_set (&set, error) ||
        !verify_set (&set, limits, rows, error))
      return NULL;
  }
  return g_steal_pointer (&rows);
}
