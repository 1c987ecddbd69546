/* What is known of a model: its identity and its card, without the network.
 * A plain value. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_MAX_CLASSES 1024

typedef enum { TS_HEAD_SOFTMAX, TS_HEAD_SIGMOID, TS_HEAD_FEATURES } TsHead;
typedef enum { TS_ROLE_CLASSES, TS_ROLE_MUTATIONS, TS_ROLE_FEATURES } TsRole;

typedef struct {
  char *
    identity; /* "sha256:<hex>" over the model file and the files beside it that its card
                         was read from, so that another card is another model */
  char *name;         /* for people: the card's, else the file's base name */
  char *architecture; /* may be NULL, as the following three */
  char *source;
  char *licence;
  char *notes;
  char **
    class_names; /* [n_classes], in the order of the probabilities, NULL-terminated;
                         DeepPATH's unused background class is not among them */
  guint n_classes;
  guint patch_px;    /* side of a tile at spacing_um */
  double spacing_um; /* 0 when the card has none: serves tile images only */
  TsHead head;
  TsRole role;
  char *runs_on_class; /* mutations: only on tiles of this class; NULL: all */
  guint64 n_parameters;
  guint64 n_multiply_adds; /* for one tile */
} TsModelInfo;

TsModelInfo *
ts_model_info_copy (const TsModelInfo *self) G_GNUC_WARN_UNUSED_RESULT;
void ts_model_info_free (TsModelInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsModelInfo, ts_model_info_free)

/* Index of the class, or -1. Case matters. */
int ts_model_info_find_class (const TsModelInfo *self, const char *class_name);

const char *ts_head_to_text (TsHead head);
gboolean ts_head_from_text (const char *text, TsHead *out_head);
const char *ts_role_to_text (TsRole role);
gboolean ts_role_from_text (const char *text, TsRole *out_role);

/* Whether outputs finished so can be used so. Features only as features; genes only with
 * sigmoid, as DeepPATH trains them: one tile may have several mutations or none, which
 * softmax cannot say. */
gboolean ts_head_serves_role (TsHead head, TsRole role);
/* Whether a model of this role may be for the tiles of one class only (runs_on_class). */
gboolean ts_role_runs_on_class (TsRole role);

G_END_DECLS
