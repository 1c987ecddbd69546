# What the checks share: which files there are, and C without comments and strings.
# SPDX-License-Identifier: GPL-3.0-or-later

import pathlib
import re
import sys

FOLDERS = ["app", "core", "ui", "resources", "tests", "flatpak", "po", ".ci"]
IN_C = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|' + r"'(?:\\.|[^'\\\n])*'", re.DOTALL)


def files_of(root, *suffixes):
    """All project files, or those with one of the suffixes, as (name, path)."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if not path.is_file() or "__pycache__" in path.parts:
                continue
            if not suffixes or path.suffix in suffixes:
                yield path.relative_to(root).as_posix(), path


def scripts_of(root):
    """Shell scripts, which have no suffix here: found by their first line."""
    for name, path in files_of(root, "", ".sh"):
        with open(path, "rb") as file:
            if re.match(rb"#!.*\b(ba)?sh\b", file.readline()):
                yield name, path


def blank(match):
    text = match.group(0)
    if text[0] in "\"'":
        return text[0] + " " * (len(text) - 2) + text[0]
    return re.sub(r"[^\n]", " ", text)


def strip_c(text):
    """The same text, lines and columns kept, with comments and literals blanked."""
    return IN_C.sub(blank, text)


def run(complaints):
    """Prints what complaints(root) yields; the exit code says whether there were any."""
    found = list(complaints(pathlib.Path(sys.argv[1])))
    for line in found:
        print(line)
    return 1 if found else 0
