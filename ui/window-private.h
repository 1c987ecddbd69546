/* What the files of the main window share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/bookmarks-popover.h"
#include "ui/canvas-page.h"
#include "ui/case-regions.h"
#include "ui/class-chooser.h"
#include "ui/draw-tool.h"
#include "ui/inspector.h"
#include "ui/notice-bar.h"
#include "ui/reading-panel.h"
#include "ui/recent-list.h"
#include "ui/slide-list.h"
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
  GtkWidget *reading_side; /* the panel and its border */
  AdwFlap *slides_flap;
  TsSlideList *slide_list;
  TsRecentList *recent_list, *welcome_recent;
  GtkPopover *open_popover;
  TsNoticeBar *file_notice, *read_notice;
  GtkMenuButton *bookmarks_button;
  TsBookmarksPopover *bookmarks;
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
  TsSlideFolder *folder;
  TsSlideLooker *looker;
  GHashTable *kept_views;   /* slide's identity to where the reader was */
  TsSlide *noted_slide;     /* among those opened last, for comparison */
  guint progress_source;    /* until the open slide's is asked for again */
  gboolean is_first_wanted; /* of the folder that is being read */
  gboolean is_read_notice_dismissed;
  TsToolBar *tool_bar;
  TsShapeList *shapes;
  TsDrawTool *draw_tool;
  GtkWidget *shape_layer, *display_chip;
  GtkWidget *properties; /* while it is open, weak */
  TsSlide *tools_slide;  /* what the tools are about, for comparison */
  gboolean is_read_mode;
  TsCaseSession *seen_session; /* for comparison */
  TsPoint restored_center_l0;  /* until the view is there again */
  double restored_scale;
  guint restore_source;
  gboolean was_read_failure_told;
  char *words; /* last said of the canvas */
  guint words_timer;
  GtkWidget *help; /* while it is open, weak */
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
void ts_window_drop_actions (TsWindow *self);

/* window-files.c: file dialogs, drag and drop, the snapshot */
void ts_window_init_drop (TsWindow *self);
void ts_window_choose_slide (TsWindow *self);
void ts_window_choose_folder (TsWindow *self);
void ts_window_choose_model (TsWindow *self, TsRole role);
void ts_window_choose_snapshot (TsWindow *self);
void ts_window_choose_study (TsWindow *self);

/* window-slides.c: the list of slides */
void ts_window_init_slides (TsWindow *self);
void ts_window_drop_slides (TsWindow *self);
void ts_window_open_folder (TsWindow *self, const char *path);
void ts_window_open_first (TsWindow *self);
void ts_window_open_in_new_window (TsWindow *self);
void ts_window_step_slide (TsWindow *self, int direction);
void ts_window_keep_view (TsWindow *self);
void ts_window_restore_view (TsWindow *self);

/* window-trouble.c: slides that are broken or were changed */
void ts_window_init_trouble (TsWindow *self);
/* The caller owns it. */
char *ts_window_format_open_error (TsWindow *self) G_GNUC_WARN_UNUSED_RESULT;
void ts_window_show_open_error (TsWindow *self);
void ts_window_forget_trouble (TsWindow *self);

/* window-bookmarks.c */
void ts_window_init_bookmarks (TsWindow *self);
void ts_window_add_bookmark (TsWindow *self);

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
