/* A slide in a list.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-entry.h"

#include <glib/gi18n.h>

struct _TsSlideEntry {
  GObject parent_instance;
  char *path;
  gint64 n_bytes, modified_us;
  gboolean was_looked_at, is_open;
  GdkTexture *thumbnail;
  char *trouble, *identity;
  TsSlideProgress progress;
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsSlideEntry, ts_slide_entry, G_TYPE_OBJECT)

static void
emit_changed (TsSlideEntry *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const char *
ts_slide_entry_get_path (TsSlideEntry *self)
{
  return self->path;
}

gint64
ts_slide_entry_get_n_bytes (TsSlideEntry *self)
{
  return self->n_bytes;
}

gboolean
ts_slide_entry_is_same_file (TsSlideEntry *self,
                             gint64 n_bytes,
                             gint64 modified_us)
{
  return self->n_bytes == n_bytes && self->modified_us == modified_us;
}

void
ts_slide_entry_take_look (TsSlideEntry *self, TsSlideLook look)
{
  g_clear_object (&self->thumbnail);
  g_free (self->trouble);
  g_free (self->identity);
  self->thumbnail = look.thumbnail;
  self->trouble = look.trouble;
  self->identity = look.identity;
  self->was_looked_at = TRUE;
  emit_changed (self);
}

gboolean
ts_slide_entry_was_looked_at (TsSlideEntry *self)
{
  return self->was_looked_at;
}

void
ts_slide_entry_drop_thumbnail (TsSlideEntry *self)
{
  if (self->thumbnail == NULL)
    return;
  g_clear_object (&self->thumbnail);
  self->was_looked_at = FALSE;
  emit_changed (self);
}

GdkTexture *
ts_slide_entry_get_thumbnail (TsSlideEntry *self)
{
  return self->thumbnail;
}

const char *
ts_slide_entry_get_trouble (TsSlideEntry *self)
{
  return self->trouble;
}

const char *
ts_slide_entry_get_identity (TsSlideEntry *self)
{
  return self->identity;
}

void
ts_slide_entry_set_progress (TsSlideEntry *self,
                             const TsSlideProgress *progress)
{
  self->progress = *progress;
  emit_changed (self);
}

const TsSlideProgress *
ts_slide_entry_get_progress (TsSlideEntry *self)
{
  return &self->progress;
}

gboolean
ts_slide_entry_is_open (TsSlideEntry *self)
{
  return self->is_open;
}

void
ts_slide_entry_set_open (TsSlideEntry *self, gboolean is_open)
{
  if (self->is_open == is_open)
    return;
  self->is_open = is_open;
  emit_changed (self);
}

/* Words. */
char *
ts_slide_entry_format_name (TsSlideEntry *self,
                            guint position,
                            gboolean is_named)
{
  if (!is_named)
    return g_strdup_printf (_ ("Slide %u"), position + 1);
  g_autofree char *name = g_path_get_basename (self->path);
  return g_filename_display_name (name);
}

static char *
format_trouble (TsSlideEntry *self)
{
  g_autofree char *quoted = g_strdup_printf ("'%s'", self->path);
  GString *text = g_string_new (self->trouble);

  g_string_replace (text, quoted, _ ("this file"), 0);
  *text->str = g_ascii_toupper (*text->str);
  return g_string_free (text, FALSE);
}

/* A slide is not done at 99.6 percent. */
static guint
find_percent (const TsSlideProgress *progress)
{
  return (guint) (progress->n_looked * 100 / progress->n_tiles);
}

char *
ts_slide_entry_format_state (TsSlideEntry *self)
{
  if (self->trouble != NULL)
    return format_trouble (self);
  g_autofree char *size = g_format_size ((guint64) self->n_bytes);
  GString *text = g_string_new (size);

  if (self->progress.n_opinions > 0) {
    g_string_append (text, " · ");
    g_string_append_printf (
      text, ngettext ("%u opinion", "%u opinions", self->progress.n_opinions),
      self->progress.n_opinions);
  }
  if (self->progress.n_tiles > 0) {
    g_string_append (text, " · ");
    g_string_append_printf (text, _ ("%u %% analysed"),
                            find_percent (&self->progress));
  }
  return g_string_free (text, FALSE);
}

/* Life cycle. */
static void
ts_slide_entry_finalize (GObject *object)
{
  TsSlideEntry *self = TS_SLIDE_ENTRY (object);

  g_clear_object (&self->thumbnail);
  g_free (self->trouble);
  g_free (self->identity);
  g_free (self->path);
  G_OBJECT_CLASS (ts_slide_entry_parent_class)->finalize (object);
}

static void
ts_slide_entry_class_init (TsSlideEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ts_slide_entry_finalize;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", TS_TYPE_SLIDE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
ts_slide_entry_init (TsSlideEntry *self)
{
}

TsSlideEntry *
ts_slide_entry_new (const char *path, gint64 n_bytes, gint64 modified_us)
{
  TsSlideEntry *self = g_object_new (TS_TYPE_SLIDE_ENTRY, NULL);

  self->path = g_strdup (path);
  self->n_bytes = n_bytes;
  self->modified_us = modified_us;
  return self;
}
