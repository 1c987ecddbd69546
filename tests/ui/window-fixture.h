/* A window with a store in memory, as the program makes it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window.h"

typedef struct {
  GSettings *settings;
  TsStore *store;
  TsWorkspace *workspace;
  GtkWidget *window;
} TsWindowFixture;

/* Once, before the first; returns g_test_run's answer. */
int ts_window_fixture_run_tests (void);

/* store: NULL for one of its own. */
void ts_window_fixture_set_up (TsWindowFixture *self, TsStore *store);
/* Closes the window; fails the test when it or its workspace stays. */
void ts_window_fixture_tear_down (TsWindowFixture *self);

/* One turn of the main loop, and a moment for the threads. */
void ts_window_fixture_iterate (void);
/* Iterates until it is TRUE; fails the test when that takes too long. */
#define ts_window_fixture_wait(condition)     \
  G_STMT_START                                \
  {                                           \
    for (int turn = 0; turn < 6000; turn++) { \
      if (condition)                          \
        break;                                \
      ts_window_fixture_iterate ();           \
    }                                         \
    g_assert_true (condition);                \
  }                                           \
  G_STMT_END

/* The first widget of that type below, depth first; NULL when there is none. */
GtkWidget *ts_window_fixture_find (GtkWidget *widget, GType type);
/* "resources/demo/<name>"; the caller owns it. */
char *ts_window_fixture_find_demo (const char *name);
