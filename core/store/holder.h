/* Who has a store open for writing: a list beside it, "S.db-holder", that is there as long as
 * somebody has. Any thread.
 *
 * Programs on one computer may share a store: SQLite's own locks and its log in shared memory
 * keep them apart. That memory is of one computer, so a store on a shared disk is held by one
 * computer at a time: a program on another one is refused, and told by whom. Each holder
 * keeps a lock on a byte of the list; where that lock is gone on our own computer, the
 * program has died and its line goes. Of another computer we believe the line whatever the
 * lock says.
 *
 * What that cannot do: a computer that was switched off leaves its line, and the list must
 * then be deleted by hand; on a disk that does not pass locks between computers two programs
 * that open a store within the same moment may both get it; nobody keeps other software from
 * the file. A disk without locks at all is refused.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct TsHolder TsHolder;

/* NULL with TS_ERROR_STORE: "cannot open 'S.db': tessera (process 12 of 'anna' on 'pc2')
 * holds it since ..."; TS_ERROR_OPEN when the list cannot be written. */
TsHolder *ts_holder_take (const char *store_path,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes our line away, and the list when it was the last. */
void ts_holder_free (TsHolder *self);

/* The other processes on this computer that have the store open: "tessera (process 12 of
 * 'anna' on 'pc2') since 2026-11-24 17:52 UTC", several separated by "; "; NULL when there
 * are none. The caller owns it. */
char *ts_holder_describe_others (TsHolder *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
