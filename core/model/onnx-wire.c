/* ONNX's files to messages.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/onnx-wire.h"

#include <string.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/model/proto-wire.h"

#define MAX_SHOWN_LETTERS 40

/* NULL unless the file is text: a page that a server sent in place of the file, a pointer of
 * git's large files. Then its beginning, to tell which. ONNX's own bytes are never only text. */
static char *
find_text (const char *data, gsize n_bytes)
{
  const char *end = data + strcspn (data, "\r\n");
  glong n_letters;

  if (n_bytes == 0 || !g_utf8_validate_len (data, n_bytes, NULL))
    return NULL;
  for (gsize i = 0; i < n_bytes; i++)
    if (g_ascii_iscntrl (data[i]) && !g_ascii_isspace (data[i]))
      return NULL;
  n_letters = g_utf8_strlen (data, end - data);
  return g_utf8_substring (data, 0, MIN (n_letters, MAX_SHOWN_LETTERS));
}

ProtobufCMessage *
ts_onnx_wire_load (const ProtobufCMessageDescriptor *type,
                   const char *path,
                   const char *noun,
                   GError **error)
{
  g_autofree char *data = NULL, *text = NULL;
  gsize n_bytes = 0;
  ProtobufCMessage *message;

  if (!ts_safe_file_read (path, TS_ONNX_MAX_BYTES, &data, &n_bytes, error))
    return NULL;
  message = ts_proto_wire_unpack (type, (const guint8 *) data, n_bytes,
                                  "the ONNX schema", error);
  if (message != NULL)
    return message;
  text = find_text (data, n_bytes);
  if (text != NULL) {
    g_clear_error (error);
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "it is text: '%s'", text);
  }
  g_prefix_error (error, "'%s' is not %s: ", path, noun);
  return NULL;
}
