# tessera-cli model import: DeepPATH's checkpoints, real ones and made ones, as ONNX files.
# SPDX-License-Identifier: GPL-3.0-or-later

import csv
import io
import json
import os
import pathlib
import subprocess
import tempfile

import PIL.Image

import program
import tiny_slide

DEEPPATH = "checkpoints/deeppath/run1a_3D_classifier-model.ckpt-69000"
TABLE_MAGIC = bytes.fromhex("57fb808b247547db")
GENES = "EGFR,FAT1,FAT4,KEAP1,KRAS,LRP1B,NF1,SETBP1,STK11,TP53"


class List(program.CliCase):
    def checkpoint(self, name):
        return self.data(f"{name}.index").removesuffix(".index")

    def test_real_index_without_its_values(self):
        prefix = self.checkpoint(DEEPPATH)
        facts = self.expect_json("model", "import", prefix, "--list")
        self.assertEqual((facts["checkpoint"], facts["shards"]), (pathlib.Path(prefix).name, 1))
        lines = [f"{tensor['name']} {'f32' if tensor['type'] == 'float32' else '?'}\t"
                 f"{tensor['shape']}\t{tensor['offset']} {tensor['bytes']} "
                 f"{tensor['masked_crc32c']}" for tensor in facts["tensors"]]
        expected = pathlib.Path(prefix + ".tensors.txt").read_text().splitlines()
        self.assertEqual(len(expected), 1565)
        self.assertEqual(lines, expected)

    def test_text_has_name_type_and_shape(self):
        text = self.expect_success("model", "import", self.checkpoint(DEEPPATH), "--list")
        rows = {name: (kind, shape) for name, kind, shape in map(str.split, text.splitlines())}
        self.assertEqual(len(rows), 1565)
        self.assertEqual(rows["conv0/weights/ExponentialMovingAverage"], ("float32", "3x3x3x32"))
        self.assertEqual(rows["global_step"], ("float32", "scalar"))
        text = self.expect_success("model", "import", self.checkpoint("checkpoints/PNet-18"),
                                   "--list")
        self.assertIn("Variable                  int32     scalar\n", text)

    def test_any_file_of_the_checkpoint_names_it(self):
        prefix = self.checkpoint("checkpoints/ONet-16")
        texts = {self.expect_success("model", "import", prefix + suffix, "--list")
                 for suffix in ("", ".index", ".meta", ".data-00000-of-00001")}
        self.assertEqual(len(texts), 1)
        self.assertEqual(texts.pop().count("\n"), 41)

    def test_missing_values_are_named(self):
        prefix = self.checkpoint(DEEPPATH)
        self.expect_failure(
            f"'{prefix}': tensor 'conv0/weights/ExponentialMovingAverage': cannot open "
            f"'{prefix}.data-00000-of-00001': No such file or directory",
            "model", "import", prefix, "--classes", "Normal,LUAD,LUSC", "--output", "m.onnx")
        self.assertFalse((self.folder / "m.onnx").exists())

    def test_another_network(self):
        prefix = self.checkpoint("checkpoints/PNet-18")
        self.expect_failure(
            f"'{prefix}': it lacks 375 of the 378 variables of DeepPATH's Inception v3: "
            "'conv0/weights', 'conv0/BatchNorm/beta', 'conv0/BatchNorm/moving_mean' and 372 "
            "more", "model", "import", prefix, "--classes", "a,b,c", "--output", "m.onnx")

    def test_what_is_no_checkpoint(self):
        self.expect_failure("cannot open 'a.index': No such file or directory",
                            "model", "import", "a", "--list")
        (self.folder / "a.index").write_bytes(b"text")
        self.expect_failure("'a.index': it is no table: it has only 4 bytes",
                            "model", "import", "a", "--list")
        (self.folder / "model.ckpt-157585").write_bytes(bytes(100) + TABLE_MAGIC)
        self.expect_failure(
            "'model.ckpt-157585' is a TensorFlow checkpoint of version 1 (a single file); only "
            "version 2 (.index and .data files) is supported",
            "model", "import", "model.ckpt-157585", "--list")
        self.expect_failure(
            f"'{self.folder}' is a folder; name a checkpoint in it (the part before .index)",
            "model", "import", self.folder, "--list")

    def test_damaged_index(self):
        source = pathlib.Path(self.checkpoint(DEEPPATH) + ".index").read_bytes()
        damaged = bytearray(source)
        damaged[30000] ^= 4
        (self.folder / "a.index").write_bytes(damaged)
        self.expect_failure("'a.index': the block at byte 0 is damaged: its checksum is wrong",
                            "model", "import", "a", "--list")
        (self.folder / "a.index").write_bytes(source[:50000])
        self.expect_failure("'a.index': it is no table, or cut off: its last bytes are not those "
                            "of one", "model", "import", "a", "--list")


class Import(program.CliCase):
    """Of checkpoints with every tensor of DeepPATH's, all of them zero."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.three = str(pathlib.Path(folder.name) / "three-1")
        cls.genes = str(pathlib.Path(folder.name) / "genes-1")
        for prefix, n_outputs in ((cls.three, "4"), (cls.genes, "11")):
            subprocess.run([os.environ["TS_MAKE_CHECKPOINT"], prefix, n_outputs], check=True)

    def card(self):
        return self.expect_json("model", "info", "m.onnx")["card"]

    def test_classes(self):
        text = self.expect_success("model", "import", self.three + ".index",
                                   "--classes", "Normal,LUAD,LUSC", "--output", "m.onnx")
        self.assertEqual(text, "imported 378 variables of 'three-1': 378 as moving averages, 0 "
                               "as they are\n")
        facts = self.expect_json("model", "info", "m.onnx")
        self.assertTrue(facts["can_classify"])
        self.assertEqual(facts["outputs"][0]["shape"], [None, 4])
        card = facts["card"]
        self.assertEqual(card["class_names"], ["Normal", "LUAD", "LUSC"])
        self.assertEqual((card["name"], card["head"], card["role"], card["background_output"]),
                         ("m", "softmax", "classes", 0))
        self.assertEqual((card["patch_size_pixels"], card["spacing_um_px"], card["central_crop"],
                          card["resize_filter"]), (512, 0.5, 1, "tf1-bilinear"))
        self.assertIn("'three-1'", card["notes"])
        self.assertNotIn("/", card["notes"])
        self.classify_one_image()

    def classify_one_image(self):
        """All weights are zero: each of four outputs has the same share, and the first is
        none of the classes."""
        PIL.Image.fromarray(tiny_slide.tissue(512, 512, 1)).save(self.folder / "a.png")
        done = self.run_cli("classify-images", "a.png", "--model", "m.onnx")
        self.assertEqual(done.returncode, 0, done.err)
        row = next(csv.DictReader(io.StringIO(done.out)))
        for name in ("Normal", "LUAD", "LUSC"):
            self.assertAlmostEqual(float(row[f"prob_{name}"]), 1 / 3, 5)

    def test_mutations(self):
        facts = self.expect_json(
            "model", "import", self.genes, "--classes", GENES, "--head", "sigmoid",
            "--runs-on-class", "LUAD", "--central-crop", "--spacing", "0.499", "--patch", "500",
            "--source", "here", "--licence", "none", "--output", "m.onnx")
        self.assertEqual(facts, {"checkpoint": "genes-1", "variables": 378,
                                 "moving_averages": 378, "outputs": 11})
        card = self.card()
        self.assertEqual(card["class_names"], GENES.split(","))
        self.assertEqual((card["head"], card["role"], card["runs_on_class"]),
                         ("sigmoid", "mutations", "LUAD"))
        self.assertEqual((card["central_crop"], card["spacing_um_px"],
                          card["patch_size_pixels"], card["source"], card["licence"]),
                         (0.875, 0.499, 500, "here", "none"))

    def test_classes_from_a_file(self):
        (self.folder / "l.txt").write_bytes(b"\xef\xbb\xbf Normal\r\n\tLUAD \rLUSC\n\r\n")
        self.expect_success("model", "import", self.three, "--classes-file", "l.txt",
                            "--output", "m.onnx")
        self.assertEqual(self.card()["class_names"], ["Normal", "LUAD", "LUSC"])

    def test_lines_of_a_class_file_end_in_any_way(self):
        for text in (b"a\nb", b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"a\rb\n\n\n"):
            (self.folder / "l.txt").write_bytes(text)
            done = self.run_cli("model", "import", self.three, "--classes-file", "l.txt",
                                "--output", "m.onnx")
            with self.subTest(text):
                self.assertIn("; 2 are given\n", done.err)

    def test_broken_class_files(self):
        arguments = ("model", "import", self.three, "--classes-file", "l.txt", "--output", "m")
        self.expect_failure("cannot open 'l.txt': No such file or directory", *arguments)
        for text, message in (
                (b"", "'l.txt' names no class"),
                (b"\r\n \n", "'l.txt' names no class"),
                (b"a\xff", "'l.txt' is not UTF-8 text"),
                (b"a\0b", "'l.txt' is not UTF-8 text"),
                (b"a\n\nb", "model card, key 'class_names': a class has no name"),
                (b"a\n\x07\nb",
                 "model card, key 'class_names': class 2 of 3 has a control character in its name"),
                (b"a\nb", f"'{self.three}': the network has 4 outputs, the first of them an "
                 "unused background, so it takes the names of 3 classes; 2 are given")):
            (self.folder / "l.txt").write_bytes(text)
            with self.subTest(text):
                self.expect_failure(message, *arguments)

    def test_number_of_classes(self):
        for prefix, n_outputs, classes in ((self.three, 4, "a,b"), (self.three, 4, "a,b,c,d"),
                                           (self.genes, 11, "a,b,c")):
            n_given = classes.count(",") + 1
            self.expect_failure(
                f"'{prefix}': the network has {n_outputs} outputs, the first of them an unused "
                f"background, so it takes the names of {n_outputs - 1} classes; {n_given} are "
                "given", "model", "import", prefix, "--classes", classes, "--output", "m.onnx")
        self.assertFalse((self.folder / "m.onnx").exists())

    def test_file_that_cannot_be_written(self):
        self.expect_failure("cannot write 'no/m.onnx': No such file or directory",
                            "model", "import", self.three, "--classes", "a,b,c",
                            "--output", "no/m.onnx")

    def test_cut_off_values(self):
        index = pathlib.Path(self.three + ".index").read_bytes()
        (self.folder / "c.index").write_bytes(index)
        (self.folder / "c.data-00000-of-00001").write_bytes(bytes(1000))
        done = self.run_cli("model", "import", "c", "--classes", "a,b,c", "--output", "m.onnx")
        self.assertEqual((done.returncode, done.out), (1, ""))
        self.assertRegex(done.err, r"^tessera-cli: 'c': tensor 'conv0/weights/Exponential"
                         r"MovingAverage': 'c\.data-00000-of-00001' is cut off: it has 1000 "
                         r"bytes, but this needs \d+\n$")
        self.assertFalse((self.folder / "m.onnx").exists())

    def test_wrong_arguments(self):
        wanted = ("model", "import", self.three)
        full = (*wanted, "--classes", "a,b,c", "--output", "m")
        for message, arguments in (
                ("PREFIX is missing", wanted[:2]),
                ("PREFIX is empty", (*wanted[:2], "", "--list")),
                ("--classes is missing", (*wanted, "--output", "m")),
                ("--classes 'a,a,b': 'a' is there twice",
                 (*wanted, "--classes", "a,a,b", "--output", "m")),
                ("--classes 'a,,b': a name is empty",
                 (*wanted, "--classes", "a,,b", "--output", "m")),
                ("--output is missing", (*wanted, "--classes", "a,b,c")),
                ("give --classes or --classes-file, not both", (*full, "--classes-file", "f")),
                ("--list writes no file; leave out --output", (*full, "--list")),
                ("--head is softmax or sigmoid, not 'features'", (*full, "--head", "features")),
                ("--runs-on-class goes with --head sigmoid", (*full, "--runs-on-class", "a")),
                ("--runs-on-class is empty",
                 (*full, "--head", "sigmoid", "--runs-on-class", "")),
                ("--spacing '0' is not a number from 0.01 to 100", (*full, "--spacing", "0")),
                ("--patch '0' is not a whole number from 1 to 16384", (*full, "--patch", "0"))):
            with self.subTest(message):
                self.expect_usage_error(f"model import: {message}", *arguments)

    def test_help(self):
        text = self.expect_success("model", "import", "--help")
        for word in ("PREFIX", "--classes=A,B,C", "--classes-file", "--head", "--runs-on-class",
                     "--central-crop", "--spacing", "--patch", "--source", "--licence", "--list",
                     "--json", "--output"):
            self.assertIn(word, text)
        self.assertIn("import", self.expect_success("model", "--help"))


if __name__ == "__main__":
    program.main()
