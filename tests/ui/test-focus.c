/* The whole window by Tab and arrows: everything that can be acted on is reached, in both
 * directions, the focus is never lost, and each step can be seen.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture-states.h"
#include "screen-shot.h"

#define MAX_STEPS 200

typedef struct {
  TsWholeProgram *program;
  GHashTable *reached; /* set of widgets, borrowed */
} Walk;

static char *
describe (GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  return g_strdup_printf ("%s '%s'", G_OBJECT_TYPE_NAME (widget),
                          GTK_IS_BUTTON (widget) &&
                              gtk_button_get_label (GTK_BUTTON (widget)) != NULL
                            ? gtk_button_get_label (GTK_BUTTON (widget))
                          : tooltip != NULL ? tooltip
                                            : "");
}

static char *
hash_screen (Walk *walk)
{
  g_autoptr (GdkPixbuf) pixbuf =
    ts_screen_shot_take (GTK_WINDOW (walk->program->window));
  guint length = 0;
  const guint8 *pixels = gdk_pixbuf_get_pixels_with_length (pixbuf, &length);

  return g_compute_checksum_for_data (G_CHECKSUM_MD5, pixels, length);
}

static GtkWidget *
move (Walk *walk, GtkDirectionType direction)
{
  /* As a press of the key does. */
  gtk_window_set_focus_visible (GTK_WINDOW (walk->program->window), TRUE);
  g_signal_emit_by_name (walk->program->window, "move-focus", direction);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (walk->program->window));

  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_get_mapped (focus));
  return focus;
}

static void
note (Walk *walk, GtkWidget *focus)
{
  for (GtkWidget *at = focus; at != NULL; at = gtk_widget_get_parent (at))
    g_hash_table_add (walk->reached, at);
}

/* Radio buttons and rows are one stop of Tab; within, arrows lead on. */
static void
walk_arrows (Walk *walk, GtkWidget *from)
{
  if (!GTK_IS_CHECK_BUTTON (from) && !GTK_IS_LIST_BOX_ROW (from))
    return;
  for (int direction = GTK_DIR_UP; direction <= GTK_DIR_DOWN; direction++) {
    for (guint i = 0; i < 20; i++) {
      if (!gtk_widget_child_focus (gtk_widget_get_parent (from),
                                   (GtkDirectionType) direction))
        break;
      note (walk, gtk_window_get_focus (GTK_WINDOW (walk->program->window)));
    }
    gtk_widget_grab_focus (from);
  }
}

/* Around once; the number of stops. */
static guint
walk_around (Walk *walk, GtkDirectionType direction)
{
  GtkWidget *start = move (walk, direction);
  g_autofree char *before = hash_screen (walk);
  guint n = 0;

  for (GtkWidget *focus = start; n == 0 || focus != start; n++) {
    g_assert_cmpuint (n, <, MAX_STEPS);
    note (walk, focus);
    walk_arrows (walk, focus);
    focus = move (walk, direction);
    ts_whole_program_turn (0.06);
    char *now = hash_screen (walk);
    if (g_str_equal (now, before)) {
      g_autofree char *name = describe (focus);
      g_test_message ("the step to %s cannot be seen", name);
      g_test_fail ();
    }
    g_free (before);
    before = now;
  }
  return n;
}

static gboolean
is_unreached (GtkWidget *widget, gconstpointer data)
{
  const Walk *walk = data;

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_focusable (widget) ||
      !gtk_widget_is_sensitive (widget) ||
      g_hash_table_contains (walk->reached, widget))
    return FALSE;
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (!gtk_widget_get_can_focus (at))
      return FALSE;
  return TRUE;
}

static void
check_window (TsWholeProgram *program, const char *state)
{
  Walk walk = { program, g_hash_table_new (NULL, NULL) };
  guint n_forward = walk_around (&walk, GTK_DIR_TAB_FORWARD);
  guint n_backward = walk_around (&walk, GTK_DIR_TAB_BACKWARD);
  GtkWidget *left;

  g_test_message ("%s: %u stops forward, %u back", state, n_forward,
                  n_backward);
  g_assert_cmpuint (n_forward, >, 2);
  g_assert_cmpuint (n_forward, ==, n_backward);
  while ((left = ts_whole_program_find (GTK_WIDGET (program->window),
                                        is_unreached, &walk)) != NULL) {
    g_autofree char *name = describe (left);
    g_test_message ("%s: no key leads to %s", state, name);
    g_test_fail ();
    g_hash_table_add (walk.reached, left);
  }
  g_hash_table_unref (walk.reached);
}

static void
walk_states (TsWholeProgram *program, const char *const *names)
{
  for (guint i = 0; i < ts_n_picture_states; i++) {
    const TsPictureState *state = &ts_picture_states[i];
    if (!g_strv_contains (names, state->name))
      continue;
    state->enter (program);
    ts_whole_program_settle (program);
    check_window (program, state->name);
    if (state->leave != NULL)
      state->leave (program);
  }
}

static void
script (TsWholeProgram *program)
{
  static const char *const canvases[] = { "canvas-10x", "selection", "measures",
                                          "no-model", NULL };
  static const char *const pages[] = { "welcome", "fault", NULL };

  gtk_window_set_default_size (GTK_WINDOW (program->window), 1280, 720);
  ts_screen_shot_focus (GTK_WINDOW (program->window));
  ts_screen_shot_point_at (GTK_WINDOW (program->window), 10000, 10000);
  ts_whole_program_settle (program);
  walk_states (program, canvases);
  walk_states (program, pages);
}

static void
test_keys_lead_everywhere (void)
{
  ts_whole_program_run (script);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/focus/keys-lead-everywhere", test_keys_lead_everywhere);
  return g_test_run ();
}
