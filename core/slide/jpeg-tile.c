/* One tile of a TIFF file with JPEG compression, by libjpeg-turbo.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/jpeg-tile.h"

#include <setjmp.h>
#include <stdio.h> /* jpeglib.h needs it and does not say so */
#include <string.h>

#include <jpeglib.h>

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  #define NATIVE_ARGB JCS_EXT_BGRA
#else
  #define NATIVE_ARGB JCS_EXT_ARGB
#endif

typedef struct {
  struct jpeg_error_mgr manager; /* first: libjpeg knows only this part */
  jmp_buf way_out;
} Fault;

G_NORETURN static void
give_up (j_common_ptr jpeg)
{
  Fault *fault = (Fault *) (void *) jpeg->err;

  longjmp (fault->way_out, 1);
}

static void
judge_message (j_common_ptr jpeg, int level)
{
  if (level < 0) /* a warning: the data are damaged */
    give_up (jpeg);
}

static void
say_nothing (j_common_ptr jpeg)
{
}

static struct jpeg_error_mgr *
init_fault (Fault *fault)
{
  struct jpeg_error_mgr *manager = jpeg_std_error (&fault->manager);

  manager->error_exit = give_up;
  manager->emit_message = judge_message;
  manager->output_message = say_nothing;
  return manager;
}

static gboolean
has_form (const struct jpeg_decompress_struct *jpeg, const TsJpegTileForm *form)
{
  return jpeg->image_width == form->width_px &&
         jpeg->image_height == form->height_px && jpeg->num_components == 3 &&
         jpeg->data_precision == 8 && !jpeg->progressive_mode &&
         !jpeg->arith_code;
}

static void
read_lines (struct jpeg_decompress_struct *jpeg, guint32 *out_argb)
{
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW lines[8];
    guint n_left = jpeg->output_height - jpeg->output_scanline;
    guint n_lines = MIN (n_left, G_N_ELEMENTS (lines));

    for (guint i = 0; i < n_lines; i++)
      lines[i] = (JSAMPROW) (out_argb + (gsize) (jpeg->output_scanline + i) *
                                          jpeg->output_width);
    jpeg_read_scanlines (jpeg, lines, n_lines);
  }
}

static gboolean
decode (struct jpeg_decompress_struct *jpeg,
        const TsJpegTileForm *form,
        const guint8 *data,
        gsize n_bytes,
        guint32 *out_argb)
{
  if (form->tables != NULL) {
    jpeg_mem_src (jpeg, form->tables, form->n_table_bytes);
    if (jpeg_read_header (jpeg, FALSE) != JPEG_HEADER_TABLES_ONLY)
      return FALSE;
  }
  jpeg_mem_src (jpeg, data, n_bytes);
  if (jpeg_read_header (jpeg, TRUE) != JPEG_HEADER_OK ||
      !has_form (jpeg, form) || jpeg_has_multiple_scans (jpeg))
    return FALSE;
  /* TIFF says what the colours are, not the JPEG data. */
  jpeg->jpeg_color_space = form->is_ycbcr ? JCS_YCbCr : JCS_RGB;
  jpeg->out_color_space = NATIVE_ARGB;
  if (!jpeg_start_decompress (jpeg) || jpeg->output_width != form->width_px ||
      jpeg->output_height != form->height_px || jpeg->output_components != 4)
    return FALSE;
  read_lines (jpeg, out_argb);
  return jpeg_finish_decompress (jpeg);
}

gboolean
ts_jpeg_tile_decode (const TsJpegTileForm *form,
                     const guint8 *jpeg,
                     gsize n_bytes,
                     guint32 *out_argb)
{
  struct jpeg_decompress_struct decompress;
  gboolean is_decoded;
  Fault fault;

  if (n_bytes == 0 || (form->tables != NULL && form->n_table_bytes == 0))
    return FALSE;
  memset (&decompress, 0, sizeof decompress);
  decompress.err = init_fault (&fault);
  if (setjmp (fault.way_out) != 0) {
    jpeg_destroy_decompress (&decompress);
    return FALSE;
  }
  jpeg_create_decompress (&decompress);
  is_decoded = decode (&decompress, form, jpeg, n_bytes, out_argb);
  jpeg_destroy_decompress (&decompress);
  return is_decoded;
}
