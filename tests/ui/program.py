# Drives the built program with real keys and clicks, and looks at it through its store and
# its accessible tree. For the tests beside it.
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

PATIENCE_S = 30


def wait_for(what, condition, patience_s=PATIENCE_S):
    """The condition's first true value; fails with what was waited for."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError(f"waited in vain for {what}")


class Program:
    def __init__(self, *arguments, folder):
        self.folder = pathlib.Path(folder)
        self.store = self.folder / "store.db"
        environment = dict(os.environ, XDG_CONFIG_HOME=str(self.folder),
                           XDG_DATA_HOME=str(self.folder), GSETTINGS_BACKEND="keyfile",
                           GTK_A11Y="atspi")
        self.process = subprocess.Popen(
            [os.environ["TS_GUI"], "--store", str(self.store), *map(str, arguments)],
            env=environment, stdout=sys.stderr)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    # Hands
    def keys(self, *names):
        for name in names:
            subprocess.run(["xdotool", "key", name], check=True)
            time.sleep(0.3)

    def type(self, text):
        subprocess.run(["xdotool", "type", text], check=True)
        time.sleep(0.3)

    def close(self):
        self.keys("ctrl+q")
        return self.process.wait(timeout=PATIENCE_S)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    # Eyes
    def rows(self, query):
        if not self.store.exists():
            return []
        with sqlite3.connect(f"file:{self.store}?mode=ro", uri=True) as connection:
            try:
                return connection.execute(query).fetchall()
            except sqlite3.OperationalError:  # its tables are being made
                return []

    def texts(self):
        """Names of everything that can be seen."""
        look = subprocess.run(
            [sys.executable, pathlib.Path(__file__).with_name("list-texts.py"),
             str(self.process.pid)], capture_output=True, text=True, check=False)
        return json.loads(look.stdout) if look.returncode == 0 else []

    def wait_for_text(self, part):
        return wait_for(f"'{part}' on screen", lambda: next(
            (text for text in self.texts() if part in text), None))


def run_tests(prefix, tests):
    """Each with a folder of its own; prints TAP, returns the exit code."""
    print(f"1..{len(tests)}")
    is_good = True
    for number, test in enumerate(tests, 1):
        name = f"/{prefix}/" + test.__name__.removeprefix("test_").replace("_", "-")
        with tempfile.TemporaryDirectory() as folder:
            try:
                reason = test(pathlib.Path(folder))
                print(f"ok {number} {name}" + (f" # SKIP {reason}" if reason else ""), flush=True)
            except Exception as error:  # reported, and the others still run
                is_good = False
                print(f"not ok {number} {name} - {error!r}", flush=True)
    return 0 if is_good else 1
