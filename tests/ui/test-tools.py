# The tools of the whole program: a line drawn with the pointer is as long as it says, the
# slide's properties tell where its resolution is from and keep private what may be.
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from program import Program, wait_for

SLIDE = pathlib.Path(os.environ["TS_SOURCE_ROOT"], "resources", "demo", "demo-slide.tiff")


def pointer(*steps):
    for step in steps:
        subprocess.run(["xdotool", *map(str, step)], check=True)
        time.sleep(0.15)


def drag(from_x, to_x, y):
    middle = (from_x + to_x) // 2
    pointer(("mousemove", from_x, y), ("mousedown", 1), ("mousemove", middle, y),
            ("mousemove", to_x, y), ("mouseup", 1))


def find_length(program):
    """Microns of the line that is drawn or selected."""
    lengths = [re.fullmatch(r"Length ([\d.]+) µm", text) for text in program.texts()]
    return next((float(match[1]) for match in lengths if match), None)


def find_resolution():
    info = subprocess.run([os.environ["TS_CLI"], "info", SLIDE], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    return float(re.search(r"([\d.]+) (?:x [\d.]+ )?(?:µm|um|microns)", info)[1])


def test_a_line_is_as_long_as_it_says(folder):
    with Program(SLIDE, folder=folder) as program:
        program.wait_for_text("pixels, ")
        program.keys("5")
        program.wait_for_text("pixels, 20×")
        time.sleep(1)
        program.keys("ctrl+m")
        drag(200, 400, 300)
        length = wait_for("a length", lambda: find_length(program))
        # The slide is shown at its own resolution: 200 of its pixels.
        expected = 200 * find_resolution()
        assert abs(length - expected) < 0.01 * expected, (length, expected)
        program.keys("Delete")
        program.wait_for_text("Measurement removed")
        assert program.close() == 0


def test_space_pans_while_a_tool_is_on(folder):
    with Program(SLIDE, folder=folder) as program:
        program.wait_for_text("pixels, ")
        program.keys("5", "ctrl+m")
        time.sleep(1)
        pointer(("keydown", "space"))
        drag(300, 400, 300)
        pointer(("keyup", "space"))
        assert find_length(program) is None
        drag(200, 300, 350)
        wait_for("a length", lambda: find_length(program))
        assert program.close() == 0


def test_enter_with_a_tool_is_no_opinion(folder):
    with Program(SLIDE, folder=folder) as program:
        program.wait_for_text("pixels, ")
        program.keys("ctrl+m", "Return", "shift+Right", "Return")
        wait_for("a length", lambda: find_length(program))
        assert not program.rows("SELECT * FROM opinion")
        assert program.close() == 0


def test_properties_name_the_source_and_hide_the_file(folder):
    slide = folder / "jane-doe.tiff"
    shutil.copyfile(SLIDE, slide)
    with Program(slide, folder=folder) as program:
        program.wait_for_text("pixels, ")
        program.keys("alt+Return")
        program.wait_for_text("Slide Properties")
        program.wait_for_text("TIFF resolution")
        program.wait_for_text("May identify the patient")
        assert not any("jane-doe" in text for text in program.texts())
        program.keys("Escape")
        assert program.close() == 0


TESTS = [
    test_a_line_is_as_long_as_it_says,
    test_space_pans_while_a_tool_is_on,
    test_enter_with_a_tool_is_no_opinion,
    test_properties_name_the_source_and_hide_the_file,
]


def main():
    print(f"1..{len(TESTS)}")
    is_good = True
    for number, test in enumerate(TESTS, 1):
        name = "/tools/" + test.__name__.removeprefix("test_").replace("_", "-")
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(pathlib.Path(folder))
                print(f"ok {number} {name}", flush=True)
            except Exception as error:  # reported, and the others still run
                is_good = False
                print(f"not ok {number} {name} - {error!r}", flush=True)
    return 0 if is_good else 1


sys.exit(main())
