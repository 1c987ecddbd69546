/* Protobuf's wire format: bounds, nesting and text checked, then unpacked.
 * Encoding: https://protobuf.dev/programming-guides/encoding
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/proto-wire.h"

#include "core/base/error.h"

#define MAX_DEPTH      64
#define MAX_FIELDS     (1 << 22) /* real networks have some 100,000 */
#define MAX_TEXT_BYTES (1 << 20)

enum { WIRE_VARINT = 0, WIRE_64_BIT = 1, WIRE_LENGTH = 2, WIRE_32_BIT = 5 };

typedef struct {
  const guint8 *data;
  gsize n_fields;
  guint depth;
} Scan;

/* A message: bytes [at, end) of the file. */
typedef struct {
  gsize at, end;
} Span;

static gboolean scan_message (Scan *scan,
                              const ProtobufCMessageDescriptor *type,
                              Span span,
                              GError **error);

static gboolean
read_varint (const Scan *scan, Span *span, guint64 *out, GError **error)
{
  guint64 value = 0;

  for (guint shift = 0; shift < 64 && span->at < span->end; shift += 7) {
    guint8 byte = scan->data[span->at++];

    value |= (guint64) (byte & 0x7f) << shift;
    if (byte < 0x80) {
      *out = value;
      return TRUE;
    }
  }
  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
               "the number before byte %" G_GSIZE_FORMAT " has no end",
               span->at);
  return FALSE;
}

static gboolean
skip_bytes (Span *span, guint64 n_bytes, GError **error)
{
  if (n_bytes > span->end - span->at) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "%" G_GUINT64_FORMAT " bytes are announced at byte "
                 "%" G_GSIZE_FORMAT ", but only %" G_GSIZE_FORMAT " follow",
                 n_bytes, span->at, span->end - span->at);
    return FALSE;
  }
  span->at += (gsize) n_bytes;
  return TRUE;
}

static gboolean
check_text (const Scan *scan,
            const ProtobufCFieldDescriptor *field,
            Span text,
            GError **error)
{
  gsize n_bytes = text.end - text.at;

  if (g_str_equal (field->name, "doc_string"))
    return TRUE;
  if (n_bytes > MAX_TEXT_BYTES) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "the %s at byte %" G_GSIZE_FORMAT " is %" G_GSIZE_FORMAT
                 " bytes long, at most %d are read",
                 field->name, text.at, n_bytes, MAX_TEXT_BYTES);
    return FALSE;
  }
  if (!g_utf8_validate_len ((const char *) scan->data + text.at, n_bytes,
                            NULL)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "the %s at byte %" G_GSIZE_FORMAT " is not UTF-8 text",
                 field->name, text.at);
    return FALSE;
  }
  return TRUE;
}

static gboolean
scan_part (Scan *scan,
           const ProtobufCFieldDescriptor *field,
           Span part,
           GError **error)
{
  gboolean is_sound;

  if (field != NULL && field->type == PROTOBUF_C_TYPE_STRING)
    return check_text (scan, field, part, error);
  if (field == NULL || field->type != PROTOBUF_C_TYPE_MESSAGE)
    return TRUE;
  if (scan->depth == MAX_DEPTH) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "its parts are nested more than %d deep", MAX_DEPTH);
    return FALSE;
  }
  scan->depth++;
  is_sound = scan_message (scan, field->descriptor, part, error);
  scan->depth--;
  return is_sound;
}

static gboolean
scan_value (Scan *scan,
            const ProtobufCFieldDescriptor *field,
            guint wire,
            Span *span,
            GError **error)
{
  guint64 number;
  Span part;

  switch (wire) {
  case WIRE_VARINT:
    return read_varint (scan, span, &number, error);
  case WIRE_64_BIT:
    return skip_bytes (span, 8, error);
  case WIRE_32_BIT:
    return skip_bytes (span, 4, error);
  case WIRE_LENGTH:
    if (!read_varint (scan, span, &number, error))
      return FALSE;
    part.at = span->at;
    if (!skip_bytes (span, number, error))
      return FALSE;
    part.end = span->at;
    return scan_part (scan, field, part, error);
  default:
    g_assert_not_reached (); /* read_key () */
  }
}

/* Number and kind of the field that begins here. */
static gboolean
read_key (const Scan *scan, Span *span, guint64 *out_key, GError **error)
{
  gsize at = span->at;

  if (!read_varint (scan, span, out_key, error))
    return FALSE;
  switch (*out_key & 7) {
  case WIRE_VARINT:
  case WIRE_64_BIT:
  case WIRE_32_BIT:
  case WIRE_LENGTH:
    return TRUE;
  default:
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "no protobuf field begins at byte %" G_GSIZE_FORMAT, at);
    return FALSE;
  }
}

/* protobuf-c would merge the two; no writer makes such a file. */
static gboolean
check_single (const ProtobufCMessageDescriptor *type,
              const ProtobufCFieldDescriptor *field,
              guint64 *seen,
              GError **error)
{
  gsize index = (gsize) (field - type->fields);

  if (field->label == PROTOBUF_C_LABEL_REPEATED ||
      field->type != PROTOBUF_C_TYPE_MESSAGE)
    return TRUE;
  g_assert (index < 64);
  if ((*seen >> index & 1) != 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "one part holds its %s twice", field->name);
    return FALSE;
  }
  *seen |= (guint64) 1 << index;
  return TRUE;
}

static gboolean
scan_message (Scan *scan,
              const ProtobufCMessageDescriptor *type,
              Span span,
              GError **error)
{
  guint64 seen = 0;

  while (span.at < span.end) {
    const ProtobufCFieldDescriptor *field;
    guint64 key;

    if (scan->n_fields++ == MAX_FIELDS) {
      g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                   "it has more than %d fields", MAX_FIELDS);
      return FALSE;
    }
    if (!read_key (scan, &span, &key, error))
      return FALSE;
    field =
      key >> 3 <= G_MAXUINT32
        ? protobuf_c_message_descriptor_get_field (type, (unsigned) (key >> 3))
        : NULL;
    if (field != NULL && !check_single (type, field, &seen, error))
      return FALSE;
    if (!scan_value (scan, field, key & 7, &span, error))
      return FALSE;
  }
  return TRUE;
}

ProtobufCMessage *
ts_proto_wire_unpack (const ProtobufCMessageDescriptor *type,
                      const guint8 *data,
                      gsize n_bytes,
                      const char *schema,
                      GError **error)
{
  Scan scan = { data, 0, 0 };
  Span whole = { 0, n_bytes };
  ProtobufCMessage *message;

  if (!scan_message (&scan, type, whole, error))
    return NULL;
  message = protobuf_c_message_unpack (type, NULL, n_bytes, data);
  if (message == NULL)
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "its fields are not those of %s", schema);
  return message;
}
