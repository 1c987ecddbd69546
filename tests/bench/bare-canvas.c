/* The floor of the machine.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/bare-canvas.h"

#include <math.h>
#include <string.h>

#include "ui/pixel-snap.h"

typedef struct {
  GdkTexture *texture; /* borrowed from the table */
  graphene_rect_t bounds;
} Piece;

struct _TsBareCanvas {
  GtkWidget parent_instance;
  GHashTable *textures; /* packed place to GdkTexture */
  GPtrArray *frames;    /* of GArray of Piece */
  GArray *glass;        /* graphene_rect_t of the slide, one a frame */
  guint frame;
  GdkTexture *overlay;
};

G_DEFINE_FINAL_TYPE (TsBareCanvas, ts_bare_canvas, GTK_TYPE_WIDGET)

static GdkTexture *
read_texture (TsPyramid *pyramid, TsPyramidTile tile)
{
  g_autoptr (GError) error = NULL;
  TsTilePixels pixels;

  if (!ts_pyramid_read_tile (pyramid, tile, &pixels, NULL, &error))
    g_error ("%s", error->message);
  gsize n_row_bytes = (gsize) pixels.width * sizeof (guint32);
  g_autoptr (GBytes) bytes =
    g_bytes_new_take (pixels.argb, n_row_bytes * pixels.height);
  return gdk_memory_texture_new ((int) pixels.width, (int) pixels.height,
                                 GDK_MEMORY_DEFAULT, bytes, n_row_bytes);
}

static GdkTexture *
get_texture (TsBareCanvas *self, TsPyramid *pyramid, TsPyramidTile tile)
{
  gint64 packed =
    (gint64) tile.level << 48 | (gint64) tile.col << 24 | (gint64) tile.row;
  GdkTexture *texture = g_hash_table_lookup (self->textures, &packed);

  if (texture == NULL) {
    texture = read_texture (pyramid, tile);
    g_hash_table_insert (self->textures, g_memdup2 (&packed, sizeof packed),
                         texture);
  }
  return texture;
}

static void
add_frame (TsBareCanvas *self,
           TsPyramid *pyramid,
           const TsViewport *viewport,
           int surface_scale)
{
  TsPixelSnap snap =
    ts_pixel_snap_new (viewport, surface_scale, viewport->center_l0);
  const TsSlideInfo *info = ts_slide_get_info (ts_pyramid_get_slide (pyramid));
  TsRect whole = { 0, 0, (double) info->width_px, (double) info->height_px };
  TsRect seen =
    ts_rect_intersect (ts_viewport_get_visible_l0 (viewport), whole);
  guint level = ts_pyramid_find_level (pyramid, snap.device_px_per_l0_px);
  double side = TS_PYRAMID_TILE_PX * ts_pyramid_get_downsample (pyramid, level);
  guint end_col = (guint) ceil ((seen.x + seen.width) / side);
  guint end_row = (guint) ceil ((seen.y + seen.height) / side);
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  graphene_rect_t glass = ts_pixel_snap_rect (&snap, whole);

  for (guint row = (guint) (seen.y / side); row < end_row; row++)
    for (guint col = (guint) (seen.x / side); col < end_col; col++) {
      Piece piece = {
        get_texture (self, pyramid, (TsPyramidTile){ level, col, row }),
        ts_pixel_snap_rect (&snap,
                            ts_pyramid_get_tile_l0 (pyramid, level, col, row)),
      };
      g_array_append_val (pieces, piece);
    }
  g_ptr_array_add (self->frames, pieces);
  g_array_append_val (self->glass, glass);
}

GtkWidget *
ts_bare_canvas_new (TsPyramid *pyramid, const GArray *frames, int surface_scale)
{
  TsBareCanvas *self = g_object_new (TS_TYPE_BARE_CANVAS, NULL);

  for (guint i = 0; i < frames->len; i++)
    add_frame (self, pyramid, &g_array_index (frames, TsViewport, i),
               surface_scale);
  return GTK_WIDGET (self);
}

void
ts_bare_canvas_show_frame (TsBareCanvas *self, guint frame)
{
  self->frame = frame;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ts_bare_canvas_set_overlay (TsBareCanvas *self, gboolean is_wanted)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)) / 2 + 1;
  int height = gtk_widget_get_height (GTK_WIDGET (self)) / 2 + 1;
  gsize n_row_bytes = (gsize) width * sizeof (guint32);

  g_clear_object (&self->overlay);
  if (!is_wanted)
    return;
  guint8 *texels = g_malloc (n_row_bytes * (gsize) height);
  memset (texels, 0x60, n_row_bytes * (gsize) height);
  g_autoptr (GBytes) bytes =
    g_bytes_new_take (texels, n_row_bytes * (gsize) height);
  self->overlay = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT,
                                          bytes, n_row_bytes);
}

double
ts_bare_canvas_get_n_drawn (TsBareCanvas *self)
{
  double n = 0;

  for (guint i = 0; i < self->frames->len; i++)
    n += ((GArray *) g_ptr_array_index (self->frames, i))->len;
  return n / MAX (self->frames->len, 1);
}

static void
ts_bare_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TsBareCanvas *self = TS_BARE_CANVAS (widget);
  const GArray *pieces = g_ptr_array_index (self->frames, self->frame);
  const graphene_rect_t *glass =
    &g_array_index (self->glass, graphene_rect_t, self->frame);

  for (guint i = 0; i < pieces->len; i++) {
    const Piece *piece = &g_array_index (pieces, Piece, i);
    gtk_snapshot_append_texture (snapshot, piece->texture, &piece->bounds);
  }
  if (self->overlay != NULL)
    gtk_snapshot_append_texture (snapshot, self->overlay, glass);
}

static void
ts_bare_canvas_finalize (GObject *object)
{
  TsBareCanvas *self = TS_BARE_CANVAS (object);

  g_ptr_array_unref (self->frames);
  g_array_unref (self->glass);
  g_hash_table_unref (self->textures);
  g_clear_object (&self->overlay);
  G_OBJECT_CLASS (ts_bare_canvas_parent_class)->finalize (object);
}

static void
ts_bare_canvas_class_init (TsBareCanvasClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ts_bare_canvas_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = ts_bare_canvas_snapshot;
}

static void
ts_bare_canvas_init (TsBareCanvas *self)
{
  self->textures =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->frames =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->glass = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
