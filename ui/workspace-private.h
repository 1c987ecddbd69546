/* What the files of the workspace share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/jobs/case.h"
#include "core/tiles/display.h"
#include "ui/active-clock.h"
#include "ui/waker.h"
#include "ui/workspace.h"

G_BEGIN_DECLS

typedef struct {
  TsModelFile *file;
  char *path;
  guint
    load_number; /* of the newest load: an older one is dropped on arrival */
  gboolean is_loading;
} TsModelSlot;

struct _TsWorkspace {
  GObject parent_instance;
  TsStore *store;
  TsCase *open_case;
  gboolean is_shut;

  GCancellable *opening; /* while a slide is being opened */
  TsCancel *opening_cancel;
  char *open_error;

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
  gboolean is_model_hidden;

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
};

void ts_workspace_emit (TsWorkspace *self, const char *signal);
void ts_workspace_tell (TsWorkspace *self, const char *format, ...)
  G_GNUC_PRINTF (2, 3);
gint64 ts_workspace_get_slide_id (TsWorkspace *self); /* 0: none */

/* workspace-models.c */
void ts_workspace_attach_models (TsWorkspace *self);
void ts_workspace_drop_models (TsWorkspace *self);
/* workspace-style.c */
void ts_workspace_list_layers (TsWorkspace *self);
/* "412 of 1 230 tiles", NULL without a map. The caller owns it. */
char *ts_workspace_format_completeness (TsWorkspace *self);
/* workspace-run.c */
void ts_workspace_start_run (TsWorkspace *self);
void ts_workspace_stop_run (TsWorkspace *self);
/* workspace-opinions.c */
void ts_workspace_load_opinions (TsWorkspace *self);
void ts_workspace_end_session (TsWorkspace *self);
/* workspace-events.c; key and value may be NULL. */
void ts_workspace_log_event (TsWorkspace *self,
                             const char *kind,
                             const char *key,
                             const char *value);

G_END_DECLS
