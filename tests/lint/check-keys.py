# Fails when a key the program listens to is not on the sheet of shortcuts, or the sheet
# promises one nobody listens to.
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import sys
import xml.etree.ElementTree

from sources import run

SHEET = "ui/help-overlay.ui"
ACCELERATORS = "app/gui/application-actions.c"
# Where keys are looked at by their symbols.
LISTENERS = ["ui/window-actions.c", "ui/slide-view-keys.c", "ui/draw-tool.c"]
# Where buttons have letters of their own, which GTK listens to with Alt.
LETTERED = ["ui/reading-panel.c", "ui/window-reading.c"]
# Other ways to type the same: shifted, or on the keypad.
SAME = {"equal": "plus", "underscore": "minus", "KP_Add": "plus", "KP_Subtract": "minus",
        "KP_Enter": "Return"}


def plain(key):
    return SAME.get(key, key.removeprefix("KP_"))


def canonical(accelerator):
    modifiers, key = re.fullmatch(r"((?:<\w+>)*)(\w+)", accelerator).groups()
    key = plain(key)
    return "".join(sorted(re.findall(r"<\w+>", modifiers))) + (key.lower() if len(key) == 1
                                                              else key)


def expand(word):
    """The keys of '1...6'."""
    ends = re.fullmatch(r"(\d)\.\.\.(\d)", word)
    return map(str, range(int(ends[1]), int(ends[2]) + 1)) if ends else [word]


def sheet_keys(path):
    for node in xml.etree.ElementTree.parse(path).iter("property"):
        if node.get("name") == "accelerator":
            for word in node.text.split():
                yield from map(canonical, expand(word))


def accelerator_keys(text):
    table = re.search(r"add_accelerators.*?\} table\[\] = \{(.*?)\};", text, re.DOTALL)
    for keys in re.findall(r'"[\w.:-]+", \{ (.*?) \}', table[1] if table else ""):
        yield from map(canonical, re.findall(r'"(.*?)"', keys))


def listened_keys(text):
    for key in re.findall(r"GDK_KEY_(\w+)", text):
        if not re.fullmatch(r"(KP_)?9", key):  # the end of a range
            yield canonical(plain(key))


def mnemonic_keys(text):
    """Of labels such as _("_Lock…")."""
    for letter in re.findall(r'_ ?\("[^"_]*_(\w)', text):
        yield f"<Alt>{letter.lower()}"


def complaints(root):
    sheet = set(sheet_keys(root / SHEET))
    heard = {}
    for key in accelerator_keys((root / ACCELERATORS).read_text()):
        heard.setdefault(key, ACCELERATORS)
    for name in LISTENERS:
        for key in listened_keys((root / name).read_text()):
            heard.setdefault(key, name)
    for key, name in sorted(heard.items()):
        if key not in sheet:
            yield f"{SHEET}: '{key}' of {name} is not on the sheet"
    # Buttons show their letter themselves and need not be on the sheet.
    for name in filter(lambda path: (root / path).exists(), LETTERED):
        for key in mnemonic_keys((root / name).read_text()):
            heard.setdefault(key, name)
    # What Shift changes is decided where the key itself is listened to.
    for key in sorted(sheet):
        if key not in heard and key.removeprefix("<Shift>") not in heard and not key.isdigit():
            yield f"{SHEET}: nobody listens to '{key}'"


if __name__ == "__main__":
    sys.exit(run(complaints))
