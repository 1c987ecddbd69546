/* What the window works on: the open case, the models, the layer on screen, the selected tile,
 * the reader and the opinions. Widgets ask it and listen to it; it knows no widget.
 *
 * Signals, all without arguments but the last
 *   slide-changed      another slide, none, or one being opened
 *   models-changed     the models of the case, or what is missing for them
 *   style-changed      layer, palette, opacity, threshold, visible or hidden
 *   map-changed        more tiles are known; at most ten times a second
 *   run-changed        state and numbers of the run
 *   selection-changed  the selected tile
 *   opinions-changed   the opinions of this slide or session
 *   message (const char *text)   something to tell the reader in a toast
 *
 * Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/analysis/heat-map.h"
#include "core/analysis/tile-pictures.h"
#include "core/analysis/tile-run.h"
#include "core/records/opinion.h"
#include "core/slide/slide.h"
#include "core/store/store.h"
#include "core/tiles/display.h"

G_BEGIN_DECLS

#define TS_TYPE_WORKSPACE (ts_workspace_get_type ())
G_DECLARE_FINAL_TYPE (TsWorkspace, ts_workspace, TS, WORKSPACE, GObject)

TsWorkspace *ts_workspace_new (TsStore *store) G_GNUC_WARN_UNUSED_RESULT;
/* Stops the run and everything that is being opened; waits for the tiles in flight. */
void ts_workspace_shut (TsWorkspace *self);

/* Something went wrong elsewhere: sends the message signal. */
void ts_workspace_report (TsWorkspace *self, const char *text);

/* The slide (workspace.c). Opening goes on in a thread; the one open before stays until the
 * new one is there. */
void ts_workspace_open (TsWorkspace *self, const char *path);
gboolean ts_workspace_is_opening (TsWorkspace *self);
/* Borrowed; NULL when none is open. */
TsSlide *ts_workspace_get_slide (TsWorkspace *self);
const char *ts_workspace_get_open_error (TsWorkspace *self);

/* The models (workspace-models.c). Loading goes on in a thread. spacing_um: for a card that
 * has none, else 0. A path of NULL removes. */
void ts_workspace_load_model (TsWorkspace *self,
                              TsRole role,
                              const char *path,
                              double spacing_um);
gboolean ts_workspace_is_loading_model (TsWorkspace *self);
const TsModelInfo *ts_workspace_get_model (TsWorkspace *self, TsRole role);
/* Why there is no analysis, for people; NULL when there is one. */
const char *ts_workspace_get_obstacle (TsWorkspace *self);
/* What makes the analysis doubtful, for people; the caller owns it; NULL for nothing. */
char *ts_workspace_format_warning (TsWorkspace *self);
/* What the reader can enter to go on. */
gboolean ts_workspace_needs_mpp (TsWorkspace *self);
gboolean ts_workspace_needs_spacing (TsWorkspace *self);
/* FALSE, with a message sent, when the number is not plausible. */
gboolean ts_workspace_enter_mpp (TsWorkspace *self, double mpp);
void ts_workspace_enter_spacing (TsWorkspace *self, double spacing_um);

/* Whether the model may be seen (workspace-style.c). While it is hidden, nothing of it can be
 * got from here: no layers, heat map, tiles with numbers, order of tiles, state, opinions on
 * its answers; has_run is FALSE. The run goes on unseen. Logged, so that it can be told which
 * opinions were formed blind. All signals are sent on a change. */
void ts_workspace_set_model_hidden (TsWorkspace *self, gboolean is_hidden);
gboolean ts_workspace_is_model_hidden (TsWorkspace *self);

/* What is on screen (workspace-style.c). */
const GPtrArray *ts_workspace_get_layers (TsWorkspace *self); /* may be NULL */
const TsLayer *ts_workspace_get_layer (TsWorkspace *self);    /* NULL: none */
/* name: of a layer, or NULL for none. */
void ts_workspace_set_layer (TsWorkspace *self, const char *name);
/* The map of the layer shown and its style, borrowed; NULL when there is nothing to show. */
TsPredictionMap *ts_workspace_get_heat_map (TsWorkspace *self,
                                            TsHeatMapStyle *out_style);
TsPalette ts_workspace_get_palette (TsWorkspace *self);
void ts_workspace_set_palette (TsWorkspace *self, TsPalette palette);
double ts_workspace_get_opacity (TsWorkspace *self);
void ts_workspace_set_opacity (TsWorkspace *self, double opacity);
double ts_workspace_get_threshold (TsWorkspace *self);
void ts_workspace_set_threshold (TsWorkspace *self, double threshold);
gboolean ts_workspace_is_overlay_visible (TsWorkspace *self);
void ts_workspace_set_overlay_visible (TsWorkspace *self, gboolean is_visible);
/* Whether the reader can see the numbers beside the slide; goes into the opinions. */
void ts_workspace_set_numbers_visible (TsWorkspace *self, gboolean is_visible);
/* "MODEL · 412 of 1 230 tiles · 22 Nov 2026", or NULL. The caller owns it. */
char *ts_workspace_format_state (TsWorkspace *self) G_GNUC_WARN_UNUSED_RESULT;

/* The gallery and pictures of tiles (workspace-gallery.c). The map of the classes or of the
 * mutations, borrowed; NULL when there is none or it may not be seen. */
TsPredictionMap *ts_workspace_get_map (TsWorkspace *self, TsRole role);
/* For a thread to use alone; NULL likewise. */
TsTilePictures *ts_workspace_new_tile_pictures (TsWorkspace *self, TsRole role)
  G_GNUC_WARN_UNUSED_RESULT;
/* When the model read the tile, in unix microseconds; 0 when it has not. */
gint64 ts_workspace_find_tile_time (TsWorkspace *self, guint col, guint row);

/* The run (workspace-run.c). */
void ts_workspace_set_n_workers (TsWorkspace *self, guint n_workers);
void ts_workspace_set_view (TsWorkspace *self,
                            TsRect visible_l0,
                            double magnification);
gboolean ts_workspace_has_run (TsWorkspace *self);
/* The caller frees failure. */
TsRunStatus ts_workspace_get_run_status (TsWorkspace *self);
gboolean ts_workspace_is_paused (TsWorkspace *self);
void ts_workspace_set_paused (TsWorkspace *self, gboolean is_paused);
/* After a failure: begins again with what is missing. */
void ts_workspace_retry_run (TsWorkspace *self);
gboolean ts_workspace_is_whole_slide (TsWorkspace *self);
void ts_workspace_set_whole_slide (TsWorkspace *self, gboolean is_whole_slide);

/* The selected tile (workspace-selection.c). */
typedef struct {
  guint col, row;
  TsRect tile_l0;
  TsTileState state;
  float *probs; /* [n_classes] when TS_TILE_PREDICTED, else NULL */
  guint n_probs;
  guint best;        /* index of the most likely class */
  float *gene_probs; /* [n genes] where the mutations model looked, else NULL */
  guint n_gene_probs;
} TsTileView;

void ts_tile_view_free (TsTileView *tile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTileView, ts_tile_view_free)

/* NULL when nothing is selected, or no tile lies there. */
TsTileView *
ts_workspace_get_selection (TsWorkspace *self) G_GNUC_WARN_UNUSED_RESULT;
TsTileView *ts_workspace_get_tile_at (TsWorkspace *self,
                                      double x_l0,
                                      double y_l0) G_GNUC_WARN_UNUSED_RESULT;
void ts_workspace_select_at (TsWorkspace *self, double x_l0, double y_l0);
void ts_workspace_select_tile (TsWorkspace *self, guint col, guint row);
void ts_workspace_clear_selection (TsWorkspace *self);
/* From the most (step 1 from nothing selected) to the least certain tile, or back (-1). */
void ts_workspace_step_selection (TsWorkspace *self, int step);

/* Reader and opinions (workspace-opinions.c). */
gboolean ts_workspace_has_reader (TsWorkspace *self);
const char *ts_workspace_get_reader (TsWorkspace *self);
/* FALSE, with a message sent, when the store refuses. */
gboolean ts_workspace_set_reader (TsWorkspace *self, const char *name);
/* A sign of life, for the time spent on a tile. */
void ts_workspace_touch (TsWorkspace *self);

/* What keeps the reader from an opinion on the selected tile, for people; NULL: nothing. */
const char *ts_workspace_get_opinion_obstacle (TsWorkspace *self);
/* On the selected tile. own_class: for disagreement. comment may be NULL. */
gboolean ts_workspace_give_opinion (TsWorkspace *self,
                                    TsVerdict verdict,
                                    const char *own_class,
                                    const char *comment);
/* Withdraws the newest opinion of this session that stands. FALSE when there is none. */
gboolean ts_workspace_undo_opinion (TsWorkspace *self);
/* Withdraws this one, if it still stands. FALSE when it does not. */
gboolean ts_workspace_withdraw_opinion (TsWorkspace *self, gint64 opinion_id);
/* Standing opinions, borrowed arrays of TsOpinion: this reader's on the open slide; those of
 * this session, oldest first, withdrawn ones left out. */
const GPtrArray *ts_workspace_get_slide_opinions (TsWorkspace *self);
const GPtrArray *ts_workspace_get_session_opinions (TsWorkspace *self);
/* The reader's standing opinion on the selected tile, borrowed, or NULL. */
const TsOpinion *ts_workspace_get_selected_opinion (TsWorkspace *self);

/* How the tissue is displayed, for the snapshot; a reference is taken. NULL: as it is. */
void ts_workspace_set_display (TsWorkspace *self, TsDisplay *display);
/* A part of the slide as a picture: the region is turned as in TsSnapshotParams. */
typedef struct {
  TsRect region_l0;
  double angle;
  double pixels_per_l0_px;
} TsPictureFrame;

/* The frame with overlay and marks as they are on screen, as PNG (workspace-snapshot.c); goes
 * on in a thread. finish: the path, or NULL with the error. */
void ts_workspace_write_snapshot (TsWorkspace *self,
                                  const char *path,
                                  const TsPictureFrame *frame,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *
ts_workspace_write_snapshot_finish (TsWorkspace *self,
                                    GAsyncResult *result,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
