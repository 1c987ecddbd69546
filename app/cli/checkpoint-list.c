/* What is in a TensorFlow checkpoint, for people and for machines.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/checkpoint-list.h"

#include <stdio.h>
#include <string.h>

#include "app/cli/output.h"

void
ts_checkpoint_print (const TsTensorBundle *bundle)
{
  guint n = ts_tensor_bundle_get_n_tensors (bundle);
  gsize width = 0;

  for (guint i = 0; i < n; i++)
    width = MAX (width, strlen (ts_tensor_bundle_get_tensor (bundle, i)->name));
  for (guint i = 0; i < n; i++) {
    const TsBundleTensor *tensor = ts_tensor_bundle_get_tensor (bundle, i);
    g_autofree char *type = ts_bundle_type_to_text (tensor->type);
    g_autofree char *shape = ts_shape_to_text (&tensor->shape);

    printf ("%-*s  %-8s  %s\n", (int) width, tensor->name, type, shape);
  }
}

static void
add_int (JsonBuilder *builder, const char *name, guint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) value);
}

static void
add_tensor (JsonBuilder *builder, const TsBundleTensor *tensor)
{
  g_autofree char *type = ts_bundle_type_to_text (tensor->type);
  g_autofree char *crc = g_strdup_printf ("%08x", tensor->crc);

  json_builder_begin_object (builder);
  ts_json_add_text (builder, "name", tensor->name);
  ts_json_add_text (builder, "type", type);
  json_builder_set_member_name (builder, "shape");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tensor->shape.rank; i++)
    json_builder_add_int_value (builder, tensor->shape.dims[i]);
  json_builder_end_array (builder);
  add_int (builder, "shard", tensor->shard);
  add_int (builder, "offset", tensor->offset);
  add_int (builder, "bytes", tensor->n_bytes);
  ts_json_add_text (builder, "masked_crc32c", crc);
  add_int (builder, "slices", tensor->n_slices);
  json_builder_end_object (builder);
}

void
ts_checkpoint_print_json (const TsTensorBundle *bundle)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ts_json_add_text (builder, "checkpoint", ts_tensor_bundle_get_name (bundle));
  add_int (builder, "shards", ts_tensor_bundle_get_n_shards (bundle));
  json_builder_set_member_name (builder, "tensors");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ts_tensor_bundle_get_n_tensors (bundle); i++)
    add_tensor (builder, ts_tensor_bundle_get_tensor (bundle, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ts_print_json (builder);
}
