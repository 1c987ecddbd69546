# The whole program on a slide with a model: tiles are read, opinions given, and all of it is
# there again after closing, and after a kill.
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import pathlib
import struct
import subprocess
import sys
import tempfile

from program import Program, run_tests, wait_for

SLIDE = pathlib.Path(os.environ["TS_SOURCE_ROOT"], "resources", "demo", "demo-slide.tiff")
# Random weights serve: what is tested is what becomes of the numbers.
MODELS = tempfile.TemporaryDirectory()
MODEL = pathlib.Path(MODELS.name, "classes.onnx")
MUTATIONS = pathlib.Path(MODELS.name, "mutations.onnx")

PREDICTED = "SELECT count(*) FROM prediction WHERE probs IS NOT NULL"
OPINIONS = ("SELECT verdict, own_class, shown_class, supersedes_id, comment FROM opinion"
            " ORDER BY opinion_id")


def make_models():
    for path, classes, head in ((MODEL, "normal,LUAD,LUSC", "softmax"),
                                (MUTATIONS, "EGFR,TP53", "sigmoid")):
        subprocess.run([os.environ["TS_CLI"], "model", "new", "inception-v3", "--classes",
                        classes, "--head", head, "--width", "0.0625", "--output", path],
                       check=True, stdout=subprocess.DEVNULL)
    MUTATIONS.with_suffix(".json").write_text('{"role": "mutations"}')


def open_demo(folder):
    return Program("--model", MODEL, "--mutations", MUTATIONS, SLIDE, folder=folder)


def wait_for_tiles(program, n=3):
    wait_for("tiles in the store",
             lambda: program.rows(PREDICTED) and program.rows(PREDICTED)[0][0] >= n)


def introduce(program):
    program.wait_for_text("Who Is Reading?")
    program.type("Dr. Example")
    program.keys("Return")


def test_reads_tiles_and_keeps_opinions(folder):
    with open_demo(folder) as program:
        wait_for_tiles(program)
        program.wait_for_text("For research use only")
        program.keys("n", "j")
        introduce(program)
        wait_for("an opinion", lambda: len(program.rows(OPINIONS)) == 1)
        program.keys("n", "k")
        program.wait_for_text("Something else")
        program.keys("Down", "Up", "Return")
        wait_for("a second opinion", lambda: len(program.rows(OPINIONS)) == 2)
        program.keys("n", "u")
        wait_for("a third opinion", lambda: len(program.rows(OPINIONS)) == 3)
        assert program.close() == 0
        agree, disagree, unsure = program.rows(OPINIONS)
    assert agree[0] == "agree" and agree[1] == agree[2]
    assert disagree[0] == "disagree" and disagree[1] not in (None, disagree[2])
    assert unsure[0] == "unsure" and unsure[1] is None


def test_stores_what_was_on_screen(folder):
    with open_demo(folder) as program:
        wait_for_tiles(program)
        program.keys("n", "j")
        introduce(program)
        wait_for("an opinion", lambda: program.rows(OPINIONS))
        (probs, layer, is_visible, opacity, magnification, width, active_ms,
         software), = program.rows(
            "SELECT shown_probs, layer, was_overlay_visible, opacity, magnification,"
            " viewport_width_l0, active_ms, software FROM opinion")
    values = struct.unpack(f"<{len(probs) // 4}f", probs)
    assert abs(sum(values) - 1) < 1e-3, values
    assert layer == "most-likely" and is_visible == 1 and opacity == 0.5
    assert magnification > 0 and width > 0 and active_ms > 0 and software


def test_finds_everything_again(folder):
    with open_demo(folder) as program:
        program.wait_for_text("Done")  # so that the most certain tile stays it
        program.keys("n", "j")
        introduce(program)
        wait_for("an opinion", lambda: program.rows(OPINIONS))
        program.kill()
    with open_demo(folder) as program:
        program.wait_for_text("Done")
        program.keys("n")
        program.wait_for_text("Your opinion")
        assert len(program.rows(OPINIONS)) == 1
        assert program.close() == 0


def test_undo_adds_a_reversing_row(folder):
    with open_demo(folder) as program:
        wait_for_tiles(program)
        program.keys("n", "j")
        introduce(program)
        wait_for("an opinion", lambda: program.rows(OPINIONS))
        program.keys("ctrl+z")
        wait_for("a reversing row", lambda: len(program.rows(OPINIONS)) == 2)
        program.keys("ctrl+z")
        rows = program.rows(OPINIONS)
    assert [row[0] for row in rows] == ["agree", "withdrawn"]
    assert rows[1][3] == 1


def test_letters_go_into_a_comment(folder):
    with open_demo(folder) as program:
        wait_for_tiles(program)
        program.keys("n", "c")
        program.type("junk at 20")
        program.keys("Return")
        assert not program.rows(OPINIONS)
        program.keys("j")
        introduce(program)
        wait_for("an opinion", lambda: program.rows(OPINIONS))
        assert program.rows(OPINIONS)[0][4] == "junk at 20"
        program.keys("c", "End")
        program.type("x")
        program.keys("Return")
        wait_for("the new comment", lambda: len(program.rows(OPINIONS)) == 2)
        assert program.rows(OPINIONS)[1] == ("agree", *program.rows(OPINIONS)[0][1:3], 1,
                                             "junk at 20x")


def test_keys_set_the_magnification(folder):
    with open_demo(folder) as program:
        program.wait_for_text("pixels, ")
        for key, power in (("3", "5×"), ("4", "10×"), ("5", "20×")):
            program.keys(key)
            program.wait_for_text(f"pixels, {power}")
        assert program.close() == 0


def run_without_reader(*arguments):
    return subprocess.run([os.environ["TS_GUI"], "--exit-when-done", *map(str, arguments)],
                          capture_output=True, text=True, check=False, timeout=120)


def test_refuses_what_is_no_slide(folder):
    path = folder / "words.svs"
    path.write_text("no slide")
    result = run_without_reader("--store", folder / "store.db", path)
    assert result.returncode == 1, result
    assert "words.svs" in result.stderr, result


def test_writes_a_snapshot_and_ends(folder):
    picture = folder / "view.png"
    result = run_without_reader("--store", folder / "store.db", "--model", MODEL,
                                "--snapshot-to", picture, SLIDE)
    assert result.returncode == 0, result
    assert str(picture) in result.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")


TESTS = [
    test_reads_tiles_and_keeps_opinions,
    test_stores_what_was_on_screen,
    test_finds_everything_again,
    test_undo_adds_a_reversing_row,
    test_letters_go_into_a_comment,
    test_keys_set_the_magnification,
    test_refuses_what_is_no_slide,
    test_writes_a_snapshot_and_ends,
]


make_models()
sys.exit(run_tests("program", TESTS))
