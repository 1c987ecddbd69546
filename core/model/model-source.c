/* Model file and side file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/model-source.h"

#include <string.h>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/safe-file.h"

#define MAX_SIDE_BYTES (1 << 20)

/* "a/m.onnx": "a/m.json". */
static char *
make_side_path (const char *path)
{
  gsize length = strlen (path);

  if (g_str_has_suffix (path, ".onnx"))
    length -= strlen (".onnx");
  return g_strdup_printf ("%.*s.json", (int) length, path);
}

/* SHA-256 of the model file; with a side file that of both sums, as hex, one after the
 * other. */
static char *
make_identity (const char *path,
               const char *side_json,
               const TsCancel *cancel,
               GError **error)
{
  g_autofree char *sum = ts_hash_file (path, cancel, error);
  g_autofree char *side_sum = NULL, *both = NULL, *both_sum = NULL;

  if (sum == NULL)
    return NULL;
  if (side_json == NULL)
    return g_strconcat ("sha256:", sum, NULL);
  side_sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, side_json, -1);
  both = g_strconcat (sum, side_sum, NULL);
  both_sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);
  return g_strconcat ("sha256:", both_sum, NULL);
}

static gboolean
read_side_file (TsModelSource *self, char **out_json, GError **error)
{
  gsize n_bytes;

  self->has_side_file = g_file_test (self->side_path, G_FILE_TEST_EXISTS);
  return !self->has_side_file ||
         ts_safe_file_read (self->side_path, MAX_SIDE_BYTES, out_json, &n_bytes,
                            error);
}

static char *
make_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  if (g_str_has_suffix (base, ".onnx"))
    base[strlen (base) - strlen (".onnx")] = '\0';
  return g_filename_display_name (base);
}

static gboolean
read_card (TsModelSource *self, const char *side_json, GError **error)
{
  TsModelInfo *info;

  self->card =
    ts_model_card_parse ((const char *const *) self->file->keys,
                         (const char *const *) self->file->values,
                         g_strv_length (self->file->keys), side_json, error);
  if (self->card == NULL) {
    g_prefix_error (error, "'%s': ", self->path);
    return FALSE;
  }
  info = self->card->info;
  info->identity = g_strdup (self->identity);
  if (info->name == NULL || *info->name == '\0') {
    g_free (info->name);
    info->name = make_name (self->path);
  }
  return TRUE;
}

TsModelSource *
ts_model_source_load (const char *path, const TsCancel *cancel, GError **error)
{
  g_autoptr (TsModelSource) self = g_new0 (TsModelSource, 1);
  g_autofree char *side_json = NULL;

  self->path = g_strdup (path);
  self->side_path = make_side_path (path);
  self->file = ts_onnx_file_load (path, error);
  if (self->file == NULL || !read_side_file (self, &side_json, error))
    return NULL;
  self->identity = make_identity (path, side_json, cancel, error);
  if (self->identity == NULL || !read_card (self, side_json, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ts_model_source_free (TsModelSource *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->side_path);
  g_free (self->identity);
  ts_onnx_file_free (self->file);
  ts_model_card_free (self->card);
  g_free (self);
}

static gboolean
fill_open_dims (const TsModelSource *self,
                const TsGraphValue *input,
                TsShape *shape)
{
  const TsTransform *transform = &self->card->transform;
  const guint patch_px = self->card->info->patch_px;
  const gint64 fallback[] = {
    1, 3, transform->input_height > 0 ? transform->input_height : patch_px,
    transform->input_width > 0 ? transform->input_width : patch_px
  };

  *shape = input->shape;
  for (guint i = 0; i < shape->rank; i++) {
    if (shape->dims[i] >= 0)
      continue;
    if (i > 0 && shape->rank != G_N_ELEMENTS (fallback))
      return FALSE;
    shape->dims[i] = fallback[i];
    if (shape->dims[i] == 0)
      return FALSE;
  }
  return TRUE;
}

gboolean
ts_model_source_get_shapes (const TsModelSource *self,
                            TsShape *shapes,
                            GError **error)
{
  const TsGraph *graph = self->file->graph;

  for (guint i = 0; i < ts_graph_get_n_inputs (graph); i++) {
    const TsGraphValue *input = ts_graph_get_input (graph, i);

    if (!fill_open_dims (self, input, &shapes[i])) {
      g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                   "'%s' does not say how large its input '%s' is", self->path,
                   input->name);
      return FALSE;
    }
  }
  return TRUE;
}

char **
ts_model_source_list_missing (const TsModelSource *self, gboolean is_finished)
{
  const TsModelCard *card = self->card;
  gboolean is_features = card->info->role == TS_ROLE_FEATURES;
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  if (!is_features && card->info->n_classes == 0)
    g_strv_builder_add (keys, "class_names");
  if (!card->has_head && !is_finished)
    g_strv_builder_add (keys, "head");
  if (card->info->patch_px == 0)
    g_strv_builder_add (keys, "patch_size_pixels");
  if (!card->has_transform)
    g_strv_builder_add (keys, "transform");
  return g_strv_builder_end (keys);
}
