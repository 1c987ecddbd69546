/* Who has a store open for writing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* F_OFD_SETLK: locks of an open file, not of a process */
#include "core/store/holder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"

#define MAX_LIST_BYTES (64 << 10)
#define MAX_TRIES      500
#define TRY_US         10000
#define MUTEX_BYTE     0 /* whoever has it may change the list */

struct TsHolder {
  char *store_path, *list_path;
  int fd;        /* its open file has our lock */
  guint32 token; /* the byte, above 0 */
};

typedef struct {
  guint32 token;
  char *machine, *host, *user, *program;
  gint64 pid, since_us;
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->machine);
  g_free (line->host);
  g_free (line->user);
  g_free (line->program);
  g_free (line);
}

/* Tells computers apart without telling which; the id itself is not to be given away. */
static char *
find_machine (void)
{
  g_autofree char *id = NULL;
  const char *text = g_get_host_name ();
  char *hash = NULL;

  if (g_file_get_contents ("/etc/machine-id", &id, NULL, NULL) && *id != '\0')
    text = id;
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  hash[16] = '\0';
  return hash;
}

/* type: F_WRLCK or F_UNLCK. */
static gboolean
set_lock (int fd, guint32 byte, short type)
{
  struct flock lock = {
    .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1
  };

  return fcntl (fd, F_OFD_SETLK, &lock) == 0;
}

static gboolean
is_locked_by_another (int fd, guint32 byte)
{
  struct flock lock = {
    .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1
  };

  return fcntl (fd, F_OFD_GETLK, &lock) != 0 || lock.l_type != F_UNLCK;
}

static Line *
parse_line (const char *text)
{
  enum { TOKEN, MACHINE, HOST, PID, USER, PROGRAM, SINCE, N_PARTS };
  g_auto (GStrv) parts = g_strsplit (text, "\t", N_PARTS + 1);
  Line *line = NULL;

  if (g_strv_length (parts) != N_PARTS || !g_utf8_validate (text, -1, NULL))
    return NULL;
  line = g_new0 (Line, 1);
  line->token = (guint32) g_ascii_strtoull (parts[TOKEN], NULL, 10);
  line->machine = g_strdup (parts[MACHINE]);
  line->host = g_strdup (parts[HOST]);
  line->pid = g_ascii_strtoll (parts[PID], NULL, 10);
  line->user = g_strdup (parts[USER]);
  line->program = g_strdup (parts[PROGRAM]);
  line->since_us = g_ascii_strtoll (parts[SINCE], NULL, 10);
  return line;
}

/* Lines that are none are left out: they name nobody. */
static GPtrArray *
read_list (int fd)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);
  g_autofree char *text = g_malloc0 (MAX_LIST_BYTES + 1);
  gssize n_bytes = pread (fd, text, MAX_LIST_BYTES, 0);
  g_auto (GStrv) parts = g_strsplit (n_bytes > 0 ? text : "", "\n", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    Line *line = parse_line (parts[i]);

    if (line != NULL)
      g_ptr_array_add (lines, line);
  }
  return lines;
}

static gboolean
write_list (int fd, const GPtrArray *lines)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);

    g_string_append_printf (
      text, "%u\t%s\t%s\t%" G_GINT64_FORMAT "\t%s\t%s\t%" G_GINT64_FORMAT "\n",
      line->token, line->machine, line->host, line->pid, line->user,
      line->program, line->since_us);
  }
  return ftruncate (fd, 0) == 0 &&
         pwrite (fd, text->str, text->len, 0) == (gssize) text->len &&
         fsync (fd) == 0;
}

static char *
describe (const Line *line)
{
  g_autoptr (GDateTime) since =
    g_date_time_new_from_unix_utc (line->since_us / G_USEC_PER_SEC);
  g_autofree char *when = since != NULL
                            ? g_date_time_format (since, "%Y-%m-%d %H:%M UTC")
                            : g_strdup ("an unknown time");

  return g_strdup_printf (
    "%s (process %" G_GINT64_FORMAT " of '%s' on '%s') since %s", line->program,
    line->pid, line->user, line->host, when);
}

/* Without what would break a line. */
static char *
make_field (const char *text)
{
  g_autofree char *shown = g_utf8_make_valid (text != NULL ? text : "?", -1);

  return g_strdelimit (g_steal_pointer (&shown), "\t\n\r", ' ');
}

static Line *
make_own_line (guint32 token)
{
  Line *line = g_new0 (Line, 1);

  line->token = token;
  line->machine = find_machine ();
  line->host = make_field (g_get_host_name ());
  line->pid = getpid ();
  line->user = make_field (g_get_user_name ());
  line->program = make_field (g_get_prgname () != NULL ? g_get_prgname ()
                                                       : "another program");
  line->since_us = g_get_real_time ();
  return line;
}

static gboolean
set_list_error (const TsHolder *self, int failure, GError **error)
{
  g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': '%s': %s",
               self->store_path, self->list_path, g_strerror (failure));
  return FALSE;
}

/* Opens the list and takes its mutex; the name still leads to it then. */
static gboolean
open_list (TsHolder *self, GError **error)
{
  for (guint i = 0; i < MAX_TRIES; i++) {
    struct stat opened;
    GStatBuf named;

    if (self->fd < 0)
      self->fd = g_open (self->list_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (self->fd < 0)
      return set_list_error (self, errno, error);
    if (!set_lock (self->fd, MUTEX_BYTE, F_WRLCK)) {
      if (errno != EAGAIN && errno != EACCES)
        return set_list_error (self, errno, error);
      g_usleep (TRY_US);
      continue;
    }
    if (fstat (self->fd, &opened) == 0 &&
        g_stat (self->list_path, &named) == 0 &&
        opened.st_dev == named.st_dev && opened.st_ino == named.st_ino)
      return TRUE;
    close (self->fd);
    self->fd = -1;
  }
  return set_list_error (self, EBUSY, error);
}

/* Takes the dead off the list; FALSE when a living one is on another computer. */
static gboolean
clear_dead (const TsHolder *self,
            GPtrArray *lines,
            const char *machine,
            GError **error)
{
  for (guint i = lines->len; i > 0; i--) {
    const Line *line = g_ptr_array_index (lines, i - 1);
    g_autofree char *text = NULL;

    if (g_str_equal (line->machine, machine)) {
      if (!is_locked_by_another (self->fd, line->token))
        g_ptr_array_remove_index (lines, i - 1);
      continue;
    }
    text = describe (line);
    g_set_error (error, TS_ERROR, TS_ERROR_STORE,
                 "cannot open '%s': another computer holds it: %s; it can "
                 "still be read, and if that program is gone, delete '%s'",
                 self->store_path, text, self->list_path);
    return FALSE;
  }
  return TRUE;
}

static gboolean
has_token (const GPtrArray *lines, guint32 token)
{
  for (guint i = 0; i < lines->len; i++)
    if (((const Line *) g_ptr_array_index (lines, i))->token == token)
      return TRUE;
  return FALSE;
}

static guint32
make_token (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  uuid[8] = '\0';
  return (guint32) g_ascii_strtoull (uuid, NULL, 16);
}

static gboolean
join_list (TsHolder *self, GError **error)
{
  g_autoptr (GPtrArray) lines = read_list (self->fd);
  g_autofree char *machine = find_machine ();

  if (!clear_dead (self, lines, machine, error))
    return FALSE;
  do
    self->token = make_token ();
  while (self->token == MUTEX_BYTE || has_token (lines, self->token));
  g_ptr_array_add (lines, make_own_line (self->token));
  return (set_lock (self->fd, self->token, F_WRLCK) &&
          write_list (self->fd, lines)) ||
         set_list_error (self, errno, error);
}

static void
drop (TsHolder *self)
{
  if (self->fd >= 0)
    close (self->fd); /* with its locks */
  g_free (self->store_path);
  g_free (self->list_path);
  g_free (self);
}

TsHolder *
ts_holder_take (const char *store_path, GError **error)
{
  TsHolder *self = g_new0 (TsHolder, 1);

  self->fd = -1;
  self->store_path = g_strdup (store_path);
  self->list_path = g_strconcat (store_path, "-holder", NULL);
  if (!open_list (self, error) || !join_list (self, error)) {
    drop (self);
    return NULL;
  }
  set_lock (self->fd, MUTEX_BYTE, F_UNLCK);
  return self;
}

/* The list is ours alone for a moment; FALSE when it cannot be had. */
static gboolean
lock_list (TsHolder *self)
{
  for (guint i = 0; i < MAX_TRIES; i++) {
    if (set_lock (self->fd, MUTEX_BYTE, F_WRLCK))
      return TRUE;
    g_usleep (TRY_US);
  }
  return FALSE;
}

/* Somebody may have deleted it, and another one stands there. */
static gboolean
is_our_list (const TsHolder *self)
{
  struct stat opened;
  GStatBuf named;

  return fstat (self->fd, &opened) == 0 &&
         g_stat (self->list_path, &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

static void
leave_list (TsHolder *self)
{
  g_autoptr (GPtrArray) lines = read_list (self->fd);

  for (guint i = lines->len; i > 0; i--) {
    const Line *line = g_ptr_array_index (lines, i - 1);

    if (line->token == self->token)
      g_ptr_array_remove_index (lines, i - 1);
  }
  if (lines->len > 0)
    write_list (self->fd, lines);
  else if (is_our_list (self))
    g_unlink (self->list_path);
}

void
ts_holder_free (TsHolder *self)
{
  if (self == NULL)
    return;
  if (lock_list (self))
    leave_list (self);
  drop (self);
}

char *
ts_holder_describe_others (TsHolder *self)
{
  g_autoptr (GPtrArray) lines = NULL;
  GString *text = g_string_new (NULL);

  if (lock_list (self)) {
    lines = read_list (self->fd);
    set_lock (self->fd, MUTEX_BYTE, F_UNLCK);
  }
  for (guint i = 0; lines != NULL && i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);
    g_autofree char *each = describe (line);

    if (line->pid == getpid () || !is_locked_by_another (self->fd, line->token))
      continue;
    g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", each);
  }
  return g_string_free (text, text->len == 0);
}
