# Networks of the common families agree with PyTorch: the small ones, on small tiles, each in
# one operator set. All of them, at full size: check-zoo.py. And a folder as WSInfer's model zoo
# has it, from the picture's file to the probabilities.
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402 - the path is ours

try:
    import PIL.Image
    import torch
    import torchvision
    import zoo
except ImportError as error:
    if error.name not in ("PIL", "torch", "torchvision"):
        raise
    zoo = None

LIMIT = 1e-4  # of the largest logit
# Name, side of a tile, operator set, whether batch norms are folded into the convolutions.
SMALL = [("googlenet", 96, 11, True), ("inception_v2", 96, 13, False),
         ("inception_v3", 139, 17, True), ("resnet18", 96, 11, False),
         ("resnext50_32x4d", 64, 13, True), ("densenet121", 64, 17, False),
         ("squeezenet1_1", 96, 13, True), ("shufflenet_v2_x1_0", 96, 11, True),
         ("mobilenet_v2", 96, 17, False), ("mobilenet_v3_small", 96, 13, True),
         ("efficientnet_b0", 96, 11, False), ("mnasnet1_0", 96, 17, True),
         ("regnet_y_400mf", 96, 13, True)]


@unittest.skipIf(zoo is None, "python3-torchvision is not here")
class Zoo(unittest.TestCase):
    def check(self, name, px, opset, is_folded):
        with tempfile.TemporaryDirectory() as folder:
            case = zoo.Case(name, px, folder)
            error, reason = case.verify(os.environ["TS_CLI"], opset, is_folded, LIMIT)
        self.assertEqual(reason, "")
        self.assertGreater(case.largest, 1e-3)
        self.assertLessEqual(error, LIMIT)


def add_test(name, px, opset, is_folded):
    setattr(Zoo, f"test_{name}", lambda self: self.check(name, px, opset, is_folded))


for row in SMALL:
    add_test(*row)


def config(patch_px, steps):
    return {"spec_version": "1.0", "architecture": "resnet18", "num_classes": zoo.N_CLASSES,
            "class_names": [f"c{i}" for i in range(zoo.N_CLASSES)],
            "patch_size_pixels": patch_px, "spacing_um_px": 0.5, "transform": steps}


def run_as_wsinfer(network, steps, image):
    """Its transform and its head: torchvision's steps by name, softmax over the outputs."""
    made = [getattr(torchvision.transforms, step["name"])(**step.get("arguments", {}))
            for step in steps]
    tile = torchvision.transforms.Compose(made)(image)
    with torch.no_grad():
        return torch.softmax(network.double()(tile[None].double()), 1)[0].tolist()


@unittest.skipIf(zoo is None, "python3-torchvision is not here")
class WsinferFolder(unittest.TestCase):
    def check(self, patch_px, input_px, steps):
        network = zoo.build("resnet18", input_px)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            zoo.export(network, torch.randn(1, 3, input_px, input_px), folder / "m.onnx", 13, True)
            (folder / "config.json").write_text(json.dumps(config(patch_px, steps)))
            (folder / "m.json").write_text('{"head": "softmax"}')
            pixels = (torch.rand(patch_px, patch_px, 3) * 255).to(torch.uint8).numpy()
            image = PIL.Image.fromarray(pixels)
            image.save(folder / "tile.png")
            done = subprocess.run([os.environ["TS_CLI"], "classify-images", "tile.png", "--model",
                                   "m.onnx", "--json"], cwd=name, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
        found = json.loads(done.stdout)["images"][0]["probabilities"]
        for ours, expected in zip(found.values(), run_as_wsinfer(network, steps, image)):
            self.assertAlmostEqual(ours, expected, 5)

    def test_tile_is_made_smaller(self):
        self.check(175, 64, [
            {"name": "Resize", "arguments": {"size": 64}}, {"name": "ToTensor"},
            {"name": "Normalize", "arguments": {"mean": [0.7, 0.6, 0.65],
                                                "std": [0.1, 0.15, 0.12]}}])

    def test_tile_is_made_larger(self):
        self.check(50, 96, [
            {"name": "Resize", "arguments": {"size": 96, "interpolation": 3}},
            {"name": "ToTensor"},
            {"name": "Normalize", "arguments": {"mean": [0.5, 0.5, 0.5],
                                                "std": [0.5, 0.5, 0.5]}}])

    def test_tile_stays_as_it_is(self):
        self.check(64, 64, [{"name": "Resize", "arguments": {"size": 64}},
                            {"name": "ToTensor"}])

if __name__ == "__main__":
    tap.main()
