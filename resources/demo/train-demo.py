#!/usr/bin/env python3
# Trains the two demonstration networks on tiles that draw-slide draws.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the two demonstration networks on tiles that draw-slide draws.

    train-demo.py --draw-slide BUILD/resources/demo/draw-slide --output resources/demo

Needs PyTorch, Pillow and the onnx package (Debian: python3-torch, python3-pil,
python3-onnx). The tiles have seeds of their own: none is cut from the demonstration
slide. Prints what the networks say of tiles they were never shown.
"""

import argparse
import csv
import json
import pathlib
import subprocess
import tempfile

import numpy
import onnx
import torch
from PIL import Image
from torch import nn

CLASSES = ["Normal", "LUAD", "LUSC"]
GENES = ["TP53", "EGFR", "STK11"]
INPUT_PX = 96
TRAINING_SEED, HELD_OUT_SEED = 1000, 2000
NOTES = "trained on synthetic drawings; meaningless for patients"


class ConvNorm(nn.Sequential):
    def __init__(self, n_in, n_out, size, stride=1):
        super().__init__(
            nn.Conv2d(n_in, n_out, size, stride, size // 2, bias=False),
            nn.BatchNorm2d(n_out), nn.ReLU())


class Inception(nn.Module):
    """Four branches side by side: 1x1, 3x3, two 3x3 for 5x5, pool; Szegedy 2015."""

    def __init__(self, n_in, n_out):
        super().__init__()
        quarter = n_out // 4
        self.one = ConvNorm(n_in, quarter, 1)
        self.three = nn.Sequential(ConvNorm(n_in, quarter, 1),
                                   ConvNorm(quarter, quarter, 3))
        self.five = nn.Sequential(ConvNorm(n_in, quarter // 2, 1),
                                  ConvNorm(quarter // 2, quarter, 3),
                                  ConvNorm(quarter, quarter, 3))
        self.pool = nn.Sequential(nn.AvgPool2d(3, 1, 1), ConvNorm(n_in, quarter, 1))

    def forward(self, x):
        return torch.cat([self.one(x), self.three(x), self.five(x), self.pool(x)], 1)


def new_network(n_outputs):
    return nn.Sequential(
        ConvNorm(3, 16, 3, 2), ConvNorm(16, 32, 3), nn.MaxPool2d(3, 2, 1),
        Inception(32, 64), nn.MaxPool2d(3, 2, 1),
        Inception(64, 96), nn.MaxPool2d(3, 2, 1),
        Inception(96, 160),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.3),
        nn.Linear(160, n_outputs))


def draw_tiles(draw_slide, folder, seed, n):
    if not (folder / "labels.csv").exists():
        subprocess.run([draw_slide, "--seed", str(seed), "--tiles", str(n),
                        "--tiles-dir", str(folder)], check=True)
    pixels, kinds, genes = [], [], []
    with open(folder / "labels.csv", newline="") as file:
        for row in csv.DictReader(file):
            image = Image.open(folder / row["file"]).convert("RGB")
            image = image.resize((INPUT_PX, INPUT_PX), Image.BILINEAR)
            pixels.append(numpy.asarray(image))
            kinds.append(CLASSES.index(row["class"]))
            genes.append([float(row[gene]) for gene in GENES])
    pixels = torch.from_numpy(numpy.stack(pixels)).permute(0, 3, 1, 2).contiguous()
    return pixels, torch.tensor(kinds), torch.tensor(genes)


def to_input(pixels):
    """ToTensor and Normalize of the card."""
    return pixels.float() / 255 * 2 - 1


def put_glass(x, random):
    """Bare glass over part of each tile, up to 45 %, as at the edge of tissue."""
    n, _, height, width = x.shape
    angle = torch.rand(n, generator=random) * 6.2832
    reach = 0.05 + torch.rand(n, generator=random) * 0.6
    v, u = torch.meshgrid(torch.linspace(-1, 1, height), torch.linspace(-1, 1, width),
                          indexing="ij")
    side = (u * torch.cos(angle).view(-1, 1, 1) + v * torch.sin(angle).view(-1, 1, 1)
            + 0.1 * torch.sin(5 * u + angle.view(-1, 1, 1)))
    share = torch.sigmoid((side - reach.view(-1, 1, 1)) * 40).unsqueeze(1)
    glass = 0.87 + torch.rand(n, 3, 1, 1, generator=random) * 0.06
    return x * (1 - share) + glass * share


def new_pen_tiles(n, random):
    """Glass with a stroke of ink: what no class should claim."""
    v, u = torch.meshgrid(torch.linspace(-1, 1, INPUT_PX), torch.linspace(-1, 1, INPUT_PX),
                          indexing="ij")
    angle = (torch.rand(n, generator=random) * 3.1416).view(-1, 1, 1)
    offset = (torch.rand(n, generator=random) * 1.2 - 0.6).view(-1, 1, 1)
    half = (0.04 + torch.rand(n, generator=random) * 0.5).view(-1, 1, 1)
    side = u * torch.cos(angle) + v * torch.sin(angle) + 0.1 * torch.sin(4 * u) - offset
    share = torch.sigmoid((half - side.abs()) * 60).unsqueeze(1)
    ink = torch.rand(n, 3, 1, 1, generator=random) * 0.9 - 0.9
    glass = 0.87 + torch.rand(n, 3, 1, 1, generator=random) * 0.06
    noise = torch.randn(n, 3, INPUT_PX, INPUT_PX, generator=random) * 0.02
    return glass * (1 - share) + ink * share + noise


def vary(x, random):
    """Turned, mirrored, sometimes with glass."""
    if torch.rand(1, generator=random) < 0.5:
        x = x.flip(3)
    x = torch.rot90(x, int(torch.randint(4, (1,), generator=random)), (2, 3))
    if torch.rand(1, generator=random) < 0.25:
        x = put_glass(x, random)
    return x


def train(pixels, targets, loss_of, epochs, seed, with_pen):
    torch.manual_seed(seed)
    random = torch.Generator().manual_seed(seed)
    network = new_network(targets.shape[1])
    batch = 32
    steps = epochs * (len(pixels) // batch)
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps)
    network.train()
    for epoch in range(epochs):
        order = torch.randperm(len(pixels), generator=random)
        total = 0.0
        for start in range(0, len(order) - batch + 1, batch):
            chosen = order[start:start + batch]
            x, y = vary(to_input(pixels[chosen]), random), targets[chosen]
            if with_pen:
                x = torch.cat([x, new_pen_tiles(3, random)])
                y = torch.cat([y, torch.full((3, y.shape[1]), 1 / y.shape[1])])
            loss = loss_of(network(x), y)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss)
        print(f"epoch {epoch + 1}: loss {total / (len(order) // batch):.4f}", flush=True)
    return network.eval()


def predict(network, pixels):
    with torch.no_grad():
        return torch.cat([network(to_input(part)) for part in pixels.split(64)])


def card(name, names, extra):
    half = [0.5, 0.5, 0.5]
    return {
        "spec_version": "1.0", "name": name, "architecture": "inception-small",
        "num_classes": str(len(names)), "patch_size_pixels": "512",
        "spacing_um_px": "0.5", "class_names": json.dumps(names),
        "transform": json.dumps([
            {"name": "Resize", "arguments": {"size": INPUT_PX}},
            {"name": "ToTensor"},
            {"name": "Normalize", "arguments": {"mean": half, "std": half}}]),
        "resize_filter": "pil-bilinear",
        "source": "resources/demo/train-demo.py of Tessera",
        "licence": "GPL-3.0-or-later", "notes": NOTES, **extra}


def export(network, path, properties):
    torch.onnx.export(network, torch.zeros(1, 3, INPUT_PX, INPUT_PX), path,
                      opset_version=13, input_names=["image"], output_names=["logits"],
                      dynamic_axes={"image": {0: "n"}, "logits": {0: "n"}})
    model = onnx.load(path)
    for key, value in properties.items():
        model.metadata_props.add(key=key, value=value)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def report_classes(network, pixels, kinds):
    guesses = predict(network, pixels).argmax(1)
    print("held-out tiles, rows are the truth:", *CLASSES)
    for kind, name in enumerate(CLASSES):
        row = [int(((kinds == kind) & (guesses == guess)).sum()) for guess in range(3)]
        print(f"  {name}: {row}")
    print(f"  right: {float((guesses == kinds).float().mean()):.4f}")


def report_genes(network, pixels, genes):
    logits = predict(network, pixels)
    for index, name in enumerate(GENES):
        mutated, score = genes[:, index] > 0.5, logits[:, index]
        right = ((score > 0) == mutated).float().mean()
        auc = (score[mutated][:, None] > score[~mutated][None]).float().mean()
        print(f"  {name}: right {float(right):.4f}, AUC {float(auc):.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draw-slide", required=True)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path,
                        help="keep the tiles there, and use those that are there")
    parser.add_argument("--tiles", type=int, default=1440)
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as name:
        folder = options.work or pathlib.Path(name)
        pixels, kinds, genes = draw_tiles(options.draw_slide, folder / "training",
                                          TRAINING_SEED, options.tiles)
        fresh = draw_tiles(options.draw_slide, folder / "held-out", HELD_OUT_SEED, 480)
    luad, fresh_luad = kinds == CLASSES.index("LUAD"), fresh[1] == CLASSES.index("LUAD")

    network = train(pixels, nn.functional.one_hot(kinds).float(),
                    nn.CrossEntropyLoss(label_smoothing=0.02), options.epochs, 1, True)
    report_classes(network, fresh[0], fresh[1])
    export(network, str(options.output / "demo-classes.onnx"),
           card("Demo: lung classes", CLASSES, {"role": "classes", "head": "softmax"}))

    network = train(pixels[luad], genes[luad], nn.BCEWithLogitsLoss(),
                    options.epochs * 2, 2, False)
    report_genes(network, fresh[0][fresh_luad], fresh[2][fresh_luad])
    export(network, str(options.output / "demo-mutations.onnx"),
           card("Demo: LUAD genes", GENES, {"role": "mutations", "head": "sigmoid",
                                           "runs_on_class": "LUAD"}))


if __name__ == "__main__":
    main()
