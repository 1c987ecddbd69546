/* An open case: the slide, its place in the store, its resolution.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/case.h"

#include "core/base/error.h"
#include "core/jobs/case-private.h"

/* Beyond these a resolution is a slip of the pen: 0.05 um/px would be a 200x objective. */
#define MIN_MPP 0.05
#define MAX_MPP 20.0

static gboolean
check_mpp (double mpp, GError **error)
{
  if (mpp >= MIN_MPP && mpp <= MAX_MPP)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
               "a resolution of %g um/px is not plausible: it must be between "
               "%g and %g",
               mpp, MIN_MPP, MAX_MPP);
  return FALSE;
}

/* For a slide without a resolution: the one given, which is then stored, or the one that was
 * stored before. */
static gboolean
find_mpp (TsCase *self, double given_mpp, GError **error)
{
  g_autoptr (GError) local = NULL;
  double mpp = 0;

  if (!ts_store_find_reader_mpp (self->store, self->slide_id, &mpp, &local) &&
      local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (given_mpp != 0 && given_mpp != mpp) {
    if (!check_mpp (given_mpp, error) ||
        !ts_store_add_reader_mpp (self->store, self->slide_id, NULL, given_mpp,
                                  error))
      return FALSE;
    mpp = given_mpp;
  }
  if (mpp != 0)
    ts_slide_set_mpp (self->slide, mpp, mpp, TS_MPP_READER);
  return TRUE;
}

TsCase *
ts_case_new (TsSlide *slide, TsStore *store, double mpp, GError **error)
{
  g_autoptr (TsCase) self = g_new0 (TsCase, 1);
  const TsSlideInfo *info = ts_slide_get_info (slide);

  ts_lock_init (&self->lock);
  self->slide = ts_slide_ref (slide);
  self->store = ts_store_ref (store);
  self->slide_id = ts_store_put_slide (store, info, error);
  if (self->slide_id == 0)
    return NULL;
  if (!ts_slide_info_has_mpp (info) && !find_mpp (self, mpp, error))
    return NULL;
  return g_steal_pointer (&self);
}

TsCase *
ts_case_open (const TsCaseParams *params,
              const TsCancel *cancel,
              GError **error)
{
  g_autoptr (TsSlide) slide = NULL;

  if (!ts_cancel_check (cancel, error))
    return NULL;
  slide = ts_slide_open (params->slide_path, error);
  if (slide == NULL || !ts_cancel_check (cancel, error))
    return NULL;
  return ts_case_new (slide, params->store, params->mpp, error);
}

void
ts_case_free (TsCase *self)
{
  if (self == NULL)
    return;
  ts_case_stop_run (self);
  ts_case_reading_clear (&self->classes);
  ts_case_reading_clear (&self->genes);
  g_clear_pointer (&self->slide, ts_slide_unref);
  g_clear_pointer (&self->store, ts_store_unref);
  ts_lock_clear (&self->lock);
  g_free (self);
}

TsSlide *
ts_case_get_slide (const TsCase *self)
{
  return self->slide;
}

gint64
ts_case_get_slide_id (const TsCase *self)
{
  return self->slide_id;
}

gboolean
ts_case_can_analyse (const TsCase *self, const char **out_reason)
{
  gboolean can_analyse =
    ts_slide_info_has_mpp (ts_slide_get_info (self->slide));

  *out_reason = can_analyse ? NULL
                            : "the slide does not say its resolution (microns "
                              "per pixel)";
  return can_analyse;
}

static const TsModelInfo *
get_info (const TsCaseReading *reading)
{
  return reading->file != NULL ? ts_model_file_get_info (reading->file) : NULL;
}

const TsModelInfo *
ts_case_get_model (const TsCase *self)
{
  return get_info (&self->classes);
}

const TsModelInfo *
ts_case_get_mutations (const TsCase *self)
{
  return get_info (&self->genes);
}

TsPredictionMap *
ts_case_get_map (const TsCase *self)
{
  return self->classes.map;
}

TsPredictionMap *
ts_case_get_gene_map (const TsCase *self)
{
  return self->genes.map;
}

gint64
ts_case_get_run_id (const TsCase *self)
{
  return self->classes.run_id;
}

gint64
ts_case_get_model_id (const TsCase *self)
{
  return self->classes.model_id;
}

gint64
ts_case_get_newest_at_us (TsCase *self)
{
  gint64 newest_at_us = 0;

  ts_lock_acquire (&self->lock);
  newest_at_us = self->newest_at_us;
  ts_lock_release (&self->lock);
  return newest_at_us;
}

void
ts_case_note_prediction (TsCase *self, gint64 made_at_us)
{
  ts_lock_acquire (&self->lock);
  self->newest_at_us = MAX (self->newest_at_us, made_at_us);
  ts_lock_release (&self->lock);
}

gboolean
ts_case_set_reader_mpp (TsCase *self,
                        const char *reader,
                        double mpp,
                        GError **error)
{
  const TsSlideInfo *info = ts_slide_get_info (self->slide);

  if (!check_mpp (mpp, error))
    return FALSE;
  if (ts_slide_info_has_mpp (info) && info->mpp_source != TS_MPP_READER) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "the slide's file has its own resolution, %g um/px",
                 info->mpp_x);
    return FALSE;
  }
  if (!ts_store_add_reader_mpp (self->store, self->slide_id, reader, mpp,
                                error))
    return FALSE;
  ts_case_stop_run (self);
  ts_case_reading_clear (&self->classes);
  ts_case_reading_clear (&self->genes);
  self->newest_at_us = 0;
  ts_slide_set_mpp (self->slide, mpp, mpp, TS_MPP_READER);
  return TRUE;
}
