/* The inspector: its gallery shows the right tiles in the right order, its tile is what the
 * network had, and nothing of the model is left when it is hidden.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/ui/desk.h"
#include "ui/slide-view.h"
#include "ui/tile-gallery.h"
#include "ui/tile-input.h"

/* A demonstration that has been read to its end. */
static void
open_read (Desk *desk)
{
  g_autofree char *slide = desk_find_demo ("demo-slide.tiff");
  g_autofree char *model = desk_find_demo ("demo-classes.onnx");
  g_autofree char *mutations = desk_find_demo ("demo-mutations.onnx");

  desk_set_up (desk, NULL);
  g_assert_true (ts_workspace_set_reader (desk->workspace, "Dr. Example"));
  ts_workspace_load_model (desk->workspace, TS_ROLE_CLASSES, model, 0);
  ts_workspace_load_model (desk->workspace, TS_ROLE_MUTATIONS, mutations, 0);
  ts_workspace_open (desk->workspace, slide);
  desk_wait_settled (desk);
  ts_workspace_set_whole_slide (desk->workspace, TRUE);
  desk_wait_settled (desk);
}

typedef gboolean (*Visit) (GtkWidget *widget, gpointer user_data);

/* TRUE when the visit said so of one of them. */
static gboolean
walk (GtkWidget *widget, Visit visit, gpointer user_data)
{
  if (visit (widget, user_data))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (walk (child, visit, user_data))
      return TRUE;
  return FALSE;
}

typedef struct {
  GType type;
  GtkWidget *found;
} Search;

static gboolean
is_of_type (GtkWidget *widget, gpointer user_data)
{
  Search *search = user_data;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, search->type))
    search->found = widget;
  return search->found != NULL;
}

static gpointer
find_in (gpointer root, GType type)
{
  Search search = { type, NULL };

  walk (root, is_of_type, &search);
  g_assert_nonnull (search.found);
  return search.found;
}

static TsTileGallery *
show_gallery (Desk *desk)
{
  TsTileGallery *gallery = find_in (desk->window, TS_TYPE_TILE_GALLERY);

  gtk_widget_activate_action (desk->window, "win.show-gallery", NULL);
  ts_tile_gallery_renew (gallery);
  for (int i = 0;
       i < 100 || (i < DESK_MAX_TURNS && !ts_tile_gallery_is_settled (gallery));
       i++)
    desk_iterate ();
  g_assert_true (ts_tile_gallery_is_settled (gallery));
  return gallery;
}

static void
assert_tiles (TsGallerySection *section, const GArray *wanted)
{
  TsRankedTile tile = { 0 };

  g_assert_cmpuint (ts_gallery_section_get_n_tiles (section), ==, wanted->len);
  for (guint i = 0; i < wanted->len; i++) {
    const TsRankedTile *other = &g_array_index (wanted, TsRankedTile, i);
    g_assert_true (ts_gallery_section_get_tile (section, i, &tile));
    g_assert_cmpuint (tile.col, ==, other->col);
    g_assert_cmpuint (tile.row, ==, other->row);
    g_assert_cmpfloat (tile.prob, ==, other->prob);
  }
}

static void
test_gallery_shows_the_ranking (void)
{
  Desk desk = { 0 };
  guint at = 0;

  open_read (&desk);
  ts_workspace_set_threshold (desk.workspace, 0.9);
  TsTileGallery *gallery = show_gallery (&desk);
  for (TsRole role = TS_ROLE_CLASSES; role <= TS_ROLE_MUTATIONS; role++) {
    TsPredictionMap *map = ts_workspace_get_map (desk.workspace, role);
    guint n = ts_prediction_map_get_n_classes (map);
    g_autoptr (TsTileRanking) ranking =
      ts_tile_ranking_new (map, 0.9, TS_GALLERY_N_TILES);
    for (guint i = 0; i < n; i++)
      assert_tiles (ts_tile_gallery_get_section (gallery, at++),
                    ts_tile_ranking_get_class (ranking, i));
    if (role == TS_ROLE_CLASSES)
      assert_tiles (ts_tile_gallery_get_section (gallery, at++),
                    ts_tile_ranking_get_least_certain (ranking));
  }
  g_assert_null (ts_tile_gallery_get_section (gallery, at));
  desk_tear_down (&desk);
}

static void
test_a_tile_of_the_gallery_is_gone_to (void)
{
  Desk desk = { 0 };
  TsRankedTile tile = { 0 };

  open_read (&desk);
  TsSlideView *view = find_in (desk.window, TS_TYPE_SLIDE_VIEW);
  TsTileGallery *gallery = show_gallery (&desk);
  TsGallerySection *section = ts_tile_gallery_get_section (gallery, 1);
  ts_slide_view_set_viewport (view, (TsPoint){ 300, 300 }, 1);
  g_assert_true (ts_gallery_section_get_tile (section, 0, &tile));
  gtk_widget_activate (find_in (section, GTK_TYPE_FLOW_BOX_CHILD));
  g_autoptr (TsTileView) selected = ts_workspace_get_selection (desk.workspace);
  g_assert_nonnull (selected);
  g_assert_cmpuint (selected->col, ==, tile.col);
  g_assert_cmpuint (selected->row, ==, tile.row);
  desk_wait_settled (&desk);
  TsRect visible =
    ts_viewport_get_visible_l0 (ts_slide_view_get_viewport (view));
  TsRect seen = ts_rect_intersect (visible, selected->tile_l0);
  g_assert_cmpfloat_with_epsilon (seen.width, selected->tile_l0.width, 1e-6);
  g_assert_cmpfloat_with_epsilon (seen.height, selected->tile_l0.height, 1e-6);
  desk_tear_down (&desk);
}

static void
wait_ms (guint ms)
{
  gint64 end_us = g_get_monotonic_time () + ms * G_GINT64_CONSTANT (1000);

  while (g_get_monotonic_time () < end_us)
    desk_iterate ();
}

/* The surest tile of the first class becomes another one. */
static void
find_something_new (Desk *desk, guint n)
{
  TsPredictionMap *map =
    ts_workspace_get_map (desk->workspace, TS_ROLE_CLASSES);
  g_autofree float *probs =
    g_new0 (float, ts_prediction_map_get_n_classes (map));

  probs[0] = 1;
  ts_prediction_map_set (map, n, 0, TS_TILE_PREDICTED, probs);
  g_signal_emit_by_name (desk->workspace, "map-changed");
}

static guint
get_first_col (TsGallerySection *section)
{
  TsRankedTile tile = { 0 };

  g_assert_true (ts_gallery_section_get_tile (section, 0, &tile));
  return tile.prob == 1 ? tile.col : G_MAXUINT;
}

static void
test_gallery_stays_while_it_is_in_hand (void)
{
  Desk desk = { 0 };

  open_read (&desk);
  TsTileGallery *gallery = show_gallery (&desk);
  TsGallerySection *section = ts_tile_gallery_get_section (gallery, 0);
  GtkWidget *child = find_in (section, GTK_TYPE_FLOW_BOX_CHILD);
  gtk_widget_grab_focus (child);
  find_something_new (&desk, 3);
  wait_ms (2600);
  g_assert_cmpuint (get_first_col (section), ==, G_MAXUINT);
  gtk_widget_grab_focus (find_in (desk.window, TS_TYPE_SLIDE_VIEW));
  wait_ms (200);
  g_assert_cmpuint (get_first_col (section), ==, 3);
  find_something_new (&desk, 1);
  wait_ms (2600);
  g_assert_cmpuint (get_first_col (section), ==, 1);
  desk_tear_down (&desk);
}

/* Byte by byte, as the preprocessing of a run makes it. */
static void
test_tile_is_shown_as_the_network_saw_it (void)
{
  Desk desk = { 0 };

  open_read (&desk);
  TsTileInput *input = find_in (desk.window, TS_TYPE_TILE_INPUT);
  ts_workspace_step_selection (desk.workspace, 1);
  for (int i = 0;
       i < DESK_MAX_TURNS && ts_tile_input_get_picture (input) == NULL; i++)
    desk_iterate ();
  GdkTexture *texture = GDK_TEXTURE (ts_tile_input_get_picture (input));
  g_autoptr (TsTileView) tile = ts_workspace_get_selection (desk.workspace);
  g_autoptr (TsTilePictures) pictures =
    ts_workspace_new_tile_pictures (desk.workspace, TS_ROLE_CLASSES);
  g_autoptr (TsTilePicture) wanted =
    ts_tile_pictures_read_input (pictures, tile->col, tile->row, NULL);
  guint n_px = wanted->width_px * wanted->height_px;
  g_autofree guint32 *argb = g_new (guint32, n_px);

  g_assert_cmpint (gdk_texture_get_width (texture), ==, (int) wanted->width_px);
  g_assert_cmpint (gdk_texture_get_height (texture), ==,
                   (int) wanted->height_px);
  gdk_texture_download (texture, (guchar *) argb, wanted->width_px * 4);
  for (guint i = 0; i < n_px; i++) {
    const guint8 *rgb = wanted->rgb + (gsize) i * 3;
    g_assert_cmphex (argb[i] & 0xffffff, ==,
                     (guint32) (rgb[0] << 16 | rgb[1] << 8 | rgb[2]));
  }
  desk_tear_down (&desk);
}

static void
test_enlarged_pixels_are_squares (void)
{
  static const guint8 rgb[] = { 1, 2, 3, 40, 50, 60 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (rgb, sizeof rgb);
  g_autoptr (GdkTexture) small =
    gdk_memory_texture_new (2, 1, GDK_MEMORY_R8G8B8, bytes, 6);
  g_autoptr (GdkTexture) large = ts_tile_input_enlarge (small, 3);
  guint32 argb[18];

  g_assert_cmpint (gdk_texture_get_width (large), ==, 6);
  g_assert_cmpint (gdk_texture_get_height (large), ==, 3);
  gdk_texture_download (large, (guchar *) argb, 24);
  for (guint i = 0; i < 18; i++)
    g_assert_cmphex (argb[i], ==, i % 6 < 3 ? 0xff010203 : 0xff28323c);
}

/* Everything that says a word, seen or not: labels, tooltips, and whether it names what must
 * not be known. */
static gboolean
tells_of_model (GtkWidget *widget, gpointer user_data)
{
  static const char *const words[] = { "Demo:", "LUAD",   "LUSC", "Normal",
                                       "TP53",  " of ",   "EGFR", "Agree:",
                                       "0.9",   "tiles/s" };
  const char *texts[] = {
    GTK_IS_LABEL (widget) ? gtk_label_get_label (GTK_LABEL (widget)) : NULL,
    gtk_widget_get_tooltip_text (widget),
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint k = 0; k < G_N_ELEMENTS (words); k++)
      if (texts[i] != NULL && gtk_widget_get_mapped (widget) &&
          strstr (texts[i], words[k]) != NULL) {
        if (user_data != NULL)
          g_test_message ("%s", texts[i]);
        return TRUE;
      }
  return FALSE;
}

static void
assert_nothing_of_model (Desk *desk)
{
  TsHeatMapStyle style;
  TsWorkspace *workspace = desk->workspace;

  g_assert_false (walk (desk->window, tells_of_model, desk));
  g_assert_null (ts_workspace_get_layers (workspace));
  g_assert_null (ts_workspace_get_heat_map (workspace, &style));
  g_assert_null (ts_workspace_get_model (workspace, TS_ROLE_CLASSES));
  g_assert_null (ts_workspace_get_map (workspace, TS_ROLE_CLASSES));
  g_assert_null (ts_workspace_format_state (workspace));
  g_assert_false (ts_workspace_has_run (workspace));
  g_assert_cmpuint (ts_workspace_get_slide_opinions (workspace)->len, ==, 0);
  g_assert_cmpuint (ts_workspace_get_session_opinions (workspace)->len, ==, 0);
}

/* A tile may still be selected, for its place; but nothing tells what the model said of it,
 * nor leads to it. */
static void
assert_tiles_are_blank (TsWorkspace *workspace)
{
  ts_workspace_select_tile (workspace, 3, 3);
  ts_workspace_step_selection (workspace, 1);
  g_autoptr (TsTileView) tile = ts_workspace_get_selection (workspace);

  g_assert_cmpuint (tile->col, ==, 3);
  g_assert_cmpuint (tile->row, ==, 3);
  g_assert_cmpint (tile->state, ==, TS_TILE_UNKNOWN);
  g_assert_null (tile->probs);
  g_assert_null (tile->gene_probs);
}

static void
test_a_hidden_model_is_nowhere (void)
{
  Desk desk = { 0 };

  open_read (&desk);
  ts_workspace_step_selection (desk.workspace, 1);
  g_assert_true (
    ts_workspace_give_opinion (desk.workspace, TS_VERDICT_AGREE, NULL, NULL));
  desk_wait_settled (&desk);
  g_assert_true (walk (desk.window, tells_of_model, NULL));
  ts_workspace_set_model_hidden (desk.workspace, TRUE);
  wait_ms (300);
  assert_nothing_of_model (&desk);
  assert_tiles_are_blank (desk.workspace);
  gtk_widget_activate_action (desk.window, "win.show-gallery", NULL);
  ts_workspace_set_layer (desk.workspace, "LUAD");
  wait_ms (300);
  assert_nothing_of_model (&desk);
  ts_workspace_set_model_hidden (desk.workspace, FALSE);
  wait_ms (300);
  g_assert_true (walk (desk.window, tells_of_model, NULL));
  g_assert_cmpstr (ts_workspace_get_layer (desk.workspace)->name, ==,
                   "most-likely");
  g_assert_cmpuint (ts_workspace_get_session_opinions (desk.workspace)->len, ==,
                    1);
  desk_tear_down (&desk);
}

/* While it is hidden the run goes on. */
static void
test_a_hidden_model_goes_on_reading (void)
{
  g_autofree char *slide = desk_find_demo ("demo-slide.tiff");
  g_autofree char *model = desk_find_demo ("demo-classes.onnx");
  Desk desk = { 0 };

  desk_set_up (&desk, NULL);
  ts_workspace_set_model_hidden (desk.workspace, TRUE);
  ts_workspace_load_model (desk.workspace, TS_ROLE_CLASSES, model, 0);
  ts_workspace_open (desk.workspace, slide);
  desk_wait_settled (&desk);
  assert_nothing_of_model (&desk);
  TsRunStatus status = ts_workspace_get_run_status (desk.workspace);
  g_assert_cmpuint (status.n_done, >, 0);
  desk_tear_down (&desk);
}

static gboolean
is_undo_button (GtkWidget *widget, gpointer user_data)
{
  const char *label =
    GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;

  if (g_strcmp0 (label, "_Undo") != 0)
    return FALSE;
  *(GtkWidget **) user_data = widget;
  return TRUE;
}

static void
test_a_toast_takes_an_opinion_back (void)
{
  Desk desk = { 0 };
  GtkWidget *undo = NULL;

  open_read (&desk);
  ts_workspace_step_selection (desk.workspace, 1);
  gtk_widget_activate_action (desk.window, "win.agree", NULL);
  for (int i = 0; i < 200 && !walk (desk.window, is_undo_button, &undo); i++)
    desk_iterate ();
  g_assert_nonnull (undo);
  g_assert_cmpuint (ts_workspace_get_session_opinions (desk.workspace)->len, ==,
                    1);
  wait_ms (800); /* no hand is quicker than a toast slides in */
  g_signal_emit_by_name (undo, "clicked");
  wait_ms (100);
  g_assert_cmpuint (ts_workspace_get_session_opinions (desk.workspace)->len, ==,
                    0);
  g_autoptr (GPtrArray) rows = ts_store_list_opinions (desk.store, 0, 0, NULL);
  g_assert_cmpuint (rows->len, ==, 2);
  const TsOpinion *first = g_ptr_array_index (rows, 0);
  const TsOpinion *second = g_ptr_array_index (rows, 1);
  g_assert_cmpint (second->verdict, ==, TS_VERDICT_WITHDRAWN);
  g_assert_cmpint (second->supersedes_id, ==, first->opinion_id);
  desk_tear_down (&desk);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspector/gallery-shows-the-ranking",
                   test_gallery_shows_the_ranking);
  g_test_add_func ("/inspector/a-tile-of-the-gallery-is-gone-to",
                   test_a_tile_of_the_gallery_is_gone_to);
  g_test_add_func ("/inspector/gallery-stays-while-it-is-in-hand",
                   test_gallery_stays_while_it_is_in_hand);
  g_test_add_func ("/inspector/tile-is-shown-as-the-network-saw-it",
                   test_tile_is_shown_as_the_network_saw_it);
  g_test_add_func ("/inspector/enlarged-pixels-are-squares",
                   test_enlarged_pixels_are_squares);
  g_test_add_func ("/inspector/a-hidden-model-is-nowhere",
                   test_a_hidden_model_is_nowhere);
  g_test_add_func ("/inspector/a-hidden-model-goes-on-reading",
                   test_a_hidden_model_goes_on_reading);
  g_test_add_func ("/inspector/a-toast-takes-an-opinion-back",
                   test_a_toast_takes_an_opinion_back);
  return desk_run_tests ();
}
