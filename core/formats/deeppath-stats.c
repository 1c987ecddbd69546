/* DeepPATH's per-slide and per-patient results.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/formats/deeppath-stats.h"

#include <string.h>

#include "core/base/error.h"
#include "core/base/parse.h"
#include "core/formats/name-list.h"
#include "core/formats/text-file.h"

#define MAX_BYTES         (256 << 20)
#define MAX_CLASSES       100
#define MAX_TILES         1e12
#define PATIENT_N_LETTERS 12

static const char truth_key[] = "true_label:";
static const char selected_key[] = "Percent_Selected:";
static const char average_key[] = "Average_Probability:";
static const char tiles_key[] = "tiles#:";

typedef struct {
  const char *path;
  guint line;
  TsNameList *slides, *patients;
  GArray *truth, *selected, *average;
  TsDeepPathStats *out;
} Loader;

static gboolean G_GNUC_PRINTF (3, 4)
  complain (const Loader *self, GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "line %u of '%s': %s",
               self->line, self->path, message);
  return FALSE;
}

/* The text behind "KEY:" and blanks, borrowed; NULL where another key stands there. */
static const char *
skip_key (const char *field, const char *key)
{
  if (field == NULL || !g_str_has_prefix (field, key))
    return NULL;
  field += strlen (key);
  while (*field == ' ')
    field++;
  return field;
}

static gboolean
take_truth (Loader *self, const char *field, GError **error)
{
  const char *text = skip_key (field, truth_key);
  g_autofree char *inner = NULL;
  g_auto (GStrv) parts = NULL;
  guint n;

  if (text == NULL)
    return complain (self, error, "'%s' is missing", truth_key);
  if (*text != '[' || text[strlen (text) - 1] != ']')
    return complain (self, error, "'%s' is not a list in brackets", text);
  inner = g_strndup (text + 1, strlen (text) - 2);
  parts = g_strsplit (inner, ",", -1);
  n = g_strv_length (parts);
  if (self->out->n_classes == 0)
    self->out->n_classes = n;
  if (n != self->out->n_classes || n < 1 || n > MAX_CLASSES)
    return complain (self, error, "%u classes, where %u are expected", n,
                     CLAMP (self->out->n_classes, 1, MAX_CLASSES));
  for (guint i = 0; i < n; i++) {
    double value = 0;
    guint8 bit;
    if (!ts_parse_double (g_strstrip (parts[i]), 0, 1, &value) ||
        (value != 0 && value != 1))
      return complain (self, error, "label '%s' is neither 0 nor 1", parts[i]);
    bit = value == 1;
    g_array_append_val (self->truth, bit);
  }
  return TRUE;
}

/* n_classes shares, the first behind its key. */
static gboolean
take_shares (Loader *self,
             char **fields,
             const char *key,
             GArray *out,
             GError **error)
{
  for (guint i = 0; i < self->out->n_classes; i++) {
    const char *text = i == 0 ? skip_key (fields[0], key) : fields[i];
    double value = 0;
    if (text == NULL)
      return complain (self, error, "'%s' is missing", key);
    if (!ts_parse_double (text, 0, 1, &value))
      return complain (self, error, "%s '%s' is not a number from 0 to 1", key,
                       text);
    g_array_append_val (out, value);
  }
  return TRUE;
}

static gboolean
take_tiles (Loader *self, char **fields, guint n_fields, GError **error)
{
  const char *text = n_fields > 0 ? skip_key (fields[0], tiles_key) : NULL;
  double n_tiles = 0;

  if (text == NULL)
    return complain (self, error, "'%s' is missing", tiles_key);
  if (!ts_parse_double (text, 0, MAX_TILES, &n_tiles))
    return complain (self, error, "%s '%s' is not a number", tiles_key, text);
  /* DeepPATH ends every line with a tab. */
  if (n_fields > 2 || (n_fields == 2 && *fields[1] != '\0'))
    return complain (self, error, "text stands behind '%s'", tiles_key);
  self->out->n_tiles += n_tiles;
  return TRUE;
}

static gboolean
take_name (Loader *self, const char *name, GError **error)
{
  guint n_before = ts_name_list_get_n (self->slides);

  if (*name == '\0')
    return complain (self, error, "the name of the slide is missing");
  if (ts_name_list_add (self->slides, name) < n_before)
    return complain (self, error, "'%s' is there twice", name);
  return TRUE;
}

static gboolean
take_line (Loader *self, const char *text, GError **error)
{
  g_auto (GStrv) fields = g_strsplit (text, "\t", -1);
  guint n_fields = g_strv_length (fields), n_classes;

  if (!take_name (self, fields[0], error) ||
      !take_truth (self, n_fields > 1 ? fields[1] : NULL, error))
    return FALSE;
  n_classes = self->out->n_classes;
  if (n_fields < 2 + 2 * n_classes)
    return complain (self, error, "%u fields are too few for %u classes",
                     n_fields, n_classes);
  return take_shares (self, fields + 2, selected_key, self->selected, error) &&
         take_shares (self, fields + 2 + n_classes, average_key, self->average,
                      error) &&
         take_tiles (self, fields + 2 + 2 * n_classes,
                     n_fields - 2 - 2 * n_classes, error);
}

/* The set a slide was in ("test_") is not part of its name. NULL: no TCGA name. */
static char *
dup_patient (const char *name)
{
  static const char *const sets[] = { "test_", "train_", "valid_" };

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++) {
    if (g_str_has_prefix (name, sets[i])) {
      name += strlen (sets[i]);
      break;
    }
  }
  if (!g_str_has_prefix (name, "TCGA-") || strlen (name) < PATIENT_N_LETTERS)
    return NULL;
  return g_strndup (name, PATIENT_N_LETTERS);
}

/* Patients are numbered first, slides without one behind them. */
static void
take_units (Loader *self)
{
  TsDeepPathStats *out = self->out;
  g_autofree gboolean *is_known = g_new0 (gboolean, out->n_slides);

  out->units = g_new0 (guint, out->n_slides);
  for (guint i = 0; i < out->n_slides; i++) {
    g_autofree char *patient = dup_patient (ts_name_list_get (self->slides, i));
    is_known[i] = patient != NULL;
    if (is_known[i])
      out->units[i] = ts_name_list_add (self->patients, patient);
  }
  out->n_units = ts_name_list_get_n (self->patients);
  out->has_patients = out->n_units > 0;
  for (guint i = 0; i < out->n_slides; i++)
    if (!is_known[i])
      out->units[i] = out->n_units++;
}

/* Lines end with LF, CR LF or CR; text is taken apart. */
static gboolean
take_lines (Loader *self, char *text, GError **error)
{
  while (*text != '\0') {
    gsize n = strcspn (text, "\r\n");
    char end = text[n];
    char *next = text + n + (end != '\0');
    if (end == '\r' && *next == '\n')
      next++;
    text[n] = '\0';
    self->line++;
    if (*text != '\0' && !take_line (self, text, error))
      return FALSE;
    text = next;
  }
  self->out->n_slides = ts_name_list_get_n (self->slides);
  if (self->out->n_slides > 0)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "'%s' has no text in it",
               self->path);
  return FALSE;
}

static void
hand_over (Loader *self)
{
  self->out->truth = (guint8 *) g_array_free (self->truth, FALSE);
  self->out->selected =
    (double *) (void *) g_array_free (self->selected, FALSE);
  self->out->average = (double *) (void *) g_array_free (self->average, FALSE);
}

TsDeepPathStats *
ts_deeppath_stats_load (const char *path, GError **error)
{
  g_autofree char *text = ts_text_file_load (path, MAX_BYTES, error);
  g_autoptr (TsDeepPathStats) out = NULL;
  g_autoptr (TsNameList) slides = ts_name_list_new ();
  g_autoptr (TsNameList) patients = ts_name_list_new ();
  Loader loader = { .path = path, .slides = slides, .patients = patients };
  gboolean is_good;

  if (text == NULL)
    return NULL;
  out = loader.out = g_new0 (TsDeepPathStats, 1);
  loader.truth = g_array_new (FALSE, FALSE, sizeof (guint8));
  loader.selected = g_array_new (FALSE, FALSE, sizeof (double));
  loader.average = g_array_new (FALSE, FALSE, sizeof (double));
  is_good = take_lines (&loader, text, error);
  hand_over (&loader);
  if (!is_good)
    return NULL;
  take_units (&loader);
  return g_steal_pointer (&out);
}

void
ts_deeppath_stats_free (TsDeepPathStats *self)
{
  if (self == NULL)
    return;
  g_free (self->truth);
  g_free (self->selected);
  g_free (self->average);
  g_free (self->units);
  g_free (self);
}
