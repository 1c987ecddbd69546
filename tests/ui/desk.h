/* A window on a store in memory, for tests; and its end, which checks that nothing of it is
 * left. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window.h"

/* Turns of the main loop, 5 ms and more each, until a test gives up. */
#define DESK_MAX_TURNS 6000

typedef struct {
  GSettings *settings;
  TsStore *store;
  TsWorkspace *workspace;
  GtkWidget *window;
} Desk;

/* Runs the tests that were added, with an application for their windows. */
int desk_run_tests (void);

void desk_iterate (void);
void desk_set_up (Desk *desk);
void desk_tear_down (Desk *desk);
/* Until everything is drawn and the run is done. */
void desk_wait_settled (Desk *desk);
/* The path of one of the demonstration's files. The caller owns it. */
char *desk_find_demo (const char *name);
