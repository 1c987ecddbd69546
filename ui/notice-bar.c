/* A line above the canvas that says what is wrong with the slide.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/notice-bar.h"

#include "ui/template-widget.h"

struct _TsNoticeBar {
  GtkWidget parent_instance;
  GtkLabel *label;
  GtkButton *first_button, *second_button;
};

enum { SIGNAL_ACTION, SIGNAL_DISMISSED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsNoticeBar, ts_notice_bar, GTK_TYPE_WIDGET)

static void
show_button (GtkButton *button, const char *label)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (label != NULL)
    gtk_button_set_label (button, label);
}

void
ts_notice_bar_show (TsNoticeBar *self,
                    const char *text,
                    const char *first,
                    const char *second)
{
  gboolean is_shown = text != NULL;

  if (is_shown) {
    gtk_label_set_label (self->label, text);
    show_button (self->first_button, first);
    show_button (self->second_button, second);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), is_shown);
}

static void
on_first_clicked (TsNoticeBar *self, GtkButton *button)
{
  g_signal_emit (self, signals[SIGNAL_ACTION], 0, 0);
}

static void
on_second_clicked (TsNoticeBar *self, GtkButton *button)
{
  g_signal_emit (self, signals[SIGNAL_ACTION], 0, 1);
}

static void
on_close_clicked (TsNoticeBar *self, GtkButton *button)
{
  ts_notice_bar_show (self, NULL, NULL, NULL);
  g_signal_emit (self, signals[SIGNAL_DISMISSED], 0);
}

static void
ts_notice_bar_dispose (GObject *object)
{
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_NOTICE_BAR);
  G_OBJECT_CLASS (ts_notice_bar_parent_class)->dispose (object);
}

static void
ts_notice_bar_class_init (TsNoticeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_notice_bar_dispose;
  gtk_widget_class_set_css_name (widget_class, "notice-bar");
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/notice-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TsNoticeBar, label);
  gtk_widget_class_bind_template_child (widget_class, TsNoticeBar,
                                        first_button);
  gtk_widget_class_bind_template_child (widget_class, TsNoticeBar,
                                        second_button);
  gtk_widget_class_bind_template_callback (widget_class, on_first_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_second_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_close_clicked);
  signals[SIGNAL_ACTION] =
    g_signal_new ("action", TS_TYPE_NOTICE_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_DISMISSED] =
    g_signal_new ("dismissed", TS_TYPE_NOTICE_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
ts_notice_bar_init (TsNoticeBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
