/* A table of commands, git-style, and the choice of one by the first argument.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

enum { TS_EXIT_OK = 0, TS_EXIT_FAILURE = 1, TS_EXIT_USAGE = 2 };

typedef struct {
  const char *name;
  const char *summary; /* one line for the list of commands */
  /* argv[0] is what stands before the arguments, "tessera-cli info". Returns the exit
   * code of the program. */
  int (*run) (int argc, char **argv);
} TsCommand;

/* Runs the command that argv[1] names. table ends with a NULL name. argv[0] is
 * "tessera-cli", or "tessera-cli model" in a table below it. --help lists the commands,
 * "help NAME" is "NAME --help"; without or with an unknown name: usage error. */
int ts_command_dispatch (const TsCommand *table, int argc, char **argv);

G_END_DECLS
