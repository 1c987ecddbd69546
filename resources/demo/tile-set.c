/* Single tiles with known labels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/tile-set.h"

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "resources/demo/dice.h"
#include "resources/demo/draw.h"
#include "resources/demo/slide-file.h"

typedef struct {
  const TsMaterials *materials;
  const char *folder;
  guint64 seed;
  guint n;
  int next; /* tile, atomic */
  GError *errors[64];
} Work;

typedef struct {
  Work *work;
  guint index;
} Worker;

TsTileLabel
ts_tile_set_get_label (guint index)
{
  TsTileLabel label = { (TsAreaKind) (index % TS_N_AREA_KINDS), 0 };

  if (label.kind == TS_AREA_LUAD)
    label.genes = (TsGenes) (index / TS_N_AREA_KINDS % (1 << TS_N_GENES));
  return label;
}

void
ts_tile_set_draw_one (const TsMaterials *materials,
                      guint64 seed,
                      guint index,
                      guint8 *rgb)
{
  TsTileLabel label = ts_tile_set_get_label (index);
  guint64 own_seed = ts_dice_roll (seed, index);
  g_autoptr (TsScene) scene =
    ts_scene_new_plain (materials, own_seed, label.kind, label.genes);
  TsDrawRegion region = { (int) (own_seed & 0x1fff),
                          (int) (own_seed >> 20 & 0x1fff), TS_TILE_SET_PX,
                          TS_TILE_SET_PX };

  ts_draw_region (scene, &region, rgb, TS_TILE_SET_PX * 3);
}

static gpointer
draw_tiles (gpointer data)
{
  Worker *worker = data;
  Work *work = worker->work;
  g_autofree guint8 *rgb = g_malloc (TS_TILE_SET_PX * TS_TILE_SET_PX * 3);

  for (;;) {
    guint index = (guint) g_atomic_int_add (&work->next, 1);
    g_autofree char *path =
      g_strdup_printf ("%s/tile-%05u.jpeg", work->folder, index);

    if (index >= work->n)
      return NULL;
    ts_tile_set_draw_one (work->materials, work->seed, index, rgb);
    if (!ts_tile_file_write (path, rgb, TS_TILE_SET_PX, TS_TILE_SET_PX,
                             &work->errors[worker->index]))
      return NULL;
  }
}

static gboolean
write_labels (const char *folder, guint n, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "labels.csv", NULL);
  g_autoptr (GString) text = g_string_new ("file,class");

  for (guint gene = 0; gene < TS_N_GENES; gene++)
    g_string_append_printf (text, ",%s", ts_gene_to_text (gene));
  g_string_append_c (text, '\n');
  for (guint i = 0; i < n; i++) {
    TsTileLabel label = ts_tile_set_get_label (i);

    g_string_append_printf (text, "tile-%05u.jpeg,%s", i,
                            ts_area_kind_to_text (label.kind));
    for (guint gene = 0; gene < TS_N_GENES; gene++)
      g_string_append (text, label.genes & 1u << gene ? ",1" : ",0");
    g_string_append_c (text, '\n');
  }
  return g_file_set_contents (path, text->str, (gssize) text->len, error);
}

gboolean
ts_tile_set_draw (const char *folder,
                  guint64 seed,
                  guint n,
                  guint n_threads,
                  GError **error)
{
  g_autoptr (TsMaterials) materials = ts_materials_new ();
  Work work = {
    .materials = materials, .folder = folder, .seed = seed, .n = n
  };
  g_autofree GThread **threads = g_new (GThread *, n_threads);
  g_autofree Worker *workers = g_new (Worker, n_threads);
  gboolean is_done = TRUE;

  if (g_mkdir_with_parents (folder, 0777) != 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "cannot make the folder '%s'",
                 folder);
    return FALSE;
  }
  for (guint i = 0; i < n_threads; i++) {
    workers[i] = (Worker){ &work, i };
    threads[i] = g_thread_new ("draw", draw_tiles, &workers[i]);
  }
  for (guint i = 0; i < n_threads; i++) {
    g_thread_join (threads[i]);
    if (work.errors[i] == NULL)
      continue;
    if (is_done)
      g_propagate_error (error, work.errors[i]);
    else
      g_error_free (work.errors[i]);
    is_done = FALSE;
  }
  return is_done && write_labels (folder, n, error);
}
