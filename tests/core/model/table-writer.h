/* Writes sorted tables for the tests, whole ones and such as no one should write. Format:
 * LevelDB, doc/table_format.md.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint restart_interval; /* entries from one whole key to the next */
  gsize block_bytes;      /* a block is closed when it has as many */
  gboolean is_packed;     /* with snappy */
  /* NULL, or what changes the bytes of each block before its checksum is made. */
  void (*bend) (guint8 *bytes, gsize n_bytes, gpointer user_data);
  gpointer user_data;
} TableOptions;

typedef struct TableWriter TableWriter;

TableWriter *table_writer_new (const TableOptions *options);
/* Keys as the caller orders them. */
void table_writer_add (TableWriter *self,
                       gconstpointer key,
                       gsize n_key,
                       gconstpointer value,
                       gsize n_value);
/* The file's bytes, the caller's; the writer is freed. */
GByteArray *table_writer_finish (TableWriter *self);

/* A file of these bytes; no waiting for the disk, as there are thousands. */
void table_write_file (const char *path, gconstpointer bytes, gsize n_bytes);

/* The pieces, for tables that are broken on purpose. A handle is put down as a block's
 * value in the index is. */
void table_append_varint (GByteArray *to, guint64 value);
void table_append_uint32 (GByteArray *to, guint32 value);
void table_append_entry (GByteArray *to,
                         guint n_shared,
                         const char *new_key,
                         const char *value);
/* Bytes as they are, the compression's byte and the checksum; what is appended to handle
 * is where that was. */
void table_append_block (GByteArray *file,
                         gconstpointer bytes,
                         gsize n_bytes,
                         guint8 compression,
                         GByteArray *handle);
void table_append_footer (GByteArray *file,
                          const GByteArray *meta,
                          const GByteArray *index);

G_END_DECLS
