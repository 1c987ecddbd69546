/* What the files of the workspace share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/jobs/case.h"
#include "core/review/coverage.h"
#include "core/tiles/display.h"
#include "ui/active-clock.h"
#include "ui/waker.h"
#include "ui/workspace-reading.h"

G_BEGIN_DECLS

typedef struct {
  TsModelFile *file;
  char *path;
  guint
    load_number; /* of the newest load: an older one is dropped on arrival */
  gboolean is_loading;
} TsModelSlot;

/* A case of a study; all zero while none is read. */
typedef struct {
  TsStudy *study;
  char *arm;
  char *slide_identity; /* of the case that is wanted or at hand */
  TsCaseSession *session;
  char *fault;
  gboolean is_slide_reserved; /* an open blind case, left, is on the slide */
  TsActiveClock clock;
  gint64 stored_ms; /* of the last measurement in the store */
  TsCoverage *coverage;
  double highest_power;
  TsPoint view_center_l0;
  double view_scale;
  guint rest_source, measure_source;
} TsCaseReading;

struct _TsWorkspace {
  GObject parent_instance;
  TsStore *store;
  TsCase *open_case;
  gboolean is_shut;

  GCancellable *opening; /* while a slide is being opened */
  TsCancel *opening_cancel;
  char *open_error;
  int open_error_code; /* TsError */
  char *asked_path;    /* of the last ts_workspace_open */
  TsSlideFileState file_state;
  GFileMonitor *file_monitor;
  guint file_rest_source;

  TsModelSlot slots[2]; /* by TsRole: classes, mutations */
  TsCancel *loading_cancel;
  char *obstacle;
  gboolean needs_mpp, needs_spacing;

  GPtrArray *layers;
  char *layer_name; /* wanted; kept while the models change */
  TsPalette palette;
  double opacity, threshold;
  TsDisplay *display; /* NULL: the slide as it is */
  gboolean is_overlay_visible;
  gboolean are_numbers_visible;
  gboolean wants_model_hidden; /* the reader does */
  gboolean is_model_hidden;    /* or it may not be seen */
  TsCaseReading reading;

  TsWaker *run_waker;
  guint n_workers;
  TsRect visible_l0;
  double magnification;
  gboolean is_paused, is_whole_slide;
  gint64 told_at_us; /* when map-changed was last sent */
  guint tell_source, tick_source;
  char *told_failure;
  gboolean are_failed_tiles_told;

  gboolean has_selection;
  guint selected_col, selected_row;
  TsActiveClock clock;

  char *reader;
  gint64 reader_id, session_id;
  GPtrArray *slide_opinions, *session_opinions;
  GPtrArray
    *no_opinions; /* stays empty: what is seen while the model is hidden */
  GPtrArray *bookmarks; /* of TsBookmark, on the open slide */
};

void ts_workspace_emit (TsWorkspace *self, const char *signal);
void ts_workspace_tell (TsWorkspace *self, const char *format, ...)
  G_GNUC_PRINTF (2, 3);
gint64 ts_workspace_get_slide_id (TsWorkspace *self); /* 0: none */

/* workspace.c: without the question whether a case is read; nothing is told of the closing */
void ts_workspace_open_path (TsWorkspace *self, const char *path);
void ts_workspace_close_slide (TsWorkspace *self);
/* workspace-reading.c: TRUE, and said, when a case is read */
gboolean ts_workspace_refuse_while_reading (TsWorkspace *self);
void ts_workspace_join_reading (TsWorkspace *self);
void ts_workspace_tell_reading (TsWorkspace *self);
void ts_workspace_fail_reading (TsWorkspace *self);
void ts_workspace_drop_reading (TsWorkspace *self);
void ts_workspace_log_model_display (TsWorkspace *self, gboolean is_shown);
/* workspace-models.c */
void ts_workspace_attach_models (TsWorkspace *self);
void ts_workspace_drop_models (TsWorkspace *self);
/* workspace-style.c */
void ts_workspace_list_layers (TsWorkspace *self);
/* After anything the gate depends on. */
void ts_workspace_update_hidden (TsWorkspace *self);
/* The layer that came on screen by itself. */
void ts_workspace_log_layer (TsWorkspace *self);
/* "412 of 1 230 tiles", NULL without a map. The caller owns it. */
char *ts_workspace_format_completeness (TsWorkspace *self);
/* workspace-run.c */
void ts_workspace_start_run (TsWorkspace *self);
void ts_workspace_stop_run (TsWorkspace *self);
/* workspace-opinions.c */
void ts_workspace_load_opinions (TsWorkspace *self);
void ts_workspace_end_session (TsWorkspace *self);
/* workspace-bookmarks.c */
void ts_workspace_load_bookmarks (TsWorkspace *self);
/* workspace-file.c */
void ts_workspace_watch_file (TsWorkspace *self);
void ts_workspace_unwatch_file (TsWorkspace *self);
/* workspace-events.c; key and value may be NULL. */
void ts_workspace_log_event (TsWorkspace *self,
                             const char *kind,
                             const char *key,
                             const char *value);

G_END_DECLS
