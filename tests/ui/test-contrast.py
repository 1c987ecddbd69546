# Text stands out from what is behind it by 4.5 to 1 at least (WCAG 2.1, 1.4.3), computed from
# the colours of the style sheet: on chips over white and over black tissue, and on the panels
# in light and dark.
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(os.environ["TS_SOURCE_ROOT"])
sys.path.insert(0, str(ROOT / "tests"))
import tap  # noqa: E402 - the path is ours

LEAST = 4.5
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
# Of libadwaita 1.2: text and the lightest and darkest grounds it lies on here.
LIGHT = ((0, 0, 0, 0.8), [(250, 250, 250), (255, 255, 255), (235, 235, 235)])
DARK = ((255, 255, 255, 1.0), [(36, 36, 36), (30, 30, 30), (56, 56, 56)])


def rules(text):
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        values = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+);", body))
        for selector in selectors.split(","):
            yield selector.strip(), values


STYLE = {}
for name, found in rules((ROOT / "ui" / "style.css").read_text()):
    STYLE.setdefault(name, {}).update(found)


def colour(text):
    """(r, g, b, alpha) of '#rrggbb' or 'rgba(...)'."""
    if text.startswith("#"):
        return (*(int(text[i:i + 2], 16) for i in (1, 3, 5)), 1.0)
    return tuple(map(float, re.fullmatch(r"rgba\((.*)\)", text)[1].split(",")))


def over(top, below):
    alpha = top[3]
    return tuple(alpha * a + (1 - alpha) * b for a, b in zip(top[:3], below))


def luminance(rgb):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
              for c in (value / 255 for value in rgb)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Contrast(unittest.TestCase):
    def expect(self, text, ground, name):
        ratio = contrast(over(text, ground), ground)
        self.assertGreaterEqual(ratio, LEAST, f"{name}: {ratio:.2f} to 1 on {ground}")

    def test_the_formula_gives_what_wcag_says(self):
        self.assertAlmostEqual(contrast(WHITE, BLACK), 21, places=6)
        self.assertAlmostEqual(contrast((118, 118, 118), WHITE), 4.54, places=2)

    def test_text_on_chips_over_white_and_dark_tissue(self):
        for background in (".chip", ".chip-button", ".chip-button:hover", "compass",
                           "compass:hover", ".minimap-button"):
            values = STYLE[background]
            ground = colour(values.get("background-color") or values["background"])
            for tissue in (WHITE, BLACK):
                for text in (".chip", ".chip .chip-note"):
                    with self.subTest(background=background, tissue=tissue, text=text):
                        self.expect(colour(STYLE[text]["color"]), over(ground, tissue), text)

    def test_lit_and_hovered_buttons_on_chips(self):
        chip = colour(STYLE[".chip"]["background-color"])
        for state, text in ((".power-chip button:hover", ".power-chip button"),
                            (".power-chip button:checked", ".power-chip button:checked"),
                            (".display-chip button", ".display-chip button")):
            for tissue in (WHITE, BLACK):
                ground = over(colour(STYLE[state]["background-color"]), over(chip, tissue))
                with self.subTest(state=state, tissue=tissue):
                    self.expect(colour(STYLE[text]["color"]), ground, state)

    def test_dimmed_text_on_panels(self):
        for name in (".dim-label", ".keycap-note", ".opinion-note"):
            opacity = float(STYLE[name]["opacity"])
            for text, grounds in (LIGHT, DARK):
                for ground in grounds:
                    with self.subTest(name=name, ground=ground):
                        self.expect((*text[:3], text[3] * opacity), ground, name)


if __name__ == "__main__":
    tap.main()
