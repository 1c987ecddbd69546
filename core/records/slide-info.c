/* What is known of a slide.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/slide-info.h"

/* The field's habit: 0.5 um/px is 20x, 0.25 um/px is 40x. */
#define POWER_TIMES_MPP 10.0

static const char *const source_texts[] = {
  [TS_MPP_NONE] = "none",
  [TS_MPP_VENDOR] = "vendor",
  [TS_MPP_TIFF] = "tiff-resolution",
  [TS_MPP_READER] = "reader",
};

void
ts_slide_info_free (TsSlideInfo *self)
{
  if (self == NULL)
    return;
  g_free (self->identity);
  g_free (self->vendor);
  g_free (self);
}

gboolean
ts_slide_info_has_mpp (const TsSlideInfo *self)
{
  return self->mpp_x > 0 && self->mpp_y > 0;
}

double
ts_slide_info_get_power (const TsSlideInfo *self)
{
  if (self->objective_power > 0)
    return self->objective_power;
  if (ts_slide_info_has_mpp (self))
    return POWER_TIMES_MPP / self->mpp_x;
  return 0;
}

const char *
ts_mpp_source_to_text (TsMppSource source)
{
  g_assert ((guint) source < G_N_ELEMENTS (source_texts));
  return source_texts[source];
}

gboolean
ts_mpp_source_from_text (const char *text, TsMppSource *out_source)
{
  for (guint i = 0; i < G_N_ELEMENTS (source_texts); i++)
    if (g_strcmp0 (text, source_texts[i]) == 0) {
      *out_source = (TsMppSource) i;
      return TRUE;
    }
  return FALSE;
}
