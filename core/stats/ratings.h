/* Who called which case what: the table that agreement is computed from.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_NO_RATING (-1)

/* A plain value that borrows its arrays. Readers are numbered, and so are labels. */
typedef struct {
  guint n_cases, n_readers, n_labels;
  const int *labels; /* [n_cases][n_readers], below n_labels, or TS_NO_RATING */
  const double
    *ranks; /* [n_labels], all different: where each label stands on an
                          ordered scale. NULL: the labels have no order */
} TsRatings;

static inline int
ts_ratings_get (const TsRatings *self, guint i_case, guint reader)
{
  return self->labels[(gsize) i_case * self->n_readers + reader];
}

G_END_DECLS
