/* The facts of a slide as names and values for people, none of them private. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/slide/slide-details.h"

G_BEGIN_DECLS

typedef struct {
  const char *name; /* translated */
  char *value;
} TsFactText;

/* Of TsFactText, in the order to show them; the caller owns the array. details: NULL where
 * they could not be read. */
GPtrArray *ts_slide_facts_list (TsSlide *slide,
                                const TsSlideDetails *details,
                                gboolean has_profile) G_GNUC_WARN_UNUSED_RESULT;
/* "46 000 × 32 914 px" and "1 : 4, tiles of 240 × 240 px". The caller owns them. */
char *ts_slide_level_format_size (TsSlide *slide,
                                  guint level) G_GNUC_WARN_UNUSED_RESULT;
char *ts_slide_level_describe (TsSlide *slide,
                               const TsSlideDetails *details,
                               guint level) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
