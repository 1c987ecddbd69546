/* The keys of a model card (README, "Models"): the one list of them. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  TS_CARD_KEY_TEXT,
  TS_CARD_KEY_NUMBER,
  TS_CARD_KEY_LIST
} TsCardKeyKind;

typedef struct {
  const char *name;
  TsCardKeyKind kind;
  gboolean
    is_card; /* it says how a tile becomes probabilities, so who writes it
                means to write a card; any exporter may write the others */
} TsCardKey;

/* All of them; the last has no name. */
const TsCardKey *ts_card_keys (void);
/* NULL: no such key. */
const TsCardKey *ts_card_key_find (const char *name);
/* Why a name that is none of the keys is refused: "it is not known; 'role' is" for the key
 * that must have been meant, or else with all the keys. */
char *ts_card_key_explain_unknown (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
