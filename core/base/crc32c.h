/* CRC-32C, the checksum of Castagnoli's polynomial (RFC 3720, B.4), and the form in which
 * LevelDB and TensorFlow store it. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint32 ts_crc32c (const void *data, gsize n_bytes);
/* Rotated and shifted, so that a checksum over data with checksums in it stays a good
 * one (LevelDB, util/crc32c.h). */
guint32 ts_crc32c_mask (guint32 crc);

G_END_DECLS
