/* Content as a hash that does not depend on row numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/digest.h"

#include <string.h>

struct TsDigest {
  GChecksum *checksum;
};

TsDigest *
ts_digest_new (void)
{
  TsDigest *self = g_new (TsDigest, 1);

  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return self;
}

void
ts_digest_free (TsDigest *self)
{
  if (self == NULL)
    return;
  g_checksum_free (self->checksum);
  g_free (self);
}

static void
add_bytes (TsDigest *self, const void *data, gsize n_bytes)
{
  g_checksum_update (self->checksum, data, (gssize) n_bytes);
}

static void
add_uint64 (TsDigest *self, guint64 value)
{
  guint64 little = GUINT64_TO_LE (value);

  add_bytes (self, &little, sizeof little);
}

static void
add_name (TsDigest *self, const char *name, char type)
{
  add_bytes (self, name, strlen (name) + 1);
  add_bytes (self, &type, 1);
}

void
ts_digest_add_text (TsDigest *self, const char *name, const char *text)
{
  if (text == NULL)
    return;
  add_name (self, name, 't');
  add_uint64 (self, strlen (text));
  add_bytes (self, text, strlen (text));
}

void
ts_digest_add_int (TsDigest *self, const char *name, gint64 value)
{
  add_name (self, name, 'i');
  add_uint64 (self, (guint64) value);
}

void
ts_digest_add_real (TsDigest *self, const char *name, double value)
{
  guint64 bits = 0;

  memcpy (&bits, &value, sizeof bits);
  add_name (self, name, 'd');
  add_uint64 (self, bits);
}

void
ts_digest_add_floats (TsDigest *self,
                      const char *name,
                      const float *values,
                      guint n_values)
{
  if (n_values == 0)
    return;
  add_name (self, name, 'f');
  add_uint64 (self, n_values);
  for (guint i = 0; i < n_values; i++) {
    guint32 bits = 0;

    memcpy (&bits, &values[i], sizeof bits);
    bits = GUINT32_TO_LE (bits);
    add_bytes (self, &bits, sizeof bits);
  }
}

void
ts_digest_add_bytes (TsDigest *self,
                     const char *name,
                     const void *data,
                     gsize n_bytes)
{
  if (data == NULL)
    return;
  add_name (self, name, 'b');
  add_uint64 (self, n_bytes);
  add_bytes (self, data, n_bytes);
}

const char *
ts_digest_get_hex (TsDigest *self)
{
  return g_checksum_get_string (self->checksum);
}
