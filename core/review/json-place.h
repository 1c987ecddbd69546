/* A JSON object and where it stands in its file, for messages; strict readers of its members.
 * Each fails with TS_ERROR_FORMAT, "slides[2]: 'pseudonym' is not a text". One thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct {
  JsonObject *object; /* borrowed */
  char where[64];     /* "slides[2]: ", or "" */
} TsJsonPlace;

/* Always FALSE. */
gboolean ts_json_place_fail (const TsJsonPlace *self,
                             GError **error,
                             const char *format,
                             ...) G_GNUC_PRINTF (3, 4);

/* Every member is one of names, which end with NULL. */
gboolean ts_json_place_check_names (const TsJsonPlace *self,
                                    const char *const *names,
                                    GError **error);

/* *out_text is a copy; when the member is not there or null it stays. is_needed: then that is
 * an error, as an empty text is. */
gboolean ts_json_place_read_text (const TsJsonPlace *self,
                                  const char *name,
                                  gboolean is_needed,
                                  char **out_text,
                                  GError **error);
/* Whole numbers from min to max; *out stays when the member is not there. */
gboolean ts_json_place_read_int (const TsJsonPlace *self,
                                 const char *name,
                                 const gint64 range[2],
                                 gint64 *out,
                                 GError **error);

/* Calls read for each object in the list of that name; none when it is not there. */
typedef gboolean (*TsJsonPlaceFunc) (const TsJsonPlace *element,
                                     gpointer user_data,
                                     GError **error);
gboolean ts_json_place_foreach (const TsJsonPlace *self,
                                const char *name,
                                TsJsonPlaceFunc read,
                                gpointer user_data,
                                GError **error);

G_END_DECLS
