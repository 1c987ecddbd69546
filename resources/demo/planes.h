/* A rectangle of a drawn slide as amounts of dye, before light goes through. One thread at
 * a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "resources/demo/scene.h"

G_BEGIN_DECLS

typedef struct {
  float haematoxylin, eosin, blood, carbon;
  float ink[2]; /* blue and green, of a pen */
} TsDye;

typedef struct {
  int x_px, y_px, width, height;
  TsDye *dyes; /* [height][width] */
} TsPlanes;

/* A cell's nucleus, or a red cell: an ellipse of some unevenness. */
typedef struct {
  double x_px, y_px;
  float long_px, short_px; /* half axes */
  float angle;
  guint64 id;
  float uneven;    /* of the outline: 0 round, 0.3 bizarre */
  TsDye dye;       /* of its middle */
  float rim;       /* how much darker its edge is, a share */
  float chromatin; /* how coarse and strong its texture, a share */
  float nucleolus; /* radius in px, 0 for none */
  float halo;      /* how much paler the cytoplasm close around, a share */
} TsBody;

TsPlanes *ts_planes_new (int x_px, int y_px, int width, int height)
  G_GNUC_WARN_UNUSED_RESULT;
void ts_planes_free (TsPlanes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsPlanes, ts_planes_free)

/* Lays a body over what is there; what lies outside of the rectangle is left out. */
void ts_planes_lay (TsPlanes *self, const TsScene *scene, const TsBody *body);

/* Light through the dyes, blurred a little and with a camera's noise: rgb of the inner
 * rectangle, without margin_px on each side, row_bytes from row to row. */
void ts_planes_shine (const TsPlanes *self,
                      const TsScene *scene,
                      int margin_px,
                      guint8 *rgb,
                      gsize row_bytes);

G_END_DECLS
