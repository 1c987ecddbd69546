/* A study from its JSON file into a store: slides and models are opened to know them by
 * their content. Long; any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store-studies.h"

G_BEGIN_DECLS

/* The same study again adds only the truth that is new, and where the slides are now. Files
 * of slides and models are as in the JSON file, from its folder on. *out_n_truth may be NULL.
 * NULL with the errors of ts_study_file_read, of opening a slide or a model, and of the
 * store. */
TsStudy *ts_study_import (const char *path,
                          TsStore *store,
                          guint *out_n_truth,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
