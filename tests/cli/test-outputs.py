# Outputs of every command: none takes the place of a file that is read, or of any database.
# SPDX-License-Identifier: GPL-3.0-or-later

import csv
import io
import os
import pathlib
import shutil
import sqlite3
import subprocess

import PIL.Image

import program
import tiny_slide
from small_case import CLASSES, N_TISSUE, SmallCase, count_predictions

class Outputs(SmallCase):
    def setUp(self):
        super().setUp()
        shutil.copy(self.slide, self.folder / "a.tif")
        model = self.make_model()
        shutil.copy(model, self.folder / "m.onnx")
        shutil.copy(model.with_suffix(".json"), self.folder / "m.json")

    def contents(self):
        return {path.relative_to(self.folder): path.read_bytes()
                for path in self.folder.rglob("*") if path.is_file()}

    def expect_refused(self, message, *arguments):
        """Wrong usage, and nothing in the folder is changed, made or lost."""
        before = self.contents()
        self.expect_usage_error(message, *arguments)
        self.assertEqual(self.contents(), before)

    def expect_same_file(self, command, option, output, other, *arguments):
        with self.subTest(output):
            self.expect_refused(f"{command}: {option} '{output}' is the same file as {other}",
                                *command.split(), *arguments, option, output)


class Classify(Outputs):
    def setUp(self):
        super().setUp()
        self.arguments = ("a.tif", "--model", "m.onnx", "--store", "s.db")

    def expect_same(self, output, other, option="--csv"):
        self.expect_same_file("classify", option, output, other, *self.arguments)

    def test_table_is_not_an_input(self):
        (self.folder / "sub").mkdir()
        (self.folder / "link.csv").symlink_to("a.tif")
        os.link(self.folder / "a.tif", self.folder / "hard.csv")
        for name in ("a.tif", "./a.tif", "sub/../a.tif", self.folder / "a.tif", "link.csv",
                     "hard.csv"):
            self.expect_same(name, "the slide 'a.tif'")
        self.expect_same("m.onnx", "the model 'm.onnx'")
        self.expect_same("m.json", "a file beside the model 'm.json'")

    def test_table_is_not_what_would_be_read_the_next_time(self):
        (self.folder / "m.json").unlink()
        self.expect_same("m.json", "a file beside the model 'm.json'")
        self.expect_same("config.json", "a file beside the model 'config.json'")
        (self.folder / "link").symlink_to(".", target_is_directory=True)
        self.expect_same("link/config.json", "a file beside the model 'config.json'")

    def test_table_is_no_file_of_the_mutations_model(self):
        (self.folder / "genes").mkdir()
        shutil.copy(self.folder / "m.onnx", self.folder / "genes/g.onnx")
        self.arguments += ("--mutations", "genes/g.onnx")
        self.expect_same("genes/g.onnx", "the mutations model 'genes/g.onnx'")
        self.expect_same("genes/config.json",
                         "a file beside the mutations model 'genes/config.json'")

    def test_table_is_not_the_store(self):
        self.expect_same("s.db", "the store 's.db'")
        self.expect_same("./s.db", "the store 's.db'")
        self.expect_success("classify", *self.arguments, "--region", "0,0,10,10")
        self.expect_same("s.db", "the store 's.db'")
        for suffix in ("-wal", "-shm", "-journal"):
            self.expect_same("s.db" + suffix, f"a part of the store 's.db{suffix}'")
        self.assertEqual(count_predictions(self.folder / "s.db"), 1)

    def test_table_is_not_the_viewers_store(self):
        default = self.folder / "home/tessera/tessera.db"
        self.expect_success("classify", *self.arguments[:3], "--region", "0,0,10,10")
        self.arguments = self.arguments[:3]
        self.expect_same(default, f"the store '{default}'")

    def test_store_is_not_an_input(self):
        self.arguments = self.arguments[:3]
        self.expect_same("a.tif", "the slide 'a.tif'", "--store")
        self.expect_same("m.onnx", "the model 'm.onnx'", "--store")
        # SQLite would take an empty file for a new database.
        (self.folder / "config.json").write_bytes(b"")
        self.expect_same("config.json", "a file beside the model 'config.json'", "--store")

    def test_no_database_is_written_over(self):
        with sqlite3.connect(self.folder / "other.db") as database:
            database.execute("CREATE TABLE notes (text)")
        database.close()
        self.expect_refused("classify: --csv 'other.db' is a SQLite database; none is written "
                            "over", "classify", *self.arguments, "--csv", "other.db")

    def test_log_of_a_database_is_not_written_over(self):
        """The newest rows are in it alone until the program that wrote them ends well."""
        database = sqlite3.connect(self.folder / "other.db")
        self.addCleanup(database.close)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE notes (text)")
        database.commit()
        before = (self.folder / "other.db-wal").read_bytes()
        self.expect_usage_error("classify: --csv 'other.db-wal' is the log of a SQLite database; "
                                "none is written over", "classify", *self.arguments, "--csv",
                                "other.db-wal")
        self.assertEqual((self.folder / "other.db-wal").read_bytes(), before)

    def test_older_table_is_written_over(self):
        (self.folder / "t.csv").write_text("SQLite format\n")
        self.expect_success("classify", *self.arguments, "--csv", "t.csv")
        self.assertEqual(len((self.folder / "t.csv").read_text().splitlines()), 1 + N_TISSUE)

    def test_table_on_standard_output_stands_alone(self):
        self.expect_success("classify", *self.arguments, "--csv", "t.csv")
        done = self.run_cli("classify", *self.arguments, "--csv", "-")
        self.assertEqual((done.returncode, done.err), (0, ""))
        self.assertEqual(done.out, (self.folder / "t.csv").read_text())
        self.assertFalse((self.folder / "-").exists())
        self.expect_success("classify", *self.arguments, "--csv", "./-")
        self.assertEqual((self.folder / "-").read_text(), done.out)

    def test_standard_output_takes_one_thing(self):
        self.expect_refused("classify: --csv - and --json both go to standard output",
                            "classify", *self.arguments, "--csv", "-", "--json")
        self.expect_refused("classify: --store '-' is standard output; name a file",
                            "classify", *self.arguments[:3], "--store", "-")

    def test_table_that_no_file_can_take_is_told_before_the_work(self):
        self.expect_failure("cannot write '/dev/null': it is not a file; '-' is standard output",
                            "classify",
                            *self.arguments, "--csv", "/dev/null")
        self.assertFalse((self.folder / "s.db").exists())

    def test_link_to_standard_output_is_not_replaced(self):
        """A link in this folder: the machine's own /dev/stdout is left alone."""
        (self.folder / "out").symlink_to("/proc/self/fd/1")
        (self.folder / "t.csv").symlink_to("out")
        with (self.folder / "taken.txt").open("w") as taken:
            for stdout in (taken, subprocess.PIPE):
                process = self.start("classify", *self.arguments, "--csv", "t.csv", stdout=stdout)
                out, err = process.communicate()
                self.assertEqual((process.returncode, out or "", err), (1, "",
                                 "tessera-cli: cannot write 't.csv': it is not a file; '-' is "
                                 "standard output\n"))
        self.assertEqual((self.folder / "taken.txt").read_text(), "")
        self.assertEqual(os.readlink(self.folder / "out"), "/proc/self/fd/1")
        self.assertEqual(os.readlink(self.folder / "t.csv"), "out")
        self.assertFalse((self.folder / "s.db").exists())

    def test_table_is_written_where_a_link_leads(self):
        (self.folder / "sub").mkdir()
        (self.folder / "link.csv").symlink_to("sub/t.csv")
        for _ in range(2):
            self.expect_success("classify", *self.arguments, "--csv", "link.csv")
            self.assertEqual(os.readlink(self.folder / "link.csv"), "sub/t.csv")
            table = (self.folder / "sub/t.csv").read_text()
            self.assertEqual(len(table.splitlines()), 1 + N_TISSUE)
        (self.folder / "no.csv").symlink_to("no/t.csv")
        self.expect_failure("cannot write 'no.csv': No such file or directory", "classify",
                            *self.arguments, "--csv", "no.csv")

    def test_table_is_not_what_a_link_to_nowhere_leads_to(self):
        (self.folder / "m.json").unlink()
        (self.folder / "link.csv").symlink_to("m.json")
        self.expect_same("link.csv", "a file beside the model 'm.json'")

    def test_store_takes_no_input_for_its_own(self):
        """SQLite deletes what lies beside a new store under the names of its own files."""
        arguments = self.arguments[:3]
        for suffix in ("-wal", "-shm", "-journal"):
            name = "case.db" + suffix
            os.link(self.folder / "a.tif", self.folder / name)
            self.expect_refused(f"classify: --store 'case.db': its part '{name}' is the same file "
                                f"as the slide '{name}'", "classify", name, *arguments[1:],
                                "--store", "case.db")
            (self.folder / name).unlink()
        shutil.copy(self.folder / "m.onnx", self.folder / "x.db-journal")
        shutil.copy(self.folder / "m.json", self.folder / "x.db-journal.json")
        self.expect_refused("classify: --store 'x.db': its part 'x.db-journal' is the same file as "
                            "the model 'x.db-journal'", "classify", "a.tif", "--model",
                            "x.db-journal", "--store", "x.db")
        self.expect_refused("classify: --store 'x.db': its part 'x.db-journal' is the same file as "
                            "the mutations model 'x.db-journal'", "classify", *arguments,
                            "--mutations", "x.db-journal", "--store", "x.db")

    def test_store_deletes_no_file_of_another(self):
        for suffix in ("-wal", "-shm", "-journal"):
            name = "case.db" + suffix
            (self.folder / name).write_bytes(b"a slide of somebody")
            before = self.contents()
            self.expect_failure(f"cannot open 'case.db': '{name}' is no file of SQLite's, which "
                                "would delete it", "classify", *self.arguments[:3], "--store",
                                "case.db")
            self.assertEqual(self.contents(), before)
            (self.folder / name).unlink()

    def test_table_is_no_part_of_what_a_link_to_the_store_leads_to(self):
        self.expect_success("classify", *self.arguments[:3], "--region", "0,0,10,10", "--store",
                            "real.db")
        (self.folder / "link.db").symlink_to("real.db")
        self.arguments = (*self.arguments[:3], "--store", "link.db")
        for suffix in ("-wal", "-shm", "-journal"):
            real = f"{os.path.realpath(self.folder)}/real.db{suffix}"
            self.expect_same("real.db" + suffix, f"a part of the store '{real}'")
        self.expect_success("classify", *self.arguments)
        self.assertEqual(count_predictions(self.folder / "real.db"), N_TISSUE)

    def test_name_of_a_store_is_a_file_name(self):
        for name in (":memory:", "file:q.db?mode=memory", "file:plain.db", "a%20b#c?d.db"):
            with self.subTest(name):
                self.expect_success("classify", *self.arguments[:3], "--store", name)
                shutil.copy(self.folder / name, self.folder / "copy.db")
                self.assertEqual(count_predictions(self.folder / "copy.db"), N_TISSUE)
                self.expect_success("heatmap", "a.tif", "--store", name, "--layer", "LUAD",
                                    "--output", "h.png")
        self.assertFalse((self.folder / "plain.db").exists())
        self.expect_refused("classify: --store is empty", "classify", *self.arguments[:3],
                            "--store", "")

    def test_folders_of_a_store_that_was_named_are_not_made(self):
        self.expect_failure("cannot write 'no/s.db': No such file or directory", "classify",
                            *self.arguments[:3], "--store", "no/s.db")
        self.assertFalse((self.folder / "no").exists())

    def test_slides_of_several_files(self):
        """The check comes before the slide is opened, so these need not be whole."""
        (self.folder / "b").mkdir()
        (self.folder / "b/Data0000.dat").write_bytes(b"pixels")
        (self.folder / "b.mrxs").write_bytes(b"")
        (self.folder / "c.vms").write_text("[Virtual Microscope Specimen]\nNoLayers=1\n"
                                           "ImageFile=c.jpg\nImageFile(1,0)=c(1,0).jpg\n")
        for name in ("c.jpg", "c(1,0).jpg"):
            (self.folder / name).write_bytes(b"pixels")
        rest = self.arguments[1:]
        self.arguments = ("b.mrxs", *rest)
        self.expect_same("b/Data0000.dat", "a part of the slide 'b/Data0000.dat'")
        self.arguments = ("c.vms", *rest)
        for name in ("c.jpg", "c(1,0).jpg"):
            self.expect_same(name, f"a part of the slide '{name}'")


class ClassifyImages(Outputs):
    def setUp(self):
        super().setUp()
        for seed, name in enumerate(("a.png", "b.png")):
            PIL.Image.fromarray(tiny_slide.tissue(200, 150, seed + 1)).save(self.folder / name)
        self.arguments = ("a.png", "b.png", "--model", "m.onnx")

    def test_table_is_not_an_input(self):
        os.link(self.folder / "b.png", self.folder / "hard.csv")
        for output, other in (("b.png", "the image 'b.png'"), ("hard.csv", "the image 'b.png'"),
                              ("m.onnx", "the model 'm.onnx'"),
                              ("m.json", "a file beside the model 'm.json'"),
                              ("./config.json", "a file beside the model 'config.json'")):
            self.expect_same_file("classify-images", "--csv", output, other, *self.arguments)

    def test_table_on_standard_output(self):
        done = self.run_cli("classify-images", *self.arguments, "--csv", "-")
        self.assertEqual((done.returncode, done.err), (0, ""))
        rows = list(csv.DictReader(io.StringIO(done.out)))
        self.assertEqual([row["file"] for row in rows], ["a.png", "b.png"])
        self.assertFalse((self.folder / "-").exists())
        self.expect_refused("classify-images: --csv - and --json both go to standard output",
                            "classify-images", *self.arguments, "--csv", "-", "--json")


class Pictures(Outputs):
    def test_picture_is_not_an_input(self):
        self.expect_success("classify", "a.tif", "--model", "m.onnx", "--store", "s.png",
                            "--region", "0,0,10,10")
        os.link(self.folder / "a.tif", self.folder / "hard.png")
        (self.folder / "link.png").symlink_to("a.tif")
        for command in ("heatmap", "snapshot"):
            for output, other in (("hard.png", "the slide 'a.tif'"),
                                  ("link.png", "the slide 'a.tif'"),
                                  ("./s.png", "the store 's.png'")):
                self.expect_same_file(command, "--output", output, other, "a.tif", "--store",
                                      "s.png", "--layer", "LUAD")

    def test_store_takes_no_slide_for_its_own(self):
        (self.folder / "s.db").touch()
        os.rename(self.folder / "a.tif", self.folder / "s.db-wal")
        for command in ("heatmap", "snapshot"):
            self.expect_refused(f"{command}: --store 's.db': its part 's.db-wal' is the same file "
                                "as the slide 's.db-wal'", command, "s.db-wal", "--store", "s.db",
                                "--layer", "LUAD", "--output", "x.png")
            self.expect_refused(f"{command}: --store is empty", command, "s.db-wal", "--store", "",
                                "--layer", "LUAD", "--output", "x.png")

    def test_picture_is_written_where_a_link_leads(self):
        self.expect_success("classify", "a.tif", "--model", "m.onnx", "--store", "s.db",
                            "--region", "0,0,10,10")
        (self.folder / "link.png").symlink_to("real.png")
        (self.folder / "out.png").symlink_to("/proc/self/fd/1")
        self.expect_success("snapshot", "a.tif", "--store", "s.db", "--output", "link.png")
        self.assertTrue((self.folder / "link.png").is_symlink())
        self.assertTrue((self.folder / "real.png").read_bytes().startswith(b"\x89PNG"))
        self.expect_failure("cannot write 'out.png': it is not a file", "snapshot", "a.tif",
                            "--store", "s.db", "--output", "out.png")

    def test_another_store_is_not_written_over(self):
        for store in ("s.db", "other.png"):
            self.expect_success("classify", "a.tif", "--model", "m.onnx", "--store", store,
                                "--region", "0,0,10,10")
        self.expect_refused("snapshot: --output 'other.png' is a SQLite database; none is written "
                            "over", "snapshot", "a.tif", "--store", "s.db", "--output",
                            "other.png")


class Models(Outputs):
    def make_checkpoint(self):
        subprocess.run([os.environ["TS_MAKE_CHECKPOINT"], self.folder / "ck-1", "4"], check=True)
        (self.folder / "ck-1.meta").write_bytes(b"graph")
        (self.folder / "ck-1").write_bytes(b"an older one")
        (self.folder / "l.txt").write_text("\n".join(CLASSES))

    def test_imported_model_is_no_file_of_the_checkpoint(self):
        self.make_checkpoint()
        os.link(self.folder / "ck-1.data-00000-of-00001", self.folder / "hard.onnx")
        for name in ("ck-1.index", "./ck-1.meta", "ck-1.data-00000-of-00001", "ck-1",
                     "hard.onnx"):
            shown = "ck-1.data-00000-of-00001" if name == "hard.onnx" else pathlib.Path(name).name
            for prefix in ("ck-1", "ck-1.index"):
                self.expect_same_file("model import", "--output", name,
                                      f"a file of the checkpoint '{shown}'", prefix,
                                      "--classes-file", "l.txt")

    def test_imported_model_is_not_the_class_file(self):
        self.make_checkpoint()
        self.expect_same_file("model import", "--output", "l.txt", "the class file 'l.txt'",
                              "ck-1", "--classes-file", "l.txt")

    def test_model_is_no_database(self):
        self.make_checkpoint()
        with sqlite3.connect(self.folder / "s.onnx") as database:
            database.execute("CREATE TABLE notes (text)")
        database.close()
        self.expect_refused("model import: --output 's.onnx' is a SQLite database; none is "
                            "written over", "model", "import", "ck-1", "--classes-file", "l.txt",
                            "--output", "s.onnx")
        self.expect_refused("model new: --output 's.onnx' is a SQLite database; none is written "
                            "over", "model", "new", "inception-v3", "--classes", "a", "--output",
                            "s.onnx")

    def test_model_is_not_written_to_standard_output(self):
        self.make_checkpoint()
        for arguments in (("import", "ck-1"), ("new", "inception-v3")):
            self.expect_refused(f"model {arguments[0]}: --output '-' is standard output; name a "
                                "file", "model", *arguments, "--classes", "a,b,c", "--output",
                                "-")
            self.expect_refused(f"model {arguments[0]}: --output is empty", "model", *arguments,
                                "--classes", "a,b,c", "--output", "")

    def test_folder_of_a_new_model_must_be_there(self):
        self.expect_failure("cannot write 'no/m.onnx': No such file or directory", "model", "new",
                            "inception-v3", "--classes", "a", "--output", "no/m.onnx")


if __name__ == "__main__":
    program.main()
