/* Two things in a row, one in each corner.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/corner-row.h"

struct _TsCornerRow {
  GtkWidget parent_instance;
  GtkWidget *first, *second;
  int first_enough;
  gboolean second_shrinks;
};

enum { PROP_0, PROP_FIRST, PROP_SECOND, PROP_ENOUGH, PROP_SHRINKS, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TsCornerRow, ts_corner_row, GTK_TYPE_WIDGET)

typedef struct {
  int min, natural;
} Size;

static Size
measure_width (GtkWidget *child)
{
  Size size = { 0, 0 };

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &size.min,
                        &size.natural, NULL, NULL);
  return size;
}

static int
get_second_width (TsCornerRow *self, int width, Size first, Size second)
{
  int left = width - CLAMP (first.natural, first.min,
                            MAX (first.min, self->first_enough));

  if (left >= second.natural)
    return second.natural;
  return self->second_shrinks ? MAX (left, second.min) : second.min;
}

static void
ts_corner_row_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  TsCornerRow *self = TS_CORNER_ROW (widget);
  GtkWidget *children[] = { self->first, self->second };

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    Size first = measure_width (self->first);
    Size second = measure_width (self->second);
    *minimum = first.min + second.min;
    *natural = first.natural + second.natural;
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++) {
    int child_min = 0, child_natural = 0;
    if (children[i] != NULL && gtk_widget_should_layout (children[i]))
      gtk_widget_measure (children[i], orientation, -1, &child_min,
                          &child_natural, NULL, NULL);
    *minimum = MAX (*minimum, child_min);
    *natural = MAX (*natural, child_natural);
  }
}

static void
allocate (GtkWidget *child, int x, int width, int height)
{
  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_size_allocate (child, &(GtkAllocation){ x, 0, width, height },
                              -1);
}

static void
ts_corner_row_size_allocate (GtkWidget *widget,
                             int width,
                             int height,
                             int baseline)
{
  TsCornerRow *self = TS_CORNER_ROW (widget);
  Size first = measure_width (self->first);
  Size second = measure_width (self->second);
  int second_width = get_second_width (self, width, first, second);
  int first_width =
    CLAMP (width - second_width, first.min, MAX (first.min, first.natural));

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL) {
    allocate (self->first, width - first_width, first_width, height);
    allocate (self->second, 0, second_width, height);
  } else {
    allocate (self->first, 0, first_width, height);
    allocate (self->second, width - second_width, second_width, height);
  }
}

static gboolean
ts_corner_row_contains (GtkWidget *widget, double x, double y)
{
  return FALSE;
}

static void
set_child (TsCornerRow *self, GtkWidget **child, GtkWidget *widget)
{
  g_clear_pointer (child, gtk_widget_unparent);
  *child = widget;
  if (widget != NULL)
    gtk_widget_set_parent (widget, GTK_WIDGET (self));
}

static void
ts_corner_row_set_property (GObject *object,
                            guint id,
                            const GValue *value,
                            GParamSpec *spec)
{
  TsCornerRow *self = TS_CORNER_ROW (object);

  if (id == PROP_FIRST)
    set_child (self, &self->first, g_value_get_object (value));
  else if (id == PROP_SECOND)
    set_child (self, &self->second, g_value_get_object (value));
  else if (id == PROP_ENOUGH)
    self->first_enough = g_value_get_int (value);
  else if (id == PROP_SHRINKS)
    self->second_shrinks = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ts_corner_row_dispose (GObject *object)
{
  TsCornerRow *self = TS_CORNER_ROW (object);

  g_clear_pointer (&self->first, gtk_widget_unparent);
  g_clear_pointer (&self->second, gtk_widget_unparent);
  G_OBJECT_CLASS (ts_corner_row_parent_class)->dispose (object);
}

static void
ts_corner_row_class_init (TsCornerRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = ts_corner_row_set_property;
  object_class->dispose = ts_corner_row_dispose;
  widget_class->measure = ts_corner_row_measure;
  widget_class->size_allocate = ts_corner_row_size_allocate;
  widget_class->contains = ts_corner_row_contains;
  properties[PROP_FIRST] =
    g_param_spec_object ("first", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_SECOND] =
    g_param_spec_object ("second", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_ENOUGH] =
    g_param_spec_int ("first-enough", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_SHRINKS] =
    g_param_spec_boolean ("second-shrinks", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ts_corner_row_init (TsCornerRow *self)
{
}
