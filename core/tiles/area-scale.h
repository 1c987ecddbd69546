/* Scaling a picture down by exact area: every output pixel is the mean of the source it
 * covers, parts of source pixels counted as parts, what lies outside the source as
 * transparent. Source rows come one at a time, so that no large source is ever held.
 * One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Output pixel i covers the source from origin + i * step, step long. step > 0; below 1 the
 * source is enlarged. */
typedef struct {
  double origin, step;
  guint n_out, n_in;
} TsAreaAxis;

typedef struct TsAreaScale TsAreaScale;

TsAreaScale *ts_area_scale_new (TsAreaAxis x,
                                TsAreaAxis y) G_GNUC_WARN_UNUSED_RESULT;
void ts_area_scale_free (TsAreaScale *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsAreaScale, ts_area_scale_free)

/* The next source rows, premultiplied ARGB32 [n_rows][x.n_in]; y.n_in rows in all. */
void
ts_area_scale_add_rows (TsAreaScale *self, const guint32 *argb, guint n_rows);
/* out_argb [y.n_out][x.n_out], after the last row. */
void ts_area_scale_finish (TsAreaScale *self, guint32 *out_argb);

G_END_DECLS
