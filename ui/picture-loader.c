/* Pictures of tiles, read in a thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture-loader.h"

/* 160 px of side are 75 kB: some tens of MB at most. */
#define MAX_KEPT 512

/* Shared with the thread that reads from it; only one does. */
typedef struct {
  TsTilePictures *pictures;
} Source;

struct _TsPictureLoader {
  GObject parent_instance;
  guint small_side_px;
  Source *source; /* NULL: none */
  gboolean is_reading;
  GArray *wanted;     /* of TsTilePlace, not read yet */
  GHashTable *kept;   /* gint64 to GdkTexture */
  GHashTable *failed; /* gint64 */
};

typedef struct {
  Source *source;
  TsTilePlace place;
  guint small_side_px;
} Job;

enum { SIGNAL_ARRIVED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsPictureLoader, ts_picture_loader, G_TYPE_OBJECT)

static void
source_clear (gpointer data)
{
  ts_tile_pictures_free (((Source *) data)->pictures);
}

static void
source_unref (Source *source)
{
  g_atomic_rc_box_release_full (source, source_clear);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  source_unref (job->source);
  g_free (job);
}

static gint64
key_of (guint col, guint row)
{
  return (gint64) row << 32 | col;
}

static GdkTexture *
new_texture (TsTilePicture *picture)
{
  gsize row_bytes = (gsize) picture->width_px * 3;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&picture->rgb),
                                               row_bytes * picture->height_px);

  return gdk_memory_texture_new ((int) picture->width_px,
                                 (int) picture->height_px, GDK_MEMORY_R8G8B8,
                                 bytes, row_bytes);
}

static void
read_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  const Job *job = task_data;
  GError *error = NULL;
  TsTilePictures *pictures = job->source->pictures;
  g_autoptr (TsTilePicture) picture =
    job->small_side_px > 0
      ? ts_tile_pictures_read_small (pictures, job->place.col, job->place.row,
                                     job->small_side_px, &error)
      : ts_tile_pictures_read_input (pictures, job->place.col, job->place.row,
                                     &error);

  if (picture == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, new_texture (picture), g_object_unref);
}

static void on_read (GObject *object, GAsyncResult *result, gpointer user_data);

static void
read_next (TsPictureLoader *self)
{
  if (self->is_reading || self->source == NULL || self->wanted->len == 0)
    return;
  Job *job = g_new0 (Job, 1);
  job->source = g_atomic_rc_box_acquire (self->source);
  job->place = g_array_index (self->wanted, TsTilePlace, 0);
  job->small_side_px = self->small_side_px;
  g_array_remove_index (self->wanted, 0);
  self->is_reading = TRUE;
  g_autoptr (GTask) task = g_task_new (self, NULL, on_read, NULL);
  g_task_set_source_tag (task, read_next);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, read_in_thread);
}

static void
keep (TsPictureLoader *self, const TsTilePlace *place, GdkTexture *texture)
{
  gint64 key = key_of (place->col, place->row);

  if (texture == NULL) {
    g_hash_table_add (self->failed, g_memdup2 (&key, sizeof key));
    return;
  }
  if (g_hash_table_size (self->kept) >= MAX_KEPT)
    g_hash_table_remove_all (self->kept);
  g_hash_table_insert (self->kept, g_memdup2 (&key, sizeof key), texture);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TsPictureLoader *self = TS_PICTURE_LOADER (object);
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GdkTexture *texture = g_task_propagate_pointer (G_TASK (result), &error);

  self->is_reading = FALSE;
  if (job->source == self->source) {
    if (texture == NULL)
      g_debug ("no picture: %s", error->message);
    keep (self, &job->place, texture);
    g_signal_emit (self, signals[SIGNAL_ARRIVED], 0, job->place.col,
                   job->place.row);
  } else {
    g_clear_object (&texture);
  }
  read_next (self);
}

void
ts_picture_loader_set_source (TsPictureLoader *self, TsTilePictures *pictures)
{
  g_clear_pointer (&self->source, source_unref);
  if (pictures != NULL) {
    self->source = g_atomic_rc_box_new0 (Source);
    self->source->pictures = pictures;
  }
  g_array_set_size (self->wanted, 0);
  g_hash_table_remove_all (self->kept);
  g_hash_table_remove_all (self->failed);
}

gboolean
ts_picture_loader_has_source (TsPictureLoader *self)
{
  return self->source != NULL;
}

void
ts_picture_loader_want (TsPictureLoader *self,
                        const TsTilePlace *places,
                        guint n)
{
  g_array_set_size (self->wanted, 0);
  for (guint i = 0; i < n; i++) {
    gint64 key = key_of (places[i].col, places[i].row);
    if (!g_hash_table_contains (self->kept, &key) &&
        !g_hash_table_contains (self->failed, &key))
      g_array_append_val (self->wanted, places[i]);
  }
  read_next (self);
}

GdkTexture *
ts_picture_loader_get (TsPictureLoader *self, guint col, guint row)
{
  gint64 key = key_of (col, row);

  return g_hash_table_lookup (self->kept, &key);
}

gboolean
ts_picture_loader_is_settled (TsPictureLoader *self)
{
  return !self->is_reading && self->wanted->len == 0;
}

static void
ts_picture_loader_finalize (GObject *object)
{
  TsPictureLoader *self = TS_PICTURE_LOADER (object);

  g_clear_pointer (&self->source, source_unref);
  g_array_unref (self->wanted);
  g_hash_table_unref (self->kept);
  g_hash_table_unref (self->failed);
  G_OBJECT_CLASS (ts_picture_loader_parent_class)->finalize (object);
}

static void
ts_picture_loader_class_init (TsPictureLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ts_picture_loader_finalize;
  signals[SIGNAL_ARRIVED] =
    g_signal_new ("arrived", TS_TYPE_PICTURE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
ts_picture_loader_init (TsPictureLoader *self)
{
  self->wanted = g_array_new (FALSE, FALSE, sizeof (TsTilePlace));
  self->kept =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->failed =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

TsPictureLoader *
ts_picture_loader_new (guint small_side_px)
{
  TsPictureLoader *self = g_object_new (TS_TYPE_PICTURE_LOADER, NULL);

  self->small_side_px = small_side_px;
  return self;
}
