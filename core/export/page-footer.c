/* What stands below a snapshot.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/page-footer.h"

#include "core/base/version.h"
#include "core/export/opinion-mark.h"
#include "core/export/page-flow.h"

#define N_RAMP_STEPS 16
#define RAMP_EM      6.0
#define SWATCH_EM    3.0

static char *
format_number (const char *before, double value, const char *format)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, format, value);
  return g_strconcat (before, number, NULL);
}

static void
add_number (TsPageFlow *flow,
            const char *before,
            double value,
            const char *format)
{
  g_autofree char *text = format_number (before, value, format);

  ts_page_flow_add_text (flow, text);
}

static void
draw_ramp (TsPageFlow *flow,
           const TsHeatMapStyle *style,
           guint class_index,
           double width_em)
{
  double width = width_em * flow->font_px, height = flow->font_px;
  double x = ts_page_flow_add_box (flow, width);
  double y = flow->y + (ts_page_flow_get_line_height (flow) - height) / 4;
  guint32 colours[N_RAMP_STEPS];

  if (!flow->is_drawing)
    return;
  ts_heat_map_get_ramp (style, class_index, N_RAMP_STEPS, colours);
  cairo_save (flow->cr);
  cairo_set_antialias (flow->cr, CAIRO_ANTIALIAS_NONE);
  for (guint i = 0; i < N_RAMP_STEPS; i++) {
    cairo_rectangle (flow->cr, x + width * i / N_RAMP_STEPS, y,
                     width / N_RAMP_STEPS, height);
    cairo_set_source_rgb (flow->cr, (colours[i] >> 16 & 0xff) / 255.0,
                          (colours[i] >> 8 & 0xff) / 255.0,
                          (colours[i] & 0xff) / 255.0);
    cairo_fill (flow->cr);
  }
  cairo_restore (flow->cr);
  cairo_rectangle (flow->cr, x + 0.5, y + 0.5, width - 1, height - 1);
  cairo_set_line_width (flow->cr, 1);
  cairo_stroke (flow->cr);
}

/* Each class with its shades, from chance to certainty. */
static void
add_classes (const TsPageFooter *self, TsPageFlow *flow)
{
  const TsHeatMapStyle *style = self->params->style;
  guint n = style->model->n_classes;

  ts_page_flow_add_bold (flow, self->texts->most_likely);
  for (guint i = 0; i < n; i++) {
    ts_page_flow_add_gap (flow);
    if (i == 0)
      add_number (flow, "", n > 1 ? 1.0 / n : 0, "%.2g");
    else
      ts_page_flow_keep_together (flow, SWATCH_EM * flow->font_px,
                                  style->model->class_names[i]);
    draw_ramp (flow, style, i, SWATCH_EM);
    if (i == 0)
      ts_page_flow_add_text (flow, "1");
    ts_page_flow_add_text (flow, style->model->class_names[i]);
  }
  ts_page_flow_add_gap (flow);
}

static void
add_probability (const TsPageFooter *self, TsPageFlow *flow)
{
  const TsHeatMapStyle *style = self->params->style;
  guint class_index = style->layer.class_index;
  g_autofree char *name = g_strdup_printf (
    "%s: %s", self->texts->probability, style->model->class_names[class_index]);

  ts_page_flow_add_bold (flow, name);
  ts_page_flow_add_gap (flow);
  ts_page_flow_add_text (flow, "0");
  draw_ramp (flow, style, class_index, RAMP_EM);
  ts_page_flow_add_text (flow, "1");
  ts_page_flow_add_gap (flow);
}

static void
add_layer (const TsPageFooter *self, TsPageFlow *flow)
{
  const TsSnapshotParams *params = self->params;
  g_autofree char *shown_from =
    g_strconcat (self->texts->shown_from, " ", NULL);
  g_autofree char *opacity = g_strconcat (self->texts->opacity, " ", NULL);

  if (params->map == NULL)
    return;
  if (params->style->layer.kind == TS_LAYER_MOST_LIKELY)
    add_classes (self, flow);
  else
    add_probability (self, flow);
  if (params->style->threshold > 0) {
    add_number (flow, shown_from, params->style->threshold, "%.2g");
    ts_page_flow_add_gap (flow);
  }
  add_number (flow, opacity, params->opacity, "%.2g");
  ts_page_flow_break (flow);
}

static void
add_mark (TsPageFlow *flow, TsVerdict verdict, const char *text)
{
  double size = flow->font_px * 1.2;
  double x;

  ts_page_flow_keep_together (flow, size, text);
  x = ts_page_flow_add_box (flow, size);
  if (flow->is_drawing)
    ts_opinion_mark_draw_glyph (flow->cr, verdict, x, flow->y, size);
  cairo_set_source_rgb (flow->cr, 0, 0, 0);
  ts_page_flow_add_text (flow, text);
  ts_page_flow_add_gap (flow);
}

static gboolean
has_mark (const GPtrArray *marks, TsVerdict verdict)
{
  for (guint i = 0; i < marks->len; i++) {
    const TsOpinion *opinion = marks->pdata[i];

    if (opinion->verdict == verdict && opinion->scope != TS_SCOPE_SLIDE)
      return TRUE;
  }
  return FALSE;
}

static void
add_marks (const TsPageFooter *self, TsPageFlow *flow)
{
  const TsSnapshotTexts *texts = self->texts;

  if (has_mark (self->marks, TS_VERDICT_AGREE))
    add_mark (flow, TS_VERDICT_AGREE, texts->agree);
  if (has_mark (self->marks, TS_VERDICT_DISAGREE))
    add_mark (flow, TS_VERDICT_DISAGREE, texts->disagree);
  if (has_mark (self->marks, TS_VERDICT_UNSURE))
    add_mark (flow, TS_VERDICT_UNSURE, texts->unsure);
  for (guint i = 0; i < self->marks->len; i++) {
    const TsOpinion *opinion = self->marks->pdata[i];
    g_autofree char *text =
      opinion->own_class != NULL
        ? g_strdup_printf ("%s: %s", texts->whole_slide, opinion->own_class)
        : g_strdup (texts->whole_slide);

    if (opinion->scope == TS_SCOPE_SLIDE)
      add_mark (flow, opinion->verdict, text);
  }
  ts_page_flow_break (flow);
}

static void
add_scale (const TsPageFooter *self, TsPageFlow *flow)
{
  const TsSlideInfo *info = ts_slide_get_info (self->params->slide);
  double power = ts_slide_info_get_power (info) * self->scale;

  if (power > 0) {
    g_autofree char *text = format_number ("", power, "%.3g");
    g_autofree char *times = g_strconcat (text, "×", NULL);

    ts_page_flow_add_text (flow, times);
    ts_page_flow_add_gap (flow);
  }
  if (ts_slide_info_has_mpp (info)) {
    g_autofree char *text =
      format_number ("", info->mpp_x / self->scale, "%.3g");
    g_autofree char *microns = g_strconcat (text, " µm/px", NULL);

    ts_page_flow_add_text (flow, microns);
  } else {
    ts_page_flow_add_text (flow, self->texts->unknown_scale);
  }
  ts_page_flow_add_gap (flow);
}

static void
add_model (const TsPageFooter *self, TsPageFlow *flow)
{
  const TsModelInfo *model = self->params->model;

  if (model != NULL && model->name != NULL) {
    g_autofree char *text =
      g_strdup_printf ("%s: %s", self->texts->model, model->name);

    ts_page_flow_add_text (flow, text);
    ts_page_flow_add_gap (flow);
  }
  if (self->params->state_text != NULL)
    ts_page_flow_add_text (flow, self->params->state_text);
  ts_page_flow_break (flow);
}

static void
add_setting (TsPageFlow *flow,
             const char *name,
             double value,
             double neutral,
             const char *format)
{
  g_autofree char *before = g_strconcat (name, " ", NULL);

  if (value == neutral)
    return;
  ts_page_flow_add_gap (flow);
  add_number (flow, before, value, format);
}

/* Nobody is to take such a picture for the slide's own colours. */
static void
add_display (const TsPageFooter *self, TsPageFlow *flow)
{
  const TsDisplay *display = self->params->display;
  const TsSnapshotTexts *texts = self->texts;

  if (display == NULL)
    return;
  const TsDisplayLook *look = ts_display_get_look (display);
  if (!ts_display_look_is_neutral (look)) {
    ts_page_flow_add_bold (flow, texts->adjusted);
    add_setting (flow, texts->brightness, look->brightness, 0, "%+.2f");
    add_setting (flow, texts->contrast, look->contrast, 1, "%.2f");
    add_setting (flow, texts->gamma, look->gamma, 1, "%.2f");
    ts_page_flow_add_gap (flow);
  }
  if (ts_display_has_profile (display))
    ts_page_flow_add_text (flow, texts->profile);
  ts_page_flow_break (flow);
}

static void
add_research_line (const TsPageFooter *self, TsPageFlow *flow)
{
  g_autofree char *software =
    g_strconcat ("Tessera ", ts_version_text (), NULL);

  if (!self->is_complete) {
    ts_page_flow_add_text (flow, self->texts->unreadable);
    ts_page_flow_break (flow);
  }
  ts_page_flow_add_bold (flow, self->texts->research_only);
  ts_page_flow_add_gap (flow);
  ts_page_flow_add_text (flow, software);
  ts_page_flow_break (flow);
}

double
ts_page_footer_lay_out (const TsPageFooter *self,
                        cairo_t *cr,
                        double y,
                        gboolean is_drawing)
{
  double margin = self->font_px * 0.6;
  TsPageFlow flow = { .cr = cr,
                      .font_px = self->font_px,
                      .left = margin,
                      .right = self->width_px - margin,
                      .x = margin,
                      .y = y + margin,
                      .is_drawing = is_drawing };

  cairo_set_source_rgb (cr, 0, 0, 0);
  add_layer (self, &flow);
  add_marks (self, &flow);
  add_scale (self, &flow);
  add_model (self, &flow);
  add_display (self, &flow);
  add_research_line (self, &flow);
  return flow.y + margin - y;
}
