/* The slides beside the canvas: the list of a folder, going through it, what is remembered of
 * each, and what happens when a file changes under the reader.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <unistd.h>

#include "tests/ui/desk.h"
#include "ui/recent-slides.h"
#include "ui/slide-folder.h"
#include "ui/slide-list.h"
#include "ui/slide-looker.h"
#include "ui/slide-row.h"
#include "ui/slide-view.h"

#define N_MANY 2000

/* A folder with slides of three names, given in another order than they are listed in. */
typedef struct {
  Desk window;
  char *folder;
} Fixture;

static char *
copy_demo (const char *folder, const char *name)
{
  g_autofree char *demo = desk_find_demo ("demo-slide.tiff");
  g_autoptr (GFile) from = g_file_new_for_path (demo);
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) to = g_file_new_for_path (path);

  g_assert_true (
    g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
  return path;
}

static void
write_words (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "no slide", -1, NULL));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("tessera-XXXXXX", NULL);
  g_free (copy_demo (self->folder, "b 10.tiff"));
  g_free (copy_demo (self->folder, "b 9.tiff"));
  write_words (self->folder, "c.svs");
  write_words (self->folder, "readme.txt");
  desk_set_up (&self->window, NULL);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  desk_tear_down (&self->window);
  remove_folder (self->folder);
  g_free (self->folder);
}

static char *
list_names (TsSlideFolder *folder)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (folder)); i++) {
    g_autoptr (TsSlideEntry) entry = ts_slide_folder_get (folder, i);
    g_autofree char *name =
      g_path_get_basename (ts_slide_entry_get_path (entry));
    g_string_append_printf (names, "%s%s", i > 0 ? "|" : "", name);
  }
  return g_string_free (names, FALSE);
}

static TsSlideFolder *
load_folder (const char *path)
{
  TsSlideFolder *folder = ts_slide_folder_new ();

  ts_slide_folder_show (folder, path);
  desk_wait (!ts_slide_folder_is_loading (folder));
  return folder;
}

static void
test_lists_slides_by_name (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlideFolder) folder = load_folder (self->folder);
  g_autofree char *names = list_names (folder);

  g_assert_cmpstr (names, ==, "b 9.tiff|b 10.tiff|c.svs");
}

static void
test_list_follows_the_folder (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlideFolder) folder = load_folder (self->folder);
  g_autoptr (TsSlideEntry) kept = ts_slide_folder_get (folder, 1);
  g_autofree char *gone = g_build_filename (self->folder, "b 9.tiff", NULL);
  GListModel *list = G_LIST_MODEL (folder);

  write_words (self->folder, "a.svs");
  desk_wait (g_list_model_get_n_items (list) == 4);
  g_unlink (gone);
  desk_wait (g_list_model_get_n_items (list) == 3);
  g_autofree char *names = list_names (folder);
  g_assert_cmpstr (names, ==, "a.svs|b 10.tiff|c.svs");
  g_autoptr (TsSlideEntry) same = ts_slide_folder_get (folder, 1);
  g_assert_true (same == kept);
}

static void
test_says_what_a_look_finds (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlideFolder) folder = load_folder (self->folder);
  g_autoptr (TsSlideLooker) looker = ts_slide_looker_new (self->window.store);
  g_autoptr (TsSlideEntry) good = ts_slide_folder_get (folder, 0);
  g_autoptr (TsSlideEntry) bad = ts_slide_folder_get (folder, 2);

  ts_slide_looker_ask (looker, good);
  ts_slide_looker_ask (looker, bad);
  desk_wait (ts_slide_entry_was_looked_at (good) &&
             ts_slide_entry_was_looked_at (bad));
  GdkTexture *thumbnail = ts_slide_entry_get_thumbnail (good);
  g_assert_nonnull (thumbnail);
  g_assert_cmpint (gdk_texture_get_width (thumbnail), <=, 256);
  g_assert_null (ts_slide_entry_get_trouble (good));
  g_assert_nonnull (ts_slide_entry_get_identity (good));
  g_assert_null (ts_slide_entry_get_thumbnail (bad));
  g_autofree char *state = ts_slide_entry_format_state (bad);
  g_assert_true (g_str_has_prefix (state, "This file is not a slide"));
  /* File names are private until the reader wants to see them. */
  g_autofree char *name = ts_slide_entry_format_name (bad, 2, FALSE);
  g_assert_cmpstr (name, ==, "Slide 3");
  g_assert_null (strstr (state, self->folder));
  ts_slide_looker_shut (looker);
}

static void
count_rows (GtkWidget *widget, guint *n)
{
  *n += TS_IS_SLIDE_ROW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count_rows (child, n);
}

static void
test_many_slides_share_few_rows (Fixture *self, gconstpointer data)
{
  g_autofree char *first = g_build_filename (self->folder, "b 9.tiff", NULL);
  GtkWidget *list = desk_find (self->window.window, TS_TYPE_SLIDE_LIST);
  GtkWidget *view = desk_find (list, GTK_TYPE_LIST_VIEW);
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (view));
  guint n_rows = 0;

  for (guint i = 0; i < N_MANY; i++) {
    g_autofree char *name = g_strdup_printf ("many %04u.tiff", i);
    g_autofree char *path = g_build_filename (self->folder, name, NULL);
    g_assert_cmpint (link (first, path), ==, 0);
  }
  g_settings_set_boolean (self->window.settings, "slide-list-visible", TRUE);
  ts_window_open_paths (TS_WINDOW (self->window.window),
                        (const char *const[]){ first }, 1);
  desk_wait (g_list_model_get_n_items (G_LIST_MODEL (model)) == N_MANY + 3);
  desk_wait (ts_workspace_get_slide (self->window.workspace) != NULL);
  count_rows (list, &n_rows);
  g_assert_cmpuint (n_rows, >, 0);
  g_assert_cmpuint (n_rows, <, 300);
  g_settings_reset (self->window.settings, "slide-list-visible");
}

/* Going through the folder. */
static const char *
get_open_path (Fixture *self)
{
  TsSlide *slide = ts_workspace_get_slide (self->window.workspace);

  return slide != NULL && !ts_workspace_is_opening (self->window.workspace)
           ? ts_slide_get_path (slide)
           : NULL;
}

static void
wait_open (Fixture *self, const char *name)
{
  desk_wait (get_open_path (self) != NULL &&
             g_str_has_suffix (get_open_path (self), name));
}

/* The list lights what the canvas shows. */
static void
assert_lit (Fixture *self, const char *name)
{
  GtkWidget *list = desk_find (self->window.window, TS_TYPE_SLIDE_LIST);
  GtkWidget *view = desk_find (list, GTK_TYPE_LIST_VIEW);
  GListModel *model =
    G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view)));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (TsSlideEntry) entry = g_list_model_get_item (model, i);
    g_assert_true (ts_slide_entry_is_open (entry) ==
                   g_str_has_suffix (ts_slide_entry_get_path (entry), name));
  }
}

static gboolean
activate (Fixture *self, const char *action)
{
  return gtk_widget_activate_action (self->window.window, action, NULL);
}

static void
test_next_and_previous_do_not_wrap (Fixture *self, gconstpointer data)
{
  TsWorkspace *workspace = self->window.workspace;

  ts_window_open_paths (TS_WINDOW (self->window.window),
                        (const char *const[]){ self->folder }, 1);
  wait_open (self, "b 9.tiff");
  activate (self, "win.previous-slide");
  g_assert_false (ts_workspace_is_opening (workspace));
  activate (self, "win.next-slide");
  wait_open (self, "b 10.tiff");
  activate (self, "win.next-slide");
  /* One that cannot be opened is passed, not a wall. */
  desk_wait (ts_workspace_get_open_error (workspace) != NULL);
  assert_lit (self, "b 10.tiff");
  activate (self, "win.next-slide");
  g_assert_false (ts_workspace_is_opening (workspace));
  activate (self, "win.previous-slide");
  wait_open (self, "b 10.tiff");
  g_settings_reset (self->window.settings, "slide-list-visible");
}

static TsSlideView *
get_view (Fixture *self)
{
  return TS_SLIDE_VIEW (desk_find (self->window.window, TS_TYPE_SLIDE_VIEW));
}

static void
test_a_slide_keeps_its_view (Fixture *self, gconstpointer data)
{
  g_autofree char *small = NULL;
  const char *folder = g_getenv ("TS_TEST_DATA");
  small = g_build_filename (folder != NULL ? folder : "", "slides",
                            "boxes.tiff", NULL);
  if (!g_file_test (small, G_FILE_TEST_EXISTS)) {
    g_test_skip ("slides/boxes.tiff is not here");
    return;
  }
  g_autofree char *first = g_build_filename (self->folder, "b 9.tiff", NULL);
  TsPoint place = { 1234.5, 987.25 };

  ts_workspace_open (self->window.workspace, first);
  wait_open (self, "b 9.tiff");
  ts_slide_view_set_viewport (get_view (self), place, 1.5);
  place = ts_slide_view_get_viewport (get_view (self))->center_l0;
  ts_workspace_open (self->window.workspace, small);
  wait_open (self, "boxes.tiff");
  g_assert_true (ts_slide_view_is_fitted (get_view (self)));
  ts_workspace_open (self->window.workspace, first);
  wait_open (self, "b 9.tiff");
  const TsViewport *viewport = ts_slide_view_get_viewport (get_view (self));
  g_assert_cmpfloat (viewport->scale, ==, 1.5);
  g_assert_cmpfloat (viewport->center_l0.x, ==, place.x);
  g_assert_cmpfloat (viewport->center_l0.y, ==, place.y);
}

static void
test_recent_slides_are_kept_newest_first (Fixture *self, gconstpointer data)
{
  g_autofree char *nine = g_build_filename (self->folder, "b 9.tiff", NULL);
  g_autofree char *ten = g_build_filename (self->folder, "b 10.tiff", NULL);

  ts_recent_slides_clear (self->window.settings);
  ts_workspace_open (self->window.workspace, nine);
  wait_open (self, "b 9.tiff");
  ts_workspace_open (self->window.workspace, ten);
  wait_open (self, "b 10.tiff");
  ts_workspace_open (self->window.workspace, nine);
  wait_open (self, "b 9.tiff");
  g_autoptr (GPtrArray) recent = ts_recent_slides_list (self->window.settings);
  g_assert_cmpuint (recent->len, ==, 2);
  g_assert_cmpstr (((TsRecentSlide *) recent->pdata[0])->path, ==, nine);
  g_assert_cmpstr (((TsRecentSlide *) recent->pdata[1])->path, ==, ten);
}

/* The file under the reader. */
static void
open_with_run (Desk *window, const char *path)
{
  g_autofree char *model = desk_find_demo ("demo-classes.onnx");

  ts_workspace_load_model (window->workspace, TS_ROLE_CLASSES, model, 0);
  ts_workspace_open (window->workspace, path);
  desk_wait (ts_workspace_has_run (window->workspace));
}

static gboolean
is_file_blamed (TsWorkspace *workspace)
{
  const char *obstacle = ts_workspace_get_opinion_obstacle (workspace);

  return obstacle != NULL && strstr (obstacle, "file has changed") != NULL;
}

static void
test_a_replaced_file_stops_run_and_opinions (Fixture *self, gconstpointer data)
{
  TsWorkspace *workspace = self->window.workspace;
  g_autofree char *path = g_build_filename (self->folder, "b 9.tiff", NULL);

  open_with_run (&self->window, path);
  g_assert_false (is_file_blamed (workspace));
  write_words (self->folder, "b 9.tiff");
  desk_wait (ts_workspace_get_file_state (workspace) == TS_SLIDE_FILE_CHANGED);
  g_assert_false (ts_workspace_has_run (workspace));
  g_assert_true (is_file_blamed (workspace));
  g_assert_false (
    ts_workspace_give_opinion (workspace, TS_VERDICT_AGREE, NULL, NULL));
  /* Back in its place it is the same slide, and the work goes on. */
  g_free (copy_demo (self->folder, "b 9.tiff"));
  desk_wait (ts_workspace_get_file_state (workspace) == TS_SLIDE_FILE_SAME);
  g_assert_true (ts_workspace_has_run (workspace));
  g_assert_false (is_file_blamed (workspace));
}

static void
test_a_removed_file_is_noticed (Fixture *self, gconstpointer data)
{
  TsWorkspace *workspace = self->window.workspace;
  g_autofree char *path = g_build_filename (self->folder, "b 9.tiff", NULL);

  ts_workspace_open (workspace, path);
  wait_open (self, "b 9.tiff");
  g_unlink (path);
  desk_wait (ts_workspace_get_file_state (workspace) == TS_SLIDE_FILE_GONE);
  g_assert_true (is_file_blamed (workspace));
}

/* Bookmarks. */
static void
test_bookmarks_come_and_go (Fixture *self, gconstpointer data)
{
  TsWorkspace *workspace = self->window.workspace;
  g_autofree char *path = g_build_filename (self->folder, "b 9.tiff", NULL);
  g_autofree char *other = g_build_filename (self->folder, "b 10.tiff", NULL);
  TsBookmark place = { .center_l0 = { 321.5, 654.25 }, .scale = 0.75 };

  ts_workspace_open (workspace, path);
  wait_open (self, "b 9.tiff");
  gint64 id = ts_workspace_add_bookmark (workspace, &place);
  g_assert_cmpint (id, >, 0);
  id = ts_workspace_note_bookmark (workspace, id, "gland");
  /* It belongs to the slide, whatever its file is called. */
  ts_workspace_open (workspace, other);
  wait_open (self, "b 10.tiff");
  const GPtrArray *bookmarks = ts_workspace_get_bookmarks (workspace);
  g_assert_cmpuint (bookmarks->len, ==, 1);
  const TsBookmark *bookmark = bookmarks->pdata[0];
  g_assert_cmpint (bookmark->bookmark_id, ==, id);
  g_assert_cmpstr (bookmark->note, ==, "gland");
  g_assert_cmpfloat (bookmark->center_l0.x, ==, 321.5);
  g_assert_cmpfloat (bookmark->scale, ==, 0.75);
  g_assert_true (ts_workspace_remove_bookmark (workspace, id));
  g_assert_cmpuint (ts_workspace_get_bookmarks (workspace)->len, ==, 0);
}

/* Two windows on one store. */
static void
test_closing_one_window_leaves_the_other_at_work (Fixture *self,
                                                  gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "b 9.tiff", NULL);
  Desk other = { 0 };

  desk_set_up (&other, self->window.store);
  open_with_run (&self->window, path);
  open_with_run (&other, path);
  desk_tear_down (&other);
  g_assert_true (ts_workspace_has_run (self->window.workspace));
  ts_workspace_set_whole_slide (self->window.workspace, TRUE);
  TsRunStatus before = ts_workspace_get_run_status (self->window.workspace);
  g_free (before.failure);
  for (TsRunStatus now = before;
       now.n_done <= before.n_done && now.state == TS_RUN_WORKING;) {
    desk_iterate ();
    now = ts_workspace_get_run_status (self->window.workspace);
    g_assert_null (now.failure);
  }
}

#define ADD(name, function) \
  g_test_add ("/slides/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  ADD ("lists-slides-by-name", test_lists_slides_by_name);
  ADD ("list-follows-the-folder", test_list_follows_the_folder);
  ADD ("says-what-a-look-finds", test_says_what_a_look_finds);
  ADD ("many-slides-share-few-rows", test_many_slides_share_few_rows);
  ADD ("next-and-previous-do-not-wrap", test_next_and_previous_do_not_wrap);
  ADD ("a-slide-keeps-its-view", test_a_slide_keeps_its_view);
  ADD ("recent-slides-are-kept-newest-first",
       test_recent_slides_are_kept_newest_first);
  ADD ("a-replaced-file-stops-run-and-opinions",
       test_a_replaced_file_stops_run_and_opinions);
  ADD ("a-removed-file-is-noticed", test_a_removed_file_is_noticed);
  ADD ("bookmarks-come-and-go", test_bookmarks_come_and_go);
  ADD ("closing-one-window-leaves-the-other-at-work",
       test_closing_one_window_leaves_the_other_at_work);
  return desk_run_tests ();
}
