/* All predictions of one model on one grid, in memory.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/prediction-map.h"

#include <string.h>

#include "core/base/lock.h"

#define N_REMEMBERED 65536 /* changes; a power of two */

struct TsPredictionMap {
  gint n_refs;
  TsGridSpec grid;
  guint n_classes;
  TsLock lock; /* guards all below */
  guint64 version;
  guint64 n_in_state[TS_TILE_PREDICTED + 1];
  guint8 *states;       /* [n_rows][n_cols] of TsTileState */
  float **row_probs;    /* [n_rows], each [n_cols][n_classes] or NULL */
  TsTilePlace *changes; /* [N_REMEMBERED]; version v is at (v - 1) mod it */
};

TsPredictionMap *
ts_prediction_map_new (const TsGridSpec *grid, guint n_classes)
{
  TsPredictionMap *self = NULL;
  gsize n_tiles = (gsize) grid->n_cols * grid->n_rows;

  g_return_val_if_fail (n_classes > 0, NULL);
  self = g_new0 (TsPredictionMap, 1);
  self->n_refs = 1;
  self->grid = *grid;
  self->n_classes = n_classes;
  ts_lock_init (&self->lock);
  self->n_in_state[TS_TILE_UNKNOWN] = n_tiles;
  self->states = g_new0 (guint8, n_tiles);
  self->row_probs = g_new0 (float *, grid->n_rows);
  self->changes = g_new (TsTilePlace, N_REMEMBERED);
  return self;
}

TsPredictionMap *
ts_prediction_map_ref (TsPredictionMap *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
ts_prediction_map_unref (TsPredictionMap *self)
{
  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  for (guint row = 0; row < self->grid.n_rows; row++)
    g_free (self->row_probs[row]);
  g_free (self->row_probs);
  g_free (self->states);
  g_free (self->changes);
  ts_lock_clear (&self->lock);
  g_free (self);
}

const TsGridSpec *
ts_prediction_map_get_grid (const TsPredictionMap *self)
{
  return &self->grid;
}

guint
ts_prediction_map_get_n_classes (const TsPredictionMap *self)
{
  return self->n_classes;
}

TsTileCounts
ts_prediction_map_get_counts (TsPredictionMap *self)
{
  TsTileCounts counts = { 0 };

  ts_lock_acquire (&self->lock);
  counts.n_tiles = (guint64) self->grid.n_cols * self->grid.n_rows;
  counts.n_unknown = self->n_in_state[TS_TILE_UNKNOWN];
  counts.n_background = self->n_in_state[TS_TILE_BACKGROUND];
  counts.n_skipped = self->n_in_state[TS_TILE_SKIPPED];
  counts.n_failed = self->n_in_state[TS_TILE_FAILED];
  counts.n_predicted = self->n_in_state[TS_TILE_PREDICTED];
  ts_lock_release (&self->lock);
  return counts;
}

static gsize
tile_index (const TsPredictionMap *self, guint col, guint row)
{
  return (gsize) row * self->grid.n_cols + col;
}

TsTileState
ts_prediction_map_get (TsPredictionMap *self,
                       guint col,
                       guint row,
                       float *out_probs)
{
  TsTileState state = TS_TILE_UNKNOWN;

  g_return_val_if_fail (col < self->grid.n_cols, state);
  g_return_val_if_fail (row < self->grid.n_rows, state);
  ts_lock_acquire (&self->lock);
  state = self->states[tile_index (self, col, row)];
  if (state == TS_TILE_PREDICTED && out_probs != NULL)
    memcpy (out_probs, self->row_probs[row] + (gsize) col * self->n_classes,
            self->n_classes * sizeof (float));
  ts_lock_release (&self->lock);
  return state;
}

gboolean
ts_prediction_map_get_row (TsPredictionMap *self,
                           guint row,
                           guint8 *out_states,
                           float *out_probs)
{
  gsize n_cols = self->grid.n_cols;
  gboolean has_probs = FALSE;

  g_return_val_if_fail (row < self->grid.n_rows, FALSE);
  ts_lock_acquire (&self->lock);
  memcpy (out_states, self->states + row * n_cols, n_cols);
  has_probs = self->row_probs[row] != NULL;
  if (has_probs && out_probs != NULL)
    memcpy (out_probs, self->row_probs[row],
            n_cols * self->n_classes * sizeof (float));
  ts_lock_release (&self->lock);
  return has_probs;
}

guint64
ts_prediction_map_get_version (TsPredictionMap *self)
{
  guint64 version = 0;

  ts_lock_acquire (&self->lock);
  version = self->version;
  ts_lock_release (&self->lock);
  return version;
}

gboolean
ts_prediction_map_list_changes (TsPredictionMap *self,
                                guint64 since,
                                GArray *out_places,
                                guint64 *out_version)
{
  gboolean is_remembered = FALSE;

  ts_lock_acquire (&self->lock);
  is_remembered =
    since <= self->version && self->version - since <= N_REMEMBERED;
  for (guint64 v = since; is_remembered && v < self->version; v++)
    g_array_append_val (out_places, self->changes[v % N_REMEMBERED]);
  *out_version = self->version;
  ts_lock_release (&self->lock);
  return is_remembered;
}

void
ts_prediction_map_set (TsPredictionMap *self,
                       guint col,
                       guint row,
                       TsTileState state,
                       const float *probs)
{
  gsize n_row_values = (gsize) self->grid.n_cols * self->n_classes;
  guint8 *place = NULL;

  g_return_if_fail (col < self->grid.n_cols && row < self->grid.n_rows);
  ts_lock_acquire (&self->lock);
  place = self->states + tile_index (self, col, row);
  self->n_in_state[*place]--;
  self->n_in_state[state]++;
  *place = (guint8) state;
  if (state == TS_TILE_PREDICTED) {
    if (self->row_probs[row] == NULL)
      self->row_probs[row] = g_new0 (float, n_row_values);
    memcpy (self->row_probs[row] + (gsize) col * self->n_classes, probs,
            self->n_classes * sizeof (float));
  }
  self->changes[self->version % N_REMEMBERED] = (TsTilePlace){ col, row };
  self->version++;
  ts_lock_release (&self->lock);
}

static float
largest (const float *probs, guint n)
{
  float max = probs[0];

  for (guint i = 1; i < n; i++)
    max = MAX (max, probs[i]);
  return max;
}

/* Calls visit for every predicted tile, in tile order, without the lock held. */
static void
visit_predicted (TsPredictionMap *self,
                 void (*visit) (TsTilePlace place,
                                const float *probs,
                                gpointer user_data),
                 gpointer user_data)
{
  gsize n_cols = self->grid.n_cols;
  g_autofree guint8 *states = g_new (guint8, n_cols);
  g_autofree float *probs = g_new (float, n_cols * self->n_classes);

  for (guint row = 0; row < self->grid.n_rows; row++) {
    if (!ts_prediction_map_get_row (self, row, states, probs))
      continue;
    for (guint col = 0; col < n_cols; col++) {
      if (states[col] == TS_TILE_PREDICTED)
        visit ((TsTilePlace){ col, row }, probs + col * self->n_classes,
               user_data);
    }
  }
}

typedef struct {
  guint n_classes;
  guint64 n_predicted;
  double *sums, *n_largest;
} Summary;

static void
add_to_summary (TsTilePlace place, const float *probs, gpointer user_data)
{
  Summary *summary = user_data;
  float max = largest (probs, summary->n_classes);

  summary->n_predicted++;
  for (guint i = 0; i < summary->n_classes; i++) {
    summary->sums[i] += (double) probs[i];
    summary->n_largest[i] += probs[i] >= max ? 1 : 0;
  }
}

void
ts_prediction_map_summarise (TsPredictionMap *self,
                             double *out_mean_probs,
                             double *out_shares)
{
  Summary summary = { self->n_classes, 0, out_mean_probs, out_shares };

  memset (out_mean_probs, 0, self->n_classes * sizeof (double));
  memset (out_shares, 0, self->n_classes * sizeof (double));
  visit_predicted (self, add_to_summary, &summary);
  for (guint i = 0; summary.n_predicted > 0 && i < self->n_classes; i++) {
    out_mean_probs[i] /= (double) summary.n_predicted;
    out_shares[i] /= (double) summary.n_predicted;
  }
}

typedef struct {
  guint32 key; /* the smaller, the more certain */
  TsTilePlace place;
} Ranked;

typedef struct {
  guint n_classes;
  GArray *ranked; /* of Ranked */
} Ranking;

static void
add_to_ranking (TsTilePlace place, const float *probs, gpointer user_data)
{
  Ranking *ranking = user_data;
  Ranked entry = { 0, place };
  /* The bits of floats that are not negative sort as the floats do. */
  float max = MAX (largest (probs, ranking->n_classes), 0.0F);

  memcpy (&entry.key, &max, sizeof max);
  entry.key = ~entry.key;
  g_array_append_val (ranking->ranked, entry);
}

/* One stable counting pass by 16 bits of the key. */
static void
sort_by_bits (const Ranked *in, Ranked *out, guint n, guint shift)
{
  g_autofree guint *starts = g_new0 (guint, 65537);

  for (guint i = 0; i < n; i++)
    starts[((in[i].key >> shift) & 0xffff) + 1]++;
  for (guint k = 0; k < 65536; k++)
    starts[k + 1] += starts[k];
  for (guint i = 0; i < n; i++)
    out[starts[(in[i].key >> shift) & 0xffff]++] = in[i];
}

GArray *
ts_prediction_map_rank (TsPredictionMap *self)
{
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));
  Ranking ranking = { self->n_classes, ranked };
  g_autofree Ranked *scratch = NULL;
  Ranked *entries = NULL;
  GArray *places = g_array_new (FALSE, FALSE, sizeof (TsTilePlace));

  visit_predicted (self, add_to_ranking, &ranking);
  scratch = g_new (Ranked, ranked->len);
  entries = (Ranked *) (void *) ranked->data;
  /* The tiles come in tile order and the passes keep it among equals. */
  sort_by_bits (entries, scratch, ranked->len, 0);
  sort_by_bits (scratch, entries, ranked->len, 16);
  for (guint i = 0; i < ranked->len; i++)
    g_array_append_val (places, entries[i].place);
  return places;
}
