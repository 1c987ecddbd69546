# A reader reads a study: blind, locked, revealed, by the keyboard alone. Before the lock
# nothing of the model can be seen, heard or inferred; a killed program goes on where it was.
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import time

from program import Program, run_tests, wait_for

DEMO = pathlib.Path(os.environ["TS_SOURCE_ROOT"], "resources", "demo")
READER = "Dr. Example"
# What is written about the model and its run, and the names of files. The classes' own names
# are the answers, so that only what goes with a model's answer tells something.
TELLING = ("Model:", "Demo:", "tiles/s", "Tiles done", "of 91", "Done", "0.9", "TP53", "EGFR", "Layer", "Gallery",
           "Most likely", "demo-", "second.tif", "other.tif", "Run", "Probab", "agree", "Agree")
STATES = ("SELECT substr(kind, 6) FROM event WHERE kind IN"
          " ('case-begun', 'case-locked', 'case-revealed', 'case-finished') ORDER BY event_id")
READINGS = "SELECT phase, question, answer, decision FROM reading ORDER BY at_us"


def write_slide(path, seed, side=1024, tile=256):
    """A tiled TIFF of 0.5 microns a pixel, as stained tissue with noise."""
    noise = random.Random(seed)
    n_tiles = (side // tile) ** 2
    tiles = [bytes(noise.randrange(130, 200) - 60 * (i % 3 == 1) for i in range(tile)) * tile * 3
             for _ in range(n_tiles)]
    entries = [(256, 3, side), (257, 3, side), (258, 3, 8), (259, 3, 1), (262, 3, 2),
               (277, 3, 3), (282, 5, (20000, 1)), (283, 5, (20000, 1)), (284, 3, 1), (296, 3, 3),
               (322, 3, tile), (323, 3, tile), (324, 4, n_tiles), (325, 4, n_tiles)]
    table_at = 8 + 2 + 12 * len(entries) + 4
    data_at = table_at + 16 + 8 * n_tiles
    size = len(tiles[0])
    places = {282: table_at, 283: table_at + 8, 324: table_at + 16,
              325: table_at + 16 + 4 * n_tiles}
    with path.open("wb") as file:
        file.write(b"II*\0" + struct.pack("<IH", 8, len(entries)))
        for tag, kind, value in entries:
            count = value if kind == 4 else 1
            file.write(struct.pack("<HHII", tag, kind, count, places.get(tag, value)))
        file.write(struct.pack("<I", 0) + struct.pack("<IIII", 20000, 1, 20000, 1))
        file.write(struct.pack(f"<{n_tiles}I", *(data_at + i * size for i in range(n_tiles))))
        file.write(struct.pack(f"<{n_tiles}I", *([size] * n_tiles)))
        file.write(b"".join(tiles))


def make_study(folder, **more):
    write_slide(folder / "second.tif", seed=7)
    write_slide(folder / "other.tif", seed=8)
    study = {
        "name": "two slides", "order": "given",
        "slides": [{"file": str(DEMO / "demo-slide.tiff"), "pseudonym": "S01"},
                   {"file": "second.tif", "pseudonym": "S02"}],
        "models": [{"file": str(DEMO / "demo-classes.onnx")}],
        "questions": [{"name": "class", "prompt": "Which class?",
                       "answers": ["normal", "LUAD", "LUSC"]}],
        "arms": [{"name": "first", "kind": "aided-after-blind"}], **more}
    (folder / "study.json").write_text(json.dumps(study))
    subprocess.run([os.environ["TS_CLI"], "study", "create", folder / "study.json", "--store",
                    folder / "store.db"], check=True, stdout=sys.stderr)


def open_program(folder):
    """On a slide that is not in the study: what was seen before is not read blind."""
    return Program("--model", DEMO / "demo-classes.onnx", folder / "other.tif", folder=folder)


def begin(program, is_named=False):
    program.wait_for_text("Explore")
    program.keys("alt+2")
    program.wait_for_text("Studies")
    if not is_named:
        program.type(READER)
    program.keys("Return")
    if not is_named:
        program.keys("Return")


def wait_for_case(program, text):
    program.wait_for_text(text)
    time.sleep(1.5)  # until the view is sharp and nothing moves


def find_telling(program):
    return [text for text in program.texts() if any(word in text for word in TELLING)]


def find_blindness(folder):
    """Of each answer, as it is computed from the log."""
    lines = subprocess.run(
        [os.environ["TS_CLI"], "study", "export-readings", "--store", folder / "store.db",
         "--without-truth"], check=True, capture_output=True, text=True).stdout.splitlines()
    column = lines[0].split(",").index("blind")
    return [line.split(",")[column] for line in lines[1:]]


def states(program):
    return [state for (state,) in program.rows(STATES)]


def take_picture():
    return subprocess.run(["import", "-window", "root", "-depth", "8", "rgb:-"], check=True,
                          capture_output=True).stdout


def take_still_picture():
    """The screen as raw RGB bytes, once it has not changed for two seconds."""
    subprocess.run(["xdotool", "mousemove", "5", "5"], check=True)
    before = b""
    for _ in range(20):
        time.sleep(2)
        now = take_picture()
        if now == before:
            return now
        before = now
    raise AssertionError("the screen does not rest")


def lock(program):
    program.keys("alt+l")
    program.wait_for_text("Lock Your Answers?")
    program.keys("alt+g")


def wait_for_tiles(program, n=1):
    wait_for("tiles in the store", lambda: program.rows(
        f"SELECT 1 FROM (SELECT count(*) AS n FROM prediction) WHERE n >= {n}"))


def test_a_study_is_read_by_the_keyboard_alone(folder):
    make_study(folder)
    with open_program(folder) as program:
        begin(program)
        wait_for_case(program, "Case 1 of 2")
        assert states(program) == ["begun"]
        program.keys("u")
        wait_for("a blind answer", lambda: program.rows(READINGS))
        lock(program)
        program.wait_for_text("Model:")
        assert states(program) == ["begun", "locked", "revealed"]
        program.keys("k")
        wait_for("a kept answer", lambda: len(program.rows(READINGS)) == 2)
        program.keys("alt+n")
        wait_for_case(program, "Case 2 of 2")
        program.keys("n")
        wait_for("a blind answer", lambda: len(program.rows(READINGS)) == 3)
        lock(program)
        program.wait_for_text("Keep normal")
        program.keys("l")
        wait_for("a changed answer", lambda: len(program.rows(READINGS)) == 4)
        program.keys("alt+n")
        program.wait_for_text("2 of 2")
        assert states(program) == ["begun", "locked", "revealed", "finished"] * 2
        assert program.rows(READINGS) == [
            ("blind", "class", "LUSC", None), ("revealed", "class", "LUSC", "keep"),
            ("blind", "class", "normal", None), ("revealed", "class", "LUAD", "change")]
        assert program.close() == 0
    assert find_blindness(folder) == ["blind"] * 4


def test_what_was_explored_before_is_not_read_blind(folder):
    make_study(folder)
    with Program("--model", DEMO / "demo-classes.onnx", DEMO / "demo-slide.tiff",
                 folder=folder) as program:
        program.wait_for_text("Most likely class")
        begin(program)
        wait_for_case(program, "Case 1 of 2")
        program.keys("u")
        lock(program)
        program.wait_for_text("Model:")
        assert program.close() == 0
    assert find_blindness(folder) == ["seen before"]


def test_nothing_of_the_model_before_the_lock(folder):
    make_study(folder)
    with open_program(folder) as program:
        begin(program)
        wait_for_case(program, "Case 1 of 2")
        wait_for_tiles(program, 20)  # the run goes on unseen
        assert not find_telling(program), find_telling(program)
        program.keys("p", "g", "h", "j", "bracketright", "ctrl+h", "ctrl+e", "alt+Return",
                     "ctrl+o", "F9", "F8", "alt+Right", "Escape")
        time.sleep(6)  # the word on why not goes
        assert not find_telling(program), find_telling(program)
        assert states(program) == ["begun"]
        program.keys("alt+1")
        program.wait_for_text("A Case Is Open")
        assert not find_telling(program), find_telling(program)
        program.keys("alt+2")
        program.wait_for_text("Case 1 of 2")
        program.keys("u")
        lock(program)
        program.wait_for_text("Model:")
        assert find_telling(program)
        assert program.close() == 0


def test_the_blind_screen_is_that_without_a_model(folder):
    pictures = []
    for name, models in (("with", ("--model", DEMO / "demo-classes.onnx")), ("without", ())):
        (folder / name).mkdir()
        make_study(folder / name, arms=[{"name": "first", "kind": "unaided"}])
        with Program(*models, folder / name / "other.tif", folder=folder / name) as program:
            begin(program)
            wait_for_case(program, "Case 1 of 2")
            if name == "with":
                wait_for_tiles(program, 20)
            pictures.append(take_still_picture())
            assert bool(program.rows("SELECT 1 FROM prediction")) == (name == "with")
            program.kill()
    different = sum(a != b for a, b in zip(*pictures))
    assert len(pictures[0]) == len(pictures[1]) > 0
    assert different == 0, f"{different} bytes differ"


def test_enter_and_space_never_answer_nor_lock(folder):
    make_study(folder)
    with open_program(folder) as program:
        begin(program)
        wait_for_case(program, "Case 1 of 2")
        for _ in range(12):  # round the panel
            program.keys("Tab", "space", "Return")
            if "Lock Your Answers?" in program.texts():
                program.keys("Escape")
        assert program.rows(READINGS) == []
        program.keys("Escape", "u")
        wait_for("a blind answer", lambda: program.rows(READINGS))
        for answer in ("Return", "space", "KP_Enter"):
            program.keys("alt+l")
            program.wait_for_text("Lock Your Answers?")
            program.keys(answer)
            wait_for("the question to go", lambda: "Lock Your Answers?" not in program.texts())
        assert states(program) == ["begun"]
        assert program.close() == 0


def test_a_killed_program_goes_on_where_it_was(folder):
    make_study(folder)
    with open_program(folder) as program:
        begin(program)
        wait_for_case(program, "Case 1 of 2")
        program.keys("u")
        wait_for("a blind answer", lambda: program.rows(READINGS))
        program.kill()
    with open_program(folder) as program:
        begin(program, is_named=True)
        wait_for_case(program, "Case 1 of 2")
        assert states(program) == ["begun"]
        assert not find_telling(program), find_telling(program)
        lock(program)
        program.wait_for_text("Blind: LUSC")
        program.wait_for_text("Model:")
        program.kill()
    with open_program(folder) as program:
        begin(program, is_named=True)
        program.wait_for_text("Blind: LUSC")
        program.wait_for_text("Model:")
        assert states(program) == ["begun", "locked", "revealed"]
        assert program.close() == 0


def drag(start, end):
    subprocess.run(["xdotool", "mousemove", *start, "mousedown", "1", "mousemove", *end,
                    "sleep", "0.2", "mousemove", *end, "mouseup", "1"], check=True)
    time.sleep(0.8)


def test_a_region_that_is_asked_for_must_be_marked(folder):
    make_study(folder, regions="required")
    regions = ("SELECT shape, phase FROM region AS old WHERE NOT is_withdrawn AND NOT EXISTS"
               " (SELECT 1 FROM region WHERE supersedes_key = old.region_key)")
    with open_program(folder) as program:
        begin(program)
        wait_for_case(program, "Case 1 of 2")
        program.keys("u")
        program.wait_for_text("No region is marked yet")
        program.keys("alt+l")
        assert "Lock Your Answers?" not in program.texts()
        program.keys("alt+g")
        drag(("700", "400"), ("800", "500"))
        wait_for("a region", lambda: program.rows(regions) == [("rectangle", "blind")])
        program.kill()
    with open_program(folder) as program:
        begin(program, is_named=True)
        wait_for_case(program, "Remove the region")
        lock(program)
        program.wait_for_text("Model:")
        assert program.rows(regions) == [("rectangle", "blind")]
        assert program.close() == 0


def test_without_a_study_the_page_says_what_one_is(folder):
    write_slide(folder / "other.tif", seed=8)
    with open_program(folder) as program:
        program.wait_for_text("Explore")
        program.keys("alt+2")
        program.wait_for_text("Read a Study")
        program.wait_for_text("Open Study File…")
        assert program.close() == 0


TESTS = [test_a_study_is_read_by_the_keyboard_alone,
         test_what_was_explored_before_is_not_read_blind,
         test_nothing_of_the_model_before_the_lock,
         test_the_blind_screen_is_that_without_a_model,
         test_enter_and_space_never_answer_nor_lock, test_a_killed_program_goes_on_where_it_was,
         test_a_region_that_is_asked_for_must_be_marked,
         test_without_a_study_the_page_says_what_one_is]


if __name__ == "__main__":
    sys.exit(run_tests("reading", TESTS))
