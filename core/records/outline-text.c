/* Shapes as text, and back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/base/error.h"
#include "core/base/parse.h"
#include "core/records/outline.h"

/* No slide is so wide, and doubles are exact to far below a pixel there. */
#define MAX_COORDINATE 0x1p31
/* A number of an error message is not longer. */
#define MAX_QUOTED 40

static const char *const shape_texts[] = {
  [TS_REGION_RECTANGLE] = "rectangle",
  [TS_REGION_POLYGON] = "polygon",
  [TS_REGION_FREEHAND] = "freehand",
  [TS_REGION_LINE] = "line",
};

const char *
ts_region_shape_to_text (TsRegionShape shape)
{
  g_assert ((guint) shape < G_N_ELEMENTS (shape_texts));
  return shape_texts[shape];
}

gboolean
ts_region_shape_from_text (const char *text, TsRegionShape *out_shape)
{
  for (guint i = 0; i < G_N_ELEMENTS (shape_texts); i++)
    if (g_strcmp0 (text, shape_texts[i]) == 0) {
      *out_shape = (TsRegionShape) i;
      return TRUE;
    }
  return FALSE;
}

char *
ts_points_to_text (const TsPoint *points, guint n_points)
{
  GString *text = g_string_new (NULL);
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < n_points; i++)
    g_string_append_printf (text, "%s%s,%s", i > 0 ? " " : "",
                            g_ascii_dtostr (x, sizeof x, points[i].x),
                            g_ascii_dtostr (y, sizeof y, points[i].y));
  return g_string_free (text, FALSE);
}

/* One "x,y"; n_bytes of it. */
static gboolean
read_point (const char *text, gsize n_bytes, TsPoint *out)
{
  g_autofree char *pair = g_strndup (text, n_bytes);
  char *comma = strchr (pair, ',');

  if (comma == NULL)
    return FALSE;
  *comma = '\0';
  return ts_parse_double (pair, -MAX_COORDINATE, MAX_COORDINATE, &out->x) &&
         ts_parse_double (comma + 1, -MAX_COORDINATE, MAX_COORDINATE, &out->y);
}

static gboolean
refuse_point (const char *text, gsize n_bytes, guint number, GError **error)
{
  g_autofree char *quoted = g_strndup (text, MIN (n_bytes, MAX_QUOTED));
  g_autofree char *sound = g_utf8_make_valid (quoted, -1);

  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "point %u is '%s' and not x,y",
               number, sound);
  return FALSE;
}

/* Grows with what is there, never with what is announced. */
static gboolean
read_points (const char *text, GArray *points, GError **error)
{
  const char *rest = text;

  while (rest != NULL) {
    gsize n_bytes = strcspn (rest, " ");
    TsPoint point = { 0, 0 };

    if (points->len == TS_REGION_MAX_POINTS) {
      g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "more than %d points",
                   TS_REGION_MAX_POINTS);
      return FALSE;
    }
    if (!read_point (rest, n_bytes, &point))
      return refuse_point (rest, n_bytes, points->len + 1, error);
    g_array_append_val (points, point);
    rest = rest[n_bytes] == ' ' ? rest + n_bytes + 1 : NULL;
  }
  return TRUE;
}

static TsPoint *
take_points (const char *text, guint *out_n_points, GError **error)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (TsPoint));

  *out_n_points = 0;
  if (!read_points (text, points, error))
    return NULL;
  *out_n_points = points->len;
  return (TsPoint *) (void *) g_array_free (g_steal_pointer (&points), FALSE);
}

TsPoint *
ts_points_from_text (const char *text, guint *out_n_points)
{
  return take_points (text, out_n_points, NULL);
}

char *
ts_outline_to_text (const TsOutline *self)
{
  g_autofree char *points = ts_points_to_text (self->points_l0, self->n_points);

  return g_strconcat (ts_region_shape_to_text (self->shape), " ", points, NULL);
}

static TsOutline *
read_outline (const char *text, GError **error)
{
  g_autoptr (TsOutline) self = g_new0 (TsOutline, 1);
  gsize n_word = strcspn (text, " ");
  g_autofree char *word = g_strndup (text, MIN (n_word, MAX_QUOTED));

  if (!ts_region_shape_from_text (word, &self->shape)) {
    g_autofree char *sound = g_utf8_make_valid (word, -1);
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "'%s' is no shape", sound);
    return NULL;
  }
  if (text[n_word] == '\0') {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "a %s of 0 points", word);
    return NULL;
  }
  self->points_l0 = take_points (text + n_word + 1, &self->n_points, error);
  if (self->points_l0 == NULL || !ts_outline_check (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

TsOutline *
ts_outline_from_text (const char *text, GError **error)
{
  TsOutline *self = read_outline (text, error);

  if (self == NULL)
    g_prefix_error (error, "broken outline: ");
  return self;
}

gboolean
ts_outline_check (const TsOutline *self, GError **error)
{
  gboolean is_closed =
    self->shape == TS_REGION_POLYGON || self->shape == TS_REGION_FREEHAND;
  guint n_min = is_closed ? 3 : 2;

  if (self->n_points < n_min || (!is_closed && self->n_points > n_min)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "a %s of %u points: %s%u are needed",
                 ts_region_shape_to_text (self->shape), self->n_points,
                 is_closed ? "at least " : "", n_min);
    return FALSE;
  }
  if (self->n_points > TS_REGION_MAX_POINTS) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "more than %d points",
                 TS_REGION_MAX_POINTS);
    return FALSE;
  }
  for (guint i = 0; i < self->n_points; i++) {
    TsPoint point = self->points_l0[i];
    if (ABS (point.x) <= MAX_COORDINATE && ABS (point.y) <= MAX_COORDINATE)
      continue;
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "point %u is not on any slide", i + 1);
    return FALSE;
  }
  return TRUE;
}
