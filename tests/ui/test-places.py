# Places in the whole program, by keys: going to coordinates, copying them, the minimap that
# is remembered, full screen with only the slide.
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import pathlib
import shutil
import subprocess
import sys

from program import Program, run_tests, wait_for

# 7680 x 5760 pixels of 0.5 µm.
SLIDE = pathlib.Path(os.environ["TS_SOURCE_ROOT"], "resources", "demo", "demo-slide.tiff")


def open_slide(folder):
    program = Program(SLIDE, folder=folder)
    # Beside the window, so that the middle of the view counts and not the pointer.
    subprocess.run(["xdotool", "mousemove", "1499", "949"], check=True)
    return program


def wait_gone(program, text):
    wait_for(f"'{text}' to go", lambda: (texts := program.texts()) and text not in texts)


def test_coordinates_lead_to_the_place(folder):
    with open_slide(folder) as program:
        program.wait_for_text("view at 50 % across, 50 % down")
        program.keys("ctrl+g")
        program.wait_for_text("Go to Coordinates")
        program.type("1920, 1440")
        program.keys("Return")
        program.wait_for_text("view at 25 % across, 25 % down")
        program.keys("ctrl+l")
        program.wait_for_text("Go to Coordinates")
        program.type("2,88; 2,16 mm")
        program.keys("Return")
        program.wait_for_text("view at 75 % across, 75 % down")
        assert program.close() == 0


def test_wrong_coordinates_are_explained_and_move_nothing(folder):
    with open_slide(folder) as program:
        program.wait_for_text("view at 50 % across, 50 % down")
        program.keys("ctrl+g")
        program.wait_for_text("in px, µm or mm")
        program.type("1920, 99999")
        program.keys("Return")
        program.wait_for_text("Outside of the slide")
        program.keys("Escape")
        wait_gone(program, "Go to Coordinates")
        program.wait_for_text("view at 50 % across, 50 % down")


def test_copies_the_coordinates(folder):
    with open_slide(folder) as program:
        program.wait_for_text("view at 50 % across, 50 % down")
        program.keys("ctrl+shift+c")
        program.wait_for_text("Copied: 3840, 2880 px (1920.0, 1440.0 µm)")


def test_the_minimap_stays_as_it_was_left(folder):
    with open_slide(folder) as program:
        program.wait_for_text("Hide the minimap")
        program.keys("m")
        program.wait_for_text("Show the minimap")
        assert program.close() == 0
    with open_slide(folder) as program:
        program.wait_for_text("Show the minimap")
        assert "Hide the minimap" not in program.texts()
        program.keys("m")
        program.wait_for_text("Hide the minimap")


def set_fullscreen_state(is_full):
    """As a window manager would; there is none here."""
    window = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Tessera"],
                            capture_output=True, text=True, check=True).stdout.split()[-1]
    change = (["-set", "_NET_WM_STATE", "_NET_WM_STATE_FULLSCREEN"] if is_full
              else ["-remove", "_NET_WM_STATE"])
    subprocess.run(["xprop", "-id", window, "-f", "_NET_WM_STATE", "32a", *change], check=True)


def test_full_screen_is_only_the_slide(folder):
    if shutil.which("xprop") is None:
        return "xprop is not here"
    with open_slide(folder) as program:
        program.wait_for_text("Layers")
        set_fullscreen_state(True)
        wait_gone(program, "Layers")
        assert "Main menu" not in program.texts()
        program.wait_for_text("Hide the minimap")
        set_fullscreen_state(False)
        program.wait_for_text("Layers")
        program.wait_for_text("Main menu")
        assert program.close() == 0
    return None


sys.exit(run_tests("places", [
    test_coordinates_lead_to_the_place,
    test_wrong_coordinates_are_explained_and_move_nothing,
    test_copies_the_coordinates,
    test_the_minimap_stays_as_it_was_left,
    test_full_screen_is_only_the_slide,
]))
