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
  return g_size_checked_mul (out, a, b);
}

static inline gboolean
ts_checked_add (gsize a, gsize b, gsize *out)
{
  return g_size_checked_add (out, a, b);
}

/* Product of n sizes of any sign; FALSE as well when one is negative. */
gboolean ts_checked_product (const gint64 *sizes, guint n_sizes, gsize *out);

G_END_DECLS
