/* tessera-cli model: the table of its commands.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/command-model.h"
#include "app/cli/commands.h"

static const TsCommand commands[] = {
  { "import", "a TensorFlow checkpoint of DeepPATH's as an ONNX file",
    ts_command_model_import },
  { "info", "inputs, outputs, size and card of a model",
    ts_command_model_info },
  { "new", "a new, randomly initialised network", ts_command_model_new },
  { "verify", "compares the results with values on file",
    ts_command_model_verify },
  { NULL, NULL, NULL },
};

int
ts_command_model (int argc, char **argv)
{
  return ts_command_dispatch (commands, argc, argv);
}
