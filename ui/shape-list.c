/* The shapes drawn on the open slide.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shape-list.h"

struct _TsShapeList {
  GObject parent_instance;
  GPtrArray *outlines; /* TsOutline, owned */
  int selected;        /* -1: none */
  TsOutline *removed;  /* NULL: nothing to give back */
  guint removed_from;
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsShapeList, ts_shape_list, G_TYPE_OBJECT)

static void
free_outline (gpointer outline)
{
  ts_outline_free (outline);
}

static void
emit_changed (TsShapeList *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

guint
ts_shape_list_get_n (TsShapeList *self)
{
  return self->outlines->len;
}

const TsOutline *
ts_shape_list_get (TsShapeList *self, guint index)
{
  g_assert (index < self->outlines->len);
  return self->outlines->pdata[index];
}

void
ts_shape_list_add (TsShapeList *self, TsOutline *outline)
{
  g_ptr_array_add (self->outlines, outline);
  self->selected = (int) self->outlines->len - 1;
  emit_changed (self);
}

void
ts_shape_list_remove (TsShapeList *self, guint index)
{
  g_assert (index < self->outlines->len);
  g_clear_pointer (&self->removed, ts_outline_free);
  self->removed = g_ptr_array_steal_index (self->outlines, index);
  self->removed_from = index;
  self->selected = -1;
  emit_changed (self);
}

gboolean
ts_shape_list_restore (TsShapeList *self)
{
  guint index = MIN (self->removed_from, self->outlines->len);

  if (self->removed == NULL)
    return FALSE;
  g_ptr_array_insert (self->outlines, (gint) index,
                      g_steal_pointer (&self->removed));
  self->selected = (int) index;
  emit_changed (self);
  return TRUE;
}

void
ts_shape_list_clear (TsShapeList *self)
{
  g_clear_pointer (&self->removed, ts_outline_free);
  self->selected = -1;
  if (self->outlines->len == 0)
    return;
  g_ptr_array_set_size (self->outlines, 0);
  emit_changed (self);
}

void
ts_shape_list_move_point (TsShapeList *self,
                          guint index,
                          guint point_index,
                          TsPoint point_l0)
{
  g_assert (index < self->outlines->len);
  TsOutline *outline = self->outlines->pdata[index];

  g_assert (point_index < outline->n_points);
  outline->points_l0[point_index] = point_l0;
  emit_changed (self);
}

int
ts_shape_list_get_selected (TsShapeList *self)
{
  return self->selected;
}

void
ts_shape_list_select (TsShapeList *self, int index)
{
  g_assert (index < (int) self->outlines->len);
  if (self->selected == index)
    return;
  self->selected = index;
  emit_changed (self);
}

static void
ts_shape_list_finalize (GObject *object)
{
  TsShapeList *self = TS_SHAPE_LIST (object);

  ts_outline_free (self->removed);
  g_ptr_array_unref (self->outlines);
  G_OBJECT_CLASS (ts_shape_list_parent_class)->finalize (object);
}

static void
ts_shape_list_class_init (TsShapeListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ts_shape_list_finalize;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", TS_TYPE_SHAPE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
ts_shape_list_init (TsShapeList *self)
{
  self->outlines = g_ptr_array_new_with_free_func (free_outline);
  self->selected = -1;
}

TsShapeList *
ts_shape_list_new (void)
{
  return g_object_new (TS_TYPE_SHAPE_LIST, NULL);
}
