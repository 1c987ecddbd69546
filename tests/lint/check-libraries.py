# Fails when a program that must run without a desktop is linked with a toolkit.
# Usage: check-libraries.py PROGRAM
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import subprocess
import sys

TOOLKIT = re.compile(r"\b(lib(?:gtk|gsk|gdk|adwaita|handy|Qt\w*)-?\d*\.so\S*)")


def complaints(ldd_output):
    for library in sorted(set(TOOLKIT.findall(ldd_output))):
        # gdk-pixbuf reads pictures and has nothing of a window: libgdk_pixbuf is not libgdk-3.
        yield f"links {library}"


def main(program):
    libraries = subprocess.run(["ldd", program], capture_output=True, text=True, check=True)
    found = list(complaints(libraries.stdout))
    for line in found:
        print(f"{program}: {line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
