# Inception v2 and v4 in PyTorch, for torchvision has neither: written from the tables and
# figures of the papers.
# SPDX-License-Identifier: GPL-3.0-or-later

import torch
from torch import nn


class Conv(nn.Sequential):
    """Convolution without a bias, batch norm, ReLU. size: one side or (height, width)."""

    def __init__(self, n_in, n_out, size=1, stride=1, same=True):
        height, width = (size, size) if isinstance(size, int) else size
        pad = (height // 2, width // 2) if same else 0
        super().__init__(nn.Conv2d(n_in, n_out, (height, width), stride, pad, bias=False),
                         nn.BatchNorm2d(n_out, eps=1e-3), nn.ReLU())


class Chain(nn.Sequential):
    """Convolutions one after the other: (channels, size) or (channels, size, stride, same)."""

    def __init__(self, n_in, *steps):
        layers = []
        for step in steps:
            layers.append(Conv(n_in, *step))
            n_in = step[0]
        super().__init__(*layers)
        self.n_out = n_in


class Fork(nn.Module):
    """Branches side by side, their channels one after the other."""

    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


def average(n_in, n_out):
    return nn.Sequential(nn.AvgPool2d(3, 1, 1, count_include_pad=False), Conv(n_in, n_out))


class Head(nn.Sequential):
    def __init__(self, n_in, n_classes, dropout):
        super().__init__(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(dropout),
                         nn.Linear(n_in, n_classes))


# Ioffe and Szegedy, "Batch Normalization", 2015, figure 5: 1x1; 3x3 after its reduction; twice
# 3x3 after theirs; the projection after the pool. Stride 2: no 1x1, and the pool goes through.
V2_BLOCKS = [(64, 64, 64, 64, 96, 32), (64, 64, 96, 64, 96, 64), (0, 128, 160, 64, 96, 0),
             (224, 64, 96, 96, 128, 128), (192, 96, 128, 96, 128, 128),
             (160, 128, 160, 128, 160, 96), (96, 128, 192, 160, 192, 96),
             (0, 128, 192, 192, 256, 0), (352, 192, 320, 160, 224, 128),
             (352, 192, 320, 192, 224, 128)]


def v2_block(n_in, widths, is_last):
    single, reduce3, wide3, reduce33, wide33, project = widths
    stride = 1 if single else 2
    branches = [Conv(n_in, single)] if single else []
    branches += [Chain(n_in, (reduce3, 1), (wide3, 3, stride)),
                 Chain(n_in, (reduce33, 1), (wide33, 3), (wide33, 3, stride))]
    if not single:
        branches.append(nn.MaxPool2d(3, 2, ceil_mode=True))
    elif is_last:
        branches.append(nn.Sequential(nn.MaxPool2d(3, 1, 1), Conv(n_in, project)))
    else:
        branches.append(average(n_in, project))
    n_out = single + wide3 + wide33 + (project if single else n_in)
    return Fork(*branches), n_out


def inception_v2(n_classes):
    layers = [Conv(3, 64, 7, 2), nn.MaxPool2d(3, 2, ceil_mode=True),
              Chain(64, (64, 1), (192, 3)), nn.MaxPool2d(3, 2, ceil_mode=True)]
    n = 192
    for i, widths in enumerate(V2_BLOCKS):
        block, n = v2_block(n, widths, i == len(V2_BLOCKS) - 1)
        layers.append(block)
    return nn.Sequential(*layers, Head(n, n_classes, 0.2))


# Szegedy et al., "Inception-v4, Inception-ResNet and the Impact of Residual Connections on
# Learning", 2016, figures 3 to 9; V: valid, without padding.
def v4_stem():
    return nn.Sequential(
        Chain(3, (32, 3, 2, False), (32, 3, 1, False), (64, 3)),
        Fork(nn.MaxPool2d(3, 2), Conv(64, 96, 3, 2, False)),
        Fork(Chain(160, (64, 1), (96, 3, 1, False)),
             Chain(160, (64, 1), (64, (7, 1)), (64, (1, 7)), (96, 3, 1, False))),
        Fork(Conv(192, 192, 3, 2, False), nn.MaxPool2d(3, 2)))


def v4_block_a():
    return Fork(average(384, 96), Conv(384, 96), Chain(384, (64, 1), (96, 3)),
                Chain(384, (64, 1), (96, 3), (96, 3)))


def v4_reduction_a():
    return Fork(nn.MaxPool2d(3, 2), Conv(384, 384, 3, 2, False),
                Chain(384, (192, 1), (224, 3), (256, 3, 2, False)))


def v4_block_b():
    return Fork(average(1024, 128), Conv(1024, 384),
                Chain(1024, (192, 1), (224, (1, 7)), (256, (7, 1))),
                Chain(1024, (192, 1), (192, (1, 7)), (224, (7, 1)), (224, (1, 7)),
                      (256, (7, 1))))


def v4_reduction_b():
    return Fork(nn.MaxPool2d(3, 2), Chain(1024, (192, 1), (192, 3, 2, False)),
                Chain(1024, (256, 1), (256, (1, 7)), (320, (7, 1)), (320, 3, 2, False)))


def v4_block_c():
    return Fork(average(1536, 256), Conv(1536, 256),
                nn.Sequential(Conv(1536, 384), Fork(Conv(384, 256, (1, 3)),
                                                    Conv(384, 256, (3, 1)))),
                nn.Sequential(Chain(1536, (384, 1), (448, (1, 3)), (512, (3, 1))),
                              Fork(Conv(512, 256, (3, 1)), Conv(512, 256, (1, 3)))))


def inception_v4(n_classes):
    return nn.Sequential(v4_stem(), *[v4_block_a() for _ in range(4)], v4_reduction_a(),
                         *[v4_block_b() for _ in range(7)], v4_reduction_b(),
                         *[v4_block_c() for _ in range(3)], Head(1536, n_classes, 0.2))
