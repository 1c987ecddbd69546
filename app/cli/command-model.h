/* The commands below "model": one file each. Arguments and result: TsCommand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int ts_command_model_import (int argc, char **argv);
int ts_command_model_info (int argc, char **argv);
int ts_command_model_new (int argc, char **argv);
int ts_command_model_verify (int argc, char **argv);

G_END_DECLS
