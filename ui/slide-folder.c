/* The slides of a folder, or some chosen ones, as a list.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-folder.h"

#include <string.h>

/* A file being copied changes many times a second. */
#define CHANGE_DELAY_MS 400
#define FILES_AT_ONCE   200
#define ATTRIBUTES                                                      \
  G_FILE_ATTRIBUTE_STANDARD_NAME                                        \
  "," G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE \
  "," G_FILE_ATTRIBUTE_TIME_MODIFIED "," G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC

const char *const ts_slide_suffixes[] = {
  "svs",     "tif", "tiff", "ndpi", "mrxs", "scn",
  "svslide", "vms", "vmu",  "bif",  "dcm",
};
const guint ts_n_slide_suffixes = G_N_ELEMENTS (ts_slide_suffixes);

struct _TsSlideFolder {
  GObject parent_instance;
  char *folder;
  GPtrArray *entries; /* of TsSlideEntry */
  GFileMonitor *monitor;
  GCancellable *loading; /* while the folder is read */
  guint change_source;
};

enum { SIGNAL_LOADED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void ts_slide_folder_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (
  TsSlideFolder,
  ts_slide_folder,
  G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ts_slide_folder_list_model_init))

/* The list. */
static GType
get_item_type (GListModel *model)
{
  return TS_TYPE_SLIDE_ENTRY;
}

static guint
get_n_items (GListModel *model)
{
  return TS_SLIDE_FOLDER (model)->entries->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  return ts_slide_folder_get (TS_SLIDE_FOLDER (model), position);
}

static void
ts_slide_folder_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

TsSlideEntry *
ts_slide_folder_get (TsSlideFolder *self, guint position)
{
  return position < self->entries->len
           ? g_object_ref (g_ptr_array_index (self->entries, position))
           : NULL;
}

gboolean
ts_slide_folder_find (TsSlideFolder *self,
                      const char *path,
                      guint *out_position)
{
  g_autofree char *canonical = g_canonicalize_filename (path, NULL);

  for (guint i = 0; i < self->entries->len; i++)
    if (strcmp (ts_slide_entry_get_path (self->entries->pdata[i]), canonical) ==
        0) {
      *out_position = i;
      return TRUE;
    }
  return FALSE;
}

const char *
ts_slide_folder_get_folder (TsSlideFolder *self)
{
  return self->folder;
}

gboolean
ts_slide_folder_is_loading (TsSlideFolder *self)
{
  return self->loading != NULL;
}

/* Puts the new entries in the place of the old ones; says only what differs. */
static void
replace_entries (TsSlideFolder *self, GPtrArray *fresh)
{
  g_autoptr (GPtrArray) old = self->entries;
  guint n_same = MIN (old->len, fresh->len);
  guint n_first = 0, n_last = 0;

  while (n_first < n_same && old->pdata[n_first] == fresh->pdata[n_first])
    n_first++;
  while (n_last < n_same - n_first && old->pdata[old->len - 1 - n_last] ==
                                        fresh->pdata[fresh->len - 1 - n_last])
    n_last++;
  self->entries = fresh;
  if (old->len - n_first - n_last > 0 || fresh->len - n_first - n_last > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), n_first,
                                old->len - n_first - n_last,
                                fresh->len - n_first - n_last);
}

/* Reading the folder. */
static gboolean
is_slide_name (const char *name)
{
  const char *dot = strrchr (name, '.');

  for (guint i = 0; dot != NULL && *name != '.' && i < ts_n_slide_suffixes; i++)
    if (g_ascii_strcasecmp (dot + 1, ts_slide_suffixes[i]) == 0)
      return TRUE;
  return FALSE;
}

/* A new reference: the entry that is listed, when its file has not changed. */
static TsSlideEntry *
make_entry (GHashTable *known, const char *path, GFileInfo *info)
{
  gint64 n_bytes = info != NULL ? (gint64) g_file_info_get_size (info) : 0;
  g_autoptr (GDateTime) modified =
    info != NULL ? g_file_info_get_modification_date_time (info) : NULL;
  gint64 modified_us = modified != NULL
                         ? g_date_time_to_unix (modified) * G_USEC_PER_SEC +
                             g_date_time_get_microsecond (modified)
                         : 0;
  TsSlideEntry *entry = g_hash_table_lookup (known, path);

  if (entry != NULL &&
      ts_slide_entry_is_same_file (entry, n_bytes, modified_us))
    return g_object_ref (entry);
  gboolean is_open = entry != NULL && ts_slide_entry_is_open (entry);
  entry = ts_slide_entry_new (path, n_bytes, modified_us);
  ts_slide_entry_set_open (entry, is_open);
  return entry;
}

static GHashTable *
index_entries (TsSlideFolder *self)
{
  GHashTable *known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->entries->len; i++)
    g_hash_table_insert (
      known, (char *) ts_slide_entry_get_path (self->entries->pdata[i]),
      self->entries->pdata[i]);
  return known;
}

typedef struct {
  TsSlideEntry *entry;
  char *key;
} Sortable;

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Sortable *) a)->key, ((const Sortable *) b)->key);
}

static void
sort_by_name (GPtrArray *entries)
{
  g_autofree Sortable *all = g_new (Sortable, MAX (entries->len, 1));

  for (guint i = 0; i < entries->len; i++) {
    TsSlideEntry *entry = entries->pdata[i];
    g_autofree char *shown =
      g_filename_display_basename (ts_slide_entry_get_path (entry));
    all[i] = (Sortable){ entry, g_utf8_collate_key_for_filename (shown, -1) };
  }
  qsort (all, entries->len, sizeof *all, compare_keys);
  for (guint i = 0; i < entries->len; i++) {
    entries->pdata[i] = all[i].entry;
    g_free (all[i].key);
  }
}

typedef struct {
  TsSlideFolder *folder; /* a reference */
  GCancellable *loading; /* its own */
  GFileEnumerator *files;
  GHashTable *infos; /* path to GFileInfo */
} Load;

static void
load_free (Load *load)
{
  g_clear_object (&load->files);
  g_object_unref (load->loading);
  g_object_unref (load->folder);
  g_hash_table_unref (load->infos);
  g_free (load);
}

static void
finish_load (Load *load)
{
  TsSlideFolder *self = load->folder;
  g_autoptr (GHashTable) known = index_entries (self);
  GPtrArray *fresh = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer path, info;

  g_hash_table_iter_init (&iter, load->infos);
  while (g_hash_table_iter_next (&iter, &path, &info))
    g_ptr_array_add (fresh, make_entry (known, path, info));
  sort_by_name (fresh);
  g_clear_object (&self->loading);
  replace_entries (self, fresh);
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
}

static void
on_next_files (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load *load = user_data;
  GFileEnumerator *files = G_FILE_ENUMERATOR (source);
  GList *infos = g_file_enumerator_next_files_finish (files, result, NULL);

  for (GList *l = infos; l != NULL; l = l->next) {
    g_autoptr (GFileInfo) info = l->data;
    g_autoptr (GFile) file = g_file_enumerator_get_child (files, info);
    char *path = g_file_get_path (file);

    if (path != NULL && is_slide_name (g_file_info_get_name (info)) &&
        g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
      g_hash_table_replace (load->infos, path, g_object_ref (info));
    else
      g_free (path);
  }
  if (infos != NULL && load->folder->loading == load->loading)
    g_file_enumerator_next_files_async (files, FILES_AT_ONCE,
                                        G_PRIORITY_DEFAULT_IDLE, load->loading,
                                        on_next_files, load);
  else {
    if (load->folder->loading == load->loading)
      finish_load (load);
    load_free (load);
  }
  g_list_free (infos);
}

static void
on_enumerated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load *load = user_data;

  load->files =
    g_file_enumerate_children_finish (G_FILE (source), result, NULL);
  if (load->folder->loading != load->loading) {
    load_free (load);
  } else if (load->files == NULL) {
    finish_load (load);
    load_free (load);
  } else {
    g_file_enumerator_next_files_async (load->files, FILES_AT_ONCE,
                                        G_PRIORITY_DEFAULT_IDLE, load->loading,
                                        on_next_files, load);
  }
}

static void
stop_loading (TsSlideFolder *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_handle_id (&self->change_source, g_source_remove);
}

static void
start_loading (TsSlideFolder *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->folder);
  Load *load = g_new0 (Load, 1);

  stop_loading (self);
  self->loading = g_cancellable_new ();
  load->folder = g_object_ref (self);
  load->loading = g_object_ref (self->loading);
  load->infos =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_file_enumerate_children_async (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE,
                                   G_PRIORITY_DEFAULT_IDLE, load->loading,
                                   on_enumerated, load);
}

static gboolean
on_change_due (gpointer user_data)
{
  TsSlideFolder *self = user_data;

  self->change_source = 0;
  start_loading (self);
  return G_SOURCE_REMOVE;
}

static void
on_folder_changed (TsSlideFolder *self)
{
  if (self->change_source == 0)
    self->change_source = g_timeout_add (CHANGE_DELAY_MS, on_change_due, self);
}

static void
stop_watching (TsSlideFolder *self)
{
  stop_loading (self);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
}

void
ts_slide_folder_show (TsSlideFolder *self, const char *folder)
{
  g_autofree char *canonical = g_canonicalize_filename (folder, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (canonical);

  if (g_strcmp0 (self->folder, canonical) == 0)
    return;
  stop_watching (self);
  g_free (self->folder);
  self->folder = g_steal_pointer (&canonical);
  replace_entries (self, g_ptr_array_new_with_free_func (g_object_unref));
  self->monitor =
    g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_swapped (self->monitor, "changed",
                              G_CALLBACK (on_folder_changed), self);
  start_loading (self);
}

void
ts_slide_folder_show_files (TsSlideFolder *self,
                            const char *const *paths,
                            guint n_paths)
{
  g_autoptr (GHashTable) known = index_entries (self);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *fresh = g_ptr_array_new_with_free_func (g_object_unref);

  stop_watching (self);
  g_clear_pointer (&self->folder, g_free);
  for (guint i = 0; i < n_paths; i++) {
    g_autofree char *path = g_canonicalize_filename (paths[i], NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GFileInfo) info =
      g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, NULL, NULL);
    g_autoptr (TsSlideEntry) entry = make_entry (known, path, info);

    if (g_hash_table_add (seen, (char *) ts_slide_entry_get_path (entry)))
      g_ptr_array_add (fresh, g_steal_pointer (&entry));
  }
  sort_by_name (fresh);
  replace_entries (self, fresh);
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
}

/* Life cycle. */
static void
ts_slide_folder_dispose (GObject *object)
{
  stop_watching (TS_SLIDE_FOLDER (object));
  G_OBJECT_CLASS (ts_slide_folder_parent_class)->dispose (object);
}

static void
ts_slide_folder_finalize (GObject *object)
{
  TsSlideFolder *self = TS_SLIDE_FOLDER (object);

  g_ptr_array_unref (self->entries);
  g_free (self->folder);
  G_OBJECT_CLASS (ts_slide_folder_parent_class)->finalize (object);
}

static void
ts_slide_folder_class_init (TsSlideFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ts_slide_folder_dispose;
  G_OBJECT_CLASS (klass)->finalize = ts_slide_folder_finalize;
  signals[SIGNAL_LOADED] =
    g_signal_new ("loaded", TS_TYPE_SLIDE_FOLDER, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
ts_slide_folder_init (TsSlideFolder *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
}

TsSlideFolder *
ts_slide_folder_new (void)
{
  return g_object_new (TS_TYPE_SLIDE_FOLDER, NULL);
}
