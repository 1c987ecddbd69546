# Fails on shell scripts with faults that bash, or shellcheck where it is here, can see.
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import shutil
import subprocess
import sys

from sources import run, scripts_of


def complaints(root):
    checks = [["bash", "-n"]]
    if shutil.which("shellcheck"):
        checks.append(["shellcheck", "--severity=warning"])
    for name, path in scripts_of(root):
        if not os.access(path, os.X_OK):
            yield f"{name}: is not executable"
        for check in checks:
            done = subprocess.run([*check, str(path)], capture_output=True, text=True,
                                  check=False)
            if done.returncode != 0:
                yield f"{name}: {check[0]}:\n{done.stdout}{done.stderr}"


if __name__ == "__main__":
    sys.exit(run(complaints))
