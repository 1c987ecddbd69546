/* The entries in the index of a TensorFlow checkpoint.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/bundle-entry.h"

#include "core/base/checked.h"
#include "core/base/error.h"
#include "core/model/proto-wire.h"
#include "core/model/tensor-bundle.pb-c.h"

/* The version of the format that is read here (tensor_bundle.h, kTensorBundleVersion). */
#define BUNDLE_VERSION 1
#define MAX_SHARDS     99999 /* five digits in the file's name */
#define SCHEMA         "a tensor bundle"

static gboolean
check_header (const TensorBundle__Header *header, GError **error)
{
  if (header->endianness != 0) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                         "its numbers are big-endian; only little-endian ones "
                         "are supported");
    return FALSE;
  }
  if (header->version != NULL &&
      header->version->min_consumer > BUNDLE_VERSION) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "version %d of the format is not supported (%d is)",
                 header->version->min_consumer, BUNDLE_VERSION);
    return FALSE;
  }
  if (header->num_shards < 1 || header->num_shards > MAX_SHARDS) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "its header announces %d shards", header->num_shards);
    return FALSE;
  }
  return TRUE;
}

gboolean
ts_bundle_header_read (const TsSstableEntry *entry,
                       guint *out_n_shards,
                       GError **error)
{
  ProtobufCMessage *message;
  const TensorBundle__Header *header;
  gboolean is_sound;

  if (entry->n_key_bytes > 0) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "it is no index of a checkpoint: it has no header");
    return FALSE;
  }
  message =
    ts_proto_wire_unpack (&tensor_bundle__header__descriptor, entry->value,
                          entry->n_value_bytes, SCHEMA, error);
  if (message == NULL) {
    g_prefix_error (error, "its header is malformed: ");
    return FALSE;
  }
  header = (const TensorBundle__Header *) message;
  is_sound = check_header (header, error);
  *out_n_shards = (guint) header->num_shards;
  protobuf_c_message_free_unpacked (message, NULL);
  return is_sound;
}

/* Names go to the terminal and into messages. */
static char *
read_name (const TsSstableEntry *entry, GError **error)
{
  const char *name = (const char *) entry->key;

  if (!g_utf8_validate_len (name, entry->n_key_bytes, NULL)) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "the name of a tensor is not UTF-8 text");
    return NULL;
  }
  for (gsize i = 0; i < entry->n_key_bytes; i++) {
    if (!g_ascii_iscntrl (name[i]))
      continue;
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "the name of a tensor has a control character");
    return NULL;
  }
  return g_strndup (name, entry->n_key_bytes);
}

static gboolean
read_shape (const TensorBundle__Shape *proto, TsShape *shape, GError **error)
{
  if (proto == NULL || proto->unknown_rank) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT, "it has no shape");
    return FALSE;
  }
  if (proto->n_dim > TS_MAX_RANK) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "it has %" G_GSIZE_FORMAT
                 " dimensions, at most %d are supported",
                 proto->n_dim, TS_MAX_RANK);
    return FALSE;
  }
  shape->rank = (guint) proto->n_dim;
  for (guint i = 0; i < shape->rank; i++) {
    shape->dims[i] = proto->dim[i]->size;
    if (shape->dims[i] >= 0)
      continue;
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "its dimension %u is %" G_GINT64_FORMAT, i, shape->dims[i]);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_place (const TensorBundle__Entry *proto, guint n_shards, GError **error)
{
  if (proto->shard_id < 0 || (guint) proto->shard_id >= n_shards) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "it is in shard %d, but there are %u", proto->shard_id,
                 n_shards);
    return FALSE;
  }
  if (proto->offset < 0 || proto->size < 0 ||
      proto->offset > G_MAXINT64 - proto->size) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "it cannot have %" G_GINT64_FORMAT " bytes at byte "
                 "%" G_GINT64_FORMAT,
                 proto->size, proto->offset);
    return FALSE;
  }
  return TRUE;
}

/* Where the size of an element is fixed and the values are in one piece, the shape says
 * how many bytes there must be. */
static gboolean
check_size (const TsBundleTensor *self, GError **error)
{
  g_autofree char *shape = ts_shape_to_text (&self->shape);
  g_autofree char *type = ts_bundle_type_to_text (self->type);
  gsize element_bytes = ts_bundle_type_get_bytes (self->type);
  gsize n_elements, n_bytes;

  if (!ts_shape_count (&self->shape, &n_elements) ||
      !ts_checked_mul (n_elements, MAX (element_bytes, 1), &n_bytes)) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "its shape %s is too large", shape);
    return FALSE;
  }
  if (element_bytes > 0 && self->n_slices == 0 && n_bytes != self->n_bytes) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "%s of %s takes %" G_GSIZE_FORMAT
                 " bytes, but it has %" G_GUINT64_FORMAT,
                 type, shape, n_bytes, self->n_bytes);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_entry (TsBundleTensor *self,
            const TsSstableEntry *entry,
            guint n_shards,
            GError **error)
{
  ProtobufCMessage *message =
    ts_proto_wire_unpack (&tensor_bundle__entry__descriptor, entry->value,
                          entry->n_value_bytes, SCHEMA, error);
  const TensorBundle__Entry *proto = (const TensorBundle__Entry *) message;
  gboolean is_sound;

  if (message == NULL)
    return FALSE;
  self->type = proto->dtype;
  self->shard = (guint) proto->shard_id;
  self->offset = (guint64) proto->offset;
  self->n_bytes = (guint64) proto->size;
  self->crc = proto->crc32c;
  self->n_slices = (guint) proto->n_slices;
  is_sound = read_shape (proto->shape, &self->shape, error) &&
             check_place (proto, n_shards, error) && check_size (self, error);
  protobuf_c_message_free_unpacked (message, NULL);
  return is_sound;
}

TsBundleTensor *
ts_bundle_tensor_read (const TsSstableEntry *entry,
                       guint n_shards,
                       GError **error)
{
  g_autoptr (TsBundleTensor) self = g_new0 (TsBundleTensor, 1);

  self->name = read_name (entry, error);
  if (self->name == NULL)
    return NULL;
  if (!read_entry (self, entry, n_shards, error)) {
    g_prefix_error (error, "tensor '%s': ", self->name);
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
ts_bundle_tensor_free (TsBundleTensor *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}
