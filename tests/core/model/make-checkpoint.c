/* make-checkpoint PREFIX OUTPUTS: a checkpoint with DeepPATH's names and shapes, all its values
 * zero, for the tests of the command line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/parse.h"
#include "tests/core/model/deeppath-checkpoint.h"

int
main (int argc, char **argv)
{
  BundleWriter *writer;
  gint64 n_outputs;

  if (argc != 3 || !ts_parse_int (argv[2], 1, 1000, &n_outputs))
    return 2;
  writer = bundle_writer_new (argv[1], 1);
  deeppath_add_all (writer, (guint) n_outputs, DEEPPATH_ZEROS);
  bundle_writer_finish (writer, NULL, TRUE);
  return 0;
}
