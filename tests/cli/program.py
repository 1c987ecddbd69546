# What the command-line tests share: the program, where the real data is, a folder to work in.
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402 - the path is ours

PROGRAM = os.environ["TS_CLI"]
SOURCE = pathlib.Path(os.environ["TS_SOURCE_ROOT"])
DATA = pathlib.Path(os.environ.get("TS_TEST_DATA", "/nowhere"))
DEMO = SOURCE / "resources" / "demo"


def main():
    tap.main()


class CliCase(unittest.TestCase):
    """One test: a folder of its own, and the program."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        # The store of whoever runs the tests is not to be touched.
        self.environment = dict(os.environ, XDG_DATA_HOME=str(self.folder / "home"))

    def data(self, name):
        path = DATA / name
        if not path.exists():
            self.skipTest(f"{name} is not here")
        return str(path)

    def start(self, *arguments, **options):
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen([PROGRAM, *map(str, arguments)], text=True, cwd=self.folder,
                                env=self.environment, stdin=subprocess.DEVNULL, **options)

    def run_cli(self, *arguments):
        process = self.start(*arguments)
        process.out, process.err = process.communicate()
        return process

    def expect_success(self, *arguments):
        done = self.run_cli(*arguments)
        self.assertEqual(done.returncode, 0, done.err)
        return done.out

    def expect_json(self, *arguments):
        return json.loads(self.expect_success(*arguments, "--json"))

    def expect_failure(self, message, *arguments):
        """Exit code 1, nothing on stdout, exactly this one line on stderr."""
        done = self.run_cli(*arguments)
        self.assertEqual((done.returncode, done.out, done.err),
                         (1, "", f"tessera-cli: {message}\n"))

    def expect_usage_error(self, message, *arguments):
        done = self.run_cli(*arguments)
        self.assertEqual((done.returncode, done.out), (2, ""), done.err)
        first, second = done.err.splitlines()
        self.assertEqual(first, f"tessera-cli: {message}")
        self.assertRegex(second, r"^see 'tessera-cli.* --help'$")
