# tessera-cli compare and report: a study's statistics from a store, against figures worked out
# here.
# SPDX-License-Identifier: GPL-3.0-or-later

import base64
import math
import os
import pathlib
import re
import struct
import tempfile

import program
import read_store
import tiny_slide
from read_store import BLIND, LABELS, N_SLIDES, READERS, REVEALED, TRUTH

READ_STUDY = os.environ["TS_READ_STUDY"]


class Store(program.CliCase):
    """One store for all tests, which only read it."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.shared = pathlib.Path(folder.name)

    def make_store(self, name, readers=tuple(READERS), slides=range(N_SLIDES), **changes):
        path = self.shared / name
        if path.exists():
            return path
        study = self.shared / "study.json"
        read_store.write_study(study, **changes)
        self.expect_success("study", "create", study, "--store", path)
        read_store.put_slides_and_models(path)
        read_store.put_predictions(path)
        for reader in readers:
            read_store.read(READ_STUDY, path, reader, slides)
        return path

    def compare(self, name="S.db", *options, **changes):
        store = self.make_store(name, **changes)
        return self.expect_json("compare", "--store", store, "--study", "lung", *options)

    def expect_close(self, found, expected):
        self.assertAlmostEqual(found, expected, delta=1e-9)


def find(entries, **wanted):
    found, = [entry for entry in entries
              if all(entry[key] == value for key, value in wanted.items())]
    return found


def columns(model=None):
    if model is None:
        return BLIND
    return [read_store.call(model, i) for i in range(N_SLIDES)]


class Blind(Store):
    def setUp(self):
        super().setUp()
        self.found = self.compare()
        self.blind = find(self.found["comparisons"], phase="blind")

    def test_study_and_who_is_in_it(self):
        self.assertEqual((self.found["n_slides"], self.found["n_patients"], self.found["n_open"],
                          len(self.found["comparisons"])), (24, 12, 0, 2))
        self.assertEqual([(model["name"], model["n_slides"]) for model in self.found["models"]],
                         [("net 1", 24), ("net 2", 24)])
        self.assertEqual(sorted(self.blind["raters"]), sorted([*READERS, "model 1", "model 2"]))
        self.assertEqual((self.blind["labels"], self.blind["reference"],
                          self.blind["n_with_reference"]), (LABELS, "truth", 24))

    def test_readers_together(self):
        together = self.blind["readers_together"]
        readers = list(BLIND.values())
        self.expect_close(together["fleiss_kappa"]["estimate"], read_store.fleiss(readers))
        self.expect_close(together["krippendorff_alpha"]["estimate"], read_store.alpha(readers))
        same = sum(len(set(row)) == 1 for row in zip(*readers))
        self.check_wilson(together["unanimous"], same, N_SLIDES)

    def check_wilson(self, estimate, k, n):
        value, low, high = read_store.wilson(k, n)
        self.assertEqual((estimate["n"], estimate["method"]), (n, "Wilson"))
        self.expect_close(estimate["estimate"], value)
        self.expect_close(estimate["ci_low"], low)
        self.expect_close(estimate["ci_high"], high)

    def pairs(self):
        by_name = {**BLIND, "model 1": columns(0), "model 2": columns(1)}
        for pair in self.blind["pairs"]:
            yield pair, by_name[pair["a"]], by_name[pair["b"]]

    def test_pairs(self):
        n_pairs = 0
        for pair, a, b in self.pairs():
            self.check_wilson(pair["raw_agreement"], sum(x == y for x, y in zip(a, b)), N_SLIDES)
            for power, name in enumerate(["cohen_kappa", "weighted_kappa_linear",
                                          "weighted_kappa_quadratic"]):
                self.expect_close(pair[name]["estimate"], read_store.kappa(a, b, power))
            self.expect_close(pair["gwet_ac1"]["estimate"], read_store.ac1(a, b))
            self.assertEqual(pair["confusion"], [[sum((x, y) == (i, j) for x, y in zip(a, b))
                                                  for j in range(3)] for i in range(3)])
            n_pairs += 1
        self.assertEqual(n_pairs, 10)

    def test_mcnemar_against_truth(self):
        for pair, a, b in self.pairs():
            alone_a = sum(x == t != y for x, y, t in zip(a, b, TRUTH))
            alone_b = sum(y == t != x for x, y, t in zip(a, b, TRUTH))
            test = pair["mcnemar"]
            self.assertEqual((test["n"], test["b"], test["c"]), (N_SLIDES, alone_a, alone_b))
            self.expect_close(test["exact_p"], read_store.mcnemar_exact(alone_a, alone_b))

    def test_against_truth(self):
        by_name = {**BLIND, "model 1": columns(0), "model 2": columns(1)}
        self.assertEqual(len(self.blind["against_reference"]), 5)
        for rater in self.blind["against_reference"]:
            labels = by_name[rater["rater"]]
            self.check_wilson(rater["accuracy"], sum(x == t for x, t in zip(labels, TRUTH)),
                              N_SLIDES)
            for k, of_class in enumerate(rater["classes"]):
                self.check_wilson(of_class["sensitivity"],
                                  sum(x == t == k for x, t in zip(labels, TRUTH)), 8)
                self.check_wilson(of_class["specificity"],
                                  sum(x != k and t != k for x, t in zip(labels, TRUTH)), 16)

    def test_cross_errors_are_those_of_the_paper(self):
        for m in range(2):
            errors = find(self.blind["cross_errors"], model=f"model {m + 1}")
            model_wrong = {i for i in range(N_SLIDES) if columns(m)[i] != TRUTH[i]}
            any_wrong = {i for i in range(N_SLIDES)
                         if any(BLIND[reader][i] != TRUTH[i] for reader in READERS)}
            both = model_wrong & any_wrong
            self.assertGreater(len(both), 0)
            self.assertEqual((errors["n"], errors["model_wrong"], errors["any_reader_wrong"],
                              errors["both_wrong"]),
                             (N_SLIDES, len(model_wrong), len(any_wrong), len(both)))
            self.check_wilson(errors["reader_wrong_of_model_wrong"], len(both), len(model_wrong))
            self.check_wilson(errors["model_right_of_reader_wrong"], len(any_wrong - both),
                              len(any_wrong))

    def test_roc_has_areas_delong_and_patients(self):
        for m in range(2):
            roc = find(self.blind["roc"], model=f"model {m + 1}")
            for k, of_class in enumerate(roc["classes"]):
                area = read_store.auc(m, k)
                se = math.sqrt(read_store.delong_covariance(m, m, k))
                self.expect_close(of_class["auc"]["estimate"], area)
                self.expect_close(of_class["auc"]["se"], se)
                self.expect_close(of_class["auc"]["ci_low"], area - read_store.Z * se)
                bootstrap = of_class["bootstrap"]
                self.assertEqual((bootstrap["unit"], bootstrap["n_units"], bootstrap["n"],
                                  bootstrap["seed"]), ("patient", 12, 2000, 1))
                self.assertLess(bootstrap["ci_low"], area)

    def test_readers_are_points_on_the_roc(self):
        for k, of_class in enumerate(find(self.blind["roc"], model="model 1")["classes"]):
            for reader in READERS:
                point = find(of_class["readers"], reader=reader)
                hits = sum(x == t == k for x, t in zip(BLIND[reader], TRUTH))
                false = sum(x == k != t for x, t in zip(BLIND[reader], TRUTH))
                self.expect_close(point["tpr"], hits / 8)
                self.expect_close(point["fpr"], false / 16)

    def test_models_are_compared_in_pairs(self):
        self.assertEqual(len(self.blind["model_pairs"]), 3)
        for k, pair in enumerate(self.blind["model_pairs"]):
            variance = (read_store.delong_covariance(0, 0, k)
                        + read_store.delong_covariance(1, 1, k)
                        - 2 * read_store.delong_covariance(0, 1, k))
            difference = read_store.auc(0, k) - read_store.auc(1, k)
            self.expect_close(pair["difference"]["estimate"], difference)
            self.expect_close(pair["difference"]["se"], math.sqrt(variance))
            self.expect_close(pair["z"], difference / math.sqrt(variance))
            self.assertEqual(pair["bootstrap"]["unit"], "patient")

    def test_time_and_blindness(self):
        self.assertEqual(len(self.found["readers"]), 3)
        for reader in self.found["readers"]:
            self.check_wilson(reader["read_blind"], N_SLIDES, N_SLIDES)
            self.assertEqual((reader["n_locked"], reader["n_finished"]), (24, 24))
            self.assertEqual(reader["seconds_to_lock"], {
                "n": 24, "median": 2.5, "lower_quartile": 2.5, "upper_quartile": 2.5})

    def test_reliance_after_the_reveal(self):
        revealed = find(self.found["comparisons"], phase="revealed")
        self.assertEqual(self.blind["reliance"], [])
        for name in READERS:
            reliance = find(revealed["reliance"], reader=name)
            steps = list(zip(BLIND[name], REVEALED[name], TRUTH))
            right = [after == t for before, after, t in steps if before == t]
            wrong = [after == t for before, after, t in steps if before != t]
            self.assertEqual((reliance["n"], reliance["n_right_wrong"], reliance["n_wrong_right"]),
                             (24, right.count(False), wrong.count(True)))
            self.check_wilson(reliance["right_to_wrong"], right.count(False), len(right))
            self.check_wilson(reliance["wrong_to_right"], wrong.count(True), len(wrong))

    def test_text_says_the_same(self):
        text = self.expect_success("compare", "--store", self.make_store("S.db"), "--study",
                                   "lung", "--bootstrap", "200")
        kappa = read_store.fleiss(list(BLIND.values()))
        self.assertRegex(text, rf"Fleiss' kappa +24 +{kappa:.4f} +0\.\d{{4}} to 0\.\d{{4}} +Gwet")
        self.assertIn("bootstrap of patients, 200 resamples", text)
        self.assertIn("For research use only.", text)

    def test_same_seed_same_numbers(self):
        self.assertEqual(self.found, self.compare())
        other = find(self.compare("S.db", "--seed", "2")["comparisons"], phase="blind")
        self.assertNotEqual(other["roc"], self.blind["roc"])


class Little(Store):
    def test_too_few_say_why(self):
        found = self.compare("few.db", "--only-blind", readers=["Ada"], slides=range(2))
        blind = find(found["comparisons"], phase="blind")
        fleiss = blind["readers_together"]["fleiss_kappa"]
        self.assertEqual((fleiss["estimate"], fleiss["reason"]), (None, "no case has two ratings"))
        self.assertEqual(blind["readers_together"]["raw_agreement"]["reason"],
                         "no case has two ratings")

    def test_consensus_where_there_is_no_truth(self):
        found = self.compare("no-truth.db", truth=[], slides=range(12))
        blind = find(found["comparisons"], phase="blind")
        self.assertEqual(blind["reference"], "consensus of the readers")
        agreed = sum(max(row.count(k) for k in range(3)) >= 2
                     for row in list(zip(*BLIND.values()))[:12])
        self.assertEqual(blind["n_with_reference"], agreed)
        self.assertEqual([rater["rater"] for rater in blind["against_reference"]],
                         ["model 1", "model 2"])
        self.assertEqual(blind["pairs"][0]["mcnemar"], {"reason": "there is no truth"})
        self.assertEqual(blind["cross_errors"], [])

    def test_truth_is_not_told_while_somebody_reads(self):
        store = self.make_store("open.db", readers=["Ada"], slides=range(2))
        program_path = [READ_STUDY, str(store), "Ben", "LUAD"]
        self.assertEqual(read_store.subprocess.run(program_path).returncode, 0)
        arguments = ["compare", "--store", store, "--study", "lung"]
        self.expect_failure("the truth of study 'lung' is not told while reader 'Ben' has case "
                            "'S01' open", *arguments)
        found = self.expect_json(*arguments, "--without-truth")
        self.assertEqual({entry["reference"] for entry in found["comparisons"]} - {
            "consensus of the readers", "none"}, set())

    def test_wrong_arguments(self):
        self.expect_usage_error("compare: --store is missing", "compare")
        self.expect_failure("cannot open 'X.db': No such file or directory", "compare", "--store",
                            "X.db")
        self.expect_failure(f"'{self.make_store('few.db')}' has no study 'x'", "compare",
                            "--store", self.make_store("few.db"), "--study", "x")


class Opinions(Store):
    def test_tiles_that_readers_chose(self):
        store = self.make_store("opinions.db", readers=[])
        self.assertEqual(self.expect_success("compare", "--store", store),
                         "no opinions on tiles of a model\n")
        found = self.expect_json("compare", "--store", store)
        self.assertEqual(found["opinions"], [])


class Report(Store):
    def report(self, output, *options):
        self.expect_success("report", "--store", self.make_store("S.db"), "--study", "lung",
                            "--output", output, "--bootstrap", "200", *options)
        return (self.folder / output).read_bytes()

    def test_html_needs_nothing_else_and_names_nobody(self):
        html = self.report("r.html").decode()
        self.assertTrue(html.startswith("<!DOCTYPE html>"))
        self.assertEqual(set(re.findall(r'src="(data:image/[a-z+]+;base64),', html)),
                         {"data:image/svg+xml;base64"})
        self.assertNotIn("http", html)
        for secret in [*READERS, str(self.shared), "2026-01-31", "Dr. T", "slide1:", "P0"]:
            self.assertNotIn(secret, html)
        kappa = read_store.fleiss(list(BLIND.values()))
        for said in ["For research use only.", "<td>R3</td>", f"<td>{kappa:.4f}</td>",
                     read_store.MODELS[0], "Bootstrap: 200 resamples, seed 1",
                     "mean probability of the class"]:
            self.assertIn(said, html)

    def test_discordant_cases_are_listed(self):
        html = self.report("r.html").decode()
        rows = re.findall(r"<tr><td>(S\d\d)</td><td>(\w+)</td>", html)
        discordant = {f"S{i + 1:02}" for i in range(N_SLIDES)
                      if any(labels[i] != TRUTH[i]
                             for labels in [*BLIND.values(), columns(0), columns(1)])}
        self.assertEqual({case for case, _ in rows} & discordant, discordant)
        self.assertTrue(all(truth == LABELS[TRUTH[int(case[1:]) - 1]] for case, truth in rows))

    def test_tissue_of_a_slide_that_is_found_is_shown(self):
        tiny_slide.write(self.folder / "secret.tif", tiny_slide.tissue(512, 384), mpp=0.5)
        read_store.write_study(
            self.folder / "s.json", truth=[read_store.make_truth(0)],
            slides=[{"file": "secret.tif", "pseudonym": "S01", "patient": "P1"}])
        self.expect_success("study", "create", "s.json", "--store", "T.db")
        # Ada reads slide 1 as LUSC, and slide 0, the one there is, is normal.
        read_store.read(READ_STUDY, self.folder / "T.db", "Ada", [1])
        self.expect_success("report", "--store", "T.db", "--study", "lung", "-o", "t.html")
        html = (self.folder / "t.html").read_text()
        picture, = re.findall(r'<img alt="S01" src="data:image/png;base64,([^"]+)"', html)
        width, height = struct.unpack(">II", base64.b64decode(picture)[16:24])
        self.assertEqual((width, height), (480, 360))
        self.assertNotIn("secret", html)
        (self.folder / "secret.tif").unlink()
        self.expect_success("report", "--store", "T.db", "--study", "lung", "-o", "t.html")
        self.assertIn("Without a picture: 1 whose slide was not found",
                      (self.folder / "t.html").read_text())

    def test_reader_names_when_asked_for(self):
        html = self.report("r.html", "--reader-names").decode()
        self.assertTrue(all(reader in html for reader in READERS))

    def test_pdf(self):
        pdf = self.report("r.pdf")
        self.assertTrue(pdf.startswith(b"%PDF-1."))
        self.assertIn(b"%%EOF", pdf[-32:])
        self.assertGreater(len(re.findall(rb"/Type /Page\b", pdf)), 2)

    def test_wrong_arguments(self):
        store = self.make_store("S.db")
        self.expect_usage_error("report: --output 'r.txt' is neither .pdf nor .html", "report",
                                "--store", store, "--study", "lung", "--output", "r.txt")
        self.expect_usage_error("report: --study is missing", "report", "--store", store,
                                "--output", "r.pdf")
        self.expect_failure("'%s' has no study 'x'" % store, "report", "--store", store,
                            "--study", "x", "--output", "r.pdf")
        self.assertFalse((self.folder / "r.pdf").exists())


if __name__ == "__main__":
    program.main()
