# Fails when a text shown to people is not offered for translation, or German lacks it.
# Skips (77) where gettext is not here.
# SPDX-License-Identifier: GPL-3.0-or-later

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from sources import files_of, run, strip_c

IN_C = re.compile(r"(?<!\w)(_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2) ?\(")
IN_XML = re.compile(r'translatable="(yes|true|1)"|<component\b')
XML_SUFFIXES = {".ui", ".xml", ".in"}
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3",
            "g_dpgettext2:2c,3"]


def has_texts(name, path):
    if name.startswith(("tests/", "core/", "app/cli/", "po/", "flatpak/")):
        return False
    if path.suffix in (".c", ".h"):
        code = re.sub(r"(?m)^\s*#.*$", "", strip_c(path.read_text()))
        return bool(IN_C.search(code))
    if name.endswith((".desktop", ".desktop.in")):
        return True
    if path.suffix in XML_SUFFIXES:
        return bool(IN_XML.search(path.read_text()))
    return False


def offered_files(root):
    lines = (root / "po" / "POTFILES.in").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and line[0] != "#"]


def count_untranslated(root, language, names):
    """msgfmt's words on the language against the texts as they are now, '' when complete."""
    with tempfile.TemporaryDirectory() as folder:
        template, merged = pathlib.Path(folder, "t.pot"), pathlib.Path(folder, "t.po")
        subprocess.run(
            ["xgettext", "--from-code=UTF-8", f"--output={template}", "--force-po",
             *[f"--keyword={keyword}" for keyword in KEYWORDS], *names],
            cwd=root, check=True, capture_output=True)
        subprocess.run(
            ["msgmerge", "--quiet", "--no-fuzzy-matching", f"--output-file={merged}",
             str(root / "po" / f"{language}.po"), str(template)],
            check=True, capture_output=True)
        check = subprocess.run(
            ["msgfmt", "--check", "--statistics", "--output-file=/dev/null", str(merged)],
            capture_output=True, text=True, check=False, env={"LC_ALL": "C", "PATH": "/usr/bin"})
        missing = subprocess.run(
            ["msgattrib", "--untranslated", "--no-wrap", str(merged)],
            capture_output=True, text=True, check=True)
    if check.returncode == 0 and re.fullmatch(r"\d+ translated messages?\.\s*", check.stderr):
        return ""
    return check.stderr + "\n".join(missing.stdout.split("\n\n")[1:])


def complaints(root):
    offered = offered_files(root)
    for name in offered:
        if not (root / name).is_file():
            yield f"po/POTFILES.in: '{name}' is not there"
    for name, path in files_of(root):
        if name not in offered and has_texts(name, path):
            yield f"po/POTFILES.in: '{name}' has texts for people and is not listed"
    present = [name for name in offered if (root / name).is_file()]
    for language in (root / "po" / "LINGUAS").read_text().split():
        missing = count_untranslated(root, language, present) if present else ""
        if missing:
            yield f"po/{language}.po: {missing}"


if __name__ == "__main__":
    if not all(map(shutil.which, ["xgettext", "msgmerge", "msgfmt", "msgattrib"])):
        print("gettext is not here")
        sys.exit(77)
    sys.exit(run(complaints))
