# tessera-cli model verify on all operator vectors that python3-onnx makes: what the README
# promises agrees, everything else is refused by name.
# SPDX-License-Identifier: GPL-3.0-or-later

import pathlib
import re
import tempfile
import unittest

import program

try:
    import onnx_vectors
except ImportError as error:
    if error.name != "onnx":
        raise
    onnx_vectors = None

# What may be refused of an operator that is promised.
BEYOND_IMAGES = re.compile(
    r".*: its input has 5 dimensions, only images \(NCHW\) are supported|"
    r".*: it is in training mode \(training_mode is 1\)|"
    r".*: its inputs are of different types|.* is empty|"
    r"output '.*' is of int64; only float32 is supported")


@unittest.skipIf(onnx_vectors is None, "python3-onnx is not here")
class Vectors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            cls.results = [onnx_vectors.run(program.PROGRAM, case)
                           for case in onnx_vectors.generated(pathlib.Path(folder))]

    def names(self, wanted):
        return {result.case.name: result.text for result in self.results if wanted(result)}

    def test_nothing_is_wrong(self):
        self.assertEqual(self.names(lambda result: result.verdict == "wrong"), {})

    def test_what_is_promised_agrees(self):
        refused = self.names(lambda result: result.verdict == "refused"
                             and onnx_vectors.is_in_scope(result.case)
                             and not BEYOND_IMAGES.fullmatch(result.text))
        self.assertEqual(refused, {})

    def test_every_operator_promised_has_agreed(self):
        passed = set()
        for result in self.results:
            if result.verdict == "passed":
                passed |= result.case.operators
        # With booleans, which no input and no output of ours may be.
        logical = {"Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Where"}
        self.assertLessEqual(onnx_vectors.OPERATORS - passed, logical)


if __name__ == "__main__":
    program.main()
