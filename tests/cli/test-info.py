# tessera-cli info on real slides and on files that must be refused.
# SPDX-License-Identifier: GPL-3.0-or-later

import os

import program

KEYS = ["width", "height", "levels", "mpp", "mpp_source", "objective_power", "vendor",
        "identity", "can_analyse", "reason"]
NO_RESOLUTION = "the slide has no resolution (microns per pixel); give it with --mpp"


class Info(program.CliCase):
    def test_aperio_slide(self):
        facts = self.expect_json("info", self.data("slides/CMU-1-Small-Region.svs"))
        self.assertEqual(list(facts), KEYS)
        self.assertEqual(facts, {
            "width": 2220, "height": 2967, "levels": 1, "mpp": 0.499,
            "mpp_source": "vendor", "objective_power": 20, "vendor": "aperio",
            "identity": "slide1:7af98fd441f33f4c050fd0337421db40"
                        "08b7b9e0e2b7542e440e06a00ee63d5b",
            "can_analyse": True, "reason": None})

    def test_slide_without_resolution_says_what_is_missing(self):
        facts = self.expect_json("info", self.data("slides/boxes.tiff"))
        self.assertEqual((facts["width"], facts["height"], facts["levels"]), (300, 250, 4))
        self.assertEqual((facts["mpp"], facts["mpp_source"], facts["objective_power"]),
                         (None, "none", None))
        self.assertEqual((facts["can_analyse"], facts["reason"]), (False, NO_RESOLUTION))

    def test_slide_smaller_than_a_tile(self):
        facts = self.expect_json("info", self.data("slides/small.svs"))
        self.assertEqual((facts["width"], facts["height"], facts["mpp"]), (16, 16, 0.499))

    def test_text_for_people(self):
        text = self.expect_success("info", self.data("slides/boxes.tiff"))
        self.assertIn("size        300 x 250 px, 4 levels\n", text)
        self.assertIn(f"analysis    not yet: {NO_RESOLUTION}\n", text)

    def test_numbers_do_not_follow_the_locale(self):
        self.environment.update(LC_ALL="de_DE.UTF-8", LANG="de_DE.UTF-8")
        text = self.expect_success("info", self.data("slides/CMU-1-Small-Region.svs"))
        self.assertIn("resolution  0.499 um/px (vendor)\n", text)

    def test_same_content_has_the_same_identity_under_any_name(self):
        original = self.data("slides/small.svs")
        copy = self.folder / "Ä slide with spaces.svs"
        copy.write_bytes(open(original, "rb").read())
        self.assertEqual(self.expect_json("info", copy), self.expect_json("info", original))

    def test_wrong_arguments(self):
        self.expect_usage_error("info: SLIDE is missing", "info")
        self.expect_usage_error("info: 'b' is one argument too many", "info", "a", "b")
        self.expect_usage_error("info: Unknown option --fly", "info", "a", "--fly")


class Refused(program.CliCase):
    def expect_refusal(self, name, message):
        path = self.data(name)
        self.expect_failure(message.format(path), "info", path)
        self.expect_failure(message.format(path), "info", "--json", path)

    def test_text_named_svs(self):
        self.expect_refusal("broken/broken.svs", "'{}' is not a slide that can be read: "
                            "OpenSlide 3.4.1 does not recognise its format")

    def test_fuzzed_tiff(self):
        self.expect_refusal("broken/fuzz-7765c4a2.tif", "'{}' is not a slide that can be read: "
                            "OpenSlide 3.4.1 does not recognise this kind of TIFF, or the file is "
                            "damaged (a TIFF must be tiled, with 8-bit RGB colour)")

    def test_unknown_compression(self):
        self.expect_refusal("broken/unopenable.tiff", "cannot open '{}': Unsupported TIFF "
                            "compression: 52479 (OpenSlide 3.4.1)")

    def test_damaged_pixels(self):
        self.expect_refusal("broken/unreadable.svs", "cannot read 1x1 pixels at 13,13 of level "
                            "0 of '{}': Bogus marker length")

    def test_dicom(self):
        self.expect_refusal("unsupported/boxes_0.dcm", "'{}' is a DICOM file that OpenSlide "
                            "3.4.1 cannot read; DICOM slides need OpenSlide 4.0 or newer")

    def test_grey_tiff(self):
        self.expect_refusal("unsupported/smalltif.tif", "'{}' is not a slide that can be read: "
                            "OpenSlide 3.4.1 does not recognise this kind of TIFF, or the file is "
                            "damaged (a TIFF must be tiled, with 8-bit RGB colour)")

    def test_file_that_is_not_there(self):
        self.expect_failure("cannot open 'none.svs': No such file or directory", "info", "none.svs")

    def test_folder(self):
        self.expect_failure(f"'{self.folder}' is a folder, not a slide", "info", self.folder)

    def test_empty_file(self):
        (self.folder / "a.svs").write_bytes(b"")
        self.expect_failure("'a.svs' is empty", "info", "a.svs")

    def test_file_without_permission(self):
        if os.geteuid() == 0:
            self.skipTest("root may read everything")
        path = self.folder / "a.svs"
        path.write_bytes(b"x")
        path.chmod(0)
        self.expect_failure("cannot open 'a.svs': Permission denied", "info", "a.svs")


if __name__ == "__main__":
    program.main()
