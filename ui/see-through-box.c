/* A box that lets the pointer through.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/see-through-box.h"

struct _TsSeeThroughBox {
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (TsSeeThroughBox, ts_see_through_box, GTK_TYPE_BOX)

static gboolean
ts_see_through_box_contains (GtkWidget *widget, double x, double y)
{
  return FALSE;
}

static void
ts_see_through_box_class_init (TsSeeThroughBoxClass *klass)
{
  GTK_WIDGET_CLASS (klass)->contains = ts_see_through_box_contains;
}

static void
ts_see_through_box_init (TsSeeThroughBox *self)
{
}
