/* Tests of the store under force: the process is killed, several write at once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store-fixture.h"

#define N_ACKNOWLEDGED 25
#define N_WRITERS      3
#define N_EACH         15

/* Until it is killed: an opinion, its acknowledgement, predictions. */
static void
write_until_killed (const char *path, int acknowledge)
{
  const float probs[] = { 0.1f, 0.2f, 0.7f };
  TsStore *store = ts_store_open (path, NULL);
  Keys keys = put_keys (store);
  guint32 n = 0;

  while (TRUE) {
    g_autoptr (TsOpinion) opinion = make_opinion (&keys);
    TsPrediction prediction = {
      .row = n / 100, .col = n % 100, .n_probs = 3, .probs = probs
    };

    n++;
    if (!ts_store_add_opinion (store, opinion, NULL) ||
        !ts_store_add_predictions (store, keys.run_id, &prediction, 1, NULL) ||
        write (acknowledge, &opinion->opinion_id, sizeof opinion->opinion_id) !=
          sizeof opinion->opinion_id)
      _exit (1);
  }
}

/* What was acknowledged before the child died: the largest id, and how many. */
static gint64
read_acknowledged (int from, pid_t child, guint *out_n)
{
  gint64 last = 0;
  gint64 id = 0;

  *out_n = 0;
  while (read (from, &id, sizeof id) == sizeof id) {
    last = id;
    (*out_n)++;
    if (*out_n == N_ACKNOWLEDGED)
      kill (child, SIGKILL);
  }
  return last;
}

static void
assert_sound (const char *path)
{
  g_autoptr (TsStore) store = open_store (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *verdict = NULL;

  g_assert_true (ts_store_verify_events (store, &error));
  g_assert_no_error (error);
  verdict = read_raw_text (path, "PRAGMA integrity_check");
  g_assert_cmpstr (verdict, ==, "ok");
  g_assert_null (read_raw_text (path, "PRAGMA foreign_key_check"));
}

static void
test_kill_loses_nothing_acknowledged (Fixture *fixture, gconstpointer data)
{
  int ends[2];
  int status = 0;
  pid_t child = -1;
  guint n = 0;
  gint64 last = 0;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    close (ends[0]);
    write_until_killed (fixture->path, ends[1]);
  }
  close (ends[1]);
  last = read_acknowledged (ends[0], child, &n);
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
  g_assert_cmpuint (n, >=, N_ACKNOWLEDGED);

  assert_sound (fixture->path);
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT count (*) FROM opinion"), >=, n);
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT max (opinion_id) FROM opinion"), >=,
    last);
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT count (*) FROM prediction"), >=, n);
}

static void
write_some (const char *path, guint32 row)
{
  g_autoptr (TsStore) store = open_store (path);
  Keys keys = put_keys (store);
  for (guint32 i = 0; i < N_EACH; i++) {
    g_autoptr (TsOpinion) opinion = make_opinion (&keys);
    /* Half of them on the same tiles as the others'. */
    TsPrediction prediction = { .row = i % 2 == 0 ? 0 : row + 1, .col = i };

    if (!ts_store_add_opinion (store, opinion, NULL) ||
        !ts_store_add_predictions (store, keys.run_id, &prediction, 1, NULL))
      _exit (2);
  }
}

static void
test_several_programs_share_a_new_file (Fixture *fixture, gconstpointer data)
{
  pid_t children[N_WRITERS];

  for (guint32 i = 0; i < N_WRITERS; i++) {
    children[i] = fork ();
    g_assert_cmpint (children[i], >=, 0);
    if (children[i] == 0) {
      write_some (fixture->path, i);
      _exit (0);
    }
  }
  for (guint i = 0; i < N_WRITERS; i++) {
    int status = -1;

    g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
    g_assert_cmpint (status, ==, 0);
  }
  assert_sound (fixture->path);
  g_assert_cmpint (read_raw_int (fixture->path, "SELECT count (*) FROM slide"),
                   ==, 1);
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT count (*) FROM opinion"), ==,
    N_WRITERS * N_EACH);
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT count (*) FROM prediction"), ==,
    (N_EACH + 1) / 2 + N_WRITERS * (N_EACH / 2));
}

typedef struct {
  TsStore *store;
  Keys keys;
  guint32 row;
} Worker;

static gpointer
work (gpointer data)
{
  Worker *worker = data;

  for (guint32 i = 0; i < 50; i++) {
    TsPrediction prediction = { .row = worker->row, .col = i };

    g_assert_true (ts_store_add_predictions (worker->store, worker->keys.run_id,
                                             &prediction, 1, NULL));
  }
  return NULL;
}

static void
test_threads_share_a_store (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  Worker workers[] = { { store, keys, 0 }, { store, keys, 1 } };
  GThread *threads[G_N_ELEMENTS (workers)];

  for (guint i = 0; i < G_N_ELEMENTS (workers); i++)
    threads[i] = g_thread_new ("worker", work, &workers[i]);
  for (guint i = 0; i < 20; i++) {
    g_autoptr (TsOpinion) opinion = make_opinion (&keys);

    g_assert_true (ts_store_add_opinion (store, opinion, NULL));
  }
  for (guint i = 0; i < G_N_ELEMENTS (workers); i++)
    g_thread_join (threads[i]);
  assert_sound (fixture->path);
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT count (*) FROM prediction"), ==, 100);
}

#define ADD(name, function)                                                \
  g_test_add ("/store-crash/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("kill-loses-nothing-acknowledged", test_kill_loses_nothing_acknowledged);
  ADD ("several-programs-share-a-new-file",
       test_several_programs_share_a_new_file);
  ADD ("threads-share-a-store", test_threads_share_a_store);
  return g_test_run ();
}
