/* Sorted tables: what was written is read, what is broken is refused with its own message.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/sstable.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/core/model/table-writer.h"

#define FOOTER_BYTES 48

static char *folder, *path;

typedef struct {
  GBytes *key, *value;
} Pair;

static void
free_pair (gpointer data)
{
  Pair *pair = data;

  g_bytes_unref (pair->key);
  g_bytes_unref (pair->value);
  g_free (pair);
}

static Pair *
new_pair (gconstpointer key, gsize n_key, gconstpointer value, gsize n_value)
{
  Pair *pair = g_new0 (Pair, 1);

  pair->key = g_bytes_new (key, n_key);
  pair->value = g_bytes_new (value, n_value);
  return pair;
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const Pair *const *pair_a = a, *const *pair_b = b;

  return g_bytes_compare ((*pair_a)->key, (*pair_b)->key);
}

/* TsSstableFunc */
static gboolean
collect (const TsSstableEntry *entry, gpointer user_data, GError **error)
{
  g_ptr_array_add (user_data, new_pair (entry->key, entry->n_key_bytes,
                                        entry->value, entry->n_value_bytes));
  return TRUE;
}

static void
write_bytes (const GByteArray *bytes)
{
  table_write_file (path, bytes->data, bytes->len);
}

static GPtrArray *
read_pairs (GError **error)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func (free_pair);

  if (ts_sstable_read (path, collect, pairs, error))
    return pairs;
  g_ptr_array_unref (pairs);
  return NULL;
}

/* Keys with beginnings in common of up to 3,000 bytes, bytes of any value, the empty key;
 * values from nothing to 5,000 bytes. */
static GPtrArray *
make_pairs (guint64 seed, guint n)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func (free_pair);
  TsRandom random;
  guint8 key[3100], value[5000];

  ts_random_init (&random, seed);
  memset (key, 'a', sizeof key);
  g_ptr_array_add (pairs, new_pair ("", 0, "head", 4));
  for (guint i = 0; i < n; i++) {
    gsize n_shared =
      ts_random_below (&random, 2) * ts_random_below (&random, 3000);
    guint32 count = GUINT32_TO_BE (i);
    gsize n_value =
      ts_random_below (&random, 20) == 0 ? ts_random_below (&random, 5000) : 12;

    memcpy (key + n_shared, &count, sizeof count);
    for (gsize k = 0; k < n_value; k++)
      value[k] = (guint8) ts_random_next (&random);
    g_ptr_array_add (
      pairs,
      new_pair (key, n_shared + sizeof count + ts_random_below (&random, 40),
                value, n_value));
    memset (key + n_shared, 'a', sizeof count);
  }
  g_ptr_array_sort (pairs, compare_pairs);
  for (guint i = pairs->len - 1; i > 0; i--)
    if (compare_pairs (&pairs->pdata[i], &pairs->pdata[i - 1]) == 0)
      g_ptr_array_remove_index (pairs, i);
  return pairs;
}

static void
check_round_trip (const TableOptions *options, const GPtrArray *pairs)
{
  TableWriter *table = table_writer_new (options);
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < pairs->len; i++) {
    const Pair *pair = pairs->pdata[i];
    gsize n_key, n_value;
    gconstpointer key = g_bytes_get_data (pair->key, &n_key);
    gconstpointer value = g_bytes_get_data (pair->value, &n_value);

    table_writer_add (table, key, n_key, value, n_value);
  }
  bytes = table_writer_finish (table);
  write_bytes (bytes);
  g_assert_true (ts_sstable_is_table (path));
  read = read_pairs (&error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->len, ==, pairs->len);
  for (guint i = 0; i < pairs->len; i++) {
    const Pair *wanted = pairs->pdata[i], *is = read->pdata[i];

    g_assert_true (g_bytes_equal (wanted->key, is->key));
    g_assert_true (g_bytes_equal (wanted->value, is->value));
  }
}

static void
test_gives_back_what_was_written (void)
{
  static const guint intervals[] = { 1, 2, 16, 1000 };
  static const gsize sizes[] = { 1, 4096, 1 << 20 };
  g_autoptr (GPtrArray) pairs = make_pairs (5, 700);

  g_assert_cmpuint (pairs->len, >, 600);
  for (gsize i = 0; i < G_N_ELEMENTS (intervals); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
      for (guint packed = 0; packed < 2; packed++) {
        const TableOptions options = { .restart_interval = intervals[i],
                                       .block_bytes = sizes[k],
                                       .is_packed = packed != 0 };

        check_round_trip (&options, pairs);
      }
}

/* A table of one block, bent by a test in one place. */
typedef struct {
  GByteArray *block; /* entries, restart points, their number */
  guint8 compression;
  gint64 offset_added, size_added; /* to the data block's handle */
  gboolean is_checksum_wrong, is_handle_cut;
  guint n_cut; /* bytes from the end of the file */
  guint8 last_byte_changed;
} Bend;

static void
start_block (GByteArray *block)
{
  table_append_entry (block, 0, "alpha", "1");
  table_append_entry (block, 2, "pine", "2");
  table_append_entry (block, 0, "beta", "3");
}

static void
end_block (GByteArray *block, guint32 first, guint32 second, guint32 n)
{
  table_append_uint32 (block, first);
  table_append_uint32 (block, second);
  table_append_uint32 (block, n);
}

/* The offset of "beta". */
#define SECOND_RESTART (3 + 5 + 1 + 3 + 4 + 1)

/* The index has one restart point, the meta block no entry; then the footer. */
static void
append_end (GByteArray *file, GByteArray *index)
{
  g_autoptr (GByteArray) index_handle = g_byte_array_new ();
  g_autoptr (GByteArray) meta_handle = g_byte_array_new ();
  g_autoptr (GByteArray) empty = g_byte_array_new ();

  table_append_uint32 (index, 0);
  table_append_uint32 (index, 1);
  table_append_uint32 (empty, 0);
  table_append_uint32 (empty, 1);
  table_append_block (file, empty->data, empty->len, 0, meta_handle);
  table_append_block (file, index->data, index->len, 0, index_handle);
  table_append_footer (file, meta_handle, index_handle);
}

static void
append_place (GByteArray *index, const char *key, const GByteArray *place)
{
  table_append_varint (index, 0);
  table_append_varint (index, strlen (key));
  table_append_varint (index, place->len);
  g_byte_array_append (index, (const guint8 *) key, (guint) strlen (key));
  g_byte_array_append (index, place->data, place->len);
}

static void
write_bent (const Bend *bend)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GByteArray) ignored = g_byte_array_new ();
  g_autoptr (GByteArray) place = g_byte_array_new ();
  g_autoptr (GByteArray) index = g_byte_array_new ();

  table_append_block (file, bend->block->data, bend->block->len,
                      bend->compression, ignored);
  if (bend->is_checksum_wrong)
    file->data[2] ^= 0x10;
  table_append_varint (place, (guint64) bend->offset_added);
  table_append_varint (place, bend->block->len + (guint64) bend->size_added);
  if (bend->is_handle_cut)
    g_byte_array_set_size (place, 1);
  append_place (index, "c", place);
  append_end (file, index);
  file->data[file->len - 1] ^= bend->last_byte_changed;
  g_byte_array_set_size (file, file->len - bend->n_cut);
  write_bytes (file);
}

static void
expect (TsError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *wanted = g_strdup_printf ("'%s': %s", path, message);

  g_assert_null (read_pairs (&error));
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, wanted);
}

static void
test_reads_what_the_bends_start_from (void)
{
  g_autoptr (GByteArray) block = g_byte_array_new ();
  g_autoptr (GPtrArray) pairs = NULL;
  g_autoptr (GError) error = NULL;

  start_block (block);
  end_block (block, 0, SECOND_RESTART, 2);
  write_bent (&(Bend){ .block = block });
  pairs = read_pairs (&error);
  g_assert_no_error (error);
  g_assert_cmpuint (pairs->len, ==, 3);
  g_assert_cmpmem (g_bytes_get_data (((Pair *) pairs->pdata[1])->key, NULL), 6,
                   "alpine", 6);
}

static void
test_refuses_broken_files (void)
{
  g_autoptr (GByteArray) block = g_byte_array_new ();

  start_block (block);
  end_block (block, 0, SECOND_RESTART, 2);
  write_bent (&(Bend){ .block = block, .is_checksum_wrong = TRUE });
  expect (TS_ERROR_FORMAT,
          "the block at byte 0 is damaged: its checksum is wrong");
  write_bent (&(Bend){ .block = block, .compression = 2 });
  expect (TS_ERROR_UNSUPPORTED, "the block at byte 0 has compression 2, which "
                                "is not supported (snappy is)");
  write_bent (&(Bend){ .block = block, .compression = 1 });
  expect (TS_ERROR_FORMAT,
          "the block at byte 0 cannot be unpacked: it is not snappy's");
  write_bent (&(Bend){ .block = block, .offset_added = 1000 });
  expect (TS_ERROR_FORMAT, "the block at byte 1000 is 37 bytes long and goes "
                           "beyond the end of the file");
  write_bent (&(Bend){ .block = block, .size_added = -38 });
  expect (TS_ERROR_FORMAT,
          "the block at byte 0 is 18446744073709551615 bytes long and goes "
          "beyond the end of the file");
  write_bent (&(Bend){ .block = block, .is_handle_cut = TRUE });
  expect (TS_ERROR_FORMAT,
          "its index has an entry that is no place of a block");
  write_bent (&(Bend){ .block = block, .n_cut = 1 });
  expect (TS_ERROR_FORMAT, "it is no table, or cut off: its last bytes are not "
                           "those of one");
  write_bent (&(Bend){ .block = block, .last_byte_changed = 1 });
  expect (TS_ERROR_FORMAT, "it is no table, or cut off: its last bytes are not "
                           "those of one");
  g_assert_false (ts_sstable_is_table (path));
}

static void
test_refuses_files_too_short (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) endless = g_byte_array_new ();
  g_autoptr (GByteArray) nothing = g_byte_array_new ();

  write_bytes (nothing);
  expect (TS_ERROR_FORMAT, "it is no table: it has only 0 bytes");
  g_assert_false (ts_sstable_is_table (path));
  g_byte_array_append (bytes, (const guint8 *) "only text", 9);
  write_bytes (bytes);
  expect (TS_ERROR_FORMAT, "it is no table: it has only 9 bytes");
  for (guint i = 0; i < 20; i++)
    g_byte_array_append (endless, (const guint8 *) "\xff\xff", 2);
  g_byte_array_set_size (bytes, 0);
  table_append_footer (bytes, endless, nothing);
  write_bytes (bytes);
  expect (TS_ERROR_FORMAT, "its last bytes do not say where its index is");
}

static void
test_refuses_broken_restarts (void)
{
  const struct {
    guint32 first, second, n;
    const char *message;
  } cases[] = {
    { 0, SECOND_RESTART, 0,
      "the block at byte 0 announces 0 restart points in 37 bytes" },
    { 0, SECOND_RESTART, 9,
      "the block at byte 0 announces 9 restart points in 37 bytes" },
    { 0, SECOND_RESTART, G_MAXUINT32,
      "the block at byte 0 announces 4294967295 restart points in 37 bytes" },
    { 1, SECOND_RESTART, 2,
      "the block at byte 0 is malformed: no entry begins at its restart point "
      "at its byte 0" },
    { 0, SECOND_RESTART - 1, 2,
      "the block at byte 0 is malformed: no entry begins at its restart point "
      "at its byte 17" },
    { 0, 9, 2, /* "alpine", which shares "al" */
      "the block at byte 0 is malformed: no entry begins at its restart point "
      "at its byte 9" },
    { 0, 2000, 2,
      "the block at byte 0 is malformed: no entry begins at its restart point "
      "at its byte 25" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) block = g_byte_array_new ();

    start_block (block);
    end_block (block, cases[i].first, cases[i].second, cases[i].n);
    write_bent (&(Bend){ .block = block });
    expect (TS_ERROR_FORMAT, cases[i].message);
  }
}

/* One entry, written byte by byte, after "alpha". */
static void
test_refuses_broken_entries (void)
{
  const struct {
    const char *bytes;
    gsize n_bytes;
    const char *reason;
  } cases[] = {
    { "\x00\x05", 2, "an entry is cut off" },
    { "\x00\x05\x80", 3, "an entry is cut off" },
    { "\x00\x05\x00zet", 6, "an entry is cut off" },
    { "\x00\x01\x7fz", 4, "an entry is cut off" },
    { "\x00\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01z", 13,
      "an entry is cut off" },
    { "\x06\x01\x00z", 4,
      "a key shares more with the one before than that has" },
    { "\x00\x80\x21\x00z", 5, "a key is too long" },
    { "\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x00z", 13,
      "a key is too long" },
    { "\x00\x03\x00"
      "abc",
      6, "the keys are not in order" },
    { "\x05\x00\x00", 3, "the keys are not in order" },
    { "\x03\x00\x00", 3, "the keys are not in order" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) block = g_byte_array_new ();
    g_autofree char *message = g_strdup_printf (
      "the block at byte 0 is malformed: %s at its byte 9", cases[i].reason);

    table_append_entry (block, 0, "alpha", "1");
    g_byte_array_append (block, (const guint8 *) cases[i].bytes,
                         (guint) cases[i].n_bytes);
    table_append_uint32 (block, 0);
    table_append_uint32 (block, 1);
    write_bent (&(Bend){ .block = block });
    expect (TS_ERROR_FORMAT, message);
  }
}

static void
test_refuses_blocks_without_entries (void)
{
  g_autoptr (GByteArray) block = g_byte_array_new ();

  table_append_uint32 (block, 0);
  table_append_uint32 (block, 1);
  write_bent (&(Bend){ .block = block });
  expect (TS_ERROR_FORMAT, "the block at byte 0 is empty");
  g_byte_array_set_size (block, 3);
  write_bent (&(Bend){ .block = block });
  expect (TS_ERROR_FORMAT,
          "the block at byte 0 announces 0 restart points in 3 bytes");
}

/* Each block and the index are in order, but "b" comes after "c". */
static void
test_refuses_blocks_out_of_order (void)
{
  static const char *const keys[][2] = { { "a", "c" }, { "b", "d" } };
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GByteArray) index = g_byte_array_new ();

  for (guint i = 0; i < 2; i++) {
    g_autoptr (GByteArray) block = g_byte_array_new ();
    g_autoptr (GByteArray) place = g_byte_array_new ();

    table_append_entry (block, 0, keys[i][0], "");
    table_append_entry (block, 0, keys[i][1], "");
    table_append_uint32 (block, 0);
    table_append_uint32 (block, 1);
    table_append_block (file, block->data, block->len, 0, place);
    append_place (index, keys[i][1], place);
  }
  append_end (file, index);
  write_bytes (file);
  expect (TS_ERROR_FORMAT, "its blocks are not in order");
}

/* Snappy's head says how much it unpacks to: 100 MiB announced by a block of 4 bytes, and
 * 100 MiB that are truly there. */
static void
test_unpacks_no_more_than_there_is (void)
{
  g_autoptr (GByteArray) liar = g_byte_array_new ();
  g_autoptr (GByteArray) bomb = g_byte_array_new ();
  const guint64 n_bytes = 100 << 20;

  table_append_varint (liar, n_bytes);
  g_byte_array_append (liar, (const guint8 *) "\x00z", 2);
  write_bent (&(Bend){ .block = liar, .compression = 1 });
  expect (TS_ERROR_FORMAT,
          "the block at byte 0 cannot be unpacked: it is not snappy's");
  table_append_varint (bomb, n_bytes);
  g_byte_array_append (bomb, (const guint8 *) "\x00z", 2);
  /* Copies of 64 bytes from one byte before, then one of what is left. */
  for (guint64 done = 1; done < n_bytes; done += 64) {
    guint8 length = (guint8) MIN (64, n_bytes - done);
    const guint8 copy[] = { (guint8) ((length - 1) << 2 | 2), 1, 0 };

    g_byte_array_append (bomb, copy, sizeof copy);
  }
  write_bent (&(Bend){ .block = bomb, .compression = 1 });
  expect (TS_ERROR_TOO_LARGE, "the block at byte 0 unpacks to 104857600 bytes, "
                              "at most 67108864 are read");
}

/* TsSstableFunc */
static gboolean
refuse (const TsSstableEntry *entry, gpointer user_data, GError **error)
{
  g_set_error_literal (error, TS_ERROR, TS_ERROR_UNSUPPORTED, "not this one");
  return FALSE;
}

static void
test_stops_when_told (void)
{
  g_autoptr (GByteArray) block = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *wanted = g_strdup_printf ("'%s': not this one", path);

  start_block (block);
  end_block (block, 0, SECOND_RESTART, 2);
  write_bent (&(Bend){ .block = block });
  g_assert_false (ts_sstable_read (path, refuse, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED);
  g_assert_cmpstr (error->message, ==, wanted);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tessera-sstable-XXXXXX", NULL);
  path = g_build_filename (folder, "a.index", NULL);
  g_test_add_func ("/sstable/gives-back-what-was-written",
                   test_gives_back_what_was_written);
  g_test_add_func ("/sstable/reads-what-the-bends-start-from",
                   test_reads_what_the_bends_start_from);
  g_test_add_func ("/sstable/refuses/broken-files", test_refuses_broken_files);
  g_test_add_func ("/sstable/refuses/files-too-short",
                   test_refuses_files_too_short);
  g_test_add_func ("/sstable/refuses/broken-restarts",
                   test_refuses_broken_restarts);
  g_test_add_func ("/sstable/refuses/broken-entries",
                   test_refuses_broken_entries);
  g_test_add_func ("/sstable/refuses/blocks-without-entries",
                   test_refuses_blocks_without_entries);
  g_test_add_func ("/sstable/refuses/blocks-out-of-order",
                   test_refuses_blocks_out_of_order);
  g_test_add_func ("/sstable/unpacks-no-more-than-there-is",
                   test_unpacks_no_more_than_there_is);
  g_test_add_func ("/sstable/stops-when-told", test_stops_when_told);
  result = g_test_run ();
  g_unlink (path);
  g_rmdir (folder);
  g_free (path);
  g_free (folder);
  return result;
}
