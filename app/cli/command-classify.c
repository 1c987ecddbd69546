/* tessera-cli classify: runs a model over a slide's tissue and says what it found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/classify-report.h"
#include "app/cli/commands.h"
#include "app/cli/file-use.h"
#include "app/cli/interrupt.h"
#include "app/cli/open-store.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/progress-bar.h"
#include "core/analysis/tile-reader.h"
#include "core/base/error.h"
#include "core/base/lock.h"
#include "core/jobs/case.h"

#define MAX_WORKERS      256
#define MIN_MPP          0.05
#define MAX_MPP          20
#define MIN_SPACING      0.01
#define MAX_SPACING      100
#define LOOK_INTERVAL_MS 200u

static const char description[] =
  "Runs the model over every tissue tile of the slide (of the region), stores "
  "each\n"
  "result when it is made, and prints for each class its mean probability and "
  "the\n"
  "share of tiles whose most likely class it is; for genes, the share of tiles "
  "with\n"
  "a probability of at least 0.5. Tiles that the store has already are not run "
  "again:\n"
  "after Ctrl-C or a crash the same command goes on where it was.\n"
  "\n"
  "--csv writes one line for each tile: minx,miny,width,height in level-0 "
  "pixels, then\n"
  "prob_CLASS for each class. With --mutations, prob_GENE for each gene "
  "follows, empty\n"
  "on tiles where that model did not run. A tile that cannot be read is "
  "reported, the\n"
  "others go on, and the exit code is 1.";

typedef struct {
  char *model_path, *mutations_path, *store_path, *csv_path;
  char *region_text, *mpp_text, *spacing_text, *workers_text;
  gboolean is_json, has_own_store; /* not the viewer's */
  char *slide_path;
  TsRect region_l0; /* empty: the whole slide */
  double mpp, spacing_um;
  gint64 n_workers;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->model_path);
  g_free (self->mutations_path);
  g_free (self->store_path);
  g_free (self->csv_path);
  g_free (self->region_text);
  g_free (self->mpp_text);
  g_free (self->spacing_text);
  g_free (self->workers_text);
  g_free (self->slide_path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
read_numbers (Arguments *self, const char *prefix)
{
  return ts_options_require (prefix, "--model", self->model_path) &&
         ts_options_get_region (prefix, self->region_text, &self->region_l0) &&
         ts_options_get_double (prefix, "--mpp", self->mpp_text, MIN_MPP,
                                MAX_MPP, &self->mpp) &&
         ts_options_get_double (prefix, "--spacing", self->spacing_text,
                                MIN_SPACING, MAX_SPACING, &self->spacing_um) &&
         ts_options_get_int (prefix, "--workers", self->workers_text, 1,
                             MAX_WORKERS, &self->n_workers);
}

static gboolean
check_files (const Arguments *self, const char *prefix)
{
  g_autoptr (TsFileUse) files = ts_file_use_new ();
  g_autofree char *default_store = ts_store_get_default_path ();
  ts_file_use_add_slide (files, self->slide_path);
  ts_file_use_add_model (files, FALSE, self->model_path);
  ts_file_use_add_model (files, TRUE, self->mutations_path);
  if (self->csv_path != NULL && !ts_output_is_stdout (self->csv_path))
    ts_file_use_add_output (files, "--csv", self->csv_path);
  if (self->store_path != NULL)
    ts_file_use_add_store (files, "--store", TRUE, self->store_path);
  else
    ts_file_use_add_store (files, NULL, TRUE, default_store);
  return ts_file_use_check (files, prefix);
}

static gboolean
arguments_read (Arguments *self, int argc, char **argv, int *out_exit_code)
{
  const GOptionEntry entries[] = {
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &self->model_path, "The network",
      "M.onnx" },
    { "mutations", 0, 0, G_OPTION_ARG_FILENAME, &self->mutations_path,
      "A second network, for the genes of tiles of one class", "M2.onnx" },
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &self->store_path,
      "The store (default: the viewer's)", "S.db" },
    { "region", 0, 0, G_OPTION_ARG_STRING, &self->region_text,
      "Only the tiles that touch it, in level-0 pixels", "X,Y,W,H" },
    { "mpp", 0, 0, G_OPTION_ARG_STRING, &self->mpp_text,
      "Microns per pixel of a slide that does not say", "F" },
    { "spacing", 0, 0, G_OPTION_ARG_STRING, &self->spacing_text,
      "Microns per pixel of a model whose card does not say", "F" },
    { "workers", 0, 0, G_OPTION_ARG_STRING, &self->workers_text,
      "Threads (default: one per core)", "N" },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &self->csv_path,
      "Write one line per tile; - is standard output, without the summary",
      "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->is_json, "Print JSON", NULL },
    { 0 },
  };
  const TsOptionsSpec spec = { .operands = "SLIDE",
                               .description = description,
                               .entries = entries,
                               .n_operands_min = 1,
                               .n_operands_max = 1 };
  g_auto (GStrv) operands = NULL;
  if (!ts_options_parse (&spec, argc, argv, &operands, out_exit_code))
    return FALSE;
  *out_exit_code = TS_EXIT_USAGE;
  self->slide_path = g_strdup (operands[0]);
  if (!read_numbers (self, argv[0]) ||
      !ts_options_check_table (argv[0], self->csv_path, self->is_json) ||
      !check_files (self, argv[0]))
    return FALSE;
  self->has_own_store = self->store_path != NULL;
  if (self->store_path == NULL)
    self->store_path = ts_store_get_default_path ();
  return TRUE;
}

static TsModelFile *
load_model (const char *path,
            const Arguments *arguments,
            const TsCancel *cancel,
            GError **error)
{
  g_autoptr (TsModelFile) model =
    ts_model_file_load (path, arguments->spacing_um, cancel, error);
  if (model == NULL)
    return NULL;
  double spacing_um = ts_model_file_get_info (model)->spacing_um;
  if (spacing_um <= 0) {
    g_set_error (
      error, TS_ERROR, TS_ERROR_MISSING,
      "the card of '%s' has no spacing (microns per pixel of a tile); "
      "give it with --spacing",
      path);
    return NULL;
  }
  if (arguments->spacing_text != NULL && spacing_um != arguments->spacing_um)
    ts_complain ("--spacing is not used: the card of '%s' says %g um/px", path,
                 spacing_um);
  return g_steal_pointer (&model);
}

/* Its results would stand in the store and in the table as if genes were classes. */
static gboolean
check_is_for_classes (const TsModelInfo *model,
                      const char *path,
                      GError **error)
{
  if (model->role != TS_ROLE_MUTATIONS)
    return TRUE;
  g_set_error (
    error, TS_ERROR, TS_ERROR_UNSUPPORTED,
    "'%s' is a mutations model%s%s: give it with --mutations, "
    "beside a class model",
    path, model->runs_on_class != NULL ? ", which runs on tiles of class " : "",
    model->runs_on_class != NULL ? model->runs_on_class : "");
  return FALSE;
}

static gboolean
check_resolution (const TsCase *open,
                  const Arguments *arguments,
                  GError **error)
{
  const TsSlideInfo *slide = ts_slide_get_info (ts_case_get_slide (open));
  if (!ts_slide_info_has_mpp (slide)) {
    g_set_error (
      error, TS_ERROR, TS_ERROR_MISSING,
      "'%s' has no resolution (microns per pixel); give it with --mpp",
      arguments->slide_path);
    return FALSE;
  }
  if (arguments->mpp_text != NULL && slide->mpp_source != TS_MPP_READER)
    ts_complain ("--mpp is not used: '%s' says %g um/px itself",
                 arguments->slide_path, slide->mpp_x);
  return TRUE;
}

static gboolean
check_region (const TsCase *open, const Arguments *arguments, GError **error)
{
  const TsSlideInfo *slide = ts_slide_get_info (ts_case_get_slide (open));
  TsRect whole = { 0, 0, (double) slide->width_px, (double) slide->height_px };

  if (ts_rect_is_empty (arguments->region_l0) ||
      !ts_rect_is_empty (ts_rect_intersect (arguments->region_l0, whole)))
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
               "the region %s is not on '%s' of %" G_GINT64_FORMAT
               "x%" G_GINT64_FORMAT " pixels",
               arguments->region_text, arguments->slide_path, slide->width_px,
               slide->height_px);
  return FALSE;
}

static void
warn_of_scale (const TsCase *open)
{
  const TsSlideInfo *slide = ts_slide_get_info (ts_case_get_slide (open));
  g_autofree char *warning = NULL;

  if (ts_tile_reader_check_scale (MAX (slide->mpp_x, slide->mpp_y),
                                  ts_case_get_model (open)->spacing_um,
                                  &warning, NULL) &&
      warning != NULL)
    ts_complain ("%s", warning);
}

static TsCase *
open_case (const Arguments *arguments, const TsCancel *cancel, GError **error)
{
  g_autoptr (TsModelFile) mutations = NULL;
  g_autoptr (TsModelFile) model =
    load_model (arguments->model_path, arguments, cancel, error);
  if (model == NULL || !check_is_for_classes (ts_model_file_get_info (model),
                                              arguments->model_path, error))
    return NULL;
  if (arguments->mutations_path != NULL) {
    mutations =
      load_model (arguments->mutations_path, arguments, cancel, error);
    if (mutations == NULL)
      return NULL;
  }
  g_autoptr (TsStore) store = ts_open_store (arguments->store_path, error);
  if (store == NULL)
    return NULL;
  const TsCaseParams params = { .slide_path = arguments->slide_path,
                                .store = store,
                                .mpp = arguments->mpp };
  g_autoptr (TsCase) open = ts_case_open (&params, cancel, error);
  if (open == NULL || !check_region (open, arguments, error) ||
      !check_resolution (open, arguments, error) ||
      !ts_case_set_models (open, model, mutations, error))
    return NULL;
  warn_of_scale (open);
  return g_steal_pointer (&open);
}

/* Rung by workers, heard by the main thread. */
typedef struct {
  TsLock lock;
  TsCond cond;
  gboolean has_rung;
} Bell;

static void
bell_ring (gpointer user_data)
{
  Bell *bell = user_data;
  ts_lock_acquire (&bell->lock);
  bell->has_rung = TRUE;
  ts_cond_signal (&bell->cond);
  ts_lock_release (&bell->lock);
}

static void
bell_wait (Bell *bell)
{
  ts_lock_acquire (&bell->lock);
  if (!bell->has_rung)
    ts_cond_wait_ms (&bell->cond, &bell->lock, LOOK_INTERVAL_MS);
  bell->has_rung = FALSE;
  ts_lock_release (&bell->lock);
}

static void
show_progress (const TsRunStatus *status)
{
  const TsProgressState progress = { .n_done = status->n_done,
                                     .n_total = status->n_wanted,
                                     .per_second = status->tiles_per_second,
                                     .seconds_left = status->seconds_left,
                                     .unit = "tiles" };
  ts_progress_bar_show (&progress);
}

static gboolean
follow_run (TsTileRun *run, Bell *bell, const TsCancel *cancel, GError **error)
{
  gint64 shown_at_us = 0;
  while (!ts_cancel_is_set (cancel)) {
    TsRunStatus status = ts_tile_run_get_status (run);
    g_autofree char *failure = status.failure;
    if (status.state == TS_RUN_FAILED)
      g_set_error_literal (error, TS_ERROR, TS_ERROR_STORE, failure);
    if (status.state == TS_RUN_FAILED || status.state == TS_RUN_IDLE)
      return status.state == TS_RUN_IDLE;
    gint64 now_us = g_get_monotonic_time ();
    if (now_us - shown_at_us >= LOOK_INTERVAL_MS * 1000) {
      show_progress (&status);
      shown_at_us = now_us;
    }
    bell_wait (bell);
  }
  g_set_error_literal (
    error, TS_ERROR, TS_ERROR_CANCELLED,
    "stopped; what is done is stored, and the same command goes on from there");
  return FALSE;
}

/* *out_tile_failure: why a tile could not be read; NULL when all could. */
static gboolean
run_to_end (TsCase *open,
            const Arguments *arguments,
            char **out_tile_failure,
            const TsCancel *cancel,
            GError **error)
{
  Bell bell = { .has_rung = FALSE };
  ts_lock_init (&bell.lock);
  ts_cond_init (&bell.cond);
  gboolean is_done = ts_case_start_run (open, (guint) arguments->n_workers,
                                        FALSE, bell_ring, &bell, error);
  if (is_done) {
    TsTileRun *run = ts_case_get_run (open);
    const TsSlideInfo *slide = ts_slide_get_info (ts_case_get_slide (open));
    if (ts_rect_is_empty (arguments->region_l0))
      ts_tile_run_aim (run, slide->bounds_l0, TRUE);
    else
      ts_tile_run_aim_region (run, arguments->region_l0);
    is_done = follow_run (run, &bell, cancel, error);
    *out_tile_failure = ts_tile_run_dup_tile_failure (run);
    ts_case_stop_run (open);
    ts_progress_bar_clear ();
  }
  ts_cond_clear (&bell.cond);
  ts_lock_clear (&bell.lock);
  return is_done;
}

/* FALSE when some of the tiles of this command could not be read or classified. */
static gboolean
check_all_read (const TsClassifyReport *found,
                const Arguments *arguments,
                const char *tile_failure,
                GError **error)
{
  guint64 n_failed = ts_prediction_map_get_counts (found->map).n_failed;
  /* A tile whose class was known may still fail when the genes are wanted. */
  if (found->gene_map != NULL)
    n_failed =
      MAX (n_failed, ts_prediction_map_get_counts (found->gene_map).n_failed);
  if (n_failed == 0)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_READ,
               "%" G_GUINT64_FORMAT " %s of '%s' %s no result%s: %s", n_failed,
               n_failed == 1 ? "tile" : "tiles", arguments->slide_path,
               n_failed == 1 ? "has" : "have",
               n_failed == 1 ? "" : "; one of them",
               tile_failure != NULL ? tile_failure : "unknown reason");
  return FALSE;
}

static gboolean
report (TsCase *open,
        const Arguments *arguments,
        const char *tile_failure,
        GError **error)
{
  TsPredictionMap *map = ts_case_get_map (open);
  TsPredictionMap *gene_map = ts_case_get_gene_map (open);
  g_autoptr (TsPredictionMap) map_cut = NULL;
  g_autoptr (TsPredictionMap) gene_map_cut = NULL;
  if (!ts_rect_is_empty (arguments->region_l0)) {
    map = map_cut = ts_classify_report_cut (map, arguments->region_l0);
    if (gene_map != NULL)
      gene_map = gene_map_cut =
        ts_classify_report_cut (gene_map, arguments->region_l0);
  }
  const TsClassifyReport found = {
    .slide = ts_slide_get_info (ts_case_get_slide (open)),
    .model = ts_case_get_model (open),
    .mutations = ts_case_get_mutations (open),
    .map = map,
    .gene_map = gene_map,
    .store_path = arguments->store_path,
  };
  if (arguments->csv_path != NULL &&
      !ts_classify_report_write_csv (&found, arguments->csv_path, error))
    return FALSE;
  if (arguments->is_json)
    ts_classify_report_print_json (&found);
  else if (arguments->csv_path == NULL ||
           !ts_output_is_stdout (arguments->csv_path))
    ts_classify_report_print (&found);
  return check_all_read (&found, arguments, tile_failure, error);
}

int
ts_command_classify (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  int exit_code = TS_EXIT_OK;
  if (!arguments_read (&arguments, argc, argv, &exit_code))
    return exit_code;
  if (!ts_output_check_table (arguments.csv_path, &error) ||
      (arguments.has_own_store &&
       !ts_output_check_path (arguments.store_path, &error)))
    return ts_fail (g_steal_pointer (&error));
  TsCancel *cancel = ts_interrupt_watch ();
  g_autofree char *tile_failure = NULL;
  g_autoptr (TsCase) open = open_case (&arguments, cancel, &error);
  if (open == NULL ||
      !run_to_end (open, &arguments, &tile_failure, cancel, &error) ||
      !report (open, &arguments, tile_failure, &error))
    return ts_fail (g_steal_pointer (&error));
  return TS_EXIT_OK;
}
