# Writes the reference bytes in data/ from the libraries themselves: Pillow 9.4, torch 1.13
# and OpenCV 4.6 of Debian 12; TF1's rule in float32, as its kernel reckons, because
# TensorFlow 1 is not at hand.
# SPDX-License-Identifier: GPL-3.0-or-later
import pathlib

import cv2
import numpy as np
import torch
from PIL import Image

HERE = pathlib.Path(__file__).parent / "data"
# src width, src height, dst width, dst height, step: the list of test-resize.c
CASES = [(67, 45, 23, 31, 1), (20, 15, 41, 33, 1), (64, 48, 32, 24, 1), (60, 45, 20, 15, 1),
         (64, 48, 64, 20, 1), (40, 30, 17, 30, 1), (31, 20, 15, 44, 1), (5, 4, 5, 4, 1),
         (1, 1, 8, 8, 1), (1, 1, 1, 1, 1), (7, 1, 3, 5, 1), (1, 9, 4, 4, 1), (40, 30, 1, 1, 1),
         (2, 1, 1, 1, 1), (2, 2, 10, 10, 1),
         (512, 512, 299, 299, 23), (448, 448, 299, 299, 23), (512, 300, 299, 299, 23),
         (137, 512, 299, 299, 23), (350, 350, 224, 224, 17), (512, 512, 256, 256, 19),
         (768, 768, 32, 32, 3), (512, 512, 511, 513, 41), (100, 100, 299, 299, 23),
         (175, 175, 224, 224, 17), (299, 299, 299, 299, 23)]


def picture(width, height):
    """The picture of test-resize.c: smooth parts, edges and full swing."""
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    value = x * x * 7 + y * 13 + x * y * 3 + c * 89 + ((x // 5 + y // 7) % 2) * 120
    flat = (x // 16 + y // 12) % 3
    value = np.where(flat == 1, 255 * ((x + y) % 2), value)
    return (value & 255).astype(np.uint8)


def pil(filter_):
    return lambda a, w, h: np.asarray(Image.fromarray(a).resize((w, h), filter_))


def torch_bilinear(a, w, h):
    t = torch.from_numpy(a.astype(np.float32)).permute(2, 0, 1)[None]
    t = torch.nn.functional.interpolate(t, size=(h, w), mode="bilinear",
                                        align_corners=False, antialias=False)
    return t[0].permute(1, 2, 0).contiguous().numpy().astype("<f4")


def tf1_axis(a, n_dst, axis):
    n_src = a.shape[axis]
    at = np.arange(n_dst, dtype=np.float32) * (np.float32(n_src) / np.float32(n_dst))
    lower = np.floor(at).astype(int)
    upper = np.minimum(lower + 1, n_src - 1)
    shape = [1, 1, 1]
    shape[axis] = n_dst
    share = (at - lower.astype(np.float32)).reshape(shape)
    left, right = a.take(lower, axis), a.take(upper, axis)
    return left + (right - left) * share


def tf1_bilinear(a, w, h):
    return tf1_axis(tf1_axis(a.astype(np.float32), w, 1), h, 0).astype("<f4")


def opencv_area(a, w, h):
    return cv2.resize(a, (w, h), interpolation=cv2.INTER_AREA).reshape(h, w, 3)


WAYS = {"pil-bilinear": pil(Image.BILINEAR), "pil-bicubic": pil(Image.BICUBIC),
        "pil-lanczos": pil(Image.LANCZOS), "tf1-bilinear": tf1_bilinear,
        "torch-bilinear": torch_bilinear, "opencv-area": opencv_area}
for name, way in WAYS.items():
    data = b"".join(way(picture(sw, sh), dw, dh)[::step, ::step].tobytes()
                    for sw, sh, dw, dh, step in CASES)
    (HERE / f"resize-{name}.bin").write_bytes(data)
