# tessera-cli classify-images: its table, and files that cannot be read.
# SPDX-License-Identifier: GPL-3.0-or-later

import csv
import io
import json
import math

import PIL.Image

import program
import tiny_slide
from small_case import CLASSES, SmallCase, read_csv


def softmax(logits):
    top = max(logits)
    shares = [math.exp(value - top) for value in logits]
    return [share / sum(shares) for share in shares]


class Images(SmallCase):
    def make_image(self, name, seed=1):
        pixels = tiny_slide.tissue(200, 150, seed)
        PIL.Image.fromarray(pixels).save(self.folder / name)
        return name

    def classify_images(self, *arguments):
        return self.run_cli("classify-images", *arguments, "--model", self.make_model())

    def test_table_on_standard_output_in_the_order_given(self):
        names = [self.make_image(f"{letter}.png", seed)
                 for seed, letter in enumerate("cab")]
        done = self.classify_images(*names)
        self.assertEqual((done.returncode, done.err), (0, ""))
        rows = list(csv.DictReader(io.StringIO(done.out)))
        self.assertEqual(list(rows[0]), ["file"] + [f"prob_{name}" for name in CLASSES])
        self.assertEqual([row["file"] for row in rows], names)
        for row in rows:
            self.assertAlmostEqual(sum(float(row[f"prob_{name}"]) for name in CLASSES), 1, 5)

    def test_file_json_and_output_agree(self):
        name = self.make_image("a.png")
        table = self.classify_images(name).out
        done = self.classify_images(name, "--csv", "t.csv", "--json")
        self.assertEqual((self.folder / "t.csv").read_text(), table)
        found = json.loads(done.out)["images"]
        row = read_csv(self.folder / "t.csv")[0]
        self.assertEqual(found[0]["file"], "a.png")
        for class_name, value in found[0]["probabilities"].items():
            self.assertAlmostEqual(value, float(row[f"prob_{class_name}"]), 8)

    def test_one_worker_and_two_agree_to_the_last_bit(self):
        names = [self.make_image(f"{seed}.png", seed) for seed in range(6)]
        self.assertEqual(self.classify_images(*names, "--workers", 1).out,
                         self.classify_images(*names, "--workers", 2).out)

    def test_jpeg_and_png(self):
        done = self.classify_images(self.make_image("a.jpg"), self.make_image("b.png"))
        self.assertEqual((done.returncode, len(done.out.splitlines())), (0, 3))

    def test_bad_image_is_reported_and_the_others_go_on(self):
        (self.folder / "bad.png").write_text("no picture\n")
        names = [self.make_image("a.png"), "bad.png", "none.png", self.make_image("b.png")]
        done = self.classify_images(*names)
        self.assertEqual(done.returncode, 1)
        self.assertEqual([line.split(",")[0] for line in done.out.splitlines()],
                         ["file", "a.png", "b.png"])
        complaints = done.err.splitlines()
        self.assertEqual(len(complaints), 2)
        self.assertRegex(complaints[0], r"^tessera-cli: .*'bad\.png'")
        self.assertRegex(complaints[1], r"^tessera-cli: .*'none\.png'.*No such file")

    def test_bad_image_in_json_has_its_reason(self):
        done = self.classify_images("none.png", self.make_image("a.png"), "--json")
        self.assertEqual(done.returncode, 1)
        found = json.loads(done.out)["images"]
        self.assertIn("none.png", found[0]["error"])
        self.assertIn("probabilities", found[1])

    def test_file_name_with_comma_and_quote_is_quoted(self):
        name = self.make_image('a, "b".png')
        rows = list(csv.DictReader(io.StringIO(self.classify_images(name).out)))
        self.assertEqual(rows[0]["file"], name)

    def test_features_are_no_classes(self):
        model = self.data("models/inception_v3_imagenet_trunk.onnx")
        done = self.run_cli("classify-images", self.make_image("a.png"), "--model", model)
        self.assertEqual((done.returncode, done.out), (1, ""))
        self.assertRegex(done.err, r"^tessera-cli: model '.*' gives features, not classes\n$")

    def test_wrong_arguments(self):
        self.expect_usage_error("classify-images: --model is missing", "classify-images", "a")
        self.expect_usage_error("classify-images: FILE... is missing", "classify-images",
                                "--model", "m")


class LungNetwork(SmallCase):
    def test_reproduces_the_golden_logits(self):
        model = self.data("models/lung_shufflenet.onnx")
        with open(self.data("models/lung_shufflenet.golden.json"), encoding="utf-8") as file:
            golden = json.load(file)
        names = sorted(golden["results"])
        paths = [self.data(name) for name in names]
        self.expect_success("classify-images", *paths, "--model", model, "--csv", "t.csv")
        rows = read_csv(self.folder / "t.csv")
        self.assertEqual([row["file"] for row in rows], paths)
        n_right = 0
        for name, row in zip(names, rows):
            probs = [float(row[f"prob_{class_name}"]) for class_name in golden["classes"]]
            for got, wanted in zip(probs, softmax(golden["results"][name])):
                self.assertAlmostEqual(got, wanted, delta=1e-4, msg=name)
            n_right += golden["classes"][probs.index(max(probs))] in name
        self.assertEqual(n_right, 367 + 57)


if __name__ == "__main__":
    program.main()
