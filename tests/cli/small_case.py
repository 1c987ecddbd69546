# A small slide, small random networks and their results, made once for all tests of a file.
# SPDX-License-Identifier: GPL-3.0-or-later

import csv
import json
import pathlib
import sqlite3
import tempfile

import program
import tiny_slide

CLASSES = ["Normal", "LUAD", "LUSC"]
GENES = ["TP53", "EGFR"]
PATCH = 128
COLUMNS, ROWS, BACKGROUND_COLUMNS = 10, 8, 2
N_TISSUE = (COLUMNS - BACKGROUND_COLUMNS) * ROWS


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def count_predictions(store):
    """Tiles with probabilities, also while the program is writing; 0 before it began."""
    try:
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=5) as database:
            return database.execute(
                "SELECT count(*) FROM prediction WHERE probs IS NOT NULL").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def all_predictions(store):
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=5) as database:
        return set(database.execute(
            "SELECT run_id, row, col, background_share, probs, made_at_us FROM prediction"))


class SmallCase(program.CliCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.shared = pathlib.Path(folder.name)
        cls.slide = tiny_slide.write(
            cls.shared / "slide.tif",
            tiny_slide.tissue(COLUMNS * PATCH, ROWS * PATCH,
                              background_columns=BACKGROUND_COLUMNS * PATCH), mpp=0.5)

    def make_model(self, name="m.onnx", classes=CLASSES, seed=1, head="softmax", **card):
        path = self.shared / name
        if not path.exists():
            self.expect_success("model", "new", "inception-v3", "--classes", ",".join(classes),
                                "--head", head, "--seed", seed, "--width", "0.0625",
                                "--output", path)
            path.with_suffix(".json").write_text(
                json.dumps({"patch_size_pixels": PATCH, "spacing_um_px": 0.5, **card}))
        return path

    def classify(self, *arguments, store="s.db", slide=None):
        return self.expect_success("classify", slide or self.slide, "--model",
                                   self.make_model(), "--store", store, *arguments)
