/* The one error domain of the core.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"

GQuark
ts_error_quark (void)
{
  return g_quark_from_static_string ("tessera-error");
}
