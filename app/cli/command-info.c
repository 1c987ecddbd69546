/* tessera-cli info: the facts of a slide.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/slide/slide.h"

#define NO_RESOLUTION \
  "the slide has no resolution (microns per pixel); give it with --mpp"

/* A file whose head is whole may have no readable pixel at all. Nine places are tried, so
 * that one damaged tile does not condemn a slide. */
static gboolean
check_pixels (TsSlide *slide, GError **error)
{
  const TsSlideInfo *info = ts_slide_get_info (slide);
  g_autoptr (GError) last_error = NULL;
  for (guint i = 0; i < 9; i++) {
    TsSlideRegion pixel = {
      .level = 0,
      .x_l0 = info->width_px * (2 * (i % 3) + 1) / 6,
      .y_l0 = info->height_px * (2 * (i / 3) + 1) / 6,
      .width_lv = 1,
      .height_lv = 1,
    };
    guint32 argb = 0;
    g_clear_error (&last_error);
    if (ts_slide_read_region (slide, &pixel, &argb, &last_error))
      return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&last_error));
  return FALSE;
}

static double
get_mpp (const TsSlideInfo *info)
{
  return (info->mpp_x + info->mpp_y) / 2;
}

static void
print_as_json (const TsSlideInfo *info)
{
  gboolean has_mpp = ts_slide_info_has_mpp (info);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "width");
  json_builder_add_int_value (builder, info->width_px);
  json_builder_set_member_name (builder, "height");
  json_builder_add_int_value (builder, info->height_px);
  json_builder_set_member_name (builder, "levels");
  json_builder_add_int_value (builder, info->n_levels);
  ts_json_add_number (builder, "mpp", has_mpp, get_mpp (info));
  ts_json_add_text (builder, "mpp_source",
                    ts_mpp_source_to_text (info->mpp_source));
  ts_json_add_number (builder, "objective_power", info->objective_power > 0,
                      info->objective_power);
  ts_json_add_text (builder, "vendor", info->vendor);
  ts_json_add_text (builder, "identity", info->identity);
  json_builder_set_member_name (builder, "can_analyse");
  json_builder_add_boolean_value (builder, has_mpp);
  ts_json_add_text (builder, "reason", has_mpp ? NULL : NO_RESOLUTION);
  json_builder_end_object (builder);
  ts_print_json (builder);
}

static void
print_for_people (const TsSlideInfo *info)
{
  gboolean has_mpp = ts_slide_info_has_mpp (info);
  printf ("size        %" G_GINT64_FORMAT " x %" G_GINT64_FORMAT
          " px, %u level%s\n",
          info->width_px, info->height_px, info->n_levels,
          info->n_levels == 1 ? "" : "s");
  if (has_mpp)
    printf ("resolution  %g um/px (%s)\n", get_mpp (info),
            ts_mpp_source_to_text (info->mpp_source));
  else
    printf ("resolution  unknown\n");
  if (info->objective_power > 0)
    printf ("objective   %gx\n", info->objective_power);
  else
    printf ("objective   unknown\n");
  printf ("vendor      %s\n", info->vendor != NULL ? info->vendor : "unknown");
  printf ("identity    %s\n", info->identity);
  printf ("analysis    %s%s\n",
          has_mpp ? "possible" : "not yet: ", has_mpp ? "" : NO_RESOLUTION);
}

int
ts_command_info (int argc, char **argv)
{
  gboolean is_json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, "Print JSON", NULL }, { 0 }
  };
  const TsOptionsSpec spec = {
    .operands = "SLIDE",
    .description =
      "Prints size, levels, resolution and where it came from, objective "
      "power,\n"
      "vendor, content identity, and whether the slide can be analysed.\n"
      "JSON keys: width, height, levels, mpp, mpp_source, objective_power, "
      "vendor,\n"
      "identity, can_analyse, reason; null where the file does not say.",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  g_auto (GStrv) operands = NULL;
  g_autoptr (GError) error = NULL;
  int exit_code = TS_EXIT_OK;
  if (!ts_options_parse (&spec, argc, argv, &operands, &exit_code))
    return exit_code;
  g_autoptr (TsSlide) slide = ts_slide_open (operands[0], &error);
  if (slide == NULL || !check_pixels (slide, &error))
    return ts_fail (g_steal_pointer (&error));
  if (is_json)
    print_as_json (ts_slide_get_info (slide));
  else
    print_for_people (ts_slide_get_info (slide));
  return TS_EXIT_OK;
}
