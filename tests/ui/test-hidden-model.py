# A reader who hides the model: nothing of it is left for a screen reader either, and it comes
# back when it is shown.
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import pathlib
import re
import sys
import time

from program import Program, run_tests

DEMO = pathlib.Path(os.environ["TS_SOURCE_ROOT"], "resources", "demo")
# The demonstration's own, and what is written about a run.
TELLING = re.compile(r"LUAD|LUSC|Normal|TP53|EGFR|STK11|Demo:|\d tiles|tiles/s|Done|Agree:|0\.9")
EVENTS = "SELECT kind FROM event WHERE kind LIKE 'model-%' ORDER BY event_id"


def find_telling(texts):
    return [text for text in texts if TELLING.search(text)]


def open_demo(folder):
    return Program("--model", DEMO / "demo-classes.onnx", "--mutations",
                   DEMO / "demo-mutations.onnx", DEMO / "demo-slide.tiff", folder=folder)


def give_opinion(program):
    program.keys("n", "j")
    program.wait_for_text("Who Is Reading?")
    program.type("Dr. Example")
    program.keys("Return")
    program.wait_for_text("Your opinion")


def test_nothing_is_left_for_a_screen_reader(folder):
    with open_demo(folder) as program:
        program.wait_for_text("Done")
        give_opinion(program)
        assert find_telling(program.texts())
        program.keys("ctrl+h")
        program.wait_for_text("Model Hidden")
        time.sleep(1)  # for what is on its way out
        assert not find_telling(program.texts()), find_telling(program.texts())
        program.keys("n", "g", "h", "j")
        assert not find_telling(program.texts()), find_telling(program.texts())
        program.keys("ctrl+h")
        program.wait_for_text("LUAD")
        assert program.rows(EVENTS) == [("model-hidden",), ("model-shown",)]
        assert program.close() == 0


TESTS = [test_nothing_is_left_for_a_screen_reader]


sys.exit(run_tests("hidden-model", TESTS))
