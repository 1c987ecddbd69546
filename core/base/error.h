/* The one error domain of the core, and what each code means.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  TS_ERROR_OPEN,   /* the file cannot be opened or is not what it should be */
  TS_ERROR_READ,   /* the file was opened but a part of it cannot be read */
  TS_ERROR_FORMAT, /* a file breaks its own format */
  TS_ERROR_UNSUPPORTED, /* the file is sound, but asks for what we do not have */
  TS_ERROR_STORE,       /* SQLite refused */
  TS_ERROR_TOO_LARGE,   /* a size does not fit the limits we set */
  TS_ERROR_MISSING, /* a fact is needed that nobody supplied (resolution, card) */
  TS_ERROR_WRITE,   /* a file cannot be written */
  TS_ERROR_CANCELLED /* the caller asked to stop */
} TsError;

#define TS_ERROR (ts_error_quark ())
GQuark ts_error_quark (void);

G_END_DECLS
