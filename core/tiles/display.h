/* How pixels are shown, where that is not how they are: brightness, contrast, gamma, and the
 * scanner's colours by its ICC profile. For the eye only: the way to the model does not come
 * past here. Immutable and reference counted. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* With v in 0..1: ((v - 1/2) * contrast + 1/2 + brightness) ^ (1 / gamma), cut to 0..1. */
typedef struct {
  double brightness; /* -1 to 1, 0 neutral */
  double contrast;   /* 0.1 to 10, 1 neutral */
  double gamma;      /* 0.1 to 10, 1 neutral; above it is brighter */
} TsDisplayLook;

extern const TsDisplayLook ts_display_look_neutral;

gboolean ts_display_look_is_neutral (const TsDisplayLook *self);
/* Values out of range, and those that are no number, become the nearest or neutral. */
TsDisplayLook ts_display_look_clamp (const TsDisplayLook *self);
/* table[v] is what v is shown as: the same for a neutral look, never falling. */
void ts_display_look_fill (const TsDisplayLook *self, guint8 table[256]);

typedef struct TsDisplay TsDisplay;

/* profile: an ICC profile of RGB pixels, to be shown as sRGB; NULL: they are sRGB. NULL with
 * TS_ERROR_FORMAT for a profile that is none, TS_ERROR_UNSUPPORTED for one of other than RGB,
 * or where this build has no colour management. */
TsDisplay *ts_display_new (const TsDisplayLook *look,
                           GBytes *profile,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
TsDisplay *ts_display_ref (TsDisplay *self);
void ts_display_unref (TsDisplay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsDisplay, ts_display_unref)

const TsDisplayLook *ts_display_get_look (const TsDisplay *self);
gboolean ts_display_has_profile (const TsDisplay *self);
/* In place: n opaque pixels 0xAARRGGBB. */
void ts_display_apply (const TsDisplay *self, guint32 *argb, gsize n_px);

G_END_DECLS
