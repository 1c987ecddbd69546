/* Values that several nodes make, share and read: wherever a planner lays them and whatever
 * it fuses, they are what they should be. Each network in several sizes, planned in every
 * way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/core/nn/net-judge.h"

/* Of the largest value on the way to an output: a few layers in float, some by a fast
 * convolution. */
#define BOUND 2e-5

/* A line a node: "outputs = Operator inputs". The input is x. A number after an operator is
 * the side of its window, which keeps the size or, with "/2", halves it; 17 is 1x7, 71 is
 * 7x1. The last word of Conv is how many channels it makes. Split makes two unequal halves,
 * Scale is a BatchNormalization. The last line names the outputs of the graph. */
typedef struct {
  const char *path;
  const char *lines;
} Wiring;

static const Wiring wirings[] = {
  { "/wiring/sums-go-around-layers", "a = Conv1 x 16\n"
                                     "b = Relu a\n"
                                     "c = Conv3 b 5\n"
                                     "d = Relu c\n"
                                     "e = Conv3 d 16\n"
                                     "f = Add e b\n"
                                     "g = Relu f\n"
                                     "h = Conv3 g 16\n"
                                     "i = Add g h\n"
                                     "> i" },
  { "/wiring/sum-is-read-before-and-after-its-activation", "a = Conv3 x 8\n"
                                                           "b = Conv1 x 8\n"
                                                           "c = Add a b\n"
                                                           "d = Relu c\n"
                                                           "e = Conv3 c 8\n"
                                                           "f = Add d e\n"
                                                           "> f a" },
  { "/wiring/concatenation-of-concatenations", "a = Conv1 x 8\n"
                                               "b = Conv3 x 5\n"
                                               "c = Concat a b\n"
                                               "d = Conv3 x 3\n"
                                               "e = Concat c d\n"
                                               "f = Concat d e c\n"
                                               "g = Conv3 f 16\n"
                                               "> g" },
  { "/wiring/inner-concatenation-is-read-as-well", "a = Conv1 x 16\n"
                                                   "b = Conv3 x 16\n"
                                                   "c = Concat a b\n"
                                                   "d = Conv3 c 8\n"
                                                   "e = Concat c d\n"
                                                   "f = Conv1 e 8\n"
                                                   "g = Conv1 c 8\n"
                                                   "h = Add f g\n"
                                                   "> h c" },
  { "/wiring/dense-layers-read-all-before-them", "a = Conv3 x 4\n"
                                                 "b = Concat x a\n"
                                                 "c = Conv3 b 4\n"
                                                 "d = Concat b c\n"
                                                 "e = Conv3 d 4\n"
                                                 "f = Concat d e\n"
                                                 "g = Scale f\n"
                                                 "h = Relu g\n"
                                                 "> h" },
  { "/wiring/part-of-a-concatenation-has-other-readers", "a = Conv1 x 8\n"
                                                         "b = Relu a\n"
                                                         "c = Conv3 x 8\n"
                                                         "d = Concat b c\n"
                                                         "e = Conv3 b 8\n"
                                                         "f = Add e c\n"
                                                         "g = Conv1 d 8\n"
                                                         "> f g" },
  { "/wiring/input-is-part-of-a-concatenation", "a = Conv3 x 8\n"
                                                "b = Concat x a\n"
                                                "c = Concat a x x\n"
                                                "d = Conv1 b 8\n"
                                                "e = Conv1 c 8\n"
                                                "f = Add d e\n"
                                                "> f" },
  { "/wiring/one-value-is-several-parts", "a = Conv1 x 7\n"
                                          "b = Relu a\n"
                                          "c = Concat b b\n"
                                          "d = Concat c b c\n"
                                          "e = Conv3 d 8\n"
                                          "> e d" },
  { "/wiring/concatenation-of-one-part-is-read-as-it-is", "a = Conv3 x 5\n"
                                                          "b = Concat a\n"
                                                          "c = Concat a\n"
                                                          "d = Concat b a\n"
                                                          "e = Relu c\n"
                                                          "f = Relu d\n"
                                                          "> e f" },
  { "/wiring/one-value-is-part-of-two-concatenations", "a = Conv1 x 8\n"
                                                       "b = Conv3 x 8\n"
                                                       "c = Concat a b\n"
                                                       "d = Concat b a\n"
                                                       "e = Conv3 c 8\n"
                                                       "f = Conv3 d 8\n"
                                                       "g = Add e f\n"
                                                       "> g" },
  { "/wiring/concatenation-is-read-several-times", "a = Conv1 x 8\n"
                                                   "b = Conv17 x 8\n"
                                                   "c = Concat a b\n"
                                                   "d = Conv1 c 5\n"
                                                   "e = Conv1 c 8\n"
                                                   "f = Conv71 c 8\n"
                                                   "g = AveragePool3 c\n"
                                                   "h = Conv1 g 8\n"
                                                   "i = Concat d e f h\n"
                                                   "> i" },
  { "/wiring/pools-read-concatenations", "a = Conv1 x 8\n"
                                         "b = Conv3 x 3\n"
                                         "c = Concat a b\n"
                                         "d = MaxPool3 c\n"
                                         "e = AveragePool3 c\n"
                                         "f = MaxPool3/2 c\n"
                                         "g = Concat d e c\n"
                                         "h = GlobalAveragePool g\n"
                                         "> h f" },
  { "/wiring/pools-are-parts-of-concatenations", "a = Relu x\n"
                                                 "b = Conv3/2 a 8\n"
                                                 "c = MaxPool3/2 a\n"
                                                 "d = AveragePool3/2 a\n"
                                                 "e = Concat b c d\n"
                                                 "f = Conv3 e 8\n"
                                                 "> f" },
  { "/wiring/average-before-a-convolution-is-read-as-well",
    "a = Conv3 x 8\n"
    "b = AveragePool3 a\n"
    "c = Conv1 b 16\n"
    "d = Relu c\n"
    "e = Add a b\n"
    "f = Conv1 e 16\n"
    "g = Add f d\n"
    "> g b" },
  { "/wiring/two-convolutions-follow-an-average", "a = Conv3 x 16\n"
                                                  "b = AveragePool3 a\n"
                                                  "c = Conv1 b 9\n"
                                                  "d = Conv1 c 5\n"
                                                  "e = Relu d\n"
                                                  "f = AveragePool3 e\n"
                                                  "g = Conv1 f 4\n"
                                                  "h = Conv1 g 3\n"
                                                  "> h" },
  { "/wiring/averages-follow-each-other", "a = Conv1 x 24\n"
                                          "b = AveragePool3 a\n"
                                          "c = AveragePool3 b\n"
                                          "d = Conv1 c 16\n"
                                          "e = AveragePool3 d\n"
                                          "f = Conv1 e 8\n"
                                          "g = Scale f\n"
                                          "h = Relu g\n"
                                          "> h" },
  { "/wiring/output-is-read-by-its-activation", "a = Conv3 x 8\n"
                                                "b = Relu a\n"
                                                "c = Conv1 b 8\n"
                                                "d = Scale c\n"
                                                "e = Relu d\n"
                                                "> a b c d e" },
  { "/wiring/normalisation-is-shared-by-two-activations", "a = Conv3 x 8\n"
                                                          "b = Scale a\n"
                                                          "c = Relu b\n"
                                                          "d = Sigmoid b\n"
                                                          "e = Mul c d\n"
                                                          "> e" },
  { "/wiring/activations-follow-each-other", "a = Conv3 x 8\n"
                                             "b = Relu a\n"
                                             "c = Scale b\n"
                                             "d = Clip c\n"
                                             "e = Relu d\n"
                                             "f = Scale e\n"
                                             "> f" },
  { "/wiring/bounds-follow-each-other", "a = Conv3 x 8\n"
                                        "b = Clip a\n"
                                        "c = Relu b\n"
                                        "> c" },
  { "/wiring/bounds-follow-sums-of-one-two-and-three",
    "a = Conv3 x 8\n"
    "b = Conv1 x 8\n"
    "c = Conv1 x 8\n"
    "d = Sum a b c\n"
    "e = Relu d\n"
    "f = Sum c a b\n"
    "g = Clip f\n"
    "h = Add a c\n"
    "i = Relu h\n"
    "j = GlobalAveragePool a\n"
    "k = Add j b\n"
    "l = Clip k\n"
    "m = Sum c\n"
    "n = Relu m\n"
    "> e g i l n" },
  { "/wiring/padding-is-no-value-to-a-pool", "a = Abs x\n"
                                             "b = Neg a\n"
                                             "c = MaxPool3 b\n"
                                             "d = AveragePool3 b\n"
                                             "e = Concat c d\n"
                                             "> e" },
  { "/wiring/brothers-are-told-apart", "a = Conv1 x 8\n"
                                       "b = Relu a\n"
                                       "c = Conv1 x 5\n"
                                       "d = Conv1 x 16\n"
                                       "e = Clip d\n"
                                       "f = Conv1 x 8\n"
                                       "g = Relu f\n"
                                       "h = Conv3 g 4\n"
                                       "i = Concat e c h b\n"
                                       "> i g" },
  { "/wiring/fork-of-a-branch", "a = Conv1 x 16\n"
                                "b = Relu a\n"
                                "c = Conv17 b 8\n"
                                "d = Relu c\n"
                                "e = Conv71 b 8\n"
                                "f = Relu e\n"
                                "g = Concat d f\n"
                                "h = Conv1 x 3\n"
                                "i = Concat h g b\n"
                                "j = Concat i x\n"
                                "> j" },
  { "/wiring/halves-are-joined-the-other-way-round", "a = Conv1 x 12\n"
                                                     "b c = Split a\n"
                                                     "d = Conv3 c 6\n"
                                                     "e = Relu d\n"
                                                     "f = Concat e b\n"
                                                     "g h = Split f\n"
                                                     "i = Concat h g c\n"
                                                     "> i b" },
  { "/wiring/gate-of-one-channel-weighs-what-it-is-part-of", "a = Conv3 x 1\n"
                                                             "b = Sigmoid a\n"
                                                             "c = Conv1 x 8\n"
                                                             "d = Concat b c\n"
                                                             "e = Mul d b\n"
                                                             "f = Conv1 e 8\n"
                                                             "> f" },
  { "/wiring/channels-are-weighed-by-the-whole-image",
    "a = Conv3 x 8\n"
    "b = Relu a\n"
    "c = GlobalAveragePool b\n"
    "d = Conv1 c 4\n"
    "e = Relu d\n"
    "f = Conv1 e 8\n"
    "g = Sigmoid f\n"
    "h = Mul b g\n"
    "i = Add h b\n"
    "> i c" },
  { "/wiring/depthwise-among-others", "a = Conv1 x 24\n"
                                      "b = Relu a\n"
                                      "c = Deep3 b\n"
                                      "d = Clip c\n"
                                      "e = Conv1 d 8\n"
                                      "f = Deep3/2 b\n"
                                      "g = Concat e x\n"
                                      "h = Deep3 g\n"
                                      "> h f" },
  { "/wiring/other-names-of-one-value", "a = Conv1 x 8\n"
                                        "b = Identity a\n"
                                        "c = Relu b\n"
                                        "d = Identity a\n"
                                        "e = Concat b d c\n"
                                        "f = Identity e\n"
                                        "> f b" },
  { "/wiring/input-is-an-output", "a = Relu x\n"
                                  "b = Conv3 a 8\n"
                                  "> x b a" },
};

/* A graph under construction. */
typedef struct {
  NetCase *c;
  GHashTable *channels; /* name -> number */
} Sketch;

static gint64
get_channels (const Sketch *s, const char *name)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (s->channels, name));
}

static void
set_channels (Sketch *s, const char *name, gint64 n)
{
  g_hash_table_insert (s->channels, g_strdup (name), GINT_TO_POINTER ((int) n));
}

/* What is written behind the operator: "3/2". */
static void
set_window (TsNode *node, const char *text)
{
  const gint64 stride = g_str_has_suffix (text, "/2") ? 2 : 1;
  const gint64 y = g_ascii_digit_value (text[0]);
  const gint64 x =
    g_ascii_isdigit (text[1]) ? g_ascii_digit_value (text[1]) : y;
  const gint64 kernel[] = { y, x }, strides[] = { stride, stride };
  const gint64 pads[] = { y / 2, x / 2, y / 2, x / 2 };

  ts_node_set_ints (node, "kernel_shape", kernel, 2);
  ts_node_set_ints (node, "strides", strides, 2);
  ts_node_set_ints (node, "pads", pads, 4);
}

static void
add_conv (Sketch *s, char **words, const char *window, gint64 groups)
{
  const gint64 in = get_channels (s, words[3]);
  const gint64 out =
    groups == 1 ? g_ascii_strtoll (words[4], NULL, 10) : groups;
  g_autofree char *kernel = g_strdup_printf ("%s_kernel", words[0]);
  g_autofree char *bias = g_strdup_printf ("%s_bias", words[0]);
  g_autofree char *inputs =
    g_strdup_printf ("%s %s %s", words[3], kernel, bias);
  TsNode *node = net_case_node (s->c, "Conv", inputs, words[0]);
  guint n;
  const gint64 *sides;

  set_window (node, window);
  ts_node_set_int (node, "group", groups);
  sides = ts_node_get_ints (node, "kernel_shape", &n);
  net_case_constant (s->c, kernel,
                     SHAPE (out, in / groups, sides[0], sides[1]));
  net_case_constant (s->c, bias, SHAPE (out));
  set_channels (s, words[0], out);
}

/* Mean and variance as the training left them. */
static void
add_scale (Sketch *s, char **words)
{
  static const char *const roles[] = { "scale", "bias", "mean", "variance" };
  const gint64 n = get_channels (s, words[3]);
  g_autoptr (GString) inputs = g_string_new (words[3]);

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++) {
    g_autofree char *name = g_strdup_printf ("%s_%s", words[0], roles[i]);

    s->c->low = i == 3 ? 0.5 : -1;
    net_case_constant (s->c, name, SHAPE (n));
    g_string_append_printf (inputs, " %s", name);
  }
  s->c->low = -1;
  net_case_node (s->c, "BatchNormalization", inputs->str, words[0]);
  set_channels (s, words[0], n);
}

static void
add_clip (Sketch *s, char **words)
{
  g_autofree char *high = g_strdup_printf ("%s_high", words[0]);
  g_autofree char *inputs = g_strdup_printf ("%s - %s", words[3], high);

  net_case_constant_from (s->c, high, SCALAR, &(double){ 0.25 });
  net_case_node (s->c, "Clip", inputs, words[0]);
  set_channels (s, words[0], get_channels (s, words[3]));
}

static void
add_split (Sketch *s, char **words)
{
  const gint64 n = get_channels (s, words[4]), first = n / 2 - 1;
  g_autofree char *lengths = g_strdup_printf ("%s_lengths", words[0]);
  g_autofree char *inputs = g_strdup_printf ("%s %s", words[4], lengths);
  g_autofree char *outputs = g_strdup_printf ("%s %s", words[0], words[1]);

  net_case_ints (s->c, lengths, 2, (const gint64[]){ first, n - first });
  ts_node_set_int (net_case_node (s->c, "Split", inputs, outputs), "axis", 1);
  set_channels (s, words[0], first);
  set_channels (s, words[1], n - first);
}

/* All inputs as they stand, and the channels of the first or of all. */
static void
add_other (Sketch *s, const char *op, char **words, const char *window)
{
  g_autofree char *inputs = g_strjoinv (" ", words + 3);
  TsNode *node = net_case_node (s->c, op, inputs, words[0]);
  gint64 n = 0;

  if (g_str_equal (op, "Concat"))
    ts_node_set_int (node, "axis", 1);
  if (*window != '\0')
    set_window (node, window);
  for (char **in = words + 3; *in != NULL; in++)
    n = g_str_equal (op, "Concat") ? n + get_channels (s, *in)
                                   : MAX (n, get_channels (s, *in));
  set_channels (s, words[0], n);
}

static void
add_node (Sketch *s, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  const char *full = words[g_str_equal (words[1], "=") ? 2 : 3];
  const gsize length = strcspn (full, "0123456789");
  const char *window = full + length;
  g_autofree char *op = g_strndup (full, length);

  if (g_str_equal (op, "Conv"))
    add_conv (s, words, window, 1);
  else if (g_str_equal (op, "Deep"))
    add_conv (s, words, window, get_channels (s, words[3]));
  else if (g_str_equal (op, "Scale"))
    add_scale (s, words);
  else if (g_str_equal (op, "Clip"))
    add_clip (s, words);
  else if (g_str_equal (op, "Split"))
    add_split (s, words);
  else
    add_other (s, op, words, window);
}

static NetCase *
build (const Wiring *wiring, TsShape shape)
{
  g_autoptr (GHashTable) channels =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = g_strsplit (wiring->lines, "\n", -1);
  g_auto (GStrv) outputs = NULL;
  Sketch s = { net_case_new (13, 1), channels };
  guint n = 0;

  net_case_input (s.c, "x", shape);
  set_channels (&s, "x", shape.dims[1]);
  for (; *lines[n] != '>'; n++)
    add_node (&s, lines[n]);
  outputs = g_strsplit (lines[n], " ", -1);
  for (char **name = outputs + 1; *name != NULL; name++)
    net_case_output (s.c, *name);
  return s.c;
}

/* From a single pixel to a size and a number of channels that nothing divides. */
static void
test_wiring (gconstpointer data)
{
  const TsShape shapes[] = {
    SHAPE (1, 8, 8, 8),  SHAPE (1, 8, 1, 1),   SHAPE (2, 8, 1, 1),
    SHAPE (2, 8, 5, 7),  SHAPE (1, 3, 13, 11), SHAPE (2, 19, 9, 9),
    SHAPE (1, 16, 1, 6), SHAPE (3, 2, 2, 2),   SHAPE (1, 32, 14, 14),
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (guint flags = 0; flags <= (TS_PLAN_NO_FUSION | TS_PLAN_NO_REUSE);
         flags++) {
      g_autoptr (NetCase) c = build (data, shapes[i]);

      c->flags = flags;
      net_judge_expect (c, BOUND);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (wirings); i++)
    g_test_add_data_func (wirings[i].path, &wirings[i], test_wiring);
  return g_test_run ();
}
