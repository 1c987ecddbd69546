/* Single tiles with known labels, to train and test on: each as of a slide of its own.
 * Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "resources/demo/scene.h"

G_BEGIN_DECLS

#define TS_TILE_SET_PX 512

typedef struct {
  TsAreaKind kind;
  TsGenes genes; /* 0 for all but LUAD */
} TsTileLabel;

/* The label of tile index of a set: kinds take turns, so do the genes. */
TsTileLabel ts_tile_set_get_label (guint index);
/* Tile index of the set that begins at seed, into rgb [512][512][3]. */
void ts_tile_set_draw_one (const TsMaterials *materials,
                           guint64 seed,
                           guint index,
                           guint8 *rgb);
/* n tiles as JPEG files with the slide's losses, and labels.csv: file,class,genes...
 * FALSE with TS_ERROR_WRITE. */
gboolean ts_tile_set_draw (const char *folder,
                           guint64 seed,
                           guint n,
                           guint n_threads,
                           GError **error);

G_END_DECLS
