/* Reading comma-separated values: what is taken, and what each broken file is told.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/formats/csv-file.h"
#include "tests/core/formats/made-file.h"

static void
assert_cell (const TsCsvFile *csv, guint row, guint column, const char *text)
{
  g_assert_cmpstr (ts_csv_file_get (csv, row, column), ==, text);
}

static TsCsvFile *
load (const char *data, gssize n_bytes)
{
  g_autoptr (GError) error = NULL;
  TsCsvFile *csv;
  MadeFile file;

  made_file_write (&file, data, n_bytes);
  csv = ts_csv_file_load (file.path, &error);
  g_assert_no_error (error);
  made_file_clear (&file);
  return csv;
}

static void
assert_refused (const char *data, gssize n_bytes, const char *message)
{
  g_autoptr (GError) error = NULL;
  MadeFile file;

  made_file_write (&file, data, n_bytes);
  g_assert_null (ts_csv_file_load (file.path, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  made_file_assert_message (&file, error, message);
  made_file_clear (&file);
}

static void
test_plain (void)
{
  g_autoptr (TsCsvFile) csv = load ("case,reader\n1, A \n2,\tB\n", -1);
  guint column = 9;

  g_assert_cmpuint (ts_csv_file_get_n_rows (csv), ==, 2);
  assert_cell (csv, 0, 0, "1");
  assert_cell (csv, 0, 1, "A");
  assert_cell (csv, 1, 1, "B");
  g_assert_cmpuint (ts_csv_file_get_line (csv, 1), ==, 3);
  g_assert_true (ts_csv_file_find (csv, "READER", &column));
  g_assert_cmpuint (column, ==, 1);
  g_assert_false (ts_csv_file_find (csv, "label", &column));
}

static void
test_line_ends_and_mark (void)
{
  static const char *const texts[] = { "\xef\xbb\xbf"
                                       "a,b\r\n1,2\r\n3,4",
                                       "a,b\r1,2\r3,4\r", "a,b\n1,2\n3,4\n\n\n",
                                       "\n\r\n ,,\na,b\n1,2\n,\n3,4" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (TsCsvFile) csv = load (texts[i], -1);
    g_assert_cmpuint (ts_csv_file_get_n_rows (csv), ==, 2);
    assert_cell (csv, 0, 0, "1");
    assert_cell (csv, 1, 1, "4");
  }
}

static void
test_quotes (void)
{
  g_autoptr (TsCsvFile) csv =
    load ("\"a\" , b\n\"x, \"\"y\"\"\r\nz\" , \n\"  \",\"\"\n1,2\n", -1);

  g_assert_cmpuint (ts_csv_file_get_n_rows (csv), ==, 3);
  assert_cell (csv, 0, 0, "x, \"y\"\r\nz");
  assert_cell (csv, 0, 1, "");
  assert_cell (csv, 1, 0, "  ");
  /* The quoted line end is counted. */
  g_assert_cmpuint (ts_csv_file_get_line (csv, 1), ==, 4);
  g_assert_cmpuint (ts_csv_file_get_line (csv, 2), ==, 5);
}

static void
test_broken (void)
{
  assert_refused ("", 0, "'PATH' is empty");
  assert_refused (" \n\n,,\n", -1, "'PATH' has no text in it");
  assert_refused ("\xef\xbb\xbf", -1, "'PATH' has no text in it");
  assert_refused ("a,b\n", -1, "'PATH' has a header and no rows");
  assert_refused ("a,b\n , \n", -1, "'PATH' has a header and no rows");
  assert_refused ("a,b\n1,2\n3\n", -1,
                  "line 3 of 'PATH': 1 field, but the header has 2");
  assert_refused ("a,b\n1,2,3\n", -1,
                  "line 2 of 'PATH': 3 fields, but the header has 2");
  assert_refused ("\na,b,A\n1,2,3\n", -1,
                  "line 2 of 'PATH': column 'A' is there twice");
  assert_refused ("a,b\n1,\"2\n3,4\n", -1,
                  "line 2 of 'PATH': a quote is opened and not closed");
  assert_refused ("a,b\n1,\"2\" x\n", -1,
                  "line 2 of 'PATH': text stands behind a closing quote");
  assert_refused (
    "a,b\n1,2\n1,2\"\n", -1,
    "line 3 of 'PATH': a quote stands within a field that is not quoted");
}

static void
test_not_text (void)
{
  assert_refused ("a,b\n1,\xff\n", -1, "line 2 of 'PATH' is not UTF-8 text");
  assert_refused ("a,b\r\n1,2\r\n\xc3", -1,
                  "line 3 of 'PATH' is not UTF-8 text");
  assert_refused ("a,b\n1,2\0\n", 9, "line 2 of 'PATH' is not UTF-8 text");
  assert_refused ("\x89PNG\r\n\x1a\n\0\0\0", 11,
                  "line 1 of 'PATH' is not UTF-8 text");
}

static void
test_too_many_fields (void)
{
  g_autofree char *commas = g_strnfill (100000, ',');
  g_autofree char *second = g_strconcat ("a,b\n", commas, NULL);

  assert_refused (commas, -1,
                  "line 1 of 'PATH': there are more than 1000 fields");
  assert_refused (second, -1,
                  "line 2 of 'PATH': there are more than 1000 fields");
}

static void
test_missing_column_names_those_there_are (void)
{
  g_autoptr (TsCsvFile) csv = load ("case;reader\n1;A\n", -1);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL;
  guint column = 0;

  g_assert_false (ts_csv_file_require (csv, "case", &column, &error));
  expected =
    g_strdup_printf ("'%s' has no column 'case'; its columns, separated by "
                     "commas, are 'case;reader'",
                     ts_csv_file_get_path (csv));
  g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_no_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ts_csv_file_load ("/nowhere/t.csv", &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_cmpstr (error->message, ==,
                   "cannot open '/nowhere/t.csv': No such file or directory");
}

/* Any bytes are either read or refused with a message; under a sanitizer this shows more. */
static void
test_any_bytes (void)
{
  static const char letters[] = "aab1,,\n\n\n\r\t \"\"\xc3";
  TsRandom random;
  guint n_read = 0, n_refused = 0;
  MadeFile file;

  ts_random_init (&random, 1);
  for (guint round = 0; round < 600; round++) {
    char data[16];
    guint n = ts_random_below (&random, sizeof data);
    for (guint i = 0; i < n; i++)
      data[i] = letters[ts_random_below (&random, sizeof letters - 1)];
    g_autoptr (GError) error = NULL;
    made_file_write (&file, data, n);
    g_autoptr (TsCsvFile) csv = ts_csv_file_load (file.path, &error);
    g_assert_true ((csv == NULL) == (error != NULL));
    made_file_clear (&file);
    n_read += csv != NULL;
    n_refused += csv == NULL;
  }
  g_assert_cmpuint (n_read, >, 10);
  g_assert_cmpuint (n_refused, >, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/plain", test_plain);
  g_test_add_func ("/csv/line-ends-and-mark", test_line_ends_and_mark);
  g_test_add_func ("/csv/quotes", test_quotes);
  g_test_add_func ("/csv/broken-says-where", test_broken);
  g_test_add_func ("/csv/not-text", test_not_text);
  g_test_add_func ("/csv/too-many-fields", test_too_many_fields);
  g_test_add_func ("/csv/missing-column-names-those-there-are",
                   test_missing_column_names_those_there_are);
  g_test_add_func ("/csv/no-file", test_no_file);
  g_test_add_func ("/csv/any-bytes", test_any_bytes);
  return g_test_run ();
}
