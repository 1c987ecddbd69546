# Fails on C that clang-format 14 would lay out otherwise. Skips (77) where it is not here.
# SPDX-License-Identifier: GPL-3.0-or-later

import shutil
import subprocess
import sys

from sources import files_of, run

FORMATTERS = ["clang-format-14", "clang-format"]


def find_formatter():
    for name in FORMATTERS:
        path = shutil.which(name)
        if path and " version 14." in subprocess.run(
                [path, "--version"], capture_output=True, text=True, check=True).stdout:
            return path
    return None


def complaints(root):
    paths = [str(path) for _, path in files_of(root, ".c", ".h")]
    done = subprocess.run([find_formatter(), "--dry-run", "-Werror", *paths],
                          capture_output=True, text=True, cwd=root, check=False)
    if done.returncode != 0:
        yield done.stderr
        yield "run: clang-format-14 -i on these files"


if __name__ == "__main__":
    if not find_formatter():
        print("clang-format 14 is not here")
        sys.exit(77)
    sys.exit(run(complaints))
