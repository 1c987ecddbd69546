# What a screen reader gets of the whole program: whatever can be focused or acted on has a
# name, in every state the window has, and the canvas says what it shows.
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import pathlib
import subprocess
import sys

from program import Program, run_tests, wait_for

DEMO = pathlib.Path(os.environ["TS_SOURCE_ROOT"], "resources", "demo")
SLIDE = DEMO / "demo-slide.tiff"
MODELS = ("--model", DEMO / "demo-classes.onnx", "--mutations", DEMO / "demo-mutations.onnx")
# Whose content speaks for them: rows, cells and the panes around.
NAMED_BY_CONTENT = {"list item", "table cell", "scroll pane", "viewport", "page tab list",
                    "list", "list box", "tool bar", "menu", "text", "entry"}


def nodes_of(program):
    look = subprocess.run(
        [sys.executable, pathlib.Path(__file__).with_name("list-nodes.py"),
         str(program.process.pid)], capture_output=True, text=True, check=False)
    return json.loads(look.stdout) if look.returncode == 0 else []


def nameless(nodes):
    """What one can come to or press without learning what it is."""
    return [node["way"] for node in nodes
            if not node["name"].strip()
            and ("focusable" in node["states"] or node["actions"])
            and "button" in node["role"] or
            (not node["name"].strip() and "focusable" in node["states"]
             and node["role"] not in NAMED_BY_CONTENT)]


def canvas_of(program):
    return next((node for node in nodes_of(program) if node["name"].startswith("slide of ")),
                {"name": "", "description": ""})


def check_names(program, state):
    nodes = nodes_of(program)
    assert len(nodes) > 10, f"{state}: {len(nodes)} nodes"
    faults = nameless(nodes)
    assert not faults, f"{state}: " + "; ".join(sorted(set(faults)))


def test_everything_has_a_name(folder):
    with Program(*MODELS, SLIDE, folder=folder) as program:
        program.wait_for_text("Done")
        check_names(program, "canvas")
        program.keys("n")
        wait_for("a selected tile", lambda: "selected" in canvas_of(program)["description"])
        check_names(program, "tile")
        program.keys("j")
        program.wait_for_text("Who Is Reading?")
        check_names(program, "who is reading")
        program.type("Dr. Example")
        program.keys("Return")
        program.keys("n", "k")
        program.wait_for_text("Something else")
        check_names(program, "class chooser")
        program.keys("Escape", "ctrl+g")
        program.wait_for_text("Go to Coordinates")
        check_names(program, "go to")
        program.keys("Escape", "F10")
        check_names(program, "menu")
        program.keys("Escape")
        assert program.close() == 0


def test_windows_have_names(folder):
    with Program(SLIDE, folder=folder) as program:
        program.wait_for_text("pixels, ")
        for key, text in (("alt+Return", "Slide Properties"), ("ctrl+comma", "Reader’s Name"),
                          ("F1", "Whole slide")):
            program.keys(key)
            program.wait_for_text(text)
            check_names(program, key)
            program.keys("Escape")
        assert program.close() == 0


def test_without_a_slide_everything_has_a_name(folder):
    path = folder / "words.svs"
    path.write_text("no slide")
    with Program(path, folder=folder) as program:
        program.wait_for_text("Cannot Open the Slide")
        check_names(program, "fault")
        assert program.close() == 0


def test_the_canvas_says_what_it_shows(folder):
    with Program(*MODELS, SLIDE, folder=folder) as program:
        program.wait_for_text("Done")
        program.keys("5")
        wait_for("the magnification", lambda: canvas_of(program)["name"].endswith("20×"))
        assert canvas_of(program)["description"] == "no tile selected"
        program.keys("n")
        wait_for("probabilities", lambda: "LUAD 0." in canvas_of(program)["description"]
                 or "LUAD 1." in canvas_of(program)["description"])
        subprocess.run(["xdotool", "keydown", "h"], check=True)
        wait_for("silence while the map is hidden",
                 lambda: "LUAD" not in canvas_of(program)["description"])
        subprocess.run(["xdotool", "keyup", "h"], check=True)
        wait_for("probabilities again", lambda: "LUAD" in canvas_of(program)["description"])
        assert program.close() == 0


sys.exit(run_tests("access", [
    test_everything_has_a_name,
    test_windows_have_names,
    test_without_a_slide_everything_has_a_name,
    test_the_canvas_says_what_it_shows,
]))
