/* A model's files as they lie on disk, before they are made ready: for whoever wants to
 * look at a model that cannot be used yet. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/cancel.h"
#include "core/model/model-card.h"
#include "core/model/model.h"
#include "core/model/onnx-file.h"

G_BEGIN_DECLS

typedef struct {
  char *path;
  char *side_path; /* NAME.json, whether it is there or not */
  gboolean has_side_file;
  char *
    config_path; /* config.json in the same folder, whether it is there or not */
  gboolean has_config_file;
  gboolean takes_config; /* it counts; see ts_model_card_takes_config */
  guint origins;         /* TsCardOrigin: whose keys the card has */
  char *identity;        /* see TsModelInfo */
  TsOnnxFile *file;
  TsModelCard *card;
} TsModelSource;

/* Messages name the file. TS_ERROR_OPEN, _READ, _FORMAT, _UNSUPPORTED, _TOO_LARGE,
 * _CANCELLED. */
TsModelSource *ts_model_source_load (const char *path,
                                     const TsCancel *cancel,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_model_source_free (TsModelSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsModelSource, ts_model_source_free)

/* Paths of the files beside the model at path that may hold its card, NAME.json and
 * config.json, whether they are there or not. */
char **ts_model_source_list_beside (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* The graph's inputs with what is open filled in, for one tile: 1 for a batch, 3 for
 * channels, the card's Resize or else its patch for height and width. shapes [graph
 * inputs]. FALSE with TS_ERROR_MISSING when a dimension stays open. */
gboolean ts_model_source_get_shapes (const TsModelSource *self,
                                     TsShape *shapes,
                                     GError **error);

/* Keys of the card that a model for tiles cannot do without and that nobody supplied.
 * is_finished: the graph ends in Softmax or Sigmoid and needs no head. */
char **
ts_model_source_list_missing (const TsModelSource *self,
                              gboolean is_finished) G_GNUC_WARN_UNUSED_RESULT;

/* The files that may supply what is missing, for a message: "'a/m.json' or
 * 'a/config.json'". */
char *ts_model_source_format_suppliers (const TsModelSource *self)
  G_GNUC_WARN_UNUSED_RESULT;

/* Paths of the files that the card's keys come from, the one that goes first first. */
char **ts_model_source_list_origins (const TsModelSource *self)
  G_GNUC_WARN_UNUSED_RESULT;

/* A ready model; takes what it needs out of the source, which is then only to be freed. */
TsModel *ts_model_new_from_source (TsModelSource *source,
                                   const TsModelOverrides *overrides,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
