/* Networks of full size, real ones on real tiles where they are there, against their exact
 * values: float32 and fast convolutions may cost so much and no more.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <pthread.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/analysis/image-file.h"
#include "core/analysis/preprocess.h"
#include "core/model/model.h"
#include "core/model/new-inception.h"
#include "core/model/onnx-file.h"
#include "tests/core/nn/net-judge.h"

/* Of features and logits, as a share of the largest and of the mean square. */
#define FEATURE_BOUND 1e-5
/* Of probabilities. */
#define PROBABILITY_BOUND 5e-5

/* A model with one input, its graph, and what runs it. */
typedef struct {
  TsModel *model;
  TsOnnxFile *file;
  TsExecutor *executor;
  TsPreprocessor *preprocessor;
  gsize n_outputs;
} Subject;

static void
subject_clear (Subject *self)
{
  ts_preprocessor_free (self->preprocessor);
  ts_executor_free (self->executor);
  ts_onnx_file_free (self->file);
  ts_model_unref (self->model);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Subject, subject_clear)

static void
subject_open (Subject *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  TsNetwork *network;
  const TsShape *shape;

  self->model = ts_model_load (path, NULL, NULL, &error);
  g_assert_no_error (error);
  self->file = ts_onnx_file_load (path, &error);
  g_assert_no_error (error);
  network = ts_model_get_network (self->model);
  self->executor = ts_executor_new (network, &error);
  g_assert_no_error (error);
  shape = ts_network_get_input_shape (network, 0);
  self->preprocessor =
    ts_preprocessor_new (&ts_model_get_card (self->model)->transform,
                         (guint) shape->dims[3], (guint) shape->dims[2]);
  g_assert_true (ts_shape_count (ts_network_get_output_shape (network, 0),
                                 &self->n_outputs));
}

/* FALSE, and the test is skipped, where the model is not here. */
static gboolean
subject_open_real (Subject *self, const char *name)
{
  const char *folder = g_getenv ("TS_TEST_DATA");
  g_autofree char *path =
    folder != NULL ? g_build_filename (folder, "models", name, NULL) : NULL;

  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_test_skip_printf ("%s is not here", name);
    return FALSE;
  }
  subject_open (self, path);
  return TRUE;
}

static void
fill_input (const Subject *self, const TsImage *image)
{
  g_autoptr (GError) error = NULL;

  ts_preprocessor_run (self->preprocessor, image->rgb, image->width_px,
                       image->height_px,
                       ts_executor_get_input (self->executor, 0), &error);
  g_assert_no_error (error);
}

/* Of what lies in the input now. */
static RefTensor *
compute_exact (const Subject *self)
{
  TsNetwork *network = ts_model_get_network (self->model);
  g_autoptr (RefTensor) x = ref_new (ts_network_get_input_shape (network, 0));
  const float *input = ts_executor_get_input (self->executor, 0);
  const RefTensor *inputs[] = { x };
  g_autoptr (GPtrArray) outputs = NULL;

  for (gsize i = 0; i < x->n; i++)
    x->values[i] = input[i];
  outputs = ref_graph_run (self->file->graph, inputs);
  g_assert_cmpuint (((RefTensor *) outputs->pdata[0])->n, ==, self->n_outputs);
  return ref_copy (outputs->pdata[0]);
}

static TsImage *
load_tile (const char *name)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("TS_TEST_DATA"), name, NULL);
  g_autoptr (GError) error = NULL;
  TsImage *image = ts_image_load (path, &error);

  g_assert_no_error (error);
  return image;
}

static TsImage *
new_white_tile (void)
{
  TsImage *image = g_new0 (TsImage, 1);

  image->width_px = image->height_px = 512;
  image->rgb = g_malloc (512 * 512 * 3);
  memset (image->rgb, 255, 512 * 512 * 3);
  return image;
}

/* Waves and grain: what a network sees when nothing is at hand. */
static TsImage *
new_drawn_tile (guint seed)
{
  TsImage *image = new_white_tile ();
  TsRandom random;

  ts_random_init (&random, seed);
  for (guint i = 0; i < 512 * 512 * 3; i++) {
    const double x = i / 3 % 512, y = i / 3.0 / 512, hue = i % 3 * 2 + seed;
    const double wave = sin (x / 17 + hue) * cos (y / 23) + sin (x * y / 9000);

    image->rgb[i] =
      (guint8) (120 + 35 * wave + 40 * ts_random_uniform (&random));
  }
  return image;
}

static void
check_error (const char *what, const NetError *e)
{
  g_test_message ("%s: off by %.2g of the largest %.3g, %.2g of the mean "
                  "square %.3g",
                  what, e->largest_error / e->largest, e->largest,
                  e->rms_error / e->rms, e->rms);
  g_assert_cmpfloat (e->largest_error / e->largest, <=, FEATURE_BOUND);
  g_assert_cmpfloat (e->rms_error / e->rms, <=, FEATURE_BOUND);
}

/* Tiles of the Inception trunk: three tissues by two photographs, a slide of another
 * laboratory, and nothing at all. */
static const char *const trunk_tiles[] = {
  "lung-tiles/768/lung_n/lungn10.jpeg",
  "lung-tiles/768/lung_n/lungn3686.jpeg",
  "lung-tiles/768/lung_aca/lungaca1582.jpeg",
  "lung-tiles/768/lung_aca/lungaca72.jpeg",
  "lung-tiles/768/lung_scc/lungscc1009.jpeg",
  "lung-tiles/768/lung_scc/lungscc483.jpeg",
  "tissue/tcga-lung-rgb.png",
  NULL, /* white */
};

#define N_TRUNK_TILES G_N_ELEMENTS (trunk_tiles)

/* [tile][feature], filled by the first test that wants them. */
static RefTensor *trunk_exact, *trunk_ours;

static void
run_trunk (const Subject *trunk)
{
  const TsShape shape = SHAPE (N_TRUNK_TILES, (gint64) trunk->n_outputs);

  trunk_exact = ref_new (&shape);
  trunk_ours = ref_new (&shape);
  for (guint i = 0; i < N_TRUNK_TILES; i++) {
    g_autoptr (TsImage) image =
      trunk_tiles[i] != NULL ? load_tile (trunk_tiles[i]) : new_white_tile ();
    const gsize at = i * trunk->n_outputs;
    g_autoptr (RefTensor) exact = NULL;
    const float *ours;

    fill_input (trunk, image);
    exact = compute_exact (trunk);
    ts_executor_run (trunk->executor);
    ours = ts_executor_get_output (trunk->executor, 0);
    for (gsize k = 0; k < exact->n; k++) {
      trunk_exact->values[at + k] = exact->values[k];
      trunk_ours->values[at + k] = ours[k];
    }
  }
}

/* FALSE where the trunk is not here. */
static gboolean
have_trunk (void)
{
  g_auto (Subject) trunk = { 0 };

  if (trunk_exact != NULL)
    return TRUE;
  if (!subject_open_real (&trunk, "inception_v3_imagenet_trunk.onnx"))
    return FALSE;
  run_trunk (&trunk);
  return TRUE;
}

static void
test_features_of_the_inception_trunk (void)
{
  gsize n;

  if (!have_trunk ())
    return;
  n = trunk_exact->n / N_TRUNK_TILES;
  for (guint i = 0; i < N_TRUNK_TILES; i++) {
    const RefTensor exact = { SHAPE ((gint64) n), n,
                              trunk_exact->values + i * n };
    g_autofree float *ours = g_new (float, n);
    NetError e;

    for (gsize k = 0; k < n; k++)
      ours[k] = (float) trunk_ours->values[i * n + k];
    e = net_judge_compare (ours, &exact);
    check_error (trunk_tiles[i] != NULL ? trunk_tiles[i] : "white", &e);
  }
}

/* Logits of the tiles by a random matrix: mean 0 for each class and deviation 4 over all, as
 * a head has them that tells these tissues apart. White, which is far from all of them, is
 * not counted. */
static void
add_head (NetCase *c, const char *name, gint64 n_classes)
{
  const gsize n_counted = (N_TRUNK_TILES - 1) * (gsize) n_classes;
  const TsShape shape = SHAPE (trunk_exact->shape.dims[1], n_classes);
  g_autofree char *matrix = g_strdup_printf ("%s_matrix", name);
  g_autofree char *shift = g_strdup_printf ("%s_shift", name);
  g_autofree char *inputs = g_strdup_printf ("features %s %s", matrix, shift);
  g_autoptr (RefTensor) weights = ref_new (&shape), logits = NULL;
  g_autoptr (RefTensor) means = ref_new (&SHAPE (n_classes));
  double squares = 0, scale;

  for (gsize i = 0; i < weights->n; i++)
    weights->values[i] = ts_random_normal (&c->random);
  logits = ref_matmul (trunk_exact, weights);
  for (gsize i = 0; i < n_counted; i++)
    means->values[i % means->n] -=
      logits->values[i] / (double) (N_TRUNK_TILES - 1);
  for (gsize i = 0; i < n_counted; i++)
    squares += pow (logits->values[i] + means->values[i % means->n], 2);
  scale = 4 / sqrt (squares / (double) n_counted);
  for (gsize i = 0; i < weights->n; i++)
    weights->values[i] *= scale;
  for (gsize i = 0; i < means->n; i++)
    means->values[i] *= scale;
  net_case_constant_from (c, matrix, shape, weights->values);
  net_case_constant_from (c, shift, SHAPE (n_classes), means->values);
  net_case_node (c, "Gemm", inputs, name);
}

/* The largest errors of softmax and sigmoid, of tissue and of white. */
typedef struct {
  double tissue[2], white[2];
} HeadErrors;

/* Our features through our head, exact ones through an exact head. */
static void
try_heads (guint64 seed, HeadErrors *worst)
{
  g_autoptr (NetCase) c = net_case_new (13, seed);
  g_autoptr (GPtrArray) exact = NULL;
  const RefTensor *inputs[] = { trunk_exact };
  RefTensor *ours;

  net_case_input (c, "features", trunk_exact->shape);
  ours = g_hash_table_lookup (c->values, "features");
  memcpy (ours->values, trunk_ours->values, ours->n * sizeof (double));
  add_head (c, "three", 3);
  add_head (c, "ten", 10);
  net_case_node (c, "Softmax", "three", "classes");
  net_case_node (c, "Sigmoid", "ten", "mutations");
  net_case_output (c, "classes");
  net_case_output (c, "mutations");
  net_case_run (c);
  exact = ref_graph_run (c->graph, inputs);
  for (guint i = 0; i < 2; i++) {
    const RefTensor *a = c->results->pdata[i], *b = exact->pdata[i];

    for (gsize k = 0; k < b->n; k++) {
      const gsize tile = k / (b->n / N_TRUNK_TILES);
      double *place = trunk_tiles[tile] != NULL ? worst->tissue : worst->white;

      place[i] = fmax (place[i], fabs (a->values[k] - b->values[k]));
    }
  }
}

static void
test_probabilities_of_random_heads (void)
{
  HeadErrors worst = { 0 };

  if (!have_trunk ())
    return;
  for (guint seed = 0; seed < 64; seed++)
    try_heads (seed, &worst);
  g_test_message ("64 heads: softmax off by %.2g on tissue and %.2g on white, "
                  "sigmoid by %.2g and %.2g",
                  worst.tissue[0], worst.white[0], worst.tissue[1],
                  worst.white[1]);
  for (guint i = 0; i < 2; i++) {
    g_assert_cmpfloat (worst.tissue[i], <=, PROBABILITY_BOUND);
    g_assert_cmpfloat (worst.white[i], <=, PROBABILITY_BOUND);
  }
}

/* Softmax of exact logits, without the background as ts_model_finish() has it. */
static void
finish_exact (const Subject *self, const RefTensor *logits, double *probs)
{
  const int background = ts_model_get_card (self->model)->background_output;
  g_autoptr (RefTensor) all = ref_softmax (logits, 1, 2);
  guint n = 0;

  for (gsize i = 0; i < all->n; i++)
    if ((int) i != background)
      probs[n++] = background < 0
                     ? all->values[i]
                     : all->values[i] / (1 - all->values[background]);
}

/* Runs what lies in the input now; the largest error of a probability. */
static double
compare_probabilities (const Subject *self, const RefTensor *exact)
{
  const guint n = ts_model_get_info (self->model)->n_classes;
  g_autofree float *ours = g_new (float, n);
  g_autofree double *wanted = g_new (double, exact->n);
  float background;
  double worst = 0;

  ts_executor_run (self->executor);
  ts_model_finish (self->model, ts_executor_get_output (self->executor, 0),
                   ours, &background);
  finish_exact (self, exact, wanted);
  for (guint i = 0; i < n; i++)
    worst = fmax (worst, fabs (ours[i] - wanted[i]));
  return worst;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* One in so many tiles of a folder. */
static GPtrArray *
list_tiles (const char *folder, guint one_in)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("TS_TEST_DATA"), folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *some = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (all, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (all, compare_names);
  for (guint i = 0; i < all->len; i += one_in)
    g_ptr_array_add (some, g_strdup (all->pdata[i]));
  return some;
}

static void
test_probabilities_of_the_lung_network (void)
{
  static const char *const folders[] = { "lung-tiles/224/lung_n",
                                         "lung-tiles/224/lung_aca",
                                         "lung-tiles/224/lung_scc" };
  g_auto (Subject) lung = { 0 };
  double worst = 0, worst_logit = 0, largest = 0;
  guint n = 0;

  if (!subject_open_real (&lung, "lung_shufflenet.onnx"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autoptr (GPtrArray) names = list_tiles (folders[i], 10);

    for (guint k = 0; k < names->len; k++, n++) {
      g_autoptr (TsImage) image = load_tile (names->pdata[k]);
      g_autoptr (RefTensor) exact = NULL;
      NetError e;

      fill_input (&lung, image);
      exact = compute_exact (&lung);
      worst = fmax (worst, compare_probabilities (&lung, exact));
      e = net_judge_compare (ts_executor_get_output (lung.executor, 0), exact);
      worst_logit = fmax (worst_logit, e.largest_error);
      largest = fmax (largest, e.largest);
    }
  }
  g_test_message ("%u tiles: probabilities off by %.2g, logits by %.2g of the "
                  "largest",
                  n, worst, worst_logit / largest);
  g_assert_cmpuint (n, >=, 24);
  g_assert_cmpfloat (worst_logit / largest, <=, FEATURE_BOUND);
  g_assert_cmpfloat (worst, <=, PROBABILITY_BOUND);
}

static void
open_new_inception (Subject *self)
{
  static const char *const classes[] = { "Normal", "LUAD", "LUSC", NULL };
  const TsNewInceptionParams params = { classes, TS_HEAD_SOFTMAX, 7, 1 };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("tessera-real-XXXXXX", &error);
  g_autofree char *path = NULL;

  g_assert_no_error (error);
  path = g_build_filename (folder, "inception.onnx", NULL);
  ts_new_inception_write (path, &params, &error);
  g_assert_no_error (error);
  subject_open (self, path);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_new_inception_of_full_size (void)
{
  g_auto (Subject) inception = { 0 };

  open_new_inception (&inception);
  for (guint tile = 0; tile < 2; tile++) {
    g_autoptr (TsImage) image = new_drawn_tile (tile);
    g_autoptr (RefTensor) exact = NULL;
    double error;
    NetError e;

    fill_input (&inception, image);
    exact = compute_exact (&inception);
    error = compare_probabilities (&inception, exact);
    e =
      net_judge_compare (ts_executor_get_output (inception.executor, 0), exact);
    check_error ("logits", &e);
    g_test_message ("probabilities off by %.2g", error);
    g_assert_cmpfloat (error, <=, PROBABILITY_BOUND);
  }
}

#define N_RUNS 3

typedef struct {
  const Subject *subject;
  float outputs[N_RUNS][4];
} Worker;

/* The same tile first and last, another one in between. */
static void *
work (void *data)
{
  Worker *worker = data;
  const Subject *subject = worker->subject;
  TsNetwork *network = ts_model_get_network (subject->model);
  g_autoptr (TsExecutor) executor = ts_executor_new (network, NULL);
  gsize n;

  g_assert_true (ts_shape_count (ts_network_get_input_shape (network, 0), &n));
  g_assert_cmpuint (subject->n_outputs, ==, 4);
  for (guint run = 0; run < N_RUNS; run++) {
    const float *tile = ts_executor_get_input (subject->executor, 0);

    for (gsize i = 0; i < n; i++)
      ts_executor_get_input (executor, 0)[i] = run == 1 ? -tile[i] : tile[i];
    ts_executor_run (executor);
    memcpy (worker->outputs[run], ts_executor_get_output (executor, 0),
            sizeof worker->outputs[run]);
  }
  return NULL;
}

static void
test_threads_and_runs_give_the_same_bytes (void)
{
  g_auto (Subject) inception = { 0 };
  g_autoptr (TsImage) image = new_drawn_tile (1);
  Worker workers[3];
  pthread_t threads[2];

  open_new_inception (&inception);
  fill_input (&inception, image);
  for (guint i = 0; i < 3; i++)
    workers[i] = (Worker){ .subject = &inception };
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (pthread_create (&threads[i], NULL, work, &workers[i]), ==,
                     0);
  for (guint i = 0; i < 2; i++)
    pthread_join (threads[i], NULL);
  work (&workers[2]);
  for (guint i = 0; i < 3; i++) {
    const Worker *w = &workers[i];

    g_assert_cmpmem (w->outputs, sizeof w->outputs, workers[2].outputs,
                     sizeof w->outputs);
    g_assert_cmpmem (w->outputs[2], sizeof w->outputs[2], w->outputs[0],
                     sizeof w->outputs[0]);
    g_assert_cmpfloat (w->outputs[1][0], !=, w->outputs[0][0]);
  }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/real-networks/features-of-the-inception-trunk",
                   test_features_of_the_inception_trunk);
  g_test_add_func ("/real-networks/probabilities-of-random-heads",
                   test_probabilities_of_random_heads);
  g_test_add_func ("/real-networks/probabilities-of-the-lung-network",
                   test_probabilities_of_the_lung_network);
  g_test_add_func ("/real-networks/new-inception-of-full-size",
                   test_new_inception_of_full_size);
  g_test_add_func ("/real-networks/threads-and-runs-give-the-same-bytes",
                   test_threads_and_runs_give_the_same_bytes);
  result = g_test_run ();
  ref_free (trunk_exact);
  ref_free (trunk_ours);
  return result;
}
