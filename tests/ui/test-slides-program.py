# The program with several slides: a folder, going through it, two windows, a file replaced
# while it is open, bookmarks that are there again.
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import pathlib
import shutil
import sys
import tempfile

from program import Program, wait_for

SLIDE = pathlib.Path(os.environ["TS_SOURCE_ROOT"], "resources", "demo", "demo-slide.tiff")
EVENTS = "SELECT kind FROM event WHERE kind LIKE 'slide-file-%' ORDER BY event_id"
OPENED = "SELECT count(*) FROM event WHERE kind = 'slide-opened'"


def make_slides(folder):
    slides = folder / "slides"
    slides.mkdir()
    for name in ("one.tiff", "two.tiff"):
        shutil.copyfile(SLIDE, slides / name)
    (slides / "words.svs").write_text("no slide")
    return slides


def test_a_folder_opens_as_a_list(folder):
    with Program(make_slides(folder), folder=folder) as program:
        program.wait_for_text("3 slides")
        program.wait_for_text("Slide 1, ")
        program.wait_for_text("Slide 3, This file is not a slide")
        # File names are private.
        assert not any("two.tiff" in text for text in program.texts())
        wait_for("the first slide", lambda: program.rows(OPENED) == [(1,)])
        program.keys("alt+Right")
        wait_for("the second slide", lambda: program.rows(OPENED) == [(2,)])
        program.keys("alt+Left")
        wait_for("the first again", lambda: program.rows(OPENED) == [(3,)])
        assert program.close() == 0


def test_f8_is_remembered(folder):
    settings = folder / "glib-2.0" / "settings" / "keyfile"
    with Program(make_slides(folder) / "one.tiff", folder=folder) as program:
        program.wait_for_text("pixels, ")
        program.keys("F8")
        wait_for("the list shown", lambda: settings.exists() and
                 "slide-list-visible=true" in settings.read_text())
        program.wait_for_text("3 slides")
        program.keys("F8")
        wait_for("the list put away", lambda:
                 "slide-list-visible=false" in settings.read_text())
        assert program.close() == 0


def test_several_files_are_one_list(folder):
    slides = make_slides(folder)
    with Program(slides / "two.tiff", slides / "one.tiff", folder=folder) as program:
        program.wait_for_text("2 slides")
        wait_for("the slide named first", lambda: program.rows(OPENED) == [(1,)])
        assert program.close() == 0


def test_a_file_replaced_while_open_is_noticed(folder):
    slides = make_slides(folder)
    with Program(slides / "one.tiff", folder=folder) as program:
        program.wait_for_text("pixels, ")
        new = slides / "new"
        new.write_text("another file")
        new.rename(slides / "one.tiff")
        program.wait_for_text("has changed since it was opened")
        shutil.copyfile(SLIDE, slides / "one.tiff")
        wait_for("the message to go", lambda: not any(
            "has changed since" in text for text in program.texts()))
        assert [kind for kind, in program.rows(EVENTS)] == ["slide-file-changed",
                                                            "slide-file-same"]
        (slides / "one.tiff").unlink()
        program.wait_for_text("was moved or removed")
        assert program.close() == 0


def test_what_is_no_slide_says_what_to_do(folder):
    with Program(make_slides(folder) / "words.svs", folder=folder) as program:
        program.wait_for_text("Cannot Open the Slide")
        program.wait_for_text("copied completely")
        program.wait_for_text("Try Again")
        assert program.close() == 0


def test_bookmarks_are_there_again(folder):
    bookmarks = "SELECT note, scale FROM bookmark"
    slides = make_slides(folder)
    with Program(slides / "one.tiff", folder=folder) as program:
        program.wait_for_text("pixels, ")
        program.keys("5", "ctrl+d")
        program.wait_for_text("Note of the bookmark")
        program.type("gland")
        program.keys("Return")
        wait_for("the note", lambda: [row[0] for row in program.rows(bookmarks)] == ["gland"])
        program.kill()
    # The same slide under another name.
    with Program(slides / "two.tiff", folder=folder) as program:
        program.wait_for_text("pixels, ")
        program.keys("ctrl+d")
        program.wait_for_text("gland, 20×")
        program.keys("Escape", "Escape")
        assert program.close() == 0


def test_a_second_window_outlives_the_first(folder):
    with Program(make_slides(folder) / "one.tiff", folder=folder) as program:
        program.wait_for_text("pixels, ")
        program.keys("ctrl+shift+o")
        wait_for("a second slide-opened", lambda: program.rows(OPENED) == [(2,)])
        program.keys("ctrl+w")
        assert program.process.poll() is None
        program.wait_for_text("pixels, ")
        assert program.close() == 0


TESTS = [
    test_a_folder_opens_as_a_list,
    test_f8_is_remembered,
    test_several_files_are_one_list,
    test_a_file_replaced_while_open_is_noticed,
    test_what_is_no_slide_says_what_to_do,
    test_bookmarks_are_there_again,
    test_a_second_window_outlives_the_first,
]


def main():
    print(f"1..{len(TESTS)}")
    is_good = True
    for number, test in enumerate(TESTS, 1):
        name = "/slides-program/" + test.__name__.removeprefix("test_").replace("_", "-")
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(pathlib.Path(folder))
                print(f"ok {number} {name}", flush=True)
            except Exception as error:  # reported, and the others still run
                is_good = False
                print(f"not ok {number} {name} - {error!r}", flush=True)
    return 0 if is_good else 1


sys.exit(main())
