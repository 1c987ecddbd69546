# Networks of the common families agree with PyTorch: the small ones, on small tiles, each in
# one operator set. All of them, at full size: check-zoo.py.
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402 - the path is ours

try:
    import zoo
except ImportError as error:
    if error.name not in ("torch", "torchvision"):
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

if __name__ == "__main__":
    tap.main()
