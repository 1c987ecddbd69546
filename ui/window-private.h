/* What the files of the main window share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas-page.h"
#include "ui/case-regions.h"
#include "ui/class-chooser.h"
#include "ui/draw-tool.h"
#include "ui/inspector.h"
#include "ui/reading-panel.h"
#include "ui/study-page.h"
#include "ui/tool-bar.h"
#include "ui/window.h"

G_BEGIN_DECLS

struct _TsWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget *header;
  AdwWindowTitle *title;
  AdwFlap *flap;
  GtkStack *stack;
  AdwStatusPage *welcome_page, *fault_page;
  TsCanvasPage *canvas;
  TsInspector *inspector;
  GtkWidget *inspector_button; /* shown where there is an inspector */
  TsStudyPage *study_page;
  TsReadingPanel *reading_panel;
  TsCaseRegions *case_regions;
  GtkWidget *reading_side;      /* the panel and its border */
  TsClassChooser *tile_chooser; /* points at the selected tile */

  TsWorkspace *workspace;
  GSettings *settings;
  TsSlideView *view; /* of the canvas, borrowed */
  TsPredictionMap
    *shown_map; /* the one the canvas has, borrowed for comparison */
  GtkFileChooserNative *files; /* while a file dialog is open */
  TsToolBar *tool_bar;
  TsShapeList *shapes;
  TsDrawTool *draw_tool;
  GtkWidget *shape_layer, *display_chip;
  GtkWidget *properties;   /* while it is open, weak */
  TsSlide *tools_slide;    /* what the tools are about, for comparison */
  AdwToast *opinion_toast; /* weak: the one about the newest opinion, ... */
  gint64 told_opinion_id;  /* ... this one */
  guint opening_source;    /* until an opening that takes long is said */
  gboolean is_read_mode;
  TsCaseSession *seen_session; /* for comparison */
  TsPoint restored_center_l0;  /* until the view is there again */
  double restored_scale;
  guint restore_source;
  gboolean was_read_failure_told;
  gboolean is_closing;
};

/* window-show.c: the workspace's state on the canvas */
void ts_window_init_show (TsWindow *self);
void ts_window_update_title (TsWindow *self);
void ts_window_show_page (TsWindow *self);

/* window-actions.c: actions and keys */
void ts_window_install_actions (GtkWidgetClass *widget_class);
void ts_window_init_keys (TsWindow *self);
void ts_window_update_actions (TsWindow *self);

/* window-files.c: file dialogs, drag and drop, the snapshot */
void ts_window_init_drop (TsWindow *self);
void ts_window_choose_slide (TsWindow *self);
void ts_window_choose_model (TsWindow *self, TsRole role);
void ts_window_choose_snapshot (TsWindow *self);
void ts_window_choose_study (TsWindow *self);

/* window-tools.c: tools on the canvas, display, properties */
void ts_window_init_tools (TsWindow *self);
void ts_window_dispose_tools (TsWindow *self);

/* window-reading.c: the page Read */
void ts_window_init_reading (TsWindow *self);
/* FALSE: the page is Explore's own to choose. */
gboolean ts_window_show_reading_page (TsWindow *self);
/* Whether the sides of the canvas are there. */
void ts_window_update_inspector (TsWindow *self);
void ts_window_import_study (TsWindow *self, const char *path);
/* TRUE: the key is no business of Explore's, handled or not. */
gboolean ts_window_handle_reading_key (TsWindow *self,
                                       guint keyval,
                                       GdkModifierType state,
                                       gboolean *out_is_handled);

/* window-opinions.c: the reader's name and answers */
void ts_window_init_opinions (TsWindow *self);
void
ts_window_answer (TsWindow *self, TsVerdict verdict, const char *own_class);
void ts_window_ask_class (TsWindow *self);
void ts_window_undo (TsWindow *self);

G_END_DECLS
