/* TensorFlow checkpoints: what was written is listed and read; what is broken, old or absent
 * is refused with its own message.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/tensor-bundle.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/safe-file.h"
#include "tests/core/model/bundle-writer.h"

#define N_SHARDS 3
#define N_ROUND  300

static char *folder, *prefix;

static void
fill (float *values, gsize n, guint64 seed)
{
  TsRandom random;

  ts_random_init (&random, seed);
  for (gsize i = 0; i < n; i++)
    values[i] = (float) ts_random_normal (&random);
}

static TsShape
round_shape (guint i)
{
  return (TsShape){ i % 5, { 1 + i % 3, 2, 1 + i % 7, i % 11 } };
}

/* Long names with most of their letters in common, as those of a network are. */
static char *
round_name (guint i)
{
  return g_strdup_printf ("mixed_17x17x768%c/branch7x7dbl/Conv_%u/BatchNorm/"
                          "mixed_17x17x768a/branch7x7dbl/moving_mean/%u",
                          'a' + (char) (i % 5), i % 4, i);
}

static void
write_round (const TableOptions *options)
{
  BundleWriter *writer = bundle_writer_new (prefix, N_SHARDS);

  for (guint i = 0; i < N_ROUND; i++) {
    g_autofree char *name = round_name (i);
    const TsShape shape = round_shape (i);
    float values[500];
    gsize n;

    g_assert_true (ts_shape_count (&shape, &n));
    g_assert_cmpuint (n, <=, G_N_ELEMENTS (values));
    fill (values, n, i);
    bundle_writer_add (writer, name, &shape, values);
  }
  bundle_writer_finish (writer, options, TRUE);
}

static void
check_round_tensor (const TsTensorBundle *bundle, guint i)
{
  g_autofree char *name = round_name (i);
  const TsShape shape = round_shape (i);
  const TsBundleTensor *tensor = ts_tensor_bundle_find (bundle, name);
  g_autofree guint8 *bytes = NULL;
  g_autoptr (GError) error = NULL;
  float values[500];
  gsize n;

  g_assert_nonnull (tensor);
  g_assert_cmpstr (tensor->name, ==, name);
  g_assert_true (ts_shape_equal (&tensor->shape, &shape));
  g_assert_cmpint (tensor->type, ==, TS_BUNDLE_TYPE_FLOAT32);
  bytes = ts_tensor_bundle_read (bundle, tensor, &error);
  g_assert_no_error (error);
  g_assert_true (ts_shape_count (&shape, &n));
  fill (values, n, i);
  g_assert_cmpmem (bytes, tensor->n_bytes, values, n * sizeof (float));
}

static void
test_gives_back_what_was_written (void)
{
  static const TableOptions options[] = {
    { .restart_interval = 16, .block_bytes = 4096 },
    { .restart_interval = 16, .block_bytes = 4096, .is_packed = TRUE },
    { .restart_interval = 1, .block_bytes = 100 },
    { .restart_interval = 7, .block_bytes = 1 << 18, .is_packed = TRUE },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (options); k++) {
    g_autoptr (TsTensorBundle) bundle = NULL;
    g_autoptr (GError) error = NULL;

    write_round (&options[k]);
    bundle = ts_tensor_bundle_open (prefix, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (ts_tensor_bundle_get_n_shards (bundle), ==, N_SHARDS);
    g_assert_cmpuint (ts_tensor_bundle_get_n_tensors (bundle), ==, N_ROUND);
    for (guint i = 0; i < N_ROUND; i++)
      check_round_tensor (bundle, i);
    for (guint i = 1; i < N_ROUND; i++)
      g_assert_cmpint (
        strcmp (ts_tensor_bundle_get_tensor (bundle, i - 1)->name,
                ts_tensor_bundle_get_tensor (bundle, i)->name),
        <, 0);
    g_assert_null (ts_tensor_bundle_find (bundle, "global_step"));
    bundle_remove (prefix, N_SHARDS);
  }
}

static void
test_takes_the_prefix_out_of_any_of_its_files (void)
{
  static const char *const suffixes[] = { "", ".index", ".meta",
                                          ".data-00002-of-00003" };

  write_round (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *path = g_strconcat (prefix, suffixes[i], NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (TsTensorBundle) bundle = ts_tensor_bundle_open (path, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (ts_tensor_bundle_get_prefix (bundle), ==, prefix);
    g_assert_cmpstr (ts_tensor_bundle_get_name (bundle), ==, "model.ckpt-9");
  }
  bundle_remove (prefix, N_SHARDS);
}

static char *
index_path (void)
{
  return g_strconcat (prefix, ".index", NULL);
}

static void
expect_open (const char *path, TsError code, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ts_tensor_bundle_open (path, &error));
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_refuses_what_is_no_checkpoint (void)
{
  g_autofree char *index = index_path ();
  g_autofree char *absent =
    g_strdup_printf ("cannot open '%s': No such file or directory", index);
  g_autofree char *is_folder = g_strdup_printf (
    "'%s' is a folder; name a checkpoint in it (the part before .index)",
    folder);
  g_autofree char *no_header = g_strdup_printf (
    "'%s': it is no index of a checkpoint: it has no header", index);
  const TableOptions options = { .restart_interval = 16, .block_bytes = 4096 };
  TableWriter *table = table_writer_new (&options);
  g_autoptr (GByteArray) bytes = NULL;

  expect_open (prefix, TS_ERROR_OPEN, absent);
  expect_open (folder, TS_ERROR_OPEN, is_folder);
  table_write_file (prefix, "text", 4);
  expect_open (prefix, TS_ERROR_OPEN, absent);
  g_unlink (prefix);
  table_writer_add (table, "a", 1, "b", 1);
  bytes = table_writer_finish (table);
  table_write_file (index, bytes->data, bytes->len);
  expect_open (prefix, TS_ERROR_FORMAT, no_header);
  g_byte_array_unref (g_steal_pointer (&bytes));
  bytes = table_writer_finish (table_writer_new (&options));
  table_write_file (index, bytes->data, bytes->len);
  expect_open (prefix, TS_ERROR_FORMAT, no_header);
  g_unlink (index);
}

/* A table of its own, without .index: what TensorFlow wrote until 2016. */
static void
test_refuses_version_1 (void)
{
  const TableOptions options = { .restart_interval = 16, .block_bytes = 4096 };
  TableWriter *table = table_writer_new (&options);
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *message = g_strdup_printf (
    "'%s' is a TensorFlow checkpoint of version 1 (a single file); only "
    "version 2 (.index and .data files) is supported",
    prefix);

  table_writer_add (table, "", 0, "anything", 8);
  bytes = table_writer_finish (table);
  table_write_file (prefix, bytes->data, bytes->len);
  expect_open (prefix, TS_ERROR_UNSUPPORTED, message);
  g_unlink (prefix);
}

typedef struct {
  BundleWriter *writer;
  TensorBundle__Header *header;
  TensorBundle__Entry *entry; /* of "b/weights", 2x3 */
} Parts;

typedef struct {
  void (*bend) (Parts *parts);
  TsError code;
  const char *message; /* behind the name of the file */
} BrokenCase;

static void
start_parts (Parts *parts)
{
  static const float values[6] = { 1, 2, 3, 4, 5, 6 };
  const TsShape shape = { 2, { 2, 3 } };

  parts->writer = bundle_writer_new (prefix, 1);
  parts->header = bundle_writer_get_header (parts->writer);
  bundle_writer_add (parts->writer, "a/weights", &shape, values);
  parts->entry = bundle_writer_add (parts->writer, "b/weights", &shape, values);
}

static void
no_shards (Parts *p)
{
  p->header->num_shards = 0;
}

static void
shards_below_none (Parts *p)
{
  p->header->num_shards = -3;
}

static void
too_many_shards (Parts *p)
{
  p->header->num_shards = 100000;
}

static void
big_endian (Parts *p)
{
  p->header->endianness = 1;
}

static void
newer_version (Parts *p)
{
  p->header->version->min_consumer = 2;
}

static void
no_shape (Parts *p)
{
  p->entry->shape = NULL;
}

static void
unknown_rank (Parts *p)
{
  p->entry->shape->unknown_rank = TRUE;
}

static void
nine_dimensions (Parts *p)
{
  static TensorBundle__Dimension *dims[9];

  for (guint i = 0; i < 9; i++)
    dims[i] = p->entry->shape->dim[0];
  p->entry->shape->n_dim = 9;
  p->entry->shape->dim = dims;
}

static void
negative_dimension (Parts *p)
{
  p->entry->shape->dim[1]->size = -1;
}

static void
huge_dimensions (Parts *p)
{
  p->entry->shape->dim[0]->size = G_MAXINT64;
  p->entry->shape->dim[1]->size = 2;
}

static void
huge_bytes (Parts *p)
{
  p->entry->shape->dim[0]->size = G_GINT64_CONSTANT (1) << 62;
  p->entry->shape->dim[1]->size = 1;
}

static void
wrong_size (Parts *p)
{
  p->entry->size = 28;
}

static void
negative_size (Parts *p)
{
  p->entry->size = -24;
}

static void
negative_offset (Parts *p)
{
  p->entry->offset = -1;
}

static void
offset_beyond_everything (Parts *p)
{
  p->entry->offset = G_MAXINT64 - 23;
}

static void
shard_that_is_not (Parts *p)
{
  p->entry->shard_id = 1;
}

static void
shard_below_none (Parts *p)
{
  p->entry->shard_id = -1;
}

static void
name_not_utf8 (Parts *p)
{
  bundle_writer_add_key (p->writer, "c\xff", 2);
}

static void
name_with_newline (Parts *p)
{
  bundle_writer_add_key (p->writer, "c\n", 2);
}

static void
name_with_nul (Parts *p)
{
  bundle_writer_add_key (p->writer, "c\0d", 3);
}

static void
name_too_long (Parts *p)
{
  g_autofree char *name = g_strnfill (5000, 'c');

  bundle_writer_add_key (p->writer, name, 5000);
}

static const BrokenCase broken_cases[] = {
  { no_shards, TS_ERROR_FORMAT, "its header announces 0 shards" },
  { shards_below_none, TS_ERROR_FORMAT, "its header announces -3 shards" },
  { too_many_shards, TS_ERROR_FORMAT, "its header announces 100000 shards" },
  { big_endian, TS_ERROR_UNSUPPORTED,
    "its numbers are big-endian; only little-endian ones are supported" },
  { newer_version, TS_ERROR_UNSUPPORTED,
    "version 2 of the format is not supported (1 is)" },
  { no_shape, TS_ERROR_FORMAT, "tensor 'b/weights': it has no shape" },
  { unknown_rank, TS_ERROR_FORMAT, "tensor 'b/weights': it has no shape" },
  { nine_dimensions, TS_ERROR_UNSUPPORTED,
    "tensor 'b/weights': it has 9 dimensions, at most 8 are supported" },
  { negative_dimension, TS_ERROR_FORMAT,
    "tensor 'b/weights': its dimension 1 is -1" },
  { huge_dimensions, TS_ERROR_TOO_LARGE,
    "tensor 'b/weights': its shape 9223372036854775807x2 is too large" },
  { huge_bytes, TS_ERROR_TOO_LARGE,
    "tensor 'b/weights': its shape 4611686018427387904x1 is too large" },
  { wrong_size, TS_ERROR_FORMAT,
    "tensor 'b/weights': float32 of 2x3 takes 24 bytes, but it has 28" },
  { negative_size, TS_ERROR_FORMAT,
    "tensor 'b/weights': it cannot have -24 bytes at byte 24" },
  { negative_offset, TS_ERROR_FORMAT,
    "tensor 'b/weights': it cannot have 24 bytes at byte -1" },
  { offset_beyond_everything, TS_ERROR_FORMAT,
    "tensor 'b/weights': it cannot have 24 bytes at byte "
    "9223372036854775784" },
  { shard_that_is_not, TS_ERROR_FORMAT,
    "tensor 'b/weights': it is in shard 1, but there are 1" },
  { shard_below_none, TS_ERROR_FORMAT,
    "tensor 'b/weights': it is in shard -1, but there are 1" },
  { name_not_utf8, TS_ERROR_FORMAT, "the name of a tensor is not UTF-8 text" },
  { name_with_nul, TS_ERROR_FORMAT, "the name of a tensor is not UTF-8 text" },
  { name_with_newline, TS_ERROR_FORMAT,
    "the name of a tensor has a control character" },
  { name_too_long, TS_ERROR_FORMAT,
    "the block at byte 5103 is malformed: a key is too long at its byte 0" },
};

static void
test_refuses_broken_entries (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (broken_cases); i++) {
    const BrokenCase *broken = &broken_cases[i];
    g_autofree char *index = index_path ();
    g_autofree char *message =
      g_strdup_printf ("'%s': %s", index, broken->message);
    Parts parts;

    start_parts (&parts);
    broken->bend (&parts);
    bundle_writer_finish (parts.writer, NULL, TRUE);
    expect_open (prefix, broken->code, message);
  }
  bundle_remove (prefix, 1);
}

/* Values that are no messages: a length that goes beyond the end, a field of another kind. */
static void
test_refuses_malformed_messages (void)
{
  static const struct {
    const char *header, *entry, *message;
  } cases[] = {
    { "\x08\x01", "\x12\x7f",
      "tensor 'w': 127 bytes are announced at byte 2, but only 0 follow" },
    { "\x08\x01", "\x0a\x01z",
      "tensor 'w': its fields are not those of a tensor bundle" },
    { "\x08\x01", "\xff", "tensor 'w': the number before byte 1 has no end" },
    { "\x08\x01", "\x07", "tensor 'w': no protobuf field begins at byte 0" },
    { "\x0a\x01z", "",
      "its header is malformed: its fields are not those of a tensor bundle" },
    { "\x08", "",
      "its header is malformed: the number before byte 1 has no end" },
  };
  g_autofree char *index = index_path ();
  const TableOptions options = { .restart_interval = 16, .block_bytes = 4096 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    TableWriter *table = table_writer_new (&options);
    g_autoptr (GByteArray) bytes = NULL;
    g_autofree char *message =
      g_strdup_printf ("'%s': %s", index, cases[i].message);

    table_writer_add (table, "", 0, cases[i].header, strlen (cases[i].header));
    table_writer_add (table, "w", 1, cases[i].entry, strlen (cases[i].entry));
    bytes = table_writer_finish (table);
    table_write_file (index, bytes->data, bytes->len);
    expect_open (prefix, TS_ERROR_FORMAT, message);
  }
  g_unlink (index);
}

static void
expect_read (const char *name, TsError code, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

static void
expect_read (const char *name, TsError code, const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsTensorBundle) bundle = ts_tensor_bundle_open (prefix, &error);
  g_autofree char *message = NULL;
  va_list arguments;

  g_assert_no_error (error);
  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_assert_null (ts_tensor_bundle_read (
    bundle, ts_tensor_bundle_find (bundle, name), &error));
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
}

/* A tensor that is broken, missing or cut off leaves the others readable. */
static void
expect_good_read (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsTensorBundle) bundle = ts_tensor_bundle_open (prefix, &error);
  g_autofree guint8 *bytes = ts_tensor_bundle_read (
    bundle, ts_tensor_bundle_find (bundle, name), &error);

  g_assert_no_error (error);
  g_assert_nonnull (bytes);
}

static void
test_refuses_broken_values (void)
{
  g_autofree char *shard = g_strconcat (prefix, ".data-00000-of-00001", NULL);
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  Parts parts;

  start_parts (&parts);
  bundle_writer_finish (parts.writer, NULL, TRUE);
  g_assert_true (ts_safe_file_read (shard, 1000, &bytes, &n_bytes, NULL));
  g_assert_cmpuint (n_bytes, ==, 48);
  for (guint bit = 0; bit < 8 * 24; bit++) {
    bytes[24 + bit / 8] ^= (char) (1 << bit % 8);
    table_write_file (shard, bytes, n_bytes);
    bytes[24 + bit / 8] ^= (char) (1 << bit % 8);
    expect_read ("b/weights", TS_ERROR_FORMAT,
                 "tensor 'b/weights': its values in '%s' are damaged: the "
                 "checksum is wrong",
                 shard);
  }
  expect_good_read ("a/weights");
  table_write_file (shard, bytes, 47);
  expect_read ("b/weights", TS_ERROR_FORMAT,
               "tensor 'b/weights': '%s' is cut off: it has 47 bytes, but this "
               "needs 48",
               shard);
  expect_good_read ("a/weights");
  g_unlink (shard);
  expect_read ("b/weights", TS_ERROR_OPEN,
               "tensor 'b/weights': cannot open '%s': No such file or "
               "directory",
               shard);
  g_mkdir (shard, 0700);
  expect_read ("b/weights", TS_ERROR_OPEN,
               "tensor 'b/weights': '%s' is not a file", shard);
  g_rmdir (shard);
  bundle_remove (prefix, 1);
}

/* An exabyte that the shape and the size agree on is not allocated. */
static void
test_believes_no_size (void)
{
  g_autofree char *shard = g_strconcat (prefix, ".data-00000-of-00001", NULL);
  Parts parts;

  start_parts (&parts);
  parts.entry->shape->dim[0]->size = G_GINT64_CONSTANT (1) << 58;
  parts.entry->shape->dim[1]->size = 1;
  parts.entry->size = G_GINT64_CONSTANT (1) << 60;
  bundle_writer_finish (parts.writer, NULL, TRUE);
  expect_read ("b/weights", TS_ERROR_FORMAT,
               "tensor 'b/weights': '%s' is cut off: it has 48 bytes, but this "
               "needs 1152921504606847000",
               shard);
  bundle_remove (prefix, 1);
}

/* Listed, with their type, but not read. The slices' own keys are not names. */
static void
test_lists_what_it_does_not_read (void)
{
  static TensorBundle__Slice slice = TENSOR_BUNDLE__SLICE__INIT;
  static TensorBundle__Slice *slices[] = { &slice, &slice };
  Parts parts;

  start_parts (&parts);
  parts.entry->slices = slices;
  parts.entry->n_slices = 2;
  parts.entry->size = 0;
  bundle_writer_add_key (parts.writer, "\0b/weights\0\1", 12);
  bundle_writer_finish (parts.writer, NULL, TRUE);
  expect_read ("b/weights", TS_ERROR_UNSUPPORTED,
               "tensor 'b/weights': it is partitioned into 2 slices, which is "
               "not supported");
  start_parts (&parts);
  parts.entry->dtype = 7;
  parts.entry->size = 5;
  bundle_writer_finish (parts.writer, NULL, TRUE);
  expect_read ("b/weights", TS_ERROR_UNSUPPORTED,
               "tensor 'b/weights': values of string are not supported");
  start_parts (&parts);
  parts.entry->dtype = 99;
  bundle_writer_finish (parts.writer, NULL, TRUE);
  expect_read ("b/weights", TS_ERROR_UNSUPPORTED,
               "tensor 'b/weights': values of type 99 are not supported");
  bundle_remove (prefix, 1);
}

static void
test_names_tensorflows_types (void)
{
  static const struct {
    gint32 type;
    const char *name;
    gsize n_bytes;
  } cases[] = { { 1, "float32", 4 },   { 2, "float64", 8 },
                { 3, "int32", 4 },     { 7, "string", 0 },
                { 9, "int64", 8 },     { 10, "bool", 1 },
                { 14, "bfloat16", 2 }, { 19, "float16", 2 },
                { 23, "uint64", 8 },   { 0, "type 0", 0 },
                { 24, "type 24", 0 },  { -1, "type -1", 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name = ts_bundle_type_to_text (cases[i].type);

    g_assert_cmpstr (name, ==, cases[i].name);
    g_assert_cmpuint (ts_bundle_type_get_bytes (cases[i].type), ==,
                      cases[i].n_bytes);
  }
}

/* The path below the test data; NULL, and the test is skipped, when it is not there. */
static char *
real_checkpoint (const char *name)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("TS_TEST_DATA"), "checkpoints", name, NULL);
  g_autofree char *index = g_strconcat (path, ".index", NULL);

  if (g_file_test (index, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_test_skip ("the real checkpoints are not here");
  return NULL;
}

static void
test_real_checkpoints_agree_with_their_sums (void)
{
  static const struct {
    const char *name;
    guint n_tensors;
  } cases[] = { { "PNet-18", 31 }, { "RNet-14", 35 }, { "ONet-16", 41 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = real_checkpoint (cases[i].name);
    g_autoptr (TsTensorBundle) bundle = NULL;
    g_autoptr (GError) error = NULL;

    if (path == NULL)
      return;
    bundle = ts_tensor_bundle_open (path, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (ts_tensor_bundle_get_n_tensors (bundle), ==,
                      cases[i].n_tensors);
    for (guint k = 0; k < cases[i].n_tensors; k++) {
      g_autofree guint8 *bytes = ts_tensor_bundle_read (
        bundle, ts_tensor_bundle_get_tensor (bundle, k), &error);

      g_assert_no_error (error);
      g_assert_nonnull (bytes);
    }
  }
}

/* "NAME f32 TAB [1, 2] TAB offset size sum", as tensors.txt has it. */
static char *
tensor_line (const TsBundleTensor *tensor)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s\t[", tensor->name,
                          tensor->type == TS_BUNDLE_TYPE_FLOAT32 ? "f32" : "?");
  for (guint i = 0; i < tensor->shape.rank; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "",
                            tensor->shape.dims[i]);
  g_string_append_printf (text,
                          "]\t%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %08x",
                          tensor->offset, tensor->n_bytes, tensor->crc);
  return g_strdup (text->str);
}

static void
test_real_deeppath_index_is_listed (void)
{
  g_autofree char *path =
    real_checkpoint ("deeppath/run1a_3D_classifier-model.ckpt-69000");
  g_autofree char *text = NULL, *list = NULL;
  g_autoptr (TsTensorBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  if (path == NULL)
    return;
  list = g_strconcat (path, ".tensors.txt", NULL);
  bundle = ts_tensor_bundle_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (list, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1565);
  g_assert_cmpuint (ts_tensor_bundle_get_n_tensors (bundle), ==, 1565);
  for (guint i = 0; i < 1565; i++) {
    g_autofree char *line =
      tensor_line (ts_tensor_bundle_get_tensor (bundle, i));

    g_assert_cmpstr (line, ==, lines[i]);
  }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tessera-bundle-XXXXXX", NULL);
  prefix = g_build_filename (folder, "model.ckpt-9", NULL);
  g_test_add_func ("/tensor-bundle/gives-back-what-was-written",
                   test_gives_back_what_was_written);
  g_test_add_func ("/tensor-bundle/takes-the-prefix-out-of-any-of-its-files",
                   test_takes_the_prefix_out_of_any_of_its_files);
  g_test_add_func ("/tensor-bundle/names-tensorflows-types",
                   test_names_tensorflows_types);
  g_test_add_func ("/tensor-bundle/lists-what-it-does-not-read",
                   test_lists_what_it_does_not_read);
  g_test_add_func ("/tensor-bundle/believes-no-size", test_believes_no_size);
  g_test_add_func ("/tensor-bundle/refuses/what-is-no-checkpoint",
                   test_refuses_what_is_no_checkpoint);
  g_test_add_func ("/tensor-bundle/refuses/version-1", test_refuses_version_1);
  g_test_add_func ("/tensor-bundle/refuses/broken-entries",
                   test_refuses_broken_entries);
  g_test_add_func ("/tensor-bundle/refuses/malformed-messages",
                   test_refuses_malformed_messages);
  g_test_add_func ("/tensor-bundle/refuses/broken-values",
                   test_refuses_broken_values);
  g_test_add_func ("/tensor-bundle/real/checkpoints-agree-with-their-sums",
                   test_real_checkpoints_agree_with_their_sums);
  g_test_add_func ("/tensor-bundle/real/deeppath-index-is-listed",
                   test_real_deeppath_index_is_listed);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (prefix);
  g_free (folder);
  return result;
}
