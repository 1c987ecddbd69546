/* Sizes that come from a file or from a multiplication, checked before use.
 * Each returns FALSE when the result does not fit; *out is then untouched.
 * Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

static inline gboolean
ts_checked_mul (gsize a, gsize b, gsize *out)
{
  gsize result;

  if (!g_size_checked_mul (&result, a, b))
    return FALSE;
  *out = result;
  return TRUE;
}

static inline gboolean
ts_checked_add (gsize a, gsize b, gsize *out)
{
  gsize result;

  if (!g_size_checked_add (&result, a, b))
    return FALSE;
  *out = result;
  return TRUE;
}

/* Product of n sizes of any sign; FALSE as well when one is negative. */
gboolean ts_checked_product (const gint64 *sizes, guint n_sizes, gsize *out);

G_END_DECLS
