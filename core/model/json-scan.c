/* JSON as RFC 8259 has it and no more.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/json-scan.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "core/base/error.h"

#define MAX_DEPTH 16

typedef struct {
  const char *text, *at;
  guint depth;
  GHashTable *members;
  GError **error;
} Scanner;

static gboolean scan_value (Scanner *self);

static guint
get_line (const Scanner *self)
{
  guint n = 1;

  for (const char *at = self->text; at < self->at; at++)
    n += *at == '\n';
  return n;
}

/* At the first character that is not understood. */
static gboolean
fail (const Scanner *self)
{
  guint character = 1;

  for (const char *at = self->at; at > self->text && at[-1] != '\n'; at--)
    character += ((guint8) at[-1] & 0xc0) != 0x80; /* not within one of UTF-8 */
  g_set_error (self->error, TS_ERROR, TS_ERROR_FORMAT,
               "is not JSON: line %u, near character %u", get_line (self),
               character);
  return FALSE;
}

static void
skip_blanks (Scanner *self)
{
  self->at += strspn (self->at, " \t\r\n");
}

static gboolean
skip_character (Scanner *self, char wanted)
{
  if (*self->at != wanted)
    return FALSE;
  self->at++;
  return TRUE;
}

/* The four digits behind "\u"; -1: they are none. */
static int
read_digits (const char *at)
{
  int code = 0;

  for (guint i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (at[i]);

    if (digit < 0)
      return -1;
    code = code * 16 + digit;
  }
  return code;
}

static gboolean
scan_code (Scanner *self)
{
  int code = read_digits (self->at + 1), second;

  if (code <= 0 || (code >= 0xdc00 && code < 0xe000))
    return FALSE;
  self->at += 5;
  if (code < 0xd800 || code >= 0xe000)
    return TRUE;
  second = g_str_has_prefix (self->at, "\\u") ? read_digits (self->at + 2) : -1;
  if (second < 0xdc00 || second >= 0xe000)
    return FALSE;
  self->at += 6;
  return TRUE;
}

static gboolean
scan_escape (Scanner *self)
{
  self->at++;
  if (*self->at == 'u')
    return scan_code (self);
  if (*self->at == '\0' || strchr ("\"\\/bfnrt", *self->at) == NULL)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
scan_string (Scanner *self)
{
  if (!skip_character (self, '"'))
    return fail (self);
  while (*self->at != '"') {
    if ((guint8) *self->at < 0x20)
      return fail (self);
    if (*self->at != '\\')
      self->at++;
    else if (!scan_escape (self))
      return fail (self);
  }
  self->at++;
  return TRUE;
}

static gboolean
skip_digits (Scanner *self)
{
  gsize n = strspn (self->at, "0123456789");

  self->at += n;
  return n > 0;
}

static gboolean
scan_number (Scanner *self)
{
  skip_character (self, '-');
  if (!skip_character (self, '0') && !skip_digits (self))
    return fail (self);
  if (skip_character (self, '.') && !skip_digits (self))
    return fail (self);
  if (!skip_character (self, 'e') && !skip_character (self, 'E'))
    return TRUE;
  if (!skip_character (self, '+'))
    skip_character (self, '-');
  return skip_digits (self) || fail (self);
}

static gboolean
scan_word (Scanner *self)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (!g_str_has_prefix (self->at, words[i]))
      continue;
    self->at += strlen (words[i]);
    return TRUE;
  }
  return fail (self);
}

/* "n\u0061me" is "name". NULL with an error. */
static char *
scan_name (Scanner *self, GHashTable *seen)
{
  const char *start = self->at;
  g_autofree char *quoted = NULL, *name = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (!scan_string (self))
    return NULL;
  quoted = g_strndup (start, (gsize) (self->at - start));
  node = json_from_string (quoted, NULL);
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING) {
    fail (self);
    return NULL;
  }
  name = json_node_dup_string (node);
  if (!g_hash_table_add (seen, g_strdup (name))) {
    g_set_error (self->error, TS_ERROR, TS_ERROR_FORMAT,
                 "has the key '%s' twice: line %u", name, get_line (self));
    return NULL;
  }
  return g_steal_pointer (&name);
}

static gboolean
scan_member (Scanner *self, GHashTable *seen)
{
  g_autofree char *name = NULL;
  const char *start;

  skip_blanks (self);
  name = scan_name (self, seen);
  if (name == NULL)
    return FALSE;
  skip_blanks (self);
  if (!skip_character (self, ':'))
    return fail (self);
  skip_blanks (self);
  start = self->at;
  if (!scan_value (self))
    return FALSE;
  if (self->depth == 1 && self->members != NULL)
    g_hash_table_insert (self->members, g_steal_pointer (&name),
                         g_strndup (start, (gsize) (self->at - start)));
  return TRUE;
}

static gboolean
scan_object (Scanner *self)
{
  g_autoptr (GHashTable) seen =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  skip_blanks (self);
  if (skip_character (self, '}'))
    return TRUE;
  do {
    if (!scan_member (self, seen))
      return FALSE;
    skip_blanks (self);
  } while (skip_character (self, ','));
  return skip_character (self, '}') || fail (self);
}

static gboolean
scan_array (Scanner *self)
{
  skip_blanks (self);
  if (skip_character (self, ']'))
    return TRUE;
  do {
    skip_blanks (self);
    if (!scan_value (self))
      return FALSE;
    skip_blanks (self);
  } while (skip_character (self, ','));
  return skip_character (self, ']') || fail (self);
}

static gboolean
scan_brackets (Scanner *self)
{
  gboolean is_object = *self->at == '{', is_good;

  if (self->depth == MAX_DEPTH) {
    g_set_error (self->error, TS_ERROR, TS_ERROR_FORMAT,
                 "nests deeper than %d levels: line %u", MAX_DEPTH,
                 get_line (self));
    return FALSE;
  }
  self->depth++;
  self->at++;
  is_good = is_object ? scan_object (self) : scan_array (self);
  self->depth--;
  return is_good;
}

static gboolean
scan_value (Scanner *self)
{
  if (*self->at == '{' || *self->at == '[')
    return scan_brackets (self);
  if (*self->at == '"')
    return scan_string (self);
  if (*self->at == '-' || g_ascii_isdigit (*self->at))
    return scan_number (self);
  return scan_word (self);
}

gboolean
ts_json_scan (const char *text, GHashTable *members, GError **error)
{
  Scanner self = { text, text, 0, members, error };

  skip_blanks (&self);
  if (*self.at == '\0')
    return TRUE;
  if (!scan_value (&self))
    return FALSE;
  skip_blanks (&self);
  return *self.at == '\0' || fail (&self);
}
