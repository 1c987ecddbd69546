/* Inside a case. Only core/jobs includes this.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/lock.h"
#include "core/jobs/case.h"
#include "core/model/model.h"

G_BEGIN_DECLS

/* One model on the slide's grid, as stored and as in memory. */
typedef struct {
  TsModelFile *file; /* NULL: no such model */
  TsPredictionMap *map;
  gint64 model_id, run_id;
} TsCaseReading;

struct TsCase {
  TsSlide *slide;
  TsStore *store;
  gint64 slide_id;
  TsCaseReading classes, genes;
  TsTileRun *run;
  void (*wake) (gpointer user_data); /* set while no run is on */
  gpointer wake_data;
  TsLock lock; /* over newest_at_us, which workers move on */
  gint64 newest_at_us;
};

void ts_case_reading_clear (TsCaseReading *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TsCaseReading, ts_case_reading_clear)

TsModel *ts_model_file_get_model (const TsModelFile *self); /* borrowed */

void ts_case_note_prediction (TsCase *self, gint64 made_at_us);

G_END_DECLS
