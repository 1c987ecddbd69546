/* read-study STORE READER ANSWER [DECIDED]: a reader reads the next slide of the first arm of
 * the store's only study, blind ANSWER, then DECIDED after the reveal. Without DECIDED he
 * stops after the lock. For the tests of the command line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "core/review/case-session.h"
#include "core/store/store-studies.h"

static gboolean
answer (TsCaseSession *session,
        const TsStudy *study,
        const char *code,
        TsDecision decision,
        GError **error)
{
  g_autoptr (TsReading) reading = ts_reading_new ();
  const TsStudyQuestion *question = g_ptr_array_index (study->questions, 0);

  reading->question = g_strdup (question->name);
  reading->answer = g_strdup (code);
  reading->confidence = 80;
  reading->decision = decision;
  if (decision != TS_DECISION_NONE)
    reading->model_answer = g_strdup ("LUSC");
  return ts_case_session_answer (session, reading, error);
}

static gboolean
read_case (TsCaseSession *session,
           const TsStudy *study,
           char **codes,
           GError **error)
{
  TsCaseStep step = { .active_ms = 2500,
                      .seen_share = 0.5,
                      .highest_power = 20 };
  TsDecision decision = TS_DECISION_KEEP;

  if (!answer (session, study, codes[0], TS_DECISION_NONE, error) ||
      !ts_case_session_lock (session, &step, error))
    return FALSE;
  if (codes[1] == NULL)
    return TRUE;
  if (!g_str_equal (codes[0], codes[1]))
    decision = TS_DECISION_CHANGE;
  return ts_case_session_reveal (session, &step, error) &&
         answer (session, study, codes[1], decision, error) &&
         ts_case_session_finish (session, &step, error);
}

static gboolean
run (const char *path, const char *reader, char **codes, GError **error)
{
  g_autoptr (TsStore) store = ts_store_open (path, error);
  g_autoptr (GPtrArray) studies =
    store != NULL ? ts_store_list_studies (store, error) : NULL;
  gboolean is_visible[TS_N_MATERIALS] = { FALSE };
  TsCaseSessionParams params = { .store = store, .reader = reader };
  g_autoptr (TsCaseSession) session = NULL;
  const TsStudyArm *arm = NULL;

  if (studies == NULL)
    return FALSE;
  params.study = g_ptr_array_index (studies, 0);
  arm = g_ptr_array_index (params.study->arms, 0);
  params.arm = arm->name;
  params.session_id = ts_store_begin_session (
    store, ts_store_put_reader (store, reader, NULL), NULL, error);
  session = ts_case_session_open (&params, is_visible, error);
  return session != NULL && read_case (session, params.study, codes, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc < 4)
    return 2;
  if (run (argv[1], argv[2], argv + 3, &error))
    return 0;
  fprintf (stderr, "%s\n", error->message);
  return 1;
}
