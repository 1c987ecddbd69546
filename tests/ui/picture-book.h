/* A folder of pictures of the window, each checked as it is taken, and one page that shows
 * them all. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "screen-shot.h"

typedef struct TsPictureBook TsPictureBook;

/* Pictures are called PREFIX-NAME.png. */
TsPictureBook *ts_picture_book_new (const char *folder, const char *prefix)
  G_GNUC_WARN_UNUSED_RESULT;
/* Writes the page of all pictures that lie in the folder. */
void ts_picture_book_close (TsPictureBook *self);

/* Fails the test when the picture has another size (view pixels; 0 for any), shows next to
 * nothing, or is the same as the one before. */
void ts_picture_book_add (TsPictureBook *self,
                          GtkWindow *window,
                          const char *name,
                          int width,
                          int height);
