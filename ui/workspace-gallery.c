/* The workspace's maps and pictures of tiles, for the gallery and the tile inspector.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/workspace-private.h"

static gboolean
is_shown (TsWorkspace *self)
{
  return self->open_case != NULL && self->layers != NULL &&
         !self->is_model_hidden;
}

TsPredictionMap *
ts_workspace_get_map (TsWorkspace *self, TsRole role)
{
  if (!is_shown (self))
    return NULL;
  return role == TS_ROLE_MUTATIONS ? ts_case_get_gene_map (self->open_case)
                                   : ts_case_get_map (self->open_case);
}

TsTilePictures *
ts_workspace_new_tile_pictures (TsWorkspace *self, TsRole role)
{
  if (ts_workspace_get_map (self, role) == NULL)
    return NULL;
  return ts_case_new_tile_pictures (self->open_case, role, NULL);
}

gint64
ts_workspace_find_tile_time (TsWorkspace *self, guint col, guint row)
{
  return is_shown (self) ? ts_case_find_tile_time (self->open_case, col, row)
                         : 0;
}
