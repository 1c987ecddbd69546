/* Checked products of sizes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/checked.h"

gboolean
ts_checked_product (const gint64 *sizes, guint n_sizes, gsize *out)
{
  gsize product = 1;

  for (guint i = 0; i < n_sizes; i++) {
    if (sizes[i] < 0)
      return FALSE;
    if (!g_size_checked_mul (&product, product, (gsize) sizes[i]))
      return FALSE;
  }
  *out = product;
  return TRUE;
}
