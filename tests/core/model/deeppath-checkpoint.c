/* Checkpoints as DeepPATH's training leaves them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/model/deeppath-checkpoint.h"

#include <math.h>
#include <string.h>

#include "core/base/random.h"
#include "tests/core/model/deeppath-network.h"

typedef struct {
  BundleWriter *writer;
  DeepPathFill fill;
} Filler;

/* FNV-1a */
static guint64
seed_of (const char *name)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (; *name != '\0'; name++)
    hash = (hash ^ (guint8) *name) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

float *
deeppath_make_values (const char *name, const TsShape *shape)
{
  double middle = 0, half_width = 0.2;
  TsRandom random;
  float *values;
  gsize n;

  g_assert_true (ts_shape_count (shape, &n));
  values = g_new (float, n + 1);
  if (strstr (name, "weights") != NULL) {
    double fan_in = 1;

    for (guint i = 0; i + 1 < shape->rank; i++)
      fan_in *= (double) shape->dims[i];
    half_width = sqrt (3 * 2 / fan_in); /* deviation sqrt (2 / fan-in) */
  } else if (strstr (name, "variance") != NULL) {
    middle = 1;
    half_width = 0.5;
  }
  ts_random_init (&random, seed_of (name));
  for (gsize i = 0; i < n; i++)
    values[i] =
      (float) (middle + half_width * (2 * ts_random_uniform (&random) - 1));
  return values;
}

static void
add (Filler *self, const char *name, const char *suffix, const TsShape *shape)
{
  g_autofree char *full = g_strconcat (name, suffix, NULL);
  gboolean has_values = self->fill == DEEPPATH_VALUES &&
                        strstr (suffix, "RMSProp") == NULL &&
                        !g_str_has_prefix (name, "aux_logits/");
  g_autofree float *values =
    has_values ? deeppath_make_values (full, shape) : NULL;

  if (has_values)
    bundle_writer_add (self->writer, full, shape, values);
  else
    bundle_writer_add_zeros (self->writer, full, shape);
}

/* "conv0/BatchNorm/moving_mean": what it is computed from lies in the same scope once more
 * below, "conv0/BatchNorm/conv0/BatchNorm/moving_mean/biased". */
static void
add_nested (Filler *self, const char *name, const TsShape *shape)
{
  const char *last = strrchr (name, '/');
  const TsShape scalar = { 0 };
  g_autofree char *scope = g_strndup (name, (gsize) (last - name));
  g_autofree char *biased = g_strdup_printf ("%s/%s/biased", scope, name);
  g_autofree char *step = g_strdup_printf ("%s/%s/local_step", scope, name);

  bundle_writer_add_zeros (self->writer, biased, shape);
  bundle_writer_add_zeros (self->writer, step, &scalar);
}

/* DeepPathGet */
static float *
add_variable (const char *name, const TsShape *shape, gpointer user_data)
{
  Filler *self = user_data;

  add (self, name, "", shape);
  add (self, name, DEEPPATH_AVERAGE, shape);
  if (strstr (name, "/moving_") != NULL) {
    add_nested (self, name, shape);
  } else {
    add (self, name, "/RMSProp", shape);
    add (self, name, "/RMSProp_1", shape);
  }
  return NULL;
}

void
deeppath_add_all (BundleWriter *writer, guint n_outputs, DeepPathFill fill)
{
  static const char *const losses[] = { "CrossEntropyLoss/value/avg",
                                        "aux_loss/value/avg",
                                        "total_loss/avg" };
  Filler filler = { writer, fill };
  const TsShape scalar = { 0 };

  deeppath_evaluate (NULL, n_outputs, add_variable, &filler, NULL);
  deeppath_visit_auxiliary (n_outputs, add_variable, &filler);
  bundle_writer_add_zeros (writer, "global_step", &scalar);
  for (guint i = 0; i < 12; i++) {
    g_autofree char *name =
      g_strdup_printf ("tower_%u/%s", i / 3, losses[i % 3]);

    bundle_writer_add_zeros (writer, name, &scalar);
  }
}
