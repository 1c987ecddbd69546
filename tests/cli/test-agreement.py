# tessera-cli agreement: tables of readers, in JSON and for people, and broken ones.
# Reference values: R 4.2.2 (psych 2.2.9, irrCAC 1.0), statsmodels 0.13.5.
# SPDX-License-Identifier: GPL-3.0-or-later

import program

NUMBERS = ["estimate", "se", "ci_low", "ci_high", "n", "method", "reason"]
# Four readers with gaps: the example of irrCAC (cac.raw4raters).
WITH_GAPS = ["11-1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "-555",
             "--11", "--3-"]


def two_readers(table, labels="xyz", truth=None):
    """CSV text of a cross table: rows reader A, columns reader B."""
    lines = ["case,reader,label" + (",truth" if truth else "")]
    case = 0
    for row, counts in enumerate(table):
        for column, count in enumerate(counts):
            for _ in range(count):
                case += 1
                end = f",{truth}" if truth else ""
                lines.append(f"{case},A,{labels[row]}{end}")
                lines.append(f"{case},B,{labels[column]}{end}")
    return "\n".join(lines) + "\n"


class Agreement(program.CliCase):
    def write(self, text, name="a.csv"):
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def measure(self, text, *options):
        return self.expect_json("agreement", self.write(text), *options)

    def assert_numbers(self, found, **expected):
        for name, value in expected.items():
            self.assertAlmostEqual(found[name], value, 9, name)

    def test_two_readers(self):
        found = self.measure(two_readers([[20, 5], [10, 15]]))
        self.assertEqual((found["n_cases"], found["n_readers"]), (50, 2))
        self.assertEqual((found["readers"], found["labels"]), (["A", "B"], ["x", "y"]))
        self.assert_numbers(found["raw_agreement"], estimate=0.7, n=50)
        self.assert_numbers(found["cohen_kappa"], estimate=0.4, se=0.016128 ** 0.5,
                            ci_low=0.1510922905, ci_high=0.6489077095)
        self.assert_numbers(found["gwet_ac1"], estimate=0.4059405941, se=0.1301517176)
        self.assertEqual(found["weighted_kappa"]["linear"]["estimate"], None)
        self.assertEqual(found["weighted_kappa"]["linear"]["reason"], "the labels have no order")
        self.assertEqual(found["pairs"][0]["confusion"], [[20, 5], [10, 15]])
        self.assertEqual(list(found["krippendorff_alpha"]),
                         [key for key in NUMBERS if key != "se"])

    def test_mcnemar(self):
        found = self.measure(two_readers([[794, 86], [150, 570]]))["mcnemar"]
        self.assertEqual((found["b"], found["c"], found["n"]), (86, 150, 1600))
        self.assertAlmostEqual(found["chi2"], 17.355932, 6)
        self.assertAlmostEqual(found["p"], 3.099293e-05, 11)
        self.assertAlmostEqual(found["chi2_cc"], 16.817797, 6)
        self.assertAlmostEqual(found["p_cc"], 4.114562e-05, 11)
        self.assertAlmostEqual(found["exact_p"], 3.715936e-05, 11)

    def test_three_labels_have_no_mcnemar_without_truth(self):
        table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
        found = self.measure(two_readers(table))["mcnemar"]
        self.assertEqual(found["exact_p"], None)
        self.assertEqual(found["reason"], "McNemar's test needs truth, or two labels")
        found = self.measure(two_readers(table, truth="z"))["mcnemar"]
        self.assertEqual((found["compares"], found["b"], found["c"]),
                         ("right against truth", 4, 7))

    def test_weights_follow_the_order(self):
        text = two_readers([[13, 0, 0], [0, 20, 7], [0, 4, 56]], ["low", "mid", "high"])
        found = self.measure(text, "--order", "low, mid,high")
        self.assertEqual((found["labels"], found["ranks_from"]), (["low", "mid", "high"], "--order"))
        self.assert_numbers(found["weighted_kappa"]["linear"], estimate=0.8429020280)
        self.assert_numbers(found["weighted_kappa"]["quadratic"], estimate=0.8921568627)
        self.assert_numbers(found["cohen_kappa"], estimate=0.7964094022, se=0.0589107183)
        self.assertNotEqual(found["krippendorff_alpha_ordinal"]["estimate"], None)
        ranks = {"low": 1, "mid": 2, "high": 3}
        lines = text.splitlines()
        lines[0] += ",weightorder"
        lines[1:] = [f"{line},{ranks[line.split(',')[2]]}" for line in lines[1:]]
        by_column = self.measure("\n".join(lines))
        self.assertEqual(by_column["ranks_from"], "column weightorder")
        self.assertEqual(by_column["weighted_kappa"], found["weighted_kappa"])

    def measure_with_gaps(self, *options):
        lines = ["case,reader,label"]
        for case, ratings in enumerate(WITH_GAPS):
            lines += [f"c{case},r{reader},{'' if rating == '-' else rating}"
                      for reader, rating in enumerate(ratings)]
        return self.measure("\n".join(lines), *options)

    def test_four_readers_with_gaps(self):
        found = self.measure_with_gaps()
        self.assertEqual((found["n_cases"], found["n_cases_with_two_ratings"]), (12, 11))
        self.assertAlmostEqual(found["raw_agreement"]["estimate"], 0.8181818, 7)
        self.assertAlmostEqual(found["fleiss_kappa"]["estimate"], 0.76117, 5)
        self.assertAlmostEqual(found["fleiss_kappa"]["se"], 0.15302, 5)
        self.assertAlmostEqual(found["gwet_ac1"]["estimate"], 0.77544, 5)
        self.assertAlmostEqual(found["gwet_ac1"]["se"], 0.14295, 5)
        self.assertAlmostEqual(found["krippendorff_alpha"]["estimate"], 0.74342, 5)
        self.assertEqual(len(found["pairs"]), 6)
        self.assertEqual(found["pairs"][5]["readers"], ["r2", "r3"])
        self.assertEqual(found["cohen_kappa"]["estimate"], None)
        self.assertEqual(found["cohen_kappa"]["reason"],
                         "there are more than two readers; see the pairs")
        self.assertEqual(found["mcnemar"]["reason"], found["cohen_kappa"]["reason"])

    def test_the_seed_decides(self):
        first = self.measure_with_gaps("--seed", "7")
        self.assertEqual(first, self.measure_with_gaps("--seed", "7"))
        other = self.measure_with_gaps("--seed", "8", "--bootstrap", "500")
        self.assertNotEqual(first["krippendorff_alpha"]["ci_low"],
                            other["krippendorff_alpha"]["ci_low"])
        self.assertEqual(first["krippendorff_alpha"]["estimate"],
                         other["krippendorff_alpha"]["estimate"])
        self.assertEqual(other["bootstrap"], {"n": 500, "n_undefined": 0, "seed": 8,
                                              "unit": "case"})
        none = self.measure_with_gaps("--bootstrap", "0")["krippendorff_alpha"]
        self.assertEqual((none["ci_low"], none["reason"]), (None, "no resamples were asked for"))

    def test_readers_against_truth(self):
        found = self.measure("case,reader,label,truth\n1,A,x,x\n2,A,x,y\n3,A,y,y\n4,A,y,y\n5,A,y,\n")
        reader = found["against_truth"][0]
        self.assertEqual((reader["reader"], reader["n"]), ("A", 4))
        self.assertEqual(reader["confusion"], [[1, 0], [1, 2]])
        self.assert_numbers(reader["accuracy"], estimate=0.75, n=4)
        self.assert_numbers(reader["balanced_accuracy"], estimate=(1 + 2 / 3) / 2)
        self.assert_numbers(reader["classes"][1]["sensitivity"], estimate=2 / 3, n=3)
        self.assert_numbers(reader["classes"][1]["specificity"], estimate=1, n=1)
        self.assert_numbers(reader["classes"][0]["ppv"], estimate=0.5, n=2)
        self.assertEqual(found["cohen_kappa"]["reason"], "there is but one reader")

    def test_errors_of_model_and_readers(self):
        """The counts of Coudray et al. (2018): 170 slides, 18, 54 and 9 wrong."""
        lines = ["case,reader,label,truth"]
        for i in range(170):
            model, reader = i < 18, 9 <= i < 63
            lines += [f"{i},model,{'n' if model else 'y'},y",
                      f"{i},p1,{'n' if reader and i % 2 else 'y'},y",
                      f"{i},p2,{'n' if reader and i % 2 == 0 else 'y'},y"]
        found = self.measure("\n".join(lines), "--model", "model")["cross_errors"]
        self.assertEqual([found[key] for key in ("n", "model_wrong", "any_reader_wrong",
                                                 "both_wrong", "n_not_read_by_all")],
                         [170, 18, 54, 9, 0])
        self.assert_numbers(found["reader_wrong_of_model_wrong"], estimate=0.5, n=18)
        self.assert_numbers(found["model_right_of_reader_wrong"], estimate=45 / 54,
                            ci_low=0.7126348577027083, ci_high=0.9097560835700272)

    def test_switches(self):
        lines = ["case,reader,label,truth"]
        for case, (before, after) in enumerate(["xx", "xx", "xy", "yx", "yy", "yx"]):
            lines += [f"{case},P,{before},x", f"{case},P aided,{after},x"]
        found = self.measure("\n".join(lines), "--before", "P", "--after", "P aided")["switches"]
        self.assert_numbers(found["right_to_wrong"], estimate=1 / 3, n=3,
                            ci_low=0.06149194472039626)
        self.assert_numbers(found["wrong_to_right"], estimate=2 / 3, n=3)
        self.assert_numbers(found["switched"], estimate=0.5, n=6)

    def test_sampling_probabilities(self):
        found = self.measure("case,reader,label,truth,sampling_probability\n"
                             "1,A,x,x,1\n2,A,y,x,0.25\n3,A,x,x,0.5\n4,A,x,x,1\n")
        reader = found["against_truth"][0]
        self.assert_numbers(reader["accuracy"], estimate=0.75)
        self.assert_numbers(reader["weighted_accuracy"], estimate=0.5, n=4)

    def test_not_estimable_says_why(self):
        found = self.measure("case,reader,label\n1,A,x\n1,B,x\n2,A,x\n2,B,x\n")
        for key in ("cohen_kappa", "gwet_ac1", "fleiss_kappa", "krippendorff_alpha"):
            self.assertEqual((found[key]["estimate"], found[key]["ci_low"]), (None, None), key)
            self.assertNotEqual(found[key]["reason"], None, key)
        self.assertEqual(found["raw_agreement"]["estimate"], 1)
        self.assertEqual(found["raw_agreement"]["ci_high"], 1)

    def test_table_for_people(self):
        text = self.expect_success("agreement", self.write(two_readers([[20, 5], [10, 15]])))
        self.assertIn("a.csv: 50 cases, 50 with two ratings or more, 2 readers\n", text)
        self.assertRegex(text, r"(?m)^Cohen's kappa +50 +0\.4000 +0\.1270 +0\.1511 to +0\.6489 +"
                               r"Fleiss, Cohen & Everitt 1969$")
        self.assertIn("not estimable: the labels have no order\n", text)
        self.assertIn("McNemar (x): n 50, A alone 5, B alone 10; exact p = 0.3018; ", text)

    def test_broken_tables(self):
        for text, message in [
                ("", "'a.csv' is empty"),
                ("case,reader,label\n", "'a.csv' has a header and no rows"),
                ("case,label\n1,x\n", "'a.csv' has no column 'reader'; its columns, separated "
                                      "by commas, are 'case', 'label'"),
                ("case,reader,label\n1,A,x\n1,A,y\n",
                 "line 3 of 'a.csv': reader 'A' has an opinion on case '1' already, on line 2"),
                ("case,reader,label\n1,A\n",
                 "line 2 of 'a.csv': 2 fields, but the header has 3")]:
            with self.subTest(message):
                self.expect_failure(message, "agreement", self.write(text))
                self.expect_failure(message, "agreement", "--json", "a.csv")
        self.expect_failure("cannot open 'none.csv': No such file or directory", "agreement",
                            "none.csv")

    def test_readers_that_are_not_there(self):
        self.write("case,reader,label,truth\n1,A,x,x\n")
        self.expect_failure("'a.csv' has no reader 'B'", "agreement", "a.csv", "--model", "B")
        self.write("case,reader,label\n1,A,x\n", "b.csv")
        self.expect_failure("'b.csv' has no column 'truth', which reader 'A' needs", "agreement",
                            "b.csv", "--model", "A")

    def test_wrong_arguments(self):
        for message, *arguments in [
                ("FILE.csv is missing",),
                ("--before and --after belong together", "a.csv", "--before", "A"),
                ("--order 'x,y,x': 'x' is there twice", "a.csv", "--order", "x, y,x"),
                ("--order 'x,,y': a name is empty", "a.csv", "--order", "x, ,y"),
                ("--bootstrap '-1' is not a whole number from 0 to 1000000", "a.csv",
                 "--bootstrap=-1"),
                ("--seed 'x' is not a whole number from 0 to 9223372036854775807", "a.csv",
                 "--seed", "x")]:
            with self.subTest(message):
                self.expect_usage_error(f"agreement: {message}", "agreement", *arguments)


if __name__ == "__main__":
    program.main()
