/* What the window can look like: a table of states, each entered from the one before it.
 * Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "whole-program.h"

typedef struct {
  const char *name;
  void (*enter) (TsWholeProgram *program);
  /* Back to where the next one begins; NULL: nothing to do. */
  void (*leave) (TsWholeProgram *program);
  gboolean is_moving; /* shows work in progress: not waited for */
} TsPictureState;

/* Begins with the demonstration open. */
extern const TsPictureState ts_picture_states[];
extern const guint ts_n_picture_states;
