/* Looks at slides for their lists, one after the other in the background.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-looker.h"

#include "core/base/error.h"
#include "core/tiles/pyramid.h"

/* A quarter of a megabyte each at most. */
#define MAX_THUMBNAILS 256

struct _TsSlideLooker {
  GObject parent_instance;
  TsStore *store;
  gint64 reader_id;
  GQueue *wanted; /* of TsSlideEntry with a reference, most urgent first */
  GQueue *shown;  /* those with a thumbnail, newest first, with a reference */
  TsSlideEntry *looking_at; /* borrowed from the task */
  TsCancel *cancel;         /* of the look under way */
  gboolean is_shut;
};

G_DEFINE_FINAL_TYPE (TsSlideLooker, ts_slide_looker, G_TYPE_OBJECT)

typedef struct {
  TsSlideEntry *entry;
  char *path;
  TsStore *store;
  gint64 reader_id;
  TsCancel *cancel;
  gboolean is_progress_wanted_only;
  /* Found. */
  TsSlideLook look;
  TsSlideProgress progress;
  gboolean is_cancelled;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->entry);
  g_free (job->path);
  ts_store_unref (job->store);
  ts_cancel_unref (job->cancel);
  g_clear_object (&job->look.thumbnail);
  g_free (job->look.trouble);
  g_free (job->look.identity);
  g_free (job);
}

/* In a thread. */
static GdkTexture *
make_thumbnail (TsSlide *slide, const TsCancel *cancel, GError **error)
{
  g_autoptr (TsPyramid) pyramid = ts_pyramid_new (slide);
  TsPyramidTile all = { ts_pyramid_get_n_levels (pyramid) - 1, 0, 0 };
  TsTilePixels pixels;

  if (!ts_pyramid_read_tile (pyramid, all, &pixels, cancel, error))
    return NULL;
  gsize n_row_bytes = pixels.width * sizeof (guint32);
  g_autoptr (GBytes) bytes =
    g_bytes_new_take (pixels.argb, n_row_bytes * pixels.height);
  return gdk_memory_texture_new ((int) pixels.width, (int) pixels.height,
                                 GDK_MEMORY_DEFAULT, bytes, n_row_bytes);
}

static void
look_at (Job *job)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = ts_slide_open (job->path, &error);

  if (slide != NULL) {
    job->look.identity = g_strdup (ts_slide_get_info (slide)->identity);
    job->look.thumbnail = make_thumbnail (slide, job->cancel, &error);
  }
  if (g_error_matches (error, TS_ERROR, TS_ERROR_CANCELLED))
    job->is_cancelled = TRUE;
  else if (error != NULL)
    job->look.trouble = g_strdup (error->message);
}

static void
look_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  Job *job = task_data;

  if (!job->is_progress_wanted_only)
    look_at (job);
  if (job->look.identity != NULL)
    ts_store_find_slide_progress (job->store, job->look.identity,
                                  job->reader_id, &job->progress, NULL);
  g_task_return_boolean (task, TRUE);
}

/* On the main thread. */
static void start_next (TsSlideLooker *self);

static void
keep_thumbnail (TsSlideLooker *self, TsSlideEntry *entry)
{
  if (g_queue_remove (self->shown, entry))
    g_object_unref (entry);
  g_queue_push_head (self->shown, g_object_ref (entry));
  if (g_queue_get_length (self->shown) <= MAX_THUMBNAILS)
    return;
  g_autoptr (TsSlideEntry) oldest = g_queue_pop_tail (self->shown);
  ts_slide_entry_drop_thumbnail (oldest);
}

static void
take_found (TsSlideLooker *self, Job *job)
{
  if (!job->is_progress_wanted_only) {
    gboolean has_thumbnail = job->look.thumbnail != NULL;
    ts_slide_entry_take_look (job->entry, job->look);
    job->look = (TsSlideLook){ 0 };
    if (has_thumbnail)
      keep_thumbnail (self, job->entry);
  }
  ts_slide_entry_set_progress (job->entry, &job->progress);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsSlideLooker *self = TS_SLIDE_LOOKER (source);
  Job *job = g_task_get_task_data (G_TASK (result));

  self->looking_at = NULL;
  g_clear_pointer (&self->cancel, ts_cancel_unref);
  if (self->is_shut)
    return;
  if (!job->is_cancelled)
    take_found (self, job);
  start_next (self);
}

static void
start_job (TsSlideLooker *self, TsSlideEntry *entry, TsCancel *cancel)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (GTask) task = g_task_new (self, NULL, on_looked, NULL);

  job->entry = g_object_ref (entry);
  job->path = g_strdup (ts_slide_entry_get_path (entry));
  job->store = ts_store_ref (self->store);
  job->reader_id = self->reader_id;
  job->cancel = ts_cancel_ref (cancel);
  job->is_progress_wanted_only = ts_slide_entry_was_looked_at (entry);
  if (job->is_progress_wanted_only)
    job->look.identity = g_strdup (ts_slide_entry_get_identity (entry));
  g_task_set_source_tag (task, start_job);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, look_in_thread);
}

static void
start_next (TsSlideLooker *self)
{
  if (self->is_shut || self->looking_at != NULL ||
      g_queue_is_empty (self->wanted))
    return;
  g_autoptr (TsSlideEntry) entry = g_queue_pop_head (self->wanted);

  self->looking_at = entry;
  self->cancel = ts_cancel_new ();
  start_job (self, entry, self->cancel);
}

static void
unwant (TsSlideLooker *self, TsSlideEntry *entry)
{
  if (g_queue_remove (self->wanted, entry))
    g_object_unref (entry);
}

static void
want (TsSlideLooker *self, TsSlideEntry *entry)
{
  if (self->is_shut)
    return;
  unwant (self, entry);
  g_queue_push_head (self->wanted, g_object_ref (entry));
  start_next (self);
}

void
ts_slide_looker_ask (TsSlideLooker *self, TsSlideEntry *entry)
{
  gboolean is_coming =
    self->looking_at == entry && !ts_cancel_is_set (self->cancel);

  if (!ts_slide_entry_was_looked_at (entry) && !is_coming)
    want (self, entry);
}

void
ts_slide_looker_ask_progress (TsSlideLooker *self, TsSlideEntry *entry)
{
  if (ts_slide_entry_get_identity (entry) != NULL)
    want (self, entry);
}

void
ts_slide_looker_forget (TsSlideLooker *self, TsSlideEntry *entry)
{
  unwant (self, entry);
  if (self->looking_at == entry)
    ts_cancel_set (self->cancel);
}

void
ts_slide_looker_set_reader (TsSlideLooker *self, gint64 reader_id)
{
  self->reader_id = reader_id;
}

void
ts_slide_looker_shut (TsSlideLooker *self)
{
  self->is_shut = TRUE;
  if (self->cancel != NULL)
    ts_cancel_set (self->cancel);
  g_queue_clear_full (self->wanted, g_object_unref);
  g_queue_clear_full (self->shown, g_object_unref);
}

static void
ts_slide_looker_finalize (GObject *object)
{
  TsSlideLooker *self = TS_SLIDE_LOOKER (object);

  g_clear_pointer (&self->cancel, ts_cancel_unref);
  g_queue_free_full (self->wanted, g_object_unref);
  g_queue_free_full (self->shown, g_object_unref);
  ts_store_unref (self->store);
  G_OBJECT_CLASS (ts_slide_looker_parent_class)->finalize (object);
}

static void
ts_slide_looker_class_init (TsSlideLookerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ts_slide_looker_finalize;
}

static void
ts_slide_looker_init (TsSlideLooker *self)
{
  self->wanted = g_queue_new ();
  self->shown = g_queue_new ();
}

TsSlideLooker *
ts_slide_looker_new (TsStore *store)
{
  TsSlideLooker *self = g_object_new (TS_TYPE_SLIDE_LOOKER, NULL);

  self->store = ts_store_ref (store);
  return self;
}
