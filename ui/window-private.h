/* What the files of the main window share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas-page.h"
#include "ui/class-chooser.h"
#include "ui/draw-tool.h"
#include "ui/inspector.h"
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
  GtkWidget *inspector_button;  /* shown where there is an inspector */
  TsClassChooser *tile_chooser; /* points at the selected tile */

  TsWorkspace *workspace;
  GSettings *settings;
  TsSlideView *view; /* of the canvas, borrowed */
  TsPredictionMap
    *shown_map; /* the one the canvas has, borrowed for comparison */
  GtkFileChooserNative *files; /* while a file dialog is open */
  AdwToast *opinion_toast;     /* weak: the one about the newest opinion, ... */
  gint64 told_opinion_id;      /* ... this one */
  guint opening_source;        /* until an opening that takes long is said */
  TsToolBar *tool_bar;
  TsShapeList *shapes;
  TsDrawTool *draw_tool;
  GtkWidget *shape_layer, *display_chip;
  GtkWidget *properties; /* while it is open, weak */
  TsSlide *tools_slide;  /* what the tools are about, for comparison */
  gboolean was_read_failure_told;
  char *words; /* last said of the canvas */
  guint words_timer;
  GtkWidget *help; /* while it is open, weak */
  gboolean is_closing;
};

/* window-show.c: the workspace's state on the canvas */
void ts_window_init_show (TsWindow *self);
void ts_window_update_title (TsWindow *self);

/* window-actions.c: actions and keys */
void ts_window_install_actions (GtkWidgetClass *widget_class);
void ts_window_init_keys (TsWindow *self);
void ts_window_update_actions (TsWindow *self);

/* window-files.c: file dialogs, drag and drop, the snapshot */
void ts_window_init_drop (TsWindow *self);
void ts_window_choose_slide (TsWindow *self);
void ts_window_choose_model (TsWindow *self, TsRole role);
void ts_window_choose_snapshot (TsWindow *self);

/* window-tools.c: tools on the canvas, display, properties */
void ts_window_init_tools (TsWindow *self);
void ts_window_dispose_tools (TsWindow *self);

/* window-words.c: what assistive technology says of the canvas */
void ts_window_init_words (TsWindow *self);
void ts_window_dispose_words (TsWindow *self);

/* window-opinions.c: the reader's name and answers */
void ts_window_init_opinions (TsWindow *self);
void
ts_window_answer (TsWindow *self, TsVerdict verdict, const char *own_class);
void ts_window_ask_class (TsWindow *self);
void ts_window_undo (TsWindow *self);

G_END_DECLS
