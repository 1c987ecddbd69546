/* Opens a slide and reads the tiles of its first view on threads of their own, while the toolkit
 * is still starting: by the time there is a window there is something to show.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/slide/slide.h"

G_BEGIN_DECLS

typedef struct TsEarlySlide TsEarlySlide;

/* Main thread, once, before or after the toolkit starts. Errors are told by who opens the slide
 * in earnest. */
void ts_early_slide_begin (const char *path);

/* Main thread. NULL when no slide of that path was begun, or it was claimed before; else the
 * caller unrefs it. */
TsEarlySlide *ts_early_slide_claim (const char *path) G_GNUC_WARN_UNUSED_RESULT;
/* Any thread, once. Waits until the slide is open; NULL when it cannot be. The caller owns
 * it. */
TsSlide *ts_early_slide_wait (TsEarlySlide *self) G_GNUC_WARN_UNUSED_RESULT;
/* Any thread. */
void ts_early_slide_unref (TsEarlySlide *self);

/* Main thread, when the program ends: drops what nobody has claimed. */
void ts_early_slide_end (void);

G_END_DECLS
