/* The choice of a command and the list of commands.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/command.h"

#include <stdio.h>

#include "app/cli/output.h"

static const TsCommand *
find_command (const TsCommand *table, const char *name)
{
  for (const TsCommand *command = table; command->name != NULL; command++)
    if (g_str_equal (command->name, name))
      return command;
  return NULL;
}

static void
print_commands (const TsCommand *table, const char *prefix)
{
  printf ("usage: %s COMMAND [ARGUMENTS]\n\ncommands:\n", prefix);
  for (const TsCommand *command = table; command->name != NULL; command++)
    printf ("  %-16s %s\n", command->name, command->summary);
  printf (
    "\n'%s COMMAND --help' explains a command. Exit code: 0 done, 1 failed, "
    "2 wrong usage.\nFor research use only.\n",
    prefix);
}

static int
run_command (const TsCommand *command, int argc, char **argv)
{
  g_autofree char *full_name =
    g_strdup_printf ("%s %s", argv[0], command->name);
  g_autofree char **rest = g_new0 (char *, (gsize) argc + 1);
  rest[0] = full_name;
  for (int i = 2; i < argc; i++)
    rest[i - 1] = argv[i];
  return command->run (argc - 1, rest);
}

static int
explain_command (const TsCommand *table, const char *prefix, const char *name)
{
  char help[] = "--help";
  const TsCommand *command = find_command (table, name);
  if (command == NULL)
    return ts_usage_error (prefix, "'%s' is not a command", name);
  g_autofree char *full_name = g_strdup_printf ("%s %s", prefix, command->name);
  char *argv[] = { full_name, help, NULL };
  return command->run (2, argv);
}

int
ts_command_dispatch (const TsCommand *table, int argc, char **argv)
{
  const char *name = argc > 1 ? argv[1] : NULL;
  if (name == NULL)
    return ts_usage_error (argv[0], "which command?");
  gboolean wants_help = g_str_equal (name, "--help") ||
                        g_str_equal (name, "-h") || g_str_equal (name, "help");
  if (wants_help && argc > 2 && argv[2][0] != '-')
    return explain_command (table, argv[0], argv[2]);
  if (wants_help) {
    print_commands (table, argv[0]);
    return TS_EXIT_OK;
  }
  const TsCommand *command = find_command (table, name);
  if (command == NULL)
    return ts_usage_error (argv[0], "'%s' is not a command", name);
  return run_command (command, argc, argv);
}
