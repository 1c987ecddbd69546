/* Tests of the event log: what was changed behind the program's back is found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/store/digest.h"
#include "store-fixture.h"

static void
test_digest_is_as_written_down (void)
{
  const float floats[] = { 0.1f, -2.0f };
  g_autoptr (TsDigest) digest = ts_digest_new ();

  ts_digest_add_text (digest, "name", "Ösl");
  ts_digest_add_text (digest, "absent", NULL);
  ts_digest_add_int (digest, "int", -3);
  ts_digest_add_real (digest, "real", 0.499);
  ts_digest_add_floats (digest, "none", floats, 0);
  ts_digest_add_floats (digest, "floats", floats, 2);
  /* Python: hashlib.sha256 (b"name\0t" + pack ("<Q", 4) + "Ösl".encode ()
   * + b"int\0i" + pack ("<q", -3) + b"real\0d" + pack ("<d", 0.499)
   * + b"floats\0f" + pack ("<Q2f", 2, 0.1, -2)).hexdigest () */
  g_assert_cmpstr (
    ts_digest_get_hex (digest), ==,
    "321f0c1f221f53d1cdc4653d8bd33484b4bc1e1670511acf837600b2a70eff76");
}

static void
test_moved_boundary_changes_the_digest (void)
{
  g_autoptr (TsDigest) a = ts_digest_new ();
  g_autoptr (TsDigest) b = ts_digest_new ();

  ts_digest_add_text (a, "x", "ab");
  ts_digest_add_text (a, "y", "c");
  ts_digest_add_text (b, "x", "a");
  ts_digest_add_text (b, "y", "bc");
  g_assert_cmpstr (ts_digest_get_hex (a), !=, ts_digest_get_hex (b));
}

/* Events 1 session-started, 2 slide-opened, 3 and 4 opinions, 5 session-ended. */
static void
fill (const char *path)
{
  g_autoptr (TsStore) store = open_store (path);
  Keys keys = put_keys (store);
  g_autoptr (TsOpinion) first = make_opinion (&keys);
  g_autoptr (TsOpinion) second = make_opinion (&keys);
  g_autoptr (GError) error = NULL;

  g_assert_true (ts_store_add_event (store, keys.session_id, keys.slide_id,
                                     "slide-opened", "{\"zoom\": 1}", &error));
  g_assert_true (ts_store_add_opinion (store, first, &error));
  second->supersedes_id = first->opinion_id;
  g_assert_true (ts_store_add_opinion (store, second, &error));
  g_assert_true (ts_store_end_session (store, keys.session_id, &error));
  g_assert_true (ts_store_verify_events (store, &error));
  g_assert_no_error (error);
}

/* Does to the file what a person with another program can do: triggers off, sql, triggers
 * on again as they were. */
static void
tamper (const char *path, const char *trigger, const char *sql)
{
  g_autofree char *query = g_strdup_printf (
    "SELECT sql FROM sqlite_schema WHERE name = '%s'", trigger);
  g_autofree char *restore = read_raw_text (path, query);
  g_autofree char *drop = g_strdup_printf ("DROP TRIGGER %s", trigger);

  g_assert_cmpint (run_raw (path, drop), ==, SQLITE_OK);
  g_assert_cmpint (run_raw (path, sql), ==, SQLITE_OK);
  g_assert_cmpint (run_raw (path, restore), ==, SQLITE_OK);
}

static void
assert_found (const char *path, const char *what)
{
  g_autoptr (TsStore) store = open_store (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected =
    g_strdup_printf ("'%s' was changed by another program: %s", path, what);

  g_assert_false (ts_store_verify_events (store, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, expected);
}

typedef struct {
  const char *name, *trigger, *sql, *found;
} Tampering;

static const Tampering tamperings[] = {
  { "changed-event", "event_no_update",
    "UPDATE event SET detail = '{\"zoom\": 2}' WHERE event_id = 2",
    "event 2 (slide-opened) does not fit its hash" },
  { "changed-time", "event_no_update",
    "UPDATE event SET at_us = at_us + 1 WHERE event_id = 5",
    "event 5 (session-ended) does not fit its hash" },
  { "changed-hash", "event_no_update",
    "UPDATE event SET hash = replace (hash, substr (hash, 1, 1), 'x')"
    " WHERE event_id = 3",
    "event 3 (opinion-added) does not fit its hash" },
  { "removed-event", "event_no_delete", "DELETE FROM event WHERE event_id = 2",
    "event 3 (opinion-added) does not fit its hash" },
  { "changed-opinion", "opinion_no_update",
    "UPDATE opinion SET own_class = 'normal' WHERE opinion_id = 2",
    "event 4 (opinion-added) does not fit its hash" },
  { "changed-probability", "opinion_no_update",
    "UPDATE opinion SET shown_probs = x'000000000000000000000000'"
    " WHERE opinion_id = 1",
    "event 3 (opinion-added) does not fit its hash" },
  { "changed-reader", "reader_no_update", "UPDATE reader SET name = 'Other'",
    "event 1 (session-started) does not fit its hash" },
  { "changed-slide", "slide_no_update",
    "UPDATE slide SET identity = 'quickhash1:ff'",
    "event 2 (slide-opened) does not fit its hash" },
  { "changed-model", "model_no_update",
    "UPDATE model SET identity = 'sha256:ff'",
    "event 3 (opinion-added) does not fit its hash" },
  { "added-opinion", "opinion_no_replace",
    "INSERT INTO opinion (reader_id, session_id, slide_id, scope, verdict,"
    " region_x_l0, region_y_l0, region_width_l0, region_height_l0,"
    " was_overlay_visible, opacity, threshold, viewport_x_l0, viewport_y_l0,"
    " viewport_width_l0, viewport_height_l0, magnification, active_ms,"
    " software, committed_at_us) VALUES (1, 1, 1, 'slide', 'unsure',"
    " 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'x', 5)",
    "opinion 3 has no event" },
};

static void
test_tampering_is_found (Fixture *fixture, gconstpointer data)
{
  const Tampering *tampering = data;

  fill (fixture->path);
  tamper (fixture->path, tampering->trigger, tampering->sql);
  assert_found (fixture->path, tampering->found);
}

static void
test_detail_must_be_json (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf (
    "cannot write to '%s': the detail of an event is not JSON", fixture->path);

  g_assert_false (
    ts_store_add_event (store, 0, 0, "slide-opened", "{zoom}", &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, expected);
  g_clear_error (&error);
  g_assert_true (ts_store_add_event (store, 0, 0, "started", NULL, &error));
  g_assert_no_error (error);
}

static void
test_event_of_no_session_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (GError) error = NULL;

  g_assert_false (ts_store_end_session (store, 5, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpint (read_raw_int (fixture->path, "SELECT count (*) FROM event"),
                   ==, 0);
}

#define ADD(name, function)                                           \
  g_test_add ("/events/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/events/digest-is-as-written-down",
                   test_digest_is_as_written_down);
  g_test_add_func ("/events/moved-boundary-changes-the-digest",
                   test_moved_boundary_changes_the_digest);
  for (guint i = 0; i < G_N_ELEMENTS (tamperings); i++) {
    g_autofree char *name =
      g_strdup_printf ("/events/%s-is-found", tamperings[i].name);

    g_test_add (name, Fixture, &tamperings[i], fixture_init,
                test_tampering_is_found, fixture_clear);
  }
  ADD ("detail-must-be-json", test_detail_must_be_json);
  ADD ("event-of-no-session-is-refused", test_event_of_no_session_is_refused);
  return g_test_run ();
}
