/* tessera-cli: the table of commands, and the way in and out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <locale.h>
#include <stdio.h>

#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/base/version.h"

static const TsCommand commands[] = {
  { "agreement", "how far readers agree, with each other and with truth",
    ts_command_agreement },
  { "classify", "run a model over a slide's tissue", ts_command_classify },
  { "classify-images", "run a model over image files",
    ts_command_classify_images },
  { "compare", "readers beside models and the truth, from a store",
    ts_command_compare },
  { "heatmap", "picture of the heat map of a whole slide", ts_command_heatmap },
  { "info", "facts of a slide: size, resolution, identity", ts_command_info },
  { "model", "facts of a model, a new one, or a check of one",
    ts_command_model },
  { "report", "a study's results as a PDF or HTML file", ts_command_report },
  { "roc", "how well a score tells positive cases from negative ones",
    ts_command_roc },
  { "snapshot", "picture of a region with heat map, scale and legend",
    ts_command_snapshot },
  { "study", "blind reading studies: made, followed, merged, exported",
    ts_command_study },
  { NULL, NULL, NULL },
};

static int
run (int argc, char **argv)
{
  char program[] = "tessera-cli";
  if (argc > 1 && g_str_equal (argv[1], "--version")) {
    printf ("%s %s\n", program, ts_version_text ());
    return TS_EXIT_OK;
  }
  char *no_arguments[] = { program, NULL };
  if (argc < 1)
    return ts_command_dispatch (commands, 1, no_arguments);
  argv[0] = program;
  return ts_command_dispatch (commands, argc, argv);
}

int
main (int argc, char **argv)
{
  /* File names and texts in the user's encoding, but numbers always with a point. */
  setlocale (LC_CTYPE, "");
  int exit_code = run (argc, argv);
  if (fflush (stdout) != 0) {
    ts_complain ("cannot write the output: %s", g_strerror (errno));
    return TS_EXIT_FAILURE;
  }
  return exit_code;
}
