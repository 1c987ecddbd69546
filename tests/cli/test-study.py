# tessera-cli study: made from a file, read by several, merged, exported.
# SPDX-License-Identifier: GPL-3.0-or-later

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess

import program
import tiny_slide

READ_STUDY = os.environ["TS_READ_STUDY"]
MODEL = program.DEMO / "demo-classes.onnx"
TRUTH = {"slide": "A", "question": "class", "label": "LUAD", "source": "resection",
         "date": "2026-01-31", "author": "Dr. T"}


class StudyCase(program.CliCase):
    def setUp(self):
        super().setUp()
        for seed, name in enumerate(["one.tif", "two.tif"]):
            tiny_slide.write(self.folder / name, tiny_slide.tissue(512, 512, seed=seed), mpp=0.5)

    def write_study(self, name="study.json", **changes):
        study = {
            "name": "lung", "order": "given", "models": [{"file": str(MODEL)}],
            "slides": [{"file": "one.tif", "pseudonym": "A", "patient": "P1"},
                       {"file": "two.tif", "pseudonym": "B"}],
            "questions": [{"name": "class", "answers": ["normal", "LUAD", "LUSC"]}],
            "truth": [TRUTH], **changes}
        (self.folder / name).write_text(json.dumps(study))
        return name

    def create(self, store="S.db", **changes):
        return self.expect_json("study", "create", self.write_study(**changes), "--store", store)

    def read(self, store, reader, *answers):
        done = subprocess.run([READ_STUDY, store, reader, *answers], cwd=self.folder,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def export(self, store, *options):
        text = self.expect_success("study", "export-readings", "--store", store, *options)
        return list(csv.DictReader(io.StringIO(text)))


class Create(StudyCase):
    def test_study_is_listed(self):
        made = self.create()
        self.assertEqual((made["name"], made["slides"], made["truth"]), ("lung", 2, 1))
        listed = self.expect_json("study", "list", "--store", "S.db")
        self.assertEqual(listed, [{"key": made["key"], "name": "lung", "description": None,
                                   "slides": 2, "arms": 1}])
        text = self.expect_success("study", "list", "--store", "S.db")
        self.assertEqual(text, f"{made['key'][:12]}  lung: 2 slides, 1 arms\n")

    def test_same_study_from_moved_and_renamed_slides(self):
        first = self.create()
        (self.folder / "far").mkdir()
        (self.folder / "one.tif").rename(self.folder / "far" / "Ä.tif")
        again = self.create(slides=[{"file": "far/Ä.tif", "pseudonym": "A", "patient": "P1"},
                                    {"file": "two.tif", "pseudonym": "B"}])
        self.assertEqual(first["key"], again["key"])
        self.assertEqual(len(self.expect_json("study", "list", "--store", "S.db")), 1)
        files = sqlite3.connect(self.folder / "S.db").execute(
            "SELECT path FROM slide_file ORDER BY seen_at_us").fetchall()
        self.assertIn(str(self.folder / "far" / "Ä.tif"), [path for path, in files])

    def test_identity_alone_is_enough(self):
        identity = self.expect_json("info", "one.tif")["identity"]
        first = self.create("1.db", slides=[{"file": "one.tif", "pseudonym": "A"}])
        second = self.create("2.db", slides=[{"identity": identity, "pseudonym": "A"}])
        self.assertEqual(first["key"], second["key"])

    def test_file_that_is_another_slide_is_told(self):
        identity = self.expect_json("info", "one.tif")["identity"]
        other = self.expect_json("info", "two.tif")["identity"]
        self.write_study(slides=[{"file": "two.tif", "identity": identity, "pseudonym": "A"}])
        self.expect_failure(f"'./two.tif' is not what the study says: its identity is '{other}', "
                            f"not '{identity}'", "study", "create", "study.json", "--store",
                            "S.db")

    def test_same_slide_twice_is_told(self):
        shutil.copy(self.folder / "one.tif", self.folder / "copy.tif")
        self.write_study(slides=[{"file": "one.tif"}, {"file": "copy.tif"}], truth=[])
        self.expect_failure("slide 'S02' is the same as another one", "study", "create",
                            "study.json", "--store", "S.db")

    def test_broken_file_is_told(self):
        (self.folder / "s.json").write_text('{"name": "n", "slide": []}')
        self.expect_failure("cannot read 's.json': the key 'slide' is not known", "study",
                            "create", "s.json", "--store", "S.db")

    def test_wrong_arguments(self):
        self.expect_usage_error("study create: --store is missing", "study", "create", "s.json")
        self.expect_usage_error("study create: FILE.json is missing", "study", "create",
                                "--store", "S.db")


class Read(StudyCase):
    def test_status_says_how_far_and_whether_blind(self):
        self.create()
        self.assertIn("nobody has read yet",
                      self.expect_success("study", "status", "--store", "S.db"))
        self.read("S.db", "Dr. Ösl", "LUAD", "LUSC")
        self.read("S.db", "Dr. Ösl", "normal")
        status = self.expect_json("study", "status", "lung", "--store", "S.db")
        self.assertEqual(status["readers"], [
            {"reader": "Dr. Ösl", "arm": "first", "finished": 1, "open": 1, "blind": 2,
             "blind after washout": 0, "seen before": 0, "shown": 0, "unknown": 0}])
        text = self.expect_success("study", "status", "--store", "S.db")
        self.assertIn("Dr. Ösl, arm first: 1 of 2 finished, 1 open; locked cases: 2 blind\n", text)

    def test_readings_stand_beside_the_truth(self):
        self.create()
        self.read("S.db", "R", "LUAD", "LUSC")
        rows = self.export("S.db")
        self.assertEqual(list(rows[0])[:4], ["case", "reader", "label", "truth"])
        self.assertEqual([(row["case"], row["reader"], row["label"], row["truth"], row["patient"],
                           row["phase"], row["decision"], row["model"], row["blind"])
                          for row in rows],
                         [("A", "R", "LUAD", "LUAD", "P1", "blind", "", "", "blind"),
                          ("A", "R", "LUSC", "LUAD", "P1", "revealed", "change", "LUSC", "blind")])
        self.assertEqual((rows[0]["confidence"], rows[0]["active_seconds"],
                          rows[0]["highest_power"]), ("80", "2.5", "20"))
        self.assertEqual(len(self.export("S.db", "--phase", "blind")), 1)
        self.assertEqual(self.export("S.db", "--question", "x"), [])

    def test_truth_is_not_told_while_somebody_reads(self):
        self.create()
        self.read("S.db", "R", "LUAD")
        self.expect_failure("the truth of study 'lung' is not told while reader 'R' has case 'A' "
                            "open", "study", "export-readings", "--store", "S.db")
        rows = self.export("S.db", "--without-truth")
        self.assertEqual((rows[0]["label"], rows[0]["truth"]), ("LUAD", ""))

    def test_truth_is_not_edited_while_somebody_reads(self):
        self.create()
        self.read("S.db", "R", "LUAD")
        self.write_study(truth=[dict(TRUTH, label="LUSC")])
        self.expect_failure("cannot enter truth in 'S.db': reader 'R' has case 'A' open", "study",
                            "create", "study.json", "--store", "S.db")

    def test_table_goes_to_a_file(self):
        self.create()
        self.read("S.db", "R", "LUAD", "LUAD")
        self.expect_success("study", "export-readings", "--store", "S.db", "-o", "x.csv")
        self.assertIn("A,R,LUAD,LUAD,P1,lung,first,blind,class,80,,",
                      (self.folder / "x.csv").read_text())
        self.expect_usage_error("study export-readings: --phase 'x' is none of blind, revealed",
                                "study", "export-readings", "--store", "S.db", "--phase", "x")

    def test_changed_answer_is_found(self):
        self.create()
        self.read("S.db", "R", "LUAD", "LUAD")
        spoil(self.folder / "S.db")
        for command in (["status"], ["export-readings"]):
            done = self.run_cli("study", *command, "--store", "S.db")
            self.assertEqual((done.returncode, done.out), (1, ""))
            self.assertRegex(done.err, r"^tessera-cli: 'S\.db' was changed by another program: "
                             r"event \d+ \(reading-added\) does not fit its hash: it or its "
                             r"reading '\w+' was changed\n$")

    def test_which_study_is_asked_for(self):
        self.expect_failure("cannot open 'S.db': No such file or directory", "study", "status",
                            "--store", "S.db")
        self.create()
        self.create(seed=2)
        self.expect_failure("'S.db' has several studies; say which", "study", "status", "--store",
                            "S.db")
        self.expect_failure("'S.db' has no study 'x'", "study", "status", "x", "--store", "S.db")


def spoil(path):
    """As another program would: past the triggers."""
    store = sqlite3.connect(path)
    sql, = store.execute("SELECT sql FROM sqlite_schema WHERE name = 'reading_no_update'"
                         ).fetchone()
    store.execute("DROP TRIGGER reading_no_update")
    store.execute("UPDATE reading SET answer = 'normal' WHERE phase = 'blind'")
    store.execute(sql)
    store.commit()
    store.close()


class Merge(StudyCase):
    def setUp(self):
        super().setUp()
        self.create("A.db")
        self.read("A.db", "A", "LUAD", "LUAD")
        self.create("B.db")
        self.read("B.db", "B", "LUSC", "LUAD")

    def test_readers_are_joined_once(self):
        merge = ["study", "merge", "A.db", "B.db", "--output", "ALL.db"]
        first = self.expect_json(*merge)
        again = self.expect_json(*merge)
        self.assertEqual([entry["path"] for entry in first["inputs"]], ["A.db", "B.db"])
        self.assertTrue(all(entry["known"] == 0 for entry in first["inputs"]))
        self.assertTrue(all(entry["new"] == 0 for entry in again["inputs"]))
        self.assertEqual([again[key] for key in ("changed", "doubles", "conflicts", "notes")],
                         [[], [], [], []])
        rows = self.export("ALL.db", "--phase", "blind")
        stores = {entry["store"] for entry in first["inputs"]}
        self.assertEqual([(row["reader"], row["label"]) for row in rows],
                         [("A", "LUAD"), ("B", "LUSC")])
        self.assertEqual({row["store"] for row in rows}, stores)

    def test_changed_store_is_refused(self):
        spoil(self.folder / "B.db")
        done = self.run_cli("study", "merge", "A.db", "B.db", "--output", "ALL.db")
        self.assertEqual((done.returncode, done.out), (1, ""))
        first, last = done.err.splitlines()
        self.assertRegex(first, r"^tessera-cli: 'B\.db': event \d+ \(reading-added\) does not fit")
        self.assertEqual(last, "tessera-cli: nothing was merged")
        self.assertFalse((self.folder / "ALL.db").exists())

    def test_double_reading_is_told_and_kept(self):
        self.create("C.db")
        self.read("C.db", "A", "normal", "normal")
        text = self.expect_success("study", "merge", "A.db", "C.db", "--output", "ALL.db")
        self.assertIn("double: reader 'A' has read case 'A' of study 'lung' in arm 'first' "
                      "2 times\n", text)
        self.assertEqual(len(self.export("ALL.db", "--phase", "blind")), 2)

    def test_output_is_no_input(self):
        done = self.run_cli("study", "merge", "A.db", "B.db", "--output", "A.db")
        self.assertEqual((done.returncode, done.out), (2, ""))
        self.assertIn("A.db", done.err)

    def test_store_that_is_not_there(self):
        self.expect_failure("cannot open 'X.db': No such file or directory", "study", "merge",
                            "A.db", "X.db", "--output", "ALL.db")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()
                                if path.name.startswith((".", "ALL"))), [])

    def test_older_store_says_what_to_do(self):
        sqlite3.connect(self.folder / "A.db").execute("PRAGMA user_version = 1").close()
        self.expect_failure("cannot open 'A.db': it has the older schema 1 and must first be "
                            "opened for writing", "study", "merge", "A.db", "--output", "ALL.db")

    def test_store_held_by_another_computer_says_so(self):
        (self.folder / "B.db-holder").write_text("7\tanother\tpc2\t4711\tanna\ttessera\t"
                                                 "1795542720000000\n")
        self.expect_failure("cannot open 'B.db': another computer holds it: tessera (process 4711 "
                            "of 'anna' on 'pc2') since 2026-11-24 17:52 UTC; it can still be read, "
                            "and if that program is gone, delete 'B.db-holder'", "study", "create",
                            self.write_study(), "--store", "B.db")
        self.assertEqual(len(self.expect_json("study", "list", "--store", "B.db")), 1)


if __name__ == "__main__":
    program.main()
