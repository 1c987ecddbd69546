# Writes small slides for tests: tiled TIFF with deflate, which OpenSlide opens as generic
# TIFF, its resolution in the TIFF's own fields.
# SPDX-License-Identifier: GPL-3.0-or-later

import struct
import zlib

import numpy

TILE = 256


def tissue(width, height, seed=1, background_columns=0):
    """Stained-looking noise, each place different; white from the right edge on."""
    random = numpy.random.default_rng(seed)
    coarse = random.integers(90, 200, (height // 32 + 1, width // 32 + 1, 3))
    pixels = coarse.repeat(32, axis=0).repeat(32, axis=1)[:height, :width]
    pixels = pixels + random.integers(-20, 20, (height, width, 1))
    pixels[:, :, 1] -= 60
    pixels = pixels.clip(0, 255).astype(numpy.uint8)
    if background_columns:
        pixels[:, -background_columns:] = 245
    return pixels


def tiles_of(pixels):
    height, width, _ = pixels.shape
    rows, columns = -(-height // TILE), -(-width // TILE)
    padded = numpy.full((rows * TILE, columns * TILE, 3), 255, numpy.uint8)
    padded[:height, :width] = pixels
    for row in range(rows):
        for column in range(columns):
            tile = padded[row * TILE:(row + 1) * TILE, column * TILE:(column + 1) * TILE]
            yield zlib.compress(tile.tobytes(), 1)


def write(path, pixels, mpp=None, damaged_tiles=()):
    """Tiles in damaged_tiles are there, but cannot be decoded. Not lower than one tile:
    libtiff mixes up the rows of a tile that is cut there and at the top at once."""
    height, width, _ = pixels.shape
    assert height >= TILE
    tiles = [b"not deflate at all" if index in damaged_tiles else tile
             for index, tile in enumerate(tiles_of(pixels))]
    entries, extra = {}, b""
    data_at = 8
    offsets = []
    for tile in tiles:
        offsets.append(data_at)
        data_at += len(tile)
    data_at += data_at % 2

    def outside(payload):
        nonlocal extra
        at = data_at + len(extra)
        extra += payload + b"\0" * (len(payload) % 2)
        return at

    def longs(tag, values):
        if len(values) == 1:
            entries[tag] = (4, 1, struct.pack("<I", values[0]))
        else:
            at = outside(struct.pack(f"<{len(values)}I", *values))
            entries[tag] = (4, len(values), struct.pack("<I", at))

    for tag, value in {259: 8, 262: 2, 277: 3, 284: 1}.items():
        entries[tag] = (3, 1, struct.pack("<HH", value, 0))
    entries[258] = (3, 3, struct.pack("<I", outside(struct.pack("<HHH", 8, 8, 8))))
    for tag, values in {256: [width], 257: [height], 322: [TILE], 323: [TILE],
                        324: offsets, 325: [len(tile) for tile in tiles]}.items():
        longs(tag, values)
    if mpp:
        for tag in (282, 283):
            at = outside(struct.pack("<II", round(10000 * 1000 / mpp), 1000))
            entries[tag] = (5, 1, struct.pack("<I", at))
        entries[296] = (3, 1, struct.pack("<HH", 3, 0))

    directory_at = data_at + len(extra)
    body = b"".join(tiles)
    body += b"\0" * (data_at - 8 - len(body))
    directory = struct.pack("<H", len(entries))
    for tag in sorted(entries):
        kind, count, value = entries[tag]
        directory += struct.pack("<HHI", tag, kind, count) + value
    with open(path, "wb") as file:
        file.write(struct.pack("<2sHI", b"II", 42, directory_at))
        file.write(body + extra + directory + struct.pack("<I", 0))
    return path
