/* In which order a reader gets the slides of an arm.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/reading-order.h"

#include <string.h>

#include "core/base/random.h"

/* The first 8 bytes of SHA-256 over "<seed>\n<arm>\n<reader>", the lowest first. */
static guint64
make_seed (gint64 seed, const char *arm, const char *reader)
{
  g_autofree char *text =
    g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s", seed, arm, reader);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 bytes[32];
  gsize n_bytes = sizeof bytes;
  guint64 value = 0;

  g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text));
  g_checksum_get_digest (sum, bytes, &n_bytes);
  memcpy (&value, bytes, sizeof value);
  return GUINT64_FROM_LE (value);
}

guint *
ts_reading_order (const TsStudy *study, const char *arm, const char *reader)
{
  guint n = study->slides->len;
  guint *order = g_new (guint, n);
  TsRandom random;

  for (guint i = 0; i < n; i++)
    order[i] = i;
  if (study->order == TS_ORDER_GIVEN)
    return order;
  ts_random_init (&random, make_seed (study->seed, arm, reader));
  for (guint i = n; i > 1; i--) {
    guint other = ts_random_below (&random, i);
    guint kept = order[i - 1];

    order[i - 1] = order[other];
    order[other] = kept;
  }
  return order;
}

static const TsStudyCase *
find_case (const GPtrArray *cases,
           const char *arm,
           const char *reader,
           const char *slide_identity)
{
  for (guint i = 0; i < cases->len; i++) {
    const TsStudyCase *each = g_ptr_array_index (cases, i);

    if (g_str_equal (each->arm, arm) && g_str_equal (each->reader, reader) &&
        g_str_equal (each->slide_identity, slide_identity))
      return each;
  }
  return NULL;
}

/* When the slide may be read in arm; 0 when it must be read in another arm first. */
static gint64
find_earliest (const TsStudyArm *arm,
               const char *reader,
               const GPtrArray *cases,
               const char *slide_identity)
{
  const TsStudyCase *before = NULL;

  if (arm->after_arm == NULL)
    return 1;
  before = find_case (cases, arm->after_arm, reader, slide_identity);
  if (before == NULL || before->finished_at_us == 0)
    return 0;
  return before->finished_at_us + arm->washout_days * G_TIME_SPAN_DAY;
}

/* A slide that is neither finished nor begun. */
static void
consider (TsNextCase *next,
          const TsStudySlide *slide,
          guint position,
          gint64 earliest_us,
          gint64 now_us)
{
  if (next->kind == TS_NEXT_BEGIN)
    return;
  if (earliest_us != 0 && earliest_us <= now_us) {
    next->kind = TS_NEXT_BEGIN;
    next->slide = slide;
    next->position = position;
    return;
  }
  next->kind = TS_NEXT_WAIT;
  if (earliest_us != 0 &&
      (next->wait_until_us == 0 || earliest_us < next->wait_until_us))
    next->wait_until_us = earliest_us;
}

TsNextCase
ts_reading_order_find_next (const TsStudy *study,
                            const char *arm,
                            const char *reader,
                            const GPtrArray *cases,
                            gint64 now_us)
{
  const TsStudyArm *known = ts_study_find_arm (study, arm);
  g_autofree guint *order = ts_reading_order (study, arm, reader);
  TsNextCase next = { .kind = TS_NEXT_NONE, .n_slides = study->slides->len };
  const TsStudyCase *begun = NULL;

  g_return_val_if_fail (known != NULL, next);
  for (guint i = 0; i < study->slides->len; i++) {
    const TsStudySlide *slide = g_ptr_array_index (study->slides, order[i]);
    const TsStudyCase *found = find_case (cases, arm, reader, slide->identity);

    if (found != NULL && found->state == TS_CASE_FINISHED)
      next.n_finished++;
    else if (found != NULL)
      begun = begun != NULL ? begun : found;
    else
      consider (&next, slide, i,
                find_earliest (known, reader, cases, slide->identity), now_us);
  }
  if (begun == NULL)
    return next;
  return (TsNextCase){ .kind = TS_NEXT_RESUME,
                       .begun = begun,
                       .slide =
                         ts_study_find_slide (study, begun->slide_identity),
                       .position = begun->order_position,
                       .n_finished = next.n_finished,
                       .n_slides = next.n_slides };
}
