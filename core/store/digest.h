/* Content as a hash that does not depend on row numbers, so that it can be checked in any
 * file a row is brought to. One thread at a time.
 *
 * A digest is SHA-256 over its fields in the order they were added. A field that is absent
 * adds nothing; any other adds its name and a zero byte, then
 *   text    't', length as 8 bytes, the UTF-8 bytes
 *   integer 'i', 8 bytes, two's complement
 *   real    'd', 8 bytes, IEEE 754
 *   floats  'f', length as 8 bytes, 4 bytes each, IEEE 754
 *   bytes   'b', length as 8 bytes, the bytes
 * all little-endian. Later schemas may add fields: absent ones keep older hashes valid.
 *
 * The hash of an event (core/store/event-chain.c) is a digest of: before (the hash of the
 * event before; for the first the text "tessera events 1"), kind, detail, at_us, reader,
 * session_started_at_us, session_software, slide (identity); for an opinion also, each name
 * with "opinion." before it: supersedes (hash of that opinion's event), model (identity),
 * grid (key), scope, row, col, region_*_l0, verdict, own_class, comment, shown_class,
 * shown_probs, layer, was_overlay_visible, opacity, threshold, viewport_*_l0, magnification,
 * active_ms, software, committed_at_us; for an event that is the witness of another row
 * record_kind, record_key and every column of that row in the order of its table, with
 * "record." before its name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct TsDigest TsDigest;

TsDigest *ts_digest_new (void) G_GNUC_WARN_UNUSED_RESULT;
void ts_digest_free (TsDigest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsDigest, ts_digest_free)

void ts_digest_add_text (TsDigest *self,
                         const char *name,
                         const char *text); /* NULL: absent */
void ts_digest_add_int (TsDigest *self, const char *name, gint64 value);
void ts_digest_add_real (TsDigest *self, const char *name, double value);
/* values [n_values]; 0: absent. */
void ts_digest_add_floats (TsDigest *self,
                           const char *name,
                           const float *values,
                           guint n_values);
/* data [n_bytes]; NULL: absent. */
void ts_digest_add_bytes (TsDigest *self,
                          const char *name,
                          const void *data,
                          gsize n_bytes);
/* 64 hex digits, valid as long as the digest; nothing can be added afterwards. */
const char *ts_digest_get_hex (TsDigest *self);

G_END_DECLS
