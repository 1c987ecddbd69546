/* Checkpoints changed at random: each is read or refused with an error, and nothing else
 * happens. What a sanitizer finds here is the point of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/safe-file.h"
#include "core/model/inception-survey.h"
#include "core/model/tensor-bundle.h"
#include "tests/core/model/bundle-writer.h"

#define N_ROUNDS  1500
#define N_TENSORS 40

static char *folder, *prefix, *index_file, *shard_file;

static void
write_checkpoint (const TableOptions *options)
{
  static const char *const names[] = { "weights", "biases",
                                       "weights/ExponentialMovingAverage",
                                       "BatchNorm/moving_mean" };
  BundleWriter *writer = bundle_writer_new (prefix, 1);

  for (guint i = 0; i < N_TENSORS; i++) {
    g_autofree char *name =
      g_strdup_printf ("mixed_35x35x256a/Conv_%u/%s", i / 4, names[i % 4]);
    const TsShape shape = { i % 3, { 3, 2 } };
    const float values[6] = { 1, 2, 3, 4, 5, (float) i };

    bundle_writer_add (writer, name, &shape, values);
  }
  bundle_writer_finish (writer, options, TRUE);
}

/* Looked through as the program would: all that can be opened is read. */
static void
use_checkpoint (guint *n_opened, guint *n_read)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsTensorBundle) bundle = ts_tensor_bundle_open (prefix, &error);
  TsInceptionSurvey survey;

  g_assert_true ((bundle == NULL) == (error != NULL));
  if (bundle == NULL) {
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    return;
  }
  ++*n_opened;
  for (guint i = 0; i < ts_tensor_bundle_get_n_tensors (bundle); i++) {
    g_autoptr (GError) read_error = NULL;
    g_autofree guint8 *bytes = ts_tensor_bundle_read (
      bundle, ts_tensor_bundle_get_tensor (bundle, i), &read_error);

    g_assert_true ((bytes == NULL) == (read_error != NULL));
    *n_read += bytes != NULL;
  }
  g_assert_false (ts_inception_survey (bundle, &survey, &error));
  g_assert_nonnull (error);
}

static void
change_some (TsRandom *random, guint8 *bytes, gsize n_bytes)
{
  guint n = 1 + ts_random_below (random, 4);

  for (guint i = 0; i < n && n_bytes > 0; i++) {
    guint32 n_all = (guint32) n_bytes;
    gsize at = ts_random_below (random, n_all);
    gsize from = ts_random_below (random, n_all);
    gsize n_piece = ts_random_below (random, 30);

    switch (ts_random_below (random, 4)) {
    case 0:
      bytes[at] ^= (guint8) (1 << ts_random_below (random, 8));
      break;
    case 1:
      bytes[at] = (guint8) ts_random_next (random);
      break;
    case 2: /* a number without end, or a huge one */
      memset (bytes + at, 0xff, MIN (n_bytes - at, n_piece));
      break;
    default: /* a piece from elsewhere */
      memmove (bytes + at, bytes + from,
               MIN (n_bytes - MAX (at, from), n_piece));
      break;
    }
  }
}

/* Nothing is made right again: the checksums find what is changed. */
static void
test_any_bytes_changed (void)
{
  guint n_opened = 0, n_read = 0;
  TsRandom random;

  ts_random_init (&random, 11);
  for (guint round = 0; round < N_ROUNDS; round++) {
    const TableOptions options = { .restart_interval = 4,
                                   .block_bytes = 300,
                                   .is_packed = round % 2 == 0 };
    const char *file = round % 3 == 0 ? shard_file : index_file;
    g_autofree char *bytes = NULL;
    gsize n_bytes;

    write_checkpoint (&options);
    g_assert_true (ts_safe_file_read (file, 1 << 20, &bytes, &n_bytes, NULL));
    change_some (&random, (guint8 *) bytes, n_bytes);
    if (round % 5 == 0)
      n_bytes = ts_random_below (&random, (guint32) n_bytes);
    table_write_file (file, bytes, n_bytes);
    use_checkpoint (&n_opened, &n_read);
  }
  g_assert_cmpuint (n_opened, >=, N_ROUNDS / 3);
  g_assert_cmpuint (n_opened, <, N_ROUNDS / 2);
  g_assert_cmpuint (n_read, <, n_opened * N_TENSORS);
}

/* TableOptions.bend: one block in five. */
static void
bend_block (guint8 *bytes, gsize n_bytes, gpointer random)
{
  if (ts_random_below (random, 5) == 0)
    change_some (random, bytes, n_bytes);
}

/* The checksum is made of the changed block: what is wrong reaches the reading of packed
 * bytes, of entries and of the messages in them. */
static void
check_blocks_changed (gboolean is_packed, guint64 seed, guint *n_opened)
{
  guint n_read = 0;
  TsRandom random;
  const TableOptions options = { 4, 300, is_packed, bend_block, &random };

  ts_random_init (&random, seed);
  for (guint round = 0; round < N_ROUNDS; round++) {
    write_checkpoint (&options);
    use_checkpoint (n_opened, &n_read);
  }
}

static void
test_blocks_changed (void)
{
  guint n_opened = 0;

  check_blocks_changed (FALSE, 12, &n_opened);
  g_assert_cmpuint (n_opened, >, N_ROUNDS / 50);
  g_assert_cmpuint (n_opened, <, N_ROUNDS / 2);
}

static void
test_packed_blocks_changed (void)
{
  guint n_opened = 0;

  check_blocks_changed (TRUE, 13, &n_opened);
  g_assert_cmpuint (n_opened, >, N_ROUNDS / 50);
  g_assert_cmpuint (n_opened, <, N_ROUNDS / 2);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tessera-fuzz-XXXXXX", NULL);
  prefix = g_build_filename (folder, "m", NULL);
  index_file = g_strconcat (prefix, ".index", NULL);
  shard_file = g_strconcat (prefix, ".data-00000-of-00001", NULL);
  g_test_add_func ("/bundle-fuzz/any-bytes-changed", test_any_bytes_changed);
  g_test_add_func ("/bundle-fuzz/blocks-changed", test_blocks_changed);
  g_test_add_func ("/bundle-fuzz/packed-blocks-changed",
                   test_packed_blocks_changed);
  result = g_test_run ();
  bundle_remove (prefix, 1);
  g_rmdir (folder);
  g_free (index_file);
  g_free (shard_file);
  g_free (prefix);
  g_free (folder);
  return result;
}
