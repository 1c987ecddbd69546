# Networks of torchvision (and inceptions.py) with random weights, as ONNX files beside a tile
# and what PyTorch makes of it in float64: in the layout of ONNX's test data.
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import pathlib
import struct
import subprocess
import warnings

import inceptions
import torch
import torchvision

torch.set_num_threads(1)
N_CLASSES = 5
OPSETS = (11, 13, 17)

# Name: side of a tile in pixels, as the papers have it.
NETWORKS = {
    "googlenet": 224, "inception_v2": 224, "inception_v3": 299, "inception_v4": 299,
    "resnet18": 224, "resnet34": 224, "resnet50": 224, "resnext50_32x4d": 224,
    "wide_resnet50_2": 224, "densenet121": 224, "vgg16": 224, "vgg16_bn": 224,
    "alexnet": 224, "squeezenet1_0": 224, "squeezenet1_1": 224, "shufflenet_v2_x1_0": 224,
    "mobilenet_v2": 224, "mobilenet_v3_small": 224, "mobilenet_v3_large": 224,
    "efficientnet_b0": 224, "efficientnet_v2_s": 224, "mnasnet1_0": 224, "regnet_x_400mf": 224,
    "regnet_y_400mf": 224, "convnext_tiny": 224,
}
OWN = {"inception_v2": inceptions.inception_v2, "inception_v4": inceptions.inception_v4}


def new_network(name):
    if name in OWN:
        return OWN[name](N_CLASSES)
    options = {"num_classes": N_CLASSES}
    if name in ("googlenet", "inception_v3"):
        options.update(init_weights=True, aux_logits=False)
    return getattr(torchvision.models, name)(weights=None, **options)


def is_norm(layer):
    return isinstance(layer, torch.nn.modules.batchnorm._BatchNorm)


def settle_norms(network, tiles):
    """Batch norms with the statistics of tiles, gains and shifts of their own: as after
    training, activations are of order one at every depth, and no two channels alike. The
    shifts keep most of each ReLU open: without training, a deep network with half of them
    closed makes 1e-7 of its first layer 1e-3 of its last, in PyTorch as here."""
    for layer in filter(is_norm, network.modules()):
        layer.momentum = None  # the mean over the batches
        layer.reset_running_stats()
        torch.nn.init.uniform_(layer.weight, 0.5, 1.5)
        torch.nn.init.normal_(layer.bias, 0.75, 0.3)
    network.train()
    with torch.no_grad():
        network(tiles)
    network.eval()


def build(name, px):
    torch.manual_seed(sum(name.encode()))
    network = new_network(name)
    settle_norms(network, torch.randn(4, 3, px, px))
    return network.eval()


def varint(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def write_tensor(path, tensor):
    """onnx.TensorProto: dims (1), data_type (2) FLOAT, raw_data (9)."""
    raw = tensor.detach().to(torch.float32).contiguous().numpy().astype("<f4").tobytes()
    dims = b"".join(b"\x08" + varint(n) for n in tensor.shape)
    path.write_bytes(dims + b"\x10\x01" + b"\x4a" + varint(len(raw)) + raw)


def export(network, tile, path, opset, is_folded):
    """is_folded: batch norms become part of the convolutions, as the exporter does it."""
    mode = torch.onnx.TrainingMode
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(network, tile, str(path), opset_version=opset,
                          training=mode.EVAL if is_folded else mode.PRESERVE,
                          input_names=["tile"], output_names=["logits"],
                          dynamic_axes={"tile": {0: "batch"}, "logits": {0: "batch"}})


class Case:
    """A network with a tile and its logits in a folder: test_data_set_0, NAME-OPSET.onnx."""

    def __init__(self, name, px, folder):
        self.name, self.folder = name, pathlib.Path(folder)
        self.network = build(name, px)
        self.tile = torch.randn(1, 3, px, px)
        with torch.no_grad():
            single = self.network(self.tile)
            self.expected = self.network.double()(self.tile.double())
            self.network.float()
        self.largest = self.expected.abs().max().item()
        self.torch_error = (single - self.expected).abs().max().item() / self.largest
        values = self.folder / "test_data_set_0"
        values.mkdir(exist_ok=True)
        write_tensor(values / "input_0.pb", self.tile)
        write_tensor(values / "output_0.pb", self.expected)

    def verify(self, program, opset, is_folded, limit):
        """The largest error over the largest logit, or the reason there is none."""
        path = self.folder / f"{self.name}-{opset}.onnx"
        export(self.network, self.tile, path, opset, is_folded)
        done = subprocess.run([program, "model", "verify", str(path), str(self.folder),
                               "--rtol", "0", "--atol", repr(limit * self.largest), "--json"],
                              capture_output=True, text=True)
        path.unlink()
        if not done.stdout:
            return None, done.stderr.strip()
        row = json.loads(done.stdout)["outputs"][0]
        if row["problem"] is not None or row["max_absolute_error"] is None:
            return None, str(row)
        return row["max_absolute_error"] / self.largest, "" if row["ok"] else "beyond the limit"
