# tessera-cli classify: its numbers, its table, its store, its ends.
# SPDX-License-Identifier: GPL-3.0-or-later

import contextlib
import json
import os
import pty
import signal
import time

import program
import tiny_slide
from small_case import (CLASSES, COLUMNS, BACKGROUND_COLUMNS, GENES, N_TISSUE, PATCH, ROWS,
                        SmallCase, all_predictions, count_predictions, read_csv)

STOPPED = ("tessera-cli: stopped; what is done is stored, and the same command goes on "
           "from there\n")


class Results(SmallCase):
    def test_json_agrees_with_csv(self):
        found = json.loads(self.classify("--json", "--csv", "t.csv"))
        rows = read_csv(self.folder / "t.csv")
        self.assertEqual(found["tiles"], {"classified": N_TISSUE, "unreadable": 0,
                                          "background": BACKGROUND_COLUMNS * ROWS})
        self.assertEqual([c["name"] for c in found["classes"]], CLASSES)
        self.assertEqual((found["slide"]["mpp"], found["mutations"]), (0.5, None))
        best = [max(CLASSES, key=lambda name: float(row[f"prob_{name}"])) for row in rows]
        for of_class in found["classes"]:
            column = [float(row[f"prob_{of_class['name']}"]) for row in rows]
            self.assertAlmostEqual(of_class["mean_probability"], sum(column) / N_TISSUE, 6)
            self.assertEqual(of_class["share_of_tiles"],
                             best.count(of_class["name"]) / N_TISSUE)

    def test_csv_has_wsinfers_form(self):
        self.classify("--csv", "t.csv")
        lines = (self.folder / "t.csv").read_text().splitlines()
        self.assertEqual(lines[0], "minx,miny,width,height,prob_Normal,prob_LUAD,prob_LUSC")
        self.assertEqual(len(lines), 1 + N_TISSUE)
        places = [tuple(map(int, line.split(",")[:4])) for line in lines[1:]]
        self.assertEqual(places, [(col * PATCH, row * PATCH, PATCH, PATCH)
                                  for row in range(ROWS)
                                  for col in range(COLUMNS - BACKGROUND_COLUMNS)])
        for line in lines[1:]:
            self.assertAlmostEqual(sum(map(float, line.split(",")[4:])), 1, 5)

    def test_tiles_that_are_no_whole_pixels_are_rounded(self):
        tiny_slide.write(self.folder / "a.tif", tiny_slide.tissue(700, 300), mpp=0.4)
        self.classify("--csv", "t.csv", slide="a.tif")
        places = [tuple(row.values())[:4] for row in read_csv(self.folder / "t.csv")]
        # 128 px of 0.5 um are 160 px of 0.4 um; the last of each row and column is cut.
        self.assertEqual(places, [(str(x), str(y), str(width), str(height))
                                  for y, height in ((0, 160), (160, 140))
                                  for x, width in ((0, 160), (160, 160), (320, 160),
                                                   (480, 160), (640, 60))])
        tiny_slide.write(self.folder / "b.tif", tiny_slide.tissue(500, 300, 3), mpp=0.499)
        self.classify("--csv", "b.csv", "--region", "0,0,500,9", slide="b.tif")
        self.assertEqual([(row["minx"], row["width"]) for row in read_csv(self.folder / "b.csv")],
                         [("0", "128"), ("128", "128"), ("257", "128"), ("385", "115")])

    def test_text_for_people(self):
        text = self.classify()
        self.assertIn(f"{N_TISSUE} tiles classified, {BACKGROUND_COLUMNS * ROWS} background",
                      text)
        self.assertRegex(text, r"LUAD +[01]\.\d{4} +\d+\.\d %")

    def test_one_worker_and_two_agree_to_the_last_bit(self):
        self.classify("--workers", 1, "--csv", "one.csv", store="one.db")
        self.classify("--workers", 2, "--csv", "two.csv", store="two.db")
        self.assertEqual((self.folder / "one.csv").read_bytes(),
                         (self.folder / "two.csv").read_bytes())

    def test_numbers_do_not_follow_the_locale(self):
        self.classify("--csv", "c.csv")
        self.environment.update(LC_ALL="de_DE.UTF-8")
        self.classify("--csv", "de.csv")
        self.assertEqual((self.folder / "c.csv").read_bytes(),
                         (self.folder / "de.csv").read_bytes())

    def test_region_takes_the_tiles_that_touch_it(self):
        found = json.loads(self.classify("--json", "--region", "130,10,256,200", "--csv",
                                         "t.csv"))
        self.assertEqual(found["tiles"]["classified"], 6)
        self.assertEqual([(row["minx"], row["miny"]) for row in read_csv(self.folder / "t.csv")],
                         [("128", "0"), ("256", "0"), ("384", "0"),
                          ("128", "128"), ("256", "128"), ("384", "128")])
        self.assertEqual(count_predictions(self.folder / "s.db"), 6)

    def test_region_beside_the_slide_is_refused(self):
        self.expect_failure(f"the region 99999,0,10,10 is not on '{self.slide}' of "
                            f"{COLUMNS * PATCH}x{ROWS * PATCH} pixels", "classify", self.slide,
                            "--model", self.make_model(), "--store", "s.db", "--region",
                            "99999,0,10,10")

    def test_slide_without_tissue(self):
        blank = tiny_slide.tissue(512, 512, background_columns=512)
        tiny_slide.write(self.folder / "blank.tif", blank, mpp=0.5)
        found = json.loads(self.classify("--json", "--csv", "t.csv", slide="blank.tif"))
        self.assertEqual(found["tiles"], {"classified": 0, "background": 16, "unreadable": 0})
        self.assertEqual(found["classes"][0]["mean_probability"], None)
        self.assertEqual(len((self.folder / "t.csv").read_text().splitlines()), 1)

    def test_terminal_shows_progress_and_is_left_clean(self):
        try:
            reader, writer = pty.openpty()
        except OSError as error:
            self.skipTest(f"no terminal can be made here: {error}")
        process = self.start("classify", self.slide, "--model", self.make_model(), "--store",
                             "s.db", stderr=writer)
        os.close(writer)
        shown = b""
        with contextlib.suppress(OSError):  # Linux says EIO when the other end is closed
            while piece := os.read(reader, 4096):
                shown += piece
        os.close(reader)
        process.communicate()
        self.assertEqual(process.returncode, 0)
        self.assertRegex(shown, rb"\d+ of \d+ tiles")
        self.assertTrue(shown.endswith(b"\r\x1b[K"), shown[-40:])

    def test_class_name_with_comma_and_quote_is_quoted(self):
        names = ['a,"b"', "c"]
        model = self.make_model("odd.onnx", classes=["A", "B"], class_names=names)
        self.expect_success("classify", self.slide, "--model", model, "--store", "s.db",
                            "--region", "0,0,10,10", "--csv", "t.csv")
        self.assertEqual(list(read_csv(self.folder / "t.csv")[0])[4:],
                         [f"prob_{name}" for name in names])


class Mutations(SmallCase):
    def test_genes_run_on_their_class_alone(self):
        first = json.loads(self.classify("--json", "--csv", "classes.csv", store="first.db"))
        usual = max(first["classes"], key=lambda c: c["share_of_tiles"])["name"]
        genes = self.make_model("genes.onnx", GENES, seed=7, head="sigmoid", role="mutations",
                                runs_on_class=usual)
        found = json.loads(self.classify("--mutations", genes, "--json", "--csv", "t.csv"))
        rows = read_csv(self.folder / "t.csv")
        self.assertEqual(list(rows[0])[4:], [f"prob_{name}" for name in CLASSES + GENES])
        n_with_genes = 0
        for row in rows:
            best = max(CLASSES, key=lambda name: float(row[f"prob_{name}"]))
            has_genes = [row[f"prob_{gene}"] != "" for gene in GENES]
            self.assertEqual(has_genes, [best == usual] * len(GENES))
            n_with_genes += best == usual
        self.assertGreater(n_with_genes, 0)
        self.assertEqual((found["mutations"]["tiles"], found["mutations"]["runs_on_class"]),
                         (n_with_genes, usual))
        for gene in found["mutations"]["genes"]:
            values = [float(row[f"prob_{gene['name']}"]) for row in rows
                      if row[f"prob_{gene['name']}"]]
            self.assertAlmostEqual(gene["mean_probability"], sum(values) / len(values), 6)
            self.assertAlmostEqual(gene["share_of_tiles"],
                                   sum(v >= 0.5 for v in values) / len(values), 9)

    def test_genes_that_fail_are_told(self):
        """The classes of these tiles are there, so the class table alone looks complete."""
        usual = max(json.loads(self.classify("--json"))["classes"],
                    key=lambda c: c["share_of_tiles"])["name"]
        genes = self.make_model("numbers.onnx", GENES, seed=7, head="sigmoid",
                                role="mutations", runs_on_class=usual)
        network = bytearray(genes.read_bytes())
        at = network.rindex(b"logits/logits/biases") - 200  # in those of the last gene
        network[at:at + 64] = b"\xff" * 64  # not a number, wherever a float begins
        broken = self.folder / "broken.onnx"
        broken.write_bytes(network)
        broken.with_suffix(".json").write_bytes(genes.with_suffix(".json").read_bytes())
        done = self.run_cli("classify", self.slide, "--model", self.make_model(),
                            "--mutations", broken, "--store", "s.db", "--json")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.err, r"^tessera-cli: \d+ tiles of '.*' have no result; one of "
                         r"them: .*'.*' gives a value that is not a number\n$")

    def test_genes_added_later_do_not_run_the_classes_again(self):
        first = json.loads(self.classify("--json"))
        before = all_predictions(self.folder / "s.db")
        usual = max(first["classes"], key=lambda c: c["share_of_tiles"])["name"]
        genes = self.make_model("later.onnx", GENES, seed=7, head="sigmoid", role="mutations",
                                runs_on_class=usual)
        found = json.loads(self.classify("--mutations", genes, "--json"))
        self.assertGreater(found["mutations"]["tiles"], 0)
        self.assertLessEqual(before, all_predictions(self.folder / "s.db"))


class Resuming(SmallCase):
    def start_and_wait(self, n_tiles):
        process = self.start("classify", self.slide, "--model", self.make_model(), "--store",
                             "s.db", "--workers", 1, "--csv", "t.csv")
        self.addCleanup(process.kill)
        while count_predictions(self.folder / "s.db") < n_tiles and process.poll() is None:
            time.sleep(0.01)
        self.assertIsNone(process.poll(), "it was done before it could be interrupted")
        return process

    def expect_same_as_uninterrupted(self, before):
        self.assertGreater(len(before), 0)
        self.classify("--csv", "t.csv")
        after = all_predictions(self.folder / "s.db")
        # Every row, with the time it was made, is still there: no tile was done twice.
        self.assertLessEqual(before, after)
        self.assertEqual(count_predictions(self.folder / "s.db"), N_TISSUE)
        self.classify("--csv", "whole.csv", store="whole.db")
        self.assertEqual((self.folder / "t.csv").read_bytes(),
                         (self.folder / "whole.csv").read_bytes())

    def test_goes_on_after_kill(self):
        process = self.start_and_wait(5)
        process.kill()
        process.communicate()
        self.assertFalse((self.folder / "t.csv").exists())
        self.expect_same_as_uninterrupted(all_predictions(self.folder / "s.db"))

    def test_goes_on_after_ctrl_c(self):
        process = self.start_and_wait(5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
        self.assertEqual((process.returncode, out, err), (1, "", STOPPED))
        self.assertFalse((self.folder / "t.csv").exists())
        self.expect_same_as_uninterrupted(all_predictions(self.folder / "s.db"))

    def test_second_run_has_nothing_to_do(self):
        first = self.classify("--json")
        before = all_predictions(self.folder / "s.db")
        self.assertEqual(self.classify("--json"), first)
        self.assertEqual(all_predictions(self.folder / "s.db"), before)

    def test_another_model_has_its_own_results(self):
        self.classify()
        other = self.make_model("other.onnx", seed=2)
        self.expect_success("classify", self.slide, "--model", other, "--store", "s.db")
        self.assertEqual(count_predictions(self.folder / "s.db"), 2 * N_TISSUE)

    def test_default_store_is_in_the_data_directory(self):
        self.expect_success("classify", self.slide, "--model", self.make_model(), "--region",
                            "0,0,10,10")
        self.assertEqual(count_predictions(self.folder / "home/tessera/tessera.db"), 1)


class Faults(SmallCase):
    def test_damaged_tile_does_not_end_the_run(self):
        pixels = tiny_slide.tissue(1024, 512)
        tiny_slide.write(self.folder / "bad.tif", pixels, mpp=0.5, damaged_tiles=(2,))
        done = self.run_cli("classify", "bad.tif", "--model", self.make_model(), "--store",
                            "s.db", "--json")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.err, r"^tessera-cli: 4 tiles of 'bad\.tif' have no result; one of "
                         r"them: tile \d,\d: cannot read \d+x\d+ pixels at .* of 'bad\.tif': .+\n$")
        self.assertEqual(json.loads(done.out)["tiles"],
                         {"classified": 28, "background": 0, "unreadable": 4})

    def test_slide_without_resolution_needs_mpp(self):
        tiny_slide.write(self.folder / "a.tif", tiny_slide.tissue(512, 256))
        arguments = ["classify", "a.tif", "--model", self.make_model(), "--store", "s.db"]
        self.expect_failure("'a.tif' has no resolution (microns per pixel); give it with --mpp",
                            *arguments)
        found = json.loads(self.expect_success(*arguments, "--mpp", "0.5", "--json"))
        self.assertEqual((found["slide"]["mpp"], found["slide"]["mpp_source"]),
                         (0.5, "reader"))
        self.assertEqual(found["tiles"]["classified"], 8)

    def test_coarse_slide_is_warned_of_and_refused(self):
        tiny_slide.write(self.folder / "c.tif", tiny_slide.tissue(512, 256), mpp=0.8)
        tiny_slide.write(self.folder / "d.tif", tiny_slide.tissue(512, 256), mpp=1.2)
        arguments = ["--model", self.make_model(), "--store", "s.db"]
        done = self.run_cli("classify", "c.tif", *arguments)
        self.assertEqual((done.returncode, done.err),
                         (0, "tessera-cli: the slide has 0.8 microns per pixel, the model "
                          "was trained at 0.5: its tiles are scaled up and have less detail "
                          "than it knows\n"))
        self.expect_failure("the slide has 1.2 microns per pixel and is too coarse for a "
                            "model trained at 0.5", "classify", "d.tif", *arguments)

    def test_numbers_that_are_not_needed_are_not_used(self):
        arguments = ["classify", self.slide, "--model", self.make_model(), "--store", "s.db",
                     "--json"]
        first = self.expect_success(*arguments)
        done = self.run_cli(*arguments, "--mpp", "0.25", "--spacing", "0.25")
        self.assertEqual((done.returncode, done.out), (0, first))
        self.assertEqual(done.err, f"tessera-cli: --spacing is not used: the card of "
                         f"'{self.make_model()}' says 0.5 um/px\n"
                         f"tessera-cli: --mpp is not used: '{self.slide}' says 0.5 um/px "
                         "itself\n")

    def test_model_without_spacing_needs_it(self):
        slide = self.data("slides/CMU-1-Small-Region.svs")
        model = self.data("models/lung_shufflenet.onnx")
        arguments = ["classify", slide, "--model", model, "--store", "s.db"]
        self.expect_failure(f"the card of '{model}' has no spacing (microns per pixel of a "
                            "tile); give it with --spacing", *arguments)
        found = json.loads(self.expect_success(*arguments, "--spacing", "0.5", "--json"))
        self.assertEqual(len(found["classes"]), 5)
        self.assertGreater(found["tiles"]["classified"], 0)

    def test_broken_slides_are_refused(self):
        for name in ["broken/broken.svs", "broken/fuzz-7765c4a2.tif", "broken/unopenable.tiff",
                     "unsupported/boxes_0.dcm", "unsupported/smalltif.tif"]:
            path = self.data(name)
            with self.subTest(name):
                done = self.run_cli("classify", path, "--model", self.make_model(), "--store",
                                    "s.db")
                self.assertEqual((done.returncode, done.out), (1, ""))
                self.assertIn(path, done.err)

    def test_slide_without_a_readable_tile_fails(self):
        path = self.data("broken/unreadable.svs")
        done = self.run_cli("classify", path, "--model", self.make_model(), "--store", "s.db")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.err, f"^tessera-cli: 1 tile of '{path}' has no result: "
                         ".*: Bogus marker length\n$")

    def test_model_that_is_no_model_is_refused(self):
        (self.folder / "a.onnx").write_text("this is not a model\n")
        done = self.run_cli("classify", self.slide, "--model", "a.onnx", "--store", "s.db")
        self.assertEqual((done.returncode, done.out), (1, ""))
        self.assertRegex(done.err, r"^tessera-cli: .*'a\.onnx'.*\n$")

    def test_features_are_no_classes(self):
        model = self.data("models/inception_v3_imagenet_trunk.onnx")
        done = self.run_cli("classify", self.slide, "--model", model, "--spacing", "0.5",
                            "--store", "s.db")
        self.assertEqual((done.returncode, done.out), (1, ""))
        self.assertRegex(done.err, r"^tessera-cli: .*inception_v3_imagenet_trunk.*\n$")

    def test_genes_are_no_classes(self):
        arguments = (self.slide, "--store", "s.db", "--model")
        for name, card, which in (("on.onnx", {"runs_on_class": "LUAD"},
                                   ", which runs on tiles of class LUAD"),
                                  ("all.onnx", {}, "")):
            genes = self.make_model(name, GENES, seed=7, head="sigmoid", role="mutations", **card)
            self.expect_failure(f"'{genes}' is a mutations model{which}: give it with "
                                "--mutations, beside a class model", "classify", *arguments, genes)
        self.assertFalse((self.folder / "s.db").exists())

    def test_store_that_is_no_store_is_refused_and_kept(self):
        (self.folder / "s.db").write_text("my notes\n")
        done = self.run_cli("classify", self.slide, "--model", self.make_model(), "--store",
                            "s.db")
        self.assertEqual((done.returncode, done.out), (1, ""))
        self.assertIn("'s.db'", done.err)
        self.assertEqual((self.folder / "s.db").read_text(), "my notes\n")

    def test_table_that_cannot_be_written_is_told_before_the_work(self):
        self.expect_failure("cannot write 'none/t.csv': No such file or directory", "classify",
                            self.slide, "--model", self.make_model(), "--store", "s.db",
                            "--csv", "none/t.csv")
        self.assertFalse((self.folder / "s.db").exists())

    def test_wrong_arguments(self):
        wrong = {
            "--model is missing": [],
            "--region '1,2,3' is not X,Y,W,H in whole level-0 pixels":
                ["--model", "m", "--region", "1,2,3"],
            "--region '1,2,0,4' is not X,Y,W,H in whole level-0 pixels":
                ["--model", "m", "--region", "1,2,0,4"],
            "--mpp 'nan' is not a number from 0.05 to 20": ["--model", "m", "--mpp", "nan"],
            "--mpp '0,5' is not a number from 0.05 to 20": ["--model", "m", "--mpp", "0,5"],
            "--spacing '0' is not a number from 0.01 to 100":
                ["--model", "m", "--spacing", "0"],
            "--workers '0' is not a whole number from 1 to 256":
                ["--model", "m", "--workers", "0"],
        }
        for message, arguments in wrong.items():
            with self.subTest(message):
                self.expect_usage_error(f"classify: {message}", "classify", "a.svs", *arguments)
        self.expect_usage_error("classify: SLIDE is missing", "classify", "--model", "m")


if __name__ == "__main__":
    program.main()
