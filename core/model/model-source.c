/* Model file and the files beside it.
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

/* "a/m.onnx": "a/config.json". */
static char *
make_config_path (const char *path)
{
  const char *slash = strrchr (path, G_DIR_SEPARATOR);
  int n_folder = slash != NULL ? (int) (slash + 1 - path) : 0;

  return g_strdup_printf ("%.*sconfig.json", n_folder, path);
}

/* What lies beside the model and is used; NULL where it is not. */
typedef struct {
  char *side, *config;
} Beside;

static void
clear_beside (Beside *beside)
{
  g_free (beside->side);
  g_free (beside->config);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Beside, clear_beside)

static char *
extend_sum (char *own_sum, const char *json)
{
  g_autofree char *sum = own_sum, *both = NULL;
  g_autofree char *json_sum =
    g_compute_checksum_for_string (G_CHECKSUM_SHA256, json, -1);

  both = g_strconcat (sum, json_sum, NULL);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);
}

/* SHA-256 of the model file; with a file beside it that of both sums, as hex, one after the
 * other; with two, NAME.json first, that of this and the second's. */
static char *
make_identity (const char *path,
               const Beside *beside,
               const TsCancel *cancel,
               GError **error)
{
  g_autofree char *sum = ts_hash_file (path, cancel, error);

  if (sum == NULL)
    return NULL;
  if (beside->side != NULL)
    sum = extend_sum (g_steal_pointer (&sum), beside->side);
  if (beside->config != NULL)
    sum = extend_sum (g_steal_pointer (&sum), beside->config);
  return g_strconcat ("sha256:", sum, NULL);
}

static gboolean
read_beside (const char *path, char **out_json, GError **error)
{
  gsize n_bytes;

  return ts_safe_file_read (path, MAX_SIDE_BYTES, out_json, &n_bytes, error);
}

/* A link to nowhere is there too: whoever made it wants it read. */
static gboolean
is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) ||
         g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

/* config.json is opened only where it counts: another program's file of that name may lie
 * beside a model that has its own card. */
static gboolean
find_beside (TsModelSource *self, Beside *beside, GError **error)
{
  g_autofree char *side_name = g_path_get_basename (self->side_path);
  TsCardFile side = { side_name, NULL, FALSE };
  gboolean is_one_file = g_str_equal (self->side_path, self->config_path);

  self->has_side_file = is_there (self->side_path);
  self->has_config_file = !is_one_file && is_there (self->config_path);
  if (self->has_side_file &&
      !read_beside (self->side_path, &beside->side, error))
    return FALSE;
  side.json = beside->side;
  self->takes_config = !is_one_file && ts_model_card_takes_config (
                                         (const char *const *) self->file->keys,
                                         g_strv_length (self->file->keys),
                                         side.json != NULL ? &side : NULL);
  return !self->takes_config || !self->has_config_file ||
         read_beside (self->config_path, &beside->config, error);
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
read_card (TsModelSource *self, const Beside *beside, GError **error)
{
  g_autofree char *side_name = g_path_get_basename (self->side_path);
  /* Of a model that is itself called config, NAME.json may be WSInfer's. */
  const TsCardFile side = { side_name, beside->side,
                            g_str_equal (self->side_path, self->config_path) };
  const TsCardFile config = { "config.json", beside->config, TRUE };
  TsModelInfo *info;

  self->card = ts_model_card_parse (
    (const char *const *) self->file->keys,
    (const char *const *) self->file->values, g_strv_length (self->file->keys),
    side.json != NULL ? &side : NULL, config.json != NULL ? &config : NULL,
    error);
  if (self->card == NULL) {
    g_prefix_error (error, "'%s': ", self->path);
    return FALSE;
  }
  self->origins = self->card->origins;
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
  g_auto (Beside) beside = { 0 };

  self->path = g_strdup (path);
  self->side_path = make_side_path (path);
  self->config_path = make_config_path (path);
  self->file = ts_onnx_file_load (path, error);
  if (self->file == NULL || !find_beside (self, &beside, error))
    return NULL;
  self->identity = make_identity (path, &beside, cancel, error);
  if (self->identity == NULL || !read_card (self, &beside, error))
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
  g_free (self->config_path);
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

char *
ts_model_source_format_suppliers (const TsModelSource *self)
{
  return self->takes_config ? g_strdup_printf ("'%s' or '%s'", self->side_path,
                                               self->config_path)
                            : g_strdup_printf ("'%s'", self->side_path);
}

char **
ts_model_source_list_origins (const TsModelSource *self)
{
  const struct {
    TsCardOrigin origin;
    const char *path;
  } files[] = { { TS_CARD_FROM_SIDE, self->side_path },
                { TS_CARD_FROM_MODEL, self->path },
                { TS_CARD_FROM_CONFIG, self->config_path } };
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    if ((self->origins & files[i].origin) != 0)
      g_strv_builder_add (paths, files[i].path);
  return g_strv_builder_end (paths);
}

char **
ts_model_source_list_beside (const char *path)
{
  g_autofree char *side = make_side_path (path);
  g_autofree char *config = make_config_path (path);
  const char *const paths[] = { side, config, NULL };

  return g_strdupv ((char **) paths);
}
