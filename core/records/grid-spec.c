/* The tile grid that predictions are keyed by.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/grid-spec.h"

/* Goes up when the same fields come to mean other tiles. */
#define KEY_VERSION 1

static void
append_field (GString *key, const char *name, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  /* 17 digits: read back, they give the same double. */
  g_ascii_formatd (number, sizeof number, "%.17g", value);
  g_string_append_printf (key, " %s=%s", name, number);
}

char *
ts_grid_spec_to_key (const TsGridSpec *self)
{
  g_autoptr (GString) key = g_string_new (NULL);

  g_string_printf (key, "grid%d patch=%u", KEY_VERSION, self->patch_px);
  append_field (key, "um", self->spacing_um);
  append_field (key, "mppx", self->mpp_x);
  append_field (key, "mppy", self->mpp_y);
  append_field (key, "x", self->area_l0.x);
  append_field (key, "y", self->area_l0.y);
  append_field (key, "width", self->area_l0.width);
  append_field (key, "height", self->area_l0.height);
  append_field (key, "stepx", self->step_x);
  append_field (key, "stepy", self->step_y);
  g_string_append_printf (key, " cols=%u rows=%u", self->n_cols, self->n_rows);
  return g_strdup (key->str);
}
