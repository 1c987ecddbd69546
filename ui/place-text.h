/* Places on a slide as text, both ways: the readout under the pointer, the line that is
 * copied, and what a reader types or pastes to go somewhere. Pure. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/slide-info.h"

G_BEGIN_DECLS

/* Two lines, or one where the slide has no resolution: "x 12 346 µm  y 7 890 µm" and
 * "x 24 691 px  y 15 780 px", numbers filled up with figure spaces so that for one slide
 * the text is always as long. The caller owns. */
char *ts_place_format_readout (const TsSlideInfo *slide,
                               TsPoint place_l0) G_GNUC_WARN_UNUSED_RESULT;

/* "24691, 15780 px (12345.5, 7890.0 µm)", in the C locale, and never anything else of the
 * slide: it goes into mails and notes. The caller owns. */
char *ts_place_format_copy (const TsSlideInfo *slide,
                            TsPoint place_l0) G_GNUC_WARN_UNUSED_RESULT;

/* Two numbers, x and y, in pixels ("px", or without a unit), "µm"/"um" or "mm", the unit
 * behind the last or behind both; comma, semicolon or space between them, decimal point or
 * comma; what ts_place_format_copy writes as well. FALSE with *out_problem, a sentence for
 * the reader that the caller frees, when it is no place on the slide. */
gboolean ts_place_parse (const char *text,
                         const TsSlideInfo *slide,
                         TsPoint *out_l0,
                         char **out_problem);

G_END_DECLS
