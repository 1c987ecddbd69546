# tessera-cli roc: tables of scores and DeepPATH's results, in JSON and for people, and broken
# ones. Reference values: R 4.2.2 (pROC 1.18.0), scikit-learn 1.2.1.
# SPDX-License-Identifier: GPL-3.0-or-later

import csv

import program

# 24 made cases: truth, and two scores with ties (tests/core/stats/test-roc.c has the same).
TRUTH = "100110100011001001001000"
A = "1 .8 .3 .9 1 1 .4 .1 .3 .4 1 1 0 .7 .5 .5 .3 .5 .3 .8 .8 0 .4 .1".split()
B = ".5 .1 .9 1 .3 .7 .5 .4 .8 .2 .7 .7 .5 .9 .9 .3 .6 .2 .4 .5 1 .4 .6 .7".split()
# Of 624 TCGA slides; DeepPATH's own AUC in the names of its files (see TS_TEST_DATA), the
# thresholds nearest to the corner, and scikit-learn's values to all digits.
DEEPPATH = "deeppath-results/out2_perSlideStats.txt"
PUBLISHED = {
    "average_probability": ([0.9999, 0.9946, 0.9909], 0.9959, 0.9956),
    "percent_selected": ([1.0000, 0.9945, 0.9900], 0.9952, 0.9951)}
COMPUTED = {
    "average_probability": ([0.9998776294374625, 0.9945961718020542, 0.9909004094266929],
                            0.9958536222057857, 0.9954606142138354, 0.9951247368887365),
    "percent_selected": ([0.9999632888312389, 0.9945028011204481, 0.989956422949848],
                         0.9951923076923077, 0.9950783493611272, 0.9948075043005117)}
# Bootstrap intervals over slides that DeepPATH published beside them.
SLIDE_INTERVALS = [(0.9996, 1.0000), (0.9909, 0.9976), (0.9851, 0.9959)]


class Roc(program.CliCase):
    def write(self, text, name="a.csv"):
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def made(self, patients=None):
        head = "case,truth,score_a,score_b" + (",patient" if patients else "")
        rows = [f"c{i},{TRUTH[i]},{A[i]},{B[i]}" + (f",{patients(i)}" if patients else "")
                for i in range(24)]
        return self.write("\n".join([head, *rows]) + "\n")

    def assert_numbers(self, found, **expected):
        for name, value in expected.items():
            self.assertAlmostEqual(found[name], value, 10, name)

    def test_two_scores(self):
        found = self.expect_json("roc", self.made())
        self.assertEqual((found["n_cases"], found["unit"], found["n_units"]), (24, "case", 24))
        self.assert_numbers(found["score_a"], auc=0.851851851851852, n_positive=9, n_negative=15)
        self.assert_numbers(found["score_a"]["delong"], variance=0.00589604154418969,
                            ci_low=0.701354673150368, ci_high=1)
        self.assert_numbers(found["score_b"]["delong"], variance=0.0166152263374486,
                            ci_low=0.369582740407085, ci_high=0.874861704037360)
        self.assert_numbers(found["paired"], z=1.60389106213513, p=0.108738067291013,
                            covariance=0.00100676072898295, ci_low=-0.0509790815743663,
                            ci_high=0.5102383408336255, auc_b=0.622222222222222)

    def test_best_threshold_and_those_as_good(self):
        found = self.expect_json("roc", self.made())
        best = found["score_b"]["optimal_threshold"]
        self.assertEqual((best["rule"], best["threshold"], best["tied_thresholds"]),
                         ("youden", 1, [0.7]))
        self.assert_numbers(best, midpoint=0.95)
        self.assert_numbers(best["specificity"], estimate=1, n=15)
        near = found["score_b"]["closest_to_corner"]
        self.assertEqual((near["threshold"], near["tied_thresholds"]), (0.7, []))
        self.assert_numbers(near, midpoint=0.65)

    def test_curve(self):
        self.write("case,truth,score\na,0,.1\nb,0,.4\nc,1,.35\nd,1,.8\n")
        found = self.expect_json("roc", "a.csv")
        self.assertEqual(found["auc"], 0.75)
        self.assertEqual(found["curve"], {"threshold": [None, 0.8, 0.4, 0.35, 0.1],
                                          "fpr": [0, 0, 0.5, 0.5, 1], "tpr": [0, 0.5, 0.5, 1, 1]})

    def test_markers_of_proc(self):
        with open(self.data("statistics/asah.csv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.write("case,truth,score_a,score_b\n" + "".join(
            f"{row['case']},{row['outcome']},{row['s100b']},{row['wfns']}\n" for row in rows))
        found = self.expect_json("roc", "a.csv", "--positive", "Poor")
        self.assertEqual(found["positive"], "Poor")
        self.assert_numbers(found["score_a"], auc=0.7313685637, n_positive=41, n_negative=72)
        self.assert_numbers(found["score_a"]["delong"], variance=0.002668682457,
                            ci_low=0.6301182118, ci_high=0.8326189156)
        self.assert_numbers(found["score_b"]["delong"], variance=0.001469914709,
                            ci_low=0.7485348878, ci_high=0.8988228358)
        self.assertAlmostEqual(found["paired"]["z"], -2.2089836, 7)
        self.assertAlmostEqual(found["paired"]["p"], 0.02717578, 8)
        self.assert_numbers(found["paired"], covariance=0.001196155674,
                            ci_low=-0.17421441925, ci_high=-0.01040617696)
        best = found["score_a"]["optimal_threshold"]
        self.assert_numbers(best, midpoint=0.205)
        self.assert_numbers(best["sensitivity"], estimate=0.6341463415)
        self.assert_numbers(best["specificity"], estimate=0.8055555556)
        # The bootstrap of cases comes near to DeLong's interval.
        self.assertAlmostEqual(found["score_b"]["bootstrap"]["ci_low"], 0.7485, delta=0.02)
        self.assertAlmostEqual(found["score_b"]["bootstrap"]["ci_high"], 0.8988, delta=0.02)

    def test_patients_are_drawn_whole(self):
        alone = self.expect_json("roc", self.made())
        found = self.expect_json("roc", self.made(lambda i: f"p{i // 3}" if i < 12 else ""))
        self.assertEqual((found["unit"], found["n_units"]), ("patient", 4 + 12))
        self.assertEqual(found["score_a"]["auc"], alone["score_a"]["auc"])
        self.assertEqual(found["score_a"]["delong"], alone["score_a"]["delong"])
        self.assertNotEqual(found["score_a"]["bootstrap"], alone["score_a"]["bootstrap"])
        text = self.expect_success("roc", "a.csv")
        self.assertIn("DeLong takes cases as independent; here 16 patients have 24 cases, and "
                      "the bootstrap of patients is the one to report\n", text)
        empty = self.expect_json("roc", self.made(lambda i: ""))
        self.assertEqual((empty["unit"], empty["score_a"]), ("case", alone["score_a"]))

    def test_the_seed_decides(self):
        self.made()
        first = self.expect_json("roc", "a.csv", "--seed", "5", "--bootstrap", "300")
        self.assertEqual(first, self.expect_json("roc", "a.csv", "--seed", "5", "--bootstrap", "300"))
        self.assertNotEqual(first["score_a"]["bootstrap"]["ci_low"],
                            self.expect_json("roc", "a.csv")["score_a"]["bootstrap"]["ci_low"])
        self.assertEqual([first["paired"]["bootstrap"][key] for key in ("n", "seed", "unit")],
                         [300, 5, "case"])

    def test_not_estimable_says_why(self):
        self.write("case,truth,score\na,0,1\nb,0,2\n")
        found = self.expect_json("roc", "a.csv")
        self.assertEqual((found["auc"], found["reason"]), (None, "there is no positive case"))
        self.assertEqual(found["delong"]["reason"], "there is no positive case")
        self.assertEqual(found["bootstrap"]["reason"],
                         "fewer than 10 units are too few to resample")
        self.assertEqual(found["optimal_threshold"]["threshold"], None)
        self.assertIn("not estimable: there is no positive case\n",
                      self.expect_success("roc", "a.csv"))
        self.write("case,truth,score\na,0,1\nb,0,2\nc,1,3\nd,1,4\n")
        found = self.expect_json("roc", "a.csv")
        self.assertEqual((found["auc"], found["delong"]["ci_low"], found["delong"]["reason"]),
                         (1, None, "the estimated variance is zero"))

    def test_table_for_people(self):
        text = self.expect_success("roc", self.made())
        self.assertIn("a.csv: 24 cases, 9 positive (truth 1), 15 negative\n", text)
        self.assertRegex(text, r"(?m)^score_a +24 +0\.8519 +0\.0768 +0\.7014 to +1\.0000 +"
                               r"DeLong 1988$")
        self.assertIn("bootstrap of cases, 2000 resamples, seed 1\n", text)
        self.assertIn("paired test of DeLong: z = 1.6039, p = 0.1087\n", text)
        self.assertRegex(text, r"(?m)^score_b, Youden +1  0\.2222 \(.*\n  as good +0\.7  0\.5556 ")

    def test_broken_tables(self):
        for text, message in [
                ("case,truth,score\na,1,nan\n",
                 "line 2 of 'a.csv': score 'nan' is not a finite number"),
                ("case,truth,score\na,yes,1\n",
                 "line 2 of 'a.csv': truth 'yes' is neither 0 nor 1, and no label was named as "
                 "positive"),
                ("case,truth,score\na,1,1\na,0,1\n",
                 "line 3 of 'a.csv': case 'a' is on line 2 already")]:
            with self.subTest(message):
                self.expect_failure(message, "roc", self.write(text))
        self.write("case,truth,score\na,yes,1\n")
        self.expect_failure("'a.csv' has no case of truth 'x'", "roc", "a.csv", "--positive", "x")
        self.expect_failure("line 1 of 'a.csv': 'true_label:' is missing", "roc", "a.csv",
                            "--deeppath")

    def test_wrong_arguments(self):
        self.expect_usage_error("roc: FILE is missing", "roc")
        self.expect_usage_error("roc: --positive is for tables, not for --deeppath", "roc", "a",
                                "--deeppath", "--positive", "1")
        self.expect_usage_error("roc: --classes belongs to --deeppath", "roc", "a",
                                "--classes", "A")
        self.expect_usage_error("roc: --classes 'A,A': 'A' is there twice", "roc", "a",
                                "--deeppath", "--classes", "A,A")


class DeepPath(program.CliCase):
    def test_published_areas(self):
        found = self.expect_json("roc", self.data(DEEPPATH), "--deeppath", "--bootstrap", "100")
        self.assertEqual((found["n_cases"], found["n_tiles"], found["n_classes"]),
                         (624, 375999, 3))
        for score, (classes, micro, macro) in PUBLISHED.items():
            here = found[score]
            exact, exact_micro, exact_macro, mean = COMPUTED[score]
            for of_class, published, value in zip(here["classes"], classes, exact):
                self.assertEqual(round(of_class["auc"], 4), published)
                self.assertAlmostEqual(of_class["auc"], value, 12)
            self.assertEqual(round(here["micro"]["auc"], 4), micro)
            self.assertAlmostEqual(here["micro"]["auc"], exact_micro, 12)
            self.assertAlmostEqual(here["macro"]["auc"], macro, delta=0.0002)
            self.assertAlmostEqual(here["macro"]["auc"], exact_macro, 12)
            self.assertAlmostEqual(here["mean"]["auc"], mean, 12)
        self.assertEqual([of_class["n_positive"]
                          for of_class in found["average_probability"]["classes"]],
                         [187, 204, 233])

    def test_published_thresholds(self):
        found = self.expect_json("roc", self.data(DEEPPATH), "--deeppath", "--bootstrap", "0",
                                 "--classes", "Normal,LUAD,LUSC")
        self.assertEqual([(of_class["class"], of_class["closest_to_corner"]["threshold"])
                          for of_class in found["average_probability"]["classes"]],
                         [("Normal", 0.500586), ("LUAD", 0.337797), ("LUSC", 0.484626)])

    def test_patients_are_the_unit(self):
        found = self.expect_json("roc", self.data(DEEPPATH), "--deeppath")
        self.assertEqual((found["unit"], found["n_units"]), ("patient", 275))
        # Patients have several slides, so that their intervals are at least about as wide.
        for of_class, (low, high) in zip(found["average_probability"]["classes"],
                                         SLIDE_INTERVALS):
            self.assertLess(of_class["bootstrap"]["ci_low"], low + 0.0005)
            self.assertGreater(of_class["bootstrap"]["ci_high"], high - 0.0005)

    def test_made_slides(self):
        """Anywhere, without the published file."""
        rows = [("10", .9), ("10", .6), ("10", .4), ("01", .5), ("01", .2), ("01", .1)]
        (self.folder / "a.txt").write_text("".join(
            f"valid_s{i}_{label}\ttrue_label: [{label[0]}.0, {label[1]}.0]\tPercent_Selected: "
            f"{p:.6f}\t{1 - p:.6f}\tAverage_Probability: {p:.6f}\t{1 - p:.6f}\ttiles#: 3.000000\t\n"
            for i, (label, p) in enumerate(rows)))
        found = self.expect_json("roc", "a.txt", "--deeppath")
        self.assertEqual((found["n_tiles"], found["unit"], found["n_units"]), (18, "case", 6))
        for of_class in found["average_probability"]["classes"]:
            self.assertAlmostEqual(of_class["auc"], 8 / 9, 12)
        self.assertEqual([of_class["class"] for of_class in found["percent_selected"]["classes"]],
                         ["c1", "c2"])
        self.assertIn("macro average", self.expect_success("roc", "a.txt", "--deeppath"))
        self.expect_failure("'a.txt' has 2 classes, but --classes names 3", "roc", "a.txt",
                            "--deeppath", "--classes", "a,b,c")


if __name__ == "__main__":
    program.main()
