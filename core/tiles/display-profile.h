/* From a scanner's colours to sRGB by its ICC profile. Private to the room. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct TsDisplayProfile TsDisplayProfile;

/* Errors as of ts_display_new. */
TsDisplayProfile *ts_display_profile_new (GBytes *bytes, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
void ts_display_profile_free (TsDisplayProfile *self);
/* In place: n opaque pixels 0xAARRGGBB. */
void ts_display_profile_apply (const TsDisplayProfile *self,
                               guint32 *argb,
                               gsize n_px);

G_END_DECLS
