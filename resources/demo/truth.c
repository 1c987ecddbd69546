/* Outlines as GeoJSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/truth.h"

/* Tenths of a pixel are finer than any reader draws. */
static void
append_ring (GString *text, const TsOutline *outline, gboolean is_closed)
{
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (text, '[');
  for (guint i = 0; i < outline->n + (is_closed ? 1 : 0); i++) {
    const double *at = outline->xy_px + 2 * (i % outline->n);

    g_ascii_formatd (x, sizeof x, "%.1f", at[0]);
    g_ascii_formatd (y, sizeof y, "%.1f", at[1]);
    g_string_append_printf (text, "%s[%s,%s]", i > 0 ? "," : "", x, y);
  }
  g_string_append_c (text, ']');
}

static void
begin_feature (GString *text, const char *geometry, const char *name)
{
  g_string_append_printf (text,
                          "%s{\"type\":\"Feature\",\"properties\":"
                          "{\"classification\":{\"name\":\"%s\"}",
                          g_str_has_suffix (text->str, "[") ? "\n" : ",\n",
                          name);
  if (g_strcmp0 (geometry, "LineString") == 0)
    g_string_append (
      text, "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":");
}

static void
append_normal (GString *text, const TsScene *scene, guint piece)
{
  begin_feature (text, "Polygon", ts_area_kind_to_text (TS_AREA_NORMAL));
  g_string_append (text,
                   "},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[");
  append_ring (text, &g_array_index (scene->pieces, TsOutline, piece), TRUE);
  for (guint i = 0; i < scene->areas->len; i++) {
    const TsArea *area = &g_array_index (scene->areas, TsArea, i);

    if (area->piece != piece)
      continue;
    g_string_append_c (text, ',');
    append_ring (text, &area->outline, TRUE);
  }
  g_string_append (text, "]}}");
}

static void
append_tumour (GString *text, const TsArea *area)
{
  begin_feature (text, "Polygon", ts_area_kind_to_text (area->kind));
  if (area->kind == TS_AREA_LUAD) {
    g_string_append (text, ",\"mutated\":{");
    for (guint gene = 0; gene < TS_N_GENES; gene++)
      g_string_append_printf (text, "%s\"%s\":%s", gene > 0 ? "," : "",
                              ts_gene_to_text (gene),
                              area->genes & 1u << gene ? "true" : "false");
    g_string_append_c (text, '}');
  }
  g_string_append (text,
                   "},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[");
  append_ring (text, &area->outline, TRUE);
  g_string_append (text, "]}}");
}

char *
ts_truth_to_text (const TsScene *scene)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (
    text,
    "{\"type\":\"FeatureCollection\",\"seed\":%" G_GUINT64_FORMAT
    ",\"width\":%u,\"height\":%u,\"features\":[",
    scene->seed, scene->width_px, scene->height_px);
  for (guint i = 0; i < scene->pieces->len; i++)
    append_normal (text, scene, i);
  for (guint i = 0; i < scene->areas->len; i++)
    append_tumour (text, &g_array_index (scene->areas, TsArea, i));
  for (guint i = 0; i < scene->pens->len; i++) {
    begin_feature (text, "LineString", "Pen");
    append_ring (text, &g_array_index (scene->pens, TsOutline, i), FALSE);
    g_string_append (text, "}}");
  }
  g_string_append (text, "\n]}\n");
  return g_string_free (text, FALSE);
}
