# The scripts around the program: what they install, and that they leave nothing behind.
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import program

INSTALL = program.SOURCE / "app" / "install-packages"
HEADLESS = program.SOURCE / "app" / "run-headless"


class Installing(unittest.TestCase):
    """In a world of a few commands, where apt-get only says what it was asked."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.bin = pathlib.Path(folder.name)
        for name in ("bash", "dirname", "awk", "grep", "id", "env"):
            (self.bin / name).symlink_to(shutil.which(name))

    def add_command(self, name, body):
        (self.bin / name).write_text(f"#!/bin/bash\n{body}\n")
        (self.bin / name).chmod(0o755)

    def install(self, *sections):
        return subprocess.run([str(INSTALL), *sections], capture_output=True, text=True,
                              env={"PATH": str(self.bin)}, check=False)

    def test_with_all_there_apt_is_not_called(self):
        self.add_command("dpkg-query", "echo installed")
        self.add_command("apt-get", "echo called; exit 1")
        done = self.install("build", "run", "test")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_only_what_is_missing_is_installed(self):
        self.add_command("dpkg-query", '[ "${*: -1}" = meson ] || echo installed')
        self.add_command("apt-get", 'echo "apt-get $*"')
        self.add_command("sudo", '"$@"')
        done = self.install("build", "run")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("installing 1 packages: meson", done.stderr)
        self.assertRegex(done.stderr, r"apt-get .*install --yes --no-install-recommends meson\n")

    def test_failing_apt_is_a_failure_with_the_names(self):
        self.add_command("dpkg-query", '[ "${*: -1}" = meson ] || echo installed')
        self.add_command("apt-get", "exit 100")
        self.add_command("sudo", '"$@"')
        done = self.install("build")
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stderr.endswith("needed are:\n  meson\n"), done.stderr)

    def test_without_apt_the_packages_are_named(self):
        done = self.install("build")
        self.assertEqual(done.returncode, 1)
        self.assertIn("this is not Debian", done.stderr)
        self.assertIn("libgtk-4-dev", done.stderr)


@unittest.skipUnless(shutil.which("Xvfb") and shutil.which("dbus-run-session"),
                     "Xvfb is not here")
class Headless(unittest.TestCase):
    def test_exit_code_is_the_programs(self):
        done = subprocess.run([str(HEADLESS), "bash", "-c", "exit 7"], check=False,
                              capture_output=True)
        self.assertEqual(done.returncode, 7)

    def test_program_has_a_display_and_the_server_ends_with_it(self):
        done = subprocess.run([str(HEADLESS), "bash", "-c", "echo $DISPLAY; cat /proc/$PPID/stat"],
                              check=True, capture_output=True, text=True)
        self.assertRegex(done.stdout, r"^:\d+\n")
        number = done.stdout.split("\n")[0][1:]
        self.assertFalse(os.path.exists(f"/tmp/.X11-unix/X{number}"))

    def test_ending_the_script_ends_the_program(self):
        with tempfile.TemporaryDirectory() as folder:
            note = pathlib.Path(folder, "pid")
            process = subprocess.Popen(
                [str(HEADLESS), "bash", "-c", f"echo $$ >{note}; exec sleep 600"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while not (note.exists() and note.read_text().strip()):
                self.assertIsNone(process.poll())
                time.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(), 143)
            pid = int(note.read_text())
            for _ in range(200):
                stat = pathlib.Path(f"/proc/{pid}/stat")
                if not stat.exists() or " Z " in stat.read_text():
                    return
                time.sleep(0.05)
            self.fail("the program is still running")


if __name__ == "__main__":
    program.main()
