/* The commands: one file each, command-NAME.c. Arguments and result: TsCommand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/command.h"

G_BEGIN_DECLS

int ts_command_agreement (int argc, char **argv);
int ts_command_classify (int argc, char **argv);
int ts_command_classify_images (int argc, char **argv);
int ts_command_compare (int argc, char **argv);
int ts_command_heatmap (int argc, char **argv);
int ts_command_info (int argc, char **argv);
int ts_command_model (int argc, char **argv);
int ts_command_report (int argc, char **argv);
int ts_command_roc (int argc, char **argv);
int ts_command_snapshot (int argc, char **argv);
int ts_command_study (int argc, char **argv);

G_END_DECLS
