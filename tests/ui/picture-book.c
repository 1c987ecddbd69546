/* A folder of pictures, and the page of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture-book.h"

#include <glib/gstdio.h>

#define FEWEST_COLOURS 24

struct TsPictureBook {
  char *folder, *prefix;
  char *last_hash;
};

TsPictureBook *
ts_picture_book_new (const char *folder, const char *prefix)
{
  TsPictureBook *self = g_new0 (TsPictureBook, 1);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  self->folder = g_strdup (folder);
  self->prefix = g_strdup (prefix);
  return self;
}

static guint
count_colours (const GdkPixbuf *pixbuf, const guint8 *rows)
{
  g_autoptr (GHashTable) colours = g_hash_table_new (NULL, NULL);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);

  /* Every few pixels, and no further than needed. */
  for (int y = 0; y < gdk_pixbuf_get_height (pixbuf); y += 3)
    for (int x = 0; x < gdk_pixbuf_get_width (pixbuf); x += 3) {
      const guint8 *p = rows + (gsize) y * (gsize) stride + (gsize) x * 3;
      g_hash_table_add (
        colours, GUINT_TO_POINTER ((guint) (p[0] << 16 | p[1] << 8 | p[2])));
      if (g_hash_table_size (colours) >= FEWEST_COLOURS)
        return FEWEST_COLOURS;
    }
  return g_hash_table_size (colours);
}

static void
check (TsPictureBook *self, const GdkPixbuf *pixbuf, const char *name)
{
  guint length = 0;
  const guint8 *rows = gdk_pixbuf_get_pixels_with_length (pixbuf, &length);
  char *hash = g_compute_checksum_for_data (G_CHECKSUM_MD5, rows, length);

  if (count_colours (pixbuf, rows) < FEWEST_COLOURS) {
    g_test_message ("%s-%s shows nothing", self->prefix, name);
    g_test_fail ();
  }
  if (g_strcmp0 (hash, self->last_hash) == 0) {
    g_test_message ("%s-%s is the picture before it", self->prefix, name);
    g_test_fail ();
  }
  g_free (self->last_hash);
  self->last_hash = hash;
}

void
ts_picture_book_add (TsPictureBook *self,
                     GtkWindow *window,
                     const char *name,
                     int width,
                     int height)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (window));
  g_autoptr (GdkPixbuf) pixbuf = ts_screen_shot_take (window);
  g_autofree char *file = g_strdup_printf ("%s-%s.png", self->prefix, name);
  g_autofree char *path = g_build_filename (self->folder, file, NULL);
  g_autoptr (GError) error = NULL;

  if (width > 0) {
    g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, width * scale);
    g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, height * scale);
  }
  check (self, pixbuf, name);
  gdk_pixbuf_save (pixbuf, path, "png", &error, "compression", "1", NULL);
  g_assert_no_error (error);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

void
ts_picture_book_close (TsPictureBook *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) page = g_string_new (
    "<!doctype html><meta charset=utf-8><title>Tessera</title><style>"
    "body{background:#777;font:12px sans-serif;display:grid;gap:8px;"
    "grid-template-columns:repeat(auto-fill,minmax(420px,1fr))}"
    "figure{margin:0}img{width:100%}</style>\n");
  g_autofree char *path = g_build_filename (self->folder, "index.html", NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ".png"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare);
  for (guint i = 0; i < names->len; i++) {
    name = g_ptr_array_index (names, i);
    g_string_append_printf (
      page,
      "<figure><a href=\"%s\"><img loading=lazy src=\"%s\">"
      "</a><figcaption>%s</figcaption></figure>\n",
      name, name, name);
  }
  g_assert_true (g_file_set_contents (path, page->str, -1, NULL));
  g_free (self->folder);
  g_free (self->prefix);
  g_free (self->last_hash);
  g_free (self);
}
