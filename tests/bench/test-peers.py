# What the comparison with other engines stands on; without any of them, and without npm.
# SPDX-License-Identifier: GPL-3.0-or-later

import math
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "cli")]
import peer_engine  # noqa: E402 - the path is ours
import program  # noqa: E402

RUN_PEERS = HERE / "run-peers"
NETWORK = os.environ["TS_BENCH_NETWORK"]
MAKE_RESNET = os.environ["TS_MAKE_RESNET"]


def run(*command, said=""):
    return subprocess.run([str(word) for word in command], input=said, capture_output=True,
                          text=True, check=False)


class Script(program.CliCase):
    def test_help_names_the_options_and_installs_nothing(self):
        done = run(RUN_PEERS, "--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for option in ("--rounds", "--seconds", "--only", "--quick"):
            self.assertIn(option, done.stdout)

    def test_no_rounds_are_refused(self):
        done = run(RUN_PEERS, "--rounds", "0")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--rounds and --seconds are above 0", done.stderr)

    def test_network_that_is_not_known_is_refused(self):
        done = run(RUN_PEERS, "--only", "lenet")
        self.assertEqual(done.returncode, 2)
        self.assertIn("'lenet'", done.stderr)


class Network(program.CliCase):
    def setUp(self):
        super().setUp()
        self.model = self.folder / "small.onnx"
        self.expect_success("model", "new", "inception-v3", "--classes", "A,B", "--width",
                            "0.0625", "--output", self.model)

    def start_engine(self, *arguments):
        engine = peer_engine.Engine("ours", [NETWORK, *arguments], os.sched_getaffinity(0))
        self.addCleanup(engine.close)
        return engine

    def test_it_says_what_the_network_takes(self):
        self.assertEqual(self.start_engine(self.model).shape, "1x3x299x299")

    def test_it_runs_as_long_as_told_with_each_worker(self):
        engine = self.start_engine(self.model, "2")
        done = engine.run(0.05)
        self.assertGreaterEqual(done.n_tiles, 2)
        self.assertGreater(done.cpu_seconds, 0)
        # Each worker's rate is of at least the time that was asked for.
        self.assertLessEqual(done.tiles_per_second, done.n_tiles / 0.05)
        self.assertGreater(engine.peak_mb(), 1)

    def test_output_is_the_same_for_any_number_of_workers_and_runs(self):
        one, two = self.start_engine(self.model, "1"), self.start_engine(self.model, "2")
        first = one.output()
        two.run(0)
        self.assertEqual(len(first), 3)
        self.assertGreater(max(first) - min(first), 0)
        self.assertEqual(first, one.output())
        self.assertEqual(first, two.output())

    def test_line_that_is_no_request_ends_it(self):
        for line in ("dance", "run", "run soon", "run -1"):
            done = run(NETWORK, self.model, said=line + "\n")
            self.assertEqual(done.returncode, 2)
            self.assertEqual(done.stderr,
                             f"'{line}' is neither 'run SECONDS' nor 'output'\n")

    def test_missing_model_is_an_error_that_names_it(self):
        missing = str(self.folder / "missing.onnx")
        with self.assertRaisesRegex(peer_engine.EngineError, "missing.onnx"):
            peer_engine.Engine("ours", [NETWORK, missing], os.sched_getaffinity(0))


class ResNet(program.CliCase):
    def test_it_has_the_size_of_torchvisions(self):
        # 25557032 parameters there, of which a batch norm has two for each of 26560
        # channels where a folded one leaves one; 3 classes in place of 1000.
        path = self.folder / "resnet.onnx"
        self.assertEqual(run(MAKE_RESNET, path).returncode, 0)
        info = self.expect_json("model", "info", path)
        self.assertEqual(info["parameters"], 25557032 - 26560 - (2048 + 1) * (1000 - 3))


class Difference(program.CliCase):
    def test_largest_of_all_outputs_counts_as_a_share_of_the_largest_output(self):
        self.assertEqual(peer_engine.largest_difference([1.0, -2.0], [0.5, -4.0]), 0.5)

    def test_output_that_is_no_number_is_no_comparison(self):
        for ours in ([1.0, math.nan], [math.inf, 1.0]):
            with self.assertRaisesRegex(peer_engine.EngineError, "not a finite number"):
                peer_engine.largest_difference(ours, [1.0, 1.0])

    def test_nothing_but_zeros_is_no_comparison(self):
        with self.assertRaisesRegex(peer_engine.EngineError, "all outputs of theirs are 0"):
            peer_engine.largest_difference([0.0, 0.0], [0.0, 0.0])

    def test_other_number_of_outputs_is_no_comparison(self):
        with self.assertRaisesRegex(peer_engine.EngineError, "1 outputs of ours, 2 of theirs"):
            peer_engine.largest_difference([1.0], [1.0, 2.0])


if __name__ == "__main__":
    program.main()
