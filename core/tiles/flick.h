/* Tells a flick from a drag that was let go: the velocity of a pointer at its release. Pure.
 * Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/geometry.h"

G_BEGIN_DECLS

#define TS_FLICK_N_SAMPLES 32

typedef struct {
  TsPoint at_view[TS_FLICK_N_SAMPLES]; /* a ring; the newest at next - 1 */
  guint32 time_ms[TS_FLICK_N_SAMPLES];
  guint n, next;
} TsFlick;

void ts_flick_begin (TsFlick *self);
/* time_ms: of the event; it may run over. */
void ts_flick_add (TsFlick *self, TsPoint at_view, guint32 time_ms);
/* View pixels a second, of the last tenth of a second before the release; zero for a pointer
 * that had come to rest or that moved too slowly to mean it. */
TsPoint ts_flick_get_velocity (const TsFlick *self, guint32 release_ms);

G_END_DECLS
