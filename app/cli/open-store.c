/* A store opened by a command that writes to it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/open-store.h"

#include "app/cli/output.h"

TsStore *
ts_open_store (const char *path, GError **error)
{
  TsStore *store = ts_store_open (path, error);
  g_autofree char *others =
    store != NULL ? ts_store_describe_other_holders (store) : NULL;

  if (others != NULL)
    ts_complain ("'%s' is shared with %s", path, others);
  return store;
}
