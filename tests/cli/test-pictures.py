# tessera-cli heatmap and snapshot: pictures made from the store.
# SPDX-License-Identifier: GPL-3.0-or-later

import PIL.Image
import PIL.ImageChops

import program
import tiny_slide
from small_case import CLASSES, COLUMNS, PATCH, ROWS, SmallCase


class Pictures(SmallCase):
    def setUp(self):
        super().setUp()
        self.store = self.shared / "s.db"
        if not self.store.exists():
            self.classify(store=self.store)

    def picture(self, command, *arguments, output="x.png"):
        self.expect_success(command, self.slide, "--store", self.store, "--output", output,
                            *arguments)
        image = PIL.Image.open(self.folder / output)
        self.assertEqual(image.format, "PNG")
        return image.convert("RGB")

    def test_heat_map_of_every_layer(self):
        for layer in ["most-likely", *CLASSES]:
            with self.subTest(layer):
                image = self.picture("heatmap", "--layer", layer)
                self.assertLessEqual(max(image.size), 2048)
                self.assertAlmostEqual(image.width / image.height, COLUMNS / ROWS, delta=0.02)

    def test_layers_differ(self):
        first, second = (self.picture("heatmap", "--layer", name) for name in CLASSES[:2])
        self.assertIsNotNone(PIL.ImageChops.difference(first, second).getbbox())

    def test_palettes_differ(self):
        safe = self.picture("heatmap", "--layer", "most-likely")
        other = self.picture("heatmap", "--layer", "most-likely", "--palette", "deeppath")
        self.assertIsNotNone(PIL.ImageChops.difference(safe, other).getbbox())

    def test_snapshot_is_as_wide_as_asked(self):
        region = ("--region", f"0,0,{4 * PATCH},{2 * PATCH}", "--layer", "LUAD")
        image = self.picture("snapshot", *region)
        self.assertGreaterEqual(image.width, 4 * PATCH)
        self.assertGreater(self.picture("snapshot", *region, "--width", 1024).width,
                           image.width)

    def test_opacity_changes_the_tissue(self):
        region = ("--region", f"0,0,{4 * PATCH},{2 * PATCH}", "--layer", "LUAD")
        clear = self.picture("snapshot", *region, "--opacity", "0")
        covered = self.picture("snapshot", *region, "--opacity", "1")
        self.assertIsNotNone(PIL.ImageChops.difference(clear, covered).getbbox())

    def test_picture_holds_no_text_of_the_file(self):
        self.picture("snapshot", "--layer", "LUAD", "--region", "0,0,512,512")
        with PIL.Image.open(self.folder / "x.png") as image:
            self.assertEqual([key for key in image.info if key not in ("dpi", "gamma", "srgb")],
                             [])
        self.assertNotIn(b"slide.tif", (self.folder / "x.png").read_bytes())

    def test_place_that_cannot_be_read_is_told(self):
        tiny_slide.write(self.folder / "bad.tif", tiny_slide.tissue(1024, 512), mpp=0.5,
                         damaged_tiles=(2,))
        done = self.run_cli("snapshot", "bad.tif", "--store", self.store, "--output", "x.png")
        self.assertEqual((done.returncode, done.out), (1, ""))
        self.assertRegex(done.err, r"^tessera-cli: 'bad\.tif' cannot be read everywhere, 'x\.png' "
                         r"is grey there: cannot read .* of 'bad\.tif': .+\n$")
        self.assertTrue((self.folder / "x.png").exists())

    def test_predictions_at_another_resolution_are_not_shown(self):
        """The same pixels under another resolution are another slide."""
        pixels = tiny_slide.tissue(1024, 512)
        for name, mpp in [("fine.tif", 0.25), ("coarse.tif", 0.5)]:
            tiny_slide.write(self.folder / name, pixels, mpp=mpp)
        self.assertNotEqual(self.expect_json("info", "fine.tif")["identity"],
                            self.expect_json("info", "coarse.tif")["identity"])
        self.classify(slide="coarse.tif")
        picture = ["--store", "s.db", "--layer", "LUAD", "--output"]
        self.expect_success("heatmap", "coarse.tif", *picture, "a.png")
        self.expect_failure("'s.db' has no predictions of 'fine.tif'", "heatmap", "fine.tif",
                            *picture, "b.png")
        self.classify(slide="fine.tif")
        self.expect_success("heatmap", "coarse.tif", *picture, "c.png")
        self.assertEqual((self.folder / "a.png").read_bytes(),
                         (self.folder / "c.png").read_bytes())

    def test_unknown_layer_lists_those_there_are(self):
        for command in ("heatmap", "snapshot"):
            done = self.run_cli(command, self.slide, "--store", self.store, "--layer", "Fungus",
                                "--output", "x.png")
            self.assertEqual((done.returncode, done.out), (1, ""))
            for name in ["Fungus", "most-likely", *CLASSES]:
                self.assertIn(name, done.err)
        self.assertFalse((self.folder / "x.png").exists())

    def test_store_without_the_slide(self):
        slide = self.data("slides/small.svs")
        done = self.run_cli("heatmap", slide, "--store", self.store, "--layer", "LUAD", "--output",
                            "x.png")
        self.assertEqual((done.returncode, done.out), (1, ""))
        self.assertRegex(done.err, r"^tessera-cli: .*\n$")

    def test_store_that_is_not_there_is_not_made(self):
        done = self.run_cli("heatmap", self.slide, "--store", "none.db", "--layer", "LUAD",
                            "--output", "x.png")
        self.assertEqual(done.returncode, 1)
        self.assertIn("'none.db'", done.err)
        self.assertFalse((self.folder / "none.db").exists())

    def test_wrong_arguments(self):
        self.expect_usage_error("heatmap: --layer is missing", "heatmap", "a", "--output",
                                "x.png")
        self.expect_usage_error("heatmap: --output is missing", "heatmap", "a", "--layer", "b")
        self.expect_usage_error("snapshot: --output 'x.svg' does not end in .png", "snapshot",
                                "a", "--output", "x.svg")
        self.expect_usage_error("snapshot: --opacity '2' is not a number from 0 to 1",
                                "snapshot", "a", "--output", "x.png", "--opacity", "2")
        self.expect_usage_error("heatmap: --palette 'pink' is neither safe nor deeppath",
                                "heatmap", "a", "--layer", "b", "--output", "x.png",
                                "--palette", "pink")


if __name__ == "__main__":
    program.main()
