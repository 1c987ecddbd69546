# Fails when the top level holds more or less than it should, or a file's name says nothing.
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import sys

from sources import files_of, run

TOP_LEVEL = {"meson.build", "app", "core", "ui", "resources", "po", "tests",
             "flatpak", "README.md", "LICENSE"}
EMPTY_NAMES = {"util", "utils", "utility", "utilities", "misc", "helper", "helpers",
               "common", "stuff"}


def complaints(root):
    there = {path.name for path in root.iterdir()
             if not path.name.startswith((".", "_build"))}
    for name in sorted(there - TOP_LEVEL):
        yield f"{name}: does not belong at the top level"
    for name in sorted(TOP_LEVEL - there):
        yield f"{name}: is missing at the top level"
    for name, path in files_of(root):
        words = re.split(r"[-_.]", path.name.lower())
        if EMPTY_NAMES & set(words):
            yield f"{name}: name the file by what it does"
        if path.suffix in (".c", ".h") and not re.fullmatch(r"[a-z0-9.-]+", path.name):
            yield f"{name}: C files are named in kebab-case"


if __name__ == "__main__":
    sys.exit(run(complaints))
