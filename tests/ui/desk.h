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

/* One turn of the main loop, and a moment for the threads. */
void desk_iterate (void);
/* Iterates until it is TRUE; fails the test when that takes too long. */
#define desk_wait(condition)                            \
  G_STMT_START                                          \
  {                                                     \
    for (int turn = 0; turn < DESK_MAX_TURNS; turn++) { \
      if (condition)                                    \
        break;                                          \
      desk_iterate ();                                  \
    }                                                   \
    g_assert_true (condition);                          \
  }                                                     \
  G_STMT_END

/* store: NULL for one of its own. */
void desk_set_up (Desk *desk, TsStore *store);
void desk_tear_down (Desk *desk);
/* Until everything is drawn and the run is done. */
void desk_wait_settled (Desk *desk);
/* The path of one of the demonstration's files. The caller owns it. */
char *desk_find_demo (const char *name);
/* The first widget of that type below, depth first; NULL when there is none. */
GtkWidget *desk_find (GtkWidget *widget, GType type);
