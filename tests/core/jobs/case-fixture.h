/* A folder with a store and tiny models, and slides of coloured squares, for the tests of
 * cases. A model answers with the mean colour of a tile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/jobs/case.h"

#define PATCH   16
#define N_COLS  12
#define N_ROWS  9
#define N_TILES (N_COLS * N_ROWS)

typedef struct {
  char *folder;
  char *store_path;
} Fixture;

void fixture_init (Fixture *self, gconstpointer data);
void fixture_clear (Fixture *self, gconstpointer data);

/* Classes red, green and blue; a softmax over the colour times factor. */
TsModelFile *load_colours (Fixture *self, float factor);
/* A mutations model with genes R and B. runs_on may be NULL. */
TsModelFile *load_genes (Fixture *self, const char *runs_on, guint patch_px);
/* Features only, no classes. */
TsModelFile *load_features (Fixture *self);

/* A quarter of the tiles is red, green, blue and white (background) each. */
TsSlide *make_slide (double mpp);
/* The same pixels in a file that says 0.5 um/px; while *is_broken, the first tile cannot be
 * read. */
TsSlide *make_vendor_slide (gboolean *is_broken);

TsStore *open_store (Fixture *self);
TsCase *open_case (Fixture *self, double mpp);
void set_models (TsCase *self, TsModelFile *model, TsModelFile *mutations);
/* Runs the whole slide to the end. */
void run_all (TsCase *self);
/* The states of a map, a letter a tile, rows apart by a space. */
char *describe_map (TsPredictionMap *map);

gint64 read_int (Fixture *self, const char *sql);
void run_sql (Fixture *self, const char *sql);
