# Python tests as TAP, so that meson counts each of them; skips stay skips.
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import sys
import traceback
import unittest


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.n_done = 0

    def say(self, is_good, test, directive=""):
        self.n_done += 1
        name = re.sub(r"^__main__\.|\btest_", "", test.id()).replace("_", "-")
        print(f"{'ok' if is_good else 'not ok'} {self.n_done} {name}{directive}",
              flush=True)

    def addSuccess(self, test):
        self.say(True, test)

    def addSkip(self, test, reason):
        self.say(True, test, f" # SKIP {reason}")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.say(False, test)
        for line in "".join(traceback.format_exception(*err)).splitlines():
            print(f"# {line}")

    addError = addFailure

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.addFailure(subtest, err)


def main():
    """Runs the tests of the calling program and exits with 1 when one failed."""
    tests = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    print(f"1..{tests.countTestCases()}", flush=True)
    result = TapResult()
    tests.run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
