/* Two things in a row, one in each corner.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/corner-row.h"

/* Percent of the width for the second above the first. */
#define STACKED_SHARE 45

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

typedef struct {
  int first_width, second_width;
  gboolean is_stacked;
} Shares;

static Shares
share_width (TsCornerRow *self, int width)
{
  Size first = measure_width (self->first);
  Size second = measure_width (self->second);
  int enough = MAX (self->first_enough, first.min);
  int kept = self->second_shrinks ? enough : MIN (first.natural, enough);
  int left = width - kept;
  Shares shares = { .second_width = second.natural };

  shares.is_stacked = self->second_shrinks && left < second.min;
  if (shares.is_stacked)
    shares.second_width = CLAMP (width * STACKED_SHARE / 100, second.min,
                                 MAX (second.min, second.natural));
  else if (left < second.natural)
    shares.second_width = self->second_shrinks ? left : second.min;
  shares.first_width = shares.is_stacked ? width : width - shares.second_width;
  shares.first_width =
    CLAMP (shares.first_width, first.min, MAX (first.min, first.natural));
  return shares;
}

static int
measure_height (GtkWidget *child, int width)
{
  int min = 0;

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &min, NULL,
                        NULL, NULL);
  return min;
}

static GtkSizeRequestMode
ts_corner_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
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
  Size first = measure_width (self->first);
  Size second = measure_width (self->second);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = self->second_shrinks ? MAX (first.min, second.min)
                                    : first.min + second.min;
    *natural = first.natural + second.natural;
    return;
  }
  Shares shares = share_width (
    self, for_size >= 0 ? for_size : first.natural + second.natural);
  int first_height = measure_height (self->first, shares.first_width);
  int second_height = measure_height (self->second, shares.second_width);
  *minimum = *natural = shares.is_stacked ? first_height + second_height
                                          : MAX (first_height, second_height);
}

static void
allocate (GtkWidget *child, GtkAllocation place)
{
  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_size_allocate (child, &place, -1);
}

static void
ts_corner_row_size_allocate (GtkWidget *widget,
                             int width,
                             int height,
                             int baseline)
{
  TsCornerRow *self = TS_CORNER_ROW (widget);
  Shares shares = share_width (self, width);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation first = { 0, 0, shares.first_width, height };
  GtkAllocation second = { width - shares.second_width, 0, shares.second_width,
                           height };

  if (shares.is_stacked) {
    first.height = measure_height (self->first, first.width);
    first.y = MAX (0, height - first.height);
    second.height = MIN (measure_height (self->second, second.width), first.y);
    second.height = MAX (second.height, 1);
  }
  if (is_rtl) {
    first.x = width - first.width;
    second.x = 0;
  }
  allocate (self->first, first);
  allocate (self->second, second);
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
  widget_class->get_request_mode = ts_corner_row_get_request_mode;
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
