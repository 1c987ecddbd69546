/* The whole window in every state, as pictures: each shows something, has the size it should
 * and differs from the one before. They lie in TS_PICTURES, with a page of all of them.
 * Usage: test-ui-pictures --tap; TS_VARIANT says which of the ways to draw it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include <glib/gi18n.h>

#include "picture-book.h"
#include "picture-states.h"

typedef struct {
  int width, height;
} Size;

typedef struct {
  const char *name;
  gboolean is_dark_too;
  gboolean has_large_text;
  Size sizes[4]; /* of a few states more */
} Variant;

static const Variant variants[] = {
  { "1x", TRUE, FALSE, { { 700, 480 }, { 1920, 1080 }, { 3840, 2160 } } },
  { "2x", TRUE, FALSE, { { 700, 480 }, { 1920, 1080 } } },
  { "german", FALSE, FALSE, { { 700, 480 } } },
  { "large-text", FALSE, TRUE, { { 1920, 1080 } } },
};
static const Size usual = { 1280, 720 };

static const Variant *variant;
static TsPictureBook *book;

static void
resize (TsWholeProgram *program, Size size)
{
  gtk_window_set_default_size (GTK_WINDOW (program->window), size.width,
                               size.height);
  ts_whole_program_settle (program);
}

static void
shoot_in (TsWholeProgram *program,
          const TsPictureState *state,
          Size size,
          AdwColorScheme scheme)
{
  g_autofree char *name =
    g_strdup_printf ("%s-%dx%d-%s", state->name, size.width, size.height,
                     scheme == ADW_COLOR_SCHEME_FORCE_DARK ? "dark" : "light");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
  if (state->is_moving)
    ts_whole_program_turn (0.2);
  else
    ts_whole_program_settle (program);
  ts_picture_book_add (book, GTK_WINDOW (program->window), name, size.width,
                       size.height);
}

static void
shoot (TsWholeProgram *program, const TsPictureState *state, Size size)
{
  state->enter (program);
  shoot_in (program, state, size, ADW_COLOR_SCHEME_FORCE_LIGHT);
  if (variant->is_dark_too)
    shoot_in (program, state, size, ADW_COLOR_SCHEME_FORCE_DARK);
  if (state->leave != NULL)
    state->leave (program);
}

static void
script (TsWholeProgram *program)
{
  resize (program, usual);
  ts_screen_shot_focus (GTK_WINDOW (program->window));
  ts_screen_shot_point_at (GTK_WINDOW (program->window), 10000, 10000);
  for (guint s = 0; variant->sizes[s].width > 0; s++) {
    resize (program, variant->sizes[s]);
    for (guint i = 0; i < ts_n_picture_states; i++)
      if (g_str_has_prefix (ts_picture_states[i].name, "canvas-"))
        shoot (program, &ts_picture_states[i], variant->sizes[s]);
  }
  resize (program, usual);
  for (guint i = 0; i < ts_n_picture_states; i++)
    shoot (program, &ts_picture_states[i], usual);
}

static void
double_text (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi = 0;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * dpi, NULL);
}

static void
large_script (TsWholeProgram *program)
{
  double_text ();
  script (program);
}

static void
test_every_state_has_its_picture (void)
{
  book = ts_picture_book_new (g_getenv ("TS_PICTURES"), variant->name);
  ts_whole_program_run (variant->has_large_text ? large_script : script);
  ts_picture_book_close (book);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  bindtextdomain ("tessera", g_getenv ("TS_LOCALE_DIR"));
  bind_textdomain_codeset ("tessera", "UTF-8");
  textdomain ("tessera");
  g_test_init (&argc, &argv, NULL);
  /* GTK 4.8 warns of a label of its own sheet of shortcuts. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    if (g_strcmp0 (variants[i].name, g_getenv ("TS_VARIANT")) == 0)
      variant = &variants[i];
  g_assert_nonnull (variant);
  g_assert_nonnull (g_getenv ("TS_PICTURES"));
  g_test_add_func ("/pictures/every-state-has-its-picture",
                   test_every_state_has_its_picture);
  return g_test_run ();
}
