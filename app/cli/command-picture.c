/* tessera-cli heatmap and snapshot: pictures of what the store knows of a slide.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/commands.h"
#include "app/cli/file-use.h"
#include "app/cli/interrupt.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/jobs/snapshot-job.h"

#define MAX_WIDTH_PX    16384
#define DEFAULT_OPACITY 0.5

typedef struct {
  char *store_path, *layer, *output_path;
  char *region_text, *opacity_text, *threshold_text, *width_text, *palette_text;
  char *slide_path;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->store_path);
  g_free (self->layer);
  g_free (self->output_path);
  g_free (self->region_text);
  g_free (self->opacity_text);
  g_free (self->threshold_text);
  g_free (self->width_text);
  g_free (self->palette_text);
  g_free (self->slide_path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
read_palette (const Arguments *self, const char *prefix, TsPalette *out)
{
  if (self->palette_text == NULL ||
      ts_palette_from_text (self->palette_text, out))
    return TRUE;
  ts_usage_error (prefix, "--palette '%s' is neither safe nor deeppath",
                  self->palette_text);
  return FALSE;
}

static gboolean
check_output (const Arguments *self, const char *prefix)
{
  if (!ts_options_require (prefix, "--output", self->output_path))
    return FALSE;
  g_autofree char *lower = g_ascii_strdown (self->output_path, -1);
  if (g_str_has_suffix (lower, ".png"))
    return TRUE;
  ts_usage_error (prefix, "--output '%s' does not end in .png",
                  self->output_path);
  return FALSE;
}

static gboolean
check_files (const Arguments *self,
             const char *store_option,
             const char *prefix)
{
  g_autoptr (TsFileUse) files = ts_file_use_new ();
  ts_file_use_add_slide (files, self->slide_path);
  ts_file_use_add_store (files, store_option, FALSE, self->store_path);
  ts_file_use_add_output (files, "--output", self->output_path);
  return ts_file_use_check (files, prefix);
}

/* The picture borrows from the arguments. */
static gboolean
read_picture (Arguments *self, const char *prefix, TsStoredPicture *picture)
{
  gint64 width_px = 0; /* as the job decides */
  picture->opacity = DEFAULT_OPACITY;
  if (!check_output (self, prefix) ||
      !read_palette (self, prefix, &picture->palette) ||
      !ts_options_get_region (prefix, self->region_text, &picture->region_l0) ||
      !ts_options_get_double (prefix, "--opacity", self->opacity_text, 0, 1,
                              &picture->opacity) ||
      !ts_options_get_double (prefix, "--threshold", self->threshold_text, 0, 1,
                              &picture->threshold) ||
      !ts_options_get_int (prefix, "--width", self->width_text, 1, MAX_WIDTH_PX,
                           &width_px))
    return FALSE;
  const char *store_option = self->store_path != NULL ? "--store" : NULL;
  if (self->store_path == NULL)
    self->store_path = ts_store_get_default_path ();
  if (!check_files (self, store_option, prefix))
    return FALSE;
  picture->width_px = (guint) width_px;
  picture->slide_path = self->slide_path;
  picture->store_path = self->store_path;
  picture->layer = self->layer;
  return TRUE;
}

typedef gboolean (*WriteFunc) (const TsStoredPicture *picture,
                               const char *path,
                               const TsCancel *cancel,
                               GError **error);

static int
write_picture (TsStoredPicture *picture, const char *path, WriteFunc write_func)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *unreadable = NULL;
  picture->out_unreadable = &unreadable;
  if (!ts_output_check_path (path, &error) ||
      !write_func (picture, path, ts_interrupt_watch (), &error))
    return ts_fail (g_steal_pointer (&error));
  if (unreadable == NULL)
    return TS_EXIT_OK;
  ts_complain ("'%s' cannot be read everywhere, '%s' is grey there: %s",
               picture->slide_path, path, unreadable);
  return TS_EXIT_FAILURE;
}

static gboolean
parse (Arguments *self,
       const TsOptionsSpec *spec,
       int argc,
       char **argv,
       int *out_exit_code)
{
  g_auto (GStrv) operands = NULL;
  if (!ts_options_parse (spec, argc, argv, &operands, out_exit_code))
    return FALSE;
  self->slide_path = g_strdup (operands[0]);
  *out_exit_code = TS_EXIT_USAGE;
  return TRUE;
}

int
ts_command_heatmap (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  TsStoredPicture picture = { 0 };
  int exit_code = TS_EXIT_OK;
  const GOptionEntry entries[] = {
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &arguments.store_path,
      "The store (default: the viewer's)", "S.db" },
    { "layer", 0, 0, G_OPTION_ARG_STRING, &arguments.layer,
      "most-likely, a class or a gene", "NAME" },
    { "threshold", 0, 0, G_OPTION_ARG_STRING, &arguments.threshold_text,
      "Leave tiles below this probability clear", "F" },
    { "palette", 0, 0, G_OPTION_ARG_STRING, &arguments.palette_text,
      "safe (told apart with any colour vision) or deeppath", "NAME" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &arguments.output_path,
      "The picture to write", "FILE.png" },
    { 0 },
  };
  const TsOptionsSpec spec = {
    .operands = "SLIDE",
    .description =
      "Draws the heat map of the whole slide from the predictions in the "
      "store,\n"
      "as DeepPATH does: the layer over the slide, at most 2048 pixels a side.",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  if (!parse (&arguments, &spec, argc, argv, &exit_code) ||
      !ts_options_require (argv[0], "--layer", arguments.layer) ||
      !read_picture (&arguments, argv[0], &picture))
    return exit_code;
  return write_picture (&picture, arguments.output_path,
                        ts_stored_heat_map_write);
}

int
ts_command_snapshot (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  TsStoredPicture picture = { 0 };
  int exit_code = TS_EXIT_OK;
  const GOptionEntry entries[] = {
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &arguments.store_path,
      "The store (default: the viewer's)", "S.db" },
    { "region", 0, 0, G_OPTION_ARG_STRING, &arguments.region_text,
      "What to show, in level-0 pixels (default: the whole slide)", "X,Y,W,H" },
    { "layer", 0, 0, G_OPTION_ARG_STRING, &arguments.layer,
      "most-likely, a class or a gene (default: no heat map)", "NAME" },
    { "opacity", 0, 0, G_OPTION_ARG_STRING, &arguments.opacity_text,
      "Of the heat map, 0 to 1 (default: 0.5)", "F" },
    { "threshold", 0, 0, G_OPTION_ARG_STRING, &arguments.threshold_text,
      "Leave tiles below this probability clear", "F" },
    { "palette", 0, 0, G_OPTION_ARG_STRING, &arguments.palette_text,
      "safe (told apart with any colour vision) or deeppath", "NAME" },
    { "width", 0, 0, G_OPTION_ARG_STRING, &arguments.width_text,
      "Pixels across (default: the region's, at most 2048)", "N" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &arguments.output_path,
      "The picture to write", "FILE.png" },
    { 0 },
  };
  const TsOptionsSpec spec = {
    .operands = "SLIDE",
    .description = "Draws a region of the slide with heat map, readers' marks, "
                   "scale bar, legend\n"
                   "and the model's name. Nothing in the picture names the "
                   "slide or a patient.\n"
                   "A place that cannot be read is grey, and the exit code is "
                   "1.",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  if (!parse (&arguments, &spec, argc, argv, &exit_code) ||
      !read_picture (&arguments, argv[0], &picture))
    return exit_code;
  return write_picture (&picture, arguments.output_path,
                        ts_stored_snapshot_write);
}
