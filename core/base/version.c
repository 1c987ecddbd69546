/* The version as results and opinions record it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/version.h"

#include "version-text.h"

const char *
ts_version_text (void)
{
  return TS_VERSION_TEXT;
}
